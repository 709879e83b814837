# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Conditions about warm throughput that calls wait for."""

from __future__ import annotations

import typing as t

from ..conditions import Condition
from ..places import items_of, named

if t.TYPE_CHECKING:
    from ..observed import Observed


class WarmSettled(Condition):
    """The warm throughput of the table or of an index is not being raised."""

    text = "warm throughput of {subject} settled"

    def __str__(self) -> str:
        return self.text.format(subject=named(self.subject))

    def holds(self, observed: Observed | None) -> bool:
        if observed is None:
            return False
        shown = {place: item.get("WarmThroughput") or {} for place, item in items_of(observed.table)}
        return self.subject in shown and shown[self.subject].get("Status", "ACTIVE") == "ACTIVE"


class IndexesAllocated(Condition):
    """No index is being allocated: AWS then fails inside when a warm throughput is to be raised (4.3)."""

    text = "no index being allocated"

    def holds(self, observed: Observed | None) -> bool:
        if observed is None:
            return False
        return not any(
            place and item.get("IndexStatus") == "CREATING" and not item.get("Backfilling")
            for place, item in items_of(observed.table)
        )


INDEXES_ALLOCATED = IndexesAllocated()
