# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What answers hold (control_plane.md, 1.2 and 2 "Read-back rules"), and what is answered to the same again (3.4)."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import (
    ARN,
    KEY,
    ON_DEMAND,
    PROVISIONED,
    Desk,
    action,
    defined,
    index,
    made,
    new_index,
    units,
)

INFREQUENT = "STANDARD_INFREQUENT_ACCESS"
STREAM: Part = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}}
LOCAL: Part = {
    "IndexName": "near",
    "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "b", "KeyType": "RANGE"}],
    "Projection": {"ProjectionType": "KEYS_ONLY"},
}
RANGE: Part = {
    "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "z", "KeyType": "RANGE"}],
}

# 2: what is not there when it was never set.
ABSENT = [
    "BillingModeSummary",
    "GlobalSecondaryIndexes",
    "LocalSecondaryIndexes",
    "VectorIndexes",
    "StreamSpecification",
    "LatestStreamArn",
    "LatestStreamLabel",
    "SSEDescription",
    "TableClassSummary",
    "OnDemandThroughput",
    "Replicas",
    "GlobalTableVersion",
    "GlobalTableSettingsReplicationMode",
    "RestoreSummary",
]


@pytest.mark.parametrize("member", ABSENT)
def test_2_what_was_never_set_is_absent(member: str) -> None:
    """2: each "absent" of the column "Read-back rules"."""
    desk = made({"BillingMode": "PROVISIONED", **units(5)})
    assert member not in desk.table()


@pytest.mark.parametrize(
    ("members", "member"),
    [
        pytest.param({"BillingMode": "PROVISIONED", **units(5)}, "BillingModeSummary", id="PROVISIONED said in words"),
        pytest.param({"SSESpecification": {}}, "SSEDescription", id="no encryption"),
        pytest.param({"SSESpecification": {"Enabled": False}}, "SSEDescription", id="encryption off"),
        pytest.param({"StreamSpecification": {"StreamEnabled": False}}, "StreamSpecification", id="stream off"),
    ],
)
def test_2_what_was_set_to_nothing_is_absent_too(members: Part, member: str) -> None:
    """2: BillingModeSummary, SSEDescription and StreamSpecification of a new table."""
    assert member not in made(members).table()


@pytest.mark.parametrize(
    ("members", "member", "value"),
    [
        ({"TableClass": "STANDARD"}, "TableClassSummary", {"TableClass": "STANDARD"}),
        ({"DeletionProtectionEnabled": True}, "DeletionProtectionEnabled", True),
        ({}, "DeletionProtectionEnabled", False),
    ],
)
def test_2_at_creation(members: Part, member: str, value: object) -> None:
    """2: "explicit STANDARD at create gives {TableClass}"; DeletionProtectionEnabled is "always present"."""
    assert made(members).table()[member] == value


@pytest.mark.parametrize(
    "specification",
    [{"Enabled": True}, {"SSEType": "KMS"}, {"Enabled": True, "SSEType": "KMS"}],
)
def test_2_the_managed_key(specification: Part) -> None:
    """2, SSESpecification: "`{Enabled:true}` / `{SSEType:KMS}` = alias/aws/dynamodb", at creation and later."""
    desk = made({"SSESpecification": specification})
    shown = desk.table()["SSEDescription"]
    assert (shown["Status"], shown["SSEType"]) == ("ENABLED", "KMS")
    later = made({})
    later.change(SSESpecification=specification)
    later.later(30.0)
    assert later.table()["SSEDescription"]["KMSMasterKeyArn"].startswith("arn:aws:kms:eu-central-1:123456789012:key/")


