# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!
"""The capacities that Application Auto Scaling sets, and that are therefore left to it."""

from __future__ import annotations

import typing as t

from .throughput import Throughput

if t.TYPE_CHECKING:
    from .auto_scaling.targets import Target
    from .settings import Settings

# The name of the setting. Its code is imported only where a table has it, and it imports the capacity itself.
SETTING = "auto_scaling"
UNITS = ("read", "write")


def left_to_scaling(place: str, own: Throughput | None, there: Throughput | None, table: Settings) -> Throughput | None:
    """Return the capacity that a table or index will have: where scaling sets it, that is the one that it has.

    ``place`` is the name of the index, or empty for the table. Where a target stood before, the capacity is as it is.
    Where scaling begins, a capacity within its bounds is left to it; any other is set as specified, or to the nearer
    bound.
    """
    wanted = own or there
    scaling = table.named(SETTING)
    if wanted is None or there is None or scaling is None:
        return wanted
    units: list[int | None] = []
    for unit, current, given in zip(UNITS, there, wanted, strict=True):
        target = _target(place, unit, scaling)
        if target is None or current is None:
            units.append(given)
            continue
        nearest = _nearest(current, target)
        # What is set in the Region of a replica goes to all, but not what scaling brings within its bounds (L-321).
        left = (place, unit) in scaling.live or nearest == current or table.own.elsewhere
        units.append(current if left else given if own else nearest)
    return Throughput(*units)


def scaled_units(place: str, table: Settings) -> tuple[str, ...]:
    """Return which of ``read`` and ``write`` were scaled already, so that nobody else sets them."""
    scaling = table.named(SETTING)
    if scaling is None:
        return ()
    return tuple(unit for unit in UNITS if (place, unit) in scaling.live and _target(place, unit, scaling))


def without(units: Throughput | None, scaled: tuple[str, ...]) -> Throughput | None:
    """Return a capacity without what is scaled, for a comparison."""
    return units and units._replace(**dict.fromkeys(scaled))


def within_bounds(place: str, units: Throughput | None, table: Settings) -> Throughput | None:
    """Return the capacity that a new table or its index begins with: AWS wants one within the bounds that scale it."""
    scaling = table.named(SETTING)
    if units is None or scaling is None:
        return units
    found = []
    for unit, number in zip(UNITS, units, strict=True):
        target = _target(place, unit, scaling)
        found.append(number if target is None or number is None else _nearest(number, target))
    return Throughput(*found)


def _target(place: str, unit: str, scaling: t.Any) -> Target | None:
    """Return what scales a capacity, ``None`` if nothing does."""
    target: Target | None = scaling.targets.get((place, unit))
    return target if target and target.enabled else None


def _nearest(number: int, target: Target) -> int:
    """Return the capacity within the bounds of a target that is next to a number."""
    least, most = target.bounds
    return min(max(number, least), most)
