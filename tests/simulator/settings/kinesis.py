# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kinesis streaming destinations: states, durations and texts (control_plane.md, 2, 4.2, 4.3, 6.1)."""

from __future__ import annotations

import dataclasses
import re
from typing import ClassVar

from .. import flights as kinds
from ..operations.phases import forgotten, refuse_early, unknown
from ..refusal import RefusedError, being_deleted, invalid, missing
from ..setting import Handlers, Setting, Writes
from ..state import Part, Table
from ..world import World

# The kind of its flights.
MOVING = "kinesis"
# 4.2: an entry that is off is still listed that long after.
LINGERS = 171.0
# L-304: for so long a destination that goes off still shows what it was.
LAG = 0.1
STATE = "Table is not in a valid state to enable Kinesis Streaming Destination: "
DEFAULT = "MILLISECOND"
PRECISION = "ApproximateCreationDateTimePrecision"
OFF = ("DISABLED", "ENABLE_FAILED")
MUST_BE_OFF = "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE operation."
MUST_BE_ACTIVE = "KinesisStreamingDestination must be ACTIVE to perform DISABLE operation."
STREAM = re.compile(r"arn:[^:]+:kinesis:([^:]+):([^:]+):stream/[a-zA-Z0-9_.-]+")
NO_PERMISSION = "User does not have a permission to use kinesis stream"
NOT_HERE = "The kinesis Arn used to enable kinesis replication belongs to a stream which is not in the current region"
NOT_ACTIVE = "The kinesis Arn used to enable kinesis replication belongs to a stream which is not in Active state"


@dataclasses.dataclass
class Kinesis:
    """The destinations by the ARN of their stream, also those that are off."""

    kinesis: dict[str, Part] = dataclasses.field(default_factory=dict)


def _table(world: World, request: Part, operation: str) -> Table:
    return world.table(request["TableName"], operation)


def _state(world: World, table: Table, arn: str) -> str:
    """Where an entry is on its way to, else where it is."""
    flight = table.flights.find(world.now(), MOVING, subject=arn)
    return flight.detail if flight else str(table.of(Kinesis).kinesis.get(arn, {"status": "DISABLED"})["status"])


def _status(world: World, table: Table, arn: str) -> str:
    """What an entry shows; one of a table that is being deleted is UPDATING (L-235)."""
    status = _state(world, table, arn)
    if status == "ACTIVE" and table.flights.find(world.now(), kinds.DELETING):
        return "UPDATING"
    return status


def describe(world: World, request: Part) -> Part:
    """Every entry, also those that are off for some time yet; without a precision it is MILLISECOND (2)."""
    table = _table(world, request, "DescribeKinesisStreamingDestination")
    if unknown(world, table):
        raise _missing(table)
    return {
        "TableName": table.name,
        "KinesisDataStreamDestinations": [_entry(world, table, arn) for arn in _listed(world, table)],
    }


def _listed(world: World, table: Table) -> list[str]:
    now = world.now()
    return [
        arn for arn, entry in table.of(Kinesis).kinesis.items() if entry["status"] != "DISABLED" or now < entry["until"]
    ]


def _entry(world: World, table: Table, arn: str) -> Part:
    status = _status(world, table, arn)
    flight = table.flights.find(world.now(), MOVING, subject=arn)
    if status == "DISABLING" and flight and world.behaviour.lags and world.now() - flight.since < LAG:
        status = "ACTIVE"
    return _described(arn, table.of(Kinesis).kinesis[arn], status)


def _described(arn: str, entry: Part, status: str) -> Part:
    answer: Part = {"StreamArn": arn, "DestinationStatus": status}
    if status == "ENABLE_FAILED":
        answer["DestinationStatusDescription"] = entry["failure"]
    if entry.get("precision"):
        answer[PRECISION] = entry["precision"]
    return answer


def listed(table: Table) -> list[Part]:
    """DescribeKinesisStreamingDestination of a table without time, where what is off is not listed any more."""
    entries = table.of(Kinesis).kinesis.items()
    return [_described(arn, entry, entry["status"]) for arn, entry in entries if entry["status"] != "DISABLED"]


def switch_on(table: Table, request: Part) -> None:
    """EnableKinesisStreamingDestination, for a table without time: at most one is on."""
    _refuse_second([str(entry["status"]) for entry in table.of(Kinesis).kinesis.values()])
    _turn_on(table, request, "")


def switch_off(table: Table, request: Part) -> None:
    """DisableKinesisStreamingDestination, for a table without time."""
    entry = table.of(Kinesis).kinesis.get(request["StreamArn"], {})
    _refuse_unless_active(entry.get("status", "DISABLED"))
    entry["status"] = "DISABLED"


def change(table: Table, request: Part) -> None:
    """UpdateKinesisStreamingDestination, for a table without time."""
    wanted = _wanted_precision(request)
    entry = table.of(Kinesis).kinesis.get(request["StreamArn"])
    _set_precision(table, request["StreamArn"], wanted, entry["status"] if entry else "DISABLED")


def _refuse_second(statuses: list[str]) -> None:
    if any(status not in OFF for status in statuses):
        raise invalid(STATE + MUST_BE_OFF)


def _refuse_unless_active(status: str) -> None:
    if status != "ACTIVE":
        raise invalid(STATE + MUST_BE_ACTIVE)


