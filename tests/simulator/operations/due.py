# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens by itself when its time has come: the engine asks for it before each call."""

from __future__ import annotations

from collections.abc import Callable

from ..world import World

Action = Callable[[World], None]


def later(world: World, seconds: float, action: Action) -> None:
    """Have something done after so many virtual seconds; none if nothing takes time."""
    delay = 0.0 if world.behaviour.instant else seconds
    world.stores.setdefault("due", []).append((world.now() + delay, action))


def at(world: World, moment: float, action: Action) -> None:
    """Have something done at a time, which may be past already where the clock was moved."""
    world.stores.setdefault("due", []).append((moment, action))


def run_due(world: World) -> None:
    """Do what is due, in the order of its time; what these actions put off comes another time, unless it is past."""
    now = world.now()
    first = True
    while True:
        waiting = world.stores.get("due", [])
        due = [entry for entry in waiting if entry[0] < now or (first and entry[0] == now)]
        if not due:
            return
        first = False
        world.stores["due"] = [entry for entry in waiting if entry not in due]
        for _at, action in sorted(due, key=lambda entry: entry[0]):
            action(world)
