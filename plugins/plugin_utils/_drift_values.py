# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Writes settings and their values for people: an index by its name and keys, all else in YAML's flow style."""

from __future__ import annotations

import typing as t

from ..module_utils._texts.flow import flow

INDEXES = {"global_secondary_indexes": "global index", "local_secondary_indexes": "local index"}
# The parts of an index that can differ, with their names on the page. The name of an index may contain dots, so a path
# is read from its end; the longest part is tried first.
PARTS = {
    "provisioned_throughput.write_capacity_units": "write capacity",
    "provisioned_throughput.read_capacity_units": "read capacity",
    "projection.non_key_attributes": "projected attributes",
    "projection.type": "projection",
    "provisioned_throughput": "capacity",
    "key_schema": "keys",
    "projection": "projection",
}
PROJECTIONS = {"ALL": "all attributes", "KEYS_ONLY": "only the keys", "INCLUDE": "the keys and some attributes"}
# The most characters of a value on the page; the JSON file has the whole values.
LONGEST = 400


class Setting(t.NamedTuple):
    """The meaning of a path: an option, an index, or a part of an index."""

    option: str
    index_name: str = ""
    part: str = ""

    @property
    def words(self) -> str:
        """The name of the setting on the page."""
        if not self.index_name:
            return self.option
        return f"{INDEXES[self.option]} {self.index_name}" + (f", {PARTS[self.part]}" if self.part else "")

    def value(self, value: t.Any) -> str:
        """Return a value of the setting as people read it."""
        return cut(_in_words(self.part or self.option, value, whole=bool(self.index_name and not self.part)))


def setting_of(path: str, *values: t.Any) -> Setting:
    """Return the setting that the path of a change means; the values show whether it is an index or a part of one."""
    option, _dot, name = path.partition(".")
    if option not in INDEXES or not name:
        return Setting(path)
    if any(isinstance(value, t.Mapping) and "key_schema" in value for value in values):
        return Setting(option, name)
    part = next((part for part in PARTS if name.endswith(f".{part}")), "")
    return Setting(option, name.removesuffix(f".{part}") if part else name, part)


def cut(text: str) -> str:
    """Return a text; a long text is cut, with its length at the end."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}... ({len(text):,} characters)"


def _in_words(what: str, value: t.Any, *, whole: bool) -> str:
    if whole and isinstance(value, t.Mapping):
        return _index(value)
    if what.startswith("attribute_definitions.") and isinstance(value, str):
        # S, N or B; ``flow`` would quote N, because YAML 1.1 reads it as false.
        return value
    if what == "projection.type":
        return PROJECTIONS.get(str(value), flow(value))
    if what == "projection.non_key_attributes" and isinstance(value, list):
        return ", ".join(map(flow, value))
    reader = READERS.get(what)
    return (reader(value) if reader else None) or flow(value)


def _index(value: t.Mapping[str, t.Any]) -> str:
    keys, projection = _keys(value.get("key_schema")), _projection(value.get("projection"))
    told = [keys, f"projects {projection}" if projection else None, _capacity(value.get("provisioned_throughput"))]
    return "; ".join(part for part in told if part) or flow(value)


def _keys(value: t.Any) -> str | None:
    if not isinstance(value, list) or not all(isinstance(key, t.Mapping) for key in value):
        return None
    return ", ".join(f"{flow(key.get('attribute_name'))} {key.get('key_type')}" for key in value)


def _projection(value: t.Any) -> str | None:
    if not isinstance(value, t.Mapping) or "type" not in value:
        return None
    named = value.get("non_key_attributes")
    if named:
        return f"the keys and {', '.join(map(flow, named))}"
    return PROJECTIONS.get(str(value["type"]), flow(value["type"]))


def _capacity(value: t.Any) -> str | None:
    units = ("read_capacity_units", "write_capacity_units")
    if not isinstance(value, t.Mapping) or {*value} != {*units}:
        return None
    read, write = (flow(value[unit]) for unit in units)
    return f"{read} read and {write} write units"


def _attributes(value: t.Any) -> str | None:
    return ", ".join(f"{flow(name)} {kind}" for name, kind in value.items()) if isinstance(value, dict) else None


READERS: dict[str, t.Callable[[t.Any], str | None]] = {
    "key_schema": _keys,
    "projection": _projection,
    "provisioned_throughput": _capacity,
    "attribute_definitions": _attributes,
}
