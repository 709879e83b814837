# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What backups are made of and how they are found: shared by the backup and the restore operations."""

from __future__ import annotations

import copy
import dataclasses
import datetime
from typing import Any

from .. import flights as kinds
from ..budgets import Budgets
from ..flights import Flights
from ..refusal import RefusedError, invalid
from ..state import Table
from ..world import Backup, World
from .data import copy_items
from .phases import RESTORE

DAY = 86_400.0
SYSTEM_DAYS = 35


def make_backup(world: World, table: Table, name: str, kind: str, suffix: str | None = None) -> Backup:
    """Keep what there is of a table now; names need not be unique, the ARN is (its prefix is the time)."""
    now = world.now()
    suffix = suffix or world.behaviour.identifier()[:8]
    arn = f"{table.arn}/backup/{round(now * 1000):014d}-{suffix}"
    backup = Backup(arn, name, table.name, table.table_id, kind, now, now + world.draw("backup"))
    keep_state(world, table, arn)
    world.backups[arn] = backup
    return backup


def keep_state(world: World, table: Table, arn: str) -> None:
    """Put a copy of the table and of its items aside, without its past and what is on its way."""
    kept = dataclasses.replace(table, flights=Flights(), budgets=Budgets())
    world.stores.setdefault("snapshots", {})[arn] = copy.deepcopy(kept)
    copy_items(world, table.table_id, arn)


def state_of(world: World, backup: Backup) -> Table:
    """The table as it was when the backup was made."""
    table: Table = world.stores["snapshots"][backup.arn]
    return table


def expiry(backup: Backup) -> float | None:
    """8.4: the backups that the service makes go after 35 days, others never."""
    return backup.made_at + SYSTEM_DAYS * DAY if backup.kind == "SYSTEM" else None


def all_backups(world: World) -> list[Backup]:
    """Every backup there is now, in the order they were made."""
    now = world.now()
    for arn in [arn for arn, backup in world.backups.items() if (expiry(backup) or now + 1) <= now]:
        del world.backups[arn]
    return sorted(world.backups.values(), key=position)


def position(backup: Backup) -> str:
    """Where a backup stands in the list: the last part of its ARN begins with the time."""
    return backup.arn.rsplit("/", 1)[1]


def find_backup(world: World, arn: str) -> Backup:
    """Return a backup; the Region in the ARN is not looked at, the account is (DDB-BACKUP-012, as 6.1 of the page)."""
    parts = arn.split(":", 5)
    if len(parts) < 6 or "/backup/" not in parts[5]:
        raise invalid("Invalid Backup ARN")
    if parts[2] != "dynamodb" or parts[1] != world.place.partition:
        raise invalid("BackupArn is not valid")
    if parts[4] != world.place.account:
        raise RefusedError("AccessDeniedException", "Access is denied")
    for backup in all_backups(world):
        if backup.arn.split(":", 5)[5] == parts[5]:
            return backup
    raise RefusedError("BackupNotFoundException", f"Backup not found: {arn}")


def targets_of(world: World, arn: str) -> list[Table]:
    """The tables that are being restored from a backup, or from any with an empty ARN."""
    flights = ((table, table.flights.find(world.now(), kinds.CREATING)) for table in world.tables.values())
    return [
        table
        for table, flight in flights
        if flight is not None and flight.detail == RESTORE and arn in ("", flight.shows["source"])
    ]


def seconds_of(value: Any) -> float:
    """A time as a request has it: a number of seconds, or a date where no wire was between."""
    return value.timestamp() if isinstance(value, datetime.datetime) else float(value)
