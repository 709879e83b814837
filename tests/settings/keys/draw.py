# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The key of a table, and the types of all attributes that keys of the table or of its indexes use."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.drawing import drop, put, some_of
from ansible_collections.planton.dynamodb.tests.settings.names import (
    ATTRIBUTES,
    GLOBAL,
    LOCAL,
    VECTORS,
    Options,
    elements,
    key_names,
)
from hypothesis import strategies as st

GROUPS = (("key_schema",), ("attribute_definitions",))
TYPES = st.sampled_from("SSNB")


@st.composite
def options(draw: st.DrawFn, before: Options | None, _drawn: Options) -> Options:
    """For now every attribute has a type: which of them are used is known when the indexes are drawn."""
    keys = before["key_schema"] if before else elements(draw(some_of(ATTRIBUTES, 1, 2)))
    types = {name: draw(TYPES) for name in ATTRIBUTES} | (_fixed_types(before) if before else {})
    return {"key_schema": keys, **_definitions(types)}


def fixed(options: Options) -> object:
    """What cannot be changed in a table: its key, and the types of what the key and the local indexes use."""
    return options["key_schema"], _fixed_types(options)


def finished(options: Options) -> Options:
    """Define the attributes that are used, and no others."""
    used = _used(options, LOCAL, GLOBAL, VECTORS)
    return {**options, **_definitions(_types(options, used))}


def _fixed_types(options: Options) -> dict[str, str]:
    return _types(options, _used(options, LOCAL))


def _types(options: Options, names: list[str]) -> dict[str, str]:
    types = {item["name"]: item["type"] for item in options["attribute_definitions"]}
    return {name: types[name] for name in names}


def _definitions(types: dict[str, str]) -> Options:
    return {"attribute_definitions": [{"name": name, "type": kind} for name, kind in types.items()]}


def _used(options: Options, *lists: str) -> list[str]:
    """The attributes that are keys, or searched by, of the table and of the indexes in these lists, in order of use."""
    indexes = [item for name in lists for item in options.get(name, ())]
    schemas = [options["key_schema"], *(item.get("key_schema") or item.get("search_schema", []) for item in indexes)]
    return [*dict.fromkeys(name for schema in schemas for name in key_names(schema))]


SPOILS = (
    drop("attribute_definitions"),
    put("key_schema", []),
    put("key_schema", elements(["id", "id"])),
    put("key_schema", elements(["id", "customer"], 2)),
    put("key_schema", elements(["id", "customer", "placed"])),
    put("key_schema", [{"attribute_name": "state", "key_type": "RANGE"}]),
)
