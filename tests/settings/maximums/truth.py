# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""On-demand maximums of the table; those of indexes are part of the indexes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.names import GLOBAL
from ansible_collections.planton.dynamodb.tests.settings.truths import (
    Atom,
    Difference,
    Facts,
    Options,
    maximum_words,
    numbers_of,
)
from ansible_collections.planton.dynamodb.tests.simulator.state import Table
from ansible_collections.planton.dynamodb.tests.walks import bound_rules as rules


def facts(options: Options) -> Facts:
    return numbers_of((), options, "on_demand_throughput")


def of_table(table: Table) -> dict[str, Any]:
    return maximum_words(table.on_demand_units)


def read(options: Options) -> tuple[Facts, dict[str, Facts]]:
    """The maximums of the table and of each index."""
    indexes = {item["name"]: numbers_of((), item, "on_demand_throughput") for item in options[GLOBAL]}
    return facts(options), indexes


def atoms(difference: Difference) -> Iterator[Atom]:
    """A change to PROVISIONED drops all (page 2). That of an index goes with other Updates of indexes (C11, C12)."""
    if not difference.after["capacity"].on_demand:
        return
    (before, old), (after, new) = difference.of("maximums")
    if before != after:
        yield Atom(rules.MAXIMUM)
    there, come = difference.of("indexes")
    stay = (name for name in there if name in come and there[name].shape == come[name].shape)
    yield from (Atom(rules.INDEX_UNITS, name) for name in stay if old[name] != new[name])
