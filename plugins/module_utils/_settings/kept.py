# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Throughput settings that no option describes, and that a rebuilt index or a replaced table gets again."""

from __future__ import annotations

import dataclasses
import typing as t

from .throughput import PAY_PER_REQUEST, Throughput

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from .observed import Observed
    from .setting import Part

MEMBERS = ("ReadUnitsPerSecond", "WriteUnitsPerSecond")
# The warm throughput, in reads and writes a second, that an on-demand table and each of its indexes have by themselves
# (2, WarmThroughput). A table that once was on demand keeps it.
ON_DEMAND_WARMTH = (12_000, 4_000)


@dataclasses.dataclass(frozen=True)
class Recreated:
    """A table (``name`` empty) or an index that is deleted and created again.

    ``mode`` is the new billing mode, ``before`` and ``after`` are the old and the new capacity.
    """

    name: str
    mode: str | None
    before: Throughput | None
    after: Throughput | None
    observed: Observed

    def limits(self) -> Part:
        """Return the on-demand maximum as a member of the request; a PROVISIONED table or index has none."""
        limits = self.observed.beside.limits.get(self.name)
        return {"OnDemandThroughput": dict(limits)} if limits and self.mode == PAY_PER_REQUEST else {}

    def warmth(self) -> Part:
        """Return the warm throughput as a member of the request, as far as AWS would not give it anyway.

        AWS accepts it at creation and never lowers it. A provisioned capacity that was lowered leaves its warm
        throughput behind; no user asked for that, so the request does not ask for it either.
        """
        above = self._above()
        return {"WarmThroughput": above} if above and not self._lowered() else {}

    def warning(self) -> str:
        """Return the warning about warm throughput that is lost; empty if none is."""
        above = self._above()
        if not above or not self._lowered():
            return ""
        what = f"index {self.name}" if self.name else "the table"
        lost = f"{what} is warm for {_told(above)}, perhaps from a capacity that was lowered since"
        return f"{lost}; the new one is warm for its capacity only"

    def _above(self) -> dict[str, int]:
        """Return the members of the warm throughput that are above what the mode and the capacity give."""
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
    """Return the part of a call's reason that names what is kept; AWS bills the warm throughput again."""
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
