# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""On-demand backups, and how those that the service makes are read (settings/recovery.py)."""

from __future__ import annotations

from typing import Any

from ..clock import moment, stamp
from ..refusal import RefusedError, invalid, table_not_found
from ..rules.restores import source_details, source_features
from ..settings.encryption import refuse_lost
from ..settings.recovery import refuse_early
from ..state import Part
from ..world import Backup, World
from .phases import forgotten
from .restores import HANDLERS as RESTORES
from .snapshots import all_backups, expiry, find_backup, make_backup, position, seconds_of, state_of, targets_of

PAGE = 100


def create_backup(world: World, request: Part) -> Part:
    """4.3: not found, then unavailable, until some time after ACTIVE; an UPDATING table and a DELETING one are fine."""
    table = world.table(request["TableName"], "CreateBackup")
    refuse_early(world, table)
    if forgotten(world, table):
        raise table_not_found(table.name)
    refuse_lost(world, table)
    backup = make_backup(world, table, request["BackupName"], "USER")
    return {"BackupDetails": {**_details(world, backup), "BackupStatus": "CREATING"}}


def describe_backup(world: World, request: Part) -> Part:
    """The backup and what the table was, with the ARN as it was asked for."""
    backup = find_backup(world, request["BackupArn"])
    world.limit_reads("DescribeBackup", 13.0, 10.0)
    return {"BackupDescription": _described(world, backup, request["BackupArn"])}


def delete_backup(world: World, request: Part) -> Part:
    """At once; not while it feeds a restore, and never one that the service made."""
    arn = request["BackupArn"]
    backup = find_backup(world, arn)
    # DDB-BACKUP-023: by a bucket of its own, like reads.
    world.limit_reads("DeleteBackup", 13.0, 10.0)
    expires = expiry(backup)
    if expires is not None:
        text = f"User is not allowed to delete the system backup with arn {backup.arn}."
        raise invalid(f"{text} It will automatically expire on {stamp(expires)}")
    if targets_of(world, backup.arn):
        raise RefusedError("BackupInUseException", f"Backup is being used to restore table: {backup.arn}")
    if world.now() < backup.ready_at and not world.behaviour.unknown:
        raise RefusedError("BackupInUseException", f"Backup is being created: {backup.arn}")
    answer = _described(world, backup, arn)
    answer["BackupDetails"]["BackupStatus"] = "DELETED"
    del world.backups[backup.arn]
    return {"BackupDescription": answer}


def _described(world: World, backup: Backup, arn: str) -> Part:
    table = state_of(world, backup)
    features = {} if backup.kind == "SYSTEM" else source_features(table)
    return {
        "BackupDetails": {**_details(world, backup), "BackupArn": arn},
        "SourceTableDetails": source_details(table),
        "SourceTableFeatureDetails": features,
    }


def _details(world: World, backup: Backup) -> Part:
    expires = expiry(backup)
    return {
        "BackupArn": backup.arn,
        "BackupName": backup.name,
        "BackupSizeBytes": 0,
        "BackupStatus": "AVAILABLE" if world.now() >= backup.ready_at else "CREATING",
        "BackupType": backup.kind,
        "BackupCreationDateTime": moment(backup.made_at),
        **({} if expires is None else {"BackupExpiryDateTime": moment(expires)}),
    }


def list_backups(world: World, request: Part) -> Part:
    """Those that users made unless asked otherwise; a table that is gone, or never was, is no error."""
    world.limit_reads("ListBackups", 5.0, 5.0)
    found = [backup for backup in all_backups(world) if _wanted(world, backup, request)]
    if "ExclusiveStartBackupArn" in request:
        after = request["ExclusiveStartBackupArn"].rsplit("/", 1)[-1]
        found = [backup for backup in found if position(backup) > after]
    limit = request.get("Limit", PAGE)
    page = found[:limit]
    more = {"LastEvaluatedBackupArn": page[-1].arn} if len(found) > limit else {}
    return {"BackupSummaries": [_summary(world, backup) for backup in page], **more}


def _wanted(world: World, backup: Backup, request: Part) -> bool:
    """The lower bound is in the range, the upper is not."""
    lower = seconds_of(request.get("TimeRangeLowerBound", 0.0))
    upper = seconds_of(request.get("TimeRangeUpperBound", float("inf")))
    if lower > upper:
        raise invalid("Time range lower bound must be less than or equal to upper bound")
    kinds = {"ALL": ("USER", "SYSTEM")}.get(request.get("BackupType", "USER"), (request.get("BackupType", "USER"),))
    name = world.name_of(request["TableName"]) if "TableName" in request else backup.table
    return backup.kind in kinds and backup.table == name and lower <= backup.made_at < upper


def _summary(world: World, backup: Backup) -> dict[str, Any]:
    table = state_of(world, backup)
    names = {"TableName": backup.table, "TableId": backup.table_id, "TableArn": table.arn}
    return {**_details(world, backup), **names}


HANDLERS = {
    "CreateBackup": create_backup,
    "DescribeBackup": describe_backup,
    "DeleteBackup": delete_backup,
    "ListBackups": list_backups,
    **RESTORES,
}
