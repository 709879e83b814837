# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The Kinesis stream that gets a record of every change of an item."""

from __future__ import annotations

import typing as t

from ..read import Read
from ..setting import Change, Setting, value_change
from ..violations import Violation
from .conditions import DestinationActive
from .destinations import (
    ARN,
    EXAMPLE,
    MILLISECOND,
    OPTION,
    PRECISION,
    PRECISIONS,
    STREAM,
    Destination,
    Kinesis,
    destinations_of,
)

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..conditions import Condition
    from ..observed import Observed
    from ..setting import Answer, Options
    from ..settings import Settings


class KinesisSetting(Setting[Kinesis]):
    """Kinesis destinations as a setting. AWS shows them in a call of their own."""

    name = "kinesis"
    # A table that is being created has none, and cannot be asked.
    read = Read("DescribeKinesisStreamingDestination", member="KinesisDataStreamDestinations", form="list", new=())

    def from_options(self, options: Mapping[str, t.Any]) -> Kinesis:
        given = ((str(each.get(ARN) or ""), each.get(PRECISION) or None) for each in options[OPTION])
        return Kinesis(tuple(Destination(*each) for each in given))

    def to_options(self, value: Kinesis) -> Options:
        return {OPTION: [{ARN: each.stream_arn, **each.words()} for each in value.destinations]}

    def from_aws(self, answer: t.Any, table: Answer) -> Kinesis:
        return destinations_of(answer)

    def rules(self, value: Kinesis, own: Settings) -> Iterator[Violation]:
        """Judge by V52."""
        if len(value.destinations) > 1:
            message = f"{len(value.destinations)} destinations are listed, and AWS keeps one for a table"
            yield Violation("V52", OPTION, message, "keep one; several consumers can read the same Kinesis stream")
        for position, each in enumerate(value.destinations):
            path = f"{OPTION}[{position}]"
            yield from _wrong_stream(f"{path}.{ARN}", each.stream_arn, own.region)
            if each.precision is not None and each.precision not in PRECISIONS:
                message = f"'{each.precision}' is no unit of time for records"
                yield Violation("V52", f"{path}.{PRECISION}", message, f"use {' or '.join(PRECISIONS)}")

    def merged(self, own: Kinesis | None, there: Kinesis | None, table: Settings) -> Kinesis | None:
        """Return the destinations with the precision of those that exist, where the specification leaves it out."""
        if own is None or there is None:
            return there if own is None else own
        return with_precision(own, there)

    def changes(self, there: Kinesis | None, wanted: Kinesis, observed: Observed) -> Iterator[Change]:
        """Return the changes by the ARN of the stream; what AWS lists and is off is not there."""
        if there is None:
            return
        before, after = there.by_arn, wanted.by_arn
        for arn in {**before, **after}:
            old, new = before.get(arn), after.get(arn)
            if old and new:
                for change in value_change(PRECISION, old.precision, new.precision):
                    yield change._replace(path=(OPTION, arn, *change.path))
            else:
                yield Change((OPTION, arn), old.words() if old else None, new.words() if new else None)

    def is_off(self, value: Kinesis) -> bool:
        return not value.destinations

    def settled(self, value: Kinesis) -> tuple[Condition, ...]:
        return tuple(DestinationActive(each.stream_arn, each.precision or "") for each in value.destinations)

    def outputs(self, value: Kinesis) -> dict[str, t.Any]:
        return {"kinesis_stream_arns": [each.stream_arn for each in value.destinations]}


def with_precision(own: Kinesis, there: Kinesis) -> Kinesis:
    """Return the destinations, each with a precision: its own, that of the existing destination, or that of AWS."""
    before = there.by_arn
    return Kinesis(
        tuple(
            each._replace(
                precision=each.precision or before.get(each.stream_arn, Destination("", MILLISECOND)).precision
            )
            for each in own.destinations
        )
    )


def _wrong_stream(path: str, arn: str, region: str | None) -> Iterator[Violation]:
    """Judge the ARN of a stream by V52."""
    match = STREAM.fullmatch(arn)
    if match is None:
        message = f"'{arn}' is not the ARN of a Kinesis stream" if arn else "there is no ARN of a Kinesis stream"
        hint = f"write {EXAMPLE}"
        if ":dynamodb:" in arn:
            hint = f"{hint}; a stream of DynamoDB itself is turned on with stream_enabled"
        yield Violation("V52", path, message, hint)
    elif region and match["region"] != region:
        message = f"the Kinesis stream is in {match['region']}, the table in {region}"
        yield Violation("V52", path, message, "use a stream of the table's region")


KINESIS = KinesisSetting()
