# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Provisioned capacity of the table and of its global secondary indexes."""

from __future__ import annotations

import typing as t

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


def advice(path: str, throughput: Throughput | None, present: Throughput | None) -> Iterator[str]:
    """Warn about a capacity above the default quota (V38), unless the table shows that AWS has raised the quota."""
    if most(throughput) > max(UNIT_LIMIT, most(present)):
        yield f"{path}: AWS allows {UNIT_LIMIT} units unless the quota was raised [V38]"


def most(throughput: Throughput | None) -> int:
    """Return the larger of the read and the write units; 0 for no capacity."""
    return max(throughput.read or 0, throughput.write or 0) if throughput else 0
