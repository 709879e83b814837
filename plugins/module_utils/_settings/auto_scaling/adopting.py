# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!
"""What is told of scaling when a table is adopted."""

from __future__ import annotations

import typing as t

from ..._fields.told import Told
from ..adopting import Adopting
from ..places import given_by_place, named
from .setting import AUTO_SCALING
from .targets import OPTION

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# What of a target can be suspended.
SUSPENDED = ("dynamic_scaling_in_suspended", "dynamic_scaling_out_suspended", "scheduled_scaling_suspended")


class AutoScalingAdopting(Adopting):
    """A capacity that is scaled is written as it is at the moment; no run sets it, but a new table begins with it."""

    setting = AUTO_SCALING
    of_a_region = True

    def notes(self, spec: Mapping[str, t.Any]) -> Iterator[Told]:
        for place, given in given_by_place(spec, OPTION).items():
            for unit in given or ():
                yield Told(20, f"the {unit} capacity of {named(place)} is scaled: the number below is of the moment")

    def doubts(self, table: Mapping[str, t.Any]) -> Iterator[Told]:
        """Tell of targets that do nothing, so that no option describes them, and of those that are suspended."""
        on_demand = (table.get("billing_mode_summary") or {}).get("billing_mode") == "PAY_PER_REQUEST"
        working = {_of(policy) for policy in table.get("scaling_policies") or ()}
        for target in table.get("scalable_targets") or ():
            what = _told(*_of(target))
            if on_demand:
                yield Told(70, f"scaling of {what} did nothing, because the table was on demand")
            elif _of(target) not in working:
                yield Told(70, f"scaling of {what} did nothing, because it had no policy")
            parts = [name for name in SUSPENDED if (target.get("suspended_state") or {}).get(name)]
            if parts:
                yield Told(70, f"scaling of {what} was suspended ({', '.join(parts)})")


def _of(item: Mapping[str, t.Any]) -> tuple[str, str]:
    return str(item["resource_id"]), str(item["scalable_dimension"])


def _told(resource: str, dimension: str) -> str:
    unit, index = dimension.rpartition(":")[2].removesuffix("CapacityUnits").lower(), resource.partition("/index/")[2]
    return f"the {unit} capacity of {named(index)}"


ADOPTING = AutoScalingAdopting()
