# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replicas of a table: what UpdateTable does with them in all their Regions.

control_plane.md, 2 ("Replicas", "Global tables"), 4.2, 4.3, 6.1 "Replicas"; timelines of DDB-TABLE-226, 228, 258, 261.
What is refused stands in replica_rules.py and replica_checks.py, what is told in members.py.
"""

from __future__ import annotations

import copy

from .. import flights as kinds
from ..group import Group, Member, others
from ..settings import all_settings
from ..settings.stream import Stream, turn_on
from ..state import Part, Table
from ..world import World
from .data import items_of
from .disassociation import disassociate
from .group_scaling import copy_scaling
from .holding import hold
from .members import STRONG, overrides
from .replica_checks import check_against
from .replica_keys import replica_key
from .replica_rules import replica_actions, witness_actions
from .replica_tables import begin_replica, made_replica, override, show_as_before

# The entry of a new replica is listed 6 s after the call; L-422: or 149 s, 13 before its end.
HIDDEN, BEFORE_END = 6.0, 13.0
# All tables are UPDATING for 36 s of a removal, for 44 s of one with strong consistency (L-261).
LEAVING, STRONG_LEAVING = 36.0, 44.0
# L-306: a table with items is UPDATING for so long, and again from then on; the entry is listed in between.
FILLING, FILLED = 27.0, 332.0
# L-308: how long the table of a replica is there when its entry has gone; L-297: where it was deleted in its Region.
LINGERING, DELETED = 19.0, 12.0


def apply_replicas(world: World, table: Table, request: Part) -> None:
    """Judge the call against the group as it is, then begin what it asks for."""
    check_against(world, table, request)
    world.charge()
    if not others(table, world.now()):
        found(table, request.get("MultiRegionConsistency") == STRONG, world.now())
    witnesses = witness_actions(request)
    for action, part in replica_actions(request):
        if action == "Create":
            _add(world, table, part, bool(witnesses))
        elif action == "Update":
            _change(world, table, part)
        elif action == "Delete":
            remove(world, table, part["RegionName"])
        else:
            disassociate(world, table)
    for action, region in witnesses:
        if action == "Create":
            _add_witness(world, table, region)
        else:
            remove(world, table, region)


def found(table: Table, strong: bool, now: float) -> None:
    """Let a Regional table be the first member of a global table."""
    table.group = Group(strong)
    table.group.add(Member(table.region, table, since=now, shown_at=now))


def _group(table: Table) -> Group:
    assert table.group is not None
    return table.group


def _add(world: World, table: Table, part: Part, with_witness: bool) -> None:
    there = world.reach(part["RegionName"])
    replica = made_replica(world, there, table, replica_key(there, table, part))
    override(replica, table, part, None)
    join(world, table, replica, _lengths(world, table, part, with_witness))


def join(world: World, table: Table, replica: Table, lengths: tuple[float, float, float]) -> None:
    """Begin the life of a replica: how long until it is there, until it is listed, until its table is seen.

    The stream comes by itself and stays; one that is there is kept (2, "Global tables").
    """
    now, region, (seconds, hidden, visible) = world.now(), replica.region, lengths
    if table.of(Stream).stream is None:
        turn_on(table, "NEW_AND_OLD_IMAGES", now)
        replica.of(Stream).stream = "NEW_AND_OLD_IMAGES"
    replica.group = table.group
    _group(table).flights.begin(kinds.REPLICA, now, seconds, region, detail="CREATING")
    if bool(items_of(world, table)) and not world.behaviour.instant:
        hold(world, table, FILLING, region)
        table.flights.begin(kinds.GROUP, now + FILLED, seconds - FILLED, region)
    else:
        hold(world, table, seconds, region)
    _group(table).add(Member(region, replica, table.region, now, now + min(seconds, hidden)))
    there = world.home_of(replica)
    begin_replica(there, replica, seconds, visible)
    copy_scaling(world, there, table)


def _lengths(world: World, table: Table, part: Part, with_witness: bool) -> tuple[float, float, float]:
    """How long it takes, until it is listed, and until its table is seen."""
    if _group(table).strong:
        seconds = world.draw("strong_create_witness" if with_witness else "strong_create")
        return seconds, HIDDEN, world.draw("replica_visible")
    if items_of(world, table):
        return world.draw("replica_fill"), FILLING, world.draw("replica_visible_filled")
    if part.get("OnDemandThroughputOverride"):
        seconds = world.draw("replica_with_maximum")
        return seconds, seconds - BEFORE_END, seconds - BEFORE_END
    return world.draw("replica_create"), HIDDEN, world.draw("replica_visible")


def _add_witness(world: World, table: Table, region: str) -> None:
    """L-259: there is no table in its Region, and one of the same name is nothing to it."""
    now, group = world.now(), _group(table)
    longest = max((flight.until - now for flight in group.flights.at(now, kinds.REPLICA)), default=0.0)
    group.flights.begin(kinds.REPLICA, now, longest, region, detail="CREATING")
    group.add(Member(region, None, world.place.region, now, now + min(longest, HIDDEN)))


def _change(world: World, table: Table, part: Part) -> None:
    """L-250, L-294: about 35 s, also for what is so already; the answer has the values of before."""
    now, region = world.now(), part["RegionName"]
    replica = _group(table).members[region].table
    assert replica is not None
    seconds = 0.0 if world.behaviour.instant else world.draw("group_change")
    shown, before = overrides(table, replica), copy.deepcopy(replica)
    override(replica, table, part, now)
    hold(world, table, seconds, region)
    _group(table).flights.begin(kinds.REPLICA, now, seconds, region, detail="UPDATING", shows={"overrides": shown})
    show_as_before(replica, before, seconds, now)


def remove(world: World, table: Table, region: str) -> None:
    """The table is UPDATING for a while, then ACTIVE with a replica that is DELETING, then alone (4.2).

    The table of the replica goes through the same, and is there for some seconds more. A table that is deleted in its
    own Region is DELETING at once (L-297).
    """
    now, group, own = world.now(), _group(table), region == table.region
    seconds = world.draw("strong_delete" if group.strong else "replica_delete")
    leaving = 0.0 if world.behaviour.instant else min(seconds, STRONG_LEAVING if group.strong else LEAVING)
    member = group.members[region]
    hold(world, table, leaving, region)
    member.gone_at = now + seconds
    shows = {"told_from": now + leaving}
    group.flights.begin(kinds.REPLICA, now, seconds, region, detail="DELETING", shows=shows)
    if member.table is None:
        return
    there = world.home_of(member.table)
    for setting in all_settings():
        setting.begin_deletion(there, member.table)
    begins, lingers = (0.0, DELETED) if own else (leaving, LINGERING)
    end = seconds + (0.0 if world.behaviour.instant else lingers)
    member.table.flights.begin(kinds.DELETING, now + begins, end - begins)
    member.table.deleted_at = now + end
