# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The calls that set and remove tags."""

from __future__ import annotations

import typing as t

from ..calls import Operation
from ..conditions import TABLE_EXISTS
from ..planning import Planning
from ..violations import Violation
from .setting import LIMIT, TAGS, Tags, too_many

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..comparison import Comparison
    from ..observed import Observed
    from ..planning import Work
    from ..setting import Part
    from ..settings import Settings

# Seconds before another write of tags is tried: AWS refuses it for 1.5 to 1.8 seconds after the first, measured.
LOCK = 1.5


class TagsPlanning(Planning[Tags]):
    """Plans tags: one call sets tags, another removes tags."""

    setting = TAGS

    def refusals(self, comparison: Comparison) -> Iterator[Violation]:
        """Judge by V47; tags of the table that are left alone count too."""
        yield from too_many(comparison.wanted.of(TAGS) or Tags({}))

    def creates(self, wanted: Tags, table: Settings, replaced: Observed | None) -> Part:
        return {"Tags": _request(wanted.values)} if wanted.values else {}

    def more_actions(self, wanted: Tags) -> tuple[str, ...]:
        """Return the action that AWS checks if CreateTable has tags."""
        return ("dynamodb:TagResource",) if wanted.values else ()

    def operations(self, work: Work[Tags]) -> Iterator[Operation]:
        """Return the calls; AWS counts the tags after each, so tags are removed first if the new ones would not fit."""
        put = {change.path[1]: change.after for change in work.changes if change.after is not None}
        gone = sorted(change.path[1] for change in work.changes if change.after is None)
        calls = []
        if put:
            body: Part = {"Tags": _request(put)}
            calls.append(_call("TagResource", work, body, f"set tag(s) {', '.join(sorted(put))}"))
        if gone:
            calls.append(_call("UntagResource", work, {"TagKeys": gone}, f"remove tag(s) {', '.join(gone)}"))
        there = work.there.values if work.there else {}
        crowded = len({*there, *work.wanted.values}) > LIMIT
        yield from calls[::-1] if crowded else calls


def _request(values: t.Mapping[str, str]) -> list[Part]:
    """Return Tags, sorted by key."""
    return [{"Key": key, "Value": value} for key, value in sorted(values.items())]


def _call(operation: str, work: Work[Tags], body: Part, reason: str) -> Operation:
    request = {"ResourceArn": work.observed.arn, **body}
    return Operation(operation, work.name, request, reason, lane="tags", needs=(TABLE_EXISTS,), pause=LOCK)


PLANNING = TagsPlanning()
