# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Local secondary indexes. AWS cannot change those of an existing table."""

from __future__ import annotations

import typing as t

from ..index import Index, Indexes, IndexSetting, changes, from_aws, from_options, projected_twice, shape_violations
from ..key_schema import HASH, RANGE, count, element_violations, names_of
from ..keys.setting import KEYS
from ..throughput import PAY_PER_REQUEST
from ..violations import Violation, duplicates

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..key_schema import Schema
    from ..observed import Observed
    from ..setting import Answer, Change
    from ..settings import Settings

LOCAL = "local_secondary_indexes"
LIMIT = 5


class LocalIndexesSetting(IndexSetting):
    """Local indexes as a setting. They have the HASH key of the table, and no capacity of their own."""

    name = "local_indexes"
    option = LOCAL

    def from_options(self, options: Mapping[str, t.Any]) -> Indexes | None:
        return from_options(options.get(LOCAL), PAY_PER_REQUEST)

    def from_aws(self, answer: t.Any, table: Answer) -> Indexes:
        return from_aws(table.get("LocalSecondaryIndexes"), PAY_PER_REQUEST)

    def rules(self, value: Indexes, own: Settings) -> Iterator[Violation]:
        """Judge by V2, V3, V7, V11, V14 to V18 and V21 to V26."""
        keys = own.of(KEYS)
        defined = None if keys is None or keys.attributes is None else keys.types
        schema = keys.schema if keys else None
        for position, index in enumerate(value):
            path = f"{LOCAL}[{position}]"
            yield from element_violations(f"{path}.key_schema", index.keys, "V14", defined)
            yield from _keys(f"{path}.key_schema", index, schema)
            yield from shape_violations(path, index)
        if schema is None:
            yield from _hash_keys(value)
        yield from self.together(own)

    def advice(self, value: Indexes, own: Settings, present: Settings) -> Iterator[str]:
        """Warn about V27."""
        keys, there = (side.of(KEYS) for side in (own, present))
        key = (keys.schema if keys else None) or (there.schema if there else None)
        yield from projected_twice(LOCAL, value, present.of(self) or (), key)

    def together(self, settings: Settings) -> Iterator[Violation]:
        """Judge all indexes together, and the number of local ones (V18)."""
        own = settings.of(self)
        if own is not None and len(own) > LIMIT:
            message = f"a table has at most {LIMIT} local secondary indexes"
            yield Violation("V18", LOCAL, message, "use global secondary indexes for the rest")
        yield from super().together(settings)

    def changes(self, there: Indexes | None, wanted: Indexes, observed: Observed) -> Iterator[Change]:
        keys = observed.of(KEYS)
        yield from changes(LOCAL, there or (), wanted, keys.schema if keys else None)


def _keys(path: str, index: Index, table: Schema | None) -> Iterator[Violation]:
    hashes, ranges = count(index.keys, HASH), count(index.keys, RANGE)
    if (hashes, ranges) != (1, 1):
        message = f"the index '{index.name}' has {hashes} HASH and {ranges} RANGE keys"
        yield Violation("V14", path, message, "a local secondary index has exactly one HASH and one RANGE key")
    for name in duplicates(names_of(index.keys)):
        message = f"attribute '{name}' is both HASH and RANGE key of the index '{index.name}'"
        yield Violation("V16", path, message, "sort the index by another attribute")
    if table is not None:
        yield from _under_table(path, index, table)


def _under_table(path: str, index: Index, table: Schema) -> Iterator[Violation]:
    """Judge an index by the key of its table (V15, V17)."""
    own, other = _hash_names(index.keys), _hash_names(table)
    if len(own) == 1 and len(other) == 1 and own != other:
        message = f"the index '{index.name}' starts from '{own[0]}', the table from '{other[0]}'"
        yield Violation("V15", path, message, "give the index the HASH key of the table")
    if not count(table, RANGE):
        message = f"the index '{index.name}' needs a table with a RANGE key"
        yield Violation("V17", path, message, "add a RANGE key to key_schema, or use a global secondary index")


def _hash_keys(indexes: Indexes) -> Iterator[Violation]:
    """Judge by V15 if the table's key is left out: all local indexes must have the same HASH key anyway."""
    first = ""
    for position, index in enumerate(indexes):
        for name in _hash_names(index.keys):
            first = first or name
            if name != first:
                message = f"the index '{index.name}' starts from '{name}', another one from '{first}'"
                path = f"{LOCAL}[{position}].key_schema"
                yield Violation("V15", path, message, "give both the HASH key of the table")


def _hash_names(keys: Schema) -> list[str]:
    return [key.attribute_name for key in keys if key.key_type == HASH]


LOCAL_INDEXES = LocalIndexesSetting()
