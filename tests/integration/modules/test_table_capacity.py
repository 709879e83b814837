# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Billing mode and capacity of a table that is there, both ways, with and without indexes."""

from __future__ import annotations

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.cases import Case, check_change
from ansible_collections.planton.dynamodb.tests.integration.support.specs import (
    INDEXED,
    ON_DEMAND,
    PROVISIONED,
    PROVISIONED_INDEXED,
    capacity,
    index,
)
from ansible_collections.planton.dynamodb.tests.integration.support.tables import Tables
from devkit.engines import Engine

SMALL, LARGE = capacity(5, 3), capacity(6, 9)
INDEX_LARGE = [index("by_customer", "customer", provisioned_throughput=capacity(4, 4))]

CASES = [
    Case(
        "on demand to provisioned",
        ON_DEMAND,
        {"billing_mode": "PROVISIONED", "provisioned_throughput": SMALL},
        ["change billing mode to PROVISIONED; set capacity to 5 read and 3 write units"],
        {"billing_mode": "PAY_PER_REQUEST"},
        {"billing_mode": "PROVISIONED", "provisioned_throughput": SMALL},
        needs=("to_provisioned",),
    ),
    Case(
        "on demand to provisioned with an index",
        INDEXED,
        {
            "billing_mode": "PROVISIONED",
            "provisioned_throughput": SMALL,
            "global_secondary_indexes": INDEX_LARGE,
        },
        [
            "change billing mode to PROVISIONED; set capacity to 5 read and 3 write units;"
            " set capacity of index(es) by_customer"
        ],
        {"billing_mode": "PAY_PER_REQUEST"},
        {
            "billing_mode": "PROVISIONED",
            "provisioned_throughput": SMALL,
            "global_secondary_indexes": {"by_customer": {"provisioned_throughput": capacity(4, 4)}},
        },
        needs=("to_provisioned", "index_capacity"),
    ),
    Case(
        "provisioned to on demand",
        PROVISIONED,
        {"billing_mode": "PAY_PER_REQUEST"},
        ["change billing mode to PAY_PER_REQUEST"],
        {"billing_mode": "PROVISIONED", "provisioned_throughput": SMALL},
        {"billing_mode": "PAY_PER_REQUEST"},
        reads={"provisioned_throughput": None},
    ),
    Case(
        "provisioned to on demand with an index that is not named",
        PROVISIONED_INDEXED,
        {"billing_mode": "PAY_PER_REQUEST"},
        ["change billing mode to PAY_PER_REQUEST"],
        {
            "billing_mode": "PROVISIONED",
            "provisioned_throughput": SMALL,
            "global_secondary_indexes": {"by_customer": {"provisioned_throughput": capacity(2, 1)}},
        },
        {"billing_mode": "PAY_PER_REQUEST"},
        reads={"provisioned_throughput": None, "global_secondary_indexes": INDEXED["global_secondary_indexes"]},
    ),
    Case(
        "capacity of the table",
        PROVISIONED,
        {"provisioned_throughput": LARGE},
        ["set capacity to 6 read and 9 write units"],
        {"provisioned_throughput": SMALL},
        {"provisioned_throughput": LARGE},
    ),
    Case(
        "capacity of table and index in one call",
        PROVISIONED_INDEXED,
        {"provisioned_throughput": LARGE, "global_secondary_indexes": INDEX_LARGE},
        ["set capacity to 6 read and 9 write units; set capacity of index(es) by_customer"],
        {
            "provisioned_throughput": SMALL,
            "global_secondary_indexes": {"by_customer": {"provisioned_throughput": capacity(2, 1)}},
        },
        {
            "provisioned_throughput": LARGE,
            "global_secondary_indexes": {"by_customer": {"provisioned_throughput": capacity(4, 4)}},
        },
        needs=("index_capacity",),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_change(case: Case, table: Tables, engine: Engine) -> None:
    check_change(case, table, engine)
