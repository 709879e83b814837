# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Estimates for people of how long a call takes until its effect is complete, measured on empty tables.

Each is the longest time that was measured (control_plane.md, 4.2). An index of a large table takes longer.
"""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from .._texts.facts import AnyFacts

# Seconds by operation, for operations that always do the same.
CALLS = {"CreateTable": 6, "DeleteTable": 6, "UpdateContributorInsights": 16, "CreateBackup": 5}
WITH_INDEXES = 22
# Seconds of UpdateTable by the member of its request; if it has several members, the longest time counts.
MEMBERS = {
    "SSESpecification": 23,
    "StreamSpecification": 7,
    "TableClass": 6,
    "ProvisionedThroughput": 2,
    "WarmThroughput": 514,
}
MODES = {"PROVISIONED": 98, "PAY_PER_REQUEST": 172}
INDEXES = {"Create": 539, "Delete": 5, "Update": 4}
SHORTEST = 2


def usual_seconds(operation: str, request: AnyFacts) -> int:
    """Return how many seconds a call usually takes until its effect is complete."""
    if operation == "UpdateTable":
        return max(_update(request))
    if operation == "CreateTable" and {"GlobalSecondaryIndexes", "LocalSecondaryIndexes"} & request.keys():
        return WITH_INDEXES
    return CALLS.get(operation, SHORTEST)


def holds_nothing_up(operation: str, request: AnyFacts) -> bool:
    """Tell whether other calls for the table can be made while this one takes effect: only the build of an index."""
    parts = request.get("GlobalSecondaryIndexUpdates", ())
    return operation == "UpdateTable" and any("Create" in part for part in parts)


def _update(request: AnyFacts) -> t.Iterator[int]:
    yield SHORTEST
    yield from (MEMBERS[member] for member in request if member in MEMBERS)
    if "BillingMode" in request:
        yield MODES.get(request["BillingMode"], SHORTEST)
    for part in request.get("GlobalSecondaryIndexUpdates", ()):
        yield from (INDEXES[kind] for kind in part if kind in INDEXES)


def duration(seconds: float) -> str:
    """Return a duration as people write it, such as ``45 s`` or ``2 min 5 s``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min" + (f" {rest} s" if rest and minutes < 10 else "")
