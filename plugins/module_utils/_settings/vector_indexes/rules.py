# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!
"""What is allowed of vector indexes (V7, V11, V62)."""

from __future__ import annotations

import typing as t

from ..key_schema import HASH
from ..violations import NAME_LIMIT, Violation, duplicates

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..settings import Settings
    from .setting import Searched, VectorIndex

LIMIT = 5
MOST_DIMENSIONS = 4096
DISTANCES = ("COSINE", "DOT_PRODUCT", "EUCLIDEAN")
INLINE_FILTER = "INLINE_FILTER"
# How many attributes of each type a search schema may have.
MOST = {HASH: 1, INLINE_FILTER: 18}


def broken(path: str, message: str, hint: str) -> Violation:
    """Return a violation of V62."""
    return Violation("V62", path, message, hint)


def provisioned(path: str, indexes: Sequence[VectorIndex]) -> Violation:
    """Return the violation of a table that is, or becomes, PROVISIONED and has vector indexes."""
    names = ", ".join(sorted(index.name for index in indexes))
    message = f"a PROVISIONED table has no vector indexes, and these are wanted or there: {names}"
    return broken(path, message, "use billing_mode: PAY_PER_REQUEST, or remove them with vector_indexes: []")


def vector_violations(path: str, index: VectorIndex, defined: Mapping[str, str] | None) -> Iterator[Violation]:
    """Judge one index by itself. If ``defined`` is ``None``, definitions of attributes are not judged."""
    if not 1 <= len(index.attribute) <= NAME_LIMIT:
        hint = "name the attribute that has the vectors"
        yield Violation("V11", f"{path}.vector_attribute", "an attribute name has 1 to 255 characters", hint)
    if index.dimensions is None or not 1 <= index.dimensions <= MOST_DIMENSIONS:
        found = "is missing" if index.dimensions is None else f"is {index.dimensions}"
        message = f"the number of dimensions {found}; it is 1 to {MOST_DIMENSIONS}"
        yield broken(f"{path}.dimensions", message, "give the number of values that each vector has")
    if index.distance not in DISTANCES:
        message = f"'{index.distance}' is no distance function" if index.distance else "there is no distance function"
        yield broken(f"{path}.distance_function", message, f"use {', '.join(DISTANCES[:-1])} or {DISTANCES[-1]}")
    yield from _schema(f"{path}.search_schema", index.schema or (), defined)


def _schema(path: str, schema: Sequence[Searched], defined: Mapping[str, str] | None) -> Iterator[Violation]:
    for position, (name, kind) in enumerate(schema):
        if kind not in MOST:
            message = f"'{kind}' is no type of an attribute of a search schema"
            yield broken(f"{path}[{position}].type", message, f"use {HASH} or {INLINE_FILTER}")
        where = f"{path}[{position}].attribute_name"
        if not 1 <= len(name) <= NAME_LIMIT:
            yield Violation("V11", where, "an attribute name has 1 to 255 characters", "name the attribute")
        elif defined is not None and name not in defined:
            yield undefined(where, name)
    kinds = [each.type for each in schema]
    for kind, most in MOST.items():
        if kinds.count(kind) > most:
            message = f"{kinds.count(kind)} attributes of the search schema are {kind}; AWS allows {most}"
            yield broken(path, message, "leave some of them out")
    for name in duplicates(each.attribute_name for each in schema):
        message = f"attribute '{name}' is named more than once in the search schema"
        yield broken(path, message, "name each attribute once")


def undefined(path: str, name: str) -> Violation:
    """Return the violation of a searched attribute that no definition gives a type."""
    message = f"attribute '{name}' of a search schema has no definition"
    return Violation("V7", path, message, "add it to attribute_definitions with its type")


def beside_others(path: str, indexes: Sequence[VectorIndex], settings: Settings) -> Iterator[Violation]:
    """Judge the vector attributes by the keys of the table and of all its indexes, and by each other."""
    keys = {*settings.key_attributes()}
    for index in indexes:
        if index.attribute in keys:
            message = f"the vector attribute '{index.attribute}' of '{index.name}' is a key, or in a search schema"
            yield broken(path, message, "keep the vectors in another attribute: AWS takes no definition of it")
    known: dict[str, VectorIndex] = {}
    for index in indexes:
        first = known.setdefault(index.attribute, index)
        if first.dimensions != index.dimensions:
            message = f"'{first.name}' and '{index.name}' give '{index.attribute}' different dimensions"
            yield broken(path, message, "give all vector indexes of one attribute the same dimensions")
