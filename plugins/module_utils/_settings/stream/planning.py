# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The calls that turn the stream on and off."""

from __future__ import annotations

import typing as t

from ..calls import Effect, Update, update_table
from ..planning import Planning
from ..violations import Violation
from .setting import REPLICATED_VIEW, STREAM, STREAM_OFF, Stream

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..calls import Operation
    from ..comparison import Comparison
    from ..observed import Observed
    from ..planning import Work
    from ..setting import Part
    from ..settings import Settings


class StreamPlanning(Planning[Stream]):
    """Plans the stream. To change the view type, the stream is turned off and on again, and gets a new ARN."""

    setting = STREAM

    def refusals(self, comparison: Comparison) -> Iterator[Violation]:
        """Judge by V41: the stream that feeds replicas cannot change, because AWS refuses to disable it."""
        before, after = comparison.there(STREAM), comparison.wanted.of(STREAM)
        replicas = comparison.observed.beside.replicas
        if not replicas or not comparison.of(STREAM) or before is None or after is None:
            return
        if before.enabled or after.view_type != REPLICATED_VIEW:
            option = "stream_view_type" if after.enabled else "stream_enabled"
            message = f"the table has replicas in {', '.join(replicas)}, which its stream feeds"
            hint = "leave stream_enabled and stream_view_type out, or remove the replicas first"
            if not before.enabled:
                hint = f"use {REPLICATED_VIEW}, or leave stream_enabled and stream_view_type out"
            yield Violation("V41", option, message, hint)

    def shows(self, value: Stream, observed: Observed, planned: Observed | None) -> bool:
        """Tell whether ``observed`` has the stream; a call that disables it took effect too if the ARN is another."""
        there, before = observed.of(STREAM) or Stream(False), planned.of(STREAM) if planned else None
        if before and before.arn and not value.enabled and there.arn not in ("", before.arn):
            return True
        return (there.enabled, there.view_type) == (value.enabled, value.view_type if value.enabled else None)

    def creates(self, wanted: Stream, table: Settings, replaced: Observed | None) -> Part:
        return {"StreamSpecification": _request(wanted)} if wanted.enabled else {}

    def updates(self, work: Work[Stream]) -> Iterator[Update]:
        if work.there and work.there.enabled:
            yield Update("stream", _call(work, Stream(False)))
        if work.wanted.enabled:
            yield Update("stream", _call(work, work.wanted))

    def warnings(self, work: Work[Stream]) -> Iterator[str]:
        if "stream_view_type" in work.options and work.there and work.there.arn and work.wanted.enabled:
            yield f"{work.name}: another view type means a new stream; its ARN changes [V70]"


def _request(value: Stream) -> Part:
    """Return StreamSpecification; AWS refuses a view type in a call that turns the stream off."""
    return {"StreamEnabled": True, "StreamViewType": value.view_type} if value.enabled else {"StreamEnabled": False}


def _call(work: Work[Stream], value: Stream) -> Operation:
    """Return the call; turning a stream off is destructive, because its records and its ARN are lost."""
    reason = f"enable the stream with {value.view_type}" if value.enabled else "disable the stream"
    key = "" if value.enabled else STREAM_OFF
    more = {"destructive": not value.enabled, "effects": (Effect(PLANNING, value),), "key": key}
    return update_table(work.name, {"StreamSpecification": _request(value)}, reason, **more)


PLANNING = StreamPlanning()
