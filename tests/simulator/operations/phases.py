# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of a table the other APIs know while it is made or removed (control_plane.md, 4.3)."""

from __future__ import annotations

from .. import flights as kinds
from ..refusal import RefusedError, being_created, in_use
from ..state import Table
from ..world import World

# The details of a CREATING flight whose table comes from a backup, from S3, or from another Region as its replica.
RESTORE, IMPORT, REPLICA = "restore", "import", "replica"


def unknown(world: World, table: Table) -> bool:
    """4.3, CREATING: not known in the first seconds; what arrives from elsewhere until it is ACTIVE."""
    flight = table.flights.find(world.now(), kinds.CREATING)
    if flight is None:
        return False
    return arriving(world, table) or world.now() - flight.since < world.draw("unknown_while_creating")


def restoring(world: World, table: Table) -> bool:
    """Whether the table is on its way from a backup: UpdateTable finds nothing, CreateTable a table in use."""
    flight = table.flights.find(world.now(), kinds.CREATING)
    return flight is not None and flight.detail == RESTORE


def replicating(world: World, table: Table) -> bool:
    """L-298: whether the table is on its way from another Region, and is known to DescribeTable alone."""
    flight = table.flights.find(world.now(), kinds.CREATING)
    return flight is not None and flight.detail == REPLICA


def arriving(world: World, table: Table) -> bool:
    """Whether the other APIs know nothing of the table until it is ACTIVE: a restore's target, or a replica."""
    return restoring(world, table) or replicating(world, table)


def importing(world: World, table: Table) -> bool:
    """Whether the table is on its way from S3: tags are not found as long as that (DDB-IMPORT-001)."""
    flight = table.flights.find(world.now(), kinds.CREATING)
    return flight is not None and flight.detail == IMPORT


def refuse_early(world: World, table: Table, refusal: RefusedError, text: str = "") -> None:
    """4.3, CREATING: first the refusal for a table that is not there, then that it is in use."""
    if unknown(world, table):
        raise refusal
    if table.flights.find(world.now(), kinds.CREATING):
        raise in_use(text) if text else being_created(table.name)


def since_deletion(world: World, table: Table, kind: str) -> bool:
    """Whether a table has been DELETING for as long as that kind lasts, which is drawn once."""
    flight = table.flights.find(world.now(), kinds.DELETING)
    return flight is not None and world.now() - flight.since >= flight.shows.setdefault(kind, world.draw(kind))


def forgotten(world: World, table: Table) -> bool:
    """4.3, DELETING: recovery and backups answer for a second or so, then know nothing of the table."""
    return since_deletion(world, table, "writable_while_deleting")
