# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Conditions about Kinesis destinations, which only their own read shows."""

from __future__ import annotations

import abc
import dataclasses
import typing as t

from ..conditions import Condition, Failure
from ..setting import Unknown
from .destinations import FAILED, MOVING, ON, destinations_of, stream_name

if t.TYPE_CHECKING:
    from ..observed import Observed
    from .destinations import Destination

NAME = "kinesis"


class _OfDestinations(Condition):
    """A condition about one destination, by the ARN of its stream, or about all of them."""

    reads = (NAME,)

    def __str__(self) -> str:
        return self.text.format(subject=stream_name(self.subject))

    def holds(self, observed: Observed | None) -> bool:
        found = self._concerned(observed)
        return found is not None and self._holds(found)

    def hopeless(self, observed: Observed | None) -> bool:
        """Tell whether nothing in flight could bring the state: the call was lost, or another run undid it."""
        found = self._concerned(observed)
        still = found is not None and not any(each.status in MOVING for each in found)
        return super().hopeless(observed) or (still and not self.holds(observed))

    def _concerned(self, observed: Observed | None) -> list[Destination] | None:
        """Return what AWS lists of the destinations that the condition is about, ``None`` if they were not read."""
        answer = observed.answers.reads.get(NAME) if observed else None
        if answer is None or isinstance(answer, Unknown):
            return None
        return [each for each in destinations_of(answer).listed if self.subject in ("", each.stream_arn)]

    @abc.abstractmethod
    def _holds(self, concerned: list[Destination]) -> bool:
        """Judge what AWS lists."""


class DestinationOff(_OfDestinations):
    """The destination is off, or every one if none is named: AWS admits that another one is enabled."""

    text = "Kinesis destination {subject} off"

    def __str__(self) -> str:
        return super().__str__() if self.subject else "no Kinesis destination on"

    def _holds(self, concerned: list[Destination]) -> bool:
        return not any(each.status in (*ON, *MOVING) for each in concerned)


class DestinationStill(_OfDestinations):
    """The destination is not changing: AWS admits that it is disabled."""

    text = "Kinesis destination {subject} not changing"

    def _holds(self, concerned: list[Destination]) -> bool:
        return not any(each.status in MOVING for each in concerned)


@dataclasses.dataclass(frozen=True)
class DestinationActive(_OfDestinations):
    """The destination gets records, with this precision if one is named."""

    precision: str = ""
    text: t.ClassVar[str] = "Kinesis destination {subject} ACTIVE"

    def __str__(self) -> str:
        return super().__str__()

    def _holds(self, concerned: list[Destination]) -> bool:
        return any(each.status == "ACTIVE" and self.precision in ("", each.precision) for each in concerned)

    def failure(self, observed: Observed | None) -> Failure | None:
        """Return why AWS could not enable the destination, if it says so."""
        for each in self._concerned(observed) or ():
            if each.status == FAILED:
                text = f"Kinesis stream {each.stream_arn} is no destination: {each.description or 'no reason given'}"
                return Failure("EnableKinesisStreamingDestination", FAILED, text)
        return None


DESTINATIONS_OFF = DestinationOff()
