# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""Secondary indexes in manifests: what global and local ones share."""

from __future__ import annotations

import typing as t

from .._fields.kinds import Choice, Text, Word
from .._fields.manifest import broken, given
from .._fields.parts import Many, Part
from .index import PROJECTION_TYPE

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .._fields.manifest import Manifest
    from .._fields.model import Fault, Path
    from .setting import Part as Item

TYPES = ("ALL", "KEYS_ONLY", "INCLUDE")
LISTED = Many(Text(), unique=True)
_OLDER_TYPE = Choice(PROJECTION_TYPE, TYPES, (("KEYS_ONLY_PROJECTION", "KEYS_ONLY"),))
NAME = Text(1)
OLDER_PROJECTION: t.Final = Part({"type": _OLDER_TYPE, "non_key_attributes": LISTED})
NEWER_PROJECTION: t.Final = Part({"type": Word(TYPES, required=True), "non_key_attributes": LISTED}, required=True)
DECLARED = "index_key_attributes_declared"
SAME = {
    DECLARED: {"V7"},
    "include_requires_attributes": {"V22", "V23"},
    "string.min_len": {"V2", "V11"},
    "repeated.unique": {"V24"},
}


def to_option(item: Item, keys: Sequence[Item]) -> Item:
    """Return an index as options; upstream projects everything where no type is given."""
    projection = item["projection"] or {"type": "", "non_key_attributes": []}
    words: Item = {"type": projection["type"] or "ALL"}
    if projection["non_key_attributes"]:
        words["non_key_attributes"] = projection["non_key_attributes"]
    return {"name": item["name"], "key_schema": keys, "projection": words}


def has_newer_projection(index: t.Any) -> bool:
    """Tell whether an index, as it is written, has a projection with a name that the older shape does not have."""
    return bool(given(given(index, "projection"), "type") == "KEYS_ONLY")


def projection_faults(manifest: Manifest, index: Item, path: Path) -> Iterator[Fault]:
    """Judge the projection of an index that stands at ``path``."""
    if not manifest.sound(*path, "projection"):
        return
    projection = index["projection"]
    kind, names = (projection["type"], projection["non_key_attributes"]) if projection else ("", [])
    if (kind == "INCLUDE") != bool(names):
        none = f"{kind or 'no type'} takes no list of attributes"
        message = "INCLUDE lists no attributes" if kind == "INCLUDE" else none
        hint = "nonKeyAttributes go with type INCLUDE, and it needs them"
        where = (*path, "projection", "non_key_attributes")
        yield broken("include_requires_attributes", where, message, hint)
