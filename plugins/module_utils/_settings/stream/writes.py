# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The calls that turn the stream on and off."""

from __future__ import annotations

import typing as t

from ..calls import Effect, Update, Writes, update_table
from .setting import STREAM, Stream

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..calls import Operation, Work
    from ..observed import Observed
    from ..setting import Part
    from ..settings import Settings


class StreamWrites(Writes[Stream]):
    """Another view type means off, then on, and a new ARN."""

    def creates(self, wanted: Stream, table: Settings, replaced: Observed | None) -> Part:
        return {"StreamSpecification": _request(wanted)} if wanted.enabled else {}

    def updates(self, work: Work[Stream]) -> Iterator[Update]:
        if not work.options:
            return
        if work.there and work.there.enabled:
            yield Update("stream", _call(work, Stream(False)))
        if work.wanted.enabled:
            yield Update("stream", _call(work, work.wanted))

    def warnings(self, work: Work[Stream]) -> Iterator[str]:
        if "stream_view_type" in work.options and work.there and work.there.arn and work.wanted.enabled:
            yield f"{work.name}: another view type means a new stream; its ARN changes [V70]"


def _request(value: Stream) -> Part:
    """Return StreamSpecification; a view type is refused when the stream is turned off."""
    return {"StreamEnabled": True, "StreamViewType": value.view_type} if value.enabled else {"StreamEnabled": False}


def _call(work: Work[Stream], value: Stream) -> Operation:
    """A stream that is turned off takes its records and its ARN along."""
    reason = f"enable the stream with {value.view_type}" if value.enabled else "disable the stream"
    more = {"destructive": not value.enabled, "effects": (Effect(STREAM, value),)}
    return update_table(work.name, {"StreamSpecification": _request(value)}, reason, **more)


WRITES = StreamWrites()
