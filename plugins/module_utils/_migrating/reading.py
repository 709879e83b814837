# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Reads the values of a document, tells what cannot be read, and keeps account of what nobody has read."""

from __future__ import annotations

import contextlib
import json
import re
import typing as t

from .notes import Notes

KINDS = {bool: "a boolean", int: "a number", float: "a number", str: "text", list: "a list", dict: "a dictionary"}
UNKNOWN_NAME = "this collection does not know it"
WHOLE = re.compile(r"\s*[-+]?\d{1,18}\s*", re.ASCII)
BOOLEANS = {"true": True, "false": False}


class Unknown(t.NamedTuple):
    """A value that is known nowhere offline: why not, and what to do about it."""

    message: str
    hint: str


def is_nothing(value: t.Any) -> bool:
    """Tell what says no more than that nothing was said, as states of Terraform write it."""
    if isinstance(value, t.Mapping):
        return all(is_nothing(each) for each in value.values())
    if isinstance(value, (list, tuple)):
        return all(is_nothing(each) for each in value)
    return not value


def is_null(value: t.Any) -> bool:
    """Tell what says nothing where each value was written by somebody."""
    return value is None


def _kind(value: t.Any) -> str:
    return next((name for kind, name in KINDS.items() if isinstance(value, kind)), "nothing")


