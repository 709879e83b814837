# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Few tags, or nearly as many as there may be."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.drawing import put
from ansible_collections.planton.dynamodb.tests.settings.names import Options
from hypothesis import strategies as st

GROUPS = (("tags",),)


@st.composite
def options(draw: st.DrawFn, _before: Options | None, _drawn: Options) -> Options:
    first, count = draw(st.integers(0, 30)), draw(st.integers(0, 3) | st.integers(45, 50))
    return {"tags": {f"tag{number}": draw(st.sampled_from(("", "x"))) for number in range(first, first + count)}}


SPOILS = (
    put("tags", {f"tag{number}": "x" for number in range(51)}),
    put("tags", {"aws:mine": "x"}),
    put("tags", {"team": "a;b"}),
)
