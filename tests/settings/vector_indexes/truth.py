# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Vector indexes, none of which can be changed: one that differs is built anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ansible_collections.planton.dynamodb.tests.settings.indexes import truth as indexes
from ansible_collections.planton.dynamodb.tests.settings.names import VECTORS
from ansible_collections.planton.dynamodb.tests.settings.truths import (
    Atom,
    Difference,
    Facts,
    Options,
    Path,
    projection_facts,
    projection_words,
)
from ansible_collections.planton.dynamodb.tests.simulator.state import Part, Table
from ansible_collections.planton.dynamodb.tests.walks import bound_rules as rules

OFF = {VECTORS: []}
PLAIN = ("vector_attribute", "dimensions", "distance_function")


def facts(options: Options) -> Facts:
    return {path: value for item in options[VECTORS] for path, value in _facts((VECTORS, item["name"]), item)}


def _facts(path: Path, item: Options) -> Iterator[tuple[Path, Any]]:
    yield from (((*path, name), item[name]) for name in PLAIN)
    yield (*path, "search_schema"), _schema(item["search_schema"])
    yield from projection_facts(path, item["projection"])


def _schema(items: list[Options]) -> tuple[tuple[str, str], ...]:
    """A search schema, whose order means nothing."""
    return tuple(sorted((item["attribute_name"], item["type"]) for item in items))


def of_table(table: Table) -> dict[str, Any]:
    return {VECTORS: [_words(vector) for vector in table.vectors.values()]}


def _words(vector: Part) -> dict[str, Any]:
    schema = vector.get("SearchSchema", ())
    return {
        "name": vector["IndexName"],
        "vector_attribute": vector["VectorAttribute"]["AttributeName"],
        "dimensions": vector["Dimensions"],
        "distance_function": vector["DistanceFunction"],
        "search_schema": [
            {"attribute_name": each["AttributeName"], "type": each["SearchSchemaElementType"]} for each in schema
        ],
        "projection": projection_words(vector["Projection"]),
    }


IN_A_DIFF = {"search_schema": _schema}


class Vector(NamedTuple):
    """A vector index, with the types of the attributes that it is searched by."""

    shape: tuple[Any, ...]
    types: Mapping[str, str]


def read(options: Options) -> dict[str, Vector]:
    types = {item["name"]: item["type"] for item in options["attribute_definitions"]}
    keys = {item["attribute_name"] for item in options["key_schema"]}
    return {item["name"]: _vector(item, types, keys) for item in options[VECTORS]}


def _vector(item: Options, types: Mapping[str, str], keys: set[str]) -> Vector:
    schema = _schema(item["search_schema"])
    searched = {name: types[name] for name, _kind in schema}
    projection = item["projection"]
    # "Primary key attributes and index key attributes ... are automatically projected": listing them means nothing.
    others = frozenset(projection.get("non_key_attributes") or ()) - keys - searched.keys()
    own = tuple(item[name] for name in PLAIN)
    return Vector((own, schema, tuple(searched.items()), projection["type"], others), searched)


def staying(difference: Difference) -> set[str]:
    old, new = difference.of("vector_indexes")
    return {name for name in old if name in new and old[name] == new[name]}


def deleted(difference: Difference) -> set[str]:
    return {*difference.before["vector_indexes"]} - staying(difference)


def created(difference: Difference) -> set[str]:
    return {*difference.after["vector_indexes"]} - staying(difference)


def atoms(difference: Difference) -> Iterator[Atom]:
    yield from (Atom(rules.VECTOR_DELETE, name) for name in deleted(difference))
    yield from (Atom(rules.VECTOR_CREATE, name) for name in created(difference))


def needs(difference: Difference) -> dict[Atom, frozenset[Atom]]:
    """Only a table on demand has vector indexes (V62). Names are those of all kinds (V3), and so are attributes."""
    gone = frozenset(Atom(rules.VECTOR_DELETE, name) for name in deleted(difference))
    found = {Atom(rules.TO_PROVISIONED): gone}
    for name in created(difference):
        types = difference.after["vector_indexes"][name].types
        mode = frozenset({Atom(rules.TO_ON_DEMAND)})
        found[Atom(rules.VECTOR_CREATE, name)] = mode | _blockers(difference, name, types)
    for name in indexes.created(difference):
        found[Atom(rules.CREATE, name)] = _blockers(difference, name, difference.after["indexes"][name].types)
    return found


def _blockers(difference: Difference, name: str, types: Mapping[str, str]) -> frozenset[Atom]:
    """Deletions before which an index of that name, with attributes of these types, cannot be made."""
    kinds = (
        (rules.DELETE, indexes.deleted(difference), difference.before["indexes"]),
        (rules.VECTOR_DELETE, deleted(difference), difference.before["vector_indexes"]),
    )
    return frozenset(
        Atom(kind, other)
        for kind, gone, before in kinds
        for other in gone
        if other == name or any(types.get(each, held) != held for each, held in before[other].types.items())
    )
