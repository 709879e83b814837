# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Where the global secondary indexes of a table are between being asked for and being usable."""

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
        """An index can be ACTIVE and still be filling; only then is its successor admitted."""
        return self.status == ACTIVE and not self.backfilling

    @property
    def busy(self) -> bool:
        """It is being built or deleted, and AWS does that with one index of a table at a time."""
        return self.status in (CREATING, DELETING) or self.backfilling


def index_states(table: Answer) -> dict[str, IndexState]:
    """Return the state of each index, those that are being deleted included."""
    return {
        item["IndexName"]: IndexState(item.get("IndexStatus", ACTIVE), bool(item.get("Backfilling")))
        for item in table.get("GlobalSecondaryIndexes") or ()
    }
