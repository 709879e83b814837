# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The primary key of the table, and the definitions of all key attributes."""

from __future__ import annotations

import typing as t

from ..key_schema import (
    HASH,
    RANGE,
    Schema,
    count,
    element_violations,
    names_of,
    ordered_keys,
    schema_from_aws,
    schema_from_options,
    schema_to_options,
)
from ..setting import Setting, bare, changes_by_name, value_change
from ..violations import NAME_LIMIT, Violation, duplicates

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..observed import Observed
    from ..setting import Answer, Change, Options
    from ..settings import Settings

ATTRIBUTE_TYPE = "ATTRIBUTE_TYPE_"
DEFINITIONS = "attribute_definitions"


class Attribute(t.NamedTuple):
    """One attribute definition; ``type`` is S, N or B."""

    name: str
    type: str


class Keys(t.NamedTuple):
    """The definitions of key attributes, and the table's key; ``None`` for a part that a specification leaves out."""

    attributes: tuple[Attribute, ...] | None
    schema: Schema | None

    @property
    def types(self) -> dict[str, str]:
        """The type of each defined attribute by its name."""
        return {attribute.name: attribute.type for attribute in self.attributes or ()}


class KeysSetting(Setting[Keys]):
    """Keys as a setting. The table's key cannot change; a definition exists while some index or the table uses it."""

    name = "keys"

    def from_options(self, options: Mapping[str, t.Any]) -> Keys:
        attributes, schema = options.get(DEFINITIONS), options.get("key_schema")
        return Keys(
            None if attributes is None else tuple(map(_attribute, attributes)),
            None if schema is None else schema_from_options(schema),
        )

    def to_options(self, value: Keys) -> Options:
        """Return the options; the definitions are sorted by name, because their order means nothing to AWS."""
        definitions = [{"name": name, "type": kind} for name, kind in sorted(value.attributes or ())]
        return {
            DEFINITIONS: None if value.attributes is None else definitions,
            "key_schema": None if value.schema is None else schema_to_options(value.schema),
        }

    def from_aws(self, answer: t.Any, table: Answer) -> Keys:
        """Return the definitions that some key uses; AWS removes the others, local engines may still show them."""
        indexes = (*(table.get("GlobalSecondaryIndexes") or ()), *(table.get("LocalSecondaryIndexes") or ()))
        live = (index for index in indexes if index.get("IndexStatus") != "DELETING")
        used = {name for item in (table, *live) for name in names_of(schema_from_aws(item))} | _searched(table)
        raw = table.get("AttributeDefinitions") or ()
        definitions = (Attribute(item["AttributeName"], item["AttributeType"]) for item in raw)
        return Keys(tuple(item for item in definitions if item.name in used), schema_from_aws(table))

    def rules(self, value: Keys, own: Settings) -> Iterator[Violation]:
        """Judge by V5 to V11."""
        yield from _attributes(value.attributes or ())
        if value.schema is None:
            return
        # A specification with the table's key is complete, so the table is not needed to judge its definitions.
        used = {*own.key_attributes()}
        for position, attribute in enumerate(value.attributes or ()):
            if attribute.name and attribute.name not in used:
                yield Violation(
                    "V8",
                    f"{DEFINITIONS}[{position}]",
                    f"attribute '{attribute.name}' is used by no key of the table or of an index in the specification",
                    "define key attributes only: remove it, or list the index that uses it",
                )
        yield from _schema(value.schema)
        defined = None if value.attributes is None else value.types
        yield from element_violations("key_schema", value.schema, "V5", defined)

    def merged(self, own: Keys | None, there: Keys | None, table: Settings) -> Keys | None:
        """Return the definitions of the specification, and the table's definitions of keys that it leaves alone."""
        own, there = self.ordered(own or Keys(None, None)), there or Keys(None, None)
        schema = there.schema if own.schema is None else own.schema
        used = {*names_of(schema or ()), *table.key_attributes(without=self.name)}
        kept = (item for item in there.attributes or () if item.name in used and item.name not in own.types)
        return Keys((*(own.attributes or ()), *kept), schema)

    def ordered(self, value: Keys) -> Keys:
        return value._replace(schema=None if value.schema is None else ordered_keys(value.schema))

    def changes(self, there: Keys | None, wanted: Keys, observed: Observed) -> Iterator[Change]:
        if there is not None:
            yield from changes_by_name(DEFINITIONS, there.types, wanted.types)
            sides = (None if side.schema is None else schema_to_options(side.schema) for side in (there, wanted))
            yield from value_change("key_schema", *sides)

    def key_attributes(self, value: Keys) -> Iterable[str]:
        return names_of(value.schema or ())


def _searched(table: Answer) -> set[str]:
    """Return the attributes of the search schemas of vector indexes, which need definitions as keys do."""
    live = (index for index in table.get("VectorIndexes") or () if index.get("IndexStatus") != "DELETING")
    return {item["AttributeName"] for index in live for item in index.get("SearchSchema") or ()}


def is_retyped(change: Change) -> bool:
    """Tell whether a change gives an attribute another type."""
    return change.path[0] == DEFINITIONS and bool(change.before and change.after)


def _attribute(item: Mapping[str, t.Any]) -> Attribute:
    return Attribute(item.get("name") or "", bare(item.get("type"), ATTRIBUTE_TYPE) or "")


def _attributes(attributes: tuple[Attribute, ...]) -> Iterator[Violation]:
    for position, attribute in enumerate(attributes):
        path = f"{DEFINITIONS}[{position}]"
        if attribute.type not in ("S", "N", "B"):
            hint = "use S for a string, N for a number or B for binary"
            yield Violation("V10", f"{path}.type", f"'{attribute.type}' is no attribute type", hint)
        if not 1 <= len(attribute.name) <= NAME_LIMIT:
            hint = "name the attribute"
            yield Violation("V11", f"{path}.name", "an attribute name has 1 to 255 characters", hint)
    for name in duplicates(attribute.name for attribute in attributes):
        hint = "define each attribute once"
        yield Violation("V9", DEFINITIONS, f"attribute '{name}' is defined more than once", hint)


def _schema(keys: Schema) -> Iterator[Violation]:
    if count(keys, HASH) != 1 or count(keys, RANGE) > 1:
        message = f"the table has {count(keys, HASH)} HASH and {count(keys, RANGE)} RANGE keys"
        yield Violation("V5", "key_schema", message, "give exactly one HASH key and at most one RANGE key")
    for name in duplicates(names_of(keys)):
        hint = "use another attribute for the RANGE key, or leave it out"
        yield Violation("V6", "key_schema", f"attribute '{name}' is used twice in the key of the table", hint)


KEYS = KeysSetting()
