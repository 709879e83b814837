# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time to live, off or on one of two attributes."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.drawing import put
from ansible_collections.planton.dynamodb.tests.settings.names import Options
from hypothesis import strategies as st

GROUPS = (("ttl",),)


def options(_before: Options | None, _drawn: Options) -> st.SearchStrategy[Options]:
    on = st.sampled_from(("expires", "until")).map(lambda name: {"enabled": True, "attribute_name": name})
    return (st.just({"enabled": False}) | on).map(lambda value: {"ttl": value})


SPOILS = (put("ttl", {"enabled": True}), put("ttl", {"enabled": False, "attribute_name": "expires"}))
