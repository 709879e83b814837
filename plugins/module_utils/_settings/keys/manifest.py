# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""The key of the table and the types of attributes in manifests."""

from __future__ import annotations

import typing as t

from ..._fields.kinds import Choice, Text, Word
from ..._fields.manifest import Field, Rule, broken
from ..._fields.parts import Many, Part
from ..key_fields import DEFINITIONS, NEWER_KEYS, SCHEMA, counted, is_simple, names, older_keys, undeclared
from ..key_schema import HASH
from ..manifest import ManifestFields
from ..origins.manifest import is_restored
from ..settings import from_options
from .setting import ATTRIBUTE_TYPE, KEYS

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..._fields.manifest import Manifest
    from ..._fields.model import Fault
    from ..setting import Options
    from ..setting import Part as Item

TYPES = ("S", "N", "B")
SHAPE, DECLARED = "table_key_schema_shape", "key_attributes_declared"


def _shape(manifest: Manifest) -> Iterator[Fault]:
    keys, hint = manifest.spec[SCHEMA], "give one HASH key, and one RANGE key or none"
    if not manifest.sound(SCHEMA):
        return
    if manifest.newer and not keys and is_restored(manifest):
        return
    if manifest.newer and not keys:
        yield broken("key_schema_required_unless_restored", (SCHEMA,), "the table has no key", hint)
    elif not is_simple(keys):
        yield broken(SHAPE, (SCHEMA,), counted(keys), hint)
    elif manifest.newer and keys[0]["key_type"] != HASH:
        yield broken(SHAPE, (SCHEMA,), "the HASH key is not the first", "put it first")


def _declared(manifest: Manifest) -> Iterator[Fault]:
    return undeclared(manifest, DECLARED, names(manifest.spec[SCHEMA], (SCHEMA,)))


class KeysFields(ManifestFields):
    """Upstream makes a string of an attribute without a type."""

    setting = KEYS
    older: t.ClassVar[Mapping[str, Field]] = {
        DEFINITIONS: Field(30, Many(Part({"name": Text(1), "type": Choice(ATTRIBUTE_TYPE, TYPES)}), 1)),
        SCHEMA: Field(40, older_keys()),
    }
    newer: t.ClassVar[Mapping[str, Field]] = {
        DEFINITIONS: Field(30, Many(Part({"name": Text(1), "type": Word(TYPES, required=True)}))),
        SCHEMA: Field(40, NEWER_KEYS),
    }
    rules = (Rule(30, _shape), Rule(100, _declared, only_newer=True))
    same: t.ClassVar = {
        SHAPE: {"V5"},
        "key_schema_required_unless_restored": {"V5"},
        DECLARED: {"V7"},
        "string.min_len": {"V11"},
    }
    key_fields = not_legacy = (DEFINITIONS, SCHEMA)
    # Whether an attribute is used (V8) can be told where all keys are known.
    need_all_keys = ("V8",)

    def to_options(self, manifest: Manifest) -> Options:
        definitions = [{**item, "type": item["type"] or "S"} for item in manifest.spec[DEFINITIONS]]
        found = {DEFINITIONS: definitions, SCHEMA: manifest.spec[SCHEMA]}
        # A restored table has the key of its source, unless the manifest says which that is.
        return {name: value for name, value in found.items() if value} if is_restored(manifest) else found

    def from_options(self, options: Mapping[str, t.Any], newer: bool) -> Item:
        """Return the key, and the definitions that some key uses of what the manifest will have."""
        fields, used = super().from_options(options, newer), {*from_options(options).key_attributes()}
        return {**fields, DEFINITIONS: [item for item in fields[DEFINITIONS] if item["name"] in used]}


MANIFEST = KeysFields()
