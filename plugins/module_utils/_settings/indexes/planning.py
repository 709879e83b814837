# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The calls that build, delete and resize global secondary indexes."""

from __future__ import annotations

import typing as t

from ..beside import indexes as raw_indexes
from ..calls import Update
from ..capacity.setting import CAPACITY
from ..capacity.words import ASKED_OF_REPLICAS
from ..decreases import decrease_warning
from ..index import Indexes, name_of
from ..key_schema import names_of
from ..keys.setting import KEYS, is_retyped
from ..planning import Planning
from ..requests import index_to_request
from ..scaled import within_bounds
from ..throughput import PROVISIONED
from ..throughput_rules import missing, needless
from ..violations import Violation, unchangeable
from .effect import IndexEffect
from .setting import GLOBAL, INDEXES
from .updates import IndexUpdates, decreases_of, given_to_index, is_provisioned
from .work import index_work, retypes_a_key

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..comparison import Comparison
    from ..observed import Observed
    from ..planning import Work
    from ..setting import Part
    from ..settings import Settings

LANE = "indexes"
UPDATES = "GlobalSecondaryIndexUpdates"


class IndexesPlanning(Planning[Indexes]):
    """Plans the indexes. CreateTable has all indexes of a new table: there each takes seconds, later many minutes."""

    setting = INDEXES

    def creation_refusals(self, value: Indexes, whole: Settings) -> Iterator[Violation]:
        """Judge a new table by V30."""
        capacity = whole.of(CAPACITY)
        for position, index in enumerate(value):
            if capacity and capacity.mode == PROVISIONED and index.throughput is None:
                yield missing(f"{GLOBAL}[{position}].provisioned_throughput", "V30")

    def refusals(self, comparison: Comparison) -> Iterator[Violation]:
        """Judge by V7, V30, V31, V39, V66 and V68, and by the rules about all indexes together."""
        own, wanted = comparison.own.of(INDEXES), comparison.wanted.of(INDEXES) or ()
        keys = comparison.wanted.of(KEYS)
        for index in wanted:
            for name in (each for each in names_of(index.keys) if keys and each not in keys.types):
                message = f"key attribute '{name}' of the index '{index.name}' has no definition"
                yield Violation("V7", GLOBAL, message, "add it to attribute_definitions with its type")
        yield from self._capacities(comparison, wanted)
        yield from INDEXES.together(comparison.wanted)
        if own is None and not comparison.needs_new_table:
            used = {*INDEXES.key_attributes(wanted)}
            hint = "list the indexes that use it in global_secondary_indexes: they must be built anew"
            retyped = (change for change in comparison.of(KEYS) if is_retyped(change) and change.path[1] in used)
            yield from (unchangeable(change, hint) for change in retyped)

    def for_replacement(self, value: Indexes, table: Settings) -> Indexes:
        """Return the indexes of a new table with their specified capacities, also where the old ones were scaled."""
        own = {each.name: each.throughput for each in table.own.of(INDEXES) or ()}
        units = {each.name: own.get(each.name) or each.throughput for each in value}
        return tuple(each._replace(throughput=within_bounds(each.name, units[each.name], table)) for each in value)

    def is_affected(self, comparison: Comparison) -> bool:
        return retypes_a_key(comparison)

    def indexes_lost(self, comparison: Comparison) -> Sequence[str]:
        return index_work(comparison).delete

    def shows(self, value: IndexEffect, observed: Observed, planned: Observed | None) -> bool:
        return value.shown(observed, planned)

    def current(self, value: IndexEffect, request: Mapping[str, t.Any], observed: Observed) -> Mapping[str, t.Any]:
        return value.current(request, observed)

    def _capacities(self, comparison: Comparison, wanted: Indexes) -> Iterator[Violation]:
        own, there = comparison.own.of(CAPACITY), comparison.there(CAPACITY)
        capacity = comparison.wanted.of(CAPACITY)
        was_provisioned = there is not None and there.mode == PROVISIONED
        named = comparison.own.of(INDEXES) is not None
        for position, index in enumerate(wanted):
            path = f"{GLOBAL}[{position}].provisioned_throughput"
            if capacity is None or capacity.mode != PROVISIONED:
                if index.throughput:
                    yield needless(path)
            elif index.throughput is None and named:
                yield missing(path, "V39" if was_provisioned and not (own and own.mode) else "V30")
            elif index.throughput is None and not was_provisioned:
                message = f"the table's index '{index.name}' needs a capacity when the table becomes PROVISIONED"
                yield Violation("V68", GLOBAL, message, "list the index with its provisioned_throughput")

    def creates(self, wanted: Indexes, table: Settings, replaced: Observed | None) -> Part:
        if not wanted:
            return {}
        ordered = sorted(wanted, key=name_of)
        more = {index.name: given_to_index(index.name, table, _with(index.name, replaced)) for index in ordered}
        return {"GlobalSecondaryIndexes": [index_to_request(index, more[index.name].members) for index in ordered]}

    def created(self, wanted: Indexes) -> str:
        return f"{len(wanted)} global secondary index(es)" if wanted else ""

    def kept(self, table: Settings, replaced: Observed) -> Iterator[str]:
        for index in table.of(INDEXES) or ():
            found = given_to_index(index.name, table, _with(index.name, replaced))
            if found.kept:
                yield f"{index.name}{found.kept}"

    def updates(self, work: Work[Indexes]) -> Iterator[Update]:
        yield from IndexUpdates(work.comparison, self).all()

    def warnings(self, work: Work[Indexes]) -> Iterator[str]:
        """Warn about V59, V67 and V72."""
        comparison, name, found = work.comparison, work.name, index_work(work.comparison)
        for index in found.rebuilt:
            yield f"{name}: index {index} is built anew and cannot be queried for minutes [V67]"
        replicas, switch = comparison.observed.beside.replicas, comparison.option("billing_mode")
        if replicas and found.build and not switch and is_provisioned(comparison.wanted):
            yield f"{name}: {ASKED_OF_REPLICAS} ({', '.join(replicas)}), and may refuse this [V59]"
        items = {item["IndexName"]: item for item in raw_indexes(comparison.observed.table)}
        for index in (each for each in items if each in decreases_of(comparison) and each in found.resize):
            yield f"{name}: {decrease_warning(f'capacity of index {index}', items[index])}"


def _with(name: str, replaced: Observed | None) -> Observed | None:
    """Return the table that is replaced, if it has an index of that name."""
    there = replaced.of(INDEXES) if replaced else None
    return replaced if any(index.name == name for index in there or ()) else None


PLANNING = IndexesPlanning()
