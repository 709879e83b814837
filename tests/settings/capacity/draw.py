# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The billing mode, and the capacity of the table itself."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.drawing import capacities, drop, put
from ansible_collections.planton.dynamodb.tests.settings.names import Options
from hypothesis import strategies as st

GROUPS = (("billing_mode",), ("provisioned_throughput",))


@st.composite
def options(draw: st.DrawFn, _before: Options | None, _drawn: Options) -> Options:
    mode = draw(st.sampled_from(("PAY_PER_REQUEST", "PROVISIONED")))
    units = {"provisioned_throughput": draw(capacities())} if mode == "PROVISIONED" else {}
    return {"billing_mode": mode, **units}


SPOILS = (
    drop("provisioned_throughput"),
    put("billing_mode", "PROVISIONED"),
    put("billing_mode", "PAY_PER_REQUEST"),
    put("billing_mode", "FREE"),
    put("provisioned_throughput", {"read_capacity_units": 0, "write_capacity_units": 1}),
    put("provisioned_throughput", {"read_capacity_units": 1}),
    put("provisioned_throughput", {"read_capacity_units": 0, "write_capacity_units": 0}),
)
