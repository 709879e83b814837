# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every rule, broken and nearly broken, as the files rules.yml below tests/settings have it."""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.plan import Plan
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.rules import violations
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import desired_from_options
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.violations import InvalidSpecError, Violation
from ansible_collections.planton.dynamodb.tests.settings import folders
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.simulator.rules.quotas import Quotas
from ansible_collections.planton.dynamodb.tests.unit.literal import make
from ansible_collections.planton.dynamodb.tests.unit.looking import Overrides, planned
from ansible_collections.planton.dynamodb.tests.unit.origins import Source
from ansible_collections.planton.dynamodb.tests.unit.table_model import TableModel
from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml

DOCS = Path(__file__).parents[2] / "docs"
REGION = "eu-central-1"
KEYS = {"alias/orders": f"arn:aws:kms:{REGION}:123456789012:key/22222222-2222-2222-2222-222222222222"}
# Kept by the way requests are made: what is empty is not sent (V20, V34), nor a warm throughput that would be refused
# (V36, V37), a tag is not set and removed at once (V48).
BY_CONSTRUCTION = {20, 34, 36, 37, 48}


@dataclasses.dataclass(frozen=True)
class Entry:
    """One way to break a rule."""

    rule: str
    base: str
    wrong: dict[str, Any]
    near: dict[str, Any]
    path: str = ""
    also: tuple[tuple[str, str], ...] = ()
    policy: str = ""
    says: str = ""
    shown_as: str = ""
    when: str = ""
    exists: dict[str, Any] | None = None
    shows: dict[str, Any] = dataclasses.field(default_factory=dict)
    source: dict[str, Any] | None = None

    @property
    def offline(self) -> bool:
        """The specification alone is enough to judge."""
        return self.exists is None and not self.when and self.source is None

    def options(self, change: dict[str, Any]) -> dict[str, Any]:
        """The base with the change."""
        merged = {**BASES[self.base], **change}
        return {name: value for name, value in merged.items() if value is not None}

    def told(self) -> list[tuple[str, str]]:
        """What is expected for the wrong specification."""
        return sorted([(self.shown_as or self.rule, self.path), *((rule, path) for rule, path in self.also)])


def expanded(value: Any) -> Any:
    """Write the abbreviations out."""
    if isinstance(value, list):
        return [expanded(item) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"repeat", "times"}:
        return value["repeat"] * value["times"]
    if {"each", "of"} <= set(value):
        items = [expanded(numbered(value["each"], number)) for number in range(value["of"])]
        return dict(zip(numbered([value["named"]] * len(items)), items, strict=True)) if "named" in value else items
    return {name: expanded(item) for name, item in value.items()}


def numbered(value: Any, number: int | None = None) -> Any:
    """Put the number into a pattern; without one, into each pattern of a list its position."""
    if number is None:
        return [numbered(item, position) for position, item in enumerate(value)]
    if isinstance(value, str):
        return value.replace("{}", str(number))
    if isinstance(value, list):
        return [numbered(item, number) for item in value]
    if isinstance(value, dict):
        return {name: numbered(item, number) for name, item in value.items()}
    return value


def load(path: Path) -> Any:
    return expanded(read_yaml(path))


BASES: dict[str, dict[str, Any]] = load(folders.HERE / folders.TOGETHER / "bases.yml")
ENTRIES = [Entry(**entry) for path in folders.files("rules.yml") for entry in load(path)]


def cases(entries: Iterable[Entry]) -> list[Any]:
    """The entries as parameters, each called by its rule and its place among those of the rule."""
    seen: collections.Counter[str] = collections.Counter()
    found = []
    for entry in entries:
        seen[entry.rule] += 1
        found.append(pytest.param(entry, id=f"{entry.rule}-{seen[entry.rule]}"))
    return found


