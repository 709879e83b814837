# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The resource policy of the stream: who may read it, also from other accounts."""

from __future__ import annotations

import typing as t

from ..policies import Policy, PolicySetting
from ..read import Read

if t.TYPE_CHECKING:
    from ..setting import Answer


class StreamPolicySetting(PolicySetting):
    """The policy of the stream as a setting. Another stream has another policy, and the old one goes with the old."""

    name = option = "stream_resource_policy"
    # Some local engines do not know streams here. A table that is being created has no such policy yet.
    read = Read(
        "GetResourcePolicy",
        member="Policy",
        by="ResourceArn",
        arn="LatestStreamArn",
        part="StreamSpecification",
        form="json",
        none=("PolicyNotFoundException", "ResourceNotFoundException"),
        new={},
        lag=1.0,
    )
    output = "stream_policy_revision_id"
    stream = True

    def from_aws(self, answer: t.Any, table: Answer) -> Policy:
        """Return the policy; a stream that was turned off has none that counts."""
        on = (table.get("StreamSpecification") or {}).get("StreamEnabled")
        return super().from_aws(answer if on else {}, table)


STREAM_RESOURCE_POLICY = StreamPolicySetting()
