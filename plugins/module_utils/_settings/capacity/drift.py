# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What provisioned capacity costs a table or an index without items."""

from __future__ import annotations

import typing as t

from ..drift import Cost, Drift, holds_data
from .setting import CAPACITY

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class CapacityDrift(Drift):
    """Capacity is billed by the hour, whether or not anything uses it."""

    setting = CAPACITY

    def costs(self, spec: Mapping[str, t.Any], table: Mapping[str, t.Any]) -> Iterator[Cost]:
        if spec.get("billing_mode") != "PROVISIONED":
            return
        if not holds_data(table):
            yield _idle("table", "the table", table)
        indexes = table.get("global_secondary_indexes") or []
        for index in sorted(indexes, key=lambda index: str(index["index_name"])):
            if not holds_data(index):
                yield _idle(index["index_name"], "the index", index)


def _idle(where: str, what: str, described: Mapping[str, t.Any]) -> Cost:
    throughput = described.get("provisioned_throughput") or {}
    read, write = throughput.get("read_capacity_units", 0), throughput.get("write_capacity_units", 0)
    text = f"{read} read and {write} write units are provisioned, and {what} holds no items"
    return Cost("capacity", where, text, read + write)


DRIFT = CapacityDrift()
