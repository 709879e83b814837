# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A policy of the stream, where there is one."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.documents import documents
from ansible_collections.planton.dynamodb.tests.settings.drawing import put
from ansible_collections.planton.dynamodb.tests.settings.names import Options
from hypothesis import strategies as st

AFTER = ("stream",)
GROUPS = (("stream_resource_policy",),)
ACTIONS = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")


@st.composite
def options(draw: st.DrawFn, _before: Options | None, drawn: Options) -> Options:
    on = drawn["stream_enabled"] and draw(st.booleans())
    return {"stream_resource_policy": draw(documents(ACTIONS, "__STREAM_ARN__", denials=False)) if on else {}}


SPOILS = (put("stream_resource_policy", {"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]}),)
