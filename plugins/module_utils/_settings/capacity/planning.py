# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The calls that change the billing mode and the capacity of the table."""

from __future__ import annotations

import typing as t

from ..calls import Effect, Update, update_table
from ..decreases import Decrease, decrease_warning, maybe_put_off
from ..planning import Planning
from ..requests import throughput_to_request, with_current
from ..scaled import within_bounds, without
from ..throughput import PAY_PER_REQUEST, PROVISIONED
from ..throughput_rules import missing, needless
from ..violations import Violation
from .setting import CAPACITY, UNITS, Capacity, was_on_demand
from .words import ASKED_OF_REPLICAS

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..calls import Operation
    from ..comparison import Comparison
    from ..observed import Observed
    from ..planning import Work
    from ..setting import Part
    from ..settings import Settings
    from ..throughput import Throughput


class CapacityPlanning(Planning[Capacity]):
    """Plans the billing mode and the capacity.

    A change of mode keeps the table UPDATING for minutes, except a change back to on-demand.
    """

    setting = CAPACITY

    def creation_refusals(self, value: Capacity, whole: Settings) -> Iterator[Violation]:
        """Judge a new table by V28 and V29."""
        if value.mode is None:
            hint = "set PAY_PER_REQUEST, or PROVISIONED with provisioned_throughput"
            yield Violation("V28", "billing_mode", "the table must be created and has no billing mode", hint)
        if value.mode == PROVISIONED and value.throughput is None:
            yield missing(UNITS, "V29")

    def refusals(self, comparison: Comparison) -> Iterator[Violation]:
        """Judge the table as it will be by V29 and V31."""
        wanted = comparison.wanted.of(CAPACITY)
        if wanted and wanted.mode == PROVISIONED and wanted.throughput is None:
            yield missing(UNITS, "V29")
        elif wanted and wanted.mode != PROVISIONED and wanted.throughput:
            yield needless(UNITS)

    def for_replacement(self, value: Capacity, table: Settings) -> Capacity:
        """Return the capacity of a new table, which is the specified one, also where the old one was scaled."""
        own = table.own.of(CAPACITY)
        return value._replace(throughput=within_bounds("", (own and own.throughput) or value.throughput, table))

    def shows(self, value: Capacity, observed: Observed, planned: Observed | None) -> bool:
        """Tell whether ``observed`` has the value.

        Parts that are ``None``, which the call left out, do not count, and neither does what is scaled.
        """
        there = observed.of(CAPACITY)
        mode = value.mode is None or (there is not None and there.mode == value.mode)
        now = without(there.throughput, value.scaled) if there else None
        return mode and (value.throughput is None or now == without(value.throughput, value.scaled))

    def current(self, value: Capacity, request: Mapping[str, t.Any], observed: Observed) -> Mapping[str, t.Any]:
        there = observed.of(CAPACITY)
        return with_current(request, there.throughput if there else None, value.scaled)

    def creates(self, wanted: Capacity, table: Settings, replaced: Observed | None) -> Part:
        units = throughput_to_request(wanted.throughput) if wanted.mode == PROVISIONED else {}
        return {"BillingMode": wanted.mode, **units}

    def updates(self, work: Work[Capacity]) -> Iterator[Update]:
        mode, throughput, _scaled = work.wanted
        if "billing_mode" in work.options:
            concern = "to provisioned" if mode == PROVISIONED else "to on demand"
            minutes = not (mode == PAY_PER_REQUEST and was_on_demand(work.observed.table))
            call = _call(work, {"BillingMode": mode}, f"change billing mode to {mode}", Capacity(mode), blocks=True)
            yield Update(concern, call, minutes)
        if mode != PROVISIONED or not work.options:
            return
        decrease = None if "billing_mode" in work.options else _decrease(work.comparison)
        now = decrease.admitted if decrease else throughput
        if now:
            yield Update("units", _units(work, now))
        if decrease:
            yield Update("units", _units(work, throughput), put_off=True)

    def warnings(self, work: Work[Capacity]) -> Iterator[str]:
        """Warn about V59 and V72."""
        observed, switch = work.observed, "billing_mode" in work.options
        if work.wanted.mode != PROVISIONED:
            return
        if observed.beside.replicas and switch:
            replicas = ", ".join(observed.beside.replicas)
            yield f"{work.name}: {ASKED_OF_REPLICAS} ({replicas}), and may refuse this [V59]"
        if _decrease(work.comparison):
            yield f"{work.name}: {decrease_warning('capacity', observed.table)}"


def _decrease(comparison: Comparison) -> Decrease | None:
    before, after = comparison.there(CAPACITY), comparison.wanted.of(CAPACITY)
    sides = (before.throughput if before else None, after.throughput if after else None)
    return maybe_put_off(comparison.observed.table, *sides)


def _units(work: Work[Capacity], units: Throughput | None) -> Operation:
    told = f"set capacity to {units.read} read and {units.write} write units" if units else ""
    return _call(work, throughput_to_request(units), told, Capacity(None, units, work.wanted.scaled), blocks=False)


def _call(work: Work[Capacity], body: Part, reason: str, value: Capacity, *, blocks: bool) -> Operation:
    return update_table(work.name, body, reason, effects=(Effect(PLANNING, value),), blocks=blocks)


PLANNING = CapacityPlanning()
