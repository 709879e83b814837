# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Restores: from a backup, and to a point in time (control_plane.md, 1.3, 2 "Restore", 5)."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.answers import table_description
from ansible_collections.planton.dynamodb.tests.simulator.engine import Caller
from ansible_collections.planton.dynamodb.tests.simulator.operations.backups import HANDLERS
from ansible_collections.planton.dynamodb.tests.simulator.operations.data import put_item, scan
from ansible_collections.planton.dynamodb.tests.simulator.operations.phases import restoring, unknown
from ansible_collections.planton.dynamodb.tests.simulator.settings.policy import Policy
from ansible_collections.planton.dynamodb.tests.simulator.settings.recovery import Recovery
from ansible_collections.planton.dynamodb.tests.simulator.settings.tags import Tags
from ansible_collections.planton.dynamodb.tests.simulator.settings.ttl import TimeToLive
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.simulator.world import World
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import (
    ARN,
    INDEX,
    INDEXED,
    PROVISIONED_INDEXED,
    add_table,
    refusal,
)
from ansible_collections.planton.dynamodb.tests.unit.simulator.backups import (
    FULL,
    SECONDS,
    backed_up,
    send,
    world_of_backups,
)
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import ARN as DESK_ARN
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import Desk


@pytest.fixture
def world() -> World:
    return world_of_backups()


def restored(world: World, **more: Any) -> Part:
    """Restore a backup of t1 to t2; return what DescribeTable says at the end."""
    send(world, "RestoreTableFromBackup", TargetTableName="t2", BackupArn=backed_up(world), **more)
    world.clock.advance(100.0)
    return table_description(world.tables["t2"], world.now())


def test_2_restore_keeps_and_drops(world: World) -> None:
    """2, "Restore": drops streams, TTL, PITR, tags, DP, policy, class; keeps SSE, billing, ODT."""
    table = add_table(world, **FULL)
    table.of(TimeToLive).ttl, table.of(Recovery).recovery_days, table.of(Policy).policy = "expires", 7, "{}"
    table.on_demand_units = {"MaxReadRequestUnits": 5}
    put_item(world, {"TableName": "t1", "Item": {"a": {"S": "x"}}})
    answer = restored(world)
    assert answer["SSEDescription"]["KMSMasterKeyArn"] == "key"
    assert answer["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert answer["OnDemandThroughput"] == {"MaxReadRequestUnits": 5}
    assert [index["IndexName"] for index in answer["GlobalSecondaryIndexes"]] == ["byB"]
    assert answer["DeletionProtectionEnabled"] is False
    assert not {"StreamSpecification", "LatestStreamArn", "TableClassSummary", "RestoreSummary"} & set(answer)
    target = world.tables["t2"]
    assert (
        target.of(TimeToLive).ttl,
        target.of(Recovery).recovery_days,
        target.of(Policy).policy,
        target.of(Tags).tags,
    ) == (
        None,
        None,
        None,
        {},
    )
    assert target.table_id != table.table_id
    assert scan(world, {"TableName": "t2"})["Count"] == 1


def test_2_restore_target_while_it_is_made(world: World) -> None:
    """2, "Restore": "target answers RNF/TNF to everything except DescribeTable while CREATING"; RestoreSummary."""
    source = add_table(world)
    backup = backed_up(world)
    made = send(world, "RestoreTableFromBackup", TargetTableName="t2", BackupArn=backup)["TableDescription"]
    assert made["TableStatus"] == "CREATING"
    assert made["RestoreSummary"]["SourceTableArn"] == source.arn
    assert made["RestoreSummary"]["SourceBackupArn"] == backup
    assert made["RestoreSummary"]["RestoreInProgress"] is True
    world.clock.advance(99.0)
    target = world.tables["t2"]
    assert unknown(world, target) and restoring(world, target)
    assert table_description(target, world.now())["RestoreSummary"]
    request = {"TableName": "t2", "BackupName": "bak"}
    assert refusal(HANDLERS["CreateBackup"], world, request) == ("TableNotFoundException", "Table not found: t2")
    world.clock.advance(1.0)
    assert not unknown(world, target)
    assert "RestoreSummary" not in table_description(target, world.now())


def test_1_3_one_backup_feeds_one_restore(world: World) -> None:
    """1.3: BackupInUseException; the texts of DDB-BACKUP-010."""
    add_table(world)
    backup = backed_up(world)
    send(world, "RestoreTableFromBackup", TargetTableName="t2", BackupArn=backup)
    restore = HANDLERS["RestoreTableFromBackup"]
    assert refusal(restore, world, {"TargetTableName": "t3", "BackupArn": backup}) == (
        "BackupInUseException",
        f"Backup is being used to restore another table: {backup}",
    )
    assert refusal(HANDLERS["DeleteBackup"], world, {"BackupArn": backup})[0] == "BackupInUseException"
    assert refusal(restore, world, {"TargetTableName": "t2", "BackupArn": backup}) == (
        "TableInUseException",
        f"Table: t2 is already being restored from backup: {backup}",
    )
    assert refusal(restore, world, {"TargetTableName": "t1", "BackupArn": backup}) == (
        "TableAlreadyExistsException",
        "Table already exists: t1",
    )
    world.clock.advance(100.0)
    send(world, "DeleteBackup", BackupArn=backup)


def test_5_fifty_restores_at_a_time(world: World) -> None:
    """5 and 6.3: "Only 50 restore operations can be done simultaneously"."""
    add_table(world).of(Recovery).recovery_days = 35
    request = {"SourceTableName": "t1", "UseLatestRestorableTime": True}
    for number in range(50):
        send(world, "RestoreTableToPointInTime", TargetTableName=f"copy{number}", **request)
    assert refusal(HANDLERS["RestoreTableToPointInTime"], world, {"TargetTableName": "more", **request}) == (
        "LimitExceededException",
        "Subscriber limit exceeded: Only 50 restore operations can be done simultaneously",
    )


OVERRIDES: list[tuple[Part, str]] = [
    (
        {"ProvisionedThroughputOverride": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}},
        "Cannot override ProvisionedThroughput unless BillingMode is PROVISIONED",
    ),
    (
        {"BillingModeOverride": "PROVISIONED"},
        "Must override ProvisionedThroughput if BillingMode is overridden to PROVISIONED",
    ),
    (
        {"OnDemandThroughputOverride": {"MaxReadRequestUnits": 0}},
        "Requested MaxReadRequestUnits for OnDemandThroughput",
    ),
    (
        {"GlobalSecondaryIndexOverride": [{**INDEX, "Projection": {"ProjectionType": "KEYS_ONLY"}}]},
        "Index byB does not match a secondary index that existed in the source table and cannot be created during the"
        " restore operation",
    ),
    ({"GlobalSecondaryIndexOverride": [{**INDEX, "WarmThroughput": {}}]}, "WarmThroughput"),
    ({"SSESpecificationOverride": {"Enabled": True, "SSEType": "AES256"}}, "SSEType AES256 is not supported"),
    (
        {
            "BillingModeOverride": "PROVISIONED",
            "ProvisionedThroughputOverride": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1},
        },
        "ProvisionedThroughput is not specified for index: byB",
    ),
]


