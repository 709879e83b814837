# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Decides which lines of progress people see during a long run, and how often."""

from __future__ import annotations

import typing as t

from ..module_utils._plan.durations import duration

Words = dict[str, t.Any]

# Seconds until the first lines, between lines that report finished tables, and at most between any two lines.
FIRST, NEWS, CALM = 5.0, 10.0, 60.0
# How many tables one line names.
DONE_NAMED, NAMED_IN_PROGRESS = 16, 4


class Teller:
    """Makes lines of progress from the snapshots of a module, if there is something to report.

    ``now`` is in seconds from the start of the run, ``news`` the seconds between lines that report finished tables.
    While no table is finished, lines become rarer.
    """

    def __init__(self, news: float = NEWS) -> None:
        self._told: set[str] = set()
        self._news = news
        self._last = FIRST - news
        self._calm = news

    def lines(self, snapshot: Words, now: float) -> list[str]:
        """Return the lines to show now; mostly none."""
        over = {name: how for name, how in snapshot["over"].items() if name not in self._told}
        if now < self._last + (self._news if over else self._calm):
            return []
        self._calm = self._news if over else min(CALM, self._calm * 2)
        self._last = now
        self._told |= {*over}
        if snapshot["total"] == 1 and snapshot["waits"]:
            ((name, wait),) = snapshot["waits"].items()
            return [f"{name}: {wait['for']}; {duration(now)} so far"]
        return [_summary(snapshot, now), *_done(over), *_in_progress(snapshot["waits"])]


def _summary(snapshot: Words, now: float) -> str:
    over = list(snapshot["over"].values())
    told = [f"{over.count(how)} {how}" for how in ("changed", "failed") if how in over]
    parts = [f"{len(over)} of {snapshot['total']} tables done" + (f" ({', '.join(told)})" if told else "")]
    if snapshot["unread"]:
        parts.append(f"{snapshot['unread']} not read yet")
    if snapshot["in_line"]:
        parts.append(f"{snapshot['in_line']} wait for their turn")
    if snapshot["seconds_between_changes"]:
        parts.append(f"AWS admits a change every {snapshot['seconds_between_changes']:.1f} s")
    if snapshot["seconds_between_reads"]:
        # Only the slowest read is shown, because the tables wait for that one.
        seconds, name = max((seconds, name) for name, seconds in snapshot["seconds_between_reads"].items())
        parts.append(f"AWS admits a {name} every {seconds:.1f} s")
    return f"{'; '.join(parts)}; {duration(now)} so far"


def _done(over: t.Mapping[str, str]) -> t.Iterator[str]:
    # Failures first, then changes; tables without changes are not named.
    names = [f"{name} ({how})" for kind in ("failed", "changed") for name, how in over.items() if how == kind]
    if names:
        yield f"  done: {_some(names, DONE_NAMED, ', ')}"


def _in_progress(waits: t.Mapping[str, Words]) -> t.Iterator[str]:
    longest = sorted(waits.items(), key=lambda item: (-item[1]["seconds"], item[0]))
    names = [f"{name}: {wait['for']} ({duration(wait['seconds'])})" for name, wait in longest]
    if names:
        yield f"  in progress: {_some(names, NAMED_IN_PROGRESS, '; ')}"


def _some(names: t.Sequence[str], most: int, between: str) -> str:
    more = len(names) - most
    return between.join(names[:most]) + (f"{between}and {more} more" if more > 0 else "")
