# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables that pairs of changes are tried on, and what is wanted otherwise of them, by concern."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Options = dict[str, Any]
OLD = ("by_a", "by_b")


def _units(amount: int) -> Options:
    return {"provisioned_throughput": {"read_capacity_units": amount, "write_capacity_units": amount}}


def _index(attribute: str, **more: Any) -> Options:
    key = [{"attribute_name": attribute, "key_type": "HASH"}]
    return {"name": f"by_{attribute}", "key_schema": key, "projection": {"type": "ALL"}, **more}


def _vector(name: str) -> Options:
    part = {"name": name, "vector_attribute": "vector", "dimensions": 8, "distance_function": "COSINE"}
    return {**part, "projection": {"type": "ALL"}}


def _table(*indexes: str, provisioned: bool, protected: bool, vectors: int = 0) -> Options:
    units = _units(5) if provisioned else {}
    return {
        "billing_mode": "PROVISIONED" if provisioned else "PAY_PER_REQUEST",
        "attribute_definitions": [{"name": name, "type": "S"} for name in ("id", *indexes)],
        "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
        "global_secondary_indexes": [_index(name, **units) for name in indexes],
        "deletion_protection_enabled": protected,
        "vector_indexes": [_vector(name) for name in ("by_v", "by_w")[:vectors]],
        **units,
    }


TABLES = [
    _table(*indexes, provisioned=provisioned, protected=protected)
    for indexes in ((), ("a", "b"))
    for provisioned in (False, True)
    for protected in (False, True)
]
TABLES += [_table("a", provisioned=False, protected=protected, vectors=1) for protected in (False, True)]
TABLES += [_table(provisioned=False, protected=False, vectors=number) for number in (1, 2)]


# What is wanted otherwise, for the first and for the second time. Nothing where a table cannot differ in this.


def _to_provisioned(table: Options) -> Options | None:
    if table["billing_mode"] == "PROVISIONED":
        return None
    indexes = [{**index, **_units(5)} for index in table["global_secondary_indexes"]]
    return {**table, "billing_mode": "PROVISIONED", "global_secondary_indexes": indexes, **_units(5)}


def _to_on_demand(table: Options) -> Options | None:
    if table["billing_mode"] != "PROVISIONED":
        return None
    drop = "provisioned_throughput"
    indexes = [{name: index[name] for name in index if name != drop} for index in table["global_secondary_indexes"]]
    whole = {name: table[name] for name in table if name != drop}
    return {**whole, "billing_mode": "PAY_PER_REQUEST", "global_secondary_indexes": indexes}


def _to_units(table: Options) -> Options | None:
    return {**table, **_units(7)} if _units(5).items() <= table.items() else None


def _to_index_units(table: Options) -> Options | None:
    indexes = list(table["global_secondary_indexes"])
    old = [number for number, index in enumerate(indexes) if index == {**index, **_units(5)}]
    if not old:
        return None
    indexes[old[0]] = {**indexes[old[0]], **_units(7)}
    return {**table, "global_secondary_indexes": indexes}


def _with_index(table: Options) -> Options:
    name = "c" if "c" not in {item["name"] for item in table["attribute_definitions"]} else "d"
    units = _units(5) if table["billing_mode"] == "PROVISIONED" else {}
    definitions = [*table["attribute_definitions"], {"name": name, "type": "S"}]
    indexes = [*table["global_secondary_indexes"], _index(name, **units)]
    return {**table, "attribute_definitions": definitions, "global_secondary_indexes": indexes}


def _without_index(table: Options) -> Options | None:
    names = [index["name"] for index in table["global_secondary_indexes"]]
    gone = next((name for name in ("b", "a") if f"by_{name}" in names), None)
    if gone is None:
        return None
    definitions = [item for item in table["attribute_definitions"] if item["name"] != gone]
    indexes = [index for index in table["global_secondary_indexes"] if index["name"] != f"by_{gone}"]
    return {**table, "attribute_definitions": definitions, "global_secondary_indexes": indexes}


def _to_maximum(table: Options) -> Options | None:
    if table["billing_mode"] == "PROVISIONED":
        return None
    number = table.get("on_demand_throughput", {}).get("max_read_request_units", 0)
    return {**table, "on_demand_throughput": {"max_read_request_units": number + 5}}


def _in_an_index(option: str, value: Options) -> Callable[[Options], Options | None]:
    def change(table: Options) -> Options | None:
        indexes = list(table["global_secondary_indexes"])
        old = [number for number, index in enumerate(indexes) if option not in index and index["name"] in OLD]
        if not old or (option == "on_demand_throughput" and table["billing_mode"] == "PROVISIONED"):
            return None
        indexes[old[0]] = {**indexes[old[0]], option: value}
        return {**table, "global_secondary_indexes": indexes}

    return change


def _warm(table: Options) -> Options | None:
    if "warm_throughput" not in table:
        return {**table, "warm_throughput": {"read_units_per_second": 13000}}
    return _in_an_index("warm_throughput", {"read_units_per_second": 13000})(table)


def _with_vector(table: Options) -> Options:
    """Another vector index; those of a table that is there are by_v and by_w."""
    found = table["vector_indexes"]
    name = next(name for name in ("by_x", "by_y") if name not in {index["name"] for index in found})
    return {**table, "vector_indexes": [*found, _vector(name)]}


def _without_vector(table: Options) -> Options | None:
    found = table["vector_indexes"]
    gone = next((index for index in found if index["name"] in ("by_v", "by_w")), None)
    return {**table, "vector_indexes": [index for index in found if index != gone]} if gone else None


def _with_replica(table: Options) -> Options | None:
    """Another replica; a table with a capacity would need scaling of its writes."""
    if table["billing_mode"] == "PROVISIONED":
        return None
    found = table.get("replicas", [])
    return {**table, "replicas": [*found, {"region_name": ("eu-west-1", "us-east-1")[len(found)]}]}


def _setting(value: Options) -> Callable[[Options], Options | None]:
    return lambda table: None if value.items() <= table.items() else {**table, **value}


CHANGES: dict[str, Callable[[Options], Options | None]] = {
    "to provisioned": _to_provisioned,
    "to on demand": _to_on_demand,
    "units": _to_units,
    "index units": _to_index_units,
    "maximum": _to_maximum,
    "index maximum": _in_an_index("on_demand_throughput", {"max_read_request_units": 5}),
    "warm": _warm,
    "index": _with_index,
    "index gone": _without_index,
    "vector index": _with_vector,
    "vector index gone": _without_vector,
    "stream": _setting({"stream_enabled": True, "stream_view_type": "KEYS_ONLY"}),
    "class": _setting({"table_class": "STANDARD_INFREQUENT_ACCESS"}),
    "encryption": _setting({"server_side_encryption": {"enabled": True}}),
    "protect": _setting({"deletion_protection_enabled": True}),
    "unprotect": _setting({"deletion_protection_enabled": False}),
    "replica": _with_replica,
}
