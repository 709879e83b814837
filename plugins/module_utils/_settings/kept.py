# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What no option describes and a rebuilt index, or the table in place of another, has as before."""

from __future__ import annotations

import dataclasses
import typing as t

from .throughput import PAY_PER_REQUEST, Throughput

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from .observed import Observed
    from .setting import Part

MEMBERS = ("ReadUnitsPerSecond", "WriteUnitsPerSecond")
# Reads and writes a second that a table on demand, and each of its indexes, is warm for by itself (2, WarmThroughput);
# a table that once was on demand stays so.
ON_DEMAND_WARMTH = (12_000, 4_000)


@dataclasses.dataclass(frozen=True)
class Place:
    """A table (``name`` empty) or an index that goes and comes back.

    ``mode`` is the billing mode then, ``before`` and ``after`` are the capacities on both sides.
    """

    name: str
    mode: str | None
    before: Throughput | None
    after: Throughput | None
    observed: Observed

    def limits(self) -> Part:
        """Return the on-demand maximum; a change to PROVISIONED takes it away."""
        limits = self.observed.beside.limits.get(self.name)
        return {"OnDemandThroughput": dict(limits)} if limits and self.mode == PAY_PER_REQUEST else {}

    def warmth(self) -> Part:
        """Return the warm throughput, as far as it would not come by itself.

        AWS takes it at creation and never lets it fall. What a provisioned capacity was before it was lowered stays
        warm too: nobody has asked for that, so it is not asked for again.
        """
        above = self._above()
        return {"WarmThroughput": above} if above and not self._lowered() else {}

    def warning(self) -> str:
        """Return what of the warm throughput does not come back; empty where nothing is lost."""
        above = self._above()
        if not above or not self._lowered():
            return ""
        what = f"index {self.name}" if self.name else "the table"
        lost = f"{what} is warm for {_told(above)}, perhaps from a capacity that was lowered since"
        return f"{lost}; the new one is warm for its capacity only"

    def _above(self) -> dict[str, int]:
        """Return the members of the warm throughput that neither the mode nor the capacity gives."""
        on_demand = self.mode == PAY_PER_REQUEST or bool(self.observed.table.get("BillingModeSummary"))
        floors = [ON_DEMAND_WARMTH if on_demand else (0, 0)]
        floors += [(units.read or 0, units.write or 0) for units in (self.after, self.before) if units]
        reads, writes = (max(values) for values in zip(*floors, strict=True))
        warm = self.observed.beside.warm.get(self.name, {})
        floor = zip(MEMBERS, (reads, writes), strict=True)
        return {member: warm[member] for member, least in floor if warm.get(member, 0) > least}

    def _lowered(self) -> bool:
        return self.mode != PAY_PER_REQUEST and self.name in self.observed.beside.lowered


def kept_reason(kept: Mapping[str, t.Any]) -> str:
    """Return what is kept for the reason of a call; warm throughput costs once more."""
    told = []
    if "OnDemandThroughput" in kept:
        limits = kept["OnDemandThroughput"]
        named = {"MaxReadRequestUnits": "read", "MaxWriteRequestUnits": "write"}
        units = " and ".join(f"{limits[member]} {word} units" for member, word in named.items() if member in limits)
        told.append(f"its on-demand maximum of {units}")
    if "WarmThroughput" in kept:
        told.append(f"its warm throughput of {_told(kept['WarmThroughput'])}, which AWS bills")
    return f" with {' and '.join(told)}" if told else ""


def _told(warm: Mapping[str, int]) -> str:
    named = zip(MEMBERS, ("reads", "writes"), strict=True)
    return " and ".join(f"{warm[member]} {word}" for member, word in named if member in warm) + " a second"
