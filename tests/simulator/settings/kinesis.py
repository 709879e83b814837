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
from ..setting import Handlers, Setting
from ..state import Part, Table
from ..world import World

# The kind of its flights.
MOVING = "kinesis"
# 4.2: an entry that is off is still listed that long after.
LINGERS = 171.0
STATE = "Table is not in a valid state to enable Kinesis Streaming Destination: "
DEFAULT = "MILLISECOND"
PRECISION = "ApproximateCreationDateTimePrecision"
OFF = ("DISABLED", "ENABLE_FAILED")
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
    entry, status = table.of(Kinesis).kinesis[arn], _status(world, table, arn)
    answer: Part = {"StreamArn": arn, "DestinationStatus": status}
    if status == "ENABLE_FAILED":
        answer["DestinationStatusDescription"] = entry["failure"]
    if entry.get("precision"):
        answer[PRECISION] = entry["precision"]
    return answer


def _missing(table: Table) -> RefusedError:
    return missing(f"Table: {table.name} not found")


def enable(world: World, request: Part) -> Part:
    """At most one live destination; the stream itself is looked at later, and then it is ENABLE_FAILED (V52)."""
    table, arn = _table(world, request, "EnableKinesisStreamingDestination"), request["StreamArn"]
    refuse_early(world, table, _missing(table))
    if any(_status(world, table, other) not in OFF for other in _listed(world, table)):
        text = "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE operation."
        raise invalid(STATE + text)
    if forgotten(world, table) and not world.behaviour.unknown:
        # L-455: answered with 200 at first; what a first call later gets was not measured.
        raise being_deleted(table.name)
    settings = request.get("EnableKinesisStreamingConfiguration") or {}
    failure, seconds = _failure(world, arn)
    status = "ENABLE_FAILED" if failure else "ACTIVE"
    table.of(Kinesis).kinesis[arn] = {
        "status": status,
        "failure": failure,
        "precision": settings.get(PRECISION),
        "until": 0.0,
    }
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
    if status != "ACTIVE":
        raise invalid(f"{STATE}KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.")
    seconds = world.draw("kinesis_off")
    table.of(Kinesis).kinesis[arn] |= {"status": "DISABLED", "until": world.now() + seconds + LINGERS}
    return _begin(world, table, arn, "DISABLING", seconds)


def update(world: World, request: Part) -> Part:
    """The precision, for two minutes; the same again is refused, also where it is that by default (6.1).

    A stream that was never attached has a text of its own (L-302); that the table is being deleted does not
    matter (L-236).
    """
    table, arn = _table(world, request, "UpdateKinesisStreamingDestination"), request["StreamArn"]
    refuse_early(world, table, _missing(table))
    settings = request.get("UpdateKinesisStreamingConfiguration") or {}
    wanted = settings.get(PRECISION)
    if wanted is None:
        text = "UpdateKinesisStreamingConfiguration cannot be null or contain only null values"
        raise invalid(f"Streaming destination cannot be updated with given parameters: {text}")
    if arn not in table.of(Kinesis).kinesis:
        raise invalid(f"{STATE}No streaming destination with streamArn: {arn}")
    if _state(world, table, arn) != "ACTIVE":
        text = "Kinesis streaming is not in ACTIVE state. Updates are only allowed in ACTIVE state."
        raise invalid(f"{STATE}{text} TableName: {table.name}, kdsArn: {arn}")
    if wanted == (table.of(Kinesis).kinesis[arn]["precision"] or DEFAULT):
        text = f"Precision is already set to the desired value of {wanted}"
        raise invalid(f"Invalid Request: {text} for tableId: {table.table_id}, kdsArn: {arn}")
    table.of(Kinesis).kinesis[arn]["precision"] = wanted
    answer = _begin(world, table, arn, "UPDATING", world.draw("kinesis_precision"))
    return answer | {"UpdateKinesisStreamingConfiguration": settings}


class _KinesisSetting(Setting):
    """It is no part of a request about the table itself."""

    state = Kinesis
    handlers: ClassVar[Handlers] = {
        "DescribeKinesisStreamingDestination": describe,
        "EnableKinesisStreamingDestination": enable,
        "DisableKinesisStreamingDestination": disable,
        "UpdateKinesisStreamingDestination": update,
    }


SETTING = _KinesisSetting()
