# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replicas that never come about."""

from __future__ import annotations

from .. import flights as kinds
from ..settings.encryption import Encryption
from ..world import World


def give_up(there: World, key: str) -> None:
    """L-310: a replica whose key is disabled before it is listed never comes about, and nothing tells of it."""
    now = there.now()
    for name, replica in list(there.tables.items()):
        group = replica.group
        if group is None or replica.of(Encryption).encryption_key != key:
            continue
        member = group.members.get(there.place.region)
        if member is None or member.table is not replica or now >= member.shown_at:
            continue
        del there.tables[name], group.members[there.place.region]
        for flight in group.flights.at(now, kinds.REPLICA, subject=there.place.region):
            group.flights.end(flight, now)
        ends = now + there.draw("replica_given_up")
        for one in group.members.values():
            for flight in one.table.flights.at(now, kinds.GROUP) if one.table is not None else ():
                flight.until = min(flight.until, ends)
