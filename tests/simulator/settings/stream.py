# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stream of changes (control_plane.md, 2, 4.2, 6.1)."""

from __future__ import annotations

import dataclasses

from .. import flights as kinds
from ..clock import moment
from ..group import others
from ..refusal import invalid, wrong
from ..rules.admission import STREAM
from ..setting import Resolve, Setting
from ..state import Part, Table
from ..world import World


@dataclasses.dataclass
class Stream:
    """The view of the stream, if there is one; how many there have been, and when the last was made."""

    stream: str | None = None
    streams_made: int = 0
    stream_made_at: float = dataclasses.field(default=0.0, compare=False)


def label(table: Table) -> str:
    """A stream is called by the moment of its making; a new one never by that of an old one."""
    held = table.of(Stream)
    made = moment(held.stream_made_at + held.streams_made / 1000)
    return made.strftime("%Y-%m-%dT%H:%M:%S.") + f"{made.microsecond // 1000:03}"


def turn_on(table: Table, view: str, now: float) -> None:
    """Make a stream that nobody asked for: that of a group of replicas."""
    held = table.of(Stream)
    held.stream, held.stream_made_at = view, now
    held.streams_made += 1


class _StreamSetting(Setting):
    """Its change keeps the table UPDATING for some seconds; what it shows is new at once."""

    rank = 1
    state = Stream
    member = "StreamSpecification"
    concern = STREAM

    def check_new(self, request: Part) -> None:
        """A view type goes with an enabled stream."""
        wanted = request.get(self.member)
        if wanted is None:
            return
        if wanted["StreamEnabled"] and "StreamViewType" not in wanted:
            raise wrong("Table is being created with a stream enabled, UpdateViewType is required")
        if not wanted["StreamEnabled"] and "StreamViewType" in wanted:
            raise wrong("Table is being created with a stream disabled, UpdateViewType should not be specified")

    def create(self, table: Table, request: Part, resolve: Resolve) -> None:
        wanted, held = request.get(self.member) or {}, table.of(Stream)
        if wanted.get("StreamEnabled"):
            held.stream, held.streams_made = wanted.get("StreamViewType"), 1

    def replicate(self, source: Table, table: Table) -> None:
        """L-305: the view is that of the source, the stream is its own."""
        held = table.of(Stream)
        held.stream, held.streams_made = source.of(Stream).stream, 1

    def begin_new(self, world: World, table: Table, seconds: float, request: Part) -> None:
        table.of(Stream).stream_made_at = max(world.now(), table.made_at)

    def check_early(self, world: World, table: Table, request: Part) -> None:
        """2, "Global tables": the stream cannot be disabled."""
        if others(table, world.now()) and not request[self.member].get("StreamEnabled", True):
            raise wrong("Disabling Stream is not allowed for a Global Table replica.")

    def check_change(self, table: Table, request: Part) -> None:
        wanted, there = request[self.member], table.of(Stream).stream
        view = wanted.get("StreamViewType")
        if wanted["StreamEnabled"] and view is None:
            raise wrong("If stream is being enabled then UpdateViewType is required")
        if not wanted["StreamEnabled"] and view is not None:
            raise wrong("If stream is being disabled, then UpdateViewType must not be specified")
        if wanted["StreamEnabled"] and there:
            raise invalid(f"Table already has an enabled stream: TableName: {table.name}")
        if not wanted["StreamEnabled"] and not there:
            raise invalid(f"Table has no stream to disable: TableName: {table.name}")

    def change(self, table: Table, request: Part, resolve: Resolve) -> None:
        wanted, held = request[self.member], table.of(Stream)
        held.stream = wanted.get("StreamViewType")
        held.streams_made += 1 if wanted["StreamEnabled"] else 0

    def begin(self, world: World, table: Table, after: Table, request: Part) -> None:
        now, held = world.now(), after.of(Stream)
        detail = "ENABLE" if request[self.member]["StreamEnabled"] else "DISABLE"
        held.stream_made_at = now if detail == "ENABLE" else table.of(Stream).stream_made_at
        shows = {"label": label(after)}
        after.flights.begin(kinds.STREAM, now, world.draw("stream"), detail=detail, shows=shows)

    def described(self, table: Table, now: float) -> Part:
        """The ARN of the last stream stays when the stream is off; the specification does not."""
        held = table.of(Stream)
        answer: Part = {}
        if held.stream:
            answer[self.member] = {"StreamEnabled": True, "StreamViewType": held.stream}
        if held.streams_made:
            answer |= {"LatestStreamLabel": label(table), "LatestStreamArn": f"{table.arn}/stream/{label(table)}"}
        return answer

    def in_backup(self, table: Table) -> Part:
        shown = self.described(table, 0.0)
        return {"StreamDescription": shown[self.member]} if self.member in shown else {}


SETTING = _StreamSetting()
