# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""Local secondary indexes in manifests. In the newer shape they name their RANGE key alone."""

from __future__ import annotations

import typing as t

from ..._fields.kinds import Text
from ..._fields.manifest import Field, Rule, broken, given, listed
from ..._fields.model import parsed_path
from ..._fields.parts import Many, Part
from ..index_fields import (
    DECLARED,
    NAME,
    NEWER_PROJECTION,
    OLDER_PROJECTION,
    SAME,
    has_newer_projection,
    projection_faults,
    to_option,
)
from ..key_fields import SCHEMA, count, counted, older_keys, undeclared
from ..key_schema import HASH, RANGE
from ..manifest import ManifestFields
from .setting import LOCAL, LOCAL_INDEXES

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..._fields.manifest import Manifest
    from ..._fields.model import Fault, Path
    from ..setting import Options
    from ..setting import Part as Item

RANGE_KEY = "range_key"
SHAPE = "lsi_key_schema_shape"


def _each(manifest: Manifest) -> Iterator[Fault]:
    for position, index in enumerate(manifest.spec[LOCAL]):
        yield from projection_faults(manifest, index, (LOCAL, position))
        path = (LOCAL, position, SCHEMA)
        if not manifest.newer and manifest.sound(*path):
            keys = index[SCHEMA]
            if (count(keys, HASH), count(keys, RANGE), len(keys)) != (1, 1, 2):
                yield broken(SHAPE, path, counted(keys), "give one HASH and one RANGE key")


def _declared(manifest: Manifest) -> Iterator[Fault]:
    indexes = enumerate(manifest.spec[LOCAL])
    used = (((LOCAL, position, RANGE_KEY), index[RANGE_KEY]) for position, index in indexes)
    return undeclared(manifest, DECLARED, used)


class LocalIndexesFields(ManifestFields):
    """The HASH key is that of the table."""

    setting = LOCAL_INDEXES
    older: t.ClassVar[Mapping[str, Field]] = {
        LOCAL: Field(90, Many(Part({"name": NAME, SCHEMA: older_keys(2), "projection": OLDER_PROJECTION}))),
    }
    newer: t.ClassVar[Mapping[str, Field]] = {
        LOCAL: Field(90, Many(Part({"name": NAME, "projection": NEWER_PROJECTION, RANGE_KEY: Text(1)}))),
    }
    rules = (Rule(50, _each), Rule(70, _declared, only_newer=True))
    same: t.ClassVar = {**SAME, SHAPE: {"V14"}}
    key_fields = (LOCAL,)

    def is_newer(self, spec: Mapping[t.Any, t.Any]) -> bool:
        return any(given(item, RANGE_KEY) is not None for item in listed(spec, LOCAL))

    def means_newer(self, spec: Mapping[t.Any, t.Any]) -> bool:
        return any(map(has_newer_projection, listed(spec, LOCAL)))

    def to_options(self, manifest: Manifest) -> Options:
        hashes = [key for key in manifest.spec[SCHEMA] if key["key_type"] == HASH][:1]
        return {LOCAL: [to_option(item, _keys(item, hashes)) for item in manifest.spec[LOCAL]]}

    def place(self, text: str, newer: bool) -> Path:
        path = parsed_path(text)
        if newer and path[2:3] == (SCHEMA,):
            return ("spec", *path[:2], RANGE_KEY)
        return super().place(text, newer)

    def from_options(self, options: Mapping[str, t.Any], newer: bool) -> Item:
        fields = super().from_options(options, newer)
        return {name: [_newer_item(index) for index in value] if newer else value for name, value in fields.items()}


def _keys(item: Item, hashes: list[Item]) -> list[Item]:
    return item[SCHEMA] if SCHEMA in item else [*hashes, {"attribute_name": item[RANGE_KEY], "key_type": RANGE}]


def _newer_item(index: Item) -> Item:
    (name,) = (key["attribute_name"] for key in index[SCHEMA] if key["key_type"] == RANGE)
    return {**{field: value for field, value in index.items() if field != SCHEMA}, RANGE_KEY: name}


MANIFEST = LocalIndexesFields()
