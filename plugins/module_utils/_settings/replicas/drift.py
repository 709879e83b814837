# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What is lost where replicas drift: a copy of the items, or the protection of one."""

from __future__ import annotations

import typing as t

from ..._fields.told import Told
from ..drift import ABSENT, Drift
from .replica import GUARD, OPTION
from .setting import REPLICAS

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..drift import Sides


class ReplicasDrift(Drift):
    """A line for each Region that lacks its replica, and for a table that may leave its global table.

    What a replica lacks is told by the settings that it is about.
    """

    setting = REPLICAS

    def lost(self, sides: Mapping[str, Sides]) -> Iterator[Told]:
        if sides.get(GUARD) == (False, True):
            text = "The protection against leaving the global table is off. The specification turns it on."
            yield Told(66, "disassociation", text)
        for region, there in self.elsewhere(sides).items():
            before, after = there.get("", ABSENT)
            if before is None and after is not None:
                yield Told(65, "replica", f"There is no replica in {region}. The specification names it.")

    def gaps(self, spec: Mapping[str, t.Any]) -> Iterator[Told]:
        if spec.get(GUARD) is False:
            yield Told(66, "disassociation", "no protection against leaving the global table")

    def elsewhere(self, sides: Mapping[str, Sides]) -> Mapping[str, Mapping[str, Sides]]:
        regions: dict[str, dict[str, Sides]] = {}
        for path, both in sorted(sides.items(), key=path_of):
            option, _dot, rest = path.partition(".")
            region, _dot, inner = rest.partition(".")
            if option == OPTION and region:
                regions.setdefault(region, {})[inner] = both
        return regions


def path_of(side: tuple[str, Sides]) -> str:
    """Return the path of a difference, for sorting."""
    return side[0]


DRIFT = ReplicasDrift()
