# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings of the published lab (L-n is DDB-TABLE-n) about tables and indexes: answers, states, names and texts."""

from __future__ import annotations

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.behaviour import Behaviour
from ansible_collections.planton.dynamodb.tests.simulator.clock import VirtualClock
from ansible_collections.planton.dynamodb.tests.simulator.engine import Caller, Engine
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import ACCOUNT, PLAIN
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import (
    LONG,
    ON_DEMAND,
    PROVISIONED,
    Desk,
    action,
    defined,
    in_full,
    index,
    made,
    new_index,
    status,
)

WARM: Part = {"WarmThroughput": {"ReadUnitsPerSecond": 13000, "WriteUnitsPerSecond": 5000}}
WARM_INDEX: Part = {**defined("a", "b"), "GlobalSecondaryIndexes": [index("byB", "b", **WARM)]}
VALUE = "1 validation error detected: Value "
SCALES = [0.0, 1.0, 1e5, 1e7]


def running(scale: float) -> Desk:
    """An engine on a clock that runs by itself, so many times as fast."""
    desk = Desk()
    desk.engine = Engine(Behaviour(limiter=False, lags=False), VirtualClock(scale))
    return desk


@pytest.mark.parametrize("scale", SCALES)
def test_answers_while_the_clock_runs(scale: float) -> None:
    """An answer is of the moment after its own transition began, however fast the clock runs (issue 14, point 3)."""
    desk = running(scale)
    created = desk.create(ready=False, **ON_DEMAND)
    assert (created["TableStatus"], {one["IndexStatus"] for one in created["GlobalSecondaryIndexes"]}) == (
        "CREATING",
        {"CREATING"},
    )
    desk.later(LONG)
    changed = desk.change(**new_index("byD"))
    new = next(one for one in changed["GlobalSecondaryIndexes"] if one["IndexName"] == "byD")
    assert (changed["TableStatus"], new["IndexStatus"], new["Backfilling"]) == ("UPDATING", "CREATING", False)
    desk.later(LONG)
    assert desk.change(TableClass="STANDARD_INFREQUENT_ACCESS")["TableStatus"] == "UPDATING"
    desk.later(LONG)
    dropped = desk.change(**action("Delete", "byD"))
    gone = next(one for one in dropped["GlobalSecondaryIndexes"] if one["IndexName"] == "byD")
    assert (dropped["TableStatus"], gone["IndexStatus"]) == ("UPDATING", "DELETING")


def test_l_138_answer_of_create_table() -> None:
    """L-032, L-138, L-363: the answer has warm throughput of the table if asked for, UPDATING, and none of indexes."""
    desk = Desk()
    answer = desk.create(ready=False, **WARM_INDEX, **WARM)
    assert "WarmThroughput" not in answer["GlobalSecondaryIndexes"][0]
    assert answer["WarmThroughput"]["Status"] == "UPDATING"
    assert "WarmThroughput" not in Desk().create(ready=False)


def test_l_134_an_index_with_warm_throughput() -> None:
    """L-134: that of the index is UPDATING while the index is CREATING, and then ACTIVE."""
    desk = made(ON_DEMAND)
    desk.change(**new_index("byD", **WARM))
    desk.later(50.0)
    assert (desk.index("byD")["IndexStatus"], desk.index("byD")["WarmThroughput"]["Status"]) == ("CREATING", "UPDATING")
    desk.later(LONG)
    assert (desk.index("byD")["IndexStatus"], desk.index("byD")["WarmThroughput"]["Status"]) == ("ACTIVE", "ACTIVE")


def test_l_005_a_name_that_is_taken() -> None:
    """L-005: one that is CREATING is in use, one that is ACTIVE or DELETING exists already."""
    desk = Desk()
    desk.create(ready=False)
    told = [desk.refused("CreateTable", **{**PLAIN, "TableName": "orders"})]
    desk.later(LONG)
    told.append(desk.refused("CreateTable", **{**PLAIN, "TableName": "orders"}))
    desk.send("DeleteTable")
    told.append(desk.refused("CreateTable", **{**PLAIN, "TableName": "orders"}))
    assert told == [
        in_full(text) for text in ("RIU A: Table is being created: orders", *["RIU Table already exists: orders"] * 2)
    ]


