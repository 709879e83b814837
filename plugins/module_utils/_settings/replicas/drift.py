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
from .replica import OPTION
from .setting import REPLICAS

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..drift import Sides


class ReplicasDrift(Drift):
    """A line for each Region that lacks its replica, and for each protection that a replica lacks."""

    setting = REPLICAS

    def lost(self, sides: Mapping[str, Sides]) -> Iterator[Told]:
        regions: dict[str, dict[str, Sides]] = {}
        for path, both in sides.items():
            option, _dot, rest = path.partition(".")
            region, _dot, inner = rest.partition(".")
            if option == OPTION and region:
                regions.setdefault(region, {})[inner] = both
        for region, there in sorted(regions.items()):
            before, after = there.get("", ABSENT)
            if before is None and after is not None:
                yield Told(65, "replica", f"There is no replica in {region}. The specification names it.")
            else:
                yield from _lost_there(region, there)


def _lost_there(region: str, sides: Mapping[str, Sides]) -> Iterator[Told]:
    """Tell which protection the table of one other Region lacks, as the other settings tell it."""
    from ..drifts import DRIFTS

    for each in DRIFTS:
        yield from (Told(65, told.what, f"In {region}: {told.detail}") for told in each.lost(sides))


DRIFT = ReplicasDrift()
