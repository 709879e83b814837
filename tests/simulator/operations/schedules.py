# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When scheduled actions act: at(), rate() and cron() in their time zones, as the model of botocore describes them."""

from __future__ import annotations

import datetime
import re
import zoneinfo
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..clock import moment
from ..refusal import invalid
from ..state import Part
from ..world import World
from .due import at
from .targets import Target, note, targets_of

AT = re.compile(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)")
RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
CRON = re.compile(r"cron\(([^()]+)\)")
SECONDS = {"minute": 60, "hour": 3600, "day": 86_400}
NAMES = {
    "month": ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
    "weekday": ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"),
}
# The parts of cron(), each with its least and its most.
PARTS = (
    ("minute", 0, 59),
    ("hour", 0, 23),
    ("day", 1, 31),
    ("month", 1, 12),
    ("weekday", 1, 7),
    ("year", 1970, 2199),
)
# Where the clock was moved by more, the occurrences before are passed over: later ones have undone them.
LOOK_BACK = 8 * 86_400.0
# So many days are looked through for the next occurrence.
LOOK_AHEAD = 366 * 5


class Cron(NamedTuple):
    """What each part of cron() allows."""

    minute: frozenset[int]
    hour: frozenset[int]
    day: frozenset[int]
    month: frozenset[int]
    weekday: frozenset[int]
    year: frozenset[int]

    def allows(self, day: datetime.date) -> bool:
        """Whether it acts on that day; Sunday is 1."""
        return (
            day.year in self.year
            and day.month in self.month
            and day.day in self.day
            and day.isoweekday() % 7 + 1 in self.weekday
        )


def check_schedule(schedule: str | None, timezone: str | None) -> None:
    """Refuse what is no schedule or no time zone."""
    try:
        _zone(timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        raise invalid(f"Invalid time zone: {timezone}") from None
    if schedule is None:
        return
    try:
        found = AT.fullmatch(schedule)
        if found:
            datetime.datetime.fromisoformat(found[1])
        elif CRON.fullmatch(schedule):
            _cron(schedule)
        elif not RATE.fullmatch(schedule):
            raise ValueError
    except ValueError:
        raise invalid(f"Invalid schedule: {schedule}") from None


def check_to_come(world: World, request: Part) -> None:
    """Refuse times that are none, and a single one that is past: whether the service takes it was not measured."""
    for member in ("StartTime", "EndTime"):
        try:
            _seconds(request.get(member))
        except ValueError:
            raise invalid(f"Invalid {member}: {request[member]}") from None
    once = AT.fullmatch(request.get("Schedule") or "")
    if once and _once(once[1], request.get("Timezone")) <= world.now():
        raise invalid(f"Not simulated: a scheduled action whose time is past: {request['Schedule']}")


def _zone(name: str | None) -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(name or "UTC")


def _once(text: str, zone: str | None) -> float:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=_zone(zone)).timestamp()


def _cron(schedule: str) -> Cron:
    """Read cron(); L, W and # are not simulated. Raises ``ValueError``."""
    words = schedule[len("cron(") : -1].split()
    if len(words) != len(PARTS):
        raise ValueError(schedule)
    return Cron(*(frozenset(_values(word, *part)) for word, part in zip(words, PARTS, strict=True)))


def _values(word: str, part: str, least: int, most: int) -> Iterator[int]:
    for piece in word.split(","):
        span, _slash, step = piece.partition("/")
        if span in ("*", "?"):
            first, last = least, most
        else:
            begin, _dash, end = span.partition("-")
            first = _number(begin, part)
            last = _number(end, part) if end else most if step else first
        if not least <= first <= last <= most:
            raise ValueError(piece)
        yield from range(first, last + 1, int(step or 1))


def _number(text: str, part: str) -> int:
    names = NAMES.get(part, ())
    return names.index(text) + 1 if text in names else int(text)


def next_after(action: Part, since: float, made_at: float) -> float | None:
    """Return when an action acts next after a time, by its schedule alone; ``None`` for never."""
    schedule, zone = action["Schedule"], action.get("Timezone")
    once, rate = AT.fullmatch(schedule), RATE.fullmatch(schedule)
    if once:
        when = _once(once[1], zone)
        return when if when > since else None
    if rate:
        every = int(rate[1]) * SECONDS[rate[2]]
        # A date has microseconds, so the time of the call may seem to be before it.
        return made_at + (max(0, int((since - made_at) // every)) + 1) * every
    return _next_by_cron(_cron(schedule), _zone(zone), since)


def _next_by_cron(cron: Cron, zone: zoneinfo.ZoneInfo, since: float) -> float | None:
    first = moment(since).astimezone(zone).date()
    for number in range(LOOK_AHEAD):
        day = first + datetime.timedelta(days=number)
        if not cron.allows(day):
            continue
        times = (datetime.time(hour, minute) for hour in sorted(cron.hour) for minute in sorted(cron.minute))
        for each in times:
            when = datetime.datetime.combine(day, each, zone).timestamp()
            if when > since:
                return when
    return None


def await_next(world: World, target: Target, action: Part, since: float | None = None) -> None:
    """Have the action act when its time comes, as long as it is there as it is now."""
    begin = max(world.now() if since is None else since, world.now() - LOOK_BACK)
    when = next_after(action, begin, action["CreationTime"].timestamp())
    if when is not None and not world.behaviour.instant:
        at(world, when, lambda then: _fire(then, target, action, when))


def _fire(world: World, target: Target, action: Part, when: float) -> None:
    name = action["ScheduledActionName"]
    if targets_of(world).get(target.id) is not target or target.actions.get(name) is not action:
        return
    if _within(action, when) and not target.suspended.get("ScheduledScalingSuspended"):
        bounds = action["ScalableTargetAction"]
        least, most = bounds.get("MinCapacity"), bounds.get("MaxCapacity")
        # A bound that comes alone takes the other one along where they would cross.
        target.least = least or min(target.least, most)
        target.most = most or max(target.most, least)
        target.pulls = True
        note(world, target.id)
    await_next(world, target, action, when)


def _within(action: Part, when: float) -> bool:
    start, end = _seconds(action.get("StartTime")), _seconds(action.get("EndTime"))
    return (start is None or when >= start) and (end is None or when <= end)


def _seconds(value: Any) -> float | None:
    """A time of a request: a number on the wire, a text or a date where the engine is called directly."""
    if value is None or isinstance(value, (int, float)):
        return value
    if isinstance(value, str):
        value = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    return float(value.timestamp())
