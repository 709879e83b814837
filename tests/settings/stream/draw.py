# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stream, off or on with one of its views."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.drawing import drop, put
from ansible_collections.planton.dynamodb.tests.settings.names import Options
from hypothesis import strategies as st

GROUPS = (("stream_enabled", "stream_view_type"),)
VIEWS = ("KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES")


def options(_before: Options | None, _drawn: Options) -> st.SearchStrategy[Options]:
    on = st.sampled_from(VIEWS).map(lambda view: {"stream_enabled": True, "stream_view_type": view})
    return st.just({"stream_enabled": False}) | on


SPOILS = (
    drop("stream_view_type"),
    put("stream_enabled", True),
    put("stream_enabled", False),
    put("stream_view_type", "ALL"),
)
