# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What no option describes and a rebuilt index, or the table in place of another, has as before."""

from __future__ import annotations

import typing as t

from .._spec.model import ON_DEMAND_WARMTH, PAY_PER_REQUEST

if t.TYPE_CHECKING:
    from .._observed.model import Observed
    from .._spec.model import Settings, Throughput

Part = dict[str, t.Any]

MEMBERS = ("ReadUnitsPerSecond", "WriteUnitsPerSecond")


def limits_kept(name: str, wanted: Settings, observed: Observed) -> Part:
    """Return the on-demand maximum of an index; a change to PROVISIONED takes it away."""
    limits = observed.limits.get(name)
    return {"OnDemandThroughput": dict(limits)} if limits and wanted.billing_mode == PAY_PER_REQUEST else {}


def warmth_kept(name: str, wanted: Settings, observed: Observed) -> Part:
    """Return the warm throughput of the table (``name`` empty) or of an index, as far as it would not come by itself.

    AWS takes it at creation and never lets it fall. What a provisioned capacity was before it was lowered stays warm
    too: nobody has asked for that, so it is not asked for again.
    """
    above = _above(name, wanted, observed)
    return {"WarmThroughput": above} if above and not _lowered(name, wanted, observed) else {}


def warmth_lost(name: str, wanted: Settings, observed: Observed) -> str:
    """Return what of the warm throughput does not come back, for a warning; empty where nothing is lost."""
    above = _above(name, wanted, observed)
    return _warmth_words(above) if above and _lowered(name, wanted, observed) else ""


def _above(name: str, wanted: Settings, observed: Observed) -> dict[str, int]:
    """Return the members of the warm throughput that neither the mode nor the capacity gives."""
    on_demand = wanted.billing_mode == PAY_PER_REQUEST or observed.was_on_demand
    floors = [ON_DEMAND_WARMTH if on_demand else (0, 0)]
    floors += [
        (units.read or 0, units.write or 0) for units in map(_units_of(name), (wanted, observed.settings)) if units
    ]
    reads, writes = (max(values) for values in zip(*floors, strict=True))
    warm = observed.warm.get(name, {})
    return {
        member: warm[member]
        for member, least in zip(MEMBERS, (reads, writes), strict=True)
        if warm.get(member, 0) > least
    }


def _units_of(name: str) -> t.Callable[[Settings], Throughput | None]:
    def units(settings: Settings) -> Throughput | None:
        by_name = {index.name: index.throughput for index in settings.global_indexes or ()}
        return by_name.get(name) if name else settings.throughput

    return units


def _lowered(name: str, wanted: Settings, observed: Observed) -> bool:
    last = observed.index_last_decreases.get(name) if name else observed.last_decrease_at
    return wanted.billing_mode != PAY_PER_REQUEST and last is not None


def kept_words(kept: Part) -> str:
    """Return what is kept for the reason of a call; warm throughput costs once more."""
    words = []
    if "OnDemandThroughput" in kept:
        limits = kept["OnDemandThroughput"]
        named = {"MaxReadRequestUnits": "read", "MaxWriteRequestUnits": "write"}
        told = " and ".join(f"{limits[member]} {word} units" for member, word in named.items() if member in limits)
        words.append(f"its on-demand maximum of {told}")
    if "WarmThroughput" in kept:
        words.append(f"its warm throughput of {_warmth_words(kept['WarmThroughput'])}, which AWS bills")
    return f" with {' and '.join(words)}" if words else ""


def _warmth_words(warm: t.Mapping[str, int]) -> str:
    named = zip(MEMBERS, ("reads", "writes"), strict=True)
    return " and ".join(f"{warm[member]} {word}" for member, word in named if member in warm) + " a second"