def test_l_013_the_same_name_again() -> None:
    """L-011, L-013: the ARN is that of its name, the id is another one; nothing of the old table is read."""
    desk = made(ON_DEMAND)
    before = desk.table()
    desk.send("DeleteTable")
    desk.later(LONG)
    desk.create()
    after = desk.table()
    assert before["TableArn"] == after["TableArn"]
    assert before["TableId"] != after["TableId"]
    assert "GlobalSecondaryIndexes" not in after


@pytest.mark.parametrize(
    ("region", "partition"),
    [("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"), ("us-iso-east-1", "aws-iso"), ("eu-west-1", "aws")],
)
def test_partitions(region: str, partition: str) -> None:
    """A Region has the ARNs of its partition: of the table, an index, a stream and a key."""
    desk = Desk()
    desk.caller = Caller(region=region)
    answer = desk.create(**WARM_INDEX, StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
    assert answer["TableArn"] == f"arn:{partition}:dynamodb:{region}:{ACCOUNT}:table/orders"
    assert answer["GlobalSecondaryIndexes"][0]["IndexArn"].startswith(f"{answer['TableArn']}/index/")
    assert answer["LatestStreamArn"].startswith(f"{answer['TableArn']}/stream/")
    desk.change(SSESpecification={"Enabled": True, "SSEType": "KMS"})
    desk.later(LONG)
    assert desk.table()["SSEDescription"]["KMSMasterKeyArn"].startswith(f"arn:{partition}:kms:{region}:{ACCOUNT}:key/")
    other = "aws" if partition != "aws" else "aws-cn"
    foreign = answer["TableArn"].replace(f"arn:{partition}:", f"arn:{other}:")
    assert desk.refused("DescribeTable", TableName=foreign)[0] == "ValidationException"
    assert desk.refused("GetResourcePolicy", ResourceArn=foreign)[0] == "ValidationException"


def test_l_125_orders() -> None:
    """L-125: definitions by name; indexes as they were asked for, in the answer of CreateTable the other way round."""
    desk = Desk()
    asked: Part = {**defined("c", "b", "a"), "GlobalSecondaryIndexes": [index("zzz", "b"), index("yyy", "c")]}
    answer = desk.create(**asked)
    names = [one["IndexName"] for one in answer["GlobalSecondaryIndexes"]]
    assert names == ["yyy", "zzz"]
    assert [one["IndexName"] for one in desk.table()["GlobalSecondaryIndexes"]] == ["zzz", "yyy"]
    assert [one["AttributeName"] for one in desk.table()["AttributeDefinitions"]] == ["a", "b", "c"]


def test_status_is_shown() -> None:
    """L-076: CREATING, then ACTIVE."""
    desk = Desk()
    desk.create(ready=False)
    assert status(desk) == "CREATING"
    desk.later(LONG)
    assert status(desk) == "ACTIVE"


TWICE = [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "a", "KeyType": "RANGE"}]
ONE_NAME = "Both the Hash Key and the Range Key element in the KeySchema have the same name"
LEAST = "failed to satisfy constraint: Member must have value greater than or equal to 1"
SET = "failed to satisfy constraint: Member must satisfy enum value set"
CREATIONS = {
    "L-457 no name": (
        {**PLAIN, "TableName": None},
        "VE The parameter 'TableName' is required but was not present in the request",
    ),
    "L-038 writes first": (
        {**PROVISIONED, "ProvisionedThroughput": {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0}},
        f"VE 2 validation errors detected: Value '0' at 'provisionedThroughput.writeCapacityUnits' {LEAST};"
        f" Value '0' at 'provisionedThroughput.readCapacityUnits' {LEAST}",
    ),
    "L-126 null": (
        {"AttributeDefinitions": None},
        f"VE {VALUE}null at 'attributeDefinitions' failed to satisfy constraint: Member must not be null",
    ),
    "L-126 an enum": (
        {"AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "X"}]},
        f"VE {VALUE}'X' at 'attributeDefinitions.1.member.attributeType' {SET}: [B, N, S]",
    ),
    "L-442 twice": ({"KeySchema": TWICE}, f"VE {ONE_NAME}"),
    "L-042 number": (
        defined("a", "b"),
        "VE P: Number of attributes in KeySchema does not exactly match number of attributes defined in"
        " AttributeDefinitions",
    ),
    "L-127 index": (
        {**defined("a"), "GlobalSecondaryIndexes": [index("byB", "b")]},
        "VE P: Some index key attributes are not defined in AttributeDefinitions. Keys: [b], AttributeDefinitions: [a]",
    ),
}


@pytest.mark.parametrize(("given", "told"), CREATIONS.values(), ids=CREATIONS)
def test_texts_of_creation(given: Part, told: str) -> None:
    """L-038, L-042, L-126, L-127, L-442, L-457: what CreateTable says of what is wrong."""
    request = {**PLAIN, "TableName": "orders", **given}
    named = {member: value for member, value in request.items() if value is not None}
    assert Desk().refused("CreateTable", bare=True, **named) == in_full(told)


def test_l_418_maxima_of_tables_and_indexes() -> None:
    """L-039, L-418, L-419, L-429: also of one kind only, at creation and of an index that is added."""
    desk = made(
        {
            **WARM_INDEX,
            "OnDemandThroughput": {"MaxWriteRequestUnits": 9},
            "WarmThroughput": {"ReadUnitsPerSecond": 13000},
        }
    )
    assert desk.table()["OnDemandThroughput"] == {"MaxWriteRequestUnits": 9}
    assert desk.table()["WarmThroughput"] == {
        "ReadUnitsPerSecond": 13000,
        "WriteUnitsPerSecond": 4000,
        "Status": "ACTIVE",
    }
    desk.change(**new_index("byD", OnDemandThroughput={"MaxReadRequestUnits": 6}))
    desk.later(LONG)
    assert desk.index("byD")["OnDemandThroughput"] == {"MaxReadRequestUnits": 6}


def test_l_193_scaling_is_not_shown() -> None:
    """L-193, L-292: a table says nothing of it; what scales it outlives it."""
    desk = made(PROVISIONED)
    scaled = {"ServiceNamespace": "dynamodb", "ResourceId": "table/orders"}
    target = {**scaled, "ScalableDimension": "dynamodb:table:ReadCapacityUnits", "MinCapacity": 5, "MaxCapacity": 9}
    before = {*desk.table()}
    desk.engine.call("application-autoscaling", "RegisterScalableTarget", target, desk.caller)
    desk.later(LONG)
    assert {*desk.table()} == before
    desk.send("DeleteTable")
    desk.later(LONG)
    left = desk.engine.call(
        "application-autoscaling", "DescribeScalableTargets", {"ServiceNamespace": "dynamodb"}, desk.caller
    )
    assert [one["ResourceId"] for one in left["ScalableTargets"]] == ["table/orders"]


@pytest.mark.parametrize(("base", "of"), [(ON_DEMAND, "table"), (PROVISIONED, "table"), (ON_DEMAND, "index byB")])
def test_l_061_warm_throughput_never_falls(base: Part, of: str) -> None:
    """L-059, L-061, L-155, L-179: less than there is, is refused; as much is not."""
    desk = made(base)
    shown = desk.table() if of == "table" else desk.index("byB")
    reads = shown["WarmThroughput"]["ReadUnitsPerSecond"]

    def asked(units_: int) -> Part:
        warm: Part = {"WarmThroughput": {"ReadUnitsPerSecond": units_}}
        return warm if of == "table" else action("Update", "byB", **warm)

    told = f"VE P: Requested ReadUnitsPerSecond for WarmThroughput for {of} is lower than current WarmThroughput,"
    assert desk.not_changed(**asked(reads - 1)) == in_full(f"{told} decreasing WarmThroughput is not supported")
    desk.change(**asked(reads))
