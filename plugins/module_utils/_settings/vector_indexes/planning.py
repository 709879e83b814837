# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!
"""The calls that build and delete vector indexes."""

from __future__ import annotations

import typing as t

from ..capacity.setting import CAPACITY
from ..index import name_of
from ..keys.setting import KEYS, is_retyped
from ..planning import Planning
from ..throughput import PROVISIONED
from ..violations import unchangeable
from .rules import beside_others, provisioned, undefined
from .setting import OPTION, VECTOR_INDEXES, VectorIndexes
from .updates import VectorEffect, VectorUpdates, retypes_a_searched, to_request, vector_work

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..calls import Update
    from ..comparison import Comparison
    from ..observed import Observed
    from ..planning import Work
    from ..setting import Part
    from ..settings import Settings
    from ..violations import Violation


class VectorIndexesPlanning(Planning[VectorIndexes]):
    """Plans the vector indexes. CreateTable has those of a new table: there they take seconds, later minutes each."""

    setting = VECTOR_INDEXES

    def refusals(self, comparison: Comparison) -> Iterator[Violation]:
        """Judge the table as it will be by V7 and V62."""
        wanted, keys = comparison.wanted.of(VECTOR_INDEXES) or (), comparison.wanted.of(KEYS)
        for index in wanted:
            yield from (undefined(OPTION, name) for name in index.searched if keys and name not in keys.types)
        yield from beside_others(OPTION, wanted, comparison.wanted)
        capacity, own = comparison.wanted.of(CAPACITY), comparison.own.of(VECTOR_INDEXES)
        # A table that replaces this one is judged as a new one.
        judged_as_new = comparison.needs_new_table and comparison.desired.replacement != "never"
        if wanted and capacity and capacity.mode == PROVISIONED and not judged_as_new:
            yield provisioned("billing_mode" if own is None else OPTION, wanted)
        if own is None and not comparison.needs_new_table:
            used = VECTOR_INDEXES.key_attributes(wanted)
            hint = "list the indexes that use it in vector_indexes: they must be built anew"
            retyped = (change for change in comparison.of(KEYS) if is_retyped(change) and change.path[1] in used)
            yield from (unchangeable(change, hint) for change in retyped)

    def is_affected(self, comparison: Comparison) -> bool:
        return retypes_a_searched(comparison)

    def shows(self, value: VectorEffect, observed: Observed, planned: Observed | None) -> bool:
        return value.shown(observed, planned)

    def creates(self, wanted: VectorIndexes, table: Settings, replaced: Observed | None) -> Part:
        return {"VectorIndexes": [to_request(index) for index in sorted(wanted, key=name_of)]} if wanted else {}

    def created(self, wanted: VectorIndexes) -> str:
        return f"{len(wanted)} vector index(es)" if wanted else ""

    def updates(self, work: Work[VectorIndexes]) -> Iterator[Update]:
        yield from VectorUpdates(work.comparison, self).all()

    def warnings(self, work: Work[VectorIndexes]) -> Iterator[str]:
        """Warn about V67."""
        for index in vector_work(work.comparison).rebuilt:
            yield f"{work.name}: vector index {index} is built anew and cannot be searched for minutes [V67]"


PLANNING = VectorIndexesPlanning()
