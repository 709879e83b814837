# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups (control_plane.md, 1.3, 4.3, 6.4, 8.4)."""

from __future__ import annotations

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.operations.backups import HANDLERS
from ansible_collections.planton.dynamodb.tests.simulator.operations.due import run_due
from ansible_collections.planton.dynamodb.tests.simulator.settings.recovery import Recovery, system_backup
from ansible_collections.planton.dynamodb.tests.simulator.settings.ttl import TimeToLive
from ansible_collections.planton.dynamodb.tests.simulator.world import World
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import (
    ARN,
    add_table,
    creating,
    deleting,
    refusal,
)
from ansible_collections.planton.dynamodb.tests.unit.simulator.backups import FULL, backed_up, send, world_of_backups
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import LONG, made


@pytest.fixture
def world() -> World:
    return world_of_backups(limiter=False)


def test_4_3_backups_come_some_time_after_the_table(world: World) -> None:
    """4.3, CREATING: "TNF then CBU, until 1.4-2.7 s after ACTIVE"."""
    creating(world, seconds=6.0)
    request = {"TableName": "t1", "BackupName": "bak"}
    create = HANDLERS["CreateBackup"]
    assert refusal(create, world, request) == ("TableNotFoundException", "Table not found: t1")
    world.clock.advance(3.0)
    unavailable = "Backups are being enabled for the table: t1. Please retry later"
    assert refusal(create, world, request) == ("ContinuousBackupsUnavailableException", unavailable)
    world.clock.advance(4.9)
    assert refusal(create, world, request)[0] == "ContinuousBackupsUnavailableException"
    world.clock.advance(0.2)
    create(world, request)


def test_4_3_backups_of_a_table_that_goes(world: World) -> None:
    """4.3, DELETING: 200 in the first 1 to 1.6 s; 6.4: then, and without a table, "Table not found"."""
    request = {"TableName": "t1", "BackupName": "bak"}
    assert refusal(HANDLERS["CreateBackup"], world, request)[0] == "TableNotFoundException"
    deleting(world)
    send(world, "CreateBackup", **request)
    world.clock.advance(1.6)
    assert refusal(HANDLERS["CreateBackup"], world, request) == ("TableNotFoundException", "Table not found: t1")
    world.clock.advance(10.0)
    assert len(send(world, "ListBackups", TableName="t1")["BackupSummaries"]) == 1


def test_4_3_no_backup_of_a_lost_table(world: World) -> None:
    """4.3, the row of INACCESSIBLE_ENCRYPTION_CREDENTIALS."""
    add_table(world).lost = "INACCESSIBLE_ENCRYPTION_CREDENTIALS"
    refusal(HANDLERS["CreateBackup"], world, {"TableName": "t1", "BackupName": "bak"})


def test_1_3_a_backup_and_what_it_says(world: World) -> None:
    """1.3: CreateBackup answers BackupDetails; a backup has streams, TTL, encryption and indexes, not the rest."""
    add_table(world, **FULL).of(TimeToLive).ttl = "expires"
    made = send(world, "CreateBackup", TableName=ARN, BackupName="bak")["BackupDetails"]
    assert (made["BackupStatus"], made["BackupType"]) == ("CREATING", "USER")
    world.clock.advance(1.0)
    described = send(world, "DescribeBackup", BackupArn=made["BackupArn"])["BackupDescription"]
    assert described["BackupDetails"]["BackupStatus"] == "AVAILABLE"
    assert set(described["SourceTableFeatureDetails"]) == {
        "GlobalSecondaryIndexes",
        "StreamDescription",
        "TimeToLiveDescription",
        "SSEDescription",
    }
    assert "TableClass" not in str(described)
    gone = send(world, "DeleteBackup", BackupArn=made["BackupArn"])["BackupDescription"]
    assert gone["BackupDetails"]["BackupStatus"] == "DELETED"
    request = {"BackupArn": made["BackupArn"]}
    assert refusal(HANDLERS["DescribeBackup"], world, request) == (
        "BackupNotFoundException",
        f"Backup not found: {made['BackupArn']}",
    )


BAD_ARNS = [
    (ARN, "ValidationException", "Invalid Backup ARN"),
    (f"{ARN}/backup/1-2".replace(":dynamodb:", ":s3:"), "ValidationException", "BackupArn is not valid"),
    (f"{ARN}/backup/1-2".replace("123456789012", "2"), "AccessDeniedException", "Access is denied"),
    (f"{ARN}/backup/1-2", "BackupNotFoundException", f"Backup not found: {ARN}/backup/1-2"),
]


@pytest.mark.parametrize(("arn", "code", "text"), BAD_ARNS)
@pytest.mark.parametrize("operation", ["DescribeBackup", "DeleteBackup", "RestoreTableFromBackup"])
def test_1_3_backup_arns(world: World, operation: str, arn: str, code: str, text: str) -> None:
    """1.3: BackupNotFoundException; the other codes are of finding DDB-BACKUP-012."""
    request = {"BackupArn": arn, "TargetTableName": "t2"}
    assert refusal(HANDLERS[operation], world, request) == (code, text)


def test_the_region_of_a_backup_arn_is_not_looked_at(world: World) -> None:
    """DDB-BACKUP-012: the answer has the ARN that was asked for; a restore wants the encryption then."""
    add_table(world)
    elsewhere = backed_up(world).replace("eu-central-1", "us-east-1")
    described = send(world, "DescribeBackup", BackupArn=elsewhere)["BackupDescription"]
    assert described["BackupDetails"]["BackupArn"] == elsewhere
    request = {"BackupArn": elsewhere, "TargetTableName": "t2"}
    text = "Invalid Request: sseSpecificationOverride must be provided for cross-region restores"
    assert refusal(HANDLERS["RestoreTableFromBackup"], world, request) == ("ValidationException", text)