@pytest.mark.parametrize(("override", "text"), OVERRIDES)
def test_1_3_overrides_of_a_restore(world: World, override: Part, text: str) -> None:
    """1.3: the overrides; their texts are of DDB-TABLE-273. Nothing is made."""
    add_table(world, **INDEXED)
    request = {"TargetTableName": "t2", "BackupArn": backed_up(world), **override}
    code, told = refusal(HANDLERS["RestoreTableFromBackup"], world, request)
    assert code == "ValidationException"
    assert text in told
    assert "t2" not in world.tables


def test_2_an_empty_list_drops_the_indexes(world: World) -> None:
    """2, "Restore": "`GlobalSecondaryIndexOverride:[]` drops all, omitted keeps all"."""
    add_table(world, **PROVISIONED_INDEXED)
    answer = restored(world, GlobalSecondaryIndexOverride=[], SSESpecificationOverride={"Enabled": False})
    assert "GlobalSecondaryIndexes" not in answer
    assert answer["AttributeDefinitions"] == [{"AttributeName": "a", "AttributeType": "S"}]


def test_2_a_restore_may_change_the_billing_mode(world: World) -> None:
    """2, "Restore", with overrides: on demand there is no capacity, and the key may be another."""
    add_table(world, **PROVISIONED_INDEXED)
    override = {"OnDemandThroughputOverride": {"MaxReadRequestUnits": 9}, "SSESpecificationOverride": {"Enabled": True}}
    answer = restored(world, BillingModeOverride="PAY_PER_REQUEST", **override)
    assert answer["ProvisionedThroughput"]["ReadCapacityUnits"] == 0
    assert answer["GlobalSecondaryIndexes"][0]["ProvisionedThroughput"]["ReadCapacityUnits"] == 0
    assert answer["OnDemandThroughput"] == {"MaxReadRequestUnits": 9}
    assert answer["SSEDescription"]["KMSMasterKeyArn"].startswith("arn:aws:kms:")