class Part:
    """A dictionary of the document with its place; each value that is read is taken off the account."""

    def __init__(self, words: t.Any, path: str, notes: Notes, nothing: t.Callable[[t.Any], bool] = is_nothing) -> None:
        self.path = path
        self.notes = notes
        self._nothing = nothing
        self._read: set[str] = set()
        self._parts: dict[str, Part] = {}
        self._words: dict[str, t.Any] = {}
        if isinstance(words, Unknown):
            notes.fault(path, words.message, words.hint)
        elif isinstance(words, t.Mapping):
            self._words = {str(name): value for name, value in words.items()}
        else:
            self.wrong(path, words, "a dictionary")

    def at(self, name: str) -> str:
        """Return the place of a value."""
        return f"{self.path}.{name}"

    def wrong(self, path: str, value: t.Any, kind: str) -> None:
        """Tell that a value is of another kind than it has to be."""
        self.notes.fault(path, f"is to be {kind}, not {_kind(value)}", "correct it there")

    def raw(self, name: str) -> t.Any:
        """Return a value as it stands, or nothing if nothing is said or it cannot be known."""
        self._read.add(name)
        value = self._words.get(name)
        if isinstance(value, Unknown):
            self.notes.fault(self.at(name), value.message, value.hint)
            return None
        return None if self._nothing(value) else value

    def has(self, name: str) -> bool:
        """Tell whether something is said, be it unknown."""
        return self._words.get(name) is not None

    def text(self, name: str) -> str:
        """Return a text, empty if there is none."""
        return self._text(self.raw(name), self.at(name))

    def _text(self, value: t.Any, path: str) -> str:
        if isinstance(value, Unknown):
            self.notes.fault(path, value.message, value.hint)
            return ""
        if value is None:
            return ""
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            return str(value)
        self.wrong(path, value, "text")
        return ""

    def whole(self, name: str) -> int | None:
        """Return a whole number, which may be written as text."""
        value = self.raw(name)
        if value is None or value == "":
            return None
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, str) and WHOLE.fullmatch(value):
            return int(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return int(value)
        self.wrong(self.at(name), value, "a whole number")
        return None

    def number(self, name: str) -> int | float | None:
        """Return a number, a whole one if it can be."""
        value = self.raw(name)
        if isinstance(value, str):
            with contextlib.suppress(ValueError):
                value = float(value) if value else None
        if value is None:
            return None
        # What is no number is not equal to itself.
        if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= 10**9:
            return int(value) if value == int(value) else value
        self.wrong(self.at(name), value, "a number")
        return None

    def flag(self, name: str) -> bool | None:
        """Return a boolean, which may be written as text."""
        value = self.raw(name)
        if value is None or value == "" or isinstance(value, bool):
            return value if isinstance(value, bool) else None
        if isinstance(value, str) and value.lower() in BOOLEANS:
            return BOOLEANS[value.lower()]
        self.wrong(self.at(name), value, "a boolean")
        return None

    def _listed(self, name: str) -> list[t.Any]:
        value = self.raw(name)
        if value is None or value == "":
            return []
        if isinstance(value, (list, tuple)):
            return list(value)
        self.wrong(self.at(name), value, "a list")
        return []

    def texts(self, name: str) -> list[str]:
        """Return a list of texts."""
        return [self._text(value, f"{self.at(name)}[{number}]") for number, value in enumerate(self._listed(name))]

    def pairs(self, name: str) -> dict[str, str]:
        """Return a dictionary of texts."""
        value = self.raw(name)
        if value is None or value == "":
            return {}
        if not isinstance(value, t.Mapping):
            self.wrong(self.at(name), value, "a dictionary")
            return {}
        return {str(key): self._text(each, f"{self.at(name)}.{key}") for key, each in value.items()}

    def parts(self, name: str) -> list[Part]:
        """Return the dictionaries of a list."""
        return [self._part(each, f"{self.at(name)}[{number}]") for number, each in enumerate(self._listed(name))]

    def part(self, name: str) -> Part | None:
        """Return a dictionary, or none if there is none."""
        value = self.raw(name)
        return None if value is None or value == "" else self._part(value, self.at(name))

    def block(self, name: str) -> Part | None:
        """Return what may be there once, as a dictionary or as a list of one, as Terraform writes it."""
        value = self.raw(name)
        if isinstance(value, (list, tuple)):
            return self._part(value[0], f"{self.at(name)}[0]") if value and not is_nothing(value[0]) else None
        return None if is_nothing(value) else self._part(value, self.at(name))

    def _part(self, value: t.Any, path: str) -> Part:
        """Return a part, always the same one of the same place: what was read of it stays read."""
        if path not in self._parts or not isinstance(value, t.Mapping):
            self._parts[path] = Part(value, path, self.notes, self._nothing)
        return self._parts[path]

    def document(self, name: str) -> t.Any:
        """Return a policy, which is a dictionary or its JSON text."""
        value = self.raw(name)
        if isinstance(value, str) and value.strip():
            try:
                value = json.loads(value)
            except ValueError:
                self.notes.fault(self.at(name), "is no JSON", "correct it there")
                return None
        if value is None or value == "":
            return None
        if not isinstance(value, t.Mapping):
            self.wrong(self.at(name), value, "a dictionary")
            return None
        return self._plain(value, self.at(name))

    def _plain(self, value: t.Any, path: str) -> t.Any:
        if isinstance(value, Unknown):
            self.notes.fault(path, value.message, value.hint)
            return None
        if isinstance(value, t.Mapping):
            return {str(key): self._plain(each, f"{path}.{key}") for key, each in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._plain(each, f"{path}[{number}]") for number, each in enumerate(value)]
        return value

    def skip(self, *names: str) -> None:
        """Take off the account what only tells how the table was made or is named."""
        self._read.update(names)

    def skip_all(self) -> None:
        """Take everything off the account, because the whole was told of, or is no matter of tables."""
        self._read.update(self._words)
        self._parts.clear()

    def leave(self, name: str, message: str, hint: str) -> None:
        """Tell that a value is not carried over, if it says anything."""
        value = self._words.get(name)
        self._read.add(name)
        if not self._nothing(value):
            self.notes.leave(self.at(name), message, hint)

    def leave_rest(self) -> None:
        """Tell what nobody has read, here and below."""
        for name, value in self._words.items():
            if name not in self._read and not self._nothing(value):
                self.notes.leave(self.at(name), UNKNOWN_NAME, "look whether an option says the same")
        for part in self._parts.values():
            part.leave_rest()
