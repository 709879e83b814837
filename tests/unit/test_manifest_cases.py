# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manifests and what is to come of each: the files below manifests/ are the table."""

from __future__ import annotations

import dataclasses
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._fields.model import Outcome, path_text, snake
from ansible_collections.planton.dynamodb.plugins.module_utils._manifests.manifests import Context, Source, outcomes
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.rules import violations
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import desired_from_options
from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml

CASES = Path(__file__).parent / "manifests"
DOCS = Path(__file__).parents[2] / "docs" / "manifests.md"
BASES: dict[str, dict[str, Any]] = read_yaml(CASES / "bases.yml")
# What the collection says of manifests that upstream's schema cannot read.
READING = {"wrong_type", "unknown_value", "unknown_field", "unresolved_reference"}


@dataclasses.dataclass(frozen=True)
class Case:
    """One manifest, as it differs from a base, and what is expected of it."""

    case: str
    of: str = "older"
    manifest: dict[str, Any] = dataclasses.field(default_factory=dict)
    spec: dict[str, Any] = dataclasses.field(default_factory=dict)
    without: tuple[str, ...] = ()
    upstream: str = ""
    faults: tuple[tuple[str, str], ...] = ()
    options: dict[str, Any] = dataclasses.field(default_factory=dict)
    no_options: tuple[str, ...] = ()
    context: dict[str, Any] = dataclasses.field(default_factory=dict)

    def written(self) -> dict[str, Any]:
        """The manifest."""
        base = BASES[self.of]
        whole = {**base, **self.manifest}
        if "spec" in self.manifest:
            return whole
        return {**whole, "spec": {k: v for k, v in {**base["spec"], **self.spec}.items() if k not in self.without}}


def load(path: Path) -> list[Any]:
    found = [Case(**entry) for entry in read_yaml(path)]
    return [pytest.param(case, id=f"{path.stem}: {case.case}") for case in found]


PARAMETERS = [each for path in sorted(CASES.glob("*.yml")) if path.stem != "bases" for each in load(path)]


def read(manifest: Any, **context: Any) -> Outcome:
    return outcomes([Source(manifest, "it")], Context(**context))[0]


def told(outcome: Outcome) -> list[tuple[str, str]]:
    return [(fault.rule, path_text(fault.path)) for fault in outcome.faults]


@pytest.mark.parametrize("case", PARAMETERS)
def test_case(case: Case) -> None:
    outcome = read(case.written(), **case.context)
    assert sorted(told(outcome)) == sorted((rule, path) for rule, path in case.faults)
    for fault in outcome.faults:
        assert fault.message and fault.hint
    if case.faults:
        return
    assert {name: outcome.options.get(name) for name in case.options} == case.options
    assert not set(case.no_options) & set(outcome.options)
    assert not violations(desired_from_options(outcome.options), outcome.options.get("region"))


@pytest.mark.parametrize("case", [each for each in PARAMETERS if each.values[0].upstream == "invalid"])
def test_what_upstream_calls_invalid_has_the_id_of_its_rule(case: Case) -> None:
    rules = {rule for rule, _path in case.faults}
    assert [rule for rule in rules if re.match(r"[a-z]+\d*[._][a-z_]+", rule)]


def differences() -> dict[str, str]:
    """The rules that the documentation lists as differences, with their reasons."""
    section = DOCS.read_text(encoding="utf-8").partition("## Where the verdict differs")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \|$", section, re.MULTILINE)
    return {rule: reason for rule, _what, reason in rows}


def test_differences_are_those_that_the_documentation_lists() -> None:
    found: set[str] = set()
    for parameter in PARAMETERS:
        case = parameter.values[0]
        if case.upstream == "valid":
            found |= {rule for rule, _path in case.faults}
    assert found == set(differences())


def conformance() -> list[Any]:
    place = os.environ.get("MANIFEST_CASES")
    if not place:
        return []
    return [pytest.param(case, id=case["id"]) for case in json.loads(Path(place).read_text(encoding="utf-8"))]


@pytest.mark.skipif(not conformance(), reason="MANIFEST_CASES names no file with cases of upstream")
@pytest.mark.parametrize("case", conformance())
def test_verdict_of_upstream(case: dict[str, Any]) -> None:
    """Cases that upstream itself has judged, where there is a file of them."""
    outcome = read({**BASES["older"], "spec": case["spec"]})
    rules = {rule for fault in outcome.faults for rule in fault.rule.split(", ")}
    if case["verdict"] == "OK":
        assert rules <= set(differences())
    elif case["verdict"] == "LOAD-ERROR":
        assert rules & READING
    else:
        for rule, at in (detail.split("@") for detail in case["detail"].split("; ")):
            places = ["spec" if at == "(spec)" else f"spec.{at}"]
            assert [path for found, path in snaked(outcome) if found == rule and path.startswith(places[0])]


def snaked(outcome: Outcome) -> list[tuple[str, str]]:
    return [(fault.rule.split(", ")[0], snake(path_text(fault.path))) for fault in outcome.faults]
