# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A global table: the tables of several Regions that are replicas of each other (control_plane.md, 2, "Replicas")."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from . import flights as kinds
from .flights import Flights

if TYPE_CHECKING:
    from .state import Table


@dataclasses.dataclass
class Member:
    """One Region of a global table, with its table; a witness has none.

    ``source`` is the Region at whose endpoint it was added, ``since`` when. The other members list it from ``shown_at``
    to ``gone_at``. ``guarded`` is its protection against disassociation.
    """

    region: str
    table: Table | None
    source: str = ""
    since: float = 0.0
    shown_at: float = 0.0
    gone_at: float | None = None
    guarded: bool = True


class Group:
    """The members by their Region, in the order in which they joined, and what of them is on its way.

    All its tables hold the same object, also where a change is tried on a copy of a table.
    """

    def __init__(self, strong: bool = False) -> None:
        self.strong = strong
        self.members: dict[str, Member] = {}
        self.flights = Flights()

    def __deepcopy__(self, _memo: Any) -> Group:
        return self

    def add(self, member: Member) -> None:
        """Let a Region join."""
        self.members[member.region] = member

    def settle(self, now: float) -> None:
        """End all that is on its way: who comes is there, who goes has gone."""
        for flight in self.flights.pending(now):
            flight.until = now
        for member in self.members.values():
            member.shown_at = min(member.shown_at, now)
            member.gone_at = None if member.gone_at is None else min(member.gone_at, now)

    def living(self, now: float) -> dict[str, Member]:
        """The members that are still there; those that have gone are forgotten."""
        for region in [name for name, one in self.members.items() if one.gone_at is not None and one.gone_at <= now]:
            del self.members[region]
        return self.members


def others(table: Table, now: float) -> dict[str, Member]:
    """The other members of the global table that a table belongs to; none where it is a Regional table."""
    if table.group is None:
        return {}
    members = table.group.living(now)
    own = members.get(table.region)
    # A change is tried on a copy of the table, so that its id tells.
    if own is None or own.table is None or own.table.table_id != table.table_id:
        return {}
    return {region: member for region, member in members.items() if region != table.region}


def tables_of(table: Table, now: float) -> dict[str, Table]:
    """The tables of the other members that stay, by their Region: those to which a change of this one is carried."""
    found = others(table, now)
    return {region: one.table for region, one in found.items() if one.table is not None and one.gone_at is None}


def is_moving(table: Table, now: float) -> bool:
    """Whether a member comes, changes or goes, or all members are held by a change of one of them."""
    if table.flights.find(now, kinds.GROUP):
        return True
    return bool(others(table, now)) and table.group is not None and bool(table.group.flights.find(now, kinds.REPLICA))
