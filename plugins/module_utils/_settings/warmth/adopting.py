# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""What is told of warm throughput when a table is adopted."""

from __future__ import annotations

import typing as t

from ..._fields.told import Told
from ..adopting import Adopting
from ..places import LISTED, named
from ..states import ACTIVE
from .setting import WARMTH

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class WarmthAdopting(Adopting):
    """A rise takes minutes, and AWS shows the old numbers until it ends."""

    setting = WARMTH

    def doubts(self, table: Mapping[str, t.Any]) -> Iterator[Told]:
        for item in (table, *(table.get(LISTED) or ())):
            status = (item.get("warm_throughput") or {}).get("status") or ACTIVE
            if status != ACTIVE:
                yield Told(30, f"warm throughput of {named(item.get('index_name', ''))} was {status}")


ADOPTING = WarmthAdopting()
