# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The calls for the resource policy of the stream."""

from __future__ import annotations

import typing as t

from ..policies import NONE, Policy
from ..policy_planning import PolicyPlanning
from ..stand_ins import STREAM_ARN
from ..stream.setting import STREAM
from .setting import STREAM_RESOURCE_POLICY

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..comparison import Comparison
    from ..planning import Work
    from ..settings import Settings


class StreamPolicyPlanning(PolicyPlanning):
    """Plans the policy of the stream. A new stream gets that of the old one, if the specification leaves it alone."""

    setting = STREAM_RESOURCE_POLICY
    arn = STREAM_ARN
    what = "resource policy of the stream"

    def for_replacement(self, value: Policy, table: Settings) -> Policy:
        return value if _has_stream(table) else Policy(NONE)

    def is_affected(self, comparison: Comparison) -> bool:
        """Tell whether the stream that has a policy goes."""
        before = comparison.there(STREAM)
        return bool(comparison.of(STREAM) and before and before.enabled) or super().is_affected(comparison)

    def warnings(self, work: Work[Policy]) -> Iterator[str]:
        yield from super().warnings(work)
        yield from self.replacement_warnings(work)

    def replacement_warnings(self, work: Work[Policy]) -> Iterator[str]:
        if work.there and work.there.document and not work.changes and not _has_stream(work.comparison.wanted):
            yield f"{work.name}: the resource policy of the stream goes with the stream"

    def unread(self, comparison: Comparison) -> Iterator[str]:
        name, reason = comparison.observed.name, comparison.observed.unknown.get(self.setting.name)
        if reason:
            yield f"{name}: if the stream has a resource policy, it goes with the stream: {reason}"


def _has_stream(settings: Settings) -> bool:
    stream = settings.of(STREAM)
    return bool(stream and stream.enabled)


PLANNING = StreamPolicyPlanning()
