# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Conditions that the calls wait for which build and delete global secondary and vector indexes."""

from __future__ import annotations

import typing as t

from .conditions import Condition
from .index_states import index_states

if t.TYPE_CHECKING:
    from .observed import Observed


class IndexGone(Condition):
    """The index is gone: a new index can have its name."""

    text = "index {subject} gone"
    lasting = True

    def holds(self, observed: Observed | None) -> bool:
        return observed is None or self.subject not in index_states(observed.table)

    def hopeless(self, observed: Observed | None) -> bool:
        """Tell whether the index can be used again: its deletion was lost, or another run built it again."""
        states = index_states(observed.table) if observed else {}
        return self.subject in states and states[self.subject].ready


class SlotFree(Condition):
    """No index other than this one is being built or deleted.

    AWS builds or deletes one index of a table at a time; it can delete an index that is still backfilling.
    """

    text = "no other index being built or deleted"

    def holds(self, observed: Observed | None) -> bool:
        if observed is None:
            return False
        states = index_states(observed.table)
        busy = {name for name, state in states.items() if state.busy}
        return busy <= {self.subject} and (self.subject not in busy or states[self.subject].backfilling)
