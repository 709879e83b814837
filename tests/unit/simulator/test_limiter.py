# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The account's rates (control_plane.md, 5 "Mutation rate per account" and "Read rate", 6.5, 9.1.8)."""

from __future__ import annotations

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import ARN, Desk, in_full

TOO_FAST = in_full("TE The rate of control plane requests made by this account is too high")
RATE = in_full("TE Rate exceeded")


def tables(count: int) -> Desk:
    """An engine with so many tables and a full bucket."""
    desk = Desk(limiter=False)
    for number in range(count):
        desk.create(TableName=f"orders-{number}")
    desk.engine.behaviour.limiter = True
    return desk


def maximum(desk: Desk, number: int, value: int) -> Part:
    """An effective change."""
    return desk.send("UpdateTable", TableName=f"orders-{number}", OnDemandThroughput={"MaxReadRequestUnits": value})


def test_9_1_8_about_five_at_once_and_then_one_a_second() -> None:
    """9.1.8: "token bucket about 1/s, burst about 5"; "measured about 1 effective mutation/s with a small burst"."""
    desk = tables(7)
    for number in range(5):
        maximum(desk, number, 9)
    for _time in range(3):
        assert refused(desk) == TOO_FAST
    desk.later(1.0)
    maximum(desk, 5, 9)
    assert refused(desk) == TOO_FAST
    desk.later(60.0)
    for number in range(5):
        maximum(desk, number, 10)
    assert refused(desk) == TOO_FAST


def refused(desk: Desk) -> tuple[str, str]:
    """What one change too many is told."""
    return desk.refused("UpdateTable", TableName="orders-6", OnDemandThroughput={"MaxReadRequestUnits": 9})


def emptied() -> Desk:
    """An engine whose bucket has nothing left."""
    desk = tables(7)
    for number in range(5):
        maximum(desk, number, 9)
    return desk


@pytest.mark.parametrize(
    ("operation", "request_"),
    [
        ("CreateTable", {"TableName": "other"}),
        ("DeleteTable", {"TableName": "orders-6"}),
        ("UpdateTable", {"TableName": "orders-6", "TableClass": "STANDARD_INFREQUENT_ACCESS"}),
        ("TagResource", {"ResourceArn": f"{ARN}-6", "Tags": [{"Key": "k", "Value": "v"}]}),
    ],
)
def test_9_1_8_what_is_counted(operation: str, request_: Part) -> None:
    """9.1.8: "only effective mutations of UpdateTable / Create / Delete / Tag"; a refused one changes nothing."""
    desk = emptied()
    base: Part = {}
    if operation == "CreateTable":
        base = {"KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST"}
        base["AttributeDefinitions"] = [{"AttributeName": "a", "AttributeType": "S"}]
    assert desk.refused(operation, **{**base, **request_}) == TOO_FAST
    desk.later(1.0)
    desk.send(operation, **{**base, **request_})


ORDERS_6: Part = {"TableName": "orders-6"}


@pytest.mark.parametrize(
    ("operation", "request_"),
    [
        ("UpdateTable", {**ORDERS_6, "DeletionProtectionEnabled": True}),
        ("UpdateTable", {**ORDERS_6, "BillingMode": "PAY_PER_REQUEST"}),
        ("UpdateTable", {"TableName": "orders-0", "OnDemandThroughput": {"MaxReadRequestUnits": 9}}),
        ("UpdateTimeToLive", {**ORDERS_6, "TimeToLiveSpecification": {"Enabled": True, "AttributeName": "x"}}),
        ("UntagResource", {"ResourceArn": f"{ARN}-6", "TagKeys": ["none"]}),
        ("DescribeTable", ORDERS_6),
        ("ListTables", {"bare": True}),
        ("ListTagsOfResource", {"ResourceArn": f"{ARN}-6"}),
        ("UpdateTable", {**ORDERS_6, "TableClass": "STANDARD"}),
    ],
)
def test_9_1_8_what_is_exempt(operation: str, request_: Part) -> None:
    """9.1.8: "DP, TTL, no-ops and reads exempt"."""
    desk = emptied()
    for _time in range(2 if operation.startswith(("Describe", "List")) else 1):
        desk.send(operation, **request_)
    assert refused(desk) == TOO_FAST


@pytest.mark.parametrize(
    ("operation", "request_", "burst", "pause"),
    [
        ("DescribeTimeToLive", ORDERS_6, 4, 2.0),
        ("DescribeContinuousBackups", ORDERS_6, 11, 0.1),
    ],
)
def test_5_reads_have_buckets(operation: str, request_: Part, burst: int, pause: float) -> None:
    """5, Read rate: "DescribeTimeToLive: bucket about 4, then 1 per 2 s"; "DescribeContinuousBackups about 11"."""
    desk = tables(7)
    for _time in range(burst):
        desk.send(operation, **request_)
    assert desk.refused(operation, **request_) == RATE
    desk.later(pause + 0.001)
    desk.send(operation, **request_)
    assert desk.refused(operation, **request_) == RATE
    desk.send("DescribeTable", **ORDERS_6)


def test_5_describe_table_is_not_limited() -> None:
    """5, Read rate: "DescribeTable: no throttle seen"."""
    desk = tables(7)
    for _time in range(200):
        desk.send("DescribeTable", **ORDERS_6)
    assert maximum(desk, 0, 9)


def test_accounts_and_regions_have_buckets_of_their_own() -> None:
    """5: the rate is that "per account"; regions apart, as everything (8.1)."""
    desk = emptied()
    desk.caller = desk.caller._replace(region="us-east-1")
    assert desk.create(TableName="far", ready=False)
    desk.caller = desk.caller._replace(account="999999999999")
    assert desk.create(TableName="far", ready=False)


@pytest.mark.parametrize(("operation", "burst"), [("DescribeBackup", 13), ("ListBackups", 5), ("DeleteBackup", 13)])
def test_calls_about_backups_have_buckets(operation: str, burst: int) -> None:
    """DDB-BACKUP-020, 023, 026: 13, 5 and 13 at once; creating them has none."""
    desk = tables(1)
    table: Part = {"TableName": "orders-0"}
    arns = [desk.send("CreateBackup", **table, BackupName="one")["BackupDetails"]["BackupArn"] for _time in range(40)]
    desk.later(1.0)
    requests = [table if operation == "ListBackups" else {"bare": True, "BackupArn": arn} for arn in arns]
    for request_ in requests[:burst]:
        desk.send(operation, **request_)
    assert desk.refused(operation, **requests[burst]) == RATE
    desk.later(0.21)
    desk.send(operation, **requests[burst])