def split(options: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The name of the table, and the other options."""
    return options.get("name", "orders"), {name: value for name, value in options.items() if name != "name"}


def model_of(entry: Entry) -> TableModel:
    """The account, with the table if one is there."""
    model = TableModel(keys=KEYS, quotas=Quotas(units=10**9, global_indexes=100))
    model.source = Source(**(entry.source or {})).made(TableModel(), make)
    return model if entry.exists is None else make(model, "orders", entry.options(entry.exists))


def answer(entry: Entry, change: dict[str, Any]) -> list[Violation] | Plan:
    """What the collection says: the violations, or the plan."""
    options = {"name": "orders", **entry.options(change)}
    if entry.offline:
        found = violations(desired_from_options(options), REGION)
        if found or options["name"] != "orders":
            return found
    name, rest = split(options)
    try:
        return planned(name, rest, model_of(entry), Overrides(table=entry.shows, keys=KEYS, source=entry.source or {}))[
            1
        ]
    except InvalidSpecError as error:
        return list(error.violations)


@pytest.mark.parametrize("entry", cases(entry for entry in ENTRIES if not entry.says))
def test_broken(entry: Entry) -> None:
    found = answer(entry, entry.wrong)
    assert isinstance(found, list)
    assert sorted((each.rule, each.path) for each in found) == entry.told()
    for violation in found:
        assert violation.message and violation.hint
        assert f"[{violation.rule}]" in str(violation) and violation.hint in str(violation)


@pytest.mark.parametrize("entry", cases(entry for entry in ENTRIES if entry.says))
def test_warned(entry: Entry) -> None:
    plan = answer(entry, entry.wrong)
    assert isinstance(plan, Plan)
    text = next(text for text in plan.warnings if f"[{entry.rule}]" in text)
    assert entry.says in text


@pytest.mark.parametrize("entry", cases(ENTRIES))
def test_nearly_broken(entry: Entry) -> None:
    found = answer(entry, entry.near)
    assert found == [] or isinstance(found, Plan)
    assert not isinstance(found, Plan) or f"[{entry.rule}]" not in "".join(found.warnings)


@pytest.mark.parametrize("entry", cases(entry for entry in ENTRIES if entry.exists is None and not entry.says))
def test_service_agrees(entry: Entry) -> None:
    """What is refused here the service refuses too, but for policies; what is accepted it accepts."""
    if entry.options(entry.near).get("state") != "absent":
        make(model_of(entry), *split(entry.options(entry.near)))
    if entry.policy:
        return
    if entry.when == "creating":
        # The service takes PROVISIONED for granted and then misses the capacity.
        entry = dataclasses.replace(entry, wrong={"billing_mode": None})
    with pytest.raises(RefusedError):
        make(model_of(entry), *split(entry.options(entry.wrong)))


def test_all_violations_in_one_answer() -> None:
    chosen = ["V1", "V8", "V21", "V28", "V40", "V44", "V45", "V46", "V47", "V51"]
    options: dict[str, Any] = dict(BASES["indexed"])
    for rule in chosen:
        options |= next(entry.wrong for entry in ENTRIES if entry.rule == rule and entry.offline)
    found = {violation.rule for violation in violations(desired_from_options(options), REGION)}
    assert found >= {*chosen} - {"V8"}


def test_rules_have_one_meaning() -> None:
    """The documentation has every rule that can be told."""
    documented = set(re.findall(r"\bV\d+\b", (DOCS / "validation.md").read_text(encoding="utf-8")))
    assert {entry.rule for entry in ENTRIES} <= documented


def test_count_of_rules(capsys: pytest.CaptureFixture[str]) -> None:
    ours = set(range(1, 57))
    refused = {int(entry.rule[1:]) for entry in ENTRIES if entry.exists is None and not entry.says} & ours
    warned = {int(entry.rule[1:]) for entry in ENTRIES if entry.says} & ours
    read = {int(entry.rule[1:]) for entry in ENTRIES if entry.exists is not None} & ours - refused
    with capsys.disabled():
        print(
            f"\nof V1-V56, {len(ours)} concern the options: {len(refused)} refused and {len(warned)} warned of before"
            f" any call, {len(BY_CONSTRUCTION)} kept by construction, {len(read)} refused after reading the table"
        )
    assert refused | warned | read | BY_CONSTRUCTION == ours
