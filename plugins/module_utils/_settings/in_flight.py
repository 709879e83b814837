# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What DescribeTable shows in flight, for runs that wait until it has settled."""

from __future__ import annotations

import typing as t

from .conditions import LOST, TABLE_ACTIVE, Condition
from .states import CREATING, DELETING, UPDATING

if t.TYPE_CHECKING:
    from .observed import Observed


class NothingInFlight(Condition):
    """AWS accepts DeleteTable: it refuses it while anything is in flight, but not for a table that lost its key."""

    text = "nothing of the table in flight"

    def holds(self, observed: Observed | None) -> bool:
        if observed is None or observed.status in (CREATING, UPDATING, DELETING):
            return False
        return not any(moving.holds_deletion for moving in observed.moving)


TABLE_DELETABLE = NothingInFlight()


def quiet(observed: Observed | None) -> bool:
    """Tell whether DescribeTable shows nothing in flight, so that waiting would change nothing.

    A table in one of the ``LOST`` states counts as quiet, as an ACTIVE one does.
    """
    lost = observed is not None and observed.status in LOST
    return (lost or TABLE_ACTIVE.holds(observed)) and TABLE_DELETABLE.holds(observed)


def in_flight(observed: Observed | None) -> tuple[object, ...]:
    """Return what DescribeTable shows in flight; a different value at the next look means that there was progress."""
    return () if observed is None else (observed.status, *sorted(observed.moving))
