# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random calls to three Regions: each is answered or refused, and the members of a global table stay alike."""

from __future__ import annotations

import collections
import random

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import PLAIN, actions, witness
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import LONG, Desk, action, new_index, units
from ansible_collections.planton.dynamodb.tests.unit.simulator.global_tables import FAR, FURTHER, HOME, scale

REGIONS = (HOME, FAR, FURTHER)
STRONG = {"MultiRegionConsistency": "STRONG"}
INFREQUENT = "STANDARD_INFREQUENT_ACCESS"


def call_of(chance: random.Random) -> tuple[str, Part]:
    """One call, drawn from all kinds that concern replicas."""
    first, second = chance.sample(REGIONS, 2)
    number = chance.randint(1, 20)
    reads = {"ProvisionedThroughputOverride": {"ReadCapacityUnits": number}}
    maximum = {"OnDemandThroughputOverride": {"MaxReadRequestUnits": number}}
    part = [{"IndexName": "byD", **chance.choice((reads, maximum))}]
    changes: list[Part] = [
        *(actions("Create", first, **more) for more in ({}, {}, {}, maximum, {"TableClassOverride": INFREQUENT})),
        actions("Delete", first),
        actions("Update", first, **chance.choice((reads, maximum))),
        actions("Update", first, TableClassOverride=chance.choice(("STANDARD", INFREQUENT))),
        actions("Update", first, GlobalSecondaryIndexes=part),
        {**STRONG, **actions("Create", first, second)},
        {**STRONG, **actions("Create", first), **witness("Create", second)},
        {**actions("Delete", first), **witness("Delete", second)},
        actions("Delete", first, second),
        units(number, chance.randint(1, 20)),
        {"BillingMode": "PROVISIONED", **units(number)},
        {"BillingMode": "PAY_PER_REQUEST"},
        {"OnDemandThroughput": {"MaxReadRequestUnits": number, "MaxWriteRequestUnits": number}},
        {"DeletionProtectionEnabled": chance.choice((False, True))},
        {"TableClass": chance.choice(("STANDARD", INFREQUENT))},
        {"SSESpecification": {"Enabled": chance.choice((False, True))}},
        {"WarmThroughput": {"ReadUnitsPerSecond": 12000 + number}},
        new_index("byD", **chance.choice(({}, units(number)))),
        action("Delete", "byD"),
        action("Update", "byD", **units(number)),
    ]
    ttl = {"TimeToLiveSpecification": {"Enabled": chance.choice((False, True)), "AttributeName": "t"}}
    others: list[tuple[str, Part]] = [
        ("DeleteTable", {}),
        ("CreateTable", {**PLAIN, "TableName": "orders"}),
        ("UpdateTimeToLive", ttl),
        ("PutItem", {"Item": {"a": {"S": str(number)}}}),
        ("TagResource", {"Tags": [{"Key": "k", "Value": str(number)}]}),
        ("UpdateContinuousBackups", {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}}),
        ("DescribeTableReplicaAutoScaling", {}),
    ]
    return chance.choice([*(("UpdateTable", change) for change in changes), *others])


def tables(desk: Desk) -> dict[str, Part]:
    """The table of each Region that has one."""
    found: dict[str, Part] = {}
    for region in REGIONS:
        try:
            found[region] = desk.at(region).table()
        except RefusedError:
            continue
    return found


def shared(desk: Desk, region: str, table: Part) -> Part:
    """What all members of a global table have alike."""
    names = ("KeySchema", "AttributeDefinitions", "GlobalTableVersion", "MultiRegionConsistency")
    there = desk.at(region)
    indexes = {one["IndexName"]: one["ProvisionedThroughput"]["WriteCapacityUnits"] for one in _indexes(table)}
    return {
        **{name: table.get(name) for name in names},
        "writes": table["ProvisionedThroughput"]["WriteCapacityUnits"],
        "maximum": table.get("OnDemandThroughput", {}).get("MaxWriteRequestUnits"),
        "indexes": indexes,
        "encrypted": "SSEDescription" in table,
        "stream": table["StreamSpecification"],
        "ttl": there.send("DescribeTimeToLive")["TimeToLiveDescription"],
        "items": there.send("Scan")["Count"],
    }


def _indexes(table: Part) -> list[Part]:
    found: list[Part] = table.get("GlobalSecondaryIndexes", [])
    return found


def check(desk: Desk) -> int:
    """Members list each other, and are alike; how many tables are members.

    A few looks before let scaling do what it has to, in each Region.
    """
    for _look in range(5):
        tables(desk)
        desk.later(LONG)
    found = tables(desk)
    listed = {region: {one["RegionName"] for one in table.get("Replicas", ())} for region, table in found.items()}
    for region, others in listed.items():
        assert all(region in listed[other] for other in others), listed
        for one in others:
            assert shared(desk, region, found[region]) == shared(desk, one, found[one])
    assert {table["TableStatus"] for table in found.values()} <= {"ACTIVE"}
    return sum(bool(others) for others in listed.values())


@pytest.mark.parametrize("seed", range(8))
def test_regions_stay_alike(seed: int) -> None:
    """3 Regions, 250 calls, in between some seconds or hours; nothing but refusals, in words of the service."""
    chance, desk = random.Random(seed), Desk(seed=seed)
    desk.create(**({"BillingMode": "PROVISIONED", **units(5)} if seed % 2 else {}))
    told: collections.Counter[str] = collections.Counter()
    members = 0
    for _step in range(250):
        operation, request = call_of(chance)
        there = desk.at(chance.choice(REGIONS))
        if seed % 2 and chance.random() < 0.1:
            _scale(desk)
        try:
            there.send(operation, **request)
            told["done"] += 1
        except RefusedError as refused:
            assert refused.text or refused.code == "InternalFailure", refused
            told[refused.code] += 1
        desk.later(chance.choice((0.0, 3.0, 20.0, 60.0, LONG)))
        if chance.random() < 0.2:
            desk.later(LONG)
            desk.later(100_000.0)
            members = max(members, check(desk))
    assert told["done"] > 40 and members >= 2, told


def _scale(desk: Desk) -> None:
    for name in ("", "byD"):
        try:
            scale(desk, index=name)
        except RefusedError:
            continue
