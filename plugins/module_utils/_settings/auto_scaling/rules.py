# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!
"""What can be judged of scaling without its calls: V53 to V56 and V85, and what is told of scaling that stands."""

from __future__ import annotations

import re
import typing as t

from ..._texts.flow import flow
from ..capacity.setting import CAPACITY
from ..indexes.setting import INDEXES
from ..places import LISTED, TABLE
from ..throughput import PAY_PER_REQUEST
from ..violations import Violation, duplicates
from .schedule import RATE, ZONE, is_past, is_schedule
from .targets import READ, moment

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..observed import Observed
    from ..settings import Settings
    from ..throughput import Throughput
    from .setting import Scaling
    from .targets import Action, Dimension, Target

LOWEST, HIGHEST, LOW = 10, 90, 20
# What AWS refuses in the name of a scheduled action.
BAD_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f:/|]")
NAME_LIMIT = 256
REQUIRED = ("min_capacity", "max_capacity", "target_value")


def violations(value: Scaling, own: Settings) -> Iterator[Violation]:
    """Judge the scaling that a specification names; what a new table keeps of the old one is not judged."""
    capacity = own.of(CAPACITY)
    for each, target in _named(value):
        path = value.paths[each]
        if capacity and capacity.mode == PAY_PER_REQUEST:
            yield on_demand(path)
        yield from _complete(path, target)
        yield from _numbers(path, target)
        yield from _outside(each, target, own)
        yield from _actions(path, target.actions or ())


def _named(value: Scaling) -> Iterator[tuple[Dimension, Target]]:
    return ((each, target) for each, target in value.enabled() if each in value.paths)


def on_demand(path: str) -> Violation:
    """Return the violation for scaling of a table that is on demand (V53)."""
    hint = "use billing_mode PROVISIONED, or set enabled: false, or leave it out"
    return Violation("V53", path, "a PAY_PER_REQUEST table has no capacity that could be scaled", hint)


def of_no_index(value: Scaling, names: list[str]) -> Iterator[Violation]:
    """Judge scaling of the indexes of a replica by V57: only there, an index is named and not described."""
    for each, _target in value.enabled():
        if each.place and each.place not in names:
            hint = f"use one of {', '.join(names)}" if names else "the table has none"
            yield Violation("V57", value.paths[each], f"the table has no global secondary index '{each.place}'", hint)


def _complete(path: str, target: Target) -> Iterator[Violation]:
    missing = [name for name in REQUIRED if getattr(target, name) is None]
    if missing:
        message = f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
        yield Violation("V85", path, message, f"give {', '.join(REQUIRED)}, or set enabled: false")


def _numbers(path: str, target: Target) -> Iterator[Violation]:
    yield from _bounds(path, target, "V54")
    value = target.target_value
    if value is not None and not LOWEST <= value <= HIGHEST:
        hint = f"give from {LOWEST} to {HIGHEST} percent"
        yield Violation("V54", f"{path}.target_value", f"{flow(value)} percent is no target", hint)
    for name in ("scale_in_cooldown", "scale_out_cooldown"):
        seconds = getattr(target, name)
        if seconds is not None and seconds < 0:
            yield Violation("V54", f"{path}.{name}", f"{seconds} is no number of seconds", "give 0 or more seconds")


def _bounds(path: str, bounds: Target | Action, rule: str) -> Iterator[Violation]:
    least, most = bounds.min_capacity, bounds.max_capacity
    for name, value in (("min_capacity", least), ("max_capacity", most)):
        if value is not None and value < 1:
            yield Violation(rule, f"{path}.{name}", f"{value} is no bound of a capacity", "give at least 1 unit")
    if least is not None and most is not None and least > most:
        message = f"the least capacity, {least}, is above the most, {most}"
        yield Violation(rule, f"{path}.min_capacity", message, "give min_capacity that is not above max_capacity")


def _outside(each: Dimension, target: Target, own: Settings) -> Iterator[Violation]:
    """Judge by V55: scaling would change a capacity outside its bounds at once."""
    given, where = _given(each, own)
    units = (given.read if each.unit == READ else given.write) if given else None
    least, most = target.bounds
    if units is not None and None not in (target.min_capacity, target.max_capacity) and not least <= units <= most:
        message = f"{units} is not within {least} to {most}, between which this capacity is scaled"
        hint = f"give from {least} to {most} units, or leave the capacity out"
        yield Violation("V55", f"{where}.{each.unit}_capacity_units", message, hint)


def _given(each: Dimension, own: Settings) -> tuple[Throughput | None, str]:
    if each.place == TABLE:
        capacity = own.of(CAPACITY)
        return capacity.throughput if capacity else None, "provisioned_throughput"
    indexes = own.of(INDEXES) or ()
    for position, index in enumerate(indexes):
        if index.name == each.place:
            return index.throughput, f"{LISTED}[{position}].provisioned_throughput"
    return None, ""


