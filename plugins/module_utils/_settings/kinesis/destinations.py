# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Kinesis destinations as values, and how AWS lists them."""

from __future__ import annotations

import re
import typing as t

if t.TYPE_CHECKING:
    from ..setting import Options

OPTION, ARN, PRECISION = (
    "kinesis_streaming_destinations",
    "stream_arn",
    "approximate_creation_date_time_precision",
)
MILLISECOND = "MILLISECOND"
PRECISIONS = (MILLISECOND, "MICROSECOND")
# A destination in any other status gets no records. AWS goes on to list those that are DISABLED for some minutes, and
# those that are ENABLE_FAILED until they are enabled again.
ON = ("ENABLING", "ACTIVE", "UPDATING")
MOVING = ("ENABLING", "UPDATING", "DISABLING")
FAILED = "ENABLE_FAILED"
STREAM = re.compile(r"arn:[a-z0-9-]+:kinesis:(?P<region>[a-z0-9-]+):\d{12}:stream/(?P<name>[a-zA-Z0-9_.-]{1,128})")
EXAMPLE = "arn:aws:kinesis:REGION:ACCOUNT:stream/NAME"


class Destination(t.NamedTuple):
    """One destination; a specification without a ``precision`` leaves it alone. AWS tells the rest."""

    stream_arn: str
    precision: str | None = None
    status: str = ""
    description: str = ""

    @property
    def stream(self) -> str:
        """The name of the stream, for messages."""
        return stream_name(self.stream_arn)

    def words(self) -> Options:
        """Return the options beside the ARN."""
        return {PRECISION: self.precision} if self.precision else {}


class Kinesis(t.NamedTuple):
    """The ``destinations`` that get records, or that shall; ``off`` are others that AWS lists."""

    destinations: tuple[Destination, ...] = ()
    off: tuple[Destination, ...] = ()

    @property
    def by_arn(self) -> dict[str, Destination]:
        """The destinations by the ARN of their stream."""
        return {each.stream_arn: each for each in self.destinations}

    @property
    def listed(self) -> tuple[Destination, ...]:
        """All that AWS lists."""
        return (*self.destinations, *self.off)


def destinations_of(answer: t.Any) -> Kinesis:
    """Return the destinations that AWS lists, in the order of their ARNs."""
    every = [
        Destination(
            str(entry["StreamArn"]),
            entry.get("ApproximateCreationDateTimePrecision") or MILLISECOND,
            str(entry.get("DestinationStatus") or ""),
            str(entry.get("DestinationStatusDescription") or ""),
        )
        for entry in sorted(answer, key=lambda entry: str(entry["StreamArn"]))
    ]
    on = tuple(each for each in every if each.status in ON)
    return Kinesis(on, tuple(each for each in every if each.status not in ON))


def stream_name(arn: str) -> str:
    """Return the name of a stream by its ARN; what is no such ARN stays as it is."""
    match = STREAM.fullmatch(arn)
    return match["name"] if match else arn
