# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every setting of a table, and what only one of them does."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.compare import compare
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.planner import make_plan
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.rules import violations
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.catalog import ENTRIES
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import desired_from_options
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.entry import Entry
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.insights.setting import INSIGHTS, Insights
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.observed import Answers, observe
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.plannings import planning_of
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.setting import Change, Unknown
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.violations import InvalidSpecError
from ansible_collections.planton.dynamodb.tests.unit.looking import Overrides, planned
from ansible_collections.planton.dynamodb.tests.unit.test_cases import load
from ansible_collections.planton.dynamodb.tests.unit.test_conditions import seen
from ansible_collections.planton.dynamodb.tests.unit.test_imports import EVERYTHING

LOCAL = {
    "name": "near",
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}, {"attribute_name": "day", "key_type": "RANGE"}],
    "projection": {"type": "ALL"},
}
SCALED = {"auto_scaling": {"read": {"min_capacity": 5, "max_capacity": 50, "target_value": 70}}}
REPLICATED = {"replicas": [{"region_name": "eu-west-1", "max_read_request_units": 5}]}
MODE = {"global_table_settings_replication_mode": "DISABLED"}
MORE = {**SCALED, **REPLICATED, **MODE, "local_secondary_indexes": [LOCAL]}
WHOLE = desired_from_options({"name": "orders", **EVERYTHING, **MORE}).settings
# What asks for nothing, of settings with a read of their own.
OFF: dict[str, dict[str, Any]] = {
    "ttl": {"ttl": {"enabled": False}},
    "recovery": {"point_in_time_recovery_enabled": False},
    "insights": {"contributor_insights_enabled": False, "contributor_insights_indexes": []},
    "kinesis": {"kinesis_streaming_destinations": []},
    "auto_scaling": {"auto_scaling": {"read": {"enabled": False}}},
    "tags": {"tags": {}},
    "resource_policy": {"resource_policy": {}},
    "stream_resource_policy": {"stream_resource_policy": {}},
}
CASE = Path(__file__).parents[1] / "settings/_together/plans/replacement/of_a_table_warm_from_before.yml"
every = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)


def test_all_settings_are_tried() -> None:
    assert WHOLE.values.keys() == {entry.name for entry in ENTRIES}
    assert OFF.keys() == {entry.name for entry in ENTRIES if entry.read}


@every
def test_options_read_back(entry: Entry) -> None:
    setting, value = entry.load(), WHOLE.values[entry.name]
    options = {name: part for name, part in setting.to_options(value).items() if part is not None}
    assert {*options} <= {*entry.options}
    again = setting.from_options({**EVERYTHING, **options})
    assert setting.to_options(again) == setting.to_options(value)


@every
def test_what_was_not_read_is_not_compared(entry: Entry) -> None:
    """But for the key while it changes: the change is planned, and left out if it turns out to be as wanted."""
    changes = [*entry.load().changes(None, WHOLE.values[entry.name], seen())]
    assert bool(changes) == (entry.name in ("encryption", "indexes", "local_indexes", "vector_indexes"))


@every
def test_a_value_does_not_differ_from_itself(entry: Entry) -> None:
    value = WHOLE.values[entry.name]
    assert [*entry.load().changes(value, value, seen())] == []


@every
def test_what_a_setting_has_no_part_in_is_nothing(entry: Entry) -> None:
    planning = planning_of(entry.load())
    comparison = compare(desired_from_options({"name": "orders"}), seen())
    assert planning.setting is entry.load()
    if entry.name != "insights":
        assert [*planning.unread(comparison)] == []
    if not entry.outputs:
        assert entry.load().outputs(WHOLE.values[entry.name]) == {}
    assert not planning.always_differs(Change(("name",), 1, 2))


