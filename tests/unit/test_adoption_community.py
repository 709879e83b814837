# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Arguments of community.aws.dynamodb_table and dynamodb_ttl as options of dynamodb_table."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.planton.dynamodb.plugins.filter.from_community import from_community
from ansible_collections.planton.dynamodb.plugins.module_utils._adopting.community import CONNECTION
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.rules import violations
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import desired_from_options

Words = dict[str, Any]
KEY: Words = {"name": "orders", "hash_key_name": "id"}
OURS: Words = {
    "name": "orders",
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
ONE = {"read_capacity_units": 1, "write_capacity_units": 1}
BY_CUSTOMER = {"name": "by_customer", "type": "global_all", "hash_key_name": "customer"}


def hashed(*names: str) -> list[Words]:
    kinds = ("HASH", "RANGE")
    return [{"attribute_name": name, "key_type": kind} for name, kind in zip(names, kinds, strict=False)]


def test_the_fewest_arguments() -> None:
    assert from_community(KEY) == {**OURS, "billing_mode": "PROVISIONED", "provisioned_throughput": ONE}
    assert from_community(KEY, defaults=False) == OURS
    assert from_community({"name": "orders"}, defaults="no") == {"name": "orders"}


def test_a_capacity_of_a_table_whose_keys_are_not_said() -> None:
    given = {"name": "orders", "read_capacity": "10", "write_capacity": 0}
    units = {"read_capacity_units": 10, "write_capacity_units": 1}
    assert from_community(given, defaults=False) == {"name": "orders", "provisioned_throughput": units}


def test_all_arguments() -> None:
    given = {
        **KEY,
        "hash_key_type": "BINARY",
        "range_key_name": "at",
        "range_key_type": "NUMBER",
        "billing_mode": "PROVISIONED",
        "read_capacity": 5,
        "indexes": [
            {**BY_CUSTOMER, "range_key_name": "at", "range_key_type": "NUMBER", "read_capacity": 3},
            {"name": "near", "type": "keys_only", "hash_key_name": "id", "hash_key_type": "BINARY"}
            | {"range_key_name": "total", "range_key_type": "NUMBER", "read_capacity": 9},
            {**BY_CUSTOMER, "name": "some", "type": "global_include", "includes": ["a", "b"]},
        ],
        "table_class": "STANDARD_INFREQUENT_ACCESS",
        "resource_tags": {"team": "shop"},
        "purge_tags": False,
        "wait": False,
        "wait_for_active_timeout": 60,
        "state": "present",
        "aws_region": "eu-central-1",
        "profile": None,
    }
    assert from_community(given) == {
        "name": "orders",
        "state": "present",
        "billing_mode": "PROVISIONED",
        "provisioned_throughput": {"read_capacity_units": 5, "write_capacity_units": 1},
        "attribute_definitions": [
            {"name": "id", "type": "B"},
            {"name": "at", "type": "N"},
            {"name": "customer", "type": "S"},
            {"name": "total", "type": "N"},
        ],
        "key_schema": hashed("id", "at"),
        "global_secondary_indexes": [
            {
                "name": "by_customer",
                "key_schema": hashed("customer", "at"),
                "projection": {"type": "ALL"},
                "provisioned_throughput": {"read_capacity_units": 3, "write_capacity_units": 1},
            },
            {
                "name": "some",
                "key_schema": hashed("customer"),
                "projection": {"type": "INCLUDE", "non_key_attributes": ["a", "b"]},
                "provisioned_throughput": ONE,
            },
        ],
        "local_secondary_indexes": [
            {"name": "near", "key_schema": hashed("id", "total"), "projection": {"type": "KEYS_ONLY"}}
        ],
        "table_class": "STANDARD_INFREQUENT_ACCESS",
        "tags": {"team": "shop"},
        "purge_tags": False,
        "wait": False,
        "wait_timeout": 60,
        "aws_region": "eu-central-1",
    }


def test_what_is_translated_is_a_valid_specification() -> None:
    given = {
        **KEY,
        "billing_mode": "PAY_PER_REQUEST",
        "read_capacity": 5,
        "indexes": [BY_CUSTOMER],
        "range_key_name": "",
    }
    options = from_community(given)
    assert "provisioned_throughput" not in options
    assert "provisioned_throughput" not in options["global_secondary_indexes"][0]
    assert list(violations(desired_from_options(options), "eu-central-1")) == []


def test_no_list_of_indexes_that_would_remove_some() -> None:
    assert from_community({**KEY, "indexes": []}, defaults=False) == OURS


def test_time_to_live() -> None:
    ttl = {"table_name": "orders", "attribute_name": "expires", "region": "eu-central-1"}
    on = {"name": "orders", "ttl": {"enabled": True, "attribute_name": "expires"}, "region": "eu-central-1"}
    assert from_community({**ttl, "state": "enable"}) == on
    assert from_community({**ttl, "state": "disable"}) == {**on, "ttl": {"enabled": False}}
    assert from_community([KEY, {**ttl, "state": "enable"}], defaults=False) == [{**OURS, **on}]
    several = from_community([KEY, {**ttl, "table_name": "carts", "state": "enable"}], defaults=False)
    assert [each["name"] for each in several] == ["orders", "carts"]


def test_a_table_to_delete() -> None:
    given = {**KEY, "state": "absent", "read_capacity": 1, "wait_timeout": 5, "tags": {}}
    assert from_community(given) == {"name": "orders", "state": "absent", "wait_timeout": 5}


REFUSED: list[tuple[str, Words, list[str]]] = [
    ("no name", {"hash_key_name": "id"}, ["name: is missing"]),
    ("unknown", {**KEY, "hash_key_nam": "x"}, ["hash_key_nam: is no option there; did you mean hash_key_name?"]),
    ("unlike any", {**KEY, "zzz": "x"}, ["zzz: is no option there; remove it"]),
    ("mode", {**KEY, "billing_mode": "FREE"}, ["billing_mode: 'FREE' is no billing mode"]),
    ("units", {**KEY, "read_capacity": "many"}, ["read_capacity: 'many' is no number of units"]),
    ("type", {**KEY, "hash_key_type": "S"}, ["hash_key_type: 'S' is no type there; use STRING, NUMBER, BINARY"]),
    ("range alone", {"name": "orders", "range_key_name": "at"}, ["range_key_name: says a part of the table's keys"]),
    ("indexes alone", {"name": "orders", "indexes": [BY_CUSTOMER]}, ["indexes: says a part of the table's keys"]),
    ("no list", {**KEY, "indexes": {"name": "x"}}, ["indexes: is no list of dictionaries"]),
    ("no dictionaries", {**KEY, "indexes": ["by_customer"]}, ["indexes: is no list of dictionaries"]),
    (
        "two types",
        {**KEY, "indexes": [{**BY_CUSTOMER, "hash_key_name": "id", "hash_key_type": "NUMBER"}]},
        ["indexes[0].hash_key_type: attribute id is of type N here and of type S before"],
    ),
    (
        "index",
        {**KEY, "indexes": [{"type": "global", "hash_kee_name": "x", "zzz": 1}]},
        [
            "indexes[0].hash_kee_name: is no option there; did you mean hash_key_name?",
            "indexes[0].zzz: is no option there; remove it",
            "indexes[0].type: 'global' is no type of index",
            "indexes[0].name: is missing",
            "indexes[0].hash_key_name: is missing",
        ],
    ),
    (
        "includes",
        {**KEY, "indexes": [{**BY_CUSTOMER, "includes": ["a"]}]},
        ["indexes[0].includes: is not for indexes of type global_all; use type global_include"],
    ),
    (
        "includes of a local index",
        {**KEY, "indexes": [{**BY_CUSTOMER, "type": "keys_only", "includes": ["a"]}]},
        ["indexes[0].includes: is not for indexes of type keys_only; use type include"],
    ),
    ("ttl", {"table_name": "orders"}, ["attribute_name: is missing", "state: is missing"]),
    (
        "ttl state",
        {"table_name": "orders", "attribute_name": "a", "state": "on", "tags": {}},
        ["tags: is no option there", "state: 'on' is none of dynamodb_ttl; use enable or disable"],
    ),
]


@pytest.mark.parametrize(("given", "told"), [pytest.param(*rest, id=name) for name, *rest in REFUSED])
def test_what_cannot_be_translated_is_named(given: Words, told: list[str]) -> None:
    with pytest.raises(AnsibleFilterError) as refused:
        from_community([{**KEY, "name": "carts"}, given])
    lines = str(refused.value).splitlines()[1:]
    assert len(lines) == len(told), lines
    for text in told:
        assert any(text in line for line in lines), (text, lines)


def test_half_a_capacity_is_refused_where_no_default_fills_it() -> None:
    with pytest.raises(AnsibleFilterError, match="write_capacity: is half a capacity; give read_capacity too"):
        from_community({"name": "orders", "write_capacity": 3}, defaults=False)


@pytest.mark.parametrize("value", ["orders", [KEY, "orders"], None])
def test_what_is_no_dictionary_is_refused(value: Any) -> None:
    with pytest.raises(AnsibleFilterError, match="give the arguments of a task as a dictionary"):
        from_community(value)


def test_connections_are_given_as_in_every_aws_module() -> None:
    from ansible_collections.amazon.aws.plugins.module_utils.modules import aws_argument_spec

    spec = aws_argument_spec()
    assert {name for option in spec for name in (option, *spec[option].get("aliases", ()))} == CONNECTION
