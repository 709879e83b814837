# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Conditions about Kinesis destinations, which only their own read shows."""

from __future__ import annotations

import dataclasses
import typing as t

from ..conditions import Condition, Failure
from ..setting import Unknown
from .destinations import FAILED, MOVING, ON, destinations_of, stream_name

if t.TYPE_CHECKING:
    from ..observed import Observed
    from .destinations import Destination, Kinesis

NAME = "kinesis"


class _OfDestinations(Condition):
    """A condition that is judged from the list of destinations."""

    reads = (NAME,)

    def __str__(self) -> str:
        return self.text.format(subject=stream_name(self.subject))

    def holds(self, observed: Observed | None) -> bool:
        found = _found(observed)
        return found is not None and self._holds(found.listed)

    def _holds(self, listed: t.Sequence[Destination]) -> bool:
        raise NotImplementedError


class DestinationOff(_OfDestinations):
    """The destination is off, or every one if none is named: AWS admits that another one is enabled."""

    text = "Kinesis destination {subject} off"

    def __str__(self) -> str:
        return super().__str__() if self.subject else "no Kinesis destination on"

    def _holds(self, listed: t.Sequence[Destination]) -> bool:
        concerned = (each for each in listed if self.subject in ("", each.stream_arn))
        return not any(each.status in (*ON, *MOVING) for each in concerned)


class DestinationStill(_OfDestinations):
    """The destination is not changing: AWS admits that it is disabled."""

    text = "Kinesis destination {subject} not changing"

    def _holds(self, listed: t.Sequence[Destination]) -> bool:
        return not any(each.status in MOVING for each in listed if each.stream_arn == self.subject)


@dataclasses.dataclass(frozen=True)
class DestinationActive(_OfDestinations):
    """The destination gets records, with this precision if one is named."""

    precision: str = ""
    text: t.ClassVar[str] = "Kinesis destination {subject} ACTIVE"

    def __str__(self) -> str:
        return super().__str__()

    def _holds(self, listed: t.Sequence[Destination]) -> bool:
        active = (each for each in listed if each.status == "ACTIVE" and each.stream_arn == self.subject)
        return any(self.precision in ("", each.precision) for each in active)

    def failure(self, observed: Observed | None) -> Failure | None:
        """Return why AWS could not enable the destination, if it says so."""
        found = _found(observed)
        for each in found.off if found else ():
            if each.status == FAILED and each.stream_arn == self.subject:
                text = f"Kinesis stream {each.stream_arn} is no destination: {each.description or 'no reason given'}"
                return Failure("EnableKinesisStreamingDestination", FAILED, text)
        return None


def _found(observed: Observed | None) -> Kinesis | None:
    answer = observed.answers.reads.get(NAME) if observed else None
    return None if answer is None or isinstance(answer, Unknown) else destinations_of(answer)


DESTINATIONS_OFF = DestinationOff()
