# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be in one UpdateTable call (page 3), and what is admitted while something is in flight (page 4.3)."""

from __future__ import annotations

from collections.abc import Iterable

# The kinds of differences that UpdateTable carries. A stream has two: off and on, which one call cannot do both.
TO_PROVISIONED = "to_provisioned"
TO_ON_DEMAND = "to_on_demand"
TABLE_UNITS = "table_units"
INDEX_UNITS = "index_units"
STREAM_OFF = "stream_off"
STREAM_ON = "stream_on"
CLASS = "class"
ENCRYPTION = "encryption"
PROTECTION = "protection"
CREATE = "create"
DELETE = "delete"
MAXIMUM = "maximum"
WARM = "warm"
VECTOR_CREATE = "vector_create"
VECTOR_DELETE = "vector_delete"

# Pairs of kinds that one call may hold, each with the rule that accepts it. A call is accepted when all its pairs are.
# No pair with class, encryption or protection: each "must be the only operation in the request" (C1, C2, C3).
# No pair with an index deletion: C21, C22 and C24 refuse some; with index units it is C17, which is inference, and with
# BillingMode it is unknown (page 9): unknown combinations count as refused, here and in every answer.
# Stream with units is C20 (and "not with PT / GSI", page 2), stream with a creation C22, units of the table with a
# creation C21, two creations C24, any units beside PAY_PER_REQUEST C26. No pair with a vector index: it stands "alone"
# (C7), and two of them are C24.
ACCEPTED: dict[frozenset[str], str] = {
    frozenset((TO_PROVISIONED, TABLE_UNITS)): "C10",
    frozenset((TO_PROVISIONED, INDEX_UNITS)): "C10",
    frozenset((TABLE_UNITS, INDEX_UNITS)): "C11",
    frozenset((INDEX_UNITS,)): "C11: any number of GSI Updates, each index once",
    frozenset((CREATE, INDEX_UNITS)): "C12",
    frozenset((CREATE, TO_ON_DEMAND)): "C13",
    frozenset((STREAM_OFF, TO_ON_DEMAND)): "C14",
    frozenset((STREAM_ON, TO_ON_DEMAND)): "C14",
    frozenset((MAXIMUM, TO_ON_DEMAND)): "C15",
    frozenset((INDEX_UNITS, TO_ON_DEMAND)): "A3, of the maximum of an index: units there are none",
}


def accepted(first: str, second: str) -> bool:
    """Whether one call may hold both. Two of a kind make a set of one."""
    return frozenset((first, second)) in ACCEPTED


# What runs after a call: the rows of the matrix. Insights refuse nothing, and are here to be waited for.
CAPACITY, STREAM, ALLOCATION, BACKFILL = "capacity", "stream", "allocation", "backfill"
INDEX_DELETE, INDEX_CAPACITY, INSIGHTS = "index_delete", "index_capacity", "insights"
COLUMNS = (
    *(TABLE_UNITS, TO_PROVISIONED, TO_ON_DEMAND, INDEX_UNITS),
    *(STREAM, CLASS, ENCRYPTION, CREATE, DELETE, MAXIMUM, WARM),
)
# y admitted, n refused, ? unknown: said to be so by page 4.3 or 9, or a cell about which the page says nothing. Where
# 4.3 names no index deletion or switch, the texts of page 6.2 and page 4.1 are asked: "Accepts next UpdateTable =
# TableStatus ACTIVE (plus the matrix of 4.3)", and these two need an ACTIVE table (page 2).
MATRIX: dict[str, str] = {
    # "PT or billing change": rejected "PT, billing, stream, ODT, GSI create/delete", accepted "DP, WT, SSE, TTL, PITR".
    # Class and index units: nothing said.
    CAPACITY: "n n n ? n ? y n n n y",
    # "Stream toggle": rejected "stream, PT, ODT, class, GSI create", accepted "DP, SSE, ...". Index deletion: "Can't
    # create or delete an index when stream status is being updated" (6.2). A switch by 4.1. Index units: nothing said.
    STREAM: "n n n ? n n y n n n y",
    # "TableClass": rejected "class, stream, ODT, GSI create"; index deletion: the same text of 6.2 "also when a table
    # class update is in progress". SSE is accepted, but "TS flips to ACTIVE early and a following class change is lost,
    # so wait": refused here, which costs nothing, as SSE may start first. PT: "PT while SSE or class in flight" (9).
    CLASS: "? ? ? ? n n n n n n ?",
    # "SSE (TS ACTIVE)": rejected "SSE", accepted "DP, stream, class, GSI create, tags"; PT unknown (9).
    ENCRYPTION: "? ? ? ? y y n y ? ? ?",
    # "GSI add, allocation": rejected "PT, stream, ODT, class [I]", "any other index create/delete: LEE", accepted
    # "Update of other GSIs, SSE, DP, tags, TTL, PITR". A switch to PROV updates every index (C27), this one too, which
    # is rejected; one to PPR by 4.1.
    ALLOCATION: "n n n y n n y n n n n",
    # "GSI add, backfill": rejected "other index create/delete: LEE", accepted "PT, GSI Updates, DP, ...". "stream,
    # class, SSE, WT during backfill" are unknown (9), billing is not said.
    BACKFILL: "y ? ? y ? ? ? n n ? ?",
    # "GSI delete": rejected "PT, to-PROV, ODT", "other index: LEE", accepted "DP, SSE, Update of other GSI". Stream and
    # class: nothing said, nor of a switch to PPR ("GSI Delete + BillingMode" is unknown, 9).
    INDEX_DELETE: "n n ? y ? ? y n n n ?",
    # "IndexStatus UPDATING with table ACTIVE" (4.2): only that index is busy, and a least set of calls touches it once.
    INDEX_CAPACITY: "y y y y y y y y y y y",
    INSIGHTS: "y y y y y y y y y y y",
    # "WT (TS ACTIVE)": accepted "everything else incl. a higher WT, SSE, GSI create".
    WARM: "y y y y y y y y y y y",
}
CELLS: dict[tuple[str, str], str] = {
    (row, column): cell for row, cells in MATRIX.items() for column, cell in zip(COLUMNS, cells.split(), strict=True)
}


# Kinds that share a column: a stream either way, and vector indexes, "which share the '1 online index' slot" (page 2).
SHARED = {STREAM_OFF: STREAM, STREAM_ON: STREAM, VECTOR_CREATE: CREATE, VECTOR_DELETE: DELETE}


def column_of(kind: str) -> str:
    return SHARED.get(kind, kind)


def admitted(flight: str, kinds: Iterable[str], unknown: bool) -> bool:
    """Whether a call of these kinds may be made while that is in flight. Protection may be: every row says "DP"."""
    cells = {CELLS[flight, column_of(kind)] for kind in kinds if kind != PROTECTION}
    return "n" not in cells and (unknown or "?" not in cells)
