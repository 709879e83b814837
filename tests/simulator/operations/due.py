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


def run_due(world: World) -> None:
    """Do what is due, in the order of its time; what these actions put off comes another time."""
    now = world.now()
    waiting = world.stores.get("due", [])
    world.stores["due"] = [entry for entry in waiting if entry[0] > now]
    for _at, action in sorted((entry for entry in waiting if entry[0] <= now), key=lambda entry: entry[0]):
        action(world)
