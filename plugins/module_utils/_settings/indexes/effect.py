# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Tells whether a call about a global secondary index took effect."""

from __future__ import annotations

import typing as t

from ..key_schema import names_of
from ..keys.setting import KEYS
from ..requests import index_to_request, projection_to_request, with_current
from ..throughput import Throughput
from .setting import INDEXES

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from ..index import Index
    from ..observed import Observed
    from ..setting import Part

COMPARED = ("KeySchema", "Projection", "ProvisionedThroughput")


UPDATES = "GlobalSecondaryIndexUpdates"


class IndexEffect(t.NamedTuple):
    """What a call asks for: ``kind`` is Create, Update or Delete, ``body`` its content, ``types`` the keys' types.

    ``scaled`` says which of ``read`` and ``write`` auto scaling sets.
    """

    kind: str
    body: Part
    types: Mapping[str, str]
    scaled: tuple[str, ...] = ()

    def shown(self, observed: Observed, planned: Observed | None) -> bool:
        """Tell whether ``observed`` shows the effect; ``planned`` is the table that the plan was made from."""
        name = self.body["IndexName"]
        index = _index(name, observed)
        if self.kind == "Delete":
            return index is None or (planned is not None and _shape(name, observed) != _shape(name, planned))
        if index is None:
            return False
        keys = observed.of(KEYS)
        found = keys.types if keys else {}
        typed = self.kind != "Create" or all(found.get(each) == self.types.get(each) for each in names_of(index.keys))
        # Members of other settings, such as a maximum, are effects of their own.
        shown = with_current(index_to_request(index), _units(self.body), self.scaled)
        return typed and all(shown.get(member) == self.body[member] for member in COMPARED if member in self.body)

    def current(self, request: Mapping[str, t.Any], observed: Observed) -> Mapping[str, t.Any]:
        """Return the request with the capacity that is scaled as the index has it now."""
        index = _index(self.body["IndexName"], observed) if self.scaled else None
        if index is None:
            return request
        parts = [
            {"Update": with_current(part["Update"], index.throughput, self.scaled)}
            if part.get("Update", {}).get("IndexName") == index.name
            else part
            for part in request[UPDATES]
        ]
        return {**request, UPDATES: parts}


def _units(body: Part) -> Throughput | None:
    units = body.get("ProvisionedThroughput")
    return Throughput(units["ReadCapacityUnits"], units["WriteCapacityUnits"]) if units else None


def _index(name: str, observed: Observed) -> Index | None:
    return next((index for index in observed.of(INDEXES) or () if index.name == name), None)


def _shape(name: str, observed: Observed) -> object:
    """Return what an index cannot change, its keys and projection; a different shape means a different index."""
    index, keys = _index(name, observed), observed.of(KEYS)
    if index is None or keys is None:
        return None
    return index.keys, projection_to_request(index.projection), [keys.types.get(each) for each in names_of(index.keys)]
