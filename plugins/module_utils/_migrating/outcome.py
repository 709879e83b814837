# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What comes of a document: the tables, by region, and the notes."""

from __future__ import annotations

import dataclasses
import typing as t

from .notes import Book, Note, Options
from .options import Draft


@dataclasses.dataclass(frozen=True)
class Outcome:
    """All tables of a document, and the places of what was carried over."""

    drafts: t.Sequence[Draft]
    book: Book
    taken: t.Sequence[str]

    def result(self) -> Options:
        """Return the outcome as filters return it."""
        regions: dict[str, list[Options]] = {}
        for draft in self.drafts:
            regions.setdefault(draft.region, []).append(draft.written())
        several = len(regions) > 1
        return {
            "tables": [
                {**table, "region": region} if several else table
                for region, tables in regions.items()
                for table in tables
            ],
            "region": "" if several else next(iter(regions), ""),
            "by_region": [{"region": region, "tables": tables} for region, tables in regions.items()],
            "left_out": [_words(note) for note in self.book.left_out],
            "warnings": [_words(note) for note in self.book.warnings],
            "carried_over": list(self.taken),
        }


def _words(note: Note) -> Options:
    return dict(note._asdict())
