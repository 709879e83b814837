# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The local secondary indexes of a new table."""

from __future__ import annotations

import typing as t

from ..index import Indexes, name_of
from ..keys.setting import KEYS, is_retyped
from ..planning import Planning
from ..requests import index_to_request
from ..violations import Violation
from .setting import LOCAL_INDEXES

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..comparison import Comparison
    from ..observed import Observed
    from ..setting import Change, Part
    from ..settings import Settings


class LocalIndexesPlanning(Planning[Indexes]):
    """Plans local secondary indexes. Only CreateTable sets them, so a change needs a new table."""

    setting = LOCAL_INDEXES

    def refusals(self, comparison: Comparison) -> Iterator[Violation]:
        yield from LOCAL_INDEXES.together(comparison.wanted)

    def needs_new_table(self, comparison: Comparison) -> Iterator[Change]:
        """Return all changes of local indexes and of the types of their key attributes (V66)."""
        used = LOCAL_INDEXES.key_attributes(comparison.wanted.of(LOCAL_INDEXES) or ())
        yield from (change for change in comparison.of(KEYS) if is_retyped(change) and change.path[1] in used)
        yield from comparison.of(LOCAL_INDEXES)

    def creates(self, wanted: Indexes, table: Settings, replaced: Observed | None) -> Part:
        if not wanted:
            return {}
        local = sorted((index._replace(throughput=None) for index in wanted), key=name_of)
        return {"LocalSecondaryIndexes": [index_to_request(index) for index in local]}

    def created(self, wanted: Indexes) -> str:
        return f"{len(wanted)} local secondary index(es)" if wanted else ""


PLANNING = LocalIndexesPlanning()
