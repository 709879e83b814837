# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Warm throughput, as far as a table or an index does not have it by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.names import GLOBAL
from ansible_collections.planton.dynamodb.tests.settings.truths import (
    Atom,
    Difference,
    Facts,
    Options,
    numbers_of,
    warmth_words,
)
from ansible_collections.planton.dynamodb.tests.simulator.state import Table
from ansible_collections.planton.dynamodb.tests.walks import bound_rules as rules

OWN_BEFORE = ("warm_throughput",)


def facts(options: Options) -> Facts:
    return numbers_of((), options, "warm_throughput")


def of_table(table: Table) -> dict[str, Any]:
    return warmth_words(table.warm)


def read(options: Options) -> tuple[Facts, dict[str, Facts]]:
    """The warm throughput of the table and of each index."""
    indexes = {item["name"]: numbers_of((), item, "warm_throughput") for item in options[GLOBAL]}
    return facts(options), indexes


def atoms(difference: Difference) -> Iterator[Atom]:
    """A call for the table and one for each index that stays (C4)."""
    (before, old), (after, new) = difference.of("warmth")
    if before != after:
        yield Atom(rules.WARM)
    there, come = difference.of("indexes")
    stay = (name for name in there if name in come and there[name].shape == come[name].shape)
    yield from (Atom(rules.WARM, name) for name in stay if old[name] != new[name])