def _turn_on(table: Table, request: Part, failure: str) -> Part:
    settings: Part = request.get("EnableKinesisStreamingConfiguration") or {}
    table.of(Kinesis).kinesis[request["StreamArn"]] = {
        "status": "ENABLE_FAILED" if failure else "ACTIVE",
        "failure": failure,
        "precision": settings.get(PRECISION),
        "until": 0.0,
    }
    return settings


def _wanted_precision(request: Part) -> str:
    wanted: str | None = (request.get("UpdateKinesisStreamingConfiguration") or {}).get(PRECISION)
    if wanted is None:
        text = "UpdateKinesisStreamingConfiguration cannot be null or contain only null values"
        raise invalid(f"Streaming destination cannot be updated with given parameters: {text}")
    return wanted


def _set_precision(table: Table, arn: str, wanted: str, status: str) -> None:
    """A stream that was never attached has a text of its own (L-302)."""
    if arn not in table.of(Kinesis).kinesis:
        raise invalid(f"{STATE}No streaming destination with streamArn: {arn}")
    if status != "ACTIVE":
        text = "Kinesis streaming is not in ACTIVE state. Updates are only allowed in ACTIVE state."
        raise invalid(f"{STATE}{text} TableName: {table.name}, kdsArn: {arn}")
    if wanted == (table.of(Kinesis).kinesis[arn]["precision"] or DEFAULT):
        text = f"Precision is already set to the desired value of {wanted}"
        raise invalid(f"Invalid Request: {text} for tableId: {table.table_id}, kdsArn: {arn}")
    table.of(Kinesis).kinesis[arn]["precision"] = wanted


def _missing(table: Table) -> RefusedError:
    return missing(f"Table: {table.name} not found")


def enable(world: World, request: Part) -> Part:
    """At most one live destination; the stream itself is looked at later, and then it is ENABLE_FAILED (V52)."""
    table, arn = _table(world, request, "EnableKinesisStreamingDestination"), request["StreamArn"]
    refuse_early(world, table, _missing(table))
    _refuse_second([_status(world, table, other) for other in _listed(world, table)])
    if forgotten(world, table) and not world.behaviour.unknown:
        # L-455: answered with 200 at first; what a first call later gets was not measured.
        raise being_deleted(table.name)
    failure, seconds = _failure(world, arn)
    settings = _turn_on(table, request, failure)
    return _begin(world, table, arn, "ENABLING", seconds) | {"EnableKinesisStreamingConfiguration": settings}


def _failure(world: World, arn: str) -> tuple[str, float]:
    """Why a stream cannot be used, if so, and how long it takes to find out (DDB-TABLE-318)."""
    match = STREAM.fullmatch(arn)
    if arn in world.stores.get("missing_streams", ()):
        return NO_PERMISSION, 2.1
    if match is None:
        return NO_PERMISSION, 1.0
    if match[1] != world.place.region:
        return NOT_HERE, 1.0
    if match[2] != world.place.account:
        return NOT_ACTIVE, 61.7
    return "", world.draw("kinesis_on")


def _begin(world: World, table: Table, arn: str, status: str, seconds: float) -> Part:
    length = 0.0 if world.behaviour.instant else seconds
    table.flights.begin(MOVING, world.now(), length, arn, detail=status)
    return {"TableName": table.name, "StreamArn": arn, "DestinationStatus": status}


def disable(world: World, request: Part) -> Part:
    """Only an ACTIVE one, or again while it goes off (L-301); else the text is the same whatever is there (6.1)."""
    table, arn = _table(world, request, "DisableKinesisStreamingDestination"), request["StreamArn"]
    refuse_early(world, table, _missing(table))
    if "EnableKinesisStreamingConfiguration" in request:
        raise invalid("Stream cannot be disabled using EnableKinesisStreamingConfiguration parameters")
    status = _status(world, table, arn)
    if status == "DISABLING":
        return {"TableName": table.name, "StreamArn": arn, "DestinationStatus": status}
    _refuse_unless_active(status)
    seconds = world.draw("kinesis_off")
    table.of(Kinesis).kinesis[arn] |= {"status": "DISABLED", "until": world.now() + seconds + LINGERS}
    return _begin(world, table, arn, "DISABLING", seconds)


def update(world: World, request: Part) -> Part:
    """The precision, for two minutes; the same again is refused, also where it is that by default (6.1).

    That the table is being deleted does not matter (L-236).
    """
    table, arn = _table(world, request, "UpdateKinesisStreamingDestination"), request["StreamArn"]
    refuse_early(world, table, _missing(table))
    _set_precision(table, arn, _wanted_precision(request), _state(world, table, arn))
    answer = _begin(world, table, arn, "UPDATING", world.draw("kinesis_precision"))
    return answer | {"UpdateKinesisStreamingConfiguration": dict(request["UpdateKinesisStreamingConfiguration"])}


class _KinesisSetting(Setting):
    """It is no part of a request about the table itself."""

    state = Kinesis
    handlers: ClassVar[Handlers] = {
        "DescribeKinesisStreamingDestination": describe,
        "EnableKinesisStreamingDestination": enable,
        "DisableKinesisStreamingDestination": disable,
        "UpdateKinesisStreamingDestination": update,
    }
    writes: ClassVar[Writes] = {
        "EnableKinesisStreamingDestination": switch_on,
        "DisableKinesisStreamingDestination": switch_off,
        "UpdateKinesisStreamingDestination": change,
    }


SETTING = _KinesisSetting()
