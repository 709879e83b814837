# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The stream of the table, a log of the changes of its items."""

from __future__ import annotations

import typing as t

from ..setting import Setting, bare, value_change
from ..violations import Violation, wanted_only_while_on

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..observed import Observed
    from ..setting import Answer, Change, Options
    from ..settings import Settings

STREAM_VIEW_TYPE = "STREAM_VIEW_TYPE_"
VIEW_TYPES = ("KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES")
# The view type that replication needs; AWS enables it with the first replica.
REPLICATED_VIEW = "NEW_AND_OLD_IMAGES"
# The key of the call that turns a stream off.
STREAM_OFF = "disable the stream"


class Stream(t.NamedTuple):
    """A stream; ``view_type`` is ``None`` while it is off, ``arn`` and ``label`` are set if AWS shows the stream."""

    enabled: bool | None
    view_type: str | None = None
    arn: str = ""
    label: str = ""


class StreamSetting(Setting[Stream]):
    """The stream as a setting. Another view type means another stream."""

    name = "stream"

    def from_options(self, options: Mapping[str, t.Any]) -> Stream | None:
        enabled, view = options.get("stream_enabled"), bare(options.get("stream_view_type"), STREAM_VIEW_TYPE)
        return None if enabled is None and view is None else Stream(enabled, view)

    def to_options(self, value: Stream) -> Options:
        return {"stream_enabled": value.enabled, "stream_view_type": value.view_type}

    def from_aws(self, answer: t.Any, table: Answer) -> Stream:
        """Return the stream; StreamSpecification is absent while it is off, but AWS may still show the old ARN."""
        stream = table.get("StreamSpecification") or {}
        if not stream.get("StreamEnabled"):
            return Stream(False)
        arn, label = table.get("LatestStreamArn", ""), table.get("LatestStreamLabel", "")
        return Stream(True, stream.get("StreamViewType"), arn, label)

    def rules(self, value: Stream, own: Settings) -> Iterator[Violation]:
        """Judge by V40."""
        enabled, view = value.enabled, value.view_type
        use = f"use one of {', '.join(VIEW_TYPES)}"
        if view is not None and view not in VIEW_TYPES:
            yield Violation("V40", "stream_view_type", f"'{view}' is no view type", use)
        elif enabled and view is None:
            yield Violation("V40", "stream_view_type", "an enabled stream needs a view type", use)
        elif view is not None and not enabled:
            message = "a view type is set and the stream is not enabled"
            more = wanted_only_while_on("stream_view_type", "'NEW_IMAGE'")
            hint = f"set stream_enabled: true, or leave it out; {more}"
            yield Violation("V40", "stream_view_type", message, hint)

    def changes(self, there: Stream | None, wanted: Stream, observed: Observed) -> Iterator[Change]:
        if there is not None:
            yield from value_change("stream_enabled", there.enabled, wanted.enabled)
            yield from value_change("stream_view_type", there.view_type, wanted.view_type)

    def outputs(self, value: Stream) -> dict[str, str]:
        return {"stream_arn": value.arn, "stream_label": value.label}


STREAM = StreamSetting()
