# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""The value of the setting, and what warm throughput comes by itself."""

from __future__ import annotations

import typing as t

from ..capacity.setting import billing_mode, was_on_demand
from ..places import NOTHING, Names, Pair, items_of
from ..throughput import PAY_PER_REQUEST, throughput_from_aws

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from ..places import Pairs
    from ..setting import Answer
    from ..throughput import Throughput

NAMES = Names(
    "warm_throughput",
    ("read_units_per_second", "write_units_per_second"),
    "WarmThroughput",
    ("ReadUnitsPerSecond", "WriteUnitsPerSecond"),
)
# What an on-demand table and each of its indexes have by themselves. A table that once was on demand keeps it
# (2, WarmThroughput).
ON_DEMAND = Pair(12_000, 4_000)


class Warmth(t.NamedTuple):
    """Pairs by place: those ``asked`` for, and those that are ``shown`` or that come by themselves.

    ``extra`` has what is shown and does not come by itself, so that a new table would lack it.
    """

    asked: Pairs = NOTHING
    shown: Pairs = NOTHING
    extra: Pairs = NOTHING


def floor(on_demand: bool, *units: Throughput | None) -> Pair:
    """Return what comes by itself with the mode and with capacities."""
    found = ON_DEMAND if on_demand else Pair(0, 0)
    for each in (each for each in units if each):
        found = more(found, Pair(each.read, each.write))
    return found


def extra(table: Answer, mode: str | None, units: Mapping[str, Throughput | None]) -> Pairs:
    """Return what the table and its indexes have beyond what comes by itself with a mode and with capacities."""
    on_demand, had, shown = mode == PAY_PER_REQUEST or was_on_demand(table), billing_mode(table), NAMES.shown(table)
    found = {
        place: above(shown[place], floor(on_demand, units.get(place), throughput_from_aws(item, had)))
        for place, item in items_of(table)
    }
    return {place: pair for place, pair in found.items() if pair != Pair()}


def asked_for(table: Answer, mode: str | None, pairs: Pairs) -> Pairs:
    """Return the pairs that some user asked for: a capacity that was lowered leaves its warm throughput behind."""
    lowered = {
        place
        for place, item in items_of(table)
        if (item.get("ProvisionedThroughput") or {}).get("LastDecreaseDateTime") is not None
    }
    return {place: pair for place, pair in pairs.items() if mode == PAY_PER_REQUEST or place not in lowered}


def more(one: Pair, other: Pair) -> Pair:
    """Return the larger number of each two."""
    return one.joined(other, lambda first, second: max(first or 0, second or 0))


def above(pair: Pair, least: Pair) -> Pair:
    """Return the numbers of the pair that are above those of the other."""
    return pair.joined(least, lambda number, known: number if (number or 0) > (known or 0) else None)
