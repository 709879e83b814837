# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Key schemas of the table and of its indexes."""

from __future__ import annotations

import typing as t

from .setting import bare
from .violations import NAME_LIMIT, Violation

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .setting import Answer, Options

HASH = "HASH"
RANGE = "RANGE"
KEY_TYPE = "KEY_TYPE_"


class Key(t.NamedTuple):
    """One element of a key schema; ``key_type`` is HASH or RANGE."""

    attribute_name: str
    key_type: str


Schema = tuple[Key, ...]


def schema_from_options(items: Iterable[Mapping[str, t.Any]] | None) -> Schema:
    """Return the key schema that options give."""
    return tuple(
        Key(item.get("attribute_name") or "", bare(item.get("key_type"), KEY_TYPE) or "") for item in items or ()
    )


def schema_to_options(keys: Schema) -> list[Options]:
    """Return a key schema as options."""
    return [{"attribute_name": key.attribute_name, "key_type": key.key_type} for key in keys]


def schema_from_aws(item: Answer) -> Schema:
    """Return the key schema of a table or of an index in an answer of AWS."""
    return ordered_keys(tuple(Key(key["AttributeName"], key["KeyType"]) for key in item.get("KeySchema") or ()))


def ordered_keys(keys: Schema) -> Schema:
    """Return the key schema with its HASH elements first, as AWS requires; the order is the same otherwise."""
    return tuple(sorted(keys, key=lambda key: key.key_type != HASH))


def names_of(keys: Schema) -> list[str]:
    """Return the names of the attributes of a key."""
    return [key.attribute_name for key in keys]


def count(keys: Schema, kind: str) -> int:
    """Return how many elements of a key have the type ``kind``."""
    return sum(key.key_type == kind for key in keys)


def element_violations(path: str, keys: Schema, rule: str, defined: Mapping[str, str] | None) -> Iterator[Violation]:
    """Judge the elements of any key schema: each needs a valid type, a name and a definition (V7, V11).

    ``rule`` is the id of the rule about types. If ``defined`` is ``None``, definitions are not judged.
    """
    for position, key in enumerate(keys):
        if key.key_type not in (HASH, RANGE):
            message = f"'{key.key_type}' is no key type"
            yield Violation(rule, f"{path}[{position}].key_type", message, "use HASH or RANGE")
        where = f"{path}[{position}].attribute_name"
        if not 1 <= len(key.attribute_name) <= NAME_LIMIT:
            yield Violation("V11", where, "an attribute name has 1 to 255 characters", "name the key attribute")
        elif defined is not None and key.attribute_name not in defined:
            message = f"key attribute '{key.attribute_name}' has no definition"
            yield Violation("V7", where, message, "add it to attribute_definitions with its type")
