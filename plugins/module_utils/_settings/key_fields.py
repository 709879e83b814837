# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""Key schemas in manifests, of the table and of its indexes."""

from __future__ import annotations

import typing as t

from .._fields.kinds import Choice, Text, Word
from .._fields.manifest import broken
from .._fields.parts import Many, Part
from .key_schema import HASH, KEY_TYPE, RANGE

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .._fields.manifest import Manifest
    from .._fields.model import Fault, Path
    from .setting import Part as Item

DEFINITIONS, SCHEMA = "attribute_definitions", "key_schema"
NEWER_KEYS: t.Final = Many(Part({"attribute_name": Text(1), "key_type": Word((HASH, RANGE), required=True)}))


def older_keys(least: int = 1) -> Many:
    """Return a key schema of the older shape, of at least so many elements."""
    return Many(Part({"attribute_name": Text(1), "key_type": Choice(KEY_TYPE, (HASH, RANGE))}), least)


def count(keys: Sequence[Item], kind: str) -> int:
    """Return how many elements are of a type."""
    return sum(key["key_type"] == kind for key in keys)


def is_simple(keys: Sequence[Item]) -> bool:
    """Tell whether a key is one HASH element, alone or with one RANGE element."""
    return count(keys, HASH) == 1 and count(keys, RANGE) <= 1 and len(keys) <= 2


def counted(keys: Sequence[Item]) -> str:
    """Return what a key is made of, for a message."""
    return f"{count(keys, HASH)} HASH and {count(keys, RANGE)} RANGE keys in {len(keys)} elements"


def names(keys: Sequence[Item], path: Path) -> Iterator[tuple[Path, str]]:
    """Return the attributes of a key schema that stands at ``path``, each with where it is named."""
    for number, key in enumerate(keys):
        yield (*path, number, "attribute_name"), key["attribute_name"]


def undeclared(manifest: Manifest, rule: str, used: Iterator[tuple[Path, str]]) -> Iterator[Fault]:
    """Judge whether each attribute that is used as a key has a definition."""
    if not manifest.sound(DEFINITIONS):
        return
    declared = {item["name"] for item in manifest.spec[DEFINITIONS]}
    for path, name in used:
        if name and name not in declared:
            hint = "add it to attributeDefinitions with its type"
            yield broken(rule, path, f"key attribute '{name}' has no definition", hint)
