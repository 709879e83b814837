# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Planning, case by case: files below tests/settings say what is wanted, what is there and what is to be done."""

from __future__ import annotations

import copy
import dataclasses
import functools
import json
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.plan import Plan
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.calls import Operation
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.violations import InvalidSpecError
from ansible_collections.planton.dynamodb.tests.settings import folders
from ansible_collections.planton.dynamodb.tests.simulator.rules.quotas import Quotas
from ansible_collections.planton.dynamodb.tests.simulator.settings.insights import Insights
from ansible_collections.planton.dynamodb.tests.simulator.settings.kinesis import Kinesis
from ansible_collections.planton.dynamodb.tests.unit.literal import make
from ansible_collections.planton.dynamodb.tests.unit.looking import (
    Overrides,
    apply_in_order,
    apply_lanes_backwards,
    planned,
)
from ansible_collections.planton.dynamodb.tests.unit.origins import Source
from ansible_collections.planton.dynamodb.tests.unit.table_model import TableModel
from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml

POLICIES = ("Policy", "ResourcePolicy")
KNOWN_FILES = {"plans", "rules.yml", "bases.yml", "iam.yml"}
KNOWN = {"description", "name", "spec", "exists", "answers", "expect"}
BASES = read_yaml(folders.HERE / folders.TOGETHER / "bases.yml")
# AWS raises these on request: the collection warns and does not refuse.
GENEROUS = Quotas(units=10**9, global_indexes=1000)
# Lists of a specification whose order means nothing.
UNORDERED = (
    "attribute_definitions",
    "global_secondary_indexes",
    "local_secondary_indexes",
    "vector_indexes",
    "search_schema",
    "non_key_attributes",
    "contributor_insights_indexes",
    "kinesis_streaming_destinations",
)


@dataclasses.dataclass(frozen=True)
class Case:
    """One file."""

    spec: dict[str, Any]
    exists: dict[str, Any] | None
    overrides: Overrides
    expect: dict[str, Any]
    name: str = "orders"

    def model(self) -> TableModel:
        """The table before the run."""
        model = TableModel(keys=self.overrides.keys, quotas=GENEROUS)
        model.source = Source(**self.overrides.source).made(TableModel(), make)
        return make(model, self.name, self.exists) if self.exists is not None else model

    def plan(self, spec: dict[str, Any] | None = None) -> Plan:
        """What is decided about the table as the service shows it."""
        return planned(self.name, spec or self.spec, self.model(), self.overrides)[1]


def load(path: Path) -> Case:
    """Read a case; a word that is not known is a mistake, not a remark."""
    words = read_yaml(path)
    assert set(words) <= KNOWN, f"unknown: {set(words) - KNOWN}"
    assert words["description"]
    told = words.get("answers", {})
    if (told.get("source") or {}).get("table"):
        told["source"]["table"] = based(told["source"]["table"])
    overrides = Overrides(**told)
    spec, exists = based(words["spec"]), words["exists"] and based(words["exists"])
    return Case(spec, exists, overrides, words["expect"], words.get("name", "orders"))


def based(options: dict[str, Any]) -> dict[str, Any]:
    """The options over those of the base that they name, if they name one."""
    more = {name: value for name, value in options.items() if name != "base"}
    return {**BASES[options["base"]], **more} if "base" in options else more


@functools.cache
def files() -> list[Any]:
    """Every case."""
    return [pytest.param(load(path), id=called(path)) for path in folders.files("plans/**/*.yml")]


def called(path: Path) -> str:
    """The name of a case: that of its setting, or of its area where it concerns several, and that of its file."""
    parts = path.relative_to(folders.HERE).with_suffix("").parts
    return "/".join(part for part in parts if part not in (folders.TOGETHER, "plans"))


def accepted() -> list[Any]:
    """The cases that end with a plan."""
    return [case for case in files() if "errors" not in case.values[0].expect]


def words(step: Operation, table: str) -> dict[str, Any]:
    """An operation as the cases write it: what is usual is left out, and the target where it is the table itself.

    Policies are written as documents, and sent as texts.
    """
    found = {name: value for name, value in step.facts().items() if value not in (False, [])}
    documents = {name: json.loads(step.request[name]) for name in POLICIES if name in step.request}
    found["request"] = {**found["request"], **documents}
    return {name: value for name, value in found.items() if (name, value) != ("target", table)}