@pytest.mark.parametrize("name", OFF)
@pytest.mark.parametrize("offered", [True, False])
def test_an_endpoint_without_the_api_is_as_good_where_nothing_is_asked_for(name: str, offered: bool) -> None:
    """A denied API may hide something to turn off."""
    observed = observe(Answers({"TableName": "orders"}, {name: Unknown("no", offered=offered)}))
    desired = desired_from_options({"name": "orders", **OFF[name]})
    if offered:
        with pytest.raises(InvalidSpecError) as refusal:
            make_plan(desired, observed)
        assert [each.rule for each in refusal.value.violations] == ["unreadable"]
    else:
        plan = make_plan(desired, observed)
        assert plan.operations == () and "nothing is wanted of it: no" in plan.warnings[0]
    entry = next(each for each in ENTRIES if each.name == name)
    on = dataclasses.replace(desired, settings=dataclasses.replace(WHOLE, values={name: WHOLE.values[name]}))
    with pytest.raises(InvalidSpecError) as refusal:
        make_plan(on, observed)
    assert [each.path for each in refusal.value.violations] == [entry.option]


@every
def test_a_setting_that_describe_table_does_not_show_has_a_read(entry: Entry) -> None:
    """The catalog and the class of the setting agree."""
    assert entry.has_read == (entry.load().read is not None) and entry.read is entry.load().read


def test_settings_without_a_read_are_never_off() -> None:
    assert not any(entry.load().is_off(WHOLE.values[entry.name]) for entry in ENTRIES if not entry.read)


def test_a_mode_of_insights_that_are_on_nowhere_is_refused_though_nothing_differs() -> None:
    observed = observe(Answers({"TableName": "orders"}, {"insights": []}))
    with pytest.raises(InvalidSpecError) as refusal:
        make_plan(desired_from_options({"name": "orders", "contributor_insights_mode": "THROTTLED_KEYS"}), observed)
    assert [each.rule for each in refusal.value.violations] == ["V51"]


def test_the_usual_mode_is_shown_by_endpoints_without_modes() -> None:
    usual = Change(("contributor_insights_mode",), "ACCESSED_AND_THROTTLED_KEYS", "THROTTLED_KEYS")
    assert planning_of(INSIGHTS).always_differs(usual)


def test_a_blank_mode_of_insights_leaves_them_alone() -> None:
    assert INSIGHTS.from_options({"contributor_insights_mode": ""}) is None
    assert INSIGHTS.from_options({"contributor_insights_enabled": True}) == Insights(True)


def test_a_capacity_beside_a_mode_that_does_not_exist_is_not_judged() -> None:
    units = {"read_capacity_units": 1, "write_capacity_units": 1}
    indexes = [{**EVERYTHING["global_secondary_indexes"][0], "provisioned_throughput": units}]
    options = {**EVERYTHING, "billing_mode": "CHEAP", "global_secondary_indexes": indexes}
    assert [each.rule for each in violations(desired_from_options({"name": "orders", **options}))] == ["V28"]


def test_a_replacement_tells_the_warmth_that_an_index_loses() -> None:
    """A capacity that was lowered keeps the index warm; nobody has asked for that, so it is not asked for again."""
    case = load(CASE)
    key = {"key_schema": [{"attribute_name": "customer", "key_type": "HASH"}], "projection": {"type": "ALL"}}
    units = {"read_capacity_units": 5, "write_capacity_units": 5}
    definitions = [*case.exists["attribute_definitions"], {"name": "customer", "type": "S"}] if case.exists else []
    index = {"name": "by_customer", **key, "provisioned_throughput": units}
    exists = {**(case.exists or {}), "attribute_definitions": definitions, "global_secondary_indexes": [index]}
    shown = {
        "WarmThroughput": {"ReadUnitsPerSecond": 900, "WriteUnitsPerSecond": 5, "Status": "ACTIVE"},
        "ProvisionedThroughput": {
            "ReadCapacityUnits": 5,
            "WriteCapacityUnits": 5,
            "NumberOfDecreasesToday": 1,
            "LastDecreaseDateTime": "2026-03-01",
        },
    }
    overrides = Overrides(empty=True, policy={}, indexes={"by_customer": shown})
    model = dataclasses.replace(case, exists=exists).model()
    plan = planned("orders", case.spec, model, overrides)[1]
    assert any(text.startswith("orders: index by_customer is warm for 900 reads a second") for text in plan.warnings)
