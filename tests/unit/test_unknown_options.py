# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options that do not exist, in an item of tables: each is told with its place and with what was meant."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._item_options import ItemOptions

KEY = [{"attribute_name": "id", "key_type": "HASH"}]

# The options of a table, where one is that does not exist, and a part of what to do.
CASES: list[tuple[dict[str, Any], str, str]] = [
    ({"biling_mode": "PROVISIONED"}, "biling_mode", "did you mean billing_mode?"),
    ({"deletion_protection": True}, "deletion_protection", "did you mean deletion_protection_enabled?"),
    ({"table_nam": "orders"}, "table_nam", "did you mean table_name?"),
    ({"region": "eu-central-1"}, "region", "give the tables of each region to a task of their own"),
    ({"profile": "shop"}, "profile", "those of the connection, which are options of the task"),
    ({"ttl": {"enabled": True, "attribute": "x"}}, "ttl.attribute", "did you mean attribute_name?"),
    (
        {"provisioned_throughput": {"read_capacity": 5}},
        "provisioned_throughput.read_capacity",
        "did you mean read_capacity_units?",
    ),
    (
        {"global_secondary_indexes": [{"name": "a"}, {"name": "b", "hash": "x"}]},
        "global_secondary_indexes[1].hash",
        "there are name, key_schema, projection, provisioned_throughput",
    ),
    (
        {"local_secondary_indexes": [{"name": "a", "projection": {"kind": "ALL"}}]},
        "local_secondary_indexes[0].projection.kind",
        "there are type, non_key_attributes",
    ),
]


def faults(options: Any) -> list[tuple[str, str]]:
    """The place and the hint of each fault."""
    return [
        (fault.path, fault.hint) for fault in ItemOptions().check({"name": "orders", "key_schema": KEY, **options})[1]
    ]


@pytest.mark.parametrize(("options", "path", "hint"), CASES, ids=[case[1] for case in CASES])
def test_unknown(options: dict[str, Any], path: str, hint: str) -> None:
    (place, told), *others = faults(options)
    assert place == path and hint in told
    # What is missing because of the slip is told beside it.
    assert all("missing" in fault.message for fault in ItemOptions().check({"name": "x", **options})[1][1:])
    assert len(others) <= 1


def test_all_at_once() -> None:
    options = {"biling_mode": 1, "ttl": {"attribute": "x"}, "key_schema": [{"attribute": "id", "type": "HASH"}]}
    paths = {path for path, _hint in faults(options)}
    assert {"biling_mode", "ttl.attribute", "key_schema[0].attribute", "key_schema[0].type"} <= paths


@pytest.mark.parametrize("value", [5, "text", [5], ["a"]])
@pytest.mark.parametrize("option", ["ttl", "server_side_encryption", "tags"])
def test_a_value_of_another_type_is_a_fault_of_its_own(option: str, value: Any) -> None:
    assert faults({option: value})


def test_what_is_right_is_silent() -> None:
    options, found = ItemOptions().check({"name": "orders", "key_schema": KEY, "ttl": {"enabled": "yes"}})
    assert found == [] and options["ttl"]["enabled"] is True and options["wait_timeout"] == 1800


@pytest.mark.parametrize(
    ("options", "path", "told"),
    [
        ({"ttl": True}, "ttl", "this is to be a dictionary, not true"),
        ({"key_schema": ["id"]}, "key_schema[0]", "this is to be a dictionary, not id"),
        ({"key_schema": {"attribute_name": "id"}}, "key_schema", "this is to be a list of dictionaries"),
        (
            {"global_secondary_indexes": [{"name": "a", "key_schema": KEY, "projection": ["ALL"]}]},
            "global_secondary_indexes[0].projection",
            "this is to be a dictionary, not [ALL]",
        ),
    ],
)
def test_a_shape_that_is_wrong_is_told_once_and_where(options: dict[str, Any], path: str, told: str) -> None:
    found = ItemOptions().check({"name": "orders", **options})[1]
    assert [(fault.path, fault.message) for fault in found][:1] == [(path, told)] and len(found) == 1


def test_empty_text_where_no_text_can_be_is_none() -> None:
    index = {"name": "a", "key_schema": KEY, "projection": {"type": "ALL"}, "provisioned_throughput": ""}
    blank = {"recovery_period_in_days": "", "wait": "", "ttl": "", "tags": "", "global_secondary_indexes": [index]}
    options, found = ItemOptions().check({"name": "orders", **blank, "table_class": ""})
    assert found == [] and options["recovery_period_in_days"] is None and options["wait"] is True
    assert options["table_class"] == "" and options["global_secondary_indexes"][0]["provisioned_throughput"] is None