@pytest.mark.parametrize("case", files())
def test_plan(case: Case) -> None:
    expect = case.expect
    if "errors" in expect:
        with pytest.raises(InvalidSpecError) as refusal:
            case.plan()
        found = [{"rule": each.rule, "path": each.path} for each in refusal.value.violations]
        assert found == expect["errors"]
        assert all(each.message and each.hint for each in refusal.value.violations)
        return
    plan = case.plan()
    steps = [words(step, case.name) for step in plan.operations]
    for step, wanted in zip(steps, expect["operations"], strict=False):
        assert wanted["reason"] in step["reason"]
        step["reason"] = wanted["reason"]
    assert steps == expect["operations"]
    assert {"before": plan.before, "after": plan.after} == expect["diff"]
    assert len(plan.warnings) == len(expect.get("warnings", []))
    for text, wanted in zip(plan.warnings, expect.get("warnings", []), strict=False):
        assert wanted in text


def settled(case: Case) -> TableModel:
    """The table as the answers have it, when what is being deleted is gone."""
    model = case.model()
    gone = [name for name, state in case.overrides.indexes.items() if state.get("IndexStatus") == "DELETING"]
    for name in gone:
        assert model.table
        kind = "VectorIndexUpdates" if name in model.table.vectors else "GlobalSecondaryIndexUpdates"
        model.send("UpdateTable", {"TableName": case.name, kind: [{"Delete": {"IndexName": name}}]})
    if case.overrides.table.get("TableStatus") == "DELETING":
        model.table = None
    if case.overrides.insights is not None and model.table:
        on = (entry for entry in case.overrides.insights if entry["ContributorInsightsStatus"] == "ENABLED")
        model.table.of(Insights).insights = {
            entry.get("IndexName", ""): entry["ContributorInsightsMode"] for entry in on
        }
    if case.overrides.destinations is not None and model.table:
        model.table.of(Kinesis).kinesis = {
            entry["StreamArn"]: {
                "status": {"ENABLING": "ACTIVE", "UPDATING": "ACTIVE", "DISABLING": "DISABLED"}.get(status, status),
                "failure": entry.get("DestinationStatusDescription", ""),
                "precision": entry.get("ApproximateCreationDateTimePrecision"),
            }
            for entry in case.overrides.destinations
            if (status := entry["DestinationStatus"])
        }
    model.idle.clear()
    return model


@pytest.mark.parametrize("carry_out", [apply_in_order, apply_lanes_backwards])
@pytest.mark.parametrize("case", accepted())
def test_plan_is_accepted_and_leaves_nothing_to_do(case: Case, carry_out: Any) -> None:
    model = settled(case)
    carry_out(case.plan(), model)
    assert model.idle == []
    calm = Overrides(keys=case.overrides.keys, tags=case.overrides.tags, unknown=case.overrides.unknown)
    again = planned(case.name, case.spec, model, calm)[1]
    assert [words(step, case.name) for step in again.operations] == []
    assert (again.before, again.after) == ({}, {})


@pytest.mark.parametrize("case", accepted())
def test_plan_has_one_id(case: Case) -> None:
    plan = case.plan()
    assert plan.id == case.plan(copy.deepcopy(case.spec)).id
    assert plan.id == case.plan(reversed_lists(case.spec)).id


def reversed_lists(spec: Any) -> Any:
    """The same specification, written the other way round where order means nothing."""
    if not isinstance(spec, dict):
        return spec
    turned: dict[str, Any] = {}
    for name, value in reversed(spec.items()):
        items = [reversed_lists(item) for item in value] if isinstance(value, list) else reversed_lists(value)
        # Of several HASH keys the order matters; HASH and RANGE find their places by themselves.
        free = name in UNORDERED or (name == "key_schema" and len(items) == 2)
        turned[name] = items[::-1] if free else items
    return turned


@pytest.mark.parametrize("case", accepted())
def test_nothing_to_do_means_no_diff(case: Case) -> None:
    plan = case.plan()
    assert bool(plan.operations) == bool(plan.changes) == (plan.before != plan.after)


def test_cases_are_many_and_read() -> None:
    assert len(files()) >= 350
    assert not list(folders.HERE.rglob("*.yaml"))
    assert {path.relative_to(folders.HERE).parts[1] for path in folders.HERE.rglob("*.yml")} <= KNOWN_FILES
