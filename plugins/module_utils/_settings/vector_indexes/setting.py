# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Vector indexes, which find the items whose vectors are the most similar to a given one."""

from __future__ import annotations

import typing as t

from ..capacity.setting import CAPACITY
from ..index import (
    NamedSetting,
    Projection,
    name_of,
    projection_from_aws,
    projection_from_options,
    projection_to_options,
    shape_violations,
)
from ..index_states import VECTOR, IndexBuilt, moving_indexes
from ..key_schema import HASH, names_of
from ..keys.setting import KEYS
from ..setting import Change
from ..states import DELETING
from ..throughput import PROVISIONED
from .rules import LIMIT, beside_others, broken, provisioned, vector_violations

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..conditions import Condition
    from ..observed import Observed
    from ..setting import Answer, Moving, Options
    from ..settings import Settings
    from ..violations import Violation

OPTION = "vector_indexes"


class Searched(t.NamedTuple):
    """One attribute of a search schema; ``type`` is HASH or INLINE_FILTER."""

    attribute_name: str
    type: str


class VectorIndex(t.NamedTuple):
    """One vector index; ``schema`` is ``None`` in a specification that leaves the search schema out."""

    name: str
    attribute: str
    dimensions: int | None
    distance: str
    schema: tuple[Searched, ...] | None
    projection: Projection

    @property
    def searched(self) -> tuple[str, ...]:
        """The attributes of the search schema."""
        return tuple(each.attribute_name for each in self.schema or ())

    def copies(self, settings: Settings) -> tuple[str, frozenset[str]]:
        """Return what the index copies, in a form to compare: keys and searched attributes are copied anyway."""
        keys = settings.of(KEYS)
        return self.projection.copied({*self.searched, *names_of((keys.schema if keys else None) or ())})


VectorIndexes = tuple[VectorIndex, ...]


class VectorIndexesSetting(NamedSetting[VectorIndex]):
    """Vector indexes as a setting. AWS changes none of them: whatever differs, the index has to be built anew."""

    name = "vector_indexes"
    option = OPTION

    def from_options(self, options: Mapping[str, t.Any]) -> VectorIndexes | None:
        items = options.get(OPTION)
        return None if items is None else tuple(_from_options(item) for item in items)

    def to_options(self, value: VectorIndexes) -> Options:
        return {OPTION: [{"name": index.name, **_to_options(index)} for index in sorted(value, key=name_of)]}

    def from_aws(self, answer: t.Any, table: Answer) -> VectorIndexes:
        """Return the indexes, without those that are being deleted."""
        found = table.get("VectorIndexes") or ()
        return tuple(_from_aws(item) for item in found if item.get("IndexStatus") != DELETING)

    def rules(self, value: VectorIndexes, own: Settings) -> Iterator[Violation]:
        """Judge by V2, V3, V7, V11, V21 to V25 and V62."""
        keys = own.of(KEYS)
        defined = None if keys is None or keys.attributes is None else keys.types
        for position, index in enumerate(value):
            path = f"{OPTION}[{position}]"
            yield from shape_violations(path, index)
            yield from vector_violations(path, index, defined)
        yield from beside_others(OPTION, value, own)
        capacity = own.of(CAPACITY)
        if value and capacity and capacity.mode == PROVISIONED:
            yield provisioned(OPTION, value)
        if len(value) > LIMIT:
            yield broken(OPTION, f"a table has at most {LIMIT} vector indexes", "remove some of them")
        yield from self.together(own)

    def merged(self, own: VectorIndexes | None, there: VectorIndexes | None, table: Settings) -> VectorIndexes:
        """Return the future indexes; a search schema that is left out stays."""
        if own is None:
            return there or ()
        known = {index.name: index.schema for index in there or ()}
        kept = (index._replace(schema=known.get(index.name)) if index.schema is None else index for index in own)
        return self.ordered(tuple(kept))

    def ordered(self, value: VectorIndexes) -> VectorIndexes:
        return tuple(index._replace(schema=_sorted(index.schema or ())) for index in value)

    def changes(self, there: VectorIndexes | None, wanted: VectorIndexes, observed: Observed) -> Iterator[Change]:
        old, new = {index.name: index for index in there or ()}, {index.name: index for index in wanted}
        for name in sorted({*old, *new}):
            if name in old and name in new:
                yield from _one((OPTION, name), old[name], new[name], observed.settings)
            else:
                sides = (_to_options(side[name]) if name in side else None for side in (old, new))
                yield Change((OPTION, name), *sides)

    def key_attributes(self, value: VectorIndexes) -> list[str]:
        """Return the attributes of the search schemas: AWS wants definitions of them as of keys."""
        return [name for index in value for name in index.searched]

    def settled(self, value: VectorIndexes) -> tuple[Condition, ...]:
        return tuple(IndexBuilt(index.name) for index in value)

    def moving(self, table: Answer) -> Iterator[Moving]:
        yield from moving_indexes(table, VECTOR)


def _from_options(item: Mapping[str, t.Any]) -> VectorIndex:
    schema = item.get("search_schema")
    return VectorIndex(
        name=item.get("name") or "",
        attribute=item.get("vector_attribute") or "",
        dimensions=item.get("dimensions"),
        distance=item.get("distance_function") or "",
        schema=None if schema is None else tuple(_searched(each) for each in schema),
        projection=projection_from_options(item.get("projection")),
    )


def _searched(item: Mapping[str, t.Any]) -> Searched:
    return Searched(item.get("attribute_name") or "", item.get("type") or "")


def _from_aws(item: Answer) -> VectorIndex:
    schema = item.get("SearchSchema") or ()
    return VectorIndex(
        name=item["IndexName"],
        attribute=(item.get("VectorAttribute") or {}).get("AttributeName", ""),
        dimensions=item.get("Dimensions"),
        distance=item.get("DistanceFunction", ""),
        schema=_sorted(Searched(each["AttributeName"], each["SearchSchemaElementType"]) for each in schema),
        projection=projection_from_aws(item),
    )


def _sorted(schema: Iterable[Searched]) -> tuple[Searched, ...]:
    """Return a search schema in one order, HASH first: its order means nothing."""
    return tuple(sorted(schema, key=lambda each: (each.type != HASH, each.attribute_name)))


def _to_options(index: VectorIndex) -> Options:
    """Return an index as options, without its name."""
    return {
        "vector_attribute": index.attribute,
        "dimensions": index.dimensions,
        "distance_function": index.distance,
        "search_schema": [each._asdict() for each in index.schema or ()],
        "projection": projection_to_options(index.projection),
    }


def _one(path: tuple[str, ...], before: VectorIndex, after: VectorIndex, table: Settings) -> Iterator[Change]:
    old, new = _to_options(before), _to_options(after)
    for member in old:
        same = before.copies(table) == after.copies(table) if member == "projection" else old[member] == new[member]
        if not same:
            yield Change((*path, member), old[member], new[member])


VECTOR_INDEXES = VectorIndexesSetting()
