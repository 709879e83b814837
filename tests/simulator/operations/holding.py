# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the members of a global table are held by what is done to one of them."""

from __future__ import annotations

from .. import flights as kinds
from ..group import others
from ..state import Table
from ..world import World


def hold(world: World, table: Table, seconds: float, subject: str = "") -> None:
    """L-297: a change of one member makes all of them UPDATING, the others somewhat longer (L-251)."""
    now = world.now()
    if world.behaviour.instant or not seconds:
        return
    table.flights.begin(kinds.GROUP, now, seconds, subject)
    for member in others(table, now).values():
        if member.table is not None and member.gone_at is None:
            member.table.flights.begin(kinds.GROUP, now, seconds + world.draw("group_behind"), subject)