def test_names_of_backups_are_not_unique_and_lists_come_in_pages(world: World) -> None:
    """DDB-BACKUP-011, 014: the default is USER; the lower bound counts, the upper does not."""
    add_table(world)
    first, second, third = (backed_up(world) for _time in range(3))
    page = send(world, "ListBackups", Limit=2)
    assert [entry["BackupArn"] for entry in page["BackupSummaries"]] == [first, second]
    rest = send(world, "ListBackups", ExclusiveStartBackupArn=page["LastEvaluatedBackupArn"])
    assert [entry["BackupArn"] for entry in rest["BackupSummaries"]] == [third]
    assert "LastEvaluatedBackupArn" not in rest
    at = page["BackupSummaries"][1]["BackupCreationDateTime"]
    below = send(world, "ListBackups", TimeRangeUpperBound=at)["BackupSummaries"]
    above = send(world, "ListBackups", TimeRangeLowerBound=at.timestamp())["BackupSummaries"]
    assert (len(below), len(above)) == (1, 2)
    request = {"TimeRangeLowerBound": 2, "TimeRangeUpperBound": 1}
    assert "lower bound must be less" in refusal(HANDLERS["ListBackups"], world, request)[1]
    assert send(world, "ListBackups", TableName="other")["BackupSummaries"] == []
    assert send(world, "ListBackups", BackupType="SYSTEM")["BackupSummaries"] == []


def test_8_4_a_table_with_recovery_leaves_a_backup(world: World) -> None:
    """8.4: "AWS makes a 35-day SYSTEM backup `<table>$DeletedTableBackup`"; nobody can delete it."""
    table = add_table(world)
    table.of(Recovery).recovery_days = 7
    system_backup(world, table)
    del world.tables["t1"]
    world.clock.advance(8.0)
    run_due(world)
    assert send(world, "ListBackups")["BackupSummaries"] == []
    (entry,) = send(world, "ListBackups", BackupType="ALL")["BackupSummaries"]
    assert (entry["BackupName"], entry["BackupType"]) == ("t1$DeletedTableBackup", "SYSTEM")
    assert (entry["BackupExpiryDateTime"] - entry["BackupCreationDateTime"]).days == 35
    code, text = refusal(HANDLERS["DeleteBackup"], world, {"BackupArn": entry["BackupArn"]})
    assert code == "ValidationException"
    assert text.startswith("User is not allowed to delete the system backup with arn ")
    world.clock.advance(35 * 86_400)
    assert send(world, "ListBackups", BackupType="ALL")["BackupSummaries"] == []


def test_8_4_no_backup_if_recovery_is_turned_off_in_time(world: World) -> None:
    """DDB-TABLE-088, as 8.4: a disable while DELETING suppresses it."""
    table = add_table(world)
    table.of(Recovery).recovery_days = 7
    system_backup(world, table)
    table.of(Recovery).recovery_days = None
    world.clock.advance(8.0)
    run_due(world)
    assert world.backups == {}


def test_l_453_recovery_turned_on_while_the_table_goes() -> None:
    """L-453: it is answered as ever, and leaves a backup that nobody can delete."""
    desk = made({})
    desk.send("DeleteTable")
    desk.send("UpdateContinuousBackups", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    desk.later(20.0)
    kept = desk.send("ListBackups", BackupType="SYSTEM")["BackupSummaries"]
    assert [one["BackupName"] for one in kept] == ["orders$DeletedTableBackup"]
    assert (
        "not allowed to delete the system backup"
        in (desk.refused("DeleteBackup", bare=True, BackupArn=kept[0]["BackupArn"])[1])
    )


def test_backups_outlive_their_table() -> None:
    """DDB-BACKUP-005, 016, 019, 022: two dozen at once; those of the old table and of the new differ in the id only."""
    desk = made({})
    for _count in range(24):
        desk.send("CreateBackup", BackupName="same")
    desk.send("DeleteTable")
    desk.later(LONG)
    desk.create()
    desk.send("CreateBackup", BackupName="new")
    listed = desk.send("ListBackups")["BackupSummaries"]
    assert (len(listed), len({one["TableId"] for one in listed}), len({one["TableArn"] for one in listed})) == (
        25,
        2,
        1,
    )
    gone = listed[0]["BackupArn"]
    answer = desk.send("DeleteBackup", bare=True, BackupArn=gone)["BackupDescription"]
    assert answer["BackupDetails"]["BackupStatus"] == "DELETED"
    for operation in ("DescribeBackup", "DeleteBackup"):
        assert desk.refused(operation, bare=True, BackupArn=gone)[0] == "BackupNotFoundException"


def test_l_277_targets_of_restores() -> None:
    """L-275, L-276, L-277, L-405: one that is DELETING is there; one that is made cannot be deleted; two overrides."""
    desk = made({})
    arn = desk.send("CreateBackup", BackupName="one")["BackupDetails"]["BackupArn"]
    desk.create(TableName="gone")
    desk.send("DeleteTable", TableName="gone")
    restore = {"bare": True, "BackupArn": arn}
    told = desk.refused("RestoreTableFromBackup", **restore, TargetTableName="gone")
    assert told == ("TableAlreadyExistsException", "Table already exists: gone")
    off = {"SSESpecificationOverride": {"Enabled": False}, "OnDemandThroughputOverride": {"MaxReadRequestUnits": 7}}
    desk.send("RestoreTableFromBackup", **restore, **off, TargetTableName="new")
    assert desk.refused("DeleteTable", TableName="new")[0] == "ResourceInUseException"
    desk.later(LONG)
    assert desk.table("new")["OnDemandThroughput"] == {"MaxReadRequestUnits": 7}
    assert "SSEDescription" not in desk.table("new")
