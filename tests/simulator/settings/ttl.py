# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time to live: the attribute that says when an item expires (control_plane.md, 3.5, 4.3 and 5)."""

from __future__ import annotations

import copy
import dataclasses
from typing import ClassVar

from ..group import others, tables_of
from ..operations.members import member_status
from ..operations.phases import arriving, forgotten, refuse_early
from ..refusal import being_deleted, invalid, missing, unmeasured
from ..setting import BUDGET, TOLD, Handlers, Setting, Writes
from ..state import Part, Table
from ..world import World
from .encryption import refuse_lost

# The kind of its flight: the members of a global table that are not told yet.
OLD = "old_ttl"


@dataclasses.dataclass
class TimeToLive:
    """The attribute, if items expire; and until when there is no other change."""

    ttl: str | None = dataclasses.field(default=None, metadata=TOLD)
    ttl_until: float = dataclasses.field(default=0.0, compare=False, metadata=BUDGET)


def change(table: Table, request: Part) -> None:
    """UpdateTimeToLive; both members are wanted even to turn it off."""
    wanted, held = request["TimeToLiveSpecification"], table.of(TimeToLive)
    enabled, attribute = wanted["Enabled"], wanted["AttributeName"]
    if not enabled and held.ttl is None:
        raise invalid("TimeToLive is already disabled")
    if held.ttl is not None and attribute != held.ttl:
        text = "TimeToLive is active on a different AttributeName: current AttributeName is"
        raise invalid(f"{text} {held.ttl}")
    if enabled and held.ttl is not None:
        raise invalid("TimeToLive is already enabled")
    held.ttl = attribute if enabled else None


def _check_group(table: Table, now: float) -> None:
    """It is one of the whole group, and waits for a replica that is listed and on its way (L-306)."""
    for region, member in others(table, now).items():
        if now >= member.shown_at and member_status(table, region, now) == "CREATING":
            text = "Create/Update/Delete of replica is not allowed while the replica is being added to table with name"
            raise invalid(f"{text}: \u2018{table.name}\u2019 in region: \u2018{region}\u2019.")


def update(world: World, request: Part) -> Part:
    """3.5: what is so already, and what is active elsewhere, is said before the cooldown."""
    table = world.table(request["TableName"], "UpdateTimeToLive")
    now = world.now()
    refuse_early(world, table, missing(f"Table: {table.name} not found"), f"Table {table.name} is being created")
    refuse_lost(world, table)
    _check_group(table, now)
    trial = copy.deepcopy(table)
    change(trial, request)
    if forgotten(world, table):
        # 4.3, the row of DELETING, L-455: for a second or so a write is still answered with 200, to no use.
        raise being_deleted(table.name)
    held = table.of(TimeToLive)
    if world.behaviour.budgets and now < held.ttl_until:
        # 5: one change in about 31 minutes.
        raise invalid("Time to live has been modified multiple times within a fixed interval")
    _check_strong(world, table, request)
    held.ttl = trial.of(TimeToLive).ttl
    held.ttl_until = now + world.draw("ttl_cooldown")
    _share(world, table)
    return {"TimeToLiveSpecification": dict(request["TimeToLiveSpecification"])}


def _check_strong(world: World, table: Table, request: Part) -> None:
    """Documented: there is none in a global table with strong consistency; in which words was not measured."""
    strong = table.group is not None and table.group.strong and bool(others(table, world.now()))
    if strong and request["TimeToLiveSpecification"]["Enabled"] and not world.behaviour.unknown:
        raise unmeasured("TimeToLive is not there for a global table with MultiRegionConsistency set to STRONG")


def _share(world: World, table: Table) -> None:
    """L-230, L-297: of the whole group, from any Region; the other members have it within a minute."""
    now, held = world.now(), table.of(TimeToLive)
    for other in tables_of(table, now).values():
        theirs = other.of(TimeToLive)
        other.flights.begin(OLD, now, world.draw("group_ttl"), shows={"ttl": theirs.ttl})
        theirs.ttl, theirs.ttl_until = held.ttl, held.ttl_until


def describe(world: World, request: Part) -> Part:
    """4.3: refused while the table is being created or deleted; 5: the tightest bucket of all reads."""
    table = world.table(request["TableName"], "DescribeTimeToLive")
    if arriving(world, table):
        raise missing(f"Table: {table.name} not found")
    status = table.status(world.now())
    if status in ("CREATING", "DELETING"):
        text = f"Cannot describe time to live while table is in {status} state: Current table state is {status}"
        raise invalid(text)
    world.limit_reads("DescribeTimeToLive", 4.0, 0.5)
    return {"TimeToLiveDescription": described(table, world.now())}


def described(table: Table, now: float = 0.0) -> Part:
    """DescribeTimeToLive: turned off and never turned on look alike."""
    old = table.flights.find(now, OLD)
    attribute = old.shows["ttl"] if old else table.of(TimeToLive).ttl
    if attribute is None:
        return {"TimeToLiveStatus": "DISABLED"}
    return {"TimeToLiveStatus": "ENABLED", "AttributeName": attribute}


class _TimeToLiveSetting(Setting):
    """A backup tells of it where it is on."""

    state = TimeToLive
    handlers: ClassVar[Handlers] = {"UpdateTimeToLive": update, "DescribeTimeToLive": describe}
    writes: ClassVar[Writes] = {"UpdateTimeToLive": change}

    def replicate(self, source: Table, table: Table) -> None:
        """L-230: the only setting of its own API that a replica has from its source."""
        held, theirs = table.of(TimeToLive), source.of(TimeToLive)
        held.ttl, held.ttl_until = theirs.ttl, theirs.ttl_until

    def in_backup(self, table: Table) -> Part:
        return {} if table.of(TimeToLive).ttl is None else {"TimeToLiveDescription": described(table)}


SETTING = _TimeToLiveSetting()
