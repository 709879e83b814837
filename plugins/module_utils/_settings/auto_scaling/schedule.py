# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!
"""When a scheduled action acts: the words of its schedule, and whether the time of a single one is past."""

from __future__ import annotations

import datetime
import re
import typing as t

if t.TYPE_CHECKING:
    from .targets import Action

AT = re.compile(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)")
RATE = re.compile(r"rate\(\s*[1-9]\d*\s+(minute|hour|day)s?\s*\)")
CRON = re.compile(r"cron\(\s*(\S+\s+){5}\S+\s*\)")
# What IANA names of time zones look like, such as Europe/Berlin or Etc/GMT+9; which of them AWS knows, only AWS tells.
ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")
# No time zone is farther behind UTC than this: a time that is past by so much is past everywhere.
FARTHEST = datetime.timedelta(hours=12)


def is_schedule(text: str) -> bool:
    """Tell whether a text is a schedule as AWS takes it."""
    return _once(text) is not None if text.startswith("at(") else bool(RATE.fullmatch(text) or CRON.fullmatch(text))


def _once(text: str) -> datetime.datetime | None:
    """Return the time of a single action, without a time zone; ``None`` if the schedule is another one."""
    found = AT.fullmatch(text)
    try:
        return datetime.datetime.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def is_past(action: Action, now: datetime.datetime) -> bool:
    """Tell whether an action acts once and its time is past, in every time zone if its own is unknown here."""
    once = _once(action.schedule or "")
    if once is None:
        return False
    zone = _zone(action.timezone)
    if zone is None:
        return once.replace(tzinfo=datetime.timezone.utc) + FARTHEST < now
    return once.replace(tzinfo=zone) < now


def _zone(name: str) -> datetime.tzinfo | None:
    if name.upper() in ("UTC", "ETC/UTC", "GMT"):
        return datetime.timezone.utc
    # Imported here because most actions have no time zone, and the data of all zones need not be on this machine.
    import zoneinfo

    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None
