# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is refused while something is on its way (control_plane.md, 4.3), as a table with the texts of 6.2 and 6.3.

A call has one or more concerns. For each transition in flight and each concern the table below has the refusal. A
concern that stands neither there nor among the admitted ones was not measured (9): ``Behaviour.unknown`` decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .. import flights as kinds
from ..flights import Flight
from ..group import is_moving, others
from ..refusal import ONE_INDEX, RefusedError, being_created, being_deleted, in_use, limited
from ..settings import named_in
from ..state import PAY_PER_REQUEST, PROVISIONED, Part, Table
from .combinations import UPDATES, VECTORS, index_actions

# Concerns of a call.
CAPACITY = "capacity"
TO_PROVISIONED = "to_provisioned"
TO_ON_DEMAND = "to_on_demand"
SAME_MODE = "same_mode"
STREAM = "stream"
CLASS = "class"
ENCRYPTION = "encryption"
WARM = "warm"
UNITS = "on_demand_units"
PROTECTION = "protection"
CREATE = "index_create"
DELETE = "index_delete"
UPDATE = "index_update"
REPLICA = "replica"
DELETE_TABLE = "delete_table"

SLOT = f"LEE {ONE_INDEX}"
USED = "Table is being used: {table}"
IOPS = "Table IOPS are currently being updated. Table: {table}"
STREAM_IN_IOPS = "Can't enable or disable stream while table IOPS are being updated. Table: {table}"
INDEX_IN_IOPS = "Can't create or delete indexes while table IOPS are being updated. Table: {table}"
IOPS_IN_STREAM = (
    "Can't change table IOPS when stream status is being updated. Table: {table} Stream: {label} Operation: {detail}"
)
STREAM_IN_STREAM = "A stream status change is currently in progress. Table: {table} Stream: {label} Operation: {detail}"
CLASS_IN_STREAM = (
    "Can't update table class when stream status is being updated. Table: {table} Stream: {label} Operation: {detail}"
)
INDEX_IN_STREAM = "Can't create or delete an index when stream status is being updated. Table: {table}"
CLASS_IN_CLASS = (
    "Can't update table class when a table class update is in progress."
    " Table: {table} TableClassUpdateInProgress: {detail}"
)
STREAM_IN_CLASS = (
    "Can't change stream status when a table class update is in progress."
    " Table: {table} TableClassUpdateInProgress: {detail}"
)
INDEX_IN_CLASS = "Can't create or delete an index when a table class update is in progress. Table: {table}"
UNITS_IN = "OnDemandThroughput cannot be updated while {} is in progress"
UNITS_IN_INDEX = "OnDemandThroughput cannot be updated while index {} is in progress for indexes: [{{index}}]"
UPDATED = "Table: {table} is in the process of being updated."
KEY_CHANGES = "Server-Side Encryption is still being updated"
IOPS_IN_INDEX = "Can't change table IOPS when an index is being {}. Table: {{table}} Indexes: [{{index}}]"
STREAM_IN_INDEX = "Can't change stream status when an index is being created. Table: {table} Indexes: [{index}]"
INDEX_GOES = "Index is being deleted. Table: {table} Index: {index}"
INDEX_CHANGES = "Index is being updated. Table: {table} Index: {index}"
# The same name again, while the vector index comes; measured in August 2026 by another engine's authors.
VECTOR_COMES = "Index is being created.  Table: {table} Index: {index}"
INDEXES_MOVE = "Cannot delete table while indexes are being created, updated, or deleted."

