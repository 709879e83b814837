# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Provisioned capacity of the table and of its global secondary indexes."""

from __future__ import annotations

import typing as t

from .._texts.flow import flow
from .violations import Violation

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .setting import Answer, Options

PROVISIONED = "PROVISIONED"
PAY_PER_REQUEST = "PAY_PER_REQUEST"
# The default quota of units for a table or index; AWS raises it on request.
UNIT_LIMIT = 40_000


class Throughput(t.NamedTuple):
    """Provisioned capacity in units per second; ``None`` stands for a member that the user left out."""

    read: int | None
    write: int | None


def throughput_from_options(item: Mapping[str, t.Any] | None, billing_mode: str | None) -> Throughput | None:
    """Return the capacity that options give; ``None`` if they give none or 0/0, as in the resource.

    With the mode PROVISIONED, which needs a capacity, 0/0 is kept so that the rules report it.
    """
    capacity = item or {}
    read, write = capacity.get("read_capacity_units"), capacity.get("write_capacity_units")
    if billing_mode == PROVISIONED and (read, write) != (None, None) and not (read or write):
        return Throughput(read or 0, write or 0)
    return Throughput(read, write) if read or write else None


def throughput_to_options(throughput: Throughput) -> Options:
    """Return a capacity as options."""
    return {"read_capacity_units": throughput.read, "write_capacity_units": throughput.write}


def throughput_from_aws(item: Answer, mode: str) -> Throughput | None:
    """Return the capacity that AWS shows. For an on-demand table and its indexes AWS shows 0/0, which means none."""
    capacity = item.get("ProvisionedThroughput") or {}
    if mode != PROVISIONED or not capacity:
        return None
    return Throughput(capacity["ReadCapacityUnits"], capacity["WriteCapacityUnits"])


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


def advice(path: str, throughput: Throughput | None, present: Throughput | None) -> Iterator[str]:
    """Warn about a capacity above the default quota (V38), unless the table shows that AWS has raised the quota."""
    if most(throughput) > max(UNIT_LIMIT, most(present)):
        yield f"{path}: AWS allows {UNIT_LIMIT} units unless the quota was raised [V38]"


def most(throughput: Throughput | None) -> int:
    """Return the larger of the read and the write units; 0 for no capacity."""
    return max(throughput.read or 0, throughput.write or 0) if throughput else 0
