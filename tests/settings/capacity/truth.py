# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The billing mode, and the capacity of the table itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ansible_collections.planton.dynamodb.tests.settings.truths import (
    Atom,
    Difference,
    Facts,
    Options,
    Units,
    read_units,
    told,
    unit_words,
    units_of,
    units_to_set,
)
from ansible_collections.planton.dynamodb.tests.simulator.state import Table
from ansible_collections.planton.dynamodb.tests.walks import bound_rules as rules


def facts(options: Options) -> Facts:
    return told(options, "billing_mode") | units_of((), options)


def of_table(table: Table) -> dict[str, Any]:
    units = {} if table.on_demand else unit_words(table.throughput)
    return {"billing_mode": table.billing_mode, **units}


class Capacity(NamedTuple):
    """The mode and, where it is PROVISIONED, the units."""

    on_demand: bool
    units: Units | None


def read(options: Options) -> Capacity:
    return Capacity(options["billing_mode"] == "PAY_PER_REQUEST", read_units(options))


def atoms(difference: Difference) -> Iterator[Atom]:
    """Units are 0/0 on demand (page 2), so a switch to PROVISIONED sends them too."""
    before, after = difference.of("capacity")
    if before.on_demand != after.on_demand:
        yield Atom(rules.TO_ON_DEMAND if after.on_demand else rules.TO_PROVISIONED)
    if units_to_set(difference, "", before.units, after.units) is not None:
        yield Atom(rules.TABLE_UNITS)