REFUSED: dict[str, dict[str, str]] = {
    kinds.CAPACITY: {
        CAPACITY: IOPS,
        TO_PROVISIONED: IOPS,
        TO_ON_DEMAND: IOPS,
        STREAM: STREAM_IN_IOPS,
        CREATE: INDEX_IN_IOPS,
        DELETE: INDEX_IN_IOPS,
        UNITS: UNITS_IN.format("BillingMode update"),
        DELETE_TABLE: UPDATED,
    },
    kinds.STREAM: {
        CAPACITY: IOPS_IN_STREAM,
        STREAM: STREAM_IN_STREAM,
        CLASS: CLASS_IN_STREAM,
        CREATE: INDEX_IN_STREAM,
        DELETE: INDEX_IN_STREAM,
        UNITS: UNITS_IN.format("stream status update"),
        DELETE_TABLE: "Cannot delete table while stream is being enabled/disabled.",
    },
    kinds.CLASS: {
        CLASS: CLASS_IN_CLASS,
        STREAM: STREAM_IN_CLASS,
        CREATE: INDEX_IN_CLASS,
        DELETE: INDEX_IN_CLASS,
        UNITS: UNITS_IN.format("TableClass update") + ". TableClassUpdateInProgress: {detail}",
        DELETE_TABLE: UPDATED,
    },
    kinds.ENCRYPTION: {ENCRYPTION: KEY_CHANGES, DELETE_TABLE: UPDATED},
    kinds.WARM: {DELETE_TABLE: UPDATED},
    kinds.ALLOCATION: {
        CAPACITY: IOPS_IN_INDEX.format("created"),
        STREAM: STREAM_IN_INDEX,
        CLASS: "Can't update table class when an index is being created. Table: {table} Indexes: [{index}]",
        UNITS: UNITS_IN_INDEX.format("creation"),
        CREATE: SLOT,
        DELETE: SLOT,
        WARM: "ISE Table is under system maintenance, please try again later",
        DELETE_TABLE: INDEXES_MOVE,
    },
    kinds.BACKFILL: {CREATE: SLOT, DELETE: SLOT, DELETE_TABLE: INDEXES_MOVE},
    kinds.INDEX_DELETE: {
        CAPACITY: IOPS_IN_INDEX.format("deleted"),
        TO_PROVISIONED: IOPS_IN_INDEX.format("deleted"),
        TO_ON_DEMAND: IOPS_IN_INDEX.format("deleted"),
        UNITS: UNITS_IN_INDEX.format("deletion"),
        CREATE: SLOT,
        DELETE: SLOT,
        DELETE_TABLE: INDEXES_MOVE,
    },
    kinds.INDEX_UPDATE: {DELETE_TABLE: INDEXES_MOVE},
}
REFUSED[kinds.BILLING] = REFUSED[kinds.CAPACITY]
ADMITTED: dict[str, set[str]] = {
    kinds.CAPACITY: {PROTECTION, WARM, ENCRYPTION},
    kinds.BILLING: {PROTECTION, WARM, ENCRYPTION},
    kinds.STREAM: {PROTECTION, ENCRYPTION, WARM},
    kinds.CLASS: {PROTECTION, ENCRYPTION, WARM},
    kinds.ENCRYPTION: {PROTECTION, STREAM, CLASS, CREATE},
    kinds.ALLOCATION: {UPDATE, ENCRYPTION, PROTECTION},
    kinds.BACKFILL: {CAPACITY, UPDATE, PROTECTION},
    kinds.INDEX_DELETE: {PROTECTION, ENCRYPTION, UPDATE},
}
OF_INDEXES = {"Create": CREATE, "Delete": DELETE, "Update": UPDATE}
# While a warm throughput or an index's capacity is on its way all the rest goes: TableStatus is ACTIVE (4.1).
EVERYTHING = (kinds.WARM, kinds.INDEX_UPDATE)


class Concern(NamedTuple):
    """One thing that a call is about; ``of`` is the index where it is about one."""

    kind: str
    of: str = ""


def committed_mode(table: Table, now: float) -> str:
    """L-369 and L-452: while the mode changes the old one is the one that requests are judged by."""
    if not table.flights.find(now, kinds.BILLING):
        return table.billing_mode
    return PROVISIONED if table.on_demand else PAY_PER_REQUEST


def concerns(table: Table, request: Part, now: float) -> Iterator[Concern]:
    """Return what an UpdateTable call is about."""
    members = (
        ("WarmThroughput", WARM),
        ("OnDemandThroughput", UNITS),
        ("ReplicaUpdates", REPLICA),
    )
    yield from (Concern(kind) for member, kind in members if member in request)
    yield from (Concern(setting.concern) for setting in named_in(request))
    mode = request.get("BillingMode")
    if mode and mode != committed_mode(table, now):
        yield Concern(TO_PROVISIONED if mode == PROVISIONED else TO_ON_DEMAND)
    elif mode == PAY_PER_REQUEST:
        yield Concern(SAME_MODE)
    elif "ProvisionedThroughput" in request:
        yield Concern(CAPACITY)
    for action, part in index_actions(request.get(UPDATES, ())):
        yield Concern(OF_INDEXES[action], part["IndexName"])
    for update in request.get(VECTORS, ()):
        # Vector indexes share the slot of the others (2).
        yield from (Concern(OF_INDEXES[action], part["IndexName"]) for action, part in update.items())


