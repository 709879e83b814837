# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The states of the indexes that AWS builds and deletes later, from the call that creates one until it can be used.

These are the global secondary indexes and the vector indexes. A table builds or deletes one of them at a time, and no
two have the same name, so most of the collection need not tell them apart.
"""

from __future__ import annotations

import typing as t

from .conditions import Condition
from .setting import Moving
from .states import ACTIVE, CREATING, DELETING, UPDATING

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from .observed import Observed
    from .setting import Answer

GLOBAL, VECTOR = "GlobalSecondaryIndexes", "VectorIndexes"


class IndexState(t.NamedTuple):
    """The state of one index."""

    status: str
    backfilling: bool = False

    @property
    def ready(self) -> bool:
        """Whether the index can be used, so that AWS takes the next one: ACTIVE, and not backfilling any more."""
        return self.status == ACTIVE and not self.backfilling

    @property
    def busy(self) -> bool:
        """Whether the index is being built or deleted; AWS does that with one index of a table at a time."""
        return self.status in (CREATING, DELETING) or self.backfilling


def index_states(table: Answer, *members: str) -> dict[str, IndexState]:
    """Return the state of each index by name, including indexes that are being deleted.

    ``members`` are the members of DescribeTable that list the indexes; without any, the indexes of both kinds.
    """
    return {
        item["IndexName"]: IndexState(item.get("IndexStatus", ACTIVE), bool(item.get("Backfilling")))
        for member in members or (GLOBAL, VECTOR)
        for item in table.get(member) or ()
    }


def moving_indexes(table: Answer, member: str) -> Iterator[Moving]:
    """Return the indexes of one kind that are in flight."""
    for name, state in index_states(table, member).items():
        if not state.ready:
            filling = ", filling" if state.backfilling else ""
            holds = state.status in (CREATING, DELETING, UPDATING)
            yield Moving(f"index {name} {state.status}{filling}", holds)


class IndexBuilt(Condition):
    """The index can be used: it is ACTIVE and not backfilling."""

    text = "index {subject} built"

    def holds(self, observed: Observed | None) -> bool:
        states = index_states(observed.table) if observed else {}
        return self.subject in states and states[self.subject].ready

    def hopeless(self, observed: Observed | None) -> bool:
        return super().hopeless(observed) or (observed is not None and self.subject not in index_states(observed.table))
