# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Global secondary indexes."""

from __future__ import annotations

import typing as t

from ..capacity.setting import CAPACITY, billing_mode, wanted_mode
from ..index import Indexes, IndexSetting, changes, from_aws, from_options, projected_twice, shape_violations
from ..key_schema import HASH, RANGE, count, element_violations, names_of
from ..keys.setting import KEYS, is_retyped
from ..setting import Moving
from ..states import CREATING, DELETING, UPDATING
from ..throughput import PAY_PER_REQUEST, PROVISIONED, advice, missing, needless, unit_violations
from ..violations import Violation, duplicates, fixed
from .conditions import IndexBuilt
from .states import index_states

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..comparison import Comparison
    from ..conditions import Condition
    from ..index import Index
    from ..observed import Observed
    from ..setting import Answer, Change
    from ..settings import Settings
    from .effect import IndexEffect

GLOBAL = "global_secondary_indexes"
# The quota that AWS raises on request.
LIMIT = 20
# AWS takes up to four HASH and four RANGE attributes in a global secondary index; everywhere else one of each.
KEYS_OF_A_KIND = 4


class IndexesSetting(IndexSetting):
    """Each index has a capacity if and only if the table has."""

    name = "indexes"
    option = GLOBAL

    def from_options(self, options: Mapping[str, t.Any]) -> Indexes | None:
        return from_options(options.get(GLOBAL), wanted_mode(options))

    def from_aws(self, answer: t.Any, table: Answer) -> Indexes:
        return from_aws(table.get("GlobalSecondaryIndexes"), billing_mode(table))

    def rules(self, value: Indexes, own: Settings) -> Iterator[Violation]:
        """V2, V3, V7, V11 to V13, V21 to V26, V30 and V31."""
        keys, capacity = own.of(KEYS), own.of(CAPACITY)
        defined = None if keys is None or keys.attributes is None else keys.types
        mode = capacity.mode if capacity else None
        for position, index in enumerate(value):
            path = f"{GLOBAL}[{position}]"
            yield from element_violations(f"{path}.key_schema", index.keys, "V12", defined)
            yield from _keys(f"{path}.key_schema", index)
            yield from shape_violations(path, index)
            yield from _units(f"{path}.provisioned_throughput", index, mode)
        yield from self.together(own)

    def advice(self, value: Indexes, own: Settings, present: Settings) -> Iterator[str]:
        """V19, V27 and V38: nothing is told of what the table has, which shows that a quota was raised."""
        there = present.of(self) or ()
        if len(value) > max(LIMIT, len(there)):
            yield f"{GLOBAL}: AWS allows {LIMIT} a table unless the quota was raised [V19]"
        yield from projected_twice(GLOBAL, value, there, key_of(own) or key_of(present))
        had = {index.name: index.throughput for index in there}
        for position, index in enumerate(value):
            path = f"{GLOBAL}[{position}].provisioned_throughput"
            yield from advice(path, index.throughput, had.get(index.name))

    def creation_refusals(self, value: Indexes, whole: Settings) -> Iterator[Violation]:
        """V30."""
        capacity = whole.of(CAPACITY)
        for position, index in enumerate(value):
            if capacity and capacity.mode == PROVISIONED and index.throughput is None:
                yield missing(f"{GLOBAL}[{position}].provisioned_throughput", "V30")

    def refusals(self, comparison: Comparison) -> Iterator[Violation]:
        """V7, V30, V31, V39, V66 and V68, and what holds for all indexes together."""
        own, wanted = comparison.own.of(self), comparison.wanted.of(self) or ()
        keys = comparison.wanted.of(KEYS)
        for index in wanted:
            for name in (each for each in names_of(index.keys) if keys and each not in keys.types):
                message = f"key attribute '{name}' of the index '{index.name}' has no definition"
                yield Violation("V7", GLOBAL, message, "add it to attribute_definitions with its type")
        yield from self._capacities(comparison, wanted)
        yield from self.together(comparison.wanted)
        if own is None and not comparison.fixed:
            used = {*self.key_attributes(wanted)}
            hint = "list the indexes that use it in global_secondary_indexes: they must be built anew"
            retyped = (change for change in comparison.of(KEYS) if is_retyped(change) and change.path[1] in used)
            yield from (fixed(change, hint) for change in retyped)

    def _capacities(self, comparison: Comparison, wanted: Indexes) -> Iterator[Violation]:
        own, there = comparison.own.of(CAPACITY), comparison.there(CAPACITY)
        capacity = comparison.wanted.of(CAPACITY)
        was_provisioned = there is not None and there.mode == PROVISIONED
        named = comparison.own.of(self) is not None
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

    def limits_lost(self, value: Indexes, comparison: Comparison) -> Iterator[str]:
        capacity = comparison.wanted.of(CAPACITY)
        if capacity and capacity.mode == PAY_PER_REQUEST:
            limited = (index.name for index in value if index.name in comparison.observed.beside.limits)
            yield from (f"OnDemandThroughput of index {name}" for name in limited)

    def merged(self, own: Indexes | None, there: Indexes | None, table: Settings) -> Indexes:
        """A change to on-demand takes capacities away; one that is left out is left alone."""
        capacity, there = table.of(CAPACITY), there or ()
        if capacity and capacity.mode == PAY_PER_REQUEST:
            return tuple(index._replace(throughput=None) for index in there) if own is None else self.ordered(own)
        known = {index.name: index.throughput for index in there}
        return tuple(
            index._replace(throughput=index.throughput or known.get(index.name))
            for index in (there if own is None else self.ordered(own))
        )

    def changes(self, there: Indexes | None, wanted: Indexes, observed: Observed) -> Iterator[Change]:
        keys = observed.of(KEYS)
        yield from changes(GLOBAL, there or (), wanted, keys.schema if keys else None)

    def concerned(self, comparison: Comparison) -> bool:
        """An attribute of another type is another index."""
        used = self.key_attributes(comparison.wanted.of(self) or ())
        return any(is_retyped(change) and change.path[1] in used for change in comparison.of(KEYS))

    def shows(self, value: IndexEffect, observed: Observed, planned: Observed | None) -> bool:
        return value.shown(observed, planned)

    def settled(self, value: Indexes) -> tuple[Condition, ...]:
        return tuple(IndexBuilt(index.name) for index in value)

    def moving(self, table: Answer) -> Iterator[Moving]:
        for name, state in index_states(table).items():
            if not state.ready:
                filling = ", filling" if state.backfilling else ""
                holds = state.status in (CREATING, DELETING, UPDATING)
                yield Moving(f"index {name} {state.status}{filling}", holds)


def key_of(settings: Settings) -> t.Any:
    """Return the key of the table, nothing where it is left alone."""
    keys = settings.of(KEYS)
    return keys.schema if keys else None


def _keys(path: str, index: Index) -> Iterator[Violation]:
    hashes, ranges = count(index.keys, HASH), count(index.keys, RANGE)
    if not 1 <= hashes <= KEYS_OF_A_KIND or ranges > KEYS_OF_A_KIND:
        message = f"the index '{index.name}' has {hashes} HASH and {ranges} RANGE keys"
        yield Violation("V12", path, message, "give 1 to 4 HASH keys and at most 4 RANGE keys")
    for name in duplicates(names_of(index.keys)):
        message = f"attribute '{name}' is used twice in the key of the index '{index.name}'"
        yield Violation("V13", path, message, "use each attribute once in a key")


def _units(path: str, index: Index, mode: str | None) -> Iterator[Violation]:
    if not index.throughput:
        return
    if mode == PAY_PER_REQUEST:
        yield needless(path)
    elif mode in (None, PROVISIONED):
        yield from unit_violations(path, index.throughput, "V30")


INDEXES = IndexesSetting()
