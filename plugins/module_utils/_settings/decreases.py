# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Decreases of capacity that AWS may put off: after four in a day, it allows a table or index one decrease an hour."""

from __future__ import annotations

import typing as t

from .throughput import Throughput

if t.TYPE_CHECKING:
    from .setting import Answer

DECREASES_A_DAY = 4


class Decrease(t.NamedTuple):
    """A decrease of a capacity that was lowered four times today.

    ``raised`` is the capacity with its increases only: AWS admits those at any time.
    """

    before: Throughput
    raised: Throughput

    @property
    def admitted(self) -> Throughput | None:
        """The capacity that AWS admits at once, or ``None``: reads can rise before writes may fall, and vice versa."""
        return self.raised if self.raised != self.before else None


def maybe_put_off(item: Answer, before: Throughput | None, after: Throughput | None) -> Decrease | None:
    """Return the decrease if AWS may put it off; ``item`` is the table or the index in the answer of DescribeTable."""
    count = (item.get("ProvisionedThroughput") or {}).get("NumberOfDecreasesToday", 0)
    if count < DECREASES_A_DAY or before is None or after is None:
        return None
    read, write = _more(before.read, after.read), _more(before.write, after.write)
    return Decrease(before, Throughput(read, write)) if (read, write) != after else None


def _more(before: int | None, after: int | None) -> int:
    return max(before or 0, after or 0)


def decrease_warning(what: str, item: Answer) -> str:
    """Return the warning about a decrease that AWS may put off (V72), with the time of the last one if AWS shows it."""
    capacity = item["ProvisionedThroughput"]
    when = capacity.get("LastDecreaseDateTime")
    last = f", last at {when}" if when else ""
    count = capacity["NumberOfDecreasesToday"]
    return f"{what} was lowered {count} times today{last}; AWS allows one more an hour [V72]"
