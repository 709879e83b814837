# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Point-in-time recovery, and the backup that the service makes of a table that has it (control_plane.md, 4.3, 8.4)."""

from __future__ import annotations

import dataclasses
from typing import ClassVar

from .. import flights as kinds
from ..clock import moment
from ..operations.due import later
from ..operations.phases import forgotten, unknown
from ..operations.snapshots import all_backups, make_backup
from ..refusal import RefusedError, invalid, table_not_found
from ..setting import TOLD, Handlers, Setting, Writes
from ..state import Part, Table
from ..world import World

# The kinds of its flights: recovery that cannot be turned on yet, and a table that backups do not know yet.
UNAVAILABLE = "recovery_unavailable"
NO_BACKUPS = "no_backups"
DAY = 86_400.0
LONGEST_PERIOD = 35
# L-385: how far behind the end of what can be restored is.
RESTORABLE = 300.0
# 8.4: the backup of a deleted table is listed 8 to 10 s after the call.
SYSTEM_AFTER = 8.0


@dataclasses.dataclass
class Recovery:
    """How many days can be gone back, if it is on; and since when it is."""

    recovery_days: int | None = dataclasses.field(default=None, metadata=TOLD)
    recovery_since: float | None = dataclasses.field(default=None, compare=False)


def refuse_early(world: World, table: Table) -> None:
    """4.3, CREATING: for recovery and backups not found, then unavailable until some time after ACTIVE."""
    if unknown(world, table):
        raise table_not_found(table.name)
    if table.flights.find(world.now(), kinds.CREATING, UNAVAILABLE):
        text = f"Backups are being enabled for the table: {table.name}. Please retry later"
        raise RefusedError("ContinuousBackupsUnavailableException", text)


def change(table: Table, request: Part) -> None:
    """UpdateContinuousBackups; enabling again without a period goes back to the longest one."""
    wanted = request["PointInTimeRecoverySpecification"]
    if not wanted["PointInTimeRecoveryEnabled"] and "RecoveryPeriodInDays" in wanted:
        text = "Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery."
        raise invalid(f"Invalid Request: {text}")
    on = wanted["PointInTimeRecoveryEnabled"]
    table.of(Recovery).recovery_days = wanted.get("RecoveryPeriodInDays", LONGEST_PERIOD) if on else None


def update(world: World, request: Part) -> Part:
    """4.3: unknown, then unavailable, until 1.4 to 2.7 s after the table is ACTIVE; then at once (4.2)."""
    table = world.table(request["TableName"], "UpdateContinuousBackups")
    refuse_early(world, table)
    if forgotten(world, table):
        raise table_not_found(table.name)
    held = table.of(Recovery)
    before = held.recovery_days
    change(table, request)
    if before is None and held.recovery_days is not None:
        held.recovery_since = world.now()
        if table.flights.find(world.now(), kinds.DELETING):
            system_backup(world, table)
        for flight in table.flights.at(world.now(), NO_BACKUPS):
            # L-083: turned on once, the outer status stays.
            table.flights.end(flight, world.now())
    return {"ContinuousBackupsDescription": described(table, world.now())}


def describe(world: World, request: Part) -> Part:
    """4.3: unknown at first, then off."""
    table = world.table(request["TableName"], "DescribeContinuousBackups")
    if unknown(world, table) or forgotten(world, table):
        raise table_not_found(table.name)
    world.limit_reads("DescribeContinuousBackups", 11.0, 10.0)
    return {"ContinuousBackupsDescription": described(table, world.now())}


def described(table: Table, now: float = 0.0) -> Part:
    """DescribeContinuousBackups: the outer status is ENABLED for every table, some seconds after it is ACTIVE."""
    recovery: Part = {"PointInTimeRecoveryStatus": "DISABLED"}
    held = table.of(Recovery)
    since = table.made_at if held.recovery_since is None else held.recovery_since
    if held.recovery_days is not None:
        recovery = {
            "PointInTimeRecoveryStatus": "ENABLED",
            "RecoveryPeriodInDays": held.recovery_days,
            "EarliestRestorableDateTime": moment(max(since, now - held.recovery_days * DAY)),
            "LatestRestorableDateTime": moment(max(since, now - RESTORABLE)),
        }
    early = table.flights.find(now, NO_BACKUPS) and held.recovery_days is None
    return {
        "ContinuousBackupsStatus": "DISABLED" if early else "ENABLED",
        "PointInTimeRecoveryDescription": recovery,
    }


def system_backup(world: World, table: Table) -> None:
    """8.4: deleting a table with recovery leaves a backup for 35 days, unless recovery is turned off in time.

    L-453: so does turning it on while the table is being deleted.
    """

    def appear(then: World) -> None:
        there = any(backup.kind == "SYSTEM" and backup.table_id == table.table_id for backup in all_backups(then))
        if table.of(Recovery).recovery_days is not None and not there:
            make_backup(then, table, f"{table.name}$DeletedTableBackup", "SYSTEM", "00000000")

    later(world, SYSTEM_AFTER, appear)


class _RecoverySetting(Setting):
    """It comes some time after its table, and leaves something behind."""

    state = Recovery
    handlers: ClassVar[Handlers] = {"UpdateContinuousBackups": update, "DescribeContinuousBackups": describe}
    writes: ClassVar[Writes] = {"UpdateContinuousBackups": change}

    def begin_new(self, world: World, table: Table, seconds: float, request: Part) -> None:
        """4.3, the row of CREATING: recovery and backups come some time after the table."""
        now = world.now()
        table.flights.begin(UNAVAILABLE, now, seconds + world.draw("recovery_delay"))
        table.flights.begin(NO_BACKUPS, now, seconds + world.draw("no_backups"))

    def begin_deletion(self, world: World, table: Table) -> None:
        if table.of(Recovery).recovery_days is not None:
            system_backup(world, table)


SETTING = _RecoverySetting()
