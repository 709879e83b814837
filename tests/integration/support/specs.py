# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Short ways to write down the options of dynamodb_table, and a table of each kind."""

from __future__ import annotations

from typing import Any

Options = dict[str, Any]


def attributes(**types: str) -> list[Options]:
    """attribute_definitions, sorted by name as they are read back."""
    return [{"name": name, "type": kind} for name, kind in sorted(types.items())]


def keys(partition: str, sort: str | None = None) -> list[Options]:
    """A key schema."""
    found = [{"attribute_name": partition, "key_type": "HASH"}]
    return [*found, {"attribute_name": sort, "key_type": "RANGE"}] if sort else found


def capacity(read: int, write: int) -> Options:
    return {"read_capacity_units": read, "write_capacity_units": write}


def index(name: str, *key: str, projection: Options | None = None, **more: Any) -> Options:
    """A secondary index that copies everything unless told otherwise."""
    return {"name": name, "key_schema": keys(*key), "projection": projection or {"type": "ALL"}, **more}


def including(*names: str) -> Options:
    """A projection of some attributes."""
    return {"type": "INCLUDE", "non_key_attributes": list(names)}


ON_DEMAND: Options = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": attributes(pk="S"),
    "key_schema": keys("pk"),
}
PROVISIONED: Options = {**ON_DEMAND, "billing_mode": "PROVISIONED", "provisioned_throughput": capacity(5, 3)}
SORTED: Options = {
    **ON_DEMAND,
    "attribute_definitions": attributes(pk="S", sk="N"),
    "key_schema": keys("pk", "sk"),
}
BY_CUSTOMER = index("by_customer", "customer")
INDEXED: Options = {
    **ON_DEMAND,
    "attribute_definitions": attributes(customer="S", pk="S"),
    "global_secondary_indexes": [BY_CUSTOMER],
}
PROVISIONED_INDEXED: Options = {
    **INDEXED,
    "billing_mode": "PROVISIONED",
    "provisioned_throughput": capacity(5, 3),
    "global_secondary_indexes": [{**BY_CUSTOMER, "provisioned_throughput": capacity(2, 1)}],
}
