# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What a restore can set otherwise than its source has it."""

from __future__ import annotations

import typing as t

from ...throughput import PAY_PER_REQUEST
from ..described import CAPACITY, MAXIMUM
from .source import GLOBAL, LOCAL, VECTOR

if t.TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...setting import Part

    Request = Mapping[str, t.Any]

ENCRYPTION = "SSESpecification"
OWNED_KEY = {"Enabled": False}
# The members of CreateTable that a restore can set, and their members of the restore.
OVERRIDES = {
    "BillingMode": "BillingModeOverride",
    CAPACITY: "ProvisionedThroughputOverride",
    MAXIMUM: "OnDemandThroughputOverride",
    ENCRYPTION: "SSESpecificationOverride",
    GLOBAL: "GlobalSecondaryIndexOverride",
    LOCAL: "LocalSecondaryIndexOverride",
    VECTOR: "VectorIndexOverride",
}
LISTS = (GLOBAL, LOCAL, VECTOR)
# What an index may have otherwise than that of the source: AWS takes any that has its key and its projection.
FREE = ("IndexName", CAPACITY, MAXIMUM)
# AWS refuses it in a restore; it is raised afterwards.
NOT_TAKEN = "WarmThroughput"


def overrides(wanted: Request, source: Request) -> Part:
    """Return the members of CreateTable that the restore sets, because they are not as in the source.

    An empty structure is never among them: AWS refuses an empty maximum and restores all the same (L-463).
    """
    found: Part = {}
    for member in OVERRIDES:
        if member in LISTS:
            kept, there = _indexes(member, wanted, source)
            found |= {member: kept} if kept != there else {}
        elif wanted.get(member) and wanted[member] != source.get(member):
            found[member] = wanted[member]
    if source.get(ENCRYPTION) and not wanted.get(ENCRYPTION):
        found[ENCRYPTION] = OWNED_KEY
    return found


def _indexes(member: str, wanted: Request, source: Request) -> tuple[list[Part], list[Part]]:
    """Return the wanted indexes that a restore can make, and those of the source, in the wanted billing mode."""
    on_demand = wanted.get("BillingMode") == PAY_PER_REQUEST
    there, all_wanted = (_plain(side.get(member, ()), on_demand) for side in (source, wanted))
    known = [_shape(member, index) for index in there]
    return [index for index in all_wanted if _shape(member, index) in known], there


def _plain(indexes: Sequence[Request], on_demand: bool) -> list[Part]:
    left_out = (NOT_TAKEN, CAPACITY if on_demand else MAXIMUM)
    return [{name: value for name, value in index.items() if name not in left_out} for index in indexes]


def _shape(member: str, index: Request) -> Part:
    """Return what an index of the source must have in common; that a vector index may get a name is not known."""
    free = () if member == VECTOR else FREE
    return {name: value for name, value in index.items() if name not in free}
