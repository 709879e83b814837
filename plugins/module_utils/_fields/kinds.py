# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""How one value of a manifest is read, strictly and with every fault told at its place, and how it is written.

What is left out, and null, is the zero value, as the protocol buffers behind the manifests have it. So is a value that
cannot be read, next to the fault that says so.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
import typing as t

from .model import Notes, Path, camel

INTEGER = re.compile(r"-?[0-9]+(?:\.0+)?")
INT64 = range(-(2**63), 2**63)


if t.TYPE_CHECKING:

    class Kind(t.Protocol):
        """What a field holds."""

        def read(self, value: t.Any, path: Path, notes: Notes) -> t.Any:
            """Return the value in our words; None stands for one that is left out."""

        def write(self, value: t.Any, prefixed: bool) -> t.Any:
            """Return a value in our words as a manifest has it; ``prefixed`` as in the oldest generation."""


def shown(value: t.Any) -> str:
    """Tell a value of the wrong type by its type, for it may be long, or secret."""
    names = {bool: "a boolean", int: "a number", float: "a number", str: "text", list: "a list"}
    if isinstance(value, t.Mapping):
        return "a mapping"
    return next((name for kind, name in names.items() if isinstance(value, kind)), f"a {value.__class__.__name__}")


def wrong(value: t.Any, wanted: str, path: Path, notes: Notes, hint: str) -> None:
    """Write down that the value has another type than the field."""
    notes.broken("wrong_type", path, f"{shown(value)} where {wanted} is wanted", hint)


class AsItIs:
    """What is written in a manifest as it is in our words."""

    def write(self, value: t.Any, prefixed: bool) -> t.Any:
        """Return the value."""
        return value


@dataclasses.dataclass(frozen=True)
class Text(AsItIs):
    """A string, of at least so many characters."""

    least: int = 0

    def read(self, value: t.Any, path: Path, notes: Notes) -> str:
        """Return the text."""
        if value is not None and not isinstance(value, str):
            hint = "only a reference field of newer manifests takes a mapping" if isinstance(value, t.Mapping) else ""
            wrong(value, "text", path, notes, hint or "put it in quotes")
            return ""
        text = str(value or "")
        if len(text) < self.least:
            notes.fault("string.min_len", path, "nothing is given", f"give {camel(str(path[-1]))}")
        return text


@dataclasses.dataclass(frozen=True)
class Flag(AsItIs):
    """True or false, and no text for it."""

    def read(self, value: t.Any, path: Path, notes: Notes) -> bool:
        """Return the boolean."""
        if value is None or isinstance(value, bool):
            return bool(value)
        wrong(value, "true or false", path, notes, "write true or false, without quotes")
        return False


@dataclasses.dataclass(frozen=True)
class Whole(AsItIs):
    """A whole number, also as text, in a range."""

    least: int = 0
    most: int = INT64[-1]
    rule: str = "int64.gte"

    def read(self, value: t.Any, path: Path, notes: Notes) -> int:
        """Return the number."""
        number = 0 if value is None else _integer(value)
        if number is None or number not in INT64:
            wrong(value, "a whole number", path, notes, "write a whole number, with or without quotes")
            return 0
        if not self.least <= number <= self.most:
            upper = f" to {self.most}" if self.most != INT64[-1] else " or more"
            notes.fault(self.rule, path, f"{number} is not {self.least}{upper}", "correct the number")
        return number


@dataclasses.dataclass(frozen=True)
class WholeOrNone(Whole):
    """A whole number in a range, or 0 for none."""

    def read(self, value: t.Any, path: Path, notes: Notes) -> int:
        """Return the number."""
        return 0 if value is None or _integer(value) == 0 else super().read(value, path, notes)


def _integer(value: t.Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return int(value.partition(".")[0]) if INTEGER.fullmatch(value) else None
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    return int(value) if isinstance(value, int) else None


@dataclasses.dataclass(frozen=True)
class Choice:
    """An enumeration of the older manifests: by plain name, by prefixed name, or by number; zero is unset.

    ``names`` are AWS's own in the order of their numbers, ``also`` other plain names, with AWS's.
    """

    prefix: str
    names: tuple[str, ...]
    also: tuple[tuple[str, str], ...] = ()

    def read(self, value: t.Any, path: Path, notes: Notes) -> str:
        """Return AWS's name, or nothing for the zero value."""
        if value is None or value in ("", f"{self.prefix}UNSPECIFIED"):
            return ""
        if not isinstance(value, str):
            return self._numbered(value, path, notes)
        name = self._plain().get(value) or ("" if notes.bare else self._prefixed().get(value))
        if not name:
            notes.broken("unknown_value", path, f"'{value}' is no value of {camel(str(path[-1]))}", self._hint(value))
        return name or ""

    def write(self, value: t.Any, prefixed: bool) -> t.Any:
        """Return the name, with the prefix or plain."""
        plain = next((word for word, name in self.also if name == value), value)
        return f"{self.prefix}{value}" if prefixed else plain

    def _plain(self) -> dict[str, str]:
        replaced = {name for _word, name in self.also}
        return {name: name for name in self.names if name not in replaced} | dict(self.also)

    def _prefixed(self) -> dict[str, str]:
        """Return the names that only manifests without a region may have."""
        return {f"{self.prefix}{name}": name for name in self.names} | {name: name for name in self.names}

    def _hint(self, value: str) -> str:
        for word, name in self._plain().items():
            if self._prefixed().get(value) == name:
                return f"write {word}: no manifest with spec.region has the other name"
        return f"use {nearest(value, self._plain()) or ' or '.join(self._plain())}"

    def _numbered(self, value: t.Any, path: Path, notes: Notes) -> str:
        number = _integer(value)
        if isinstance(value, bool) and {"N", "Y"} & set(self.names):
            wrong(value, "a name", path, notes, 'put it in quotes: some tools read a plain N as false; write "N"')
        elif number is None:
            wrong(value, "a name", path, notes, f"use {' or '.join(self._plain())}")
        elif not 0 <= number <= len(self.names):
            hint = f"use {' or '.join(self._plain())}"
            notes.broken("enum.defined_only", path, f"{number} is no number of {camel(str(path[-1]))}", hint)
        return ["", *self.names][number] if notes.sound(*path) and number else ""


@dataclasses.dataclass(frozen=True)
class Word(AsItIs):
    """An enumeration of the newer manifests: text, one of AWS's own names."""

    names: tuple[str, ...]
    required: bool = False

    def read(self, value: t.Any, path: Path, notes: Notes) -> str:
        """Return the name, or nothing where it is left out."""
        field, hint = camel(str(path[-1])), f"use {' or '.join(self.names)}"
        if value is not None and not isinstance(value, str):
            wrong(value, "a name", path, notes, f'{hint}, in quotes: some tools read a plain N as false; write "N"')
        elif not value and self.required:
            notes.broken("required", path, f"{field} is missing", hint)
        elif value and value not in self.names:
            notes.broken("string.in", path, f"'{value}' is no value of {field}", hint)
        return str(value) if value and notes.sound(*path) else ""


def nearest(word: str, words: t.Iterable[str]) -> str:
    """Return the word that was most likely meant, or nothing."""
    by_lower = {each.lower(): each for each in words}
    close = difflib.get_close_matches(word.lower(), by_lower, 1)
    return by_lower[close[0]] if close else ""
