# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The calls in another Region that need not wait for those for the table itself."""

from __future__ import annotations

import typing as t

from .._settings.places import target

if t.TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from .._settings.calls import Operation

# A call of this kind holds the tables of all Regions.
HOLDING = "UpdateTable"


def early_calls(
    planned: Sequence[Operation], now: Sequence[Operation], name: str, lost: Collection[str]
) -> tuple[Operation, ...]:
    """Return the calls of a Region's plan that can be made while the table itself is changed.

    They are also in the plan ``now``, from the table as it is, so no change of the table matters to them. A call waits
    with those that go before it. What is asked for an index that is ``lost`` would go with the index.
    """
    gone = {target(name, index) for index in lost}
    found: list[Operation] = []
    waiting: set[str] = set()
    for call in planned:
        made = {each.key for each in found}
        waits = call.last or call.lane in waiting or not (call.follows | call.after) <= made
        if waits or call.operation == HOLDING or call.target in gone or call not in now:
            waiting.add(call.lane)
        else:
            found.append(call)
    return tuple(found)
