# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""How what is made of several values is read and written: lists, mappings, messages, and references."""

from __future__ import annotations

import dataclasses
import typing as t

from .kinds import AsItIs, Text, nearest, wrong
from .model import Notes, Path, Reference, camel

if t.TYPE_CHECKING:
    from .kinds import Kind


@dataclasses.dataclass(frozen=True)
class Many:
    """A list of the same."""

    item: Kind
    least: int = 0
    unique: bool = False

    def read(self, value: t.Any, path: Path, notes: Notes) -> list[t.Any]:
        """Return the list; what is left out is the empty one."""
        if value is not None and not isinstance(value, list):
            wrong(value, "a list", path, notes, "write a list, even of one")
            return []
        items = [self._item(item, (*path, position), notes) for position, item in enumerate(value or ())]
        if len(items) < self.least:
            hint = f"give {self.least} or more"
            notes.fault("repeated.min_items", path, f"{len(items)} where {self.least} or more are wanted", hint)
        if self.unique and len(set(items)) < len(items):
            notes.fault("repeated.unique", path, "something is listed more than once", "list each once")
        return items

    def write(self, value: t.Any, prefixed: bool) -> list[t.Any]:
        """Return the list with each item as a manifest has it."""
        return [self.item.write(item, prefixed) for item in value]

    def _item(self, item: t.Any, path: Path, notes: Notes) -> t.Any:
        if item is None:
            notes.broken("wrong_type", path, "null where an element is wanted", "remove it")
        return self.item.read(item, path, notes)


@dataclasses.dataclass(frozen=True)
class Words(AsItIs):
    """A mapping of text to text, such as labels."""

    def read(self, value: t.Any, path: Path, notes: Notes) -> dict[str, str]:
        """Return the mapping; what is left out is the empty one."""
        if value is not None and not isinstance(value, t.Mapping):
            wrong(value, "a mapping", path, notes, "write 'key: value' lines")
            return {}
        return {str(key): Text().read(item, (*path, key), notes) for key, item in (value or {}).items()}


@dataclasses.dataclass(frozen=True)
class Anything(AsItIs):
    """A value that is not looked at, but for being a mapping."""

    def read(self, value: t.Any, path: Path, notes: Notes) -> t.Mapping[str, t.Any]:
        """Return it as it is."""
        if value is not None and not isinstance(value, t.Mapping):
            wrong(value, "a mapping", path, notes, "remove it, or write a mapping")
            return {}
        return value or {}


@dataclasses.dataclass(frozen=True)
class Part:
    """A message: fields by their snake_case names; ``hints`` say what became of names that are no more."""

    fields: t.Mapping[str, Kind]
    hints: t.Mapping[str, str] = dataclasses.field(default_factory=dict)
    required: bool = False

    def read(self, value: t.Any, path: Path, notes: Notes) -> dict[str, t.Any] | None:
        """Return all fields, those left out with their zero values; None where the message itself is left out."""
        if value is None and not isinstance(path[-1], int):
            if self.required:
                notes.broken("required", path, f"{camel(str(path[-1]))} is missing", "give it")
            return None
        if not isinstance(value, t.Mapping):
            if value is not None:
                wrong(value, "a mapping", path, notes, f"its fields are {', '.join(map(camel, self.fields))}")
            return self.fields_of({}, path, Notes())
        return self.fields_of(value, path, notes)

    def fields_of(self, value: t.Mapping[t.Any, t.Any], path: Path, notes: Notes) -> dict[str, t.Any]:
        """Return all fields of a message that is there."""
        for key in value:
            self._known(key, path, notes)
        return {
            name: kind.read(self._given(name, value, path, notes), (*path, name), notes)
            for name, kind in self.fields.items()
        }

    def write(self, value: t.Mapping[str, t.Any], prefixed: bool) -> dict[str, t.Any]:
        """Return the message with the camelCase names of its fields, in the order in which they are given."""
        return {
            camel(name): self.fields[name].write(item, prefixed) if name in self.fields else item
            for name, item in value.items()
        }

    def _known(self, key: t.Any, path: Path, notes: Notes) -> None:
        spelled = {camel(name) for name in self.fields} | set(self.fields)
        if key in spelled:
            return
        near = nearest(str(key), [camel(name) for name in self.fields])
        hint = self.hints.get(str(key)) or (f"did you mean {near}?" if near else "remove it")
        notes.broken("unknown_field", (*path, str(key)), f"there is no field '{key}' here", hint)

    def _given(self, name: str, value: t.Mapping[str, t.Any], path: Path, notes: Notes) -> t.Any:
        """Return what is given for a field, by either spelling; twice the same is once."""
        other = camel(name)
        if other != name and name in value and other in value and value[name] != value[other]:
            message = f"{other} and {name} are the same field, with different values"
            notes.broken("duplicate_field", (*path, name), message, "keep one of them")
        return value[other] if other in value else value.get(name)


@dataclasses.dataclass(frozen=True)
class Referable:
    """A text that may be the output of another resource, ``{value: ...}`` or ``{valueFrom: ...}``."""

    kind: str
    field_path: str
    required: bool = False

    def read(self, value: t.Any, path: Path, notes: Notes) -> str | Reference:
        """Return the text, or the reference, which is resolved later."""
        if value is None and self.required:
            hint = "give {value: ...}, or {valueFrom: ...} with the name of the resource"
            notes.broken("required", path, f"{camel(str(path[-1]))} is missing", hint)
        if isinstance(value, str):
            wrong(value, "a mapping", path, notes, "write it as {value: ...} in this generation of manifests")
            return ""
        source = {"kind": Text(), "env": Text(), "name": Text(), "field_path": Text()}
        read = Part({"value": Text(), "value_from": Part(source)}).read(value, path, notes)
        found = (read or {}).get("value_from")
        if value is not None and read and notes.sound(*path) and not read["value"] and not (found and found["name"]):
            hint = "give value, or valueFrom with the name of the resource"
            notes.broken("required", path, "neither a value nor a reference is given", hint)
        if not found or not found["name"]:
            return str(read["value"]) if read else ""
        kind, field_path = found["kind"] or self.kind, found["field_path"] or self.field_path
        return Reference(kind, found["name"], found["env"], field_path, (*path, "value_from"))

    def write(self, value: t.Any, prefixed: bool) -> dict[str, t.Any]:
        """Return the text as a value, which is no reference."""
        return {"value": value}