@pytest.mark.parametrize("to_a_point", [False, True])
def test_restores_into_another_region(to_a_point: bool) -> None:
    """DDB-TABLE-274: with an encryption, which is that of the Region of the call; by a name nothing is found."""
    desk = Desk(seconds={**SECONDS, "create": (0.0, 0.0), "recovery_delay": (0.0, 0.0)})
    desk.create(SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": "alias/one"})
    desk.send("PutItem", Item={"a": {"S": "x"}})
    on = {"PointInTimeRecoveryEnabled": True}
    desk.send("UpdateContinuousBackups", PointInTimeRecoverySpecification=on)
    backup = desk.send("CreateBackup", BackupName="bak")["BackupDetails"]["BackupArn"]
    desk.later(400.0)
    desk.caller = Caller(region="us-east-1")
    operation = "RestoreTableToPointInTime" if to_a_point else "RestoreTableFromBackup"
    source = {"SourceTableArn": DESK_ARN, "UseLatestRestorableTime": True} if to_a_point else {"BackupArn": backup}
    request: Part = {"TargetTableName": "copy", **source}
    text = "Invalid Request: sseSpecificationOverride must be provided for cross-region restores"
    assert desk.refused(operation, bare=True, **request) == ("ValidationException", text)
    desk.send(operation, bare=True, **request, SSESpecificationOverride={"Enabled": True, "SSEType": "KMS"})
    desk.later(100.0)
    table = desk.table("copy")
    assert (table["TableStatus"], table["TableArn"].split(":")[3]) == ("ACTIVE", "us-east-1")
    assert table["SSEDescription"]["KMSMasterKeyArn"].split(":")[3] == "us-east-1"
    assert desk.send("Scan", TableName="copy")["Count"] == 1
    named = {"SourceTableName": "orders", "TargetTableName": "other", "UseLatestRestorableTime": True}
    assert desk.refused("RestoreTableToPointInTime", bare=True, **named)[0] == "TableNotFoundException"


def test_an_empty_override_is_refused_and_carried_out(world: World) -> None:
    """DDB-TABLE-463: TableInUseException for a restore that has begun nevertheless."""
    add_table(world)
    backup = backed_up(world)
    request = {"TargetTableName": "t2", "BackupArn": backup, "OnDemandThroughputOverride": {}}
    assert refusal(HANDLERS["RestoreTableFromBackup"], world, request)[0] == "TableInUseException"
    assert world.tables["t2"].status(world.now()) == "CREATING"


LATEST = {"UseLatestRestorableTime": True}
POINTS: list[tuple[Part, str, str]] = [
    ({"SourceTableName": "none", **LATEST}, "TableNotFoundException", "Table not found: none"),
    (
        {"SourceTableName": "off", **LATEST},
        "PointInTimeRecoveryUnavailableException",
        "Point in time recovery is not enabled for table 'off'",
    ),
    ({**LATEST}, "ValidationException", "The parameter 'TableName' is required"),
    (
        {"SourceTableName": "t1", "SourceTableArn": ARN, **LATEST},
        "ValidationException",
        "Must provide exactly one of: sourceTableArn, sourceTableName",
    ),
    ({"SourceTableName": "t1"}, "ValidationException", "Invalid Request: Either one of RestoreDateTime or"),
    (
        {"SourceTableName": "t1", "RestoreDateTime": 5, **LATEST},
        "ValidationException",
        "Invalid Request: Both RestoreDateTime and UseLatestRestorableTime cannot be set",
    ),
    (
        {"SourceTableName": "t1", "RestoreDateTime": 5},
        "InvalidRestoreTimeException",
        "RestoreDateTime '1970-01-01T00:00:05Z' must be within EarliestRestorableDateTime '",
    ),
    ({"SourceTableArn": "x" * 40, **LATEST}, "ValidationException", "sourceTableArn is not a valid ARN"),
    (
        {"SourceTableArn": ARN.replace("123456789012", "210987654321"), **LATEST},
        "ValidationException",
        "This action is only supported by accounts that match the resource owner's account.",
    ),
]


@pytest.mark.parametrize(("request_", "code", "text"), POINTS)
def test_1_3_points_in_time(world: World, request_: Part, code: str, text: str) -> None:
    """1.3: one source, one time, recovery on; the order and the texts are of DDB-TABLE-100 and 272."""
    add_table(world).of(Recovery).recovery_days = 35
    add_table(world, TableName="off")
    told = refusal(HANDLERS["RestoreTableToPointInTime"], world, {"TargetTableName": "t2", **request_})
    assert told[0] == code
    assert told[1].startswith(text)


def test_1_3_a_point_in_time_needs_no_backup(world: World) -> None:
    """1.3: RestoreTableToPointInTime by ARN; the target's name must be free."""
    add_table(world).of(Recovery).recovery_days = 35
    made = send(world, "RestoreTableToPointInTime", TargetTableName="t2", SourceTableArn=ARN, **LATEST)
    assert "SourceBackupArn" not in made["TableDescription"]["RestoreSummary"]
    request = {"TargetTableName": "t1", "SourceTableName": "t1", **LATEST}
    refused = refusal(HANDLERS["RestoreTableToPointInTime"], world, request)
    assert refused == ("TableAlreadyExistsException", "Table already exists: t1")
