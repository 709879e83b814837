# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What hosts have seen, from short words: the shapes are those of dynamodb_tables and dynamodb_table_info."""

from __future__ import annotations

import random
from typing import Any

from ansible_collections.planton.dynamodb.plugins.module_utils._plan.flat_changes import flat_changes

Words = dict[str, Any]
ACCOUNT, REGION = "123456789012", "eu-central-1"


def arn_of(name: str, region: str = REGION, account: str = ACCOUNT) -> str:
    return f"arn:aws:dynamodb:{region}:{account}:table/{name}"


def found(name: str, short: Words, region: str = REGION, account: str = ACCOUNT) -> Words:
    """Return a table as dynamodb_table_info shows it; recovery or deletion of null is unknown."""
    spec: Words = {
        "name": name,
        "billing_mode": short.get("billing_mode", "PAY_PER_REQUEST"),
        "table_class": short.get("table_class", "STANDARD"),
        "server_side_encryption": {"enabled": short.get("kms", False)},
        "contributor_insights_enabled": short.get("insights", False),
        "point_in_time_recovery_enabled": short.get("recovery", False),
        "deletion_protection_enabled": short.get("deletion", False),
    }
    table: Words = {
        "item_count": short.get("items", 0),
        "table_size_bytes": short.get("bytes", 0),
        "table_status": short.get("status", "ACTIVE"),
        "provisioned_throughput": _units(short.get("read", 0), short.get("write", 0)),
    }
    if "index_units" in short:
        index = {"index_name": "by_owner", "item_count": short.get("index_items", 0), "index_size_bytes": 0}
        table["global_secondary_indexes"] = [{**index, "provisioned_throughput": _units(*short["index_units"])}]
    if "unknown" in short:
        table["unknown"] = short["unknown"]
    known = {option: value for option, value in spec.items() if value is not None}
    outputs = {"table_name": name, "table_arn": arn_of(name, region, account)}
    return {"spec": known, "table": table, "outputs": outputs}


def _units(read: int, write: int) -> Words:
    return {"read_capacity_units": read, "write_capacity_units": write}


def result(name: str, short: Words, region: str = REGION, account: str = ACCOUNT) -> Words:
    """Return the result of a table; there is one unless ``there`` is false."""
    operations = [{"destructive": False, "waits_for": [], **step} for step in short.get("operations", [])]
    there = found(name, short, short.get("region", region), account)
    if not short.get("there", True):
        there = {"spec": {}, "table": {}, "outputs": {"table_name": name, "table_arn": ""}}
    told = {key: short[key] for key in ("msg", "errors", "error") if key in short}
    return {
        "changed": bool(operations),
        "converged": short.get("converged", not operations and "msg" not in short),
        "failed": "msg" in short,
        "plan": {"id": "0123456789abcdef" if operations else "", "operations": operations},
        "changes": flat_changes(short.get("before", {}), short.get("after", {})),
        **there,
        **told,
    }


def read(short: Words) -> Words:
    """Return what a run of dynamodb_table_info has read in a region; tables of null are those that it did not."""
    region = short.get("region", "")
    words: Words = {"item": {"region": region, "tables": [{"name": name} for name in short.get("named", [])]}}
    if short["tables"] is not None:
        words["tables"] = [found(name, table, region or REGION) for name, table in short["tables"].items()]
    return {**words, **{key: short[key] for key in ("msg",) if key in short}}


def seen(hosts: list[Words]) -> list[Words]:
    """Return what hosts have seen."""
    return [
        {
            "host": host["host"],
            "faults": host.get("faults", []),
            "results": {name: result(name, short) for name, short in host.get("results", {}).items()},
            "reads": [read(short) for short in host.get("reads", [])],
        }
        for host in hosts
    ]


def fleet(count: int, seed: int = 4) -> list[Words]:
    """Return as many tables on four hosts, about as they are in a company that is not quite tidy."""
    dice = random.Random(seed)
    places = [("shop", "eu-central-1", "1" * 12), ("shop", "us-east-1", "1" * 12)]
    places += [("ledger", "eu-central-1", "2" * 12), ("test", "eu-central-1", "3" * 12)]
    return [_host(dice, place, count // len(places)) for place in places]


def _host(dice: random.Random, place: tuple[str, str, str], count: int) -> Words:
    owner, region, account = place
    tables, results = [], {}
    for number in range(count):
        name = f"{dice.choice(('orders', 'carts', 'sessions', 'entries', 'events'))}-{number:04d}"
        short = _short(dice, name)
        tables.append(found(name, short, region, account))
        if dice.random() > 0.03:
            results[name] = result(name, {**short, **_drift(dice, name)}, region, account)
    return {
        "host": f"{owner}.{region}",
        "faults": [],
        "results": results,
        "reads": [{"item": {"region": region, "tables": []}, "tables": tables}],
    }


def _short(dice: random.Random, name: str) -> Words:
    items = dice.choice((0, 0, 30, 1_200, 48_210, 9_120_331))
    provisioned = {"billing_mode": "PROVISIONED", "read": 25, "write": 10} if dice.random() < 0.1 else {}
    return {
        "items": items,
        "bytes": items * 412,
        "recovery": dice.random() < 0.93,
        "deletion": dice.random() < 0.95,
        "kms": dice.random() < 0.3,
        **provisioned,
    }


INDEX: Words = {
    "key_schema": [
        {"attribute_name": "owner", "key_type": "HASH"},
        {"attribute_name": "at", "key_type": "RANGE"},
    ],
    "projection": {"type": "INCLUDE", "non_key_attributes": ["state", "total"]},
}


def _drift(dice: random.Random, name: str) -> Words:
    chance = dice.random()
    if chance < 0.02:
        step = {"operation": "TagResource", "target": name, "reason": "set tag(s) team"}
        return {"before": {"tags": {"team": "a"}}, "after": {"tags": {"team": "b"}}, "operations": [step]}
    if chance < 0.03:
        target = f"{name}/index/by_owner"
        step = {"operation": "UpdateTable", "target": target, "reason": "delete index by_owner", "destructive": True}
        return {"before": {"global_secondary_indexes": {"by_owner": INDEX}}, "operations": [step]}
    if chance < 0.045:
        return {"there": False, "msg": f"Table {name}: DescribeTable is denied"}
    if chance < 0.055:
        step = {"operation": "UpdateTable", "target": name, "reason": "enable deletion protection"}
        sides = [{"deletion_protection_enabled": value} for value in (False, True)]
        return {"deletion": False, "before": sides[0], "after": sides[1], "operations": [step]}
    return {}


def missing(name: str, **after: Any) -> Words:
    """Return the short words of a table that is specified and does not exist."""
    step = {"operation": "CreateTable", "target": name, "reason": "create the table"}
    sides = {"before": {"state": "absent"}, "after": {"state": "present", **after}}
    return {"there": False, **sides, "operations": [step]}
