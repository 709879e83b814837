# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What is told beside the tables: what was left out, and what somebody has to look at."""

from __future__ import annotations

import dataclasses
import typing as t

Options = dict[str, t.Any]
Words = t.Mapping[str, t.Any]


class MigrationError(Exception):
    """The document as a whole cannot be read."""


class Note(t.NamedTuple):
    """Something of the source: the table that it is about, where it stands, what about it, and what to do."""

    table: str
    path: str
    message: str
    hint: str


@dataclasses.dataclass
class Book:
    """All notes on one document, in the order of the document."""

    left_out: list[Note] = dataclasses.field(default_factory=list)
    warnings: list[Note] = dataclasses.field(default_factory=list)
    faults: int = 0


@dataclasses.dataclass(frozen=True)
class Notes:
    """Writes notes on one table, or on none, into the book of the document."""

    book: Book
    table: str = ""

    def of(self, table: str) -> Notes:
        """Return the notes on a table."""
        return Notes(self.book, table)

    def leave(self, path: str, message: str, hint: str) -> None:
        """Tell that something is not carried over."""
        self._add(self.book.left_out, path, message, hint)

    def fault(self, path: str, message: str, hint: str) -> None:
        """Tell that a value cannot be read. The option that needs it is left out as a whole, see ``attempt``."""
        self.book.faults += 1
        self.leave(path, message, hint)

    def warn(self, path: str, message: str, hint: str) -> None:
        """Tell that something is carried over, and that somebody should look at it."""
        self._add(self.book.warnings, path, message, hint)

    def _add(self, notes: list[Note], path: str, message: str, hint: str) -> None:
        note = Note(self.table, path, message, hint)
        # Two options may need the same value.
        if note not in notes:
            notes.append(note)

    def attempt(self, make: t.Callable[[], t.Any]) -> t.Any:
        """Return what is made, or nothing if a value for it cannot be read.

        An option that is given is exact, so half of a list would remove the other half.
        """
        before = self.book.faults
        made = make()
        return None if self.book.faults > before else made
