# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The states of global secondary indexes, from the call that creates them until they can be queried."""

from __future__ import annotations

import typing as t

from ..states import ACTIVE, CREATING, DELETING

if t.TYPE_CHECKING:
    from ..setting import Answer


class IndexState(t.NamedTuple):
    """The state of one index."""

    status: str
    backfilling: bool = False

    @property
    def ready(self) -> bool:
        """Whether the index can be queried, so that AWS takes the next one: ACTIVE, and not backfilling any more."""
        return self.status == ACTIVE and not self.backfilling

    @property
    def busy(self) -> bool:
        """Whether the index is being built or deleted; AWS does that with one index of a table at a time."""
        return self.status in (CREATING, DELETING) or self.backfilling


def index_states(table: Answer) -> dict[str, IndexState]:
    """Return the state of each index by name, including indexes that are being deleted."""
    return {
        item["IndexName"]: IndexState(item.get("IndexStatus", ACTIVE), bool(item.get("Backfilling")))
        for item in table.get("GlobalSecondaryIndexes") or ()
    }
