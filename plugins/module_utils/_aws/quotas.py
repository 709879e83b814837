# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""When AWS admits a change again that it has put off because there were too many such changes lately."""

from __future__ import annotations

import datetime
import re
import typing as t

# A phrase of the error, and how long after the last change AWS admits the next. Time to live: 1811 to 1872 seconds,
# measured. Capacity and encryption: stated in the text. Table class: 30 days after the first of the last two changes,
# but AWS shows only the time of the second.
INTERVALS: tuple[tuple[str, datetime.timedelta], ...] = (
    ("Time to live has been modified multiple times", datetime.timedelta(seconds=1872)),
    ("throughput decreases are limited", datetime.timedelta(seconds=3600)),
    ("Encryption mode changes are limited", datetime.timedelta(seconds=21600)),
    ("Updates to TableClass are limited", datetime.timedelta(days=30)),
)
STATED = re.compile(r"(?:Next changes can be made at|try again after) (.+?)\.?$")
LAST = re.compile(r"Last (?:decrease|change) at (.+?)(?:\.$|\. |$)")
# Formats of dates in texts of AWS, besides ISO 8601.
FORMATS = ("%A, %B %d, %Y at %I:%M:%S %p %Z", "%A, %B %d, %Y %I:%M:%S %p %Z", "%a %b %d %H:%M:%S %Z %Y")


def moment(value: object) -> datetime.datetime | None:
    """Return a time from a text of AWS or from the SDK; a time without a zone is in UTC."""
    when = value if isinstance(value, datetime.datetime) else _parsed(str(value))
    if when is None or when.tzinfo:
        return when
    return when.replace(tzinfo=datetime.timezone.utc)


def _parsed(text: str) -> datetime.datetime | None:
    for read in (_iso, *(_format(words) for words in FORMATS)):
        try:
            return read(text)
        except ValueError:
            continue
    return None


def _iso(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def _format(words: str) -> t.Callable[[str], datetime.datetime]:
    # Only times in UTC (or GMT) are parsed: AWS writes no other zone.
    return lambda text: datetime.datetime.strptime(text.replace("GMT", "UTC"), words)


def stated(text: str) -> datetime.datetime | None:
    """Return the time for the next attempt that the text names, or ``None``."""
    found = STATED.search(text)
    return moment(found[1]) if found else None


def admitted_at(text: str, now: datetime.datetime, changed_at: object = None) -> datetime.datetime | None:
    """Return the latest time at which AWS admits a call that it put off with this text, or ``None`` if unknown.

    ``changed_at`` is the time of the last change, if known. Otherwise the last change is assumed to be now, which is
    the latest possible time.
    """
    named = stated(text)
    interval = next((length for phrase, length in INTERVALS if phrase in text), None)
    if named or interval is None:
        return named
    found = LAST.search(text)
    last = moment(found[1]) if found else moment(changed_at)
    return min(last or now, now) + interval


def timestamp(when: datetime.datetime) -> str:
    """Return a time as text in UTC, rounded up to seconds."""
    whole = when.astimezone(datetime.timezone.utc) + datetime.timedelta(microseconds=999999)
    return whole.strftime("%Y-%m-%dT%H:%M:%SZ")
