# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""RestoreTableFromBackup and RestoreTableToPointInTime: two more ways to make a table (control_plane.md, 2, "Restore").

The page gives what a restore keeps and drops and how its target behaves; the texts are those of the same measurements
(findings DDB-TABLE-100, 219, 272 to 275 and 463).
"""

from __future__ import annotations

from .. import answers
from .. import flights as kinds
from ..clock import moment
from ..refusal import RefusedError, limited, table_not_found
from ..rules.restores import check_elsewhere, check_point, restored_table
from ..settings import all_settings
from ..settings.recovery import Recovery
from ..settings.recovery import described as continuous_backups
from ..state import Part, Table
from ..world import World
from .data import copy_items
from .kms import resolve
from .phases import RESTORE, forgotten, restoring, unknown
from .snapshots import find_backup, seconds_of, state_of, targets_of

RESTORES = 50


def restore_from_backup(world: World, request: Part) -> Part:
    """One backup feeds one restore at a time; the backup may outlive its table."""
    arn = request["BackupArn"]
    if len(arn.split(":")) > 3:
        check_elsewhere(request, arn, world.place.region)
    # The Region of an ARN is not looked at where there is no such backup (DDB-BACKUP-012).
    home = world.region_of(arn)
    home = home if home.backups else world
    backup = find_backup(home, arn)
    source = state_of(home, backup)
    target = _target(world, source, request)
    _check_name(world, target.name, backup.arn)
    if targets_of(world, backup.arn) or targets_of(home, backup.arn) or world.now() < backup.ready_at:
        raise RefusedError("BackupInUseException", f"Backup is being used to restore another table: {backup.arn}")
    summary = {"SourceBackupArn": backup.arn, "SourceTableArn": source.arn}
    answer = _begin(world, target, home, backup.arn, {**summary, "RestoreDateTime": moment(backup.made_at)})
    if request.get("OnDemandThroughputOverride") == {}:
        # DDB-TABLE-463: refused, although the restore has begun.
        raise _being_restored(target.name, backup.arn)
    return answer


def restore_to_point_in_time(world: World, request: Part) -> Part:
    """DDB-TABLE-100: the request's shape, then recovery, then the time, then the target."""
    source = _source(world, request)
    if source.of(Recovery).recovery_days is None:
        text = f"Point in time recovery is not enabled for table '{source.name}'"
        raise RefusedError("PointInTimeRecoveryUnavailableException", text)
    at = _time(world, source, request)
    target = _target(world, source, request)
    _check_name(world, target.name, source.arn)
    home = world.region_of(source.arn)
    return _begin(world, target, home, source.table_id, {"SourceTableArn": source.arn, "RestoreDateTime": moment(at)})


def _source(world: World, request: Part) -> Table:
    check_point(request, world.place.account)
    arn = request.get("SourceTableArn", "")
    home = world.region_of(arn) if arn else world
    if arn:
        check_elsewhere(request, arn, world.place.region)
    name = arn.rpartition("/")[2] or request["SourceTableName"]
    table = home.find(name)
    if table is None or unknown(home, table) or forgotten(home, table):
        raise table_not_found(name)
    return table


def _time(world: World, source: Table, request: Part) -> float:
    description = continuous_backups(source, world.now())["PointInTimeRecoveryDescription"]
    earliest, latest = (
        description[member].timestamp() for member in ("EarliestRestorableDateTime", "LatestRestorableDateTime")
    )
    at = seconds_of(request.get("RestoreDateTime", latest))
    if not earliest <= at <= latest:
        raise RefusedError(
            "InvalidRestoreTimeException",
            f"RestoreDateTime '{_shown(at)}' must be within EarliestRestorableDateTime '{_shown(earliest)}' and"
            f" LatestRestorableDateTime '{_shown(latest)}'",
        )
    return at


def _shown(seconds: float) -> str:
    return moment(seconds).strftime("%Y-%m-%dT%H:%M:%SZ")


def _check_name(world: World, name: str, source: str) -> None:
    there = world.find(name)
    if there is not None and restoring(world, there):
        raise _being_restored(name, source)
    if there is not None:
        raise RefusedError("TableAlreadyExistsException", f"Table already exists: {name}")
    if len(targets_of(world, "")) >= RESTORES:
        raise limited(f"Only {RESTORES} restore operations can be done simultaneously")


def _being_restored(name: str, source: str) -> RefusedError:
    return RefusedError("TableInUseException", f"Table: {name} is already being restored from backup: {source}")


def _target(world: World, source: Table, request: Part) -> Table:
    identifier = world.behaviour.identifier()
    return restored_table(source, request, world.place, identifier, lambda key: resolve(world, key))


def _begin(world: World, table: Table, home: World, items: str, summary: Part) -> Part:
    """CREATING for minutes; RestoreSummary is there as long as that, and nothing tells of it afterwards."""
    now, seconds = world.now(), world.draw("restore")
    table.made_at = now
    table.on_demand_at = now if table.on_demand else None
    shows = {"RestoreSummary": {**summary, "RestoreInProgress": True}}
    table.flights.begin(kinds.CREATING, now, seconds, detail=RESTORE, shows={"source": items})
    table.flights.begin(kinds.LAG, now, seconds, shows=shows)
    for setting in all_settings():
        setting.begin_new(world, table, seconds, {})
    table.items = copy_items(world, items, table.table_id, home)
    world.tables[table.name] = table
    return {"TableDescription": answers.table_description(table, now, status="CREATING")}


HANDLERS = {
    "RestoreTableFromBackup": restore_from_backup,
    "RestoreTableToPointInTime": restore_to_point_in_time,
}