def check_admission(table: Table, wanted: Sequence[Concern], now: float, unknown: bool) -> None:
    """Refuse a call that something in flight forbids; ``unknown`` admits what nobody has measured."""
    if table.flights.find(now, kinds.DELETING):
        raise being_deleted(table.name)
    if table.flights.find(now, kinds.CREATING):
        raise _while_creating(table, wanted)
    if is_moving(table, now) and Concern(REPLICA) not in wanted:
        raise while_replicating()
    if is_moving(table, now):
        # What is told of a replica then depends on the replica (operations/replica_checks.py).
        return
    for flight in table.flights.at(now):
        # An index on its way is more particular about itself than about the capacity of the table (L-375, L-376).
        for concern in sorted(wanted, key=lambda one: not (flight.subject and one.of == flight.subject)):
            text = _refusal(table, flight, concern, unknown)
            if text and concern.kind == REPLICA and others(table, now):
                # L-296.
                raise while_replicating()
            if text:
                raise _worded(text, table, flight)


def while_replicating() -> RefusedError:
    """4.3 and L-227: a member of a group does not say what it waits for."""
    return RefusedError("ResourceInUseException", "The resource which you are attempting to change is in use.")


def _while_creating(table: Table, wanted: Sequence[Concern]) -> RefusedError:
    if {concern.kind for concern in wanted} == {PROTECTION}:
        text = "Table needs to be in ACTIVE status to modify deletion protection setting."
        return RefusedError("ResourceInUseException", text)
    return being_created(table.name)


def _refusal(table: Table, flight: Flight, concern: Concern, unknown: bool) -> str:
    if concern.kind == SAME_MODE or flight.kind not in REFUSED:
        # BillingMode=PAY_PER_REQUEST again is answered with 200 and swallowed (4.3, 3.4).
        return ""
    if flight.subject in table.vectors and concern == (CREATE, flight.subject):
        return VECTOR_COMES
    own = _of_the_same_index(flight, concern) if flight.subject and flight.subject == concern.of else None
    if own is not None:
        return own
    if concern.kind in REFUSED[flight.kind]:
        return REFUSED[flight.kind][concern.kind]
    if flight.kind in EVERYTHING or concern.kind in ADMITTED.get(flight.kind, ()) or unknown:
        return ""
    return USED


def _of_the_same_index(flight: Flight, concern: Concern) -> str | None:
    """An index on its way is more particular about itself than about others."""
    texts = {
        (kinds.ALLOCATION, DELETE): (
            "Index creation is in resource allocation phase. Retry deletion during backfilling phase or when the index"
            " is active. Table: {table} Index: {index}"
        ),
        (kinds.ALLOCATION, UPDATE): "Index is being created but is not backfilling yet.  Table: {table} Index: {index}",
        (kinds.BACKFILL, DELETE): "",
        (kinds.INDEX_DELETE, CREATE): INDEX_GOES,
        (kinds.INDEX_DELETE, UPDATE): INDEX_GOES,
        (kinds.INDEX_DELETE, DELETE): INDEX_GOES,
        (kinds.INDEX_UPDATE, UPDATE): INDEX_CHANGES,
        (kinds.INDEX_UPDATE, DELETE): INDEX_CHANGES,
    }
    return texts.get((flight.kind, concern.kind))


def _worded(text: str, table: Table, flight: Flight) -> RefusedError:
    if text == SLOT:
        return limited(ONE_INDEX)
    told = text.format(
        table=table.name, index=flight.subject, detail=flight.detail, label=flight.shows.get("label", "")
    )
    if told.startswith("ISE "):
        return RefusedError("InternalServerError", told.removeprefix("ISE "), 500)
    return in_use(told)
