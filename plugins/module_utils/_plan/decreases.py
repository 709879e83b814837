# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Capacities that AWS may not let fall yet: after four decreases of a table or index in a day it allows one an hour."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from .._observed.model import Observed
    from .._spec.model import Settings, Throughput

DECREASES_A_DAY = 4


def lowers_capacity(wanted: Settings, observed: Observed) -> bool:
    """Tell whether either unit of the table falls."""
    return _falls(observed.settings.throughput, wanted.throughput)


def perhaps_put_off(wanted: Settings, observed: Observed) -> frozenset[str]:
    """Return the indexes, and \"\" for the table, whose capacity falls and has fallen four times today."""
    before = {index.name: index.throughput for index in observed.settings.global_indexes or ()}
    after = {index.name: index.throughput for index in wanted.global_indexes or ()}
    spent = {name for name, count in observed.index_decreases.items() if count >= DECREASES_A_DAY}
    found = {name for name in spent if _falls(before.get(name), after.get(name))}
    if observed.decreases_today >= DECREASES_A_DAY and lowers_capacity(wanted, observed):
        found.add("")
    return frozenset(found)


def _falls(before: Throughput | None, after: Throughput | None) -> bool:
    if before is None or after is None:
        return False
    return any(new is not None and old is not None and new < old for old, new in zip(before, after, strict=True))
