# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Warm throughput; it only ever rises, so less than there was is not drawn."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.drawing import in_the_first, put
from ansible_collections.planton.dynamodb.tests.settings.names import GLOBAL, Options
from hypothesis import strategies as st

AFTER = ("capacity", "indexes", "maximums")
GROUPS = (("warm_throughput",),)
# More than any table has by itself.
LEAST = {"read_units_per_second": 13_000, "write_units_per_second": 5_000}


@st.composite
def warmth(draw: st.DrawFn, before: Options) -> Options:
    there = before.get("warm_throughput")
    if not there and not draw(st.booleans()):
        return {}
    more = draw(st.sampled_from((0, 0, 1_000)))
    return {"warm_throughput": {name: value + more for name, value in (there or LEAST).items()}}


@st.composite
def options(draw: st.DrawFn, before: Options | None, drawn: Options) -> Options:
    there = {index["name"]: index for index in before[GLOBAL]} if before else {}
    indexes = [{**index, **draw(warmth(there.get(index["name"], {})))} for index in drawn[GLOBAL]]
    return {**draw(warmth(before or {})), GLOBAL: indexes}


def continued(options: Options, before: Options) -> Options:
    there = {index["name"]: index for index in before[GLOBAL]}
    indexes = [_at_least(index, there.get(index["name"], {})) for index in options[GLOBAL]]
    return {**_at_least(options, before), GLOBAL: indexes}


def _at_least(item: Options, before: Options) -> Options:
    known, asked = before.get("warm_throughput"), item.get("warm_throughput", {})
    if not known:
        return item
    return {**item, "warm_throughput": {name: max(value, asked.get(name, 0)) for name, value in known.items()}}


SPOILS = (
    put("warm_throughput", {"read_units_per_second": 0}),
    put("warm_throughput", {"read_units_per_second": 1}),
    in_the_first(GLOBAL, "warm_throughput", {"write_units_per_second": -1}),
)
