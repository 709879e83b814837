# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Global secondary indexes of a table that is there: added, removed, resized, and built anew."""

from __future__ import annotations

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.cases import Case, Options, check_change
from ansible_collections.planton.dynamodb.tests.integration.support.specs import (
    BY_CUSTOMER,
    INDEXED,
    ON_DEMAND,
    PROVISIONED,
    PROVISIONED_INDEXED,
    attributes,
    capacity,
    including,
    index,
    keys,
)
from ansible_collections.planton.dynamodb.tests.integration.support.tables import Tables
from devkit.engines import Engine

BY_REGION = index("by_region", "region", "customer")
THREE_KEYS = attributes(customer="S", pk="S", region="N")
BOTH: Options = {"attribute_definitions": THREE_KEYS, "global_secondary_indexes": [BY_CUSTOMER, BY_REGION]}
ADDING = ("index_creation",)


def words(*indexes: Options) -> Options:
    """Indexes as a diff shows them: keyed by name."""
    return {
        "global_secondary_indexes": {
            item["name"]: {field: value for field, value in item.items() if field != "name"} for item in indexes
        }
    }


def sized(read: int, write: int) -> Options:
    return {**BY_CUSTOMER, "provisioned_throughput": capacity(read, write)}


CASES = [
    Case(
        "one index more",
        ON_DEMAND,
        {
            "attribute_definitions": INDEXED["attribute_definitions"],
            "global_secondary_indexes": [BY_CUSTOMER],
        },
        ["build index by_customer"],
        {},
        {"attribute_definitions": {"customer": "S"}, **words(BY_CUSTOMER)},
        needs=ADDING,
    ),
    Case(
        "two indexes at once, one after the other",
        ON_DEMAND,
        BOTH,
        ["build index by_customer", "build index by_region"],
        {},
        {"attribute_definitions": {"customer": "S", "region": "N"}, **words(BY_CUSTOMER, BY_REGION)},
        needs=ADDING,
    ),
    Case(
        "one index more with capacity",
        PROVISIONED,
        {"attribute_definitions": INDEXED["attribute_definitions"], "global_secondary_indexes": [sized(7, 8)]},
        ["build index by_customer"],
        {},
        {"attribute_definitions": {"customer": "S"}, **words(sized(7, 8))},
        needs=ADDING,
    ),
    Case(
        "one index more, and on demand in the same call",
        PROVISIONED,
        {
            "billing_mode": "PAY_PER_REQUEST",
            "attribute_definitions": INDEXED["attribute_definitions"],
            "global_secondary_indexes": [BY_CUSTOMER],
        },
        ["change billing mode to PAY_PER_REQUEST; build index by_customer"],
        {"billing_mode": "PROVISIONED", "provisioned_throughput": capacity(5, 3)},
        {"billing_mode": "PAY_PER_REQUEST", "attribute_definitions": {"customer": "S"}, **words(BY_CUSTOMER)},
        reads={"provisioned_throughput": None},
        needs=ADDING,
    ),
    Case(
        "all indexes removed",
        {**ON_DEMAND, **BOTH},
        {"attribute_definitions": attributes(pk="S"), "global_secondary_indexes": []},
        ["delete index by_customer", "delete index by_region"],
        {"attribute_definitions": {"customer": "S", "region": "N"}, **words(BY_CUSTOMER, BY_REGION)},
        {},
    ),
    Case(
        "all indexes removed, and nothing said of attributes",
        INDEXED,
        {"global_secondary_indexes": []},
        ["delete index by_customer"],
        {"attribute_definitions": {"customer": "S"}, **words(BY_CUSTOMER)},
        {},
        reads={"attribute_definitions": attributes(pk="S")},
    ),
    Case(
        "one index for another",
        INDEXED,
        {"attribute_definitions": THREE_KEYS, "global_secondary_indexes": [BY_REGION]},
        ["delete index by_customer", "build index by_region"],
        words(BY_CUSTOMER),
        {"attribute_definitions": {"region": "N"}, **words(BY_REGION)},
        needs=ADDING,
    ),
    Case(
        "another capacity",
        PROVISIONED_INDEXED,
        {"global_secondary_indexes": [sized(9, 9)]},
        ["set capacity of index(es) by_customer"],
        {"global_secondary_indexes": {"by_customer": {"provisioned_throughput": capacity(2, 1)}}},
        {"global_secondary_indexes": {"by_customer": {"provisioned_throughput": capacity(9, 9)}}},
        needs=("index_capacity",),
    ),
    Case(
        "other keys",
        INDEXED,
        {
            "attribute_definitions": attributes(pk="S", region="N"),
            "global_secondary_indexes": [index("by_customer", "region")],
        },
        ["delete index by_customer to build it anew", "build index by_customer"],
        {
            "attribute_definitions": {"customer": "S"},
            "global_secondary_indexes": {"by_customer": {"key_schema": keys("customer")}},
        },
        {
            "attribute_definitions": {"region": "N"},
            "global_secondary_indexes": {"by_customer": {"key_schema": keys("region")}},
        },
        needs=ADDING,
    ),
    Case(
        "another projection",
        INDEXED,
        {"global_secondary_indexes": [index("by_customer", "customer", projection=including("name", "total"))]},
        ["delete index by_customer to build it anew", "build index by_customer"],
        {"global_secondary_indexes": {"by_customer": {"projection": {"type": "ALL"}}}},
        {"global_secondary_indexes": {"by_customer": {"projection": including("name", "total")}}},
        needs=ADDING,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_change(case: Case, table: Tables, engine: Engine) -> None:
    check_change(case, table, engine)


def test_an_index_is_never_deleted_beside_another(table: Tables) -> None:
    table(**{**ON_DEMAND, **BOTH})
    run = table(global_secondary_indexes=[])
    updates = [call.body["GlobalSecondaryIndexUpdates"] for call in run.calls if call.operation == "UpdateTable"]
    assert updates == [[{"Delete": {"IndexName": name}}] for name in ("by_customer", "by_region")]
    assert [step["destructive"] for step in run["plan"]["operations"]] == [True, True]
    assert [step["target"] for step in run["plan"]["operations"]] == [
        "orders/index/by_customer",
        "orders/index/by_region",
    ]


def test_the_order_of_a_projection_means_nothing(table: Tables) -> None:
    projected = {**INDEXED, "global_secondary_indexes": [{**BY_CUSTOMER, "projection": including("b", "a", "c")}]}
    table.converge(**projected)
    table.unchanged(global_secondary_indexes=[{**BY_CUSTOMER, "projection": including("c", "b", "a")}])


def test_a_rebuilt_index_is_announced(table: Tables) -> None:
    table(**INDEXED)
    run = table(check=True, global_secondary_indexes=[{**BY_CUSTOMER, "projection": including("total")}])
    assert "index by_customer is built anew and cannot be queried for minutes [V67]" in run.warnings
    assert "2 operations (1 destructive)" in run["plan"]["summary"]
