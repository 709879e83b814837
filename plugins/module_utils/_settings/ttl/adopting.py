# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""What is told of time to live when a table is adopted."""

from __future__ import annotations

import typing as t

from ..._fields.told import Told
from ..adopting import CHANGING, Adopting
from .setting import TTL

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class TtlAdopting(Adopting):
    """A change of it takes up to an hour."""

    setting = TTL

    def doubts(self, table: Mapping[str, t.Any]) -> Iterator[Told]:
        status = (table.get("time_to_live_description") or {}).get("time_to_live_status")
        if status in CHANGING:
            yield Told(20, f"time to live was {status}")


ADOPTING = TtlAdopting()
