# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replicas that never come about."""

from __future__ import annotations

from .. import flights as kinds
from ..settings.encryption import Encryption
from ..world import World


def give_up_by_key(there: World, key: str) -> None:
    """L-310: a replica whose key is disabled before it is listed never comes about, and nothing tells of it."""
    for name, replica in list(there.tables.items()):
        if replica.of(Encryption).encryption_key == key:
            give_up(there, name)


def give_up(there: World, name: str) -> None:
    """Drop a replica that is not listed yet; the members of the global table are ACTIVE some seconds later."""
    now, region = there.now(), there.place.region
    replica = there.tables.get(name)
    group = None if replica is None else replica.group
    if replica is None or group is None:
        return
    member = group.members.get(region)
    if member is None or member.table is not replica or now >= member.shown_at:
        return
    del there.tables[name], group.members[region]
    for flight in group.flights.at(now, kinds.REPLICA, subject=region):
        group.flights.end(flight, now)
    ends = now + there.draw("replica_given_up")
    for one in group.members.values():
        for flight in one.table.flights.at(now, kinds.GROUP) if one.table is not None else ():
            flight.until = min(flight.until, ends)
