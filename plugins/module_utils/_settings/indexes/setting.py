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
from ..index_states import GLOBAL as SHOWN
from ..index_states import IndexBuilt, moving_indexes
from ..key_schema import HASH, RANGE, count, element_violations, names_of
from ..keys.setting import KEYS
from ..throughput import PAY_PER_REQUEST, advice
from ..violations import Violation, duplicates

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..conditions import Condition
    from ..index import Index
    from ..observed import Observed
    from ..setting import Answer, Change, Moving
    from ..settings import Settings

GLOBAL = "global_secondary_indexes"
# The default quota of global secondary indexes; AWS raises it on request.
LIMIT = 20
# A global secondary index can have up to four HASH and four RANGE attributes; all other keys have one of each.
KEYS_OF_A_KIND = 4


class IndexesSetting(IndexSetting):
    """Global secondary indexes as a setting. Each index has a capacity if and only if the table has one."""

    name = "indexes"
    option = GLOBAL

    def from_options(self, options: Mapping[str, t.Any]) -> Indexes | None:
        return from_options(options.get(GLOBAL), wanted_mode(options))

    def from_aws(self, answer: t.Any, table: Answer) -> Indexes:
        return from_aws(table.get("GlobalSecondaryIndexes"), billing_mode(table))

    def rules(self, value: Indexes, own: Settings) -> Iterator[Violation]:
        """Judge by V2, V3, V7, V11 to V13, V21 to V26, V30 and V31."""
        keys, capacity = own.of(KEYS), own.of(CAPACITY)
        defined = None if keys is None or keys.attributes is None else keys.types
        mode = capacity.mode if capacity else None
        for position, index in enumerate(value):
            path = f"{GLOBAL}[{position}]"
            yield from element_violations(f"{path}.key_schema", index.keys, "V12", defined)
            yield from _keys(f"{path}.key_schema", index)
            yield from shape_violations(path, index)
            if index.throughput:
                from ..throughput_rules import capacity_violations

                yield from capacity_violations(f"{path}.provisioned_throughput", index.throughput, mode, "V30")
        yield from self.together(own)

    def advice(self, value: Indexes, own: Settings, present: Settings) -> Iterator[str]:
        """Warn about V19, V27 and V38, unless the table shows that AWS has raised the quota."""
        there = present.of(self) or ()
        if len(value) > max(LIMIT, len(there)):
            yield f"{GLOBAL}: AWS allows {LIMIT} a table unless the quota was raised [V19]"
        yield from projected_twice(GLOBAL, value, there, key_of(own) or key_of(present))
        had = {index.name: index.throughput for index in there}
        for position, index in enumerate(value):
            path = f"{GLOBAL}[{position}].provisioned_throughput"
            yield from advice(path, index.throughput, had.get(index.name))

    def merged(self, own: Indexes | None, there: Indexes | None, table: Settings) -> Indexes:
        """Return the future indexes; on-demand ones have no capacity, and a capacity that is left out stays."""
        capacity, there = table.of(CAPACITY), there or ()
        if capacity and capacity.mode == PAY_PER_REQUEST:
            return tuple(index._replace(throughput=None) for index in there) if own is None else self.ordered(own)
        from ..scaled import left_to_scaling

        known = {index.name: index.throughput for index in there}
        return tuple(
            index._replace(throughput=left_to_scaling(index.name, index.throughput, known.get(index.name), table))
            for index in (there if own is None else self.ordered(own))
        )

    def changes(self, there: Indexes | None, wanted: Indexes, observed: Observed) -> Iterator[Change]:
        keys = observed.of(KEYS)
        yield from changes(GLOBAL, there or (), wanted, keys.schema if keys else None)

    def settled(self, value: Indexes) -> tuple[Condition, ...]:
        return tuple(IndexBuilt(index.name) for index in value)

    def moving(self, table: Answer) -> Iterator[Moving]:
        yield from moving_indexes(table, SHOWN)


def key_of(settings: Settings) -> t.Any:
    """Return the key schema of the table, or ``None`` if it is left out."""
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


INDEXES = IndexesSetting()
