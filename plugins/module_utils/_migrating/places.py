# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Finds the table, or the replica of it in another region, that something else of a document is about."""

from __future__ import annotations

import dataclasses
import typing as t

from .notes import Notes, Options
from .options import INDEXES, Draft

DEFAULT_MODE = "ACCESSED_AND_THROTTLED_KEYS"


@dataclasses.dataclass(frozen=True)
class Place:
    """A table where it is described, or as its replica in another region."""

    draft: Draft
    options: Options
    home: bool

    def indexes(self) -> list[Options]:
        """Return the indexes that may have something of their own here."""
        found: list[Options] = self.draft.options.get(INDEXES) or []
        return found

    def index(self, name: str) -> Options:
        """Return the options of an index here; those of a replica are made when they are needed."""
        entries: list[Options] = self.options.setdefault(INDEXES, [])
        entry = next((index for index in entries if index["name"] == name), None)
        if entry is None:
            entry = {"name": name}
            entries.append(entry)
        return entry


class Places:
    """All tables of a document, by name and region."""

    def __init__(self, drafts: t.Iterable[Draft]) -> None:
        self._named: dict[str, list[Draft]] = {}
        for draft in drafts:
            self._named.setdefault(draft.name, []).append(draft)

    def find(self, name: str, region: str, path: str, notes: Notes) -> Place | None:
        """Return where something belongs; if it belongs nowhere, it is told."""
        drafts = self._named.get(name, [])
        homes = [draft for draft in drafts if not region or not draft.region or draft.region == region]
        if len(homes) == 1:
            return Place(homes[0], homes[0].options, True)
        if homes:
            message = f"names the table {name}, of which there are {len(homes)}, and no region"
            notes.of(name).leave(path, message, "give the document of each region on its own")
            return None
        for draft in drafts:
            if region in draft.replicas:
                return Place(draft, draft.replicas[region], False)
        where = f"{name} in {region}" if region and name else name
        message = f"is about the table {where}, which is not in the document" if name else "names no table"
        notes.of(name).leave(path, message, "give the document of that table too, or add what this says to its options")
        return None


def put_insights(place: Place, found: t.Mapping[str, tuple[str, str]], notes: Notes) -> None:
    """Put contributor insights: the modes, with their places, by the name of the index, or of none for the table."""
    modes = {mode or DEFAULT_MODE for mode, _path in found.values()}
    if len(modes) > 1:
        for index, (mode, path) in found.items():
            what = f"the index {index} has" if index else "the table has"
            message = f"{what} the mode {mode or DEFAULT_MODE}, and others have another"
            notes.leave(path, message, "give all of them one mode; until then insights are left alone")
        return
    indexes = sorted(index for index in found if index)
    if "" in found:
        place.options["contributor_insights_enabled"] = True
    if modes and modes != {DEFAULT_MODE}:
        place.options["contributor_insights_mode"] = modes.pop()
    if indexes:
        place.options["contributor_insights_indexes"] = indexes
