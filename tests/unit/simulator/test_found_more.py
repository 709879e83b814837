# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings of the published lab (L-n is DDB-TABLE-n) about names, lists, and several things at once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import ACCOUNT, PLAIN, REGION, actions
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import (
    ARN,
    LONG,
    ON_DEMAND,
    PROVISIONED,
    Desk,
    action,
    defined,
    in_full,
    index,
    made,
    units,
)

STREAM: Part = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}}
TTL: Part = {"TimeToLiveSpecification": {"Enabled": True, "AttributeName": "t"}}
ON: Part = {"ContributorInsightsAction": "ENABLE"}
OFF: Part = {"ContributorInsightsAction": "DISABLE"}
RECOVERY: Part = {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}}
KINESIS = f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/s"
TAGS: Part = {"Tags": [{"Key": "k", "Value": "v"}]}


def policy() -> str:
    """A policy that lets the account in."""
    principal = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "dynamodb:GetItem", "Resource": ARN}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


BY_NAME = (
    "DescribeTable",
    "DeleteTable",
    "DescribeTimeToLive",
    "DescribeContributorInsights",
    "ListContributorInsights",
    "DescribeKinesisStreamingDestination",
)


@pytest.mark.parametrize("operation", BY_NAME)
def test_l_014_a_table_that_there_is_not(operation: str) -> None:
    """L-014, L-070, L-098, L-446: ResourceNotFoundException of almost all."""
    told = Desk().refused(operation)
    assert told == in_full("RNF Requested resource not found: Table: orders not found")


def test_l_014_other_codes_of_a_table_that_there_is_not() -> None:
    """L-014, L-070, L-098, L-447: backups and recovery have a code of their own, tags name the ARN, a list is empty."""
    desk = Desk()
    table_not_found = in_full("TNF Table not found: orders")
    assert desk.refused("DescribeContinuousBackups") == table_not_found
    assert desk.refused("UpdateContinuousBackups", **RECOVERY) == table_not_found
    assert desk.refused("CreateBackup", BackupName="one") == table_not_found
    assert desk.send("ListBackups")["BackupSummaries"] == []
    for operation, more in (("ListTagsOfResource", {}), ("TagResource", TAGS), ("UntagResource", {"TagKeys": ["k"]})):
        told = in_full(f"RNF Requested resource not found: ResourceArn: {ARN} not found")
        assert desk.refused(operation, **more) == told
    for operation, more in (("GetResourcePolicy", {}), ("PutResourcePolicy", {"Policy": policy()})):
        assert desk.refused(operation, **more)[0] == "ResourceNotFoundException"


def test_l_075_described_at_once() -> None:
    """L-075, L-387, L-394: a table that was just asked for is there, CREATING, and is listed."""
    desk = Desk()
    assert desk.create(ready=False)["TableStatus"] == "CREATING"
    assert desk.table()["TableStatus"] == "CREATING"
    assert desk.send("ListTables", bare=True)["TableNames"] == ["orders"]


def test_l_076_until_it_is_gone() -> None:
    """L-006, L-008, L-009, L-076: DELETING is described and listed; then it is gone, and the name is free at once."""
    desk = made({})
    assert desk.send("DeleteTable")["TableDescription"]["TableStatus"] == "DELETING"
    assert desk.refused("DeleteTable") == in_full("RIU A: Table is being deleted: orders")
    assert desk.not_changed(**STREAM)[0] == "ResourceInUseException"
    assert desk.send("ListTables", bare=True)["TableNames"] == ["orders"]
    desk.later(6.0)
    assert desk.send("ListTables", bare=True)["TableNames"] == []
    assert desk.refused("DeleteTable")[0] == "ResourceNotFoundException"
    assert desk.create(ready=False)["TableStatus"] == "CREATING"


def test_l_379_where_a_list_begins() -> None:
    """L-072, L-379: after any name, also of no table; an ARN is no name there, and is one of a table elsewhere."""
    desk = made({})
    desk.create(TableName="bills")
    assert desk.send("ListTables", bare=True, ExclusiveStartTableName="cats")["TableNames"] == ["orders"]
    assert desk.refused("ListTables", bare=True, ExclusiveStartTableName=ARN)[0] == "ValidationException"
    assert desk.table(ARN)["TableName"] == "orders"


def test_l_041_names_are_taken_as_they_are() -> None:
    """L-041, L-364: upper and lower case are two tables; names of attributes are neither trimmed nor changed."""
    desk = made({})
    names = [" a", "a b", "a\tb", "\u00e9", "x" * 255]
    for place, name in enumerate(names):
        keys = [{"AttributeName": name, "KeyType": "HASH"}]
        answer = desk.create(TableName=f"Orders{place}", **defined(name), KeySchema=keys)
        assert answer["KeySchema"] == keys
    desk.create(TableName="ORDERS")
    assert {"orders", "ORDERS"} <= {*desk.send("ListTables", bare=True)["TableNames"]}


