# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of scaling that no planning case has: time zones, what is told of targets that stand, what a new table gets."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.planner import make_plan
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.rules import violations
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.auto_scaling.adopting import ADOPTING
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.auto_scaling.schedule import is_past
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.auto_scaling.targets import Action
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import desired_from_options
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.indexes.effect import IndexEffect
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.observed import Answers, observe
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.plannings import planning_of
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.settings import Settings
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.ttl.setting import TTL
from ansible_collections.planton.dynamodb.tests.unit.literal import make
from ansible_collections.planton.dynamodb.tests.unit.looking import ASPECTS, Overrides, look, planned
from ansible_collections.planton.dynamodb.tests.unit.table_model import TableModel

NOW = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.timezone.utc)
KEYED: dict[str, Any] = {
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
UNITS = {"provisioned_throughput": {"read_capacity_units": 5, "write_capacity_units": 5}}
BY_ID = {"name": "by_id", "key_schema": KEYED["key_schema"], "projection": {"type": "ALL"}, **UNITS}
LARGE = {"min_capacity": 50, "max_capacity": 90, "target_value": 70}
NAMELESS = {**{name: value for name, value in BY_ID.items() if name != "name"}, "auto_scaling": {"read": LARGE}}
EIGHT = {"read_capacity_units": 8, "write_capacity_units": 5}
RETYPED = {"attribute_definitions": [{"name": "id", "type": "N"}]}
SCALED = {"read": {"min_capacity": 5, "max_capacity": 50, "target_value": 70}}
TABLE = {**KEYED, **UNITS, "billing_mode": "PROVISIONED", "auto_scaling": SCALED}


@pytest.mark.parametrize(
    ("schedule", "zone", "past"),
    [
        ("at(2026-03-01T11:00:00)", "UTC", True),
        ("at(2026-03-01T13:00:00)", "UTC", False),
        # In Berlin it is one o'clock in the afternoon.
        ("at(2026-03-01T12:30:00)", "Europe/Berlin", True),
        ("at(2026-03-01T13:30:00)", "Europe/Berlin", False),
        # Where the zone is unknown, a time is past when it is past everywhere.
        ("at(2026-03-01T11:00:00)", "Atlantis/Capital", False),
        ("at(2026-02-27T11:00:00)", "Atlantis/Capital", True),
        ("rate(1 day)", "UTC", False),
    ],
)
def test_the_time_of_an_action_is_past_in_its_zone(schedule: str, zone: str, past: bool) -> None:
    assert is_past(Action("night", schedule, zone, None, None, 1, None), NOW) == past


TARGET = {"resource_id": "table/orders", "scalable_dimension": "dynamodb:table:ReadCapacityUnits"}
POLICY = {"scaling_policies": [TARGET]}


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (POLICY, []),
        ({}, ["did nothing, because it had no policy"]),
        ({**POLICY, "billing_mode_summary": {"billing_mode": "PAY_PER_REQUEST"}}, ["the table was on demand"]),
    ],
)
def test_what_is_told_of_a_target_that_does_nothing(table: dict[str, Any], told: list[str]) -> None:
    found = [each.what for each in ADOPTING.doubts({"scalable_targets": [TARGET], **table})]
    assert [part in text for part, text in zip(told, found, strict=True)] == [True] * len(told)


def test_what_is_suspended_is_told() -> None:
    target = {**TARGET, "suspended_state": {"scheduled_scaling_suspended": True}}
    (doubt,) = ADOPTING.doubts({"scalable_targets": [target], **POLICY})
    assert "was suspended (" in doubt.what


