# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Gathers what a document says of auto scaling, and puts it where it belongs."""

from __future__ import annotations

import typing as t

from .notes import Notes, Options
from .options import PROVISIONED
from .places import Place, Places
from .scaling import READ, Scaled, Scaling, band, put_band

NO_EFFECT = "remove it there: it has no effect on this table"


class Gathered:
    """All targets, policies and scheduled actions of a document, by what they scale in which region."""

    def __init__(self, places: Places, notes: Notes, taken: t.Callable[[str], None]) -> None:
        self._places = places
        self._notes = notes
        self._taken = taken
        self._found: dict[tuple[str, Scaled], Scaling] = {}

    def of(self, region: str, what: Scaled) -> Scaling:
        """Return where facts about it are gathered."""
        return self._found.setdefault((region, what), Scaling())

    def put(self) -> None:
        """Put everything into options."""
        for (region, what), scaling in self._found.items():
            if scaling.paths:
                self._put(region, what, scaling)

    def _put(self, region: str, what: Scaled, scaling: Scaling) -> None:
        place = self._places.find(what.table, region, scaling.paths[0], self._notes)
        if not place:
            for path in scaling.paths[1:]:
                self._notes.of(what.table).leave(path, f"goes with {scaling.paths[0]}", "see there")
            return
        notes = place.draft.notes
        why = _reason(place, what)
        if why:
            for path in scaling.paths:
                notes.leave(path, why, NO_EFFECT)
            return
        if found := band(scaling, notes):
            put_band(_options(place, what), what.direction, found)
            for path in scaling.paths:
                self._taken(path)


def _options(place: Place, what: Scaled) -> Options:
    return place.index(what.index_name) if what.index_name else place.options


def _reason(place: Place, what: Scaled) -> str:
    """Return why auto scaling cannot be an option here, empty if it can."""
    if what.index_name and all(index["name"] != what.index_name for index in place.indexes()):
        return f"is about {what.index_name}, which is no index that is carried over"
    if place.draft.billing_mode != PROVISIONED:
        return "auto scaling is for provisioned tables, and this one is on demand"
    if not place.home and what.direction != READ:
        return "writes of a replica are scaled as those of its table"
    return ""
