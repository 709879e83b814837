# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options that do not exist, in an item of tables: each is told with its place and with what was meant."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._argspec import table_argument_spec
from ansible_collections.planton.dynamodb.plugins.module_utils._run.unknown_options import without_unknown

SPEC = table_argument_spec()
KEY = [{"attribute_name": "id", "key_type": "HASH"}]

# The options of a table, where one is that does not exist, and a part of what to do.
CASES: list[tuple[dict[str, Any], str, str]] = [
    ({"biling_mode": "PROVISIONED"}, "biling_mode", "did you mean billing_mode?"),
    ({"deletion_protection": True}, "deletion_protection", "did you mean deletion_protection_enabled?"),
    ({"table_nam": "orders"}, "table_nam", "did you mean table_name?"),
    ({"region": "eu-central-1"}, "region", "those of the connection, which are options of the task"),
    ({"ttl": {"enabled": True, "attribute": "x"}}, "ttl.attribute", "did you mean attribute_name?"),
    (
        {"provisioned_throughput": {"read_capacity": 5}},
        "provisioned_throughput.read_capacity",
        "did you mean read_capacity_units?",
    ),
    (
        {"global_secondary_indexes": [{"name": "a"}, {"name": "b", "hash": "x"}]},
        "global_secondary_indexes[1].hash",
        "use name, key_schema, projection, provisioned_throughput",
    ),
    (
        {"local_secondary_indexes": [{"name": "a", "projection": {"kind": "ALL"}}]},
        "local_secondary_indexes[0].projection.kind",
        "use type, non_key_attributes",
    ),
]


@pytest.mark.parametrize(("options", "path", "hint"), CASES, ids=[case[1] for case in CASES])
def test_unknown(options: dict[str, Any], path: str, hint: str) -> None:
    known, found = without_unknown(SPEC, {"name": "orders", "key_schema": KEY, **options}, "tables[3]")
    assert [(fault.rule, fault.path) for fault in found] == [("options", f"tables[3].{path}")]
    assert hint in found[0].hint
    assert (known["name"], known["key_schema"]) == ("orders", KEY)
    assert without_unknown(SPEC, known, "tables[3]") == (known, [])


def test_all_at_once() -> None:
    options = {"biling_mode": 1, "ttl": {"attribute": "x"}, "key_schema": [{"attribute": "id", "type": "HASH"}]}
    paths = {fault.path for fault in without_unknown(SPEC, options, "t")[1]}
    assert paths == {"t.biling_mode", "t.ttl.attribute", "t.key_schema[0].attribute", "t.key_schema[0].type"}


@pytest.mark.parametrize("value", [True, 5, "text", [5], ["a"], {"ttl": True}])
def test_wrong_types_are_left_to_others(value: Any) -> None:
    for options in ({"ttl": value}, {"key_schema": value}, {"global_secondary_indexes": [value]}, value):
        known, _found = without_unknown(SPEC, options, "t")
        assert known == options or isinstance(value, dict)


def test_a_blank_is_none_where_no_text_can_be() -> None:
    options = {
        "name": "orders",
        "recovery_period_in_days": "",
        "stream_enabled": "",
        "stream_view_type": "",
        "ttl": {"enabled": "", "attribute_name": ""},
        "global_secondary_indexes": "",
    }
    left = {"name": "orders", "stream_view_type": "", "ttl": {"attribute_name": ""}}
    assert without_unknown(SPEC, options, "t") == (left, [])
