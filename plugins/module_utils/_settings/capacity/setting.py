# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The billing mode, on-demand or provisioned, and the provisioned capacity of the table."""

from __future__ import annotations

import typing as t

from ..setting import Setting, bare, value_change
from ..throughput import (
    PAY_PER_REQUEST,
    PROVISIONED,
    Throughput,
    advice,
    throughput_from_aws,
    throughput_from_options,
    throughput_to_options,
)
from ..violations import Violation

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..observed import Observed
    from ..setting import Answer, Change, Options
    from ..settings import Settings

BILLING_MODE = "BILLING_MODE_"
UNITS = "provisioned_throughput"


class Capacity(t.NamedTuple):
    """The billing mode, and the capacity of the table; ``None`` for a part that a specification leaves out.

    ``scaled`` says which of ``read`` and ``write`` of a table as it will be are set by auto scaling.
    """

    mode: str | None
    throughput: Throughput | None = None
    scaled: tuple[str, ...] = ()


class CapacitySetting(Setting[Capacity]):
    """The billing mode also decides whether global secondary indexes have a capacity."""

    name = "capacity"
    new = Capacity(None)

    def from_options(self, options: Mapping[str, t.Any]) -> Capacity | None:
        mode = wanted_mode(options)
        found = Capacity(mode, throughput_from_options(options.get(UNITS), mode))
        return None if found == Capacity(None) else found

    def to_options(self, value: Capacity) -> Options:
        units = throughput_to_options(value.throughput) if value.throughput else None
        return {"billing_mode": value.mode, UNITS: units}

    def from_aws(self, answer: t.Any, table: Answer) -> Capacity:
        mode = billing_mode(table)
        return Capacity(mode, throughput_from_aws(table, mode))

    def rules(self, value: Capacity, own: Settings) -> Iterator[Violation]:
        """Judge by V28, V29 and V31."""
        mode, throughput, _scaled = value
        if mode not in (None, PROVISIONED, PAY_PER_REQUEST):
            yield Violation("V28", "billing_mode", f"'{mode}' is no billing mode", "use PROVISIONED or PAY_PER_REQUEST")
        elif throughput:
            from ..throughput_rules import capacity_violations

            yield from capacity_violations(UNITS, throughput, mode, "V29")

    def advice(self, value: Capacity, own: Settings, present: Settings) -> Iterator[str]:
        there = present.of(self)
        yield from advice(UNITS, value.throughput, there.throughput if there else None)

    def merged(self, own: Capacity | None, there: Capacity | None, table: Settings) -> Capacity:
        """Return the value that the table will have; on demand there is no capacity, and a scaled one stays."""
        own, there = own or Capacity(None), there or Capacity(None)
        mode = own.mode or there.mode
        if mode == PAY_PER_REQUEST:
            return Capacity(mode, own.throughput)
        from ..scaled import left_to_scaling, scaled_units

        units = left_to_scaling("", own.throughput, there.throughput, table)
        return Capacity(mode, units, scaled_units("", table))

    def changes(self, there: Capacity | None, wanted: Capacity, observed: Observed) -> Iterator[Change]:
        if there is not None:
            before, after = self.to_options(there), self.to_options(wanted)
            for name in before:
                yield from value_change(name, before[name], after[name])


def wanted_mode(options: Mapping[str, t.Any]) -> str | None:
    """Return the billing mode that the options name, or ``None``."""
    return bare(options.get("billing_mode"), BILLING_MODE)


def billing_mode(table: Answer) -> str:
    """Return the billing mode that AWS shows; a table that never was on demand has no BillingModeSummary."""
    mode: str = (table.get("BillingModeSummary") or {}).get("BillingMode", PROVISIONED)
    return mode


def was_on_demand(table: Answer) -> bool:
    """Tell whether a table is or once was on demand: a change to on-demand takes seconds then, not minutes."""
    return bool(table.get("BillingModeSummary"))


CAPACITY = CapacitySetting()
