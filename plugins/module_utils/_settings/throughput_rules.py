# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The rules about a provisioned capacity, of the table or of an index; most tables are on demand and have none."""

from __future__ import annotations

import typing as t

from .._texts.flow import flow
from .throughput import PAY_PER_REQUEST, PROVISIONED
from .violations import Violation

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from .throughput import Throughput


def capacity_violations(path: str, throughput: Throughput, mode: str | None, rule: str) -> Iterator[Violation]:
    """Judge a capacity together with the billing mode, ``None`` if that is left out; ``rule`` is the id of the rule."""
    if mode == PAY_PER_REQUEST:
        yield needless(path)
    elif mode in (None, PROVISIONED):
        yield from unit_violations(path, throughput, rule)


def unit_violations(path: str, throughput: Throughput, rule: str) -> Iterator[Violation]:
    """Judge the numbers of a capacity; ``rule`` is the id of the rule."""
    if throughput == (0, 0):
        hint = "give at least 1 of each, or leave it out where there is a capacity to be left alone"
        yield Violation(rule, path, "0/0 is no capacity of a PROVISIONED table", hint)
        return
    for member, value in (("read_capacity_units", throughput.read), ("write_capacity_units", throughput.write)):
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            message = f"{flow(value)} is no capacity"
            yield Violation(rule, f"{path}.{member}", message, "give a whole number of units, at least 1")


def missing(path: str, rule: str) -> Violation:
    """Return the violation for a PROVISIONED table or index without a capacity."""
    hint = "give read_capacity_units and write_capacity_units, or change billing_mode"
    return Violation(rule, path, "a PROVISIONED table needs read and write capacity here", hint)


def needless(path: str) -> Violation:
    """Return the violation for an on-demand table or index with a capacity (V31)."""
    hint = "remove it (0/0 counts as none), or use billing_mode PROVISIONED"
    return Violation("V31", path, "a PAY_PER_REQUEST table has no provisioned capacity", hint)
