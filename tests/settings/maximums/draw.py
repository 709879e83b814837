# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""On-demand maximums; a provisioned table has none."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.drawing import drop, in_the_first, put
from ansible_collections.planton.dynamodb.tests.settings.names import GLOBAL, Options
from hypothesis import strategies as st

AFTER = ("capacity", "indexes")
GROUPS = (("on_demand_throughput",),)
NUMBERS = st.sampled_from((-1, 5, 9, 40_000))


@st.composite
def maximums(draw: st.DrawFn) -> Options:
    return {"max_read_request_units": draw(NUMBERS), "max_write_request_units": draw(NUMBERS)}


@st.composite
def options(draw: st.DrawFn, _before: Options | None, drawn: Options) -> Options:
    if drawn["billing_mode"] == "PROVISIONED":
        return {}
    indexes = [{**index, "on_demand_throughput": draw(maximums())} for index in drawn[GLOBAL]]
    return {"on_demand_throughput": draw(maximums()), GLOBAL: indexes}


SPOILS = (
    drop("on_demand_throughput"),
    put("on_demand_throughput", {"max_read_request_units": 0}),
    put("on_demand_throughput", {"max_write_request_units": 7}),
    in_the_first(GLOBAL, "on_demand_throughput", {"max_write_request_units": -2}),
    in_the_first(GLOBAL, "on_demand_throughput", {"max_read_request_units": 3}),
)
