# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scaling of the table and of its global indexes, within bounds that hold the capacity that is drawn for them."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.drawing import in_the_first, put
from ansible_collections.planton.dynamodb.tests.settings.names import GLOBAL, Options
from hypothesis import strategies as st

AFTER = ("capacity", "indexes")
GROUPS = (("auto_scaling",),)
OFF = {"enabled": False}
# So late that no clock of a test gets there; the bounds are none that a target has, because such one is no difference.
SCHEDULES = ("cron(0 3 1 1 ? 2190)", "at(2190-01-01T03:00:00)", "rate(36500 days)")
UNITS = {"read": "read_capacity_units", "write": "write_capacity_units"}


@st.composite
def actions(draw: st.DrawFn) -> list[Options]:
    names = draw(st.lists(st.sampled_from(("day", "night")), unique=True, max_size=2))
    return [draw(action(name)) for name in names]


@st.composite
def action(draw: st.DrawFn, name: str) -> Options:
    found = {"name": name, "schedule": draw(st.sampled_from(SCHEDULES)), "min_capacity": draw(st.integers(11, 13))}
    if draw(st.booleans()):
        found["max_capacity"] = draw(st.integers(21, 23))
    if draw(st.booleans()) and not found["schedule"].startswith("rate"):
        found["timezone"] = "Europe/Berlin"
    if draw(st.booleans()):
        found["start_time"] = "2026-01-01T00:00:00Z"
    return found


@st.composite
def targets(draw: st.DrawFn, units: int) -> Options:
    if draw(st.booleans()):
        return OFF
    return {
        "min_capacity": draw(st.integers(1, units)),
        "max_capacity": draw(st.integers(units, units + 3)),
        "target_value": draw(st.sampled_from((20, 50.5, 90))),
        "scale_in_cooldown": draw(st.sampled_from((0, 60))),
        "scale_out_cooldown": draw(st.sampled_from((0, 60))),
        "disable_scale_in": draw(st.booleans()),
        "scheduled_actions": draw(actions()),
    }


@st.composite
def scaled(draw: st.DrawFn, item: Options) -> Options:
    units = item.get("provisioned_throughput")
    if not units:
        return {"read": OFF, "write": OFF}
    return {name: draw(targets(units[option])) for name, option in UNITS.items()}


@st.composite
def options(draw: st.DrawFn, _before: Options | None, drawn: Options) -> Options:
    indexes = [{**index, "auto_scaling": draw(scaled(index))} for index in drawn[GLOBAL]]
    return {"auto_scaling": draw(scaled(drawn)), GLOBAL: indexes}


WHOLE = {"min_capacity": 1, "max_capacity": 9, "target_value": 50}
SPOILS = (
    put("auto_scaling", {"read": {**WHOLE, "min_capacity": 0}}),
    put("auto_scaling", {"read": {**WHOLE, "max_capacity": None}}),
    put("auto_scaling", {"write": {**WHOLE, "target_value": 91}}),
    put(
        "auto_scaling",
        {"write": {**WHOLE, "scheduled_actions": [{"name": "a:b", "schedule": "at(2190-01-01T03:00:00)"}]}},
    ),
    in_the_first(GLOBAL, "auto_scaling", {"read": {**WHOLE, "min_capacity": 10}}),
)
