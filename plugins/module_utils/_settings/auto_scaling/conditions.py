# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!
"""The condition that a table has a capacity, which scaling can set."""

from __future__ import annotations

import typing as t

from ..capacity.setting import billing_mode
from ..conditions import Condition
from ..states import ACTIVE
from ..throughput import PROVISIONED

if t.TYPE_CHECKING:
    from ..observed import Observed


class TableProvisioned(Condition):
    """The table has become PROVISIONED, and the change is complete."""

    text = "table ACTIVE and PROVISIONED"

    def holds(self, observed: Observed | None) -> bool:
        return bool(observed and observed.status == ACTIVE and billing_mode(observed.table) == PROVISIONED)


class TableOnDemand(Condition):
    """The table has become PAY_PER_REQUEST."""

    text = "table on demand"

    def holds(self, observed: Observed | None) -> bool:
        return bool(observed and billing_mode(observed.table) != PROVISIONED)


TABLE_PROVISIONED = TableProvisioned()
TABLE_ON_DEMAND = TableOnDemand()
