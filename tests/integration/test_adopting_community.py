# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables that community.aws has made, taken over with its own arguments: nothing changes."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.aws.plugins.modules import dynamodb_table as theirs
from ansible_collections.planton.dynamodb.plugins.filter.from_community import from_community
from ansible_collections.planton.dynamodb.plugins.module_utils._adopting import community_indexes as indexes
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRunner

strict = pytest.mark.parametrize("engine", ["strict"], indirect=True)
NUMBER: dict[str, Any] = {"range_key_name": "at", "range_key_type": "NUMBER"}
ON_DEMAND: dict[str, Any] = {"billing_mode": "PAY_PER_REQUEST"}


def index(name: str, kind: str, key: str = "customer", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "hash_key_name": key, **more}


SHAPES: dict[str, dict[str, Any]] = {
    "fewest": {},
    "sorted": {**NUMBER, "hash_key_type": "BINARY"},
    "capacity": {"read_capacity": 5, "write_capacity": 3},
    "half-a-capacity": {"read_capacity": 4},
    "on-demand": ON_DEMAND,
    "on-demand-with-capacity": {**ON_DEMAND, "read_capacity": 5},
    "without-a-range": {**ON_DEMAND, "range_key_name": ""},
    "global-all": {"indexes": [index("by_customer", "global_all", read_capacity=2)]},
    "global-include": {**ON_DEMAND, "indexes": [index("by_customer", "global_include", includes=["b", "a"])]},
    "global-keys-only": {**ON_DEMAND, **NUMBER, "indexes": [index("by_customer", "global_keys_only", **NUMBER)]},
    "local-indexes": {
        **NUMBER,
        "indexes": [
            index("near", "all", "id", range_key_name="total", range_key_type="NUMBER"),
            index("some", "include", "id", range_key_name="state", includes=["note"]),
            index("keys", "keys_only", "id", range_key_name="state", read_capacity=7),
        ],
    },
    "mixed-indexes": {
        **NUMBER,
        "read_capacity": 2,
        "write_capacity": 2,
        "indexes": [
            index("by_customer", "global_all", **NUMBER),
            index("near", "keys_only", "id", range_key_name="customer"),
        ],
    },
    "class-and-tags": {
        **ON_DEMAND,
        "table_class": "STANDARD_INFREQUENT_ACCESS",
        "tags": {"team": "shop", "size": 5, "live": True},
        "wait_timeout": 600,
    },
    "standard-class": {**ON_DEMAND, "table_class": "STANDARD", "tags": {}, "purge_tags": False},
}
TABLES = [{"name": name, "hash_key_name": "id", **shape} for name, shape in SHAPES.items()]
TTL = [{"table_name": name, "attribute_name": "expires", "state": "enable"} for name in ("sorted", "class-and-tags")]


def test_the_names_are_those_of_the_module_that_is_installed() -> None:
    assert set(theirs.INDEX_OPTIONS) == indexes.INDEX
    assert set(theirs.INDEX_TYPE_OPTIONS) == set(indexes.INDEX_TYPES)
    assert theirs.DYNAMO_TYPE_MAP_LONG == indexes.TYPES


@strict
def test_tables_that_community_aws_has_made_stay_as_they_are(playbook: PlaybookRunner) -> None:
    made = playbook(
        [
            {"community.aws.dynamodb_table": "{{ item }}", "loop": TABLES},
            {"community.aws.dynamodb_ttl": "{{ item }}", "loop": TTL},
        ],
        environ={"ANSIBLE_INJECT_FACT_VARS": "false"},
    )
    assert made.operations.count("CreateTable") == len(SHAPES) == 14

    options = "{{ arguments | planton.dynamodb.from_community }}"
    variables = {"arguments": [*TABLES, *TTL]}
    ours = playbook([{"planton.dynamodb.dynamodb_tables": {"tables": options}}], variables, diff=True)
    assert not ours.changed and not ours.writes
    assert ours.result("dynamodb_tables")["tables"].keys() == SHAPES.keys()


@strict
def test_tables_made_from_the_arguments_are_what_community_aws_wants(playbook: PlaybookRunner, client: Any) -> None:
    """The other way round; its own module is asked in check mode, which tells of any difference that it sees."""
    names = ("capacity", "local-indexes", "global-include")
    tables = [table for table in TABLES if table["name"] in names]
    playbook([{"planton.dynamodb.dynamodb_tables": {"tables": from_community(tables)}}])
    assert sorted(client.list_tables()["TableNames"]) == sorted(names)
    theirs_too = playbook([{"community.aws.dynamodb_table": "{{ item }}", "loop": tables}], check=True)
    assert not theirs_too.changed and not theirs_too.writes


@strict
def test_what_cannot_be_translated_fails_before_any_call(playbook: PlaybookRunner) -> None:
    options = "{{ arguments | planton.dynamodb.from_community }}"
    broken = {"name": "orders", "indexes": [index("by_customer", "global")]}
    run = playbook([{"planton.dynamodb.dynamodb_tables": {"tables": [options]}}], {"arguments": broken}, code=2)
    told = " ".join(run.output.split())
    assert "indexes[0].type: 'global' is no type of index" in told and "give hash_key_name as well" in told
    assert not run.calls
