# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Insights of the table and of some of its global indexes."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.drawing import put, some_of
from ansible_collections.planton.dynamodb.tests.settings.names import GLOBAL, Options
from hypothesis import strategies as st

AFTER = ("indexes",)
GROUPS = (("contributor_insights_enabled", "contributor_insights_mode", "contributor_insights_indexes"),)
MODES = ("ACCESSED_AND_THROTTLED_KEYS", "THROTTLED_KEYS")


@st.composite
def options(draw: st.DrawFn, _before: Options | None, drawn: Options) -> Options:
    names = tuple(index["name"] for index in drawn[GLOBAL])
    enabled, chosen = draw(st.booleans()), draw(some_of(names, 0, len(names)) if names else st.just([]))
    found: Options = {"contributor_insights_enabled": enabled, "contributor_insights_indexes": chosen}
    if enabled or chosen:
        found["contributor_insights_mode"] = draw(st.sampled_from(MODES))
    return found


SPOILS = (put("contributor_insights_indexes", ["near_one"]), put("contributor_insights_indexes", ["by_one"]))
