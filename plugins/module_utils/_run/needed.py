# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What else has to be read of a table once it is known what differs."""

from __future__ import annotations

import typing as t

from .._aws.listing import Late
from .._aws.reading import READS, Wanted
from .._settings.catalog import BY_NAME, ENTRIES
from .._settings.plannings import planning_of

if t.TYPE_CHECKING:
    from .._settings.comparison import Comparison


def also_needed(comparison: Comparison, wanted: Wanted) -> Wanted | None:
    """Return what else must be read of a table that is to be changed, and what must be read of the table itself."""
    more, reads = _to_keep(comparison, wanted), comparison.observed.answers.reads
    late = {name for name, answer in reads.items() if isinstance(answer, Late)}
    if not (late and comparison.changes):
        return more
    more = more or wanted._replace(reads=frozenset())
    return more._replace(reads=more.reads | late)


def _to_keep(comparison: Comparison, wanted: Wanted) -> Wanted | None:
    """Return what else must be read to replace a table or an index: the new one keeps what is left alone."""
    how = comparison.desired.replacement
    if comparison.needs_new_table:
        return None if how == "never" else Wanted(READS, wanted.keys, how == "when_empty", wanted.again)
    if not comparison.changes:
        return None
    unread = (entry for entry in ENTRIES if entry.has_read and entry.name not in wanted.reads)
    more = frozenset(entry.name for entry in unread if planning_of(entry.load()).is_affected(comparison))
    changed = [planning_of(BY_NAME[name].load()) for name in comparison.by_setting]
    empty = any(planning.asks_whether_empty(comparison) for planning in changed)
    asked = [key for planning in changed for key in planning.asks_for_keys(comparison)]
    keys = tuple(key for key in asked if key not in comparison.observed.keys)
    return Wanted(more, (*wanted.keys, *keys), empty, wanted.again) if more or empty or keys else None
