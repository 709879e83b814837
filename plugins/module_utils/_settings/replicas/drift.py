# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What is lost where replicas drift: a Region without a copy of the items."""

from __future__ import annotations

import typing as t

from ..._fields.told import Told
from ..drift import Drift
from .replica import OPTION
from .setting import REPLICAS

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..drift import Sides


class ReplicasDrift(Drift):
    """A line for each Region that lacks its replica."""

    setting = REPLICAS

    def lost(self, sides: Mapping[str, Sides]) -> Iterator[Told]:
        regions = {path.split(".")[1] for path in sides if path.startswith(f"{OPTION}.")}
        for region in sorted(regions):
            parts = [pair for path, pair in sides.items() if path.split(".")[:2] == [OPTION, region]]
            if all(before is None for before, _after in parts):
                yield Told(65, "replica", f"There is no replica in {region}. The specification names it.")


DRIFT = ReplicasDrift()