def test_a_new_table_begins_within_the_bounds_that_scale_it() -> None:
    """A capacity that is specified counts; one that is left out is kept where scaling takes it."""
    model = make(TableModel(), "orders", {**TABLE, "global_secondary_indexes": [{**BY_ID, "auto_scaling": SCALED}]})
    more = {"read": {"min_capacity": 7, "max_capacity": 9, "target_value": 70}}
    wanted = {
        **RETYPED,
        "auto_scaling": more,
        "global_secondary_indexes": [
            {
                **BY_ID,
                "provisioned_throughput": {"read_capacity_units": 8, "write_capacity_units": 5},
                "auto_scaling": more,
            }
        ],
        "replacement": "backup_and_replace",
    }
    plan = planned("orders", wanted, model, Overrides())[1]
    (create,) = (step.request for step in plan.operations if step.operation == "CreateTable")
    assert create["ProvisionedThroughput"]["ReadCapacityUnits"] == 7
    assert create["GlobalSecondaryIndexes"][0]["ProvisionedThroughput"]["ReadCapacityUnits"] == 8


def test_what_is_not_scaled_and_shall_not_be_needs_no_call() -> None:
    model = make(TableModel(), "orders", {**KEYED, **UNITS, "billing_mode": "PROVISIONED"})
    plan = planned("orders", {"auto_scaling": {**SCALED, "write": {"enabled": False}}}, model, Overrides())[1]
    assert [step.operation for step in plan.operations] == ["RegisterScalableTarget", "PutScalingPolicy"]
    assert {step.request["ScalableDimension"] for step in plan.operations} == {"dynamodb:table:ReadCapacityUnits"}


def test_a_call_for_an_index_has_the_capacity_that_scaling_has_set_meanwhile() -> None:
    model = make(TableModel(), "orders", {**TABLE, "global_secondary_indexes": [BY_ID]})
    observed = look(model, desired_from_options({"name": "orders"}), Overrides())
    assert observed is not None
    units = {"ReadCapacityUnits": 99, "WriteCapacityUnits": 7}
    update = {"Update": {"IndexName": "by_id", "ProvisionedThroughput": units}}
    request = {"GlobalSecondaryIndexUpdates": [update, {"Delete": {"IndexName": "by_day"}}]}
    effect = IndexEffect("Update", update["Update"], {}, scaled=("read",))
    (changed, other) = effect.current(request, observed)["GlobalSecondaryIndexUpdates"]
    assert changed["Update"]["ProvisionedThroughput"] == {"ReadCapacityUnits": 5, "WriteCapacityUnits": 7}
    assert other == {"Delete": {"IndexName": "by_day"}}
    assert IndexEffect("Update", update["Update"], {}).current(request, observed) == request


def test_policies_that_no_option_describes_go_with_the_table() -> None:
    model = make(TableModel(), "orders", TABLE)
    desired = desired_from_options({"name": "orders", **TABLE, **RETYPED})
    found = look(model, desired, Overrides())
    assert found is not None
    answers = {name: found.answers.reads.get(name, {}) for name in ASPECTS if name in found.answers.reads}
    scaling = answers["auto_scaling"]
    other = {**scaling["ScalingPolicies"][0], "PolicyName": "by hand"}
    reads = {
        **found.answers.reads,
        "auto_scaling": {**scaling, "ScalingPolicies": [*scaling["ScalingPolicies"], other]},
    }
    observed = observe(Answers(found.table, reads, empty=True))
    spec = {
        "name": "orders",
        **TABLE,
        "attribute_definitions": [{"name": "id", "type": "N"}],
        "replacement": "when_empty",
    }
    plan = make_plan(desired_from_options(spec), observed)
    assert any("no option describes" in text and "go with the table" in text for text in plan.warnings)


def test_a_target_of_an_index_that_is_not_listed_has_no_capacity_to_judge() -> None:
    indexes = [BY_ID, {**BY_ID, "name": "by_two", "auto_scaling": SCALED}]
    assert not violations(desired_from_options({"name": "orders", **TABLE, "global_secondary_indexes": indexes}))


def test_an_index_without_a_name_is_told_once() -> None:
    found = violations(desired_from_options({"name": "orders", **TABLE, "global_secondary_indexes": [NAMELESS]}))
    assert "V55" not in {fault.rule for fault in found}


def test_what_most_settings_leave_to_the_defaults() -> None:
    assert Settings().own == Settings()
    assert not [*planning_of(TTL).left_behind(observe(Answers({"TableName": "orders"})))]
