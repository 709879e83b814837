# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Capacities that AWS may not let fall yet: after four decreases of a table or index in a day it allows one an hour."""

from __future__ import annotations

import typing as t

from .._spec.model import Throughput

if t.TYPE_CHECKING:
    from .._observed.model import Observed
    from .._spec.model import Settings

DECREASES_A_DAY = 4


class Fall(t.NamedTuple):
    """A capacity that falls and has fallen four times today; ``raised`` is what of it is admitted at all times."""

    before: Throughput
    raised: Throughput

    @property
    def rises(self) -> bool:
        """Whether the other unit rises: that need not wait for the one that falls."""
        return self.raised != self.before


def perhaps_put_off(wanted: Settings, observed: Observed) -> dict[str, Fall]:
    """Return by index, and by \"\" for the table, the capacities that AWS may not let fall yet."""
    before = {index.name: index.throughput for index in observed.settings.global_indexes or ()}
    after = {index.name: index.throughput for index in wanted.global_indexes or ()}
    counts = {"": observed.decreases_today, **observed.index_decreases}
    before[""], after[""] = observed.settings.throughput, wanted.throughput
    spent = [name for name, count in counts.items() if count >= DECREASES_A_DAY]
    found = {name: _fall(before.get(name), after.get(name)) for name in spent}
    return {name: fall for name, fall in found.items() if fall}


def _fall(before: Throughput | None, after: Throughput | None) -> Fall | None:
    if before is None or after is None:
        return None
    read, write = _more(before.read, after.read), _more(before.write, after.write)
    return Fall(before, Throughput(read, write)) if (read, write) != after else None


def _more(before: int | None, after: int | None) -> int:
    return max(before or 0, after or 0)