def _actions(path: str, actions: tuple[Action, ...]) -> Iterator[Violation]:
    for name in duplicates(action.name for action in actions):
        message = f"'{name}' is the name of several actions"
        yield Violation("V85", f"{path}.scheduled_actions", message, "give each action a name of its own")
    for position, action in enumerate(actions):
        yield from _action(f"{path}.scheduled_actions[{position}]", action)


def _action(path: str, action: Action) -> Iterator[Violation]:
    name = action.name
    if not 1 <= len(name) <= NAME_LIMIT or BAD_NAME.search(name) or name != name.strip(" "):
        message = f"{flow(name)} is no name of a scheduled action"
        hint = f"give 1 to {NAME_LIMIT} characters, none of them : / | or a control character, and no blank around them"
        yield Violation("V56", f"{path}.name", message, hint)
    if action.min_capacity is None and action.max_capacity is None:
        yield Violation("V56", path, "the action sets no bound", "give min_capacity, max_capacity or both")
    yield from _bounds(path, action, "V56")
    yield from _times(path, action)


def _times(path: str, action: Action) -> Iterator[Violation]:
    if not action.schedule or not is_schedule(action.schedule):
        message = f"{flow(action.schedule)} is no schedule"
        hint = "write at(2026-12-01T08:00:00), rate(1 day) or cron(0 8 ? * MON-FRI *), whose six parts AWS describes"
        yield Violation("V85", f"{path}.schedule", message, hint)
    if not ZONE.fullmatch(action.timezone):
        message = f"{flow(action.timezone)} is no time zone"
        yield Violation("V85", f"{path}.timezone", message, "give a name as Europe/Berlin or UTC")
    elif action.timezone != "UTC" and RATE.fullmatch(action.schedule or ""):
        message = "a rate() has no time zone, and AWS would pass over it"
        yield Violation("V85", f"{path}.timezone", message, "leave it out, or write the schedule as cron()")
    times = {name: getattr(action, name) for name in ("start_time", "end_time")}
    bad = [name for name, value in times.items() if value and moment(value) is None]
    for member in bad:
        message = f"{flow(times[member])} is no time"
        yield Violation("V85", f"{path}.{member}", message, "write it as 2026-12-01T00:00:00Z")
    if all(times.values()) and not bad and str(times["start_time"]) >= str(times["end_time"]):
        message = f"the action ends at {times['end_time']}, before it begins"
        yield Violation("V85", f"{path}.end_time", message, "give an end_time after start_time")


def past(value: Scaling, whole: Settings) -> Iterator[Violation]:
    """Judge a new table by V85: an action that acts once has its time before it."""
    for each, target in _named(value):
        for position, action in enumerate(target.actions or ()):
            if whole.planned_at and is_past(action, whole.planned_at):
                path = f"{value.paths[each]}.scheduled_actions[{position}].schedule"
                message = f"the time of {action.schedule} ({action.timezone}) is past"
                yield Violation("V85", path, message, "give a time to come, or remove the action")


def low_targets(value: Scaling, there: Scaling | None) -> Iterator[str]:
    """Warn about a target below 20 percent (V54), unless the table has it already."""
    for each, target in value.enabled():
        live = there.targets.get(each) if there else None
        share = target.target_value
        if share is not None and LOWEST <= share < LOW and (live is None or live.target_value != share):
            text = f"{100 - share:g} percent of the capacity are paid for and not used"
            yield f"{value.paths[each]}.target_value: {text} [V54]"


def standing(own: Scaling, there: Scaling | None, observed: Observed) -> Iterator[str]:
    """Tell what the named scaling does not do at the moment: it is suspended, or the capacity is out of its bounds."""
    for each, _target in own.enabled():
        live = there.targets.get(each) if there else None
        if live is None:
            continue
        if live.suspended:
            yield f"{observed.name}: scaling of {each} is suspended ({', '.join(live.suspended)}), and left so"
        now, least, most = _now(each, observed), live.min_capacity or 0, live.max_capacity or 0
        if now and not least <= now <= most:
            text = f"{each} is {now}, not within {least} to {most}"
            yield f"{observed.name}: {text}; Application Auto Scaling changes it when it acts next"


def _now(each: Dimension, observed: Observed) -> int | None:
    capacity, indexes = observed.of(CAPACITY), observed.of(INDEXES) or ()
    places = {TABLE: capacity.throughput if capacity else None, **{index.name: index.throughput for index in indexes}}
    units = places.get(each.place)
    return None if units is None else units.read if each.unit == READ else units.write