@pytest.mark.parametrize("name", ["alias/one", KEY, f"arn:aws:kms:eu-central-1:123456789012:key/{KEY}"])
def test_2_a_key_is_shown_by_its_arn(name: str) -> None:
    """2: "KMSMasterKeyArn is always the resolved key ARN; alias/key-id resolved at write time"."""
    desk = made({"SSESpecification": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": name}})
    shown = desk.table()["SSEDescription"]["KMSMasterKeyArn"]
    assert shown == f"arn:aws:kms:eu-central-1:123456789012:key/{KEY}"


def test_2_on_demand_reads_zero() -> None:
    """2: "PPR reads 0/0 (table and every GSI), NumberOfDecreasesToday 0"; billing once PPR is shown for ever."""
    desk = made(ON_DEMAND)
    table = desk.table()
    nothing = {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0, "NumberOfDecreasesToday": 0}
    assert [part["ProvisionedThroughput"] for part in (table, *table["GlobalSecondaryIndexes"])] == [nothing] * 3
    assert "LastUpdateToPayPerRequestDateTime" in table["BillingModeSummary"]
    updates = [{"Update": {"IndexName": name, **units(5)}} for name in ("byB", "byC")]
    desk.change(BillingMode="PROVISIONED", **units(5), GlobalSecondaryIndexUpdates=updates)
    desk.later(100.0)
    assert desk.table()["BillingModeSummary"]["BillingMode"] == "PROVISIONED"


def test_2_warm_throughput_is_always_there() -> None:
    """2: "PPR 12000/4000 or higher, PROV = highest RCU/WCU ever; after PPR switch 12000/4000 kept"."""
    desk = made({"BillingMode": "PROVISIONED", **units(5, 6)})
    warm = {"ReadUnitsPerSecond": 5, "WriteUnitsPerSecond": 6, "Status": "ACTIVE"}
    assert desk.table()["WarmThroughput"] == warm
    desk.change(**units(9, 3))
    desk.later(10.0)
    assert desk.table()["WarmThroughput"] == {**warm, "ReadUnitsPerSecond": 9}
    desk.change(BillingMode="PAY_PER_REQUEST")
    desk.later(200.0)
    desk.change(BillingMode="PROVISIONED", **units(5))
    desk.later(200.0)
    kept = {"ReadUnitsPerSecond": 12000, "WriteUnitsPerSecond": 4000, "Status": "ACTIVE"}
    assert desk.table()["WarmThroughput"] == kept


def test_2_a_switch_to_provisioned_drops_the_maximum() -> None:
    """2, OnDemandThroughput: "dropped by a switch to PROV"."""
    desk = made({"OnDemandThroughput": {"MaxReadRequestUnits": 9}})
    assert desk.table()["OnDemandThroughput"] == {"MaxReadRequestUnits": 9}
    desk.change(BillingMode="PROVISIONED", **units(5))
    desk.later(100.0)
    assert "OnDemandThroughput" not in desk.table()


def test_2_lists_come_back_in_their_own_order() -> None:
    """2: AttributeDefinitions sorted by name (L-125), NonKeyAttributes sorted, indexes as they were asked for."""
    projection = {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["y", "x", "b"]}
    indexes = [index("byB", "b") | {"Projection": projection}, index("byC", "c")]
    desk = made({**defined("c", "a", "b"), "GlobalSecondaryIndexes": indexes})
    table = desk.table()
    assert [item["AttributeName"] for item in table["AttributeDefinitions"]] == ["a", "b", "c"]
    assert [entry["IndexName"] for entry in table["GlobalSecondaryIndexes"]] == ["byB", "byC"]
    assert desk.index("byB")["Projection"]["NonKeyAttributes"] == ["b", "x", "y"]
    assert desk.index("byB")["IndexArn"] == f"{ARN}/index/byB"


def test_2_a_local_index_has_no_capacity() -> None:
    """2, LocalSecondaryIndexes: "no throughput block"."""
    table = made({**defined("a", "b", "z"), **RANGE, "LocalSecondaryIndexes": [LOCAL]}).table()
    (shown,) = table["LocalSecondaryIndexes"]
    assert not {*shown} & {"ProvisionedThroughput", "WarmThroughput", "IndexStatus"}


def test_2_a_type_that_changes_is_ignored() -> None:
    """2, Key attribute type: "a changed type in AttributeDefinitions is silently ignored with 200 (L-162)"."""
    desk = made({})
    changed = [{"AttributeName": "a", "AttributeType": "N"}]
    desk.change(AttributeDefinitions=changed, OnDemandThroughput={"MaxReadRequestUnits": 9})
    assert desk.table()["AttributeDefinitions"] == [{"AttributeName": "a", "AttributeType": "S"}]


def test_2_definitions_beyond_the_new_index_are_ignored() -> None:
    """2, AttributeDefinitions: "needs only the new index's keys, extra entries ignored"."""
    desk = made({})
    request = new_index("byD")
    request["AttributeDefinitions"] += [{"AttributeName": "x", "AttributeType": "N"}]
    desk.change(**request)
    assert [item["AttributeName"] for item in desk.table()["AttributeDefinitions"]] == ["a", "d"]


def test_2_time_to_live() -> None:
    """2, TTL: "DISABLED has no AttributeName"; 4.2: visible at once; the answer echoes the request (1.3)."""
    desk = made({})
    assert desk.send("DescribeTimeToLive")["TimeToLiveDescription"] == {"TimeToLiveStatus": "DISABLED"}
    wanted = {"Enabled": True, "AttributeName": "x"}
    assert desk.send("UpdateTimeToLive", TimeToLiveSpecification=wanted) == {"TimeToLiveSpecification": wanted}
    shown = {"TimeToLiveStatus": "ENABLED", "AttributeName": "x"}
    assert desk.send("DescribeTimeToLive")["TimeToLiveDescription"] == shown


def test_2_recovery() -> None:
    """2, PITR: "use PointInTimeRecoveryStatus"; "re-enable without a period = 35 (L-083..085)"."""
    desk = made({})

    def period(**wanted: Any) -> object:
        specification = {"PointInTimeRecoveryEnabled": True, **wanted}
        answer = desk.send("UpdateContinuousBackups", PointInTimeRecoverySpecification=specification)
        described: Part = answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        return described.get("RecoveryPeriodInDays")

    assert [period(RecoveryPeriodInDays=7), period(RecoveryPeriodInDays=9), period()] == [7, 9, 35]
    assert period(PointInTimeRecoveryEnabled=False) is None


def test_2_insights() -> None:
    """2, Contributor Insights: "ENABLE without mode resets to ACCESSED_AND_THROTTLED_KEYS"; off is not listed (8.2)."""
    desk = made(ON_DEMAND)
    enable = {"ContributorInsightsAction": "ENABLE"}
    desk.send("UpdateContributorInsights", **enable, ContributorInsightsMode="THROTTLED_KEYS")
    desk.send("UpdateContributorInsights", **enable, IndexName="byB")
    listed = desk.send("ListContributorInsights")["ContributorInsightsSummaries"]
    modes = [(entry.get("IndexName"), entry["ContributorInsightsMode"]) for entry in listed]
    assert modes == [(None, "THROTTLED_KEYS"), ("byB", "ACCESSED_AND_THROTTLED_KEYS")]
    answer = desk.send("UpdateContributorInsights", **enable)
    assert answer["ContributorInsightsMode"] == "ACCESSED_AND_THROTTLED_KEYS"
    off = desk.send("DescribeContributorInsights", IndexName="byC")
    assert off == {"TableName": "orders", "IndexName": "byC", "ContributorInsightsStatus": "DISABLED"}


def test_1_2_the_answer_to_create_table() -> None:
    """1.2: "BillingModeSummary has only BillingMode (L-055); WT absent unless sent"; 8.3: it has ARN and TableId."""
    answer = Desk().create(ready=False, **ON_DEMAND)
    assert answer["TableStatus"] == "CREATING"
    assert answer["BillingModeSummary"] == {"BillingMode": "PAY_PER_REQUEST"}
    assert answer["TableArn"] == ARN and answer["TableId"]
    assert "WarmThroughput" not in answer
    warm = {"ReadUnitsPerSecond": 13000, "WriteUnitsPerSecond": 4000}
    assert "WarmThroughput" in Desk().create(ready=False, WarmThroughput=warm)


def test_1_2_the_answer_to_delete_table() -> None:
    """1.2: "omits KeySchema, AttributeDefinitions, GSIs, LSIs, CreationDateTime [S]"."""
    desk = made(ON_DEMAND)
    answer = desk.send("DeleteTable")["TableDescription"]
    assert answer["TableStatus"] == "DELETING"
    dropped = {"KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "LocalSecondaryIndexes"}
    assert not {*answer} & {*dropped, "CreationDateTime"}


def test_1_2_the_answer_to_update_table_is_old() -> None:
    """Fact 2 (L-050, L-153): the answer shows the OLD capacity, class and key, of an index too."""
    desk = made({**PROVISIONED, "TableClass": "STANDARD", "SSESpecification": {"Enabled": True}})
    answer = desk.change(**units(7), **action("Update", "byB", **units(8)))
    shown = [answer, *(entry for entry in answer["GlobalSecondaryIndexes"] if entry["IndexName"] == "byB")]
    assert [part["ProvisionedThroughput"]["ReadCapacityUnits"] for part in shown] == [5, 5]
    desk.later(10.0)
    assert desk.change(TableClass=INFREQUENT)["TableClassSummary"]["TableClass"] == "STANDARD"
    desk.later(10.0)
    old = desk.table()["SSEDescription"]["KMSMasterKeyArn"]
    answer = desk.change(SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": "alias/one"})
    assert answer["SSEDescription"]["KMSMasterKeyArn"] == old


def test_1_2_tables_are_listed_byte_by_byte() -> None:
    """1.2: "Byte-wise order; last page omits LastEvaluatedTableName (L-012)"."""
    desk = Desk()
    for name in ("bills", "Zebra", "apples"):
        desk.create(TableName=name)
    page = desk.send("ListTables", bare=True, Limit=2)
    assert page == {"TableNames": ["Zebra", "apples"], "LastEvaluatedTableName": "apples"}
    rest = desk.send("ListTables", bare=True, ExclusiveStartTableName="apples")
    assert rest == {"TableNames": ["bills"]}


@pytest.mark.parametrize("operation", ["DescribeTable", "DescribeTimeToLive", "DescribeContinuousBackups"])
def test_8_1_a_table_is_named_by_its_arn_too(operation: str) -> None:
    """8.1: "accept an ARN as TableName; responses always give the bare name"."""
    desk = made({})
    answer = desk.send(operation, TableName=ARN)
    assert answer.get("Table", {"TableName": "orders"})["TableName"] == "orders"
