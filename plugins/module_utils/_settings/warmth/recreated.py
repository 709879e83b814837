# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""What a new table or index asks for, and what it keeps of the one that it replaces."""

from __future__ import annotations

import typing as t

from ..capacity.setting import CAPACITY
from ..indexes.setting import INDEXES
from ..places import Pair
from ..throughput import PAY_PER_REQUEST
from .values import Warmth, above, asked_for, extra, floor, more

if t.TYPE_CHECKING:
    from ..observed import Observed
    from ..places import Pairs
    from ..settings import Settings
    from ..throughput import Throughput


def told(pair: Pair) -> str:
    """Return a warm throughput as a part of a sentence."""
    numbers = zip(pair, ("reads", "writes"), strict=True)
    return " and ".join(f"{number} {word}" for number, word in numbers if number is not None) + " a second"


def _units(place: str, table: Settings) -> Throughput | None:
    capacity = table.of(CAPACITY)
    units: dict[str, Throughput | None] = {index.name: index.throughput for index in table.of(INDEXES) or ()}
    return units.get(place) if place else capacity.throughput if capacity else None


def _mode(table: Settings) -> str | None:
    capacity = table.of(CAPACITY)
    return capacity.mode if capacity else None


def new_pair(value: Warmth, place: str, table: Settings, replaced: Observed | None) -> Pair:
    """Return what a new table or index asks for: what is asked for or kept, as far as it does not come by itself."""
    asked = value.asked.get(place, Pair())
    kept = kept_pair(place, table, replaced) if replaced else Pair()
    return above(more(asked, kept), floor(_mode(table) == PAY_PER_REQUEST, _units(place, table)))


def kept_pair(place: str, table: Settings, replaced: Observed) -> Pair:
    """Return what a table or index that is created again keeps."""
    return asked_for(replaced.table, _mode(table), extra_pair(place, table, replaced)).get(place, Pair())


def extra_pair(place: str, table: Settings, replaced: Observed) -> Pairs:
    """Return what the place has that does not come by itself, asked for or not."""
    return extra(replaced.table, _mode(table), {place: _units(place, table)})
