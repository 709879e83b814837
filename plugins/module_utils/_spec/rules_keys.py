# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Rules V5 to V17: attributes, and the keys of the table and of its indexes."""

from __future__ import annotations

import typing as t

from .model import HASH, RANGE, Index, Key, Settings, used_attributes
from .rule_model import Violation, duplicates

# AWS takes up to four HASH and four RANGE attributes in a global secondary index; everywhere else one of each.
GSI_KEYS_OF_A_KIND = 4
NAME_LIMIT = 255


def key_violations(settings: Settings) -> t.Iterator[Violation]:
    """Judge attribute definitions, the table's keys and the keys of its indexes."""
    yield from _attributes(settings)
    yield from _unused(settings)
    if settings.keys is not None:
        yield from _table_keys(settings.keys)
        yield from _elements("key_schema", settings)
    for position, index in enumerate(settings.global_indexes or ()):
        yield from _global_keys(f"global_secondary_indexes[{position}].key_schema", index, settings)
    for position, index in enumerate(settings.local_indexes or ()):
        yield from _local_keys(f"local_secondary_indexes[{position}].key_schema", index, settings)
    if settings.keys is None:
        yield from _parted(settings.local_indexes or ())


def _attributes(settings: Settings) -> t.Iterator[Violation]:
    attributes = settings.attributes or ()
    for position, attribute in enumerate(attributes):
        path = f"attribute_definitions[{position}]"
        if attribute.type not in ("S", "N", "B"):
            hint = "use S for a string, N for a number or B for binary"
            yield Violation("V10", f"{path}.type", f"'{attribute.type}' is no attribute type", hint)
        if not 1 <= len(attribute.name) <= NAME_LIMIT:
            hint = "name the attribute"
            yield Violation("V11", f"{path}.name", "an attribute name has 1 to 255 characters", hint)
    for name in duplicates(attribute.name for attribute in attributes):
        hint = "define each attribute once"
        yield Violation("V9", "attribute_definitions", f"attribute '{name}' is defined more than once", hint)


def _unused(settings: Settings) -> t.Iterator[Violation]:
    """V8, judged where the keys of the table are given: then the specification stands for itself."""
    if settings.attributes is None or settings.keys is None:
        return
    used = set(used_attributes(settings))
    for position, attribute in enumerate(settings.attributes):
        if attribute.name and attribute.name not in used:
            yield Violation(
                "V8",
                f"attribute_definitions[{position}]",
                f"attribute '{attribute.name}' is used by no key of the table or of an index in the specification",
                "define key attributes only: remove it, or list the index that uses it",
            )


def _elements(path: str, settings: Settings, index: Index | None = None) -> t.Iterator[Violation]:
    """Judge what holds for the elements of every key schema: a kind, a name, and a definition (V5, V7, V11)."""
    defined = None if settings.attributes is None else settings.attribute_types()
    for position, key in enumerate(index.keys if index else settings.keys or ()):
        if key.key_type not in (HASH, RANGE):
            rule = "V5" if index is None else "V12" if index in (settings.global_indexes or ()) else "V14"
            message = f"'{key.key_type}' is no key type"
            yield Violation(rule, f"{path}[{position}].key_type", message, "use HASH or RANGE")
        where = f"{path}[{position}].attribute_name"
        if not 1 <= len(key.attribute_name) <= NAME_LIMIT:
            yield Violation("V11", where, "an attribute name has 1 to 255 characters", "name the key attribute")
        elif defined is not None and key.attribute_name not in defined:
            message = f"key attribute '{key.attribute_name}' has no definition"
            yield Violation("V7", where, message, "add it to attribute_definitions with its type")


def _count(keys: tuple[Key, ...], kind: str) -> int:
    return sum(key.key_type == kind for key in keys)


def _table_keys(keys: tuple[Key, ...]) -> t.Iterator[Violation]:
    if _count(keys, HASH) != 1 or _count(keys, RANGE) > 1:
        message = f"the table has {_count(keys, HASH)} HASH and {_count(keys, RANGE)} RANGE keys"
        yield Violation("V5", "key_schema", message, "give exactly one HASH key and at most one RANGE key")
    for name in duplicates(key.attribute_name for key in keys):
        hint = "use another attribute for the RANGE key, or leave it out"
        yield Violation("V6", "key_schema", f"attribute '{name}' is used twice in the key of the table", hint)


def _global_keys(path: str, index: Index, settings: Settings) -> t.Iterator[Violation]:
    yield from _elements(path, settings, index)
    hashes, ranges = _count(index.keys, HASH), _count(index.keys, RANGE)
    if not 1 <= hashes <= GSI_KEYS_OF_A_KIND or ranges > GSI_KEYS_OF_A_KIND:
        message = f"the index '{index.name}' has {hashes} HASH and {ranges} RANGE keys"
        yield Violation("V12", path, message, "give 1 to 4 HASH keys and at most 4 RANGE keys")
    for name in duplicates(key.attribute_name for key in index.keys):
        message = f"attribute '{name}' is used twice in the key of the index '{index.name}'"
        yield Violation("V13", path, message, "use each attribute once in a key")


def _local_keys(path: str, index: Index, settings: Settings) -> t.Iterator[Violation]:
    yield from _elements(path, settings, index)
    hashes, ranges = _count(index.keys, HASH), _count(index.keys, RANGE)
    if (hashes, ranges) != (1, 1):
        message = f"the index '{index.name}' has {hashes} HASH and {ranges} RANGE keys"
        yield Violation("V14", path, message, "a local secondary index has exactly one HASH and one RANGE key")
    for name in duplicates(key.attribute_name for key in index.keys):
        message = f"attribute '{name}' is both HASH and RANGE key of the index '{index.name}'"
        yield Violation("V16", path, message, "sort the index by another attribute")
    yield from _under_table(path, index, settings)


def _parted(indexes: tuple[Index, ...]) -> t.Iterator[Violation]:
    """V15 where the key of the table is left alone: whatever it is, local indexes share its HASH key."""
    first = ""
    for position, index in enumerate(indexes):
        for key in (key for key in index.keys if key.key_type == HASH):
            first = first or key.attribute_name
            if key.attribute_name != first:
                message = f"the index '{index.name}' starts from '{key.attribute_name}', another one from '{first}'"
                path = f"local_secondary_indexes[{position}].key_schema"
                yield Violation("V15", path, message, "give both the HASH key of the table")


def _under_table(path: str, index: Index, settings: Settings) -> t.Iterator[Violation]:
    """Judge a local secondary index beside the key of its table (V15, V17)."""
    if settings.keys is None:
        return
    own = [key.attribute_name for key in index.keys if key.key_type == HASH]
    table = [key.attribute_name for key in settings.keys if key.key_type == HASH]
    if len(own) == 1 and len(table) == 1 and own != table:
        message = f"the index '{index.name}' starts from '{own[0]}', the table from '{table[0]}'"
        yield Violation("V15", path, message, "give the index the HASH key of the table")
    if not _count(settings.keys, RANGE):
        message = f"the index '{index.name}' needs a table with a RANGE key"
        yield Violation("V17", path, message, "add a RANGE key to key_schema, or use a global secondary index")
