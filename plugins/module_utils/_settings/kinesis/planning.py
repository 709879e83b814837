# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The calls that enable, disable and update Kinesis destinations."""

from __future__ import annotations

import typing as t

from ..calls import CREATE, Effect, Operation
from ..conditions import TABLE_EXISTS
from ..planning import Planning
from .conditions import DESTINATIONS_OFF, DestinationActive, DestinationOff, DestinationStill
from .destinations import FAILED, MILLISECOND, MOVING, Destination, Kinesis
from .setting import KINESIS, with_precision

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..conditions import Condition
    from ..observed import Observed
    from ..planning import Work

# What AWS checks beside the action of the call: it writes to the stream by the permissions of the caller.
OF_THE_STREAM = ("kinesis:DescribeStream", "kinesis:PutRecord", "kinesis:PutRecords")
READ = "dynamodb:DescribeKinesisStreamingDestination"


class Wish(t.NamedTuple):
    """What a call asks for: that a destination is on with a precision, or that it is off."""

    stream_arn: str
    precision: str | None


class KinesisPlanning(Planning[Kinesis]):
    """Plans the destination. Another stream takes two calls, because AWS keeps one destination for a table."""

    setting = KINESIS

    def completed(self, own: Kinesis | None) -> Kinesis | None:
        return with_precision(own, Kinesis()) if own else None

    def shows(self, value: Wish, observed: Observed, planned: Observed | None) -> bool:
        there = observed.of(KINESIS)
        found = there.by_arn.get(value.stream_arn) if there else None
        return there is not None and (found.precision if found else None) == value.precision

    def is_changing(self, observed: Observed) -> bool:
        there = observed.of(KINESIS)
        return there is not None and any(each.status in MOVING for each in there.listed)

    def after_creation(self, name: str, wanted: Kinesis, replaced: Observed | None) -> Iterator[Operation]:
        for each in wanted.destinations:
            yield _enable(name, each, (TABLE_EXISTS,), follows=frozenset({CREATE}))

    def operations(self, work: Work[Kinesis]) -> Iterator[Operation]:
        there = work.there or Kinesis()
        before, after = there.by_arn, work.wanted.by_arn
        leaving = [each for arn, each in before.items() if arn not in after]
        for each in leaving:
            yield _disable(work.name, each)
        # AWS refuses to enable a destination until the last one is off.
        free = () if not leaving and DESTINATIONS_OFF.holds(work.observed) else (DESTINATIONS_OFF,)
        for arn, each in after.items():
            if arn not in before:
                yield _enable(work.name, each, (TABLE_EXISTS, *free))
            elif before[arn].precision != each.precision:
                yield _update(work.name, each, before[arn])

    def warnings(self, work: Work[Kinesis]) -> Iterator[str]:
        there, after = work.there or Kinesis(), work.wanted.by_arn
        new = [each.stream for arn, each in after.items() if arn not in there.by_arn]
        for each in there.destinations:
            if each.stream_arn not in after:
                told = f"Kinesis stream {each.stream} gets no more changes of items"
                gap = f", and no stream gets those that are made before {new[0]} is enabled" if new else ""
                yield f"{work.name}: {told}{gap}"
        for each in there.off:
            if each.status == FAILED and each.stream_arn in after:
                told = f"the last attempt to enable Kinesis destination {each.stream} failed"
                yield f"{work.name}: {told}: {each.description or 'no reason given'}"

    def replacement_warnings(self, work: Work[Kinesis]) -> Iterator[str]:
        for each in work.wanted.destinations:
            told = f"no changes of items go to Kinesis stream {each.stream}"
            yield f"{work.name}: {told} from the deletion until the new table has it as its destination"


def _enable(name: str, wanted: Destination, needs: tuple[Condition, ...], **order: t.Any) -> Operation:
    """Return the call; milliseconds are what AWS takes, and an older SDK cannot send a precision."""
    request: dict[str, t.Any] = {"TableName": name, "StreamArn": wanted.stream_arn}
    if wanted.precision not in (None, MILLISECOND):
        request["EnableKinesisStreamingConfiguration"] = _configuration(wanted)
    unit = f" ({wanted.precision})" if "EnableKinesisStreamingConfiguration" in request else ""
    reason = f"enable Kinesis stream {wanted.stream} as destination{unit}"
    actions = (READ, *OF_THE_STREAM)
    return _call("EnableKinesisStreamingDestination", request, reason, wanted, needs, more_actions=actions, **order)


def _update(name: str, wanted: Destination, there: Destination) -> Operation:
    request = {
        "TableName": name,
        "StreamArn": wanted.stream_arn,
        "UpdateKinesisStreamingConfiguration": _configuration(wanted),
    }
    needs = (TABLE_EXISTS,) if there.status == "ACTIVE" else (TABLE_EXISTS, DestinationActive(there.stream_arn))
    reason = f"change the time in records for Kinesis stream {wanted.stream} to {wanted.precision}"
    return _call("UpdateKinesisStreamingDestination", request, reason, wanted, needs)


def _disable(name: str, there: Destination) -> Operation:
    request = {"TableName": name, "StreamArn": there.stream_arn}
    needs = (TABLE_EXISTS,) if there.status == "ACTIVE" else (TABLE_EXISTS, DestinationStill(there.stream_arn))
    return Operation(
        "DisableKinesisStreamingDestination",
        name,
        request,
        f"disable Kinesis stream {there.stream} as destination",
        lane="kinesis",
        stops=False,
        needs=needs,
        settles=(DestinationOff(there.stream_arn),),
        destructive=True,
        effects=(Effect(PLANNING, Wish(there.stream_arn, None)),),
        more_actions=(READ,),
    )


def _call(
    operation: str, request: t.Any, reason: str, wanted: Destination, needs: tuple[Condition, ...], **more: t.Any
) -> Operation:
    """Return a call after which the destination is ACTIVE with the wanted precision."""
    precision = wanted.precision or MILLISECOND
    return Operation(
        operation,
        request["TableName"],
        request,
        reason,
        needs=needs,
        settles=(DestinationActive(wanted.stream_arn, precision),),
        effects=(Effect(PLANNING, Wish(wanted.stream_arn, precision)),),
        **{"lane": "kinesis", "stops": False, "more_actions": (READ,), **more},
    )


def _configuration(wanted: Destination) -> dict[str, t.Any]:
    return {"ApproximateCreationDateTimePrecision": wanted.precision}


PLANNING = KinesisPlanning()