def test_l_106_tags_are_taken_as_they_are() -> None:
    """L-105, L-106, L-368: case and spaces count, a value may be empty, a key that is there is overwritten."""
    desk = made({})
    pairs = {"k": "", "K": "x", " k": "y", "k ": "z"}
    desk.send("TagResource", Tags=[{"Key": key, "Value": value} for key, value in pairs.items()])
    desk.later(LONG)
    desk.send("TagResource", Tags=[{"Key": "K", "Value": "new"}])
    desk.later(LONG)
    listed = {tag["Key"]: tag["Value"] for tag in desk.send("ListTagsOfResource")["Tags"]}
    assert listed == {**pairs, "K": "new"}


def test_l_435_six_writes_at_once() -> None:
    """L-435: what has an API of its own does not wait for the table."""
    desk = made({})
    desk.change(**STREAM)
    desk.send("UpdateTimeToLive", **TTL)
    desk.send("UpdateContinuousBackups", **RECOVERY)
    desk.send("TagResource", **TAGS)
    desk.send("PutResourcePolicy", Policy=policy())
    desk.send("UpdateContributorInsights", **ON)
    desk.later(LONG)
    assert desk.send("DescribeTimeToLive")["TimeToLiveDescription"]["TimeToLiveStatus"] == "ENABLED"
    assert desk.send("DescribeContributorInsights")["ContributorInsightsStatus"] == "ENABLED"
    assert desk.table()["LatestStreamArn"] and desk.send("ListTagsOfResource") == TAGS
    assert desk.send("GetResourcePolicy")["Policy"]


def test_l_460_beside_a_change_of_class() -> None:
    """L-460: a destination and insights are admitted, and the table stays UPDATING."""
    desk = made({})
    desk.change(TableClass="STANDARD_INFREQUENT_ACCESS")
    desk.send("EnableKinesisStreamingDestination", StreamArn=KINESIS)
    desk.send("UpdateContributorInsights", **ON)
    assert desk.table()["TableStatus"] == "UPDATING"


def test_l_303_destinations_are_no_streams() -> None:
    """L-303: a destination of Kinesis is nothing that the table shows, and outlives its stream."""
    desk = made({})
    desk.send("EnableKinesisStreamingDestination", StreamArn=KINESIS)
    desk.later(LONG)
    assert "StreamSpecification" not in desk.table() and "LatestStreamArn" not in desk.table()
    for change in (STREAM, {"StreamSpecification": {"StreamEnabled": False}}):
        desk.change(**change)
        desk.later(LONG)
    entries = desk.send("DescribeKinesisStreamingDestination")["KinesisDataStreamDestinations"]
    assert [entry["DestinationStatus"] for entry in entries] == ["ACTIVE"]


def test_l_271_nothing_is_left_of_an_old_table() -> None:
    """L-271, L-436, L-377: one of the same name begins without policy, destination, insights, time to live and tags."""
    desk = made({"ResourcePolicy": policy(), **TAGS})
    desk.send("EnableKinesisStreamingDestination", StreamArn=KINESIS)
    desk.send("UpdateContributorInsights", **ON)
    desk.send("UpdateTimeToLive", **TTL)
    desk.send("UpdateContinuousBackups", **RECOVERY)
    desk.later(LONG)
    desk.send("DeleteTable")
    desk.later(LONG)
    desk.create()
    assert desk.refused("GetResourcePolicy")[0] == "PolicyNotFoundException"
    assert desk.send("DescribeKinesisStreamingDestination")["KinesisDataStreamDestinations"] == []
    assert desk.send("DescribeContributorInsights")["ContributorInsightsStatus"] == "DISABLED"
    assert desk.send("DescribeTimeToLive")["TimeToLiveDescription"] == {"TimeToLiveStatus": "DISABLED"}
    backups = desk.send("DescribeContinuousBackups")["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"] == {"PointInTimeRecoveryStatus": "DISABLED"}
    assert desk.send("ListTagsOfResource")["Tags"] == []
    desk.send("UpdateTimeToLive", **TTL)


def test_l_166_protection_is_of_the_table() -> None:
    """L-016, L-166, L-438: not of its indexes; once it is off the table goes in the same second."""
    desk = made({**ON_DEMAND, "DeletionProtectionEnabled": True})
    desk.change(**action("Delete", "byB"))
    desk.later(LONG)
    assert [one["IndexName"] for one in desk.table()["GlobalSecondaryIndexes"]] == ["byC"]
    assert desk.refused("DeleteTable")[0] == "ValidationException"
    assert desk.change(DeletionProtectionEnabled=False)["TableStatus"] == "ACTIVE"
    assert desk.send("DeleteTable")["TableDescription"]["TableStatus"] == "DELETING"


def test_l_168_tables_with_indexes_at_once() -> None:
    """L-168, L-388: five are created side by side."""
    desk = Desk()
    for place in range(5):
        desk.create(ready=False, TableName=f"many{place}", **ON_DEMAND)
    desk.later(20.0)
    assert {desk.table(f"many{place}")["TableStatus"] for place in range(5)} == {"ACTIVE"}


