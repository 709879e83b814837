# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Global indexes; those of a provisioned table have capacities."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.drawing import (
    capacities,
    drop,
    in_the_first,
    projections,
    some_of,
)
from ansible_collections.planton.dynamodb.tests.settings.names import ATTRIBUTES, GLOBAL, Options, elements
from hypothesis import strategies as st

AFTER = ("keys", "capacity")
GROUPS = ((GLOBAL,),)
NAMES = ("by_one", "by_two", "by_three", "by_four")


@st.composite
def options(draw: st.DrawFn, _before: Options | None, drawn: Options) -> Options:
    found = []
    for name in draw(some_of(NAMES, 0, 3)):
        names = draw(some_of(ATTRIBUTES, 1, 3))
        index: Options = {"name": name, "key_schema": elements(names, draw(st.integers(1, len(names))))}
        index["projection"] = draw(projections())
        if drawn["billing_mode"] == "PROVISIONED":
            index["provisioned_throughput"] = draw(capacities())
        found.append(index)
    return {GLOBAL: found}


SPOILS = (
    drop(GLOBAL),
    in_the_first(GLOBAL, "name", "by"),
    in_the_first(GLOBAL, "name", "by_two"),
    in_the_first(GLOBAL, "key_schema", elements(["id", "id"])),
    in_the_first(GLOBAL, "key_schema", elements(["total"], 0)),
    in_the_first(GLOBAL, "key_schema", elements(["weight"])),
    in_the_first(GLOBAL, "projection", {"type": "INCLUDE"}),
    in_the_first(GLOBAL, "projection", {"type": "ALL", "non_key_attributes": ["notes"]}),
    in_the_first(GLOBAL, "projection", {"type": "INCLUDE", "non_key_attributes": ["notes", "notes"]}),
    in_the_first(GLOBAL, "provisioned_throughput", {"read_capacity_units": 2, "write_capacity_units": 2}),
    in_the_first(GLOBAL, "provisioned_throughput", {"read_capacity_units": 2}),
)
