# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Disassociation: a replica that leaves its global table and keeps its data, as the API documentation has it.

Nobody has measured texts and times. So all of it is refused unless ``Behaviour.documented`` admits it, and the texts
are words of our own.
"""

from __future__ import annotations

from .. import flights as kinds
from ..group import others
from ..refusal import unmeasured
from ..state import Part, Table
from ..world import World
from .holding import hold

PROTECTION = "DisassociationProtectionEnabled"


def change_protection(world: World, table: Table, request: Part) -> None:
    """Alone in its call (C6), for a replica with eventual consistency, independent of deletion protection."""
    if not world.behaviour.admits_documented:
        raise unmeasured(f"{PROTECTION} is documented only")
    if table.group is None or not others(table, world.now()) or table.group.strong:
        raise unmeasured(f"{PROTECTION} is for a replica of a global table with eventual consistency")
    table.group.members[table.region].guarded = request[PROTECTION]
    hold(world, table, world.draw("group_change"))


def check_disassociation(world: World, table: Table) -> None:
    """A replica with eventual consistency that is not protected."""
    if table.group is None or not others(table, world.now()) or table.group.strong:
        raise unmeasured("Only a replica of a global table with eventual consistency can be disassociated")
    if table.group.members[table.region].guarded:
        raise unmeasured("The replica is protected against disassociation")


def disassociate(world: World, table: Table) -> None:
    """The table is UPDATING, then a Regional one with all that it has; of two members both become Regional."""
    now, group = world.now(), table.group
    assert group is not None
    seconds = 0.0 if world.behaviour.instant else world.draw("disassociation")
    store = world.stores.setdefault("items", {})
    # What is written from now on elsewhere does not arrive.
    store[table.table_id] = {key: dict(item) for key, item in store.get(table.table_id, {}).items()}
    for member in group.living(now).values():
        if member.table is not None and seconds:
            member.table.flights.begin(kinds.GROUP, now, seconds, table.region)
    group.flights.begin(kinds.REPLICA, now, seconds, table.region, detail="UPDATING")
    group.members[table.region].gone_at = now + seconds