def test_l_282_restores_at_once() -> None:
    """L-282: seven of one table, each from a backup of its own, with indexes."""
    desk = made(ON_DEMAND)
    for place in range(7):
        backup = desk.send("CreateBackup", BackupName=f"one{place}")["BackupDetails"]["BackupArn"]
        desk.later(1.0)
        answer = desk.send("RestoreTableFromBackup", bare=True, TargetTableName=f"new{place}", BackupArn=backup)
        assert answer["TableDescription"]["TableStatus"] == "CREATING"


def test_l_381_the_slower_of_two_writers() -> None:
    """L-381: it is in use; sent again, what it knew of the other dimension counts as a decrease."""
    desk = made(PROVISIONED)
    desk.change(**units(9, 5))
    assert desk.not_changed(**units(5, 7))[0] == "ResourceInUseException"
    desk.later(LONG)
    desk.change(**units(5, 7))
    desk.later(LONG)
    shown: dict[str, Any] = desk.table()["ProvisionedThroughput"]
    assert (shown["ReadCapacityUnits"], shown["WriteCapacityUnits"], shown["NumberOfDecreasesToday"]) == (5, 7, 1)


def test_l_112_insights_go_with_what_they_are_on() -> None:
    """L-097, L-112, L-342: an index, and a table, is deleted without turning them off."""
    desk = made(ON_DEMAND)
    desk.send("UpdateContributorInsights", IndexName="byB", **ON)
    desk.send("UpdateContributorInsights", **ON)
    desk.later(LONG)
    desk.change(**action("Delete", "byB"))
    assert desk.send("DescribeContributorInsights", IndexName="byB")["ContributorInsightsStatus"] == "ENABLED"
    desk.later(LONG)
    listed = desk.send("ListContributorInsights")["ContributorInsightsSummaries"]
    assert [one.get("IndexName") for one in listed] == [None]
    assert desk.refused("DescribeContributorInsights", IndexName="byB")[0] == "ResourceNotFoundException"
    desk.send("DeleteTable")
    assert desk.send("UpdateContributorInsights", **OFF)["ContributorInsightsStatus"] == "DISABLING"
    desk.later(LONG)
    assert desk.refused("DescribeContributorInsights")[0] == "ResourceNotFoundException"


def test_l_095_what_is_off_is_not_listed() -> None:
    """L-090, L-091, L-095, L-343: what goes on or off is; the same again is answered with where it is."""
    desk = made({})

    def listed() -> list[str]:
        entries = desk.send("ListContributorInsights")["ContributorInsightsSummaries"]
        return [entry["ContributorInsightsStatus"] for entry in entries]

    assert desk.send("UpdateContributorInsights", **OFF)["ContributorInsightsStatus"] == "DISABLED"
    assert desk.send("UpdateContributorInsights", **ON)["ContributorInsightsStatus"] == "ENABLING"
    assert listed() == ["ENABLING"]
    desk.later(LONG)
    assert desk.send("UpdateContributorInsights", **ON)["ContributorInsightsStatus"] == "ENABLED"
    assert desk.send("UpdateContributorInsights", **OFF)["ContributorInsightsStatus"] == "DISABLING"
    assert listed() == ["DISABLING"]
    desk.later(LONG)
    assert listed() == []


def test_l_231_a_group_that_is_none_any_more() -> None:
    """L-201, L-221, L-231, L-320: the members of a group come and go with its replicas; the stream stays."""
    desk = made({})
    desk.change(**actions("Create", "us-east-1"))
    desk.later(LONG)
    group = {"GlobalTableVersion", "Replicas", "GlobalTableSettingsReplicationMode"}
    assert group <= {*desk.table()} and "MultiRegionConsistency" not in desk.table()
    desk.change(**actions("Delete", "us-east-1"))
    desk.later(LONG)
    assert not group & {*desk.table()} and desk.table()["StreamSpecification"]["StreamEnabled"]


def test_l_137_local_indexes_stay() -> None:
    """L-137: what is asked of one by the name of a global index is refused in words of its own."""
    keys = [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "b", "KeyType": "RANGE"}]
    local = {**index("local", "a"), "KeySchema": [keys[0], {"AttributeName": "c", "KeyType": "RANGE"}]}
    desk = made({**defined("a", "b", "c"), "KeySchema": keys, "LocalSecondaryIndexes": [local]})
    for kind, verb in (("Delete", "delete"), ("Update", "update")):
        more = {} if kind == "Delete" else {"OnDemandThroughput": {"MaxReadRequestUnits": 9}}
        told = in_full(f"VE Cannot {verb} an index that is not a GlobalSecondaryIndex: local")
        assert desk.not_changed(**action(kind, "local", **more)) == told
    assert desk.refused("DescribeContributorInsights", IndexName="local")[0] == "ResourceNotFoundException"


def test_l_101_tags_of_a_table_that_comes() -> None:
    """L-101, L-110: not found while it is CREATING; those given at creation are there when it is ACTIVE."""
    desk = Desk()
    desk.create(ready=False, **{**PLAIN, **TAGS, "TableName": "orders"})
    assert desk.refused("ListTagsOfResource")[0] == "ResourceNotFoundException"
    desk.later(4.5)
    assert desk.send("ListTagsOfResource") == TAGS
