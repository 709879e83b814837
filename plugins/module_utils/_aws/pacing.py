# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Limits how many calls a fleet makes at a time, and how fast they follow each other once AWS limits that.

No call has to wait until AWS has refused one as too fast. From then on, the calls of that limit stand in line. The time
between two calls grows with each refusal and shrinks with each success.
"""

from __future__ import annotations

import bisect
import itertools
import threading
import typing as t

from .errors import ServiceError
from .pace import THROTTLED, TRANSIENT_ATTEMPTS, backoff
from .verdicts import Verdict

if t.TYPE_CHECKING:
    import concurrent.futures
    from collections.abc import Callable

    from .clock import Clock

_T = t.TypeVar("_T")

# AWS has one limit for all of these operations together, measured. Every other operation has its own limit.
CHANGES = frozenset({"CreateTable", "UpdateTable", "DeleteTable", "TagResource", "UntagResource"})
CHANGES_BUCKET = "changes"
# The seconds between two reads after the first refusal, somewhat less than the slowest read needs. For changes, they
# are THROTTLED.
FIRST_READ = 0.25
SLOWER, QUICKER = 1.25, 0.97
LEAST, MOST = 0.02, 10.0
# After a pause, AWS admits a burst of at least so many calls; about five were measured.
SAVED = 3
# The least seconds before a waiting call asks again. It asks after half of the expected time, as the pace may change.
SOONEST = 0.05
# Seconds between attempts for a new table, 5.5 in all: the tag API does not know the table for 2.6 seconds, measured.
UNKNOWN = (0.5, 1.0, 2.0, 2.0)
# If AWS refuses a call for so many seconds, another limit than the pace is the reason.
REFUSED_LIMIT = 300.0


class Bucket:
    """One limit of AWS, with the line of calls that wait for it; ``interval`` is the seconds between two calls."""

    def __init__(self, first: float) -> None:
        self._first = first
        self.interval = 0.0
        self._free_at = 0.0
        self._slowed_at = 0.0
        # The time of the first refusal since the last admitted call.
        self._refused_at: float | None = None
        self._line: list[int] = []

    def wait(self, ticket: int, now: float) -> float:
        """Return in how many seconds the ticket must ask again; 0 means that its call can be made now.

        The smallest ticket is the first in the line. A ticket that gets 0 leaves the line.
        """
        if not self.interval:
            return 0.0
        if ticket not in self._line:
            bisect.insort(self._line, ticket)
        place = self._line.index(ticket)
        due = self._free_at + place * self.interval - now
        if place == 0 and due <= 0.0:
            self._line.pop(0)
            self._free_at = max(self._free_at, now - SAVED * self.interval) + self.interval
            return 0.0
        return max(SOONEST, due if place == 0 else due / 2)

    def refused(self, now: float) -> None:
        """Note a refusal and slow down; several calls that were refused together slow down only once."""
        if self._refused_at is None:
            self._refused_at = now
        if not self.interval:
            self.interval, self._free_at, self._slowed_at = self._first, now + self._first, now
        elif now - self._slowed_at >= self.interval:
            self.interval, self._slowed_at = min(MOST, self.interval * SLOWER), now

    def admitted(self) -> None:
        """Note an admitted call and go a little faster."""
        self._refused_at = None
        if self.interval:
            self.interval = max(LEAST, self.interval * QUICKER)

    def refused_for(self, now: float) -> float:
        """Return for how many seconds AWS has refused every call; 0 if it admitted the last one."""
        return 0.0 if self._refused_at is None else now - self._refused_at

    def leave(self, ticket: int) -> None:
        """Remove a ticket from the line, if it is there."""
        if ticket in self._line:
            self._line.remove(ticket)


class Pacer:
    """Makes the calls of all tables, ``concurrency`` at a time; a call that waits for its turn does not count."""

    def __init__(self, clock: Clock, concurrency: int) -> None:
        self.concurrency = concurrency
        self._clock = clock
        self._places = threading.Semaphore(concurrency)
        self._lock = threading.Lock()
        self._buckets: dict[str, Bucket] = {}
        self._tickets = itertools.count()
        # How many changes are waiting or have no answer yet.
        self.backlog = 0

    def another(self) -> Pacer:
        """Return a new one for another Region: AWS limits calls by account and Region."""
        return Pacer(self._clock, self.concurrency)

    @property
    def limited(self) -> float:
        """The seconds between two changes; 0 until AWS refuses one as too fast."""
        return self._bucket("CreateTable").interval

    @property
    def limited_reads(self) -> dict[str, float]:
        """The seconds between two calls, for each read that AWS has refused as too fast."""
        with self._lock:
            return {
                name: one.interval for name, one in self._buckets.items() if name != CHANGES_BUCKET and one.interval
            }

    def nothing_admitted(self) -> float:
        """Return for how many seconds the service has refused every change as too fast, else 0."""
        return self._bucket("CreateTable").refused_for(self._clock.now())

    def await_answer(self, future: concurrent.futures.Future[_T]) -> _T:
        """Return the answer to a call of another table when it is there; raises what that call raised."""
        while not future.done():
            self._clock.sleep(SOONEST)
        return future.result()

    def carry(self, operation: str, call: Callable[[], _T], *, repeat: bool = True) -> _T:
        """Make a call in its turn, and repeat it while AWS refuses it as too fast.

        With ``repeat``, a call that fails by chance is repeated too. Raises the call's ``ServiceError`` if it fails for
        another reason, or for too long.
        """
        change = operation in CHANGES
        self._count(change)
        try:
            return self._insist(self._bucket(operation), call, repeat)
        finally:
            self._count(-change)

    def until_known(self, call: Callable[[], _T]) -> _T:
        """Make a call about a table that may be new, and repeat it until the API knows the table."""
        for seconds in UNKNOWN:
            try:
                return call()
            except ServiceError as error:
                if error.verdict is not Verdict.MISSING:
                    raise
            self._clock.sleep(seconds)
        return call()

    def _insist(self, bucket: Bucket, call: Callable[[], _T], repeat: bool) -> _T:
        # The time that a call waits in the line does not count: a long line does not mean that there is another limit.
        ticket, refused_at, stumbles = next(self._tickets), 0.0, 0
        try:
            while True:
                self._await_turn(bucket, ticket)
                try:
                    with self._places:
                        answer = call()
                except ServiceError as error:
                    if error.too_fast:
                        now = self._clock.now()
                        refused_at = refused_at or now
                        with self._lock:
                            bucket.refused(now)
                            longest = max(now - refused_at, bucket.refused_for(now))
                        if longest < REFUSED_LIMIT:
                            continue
                    stumbles += 1
                    if not (repeat and error.retry_may_succeed and stumbles < TRANSIENT_ATTEMPTS):
                        raise
                    self._clock.sleep(backoff(stumbles))
                else:
                    with self._lock:
                        bucket.admitted()
                    return answer
        finally:
            with self._lock:
                bucket.leave(ticket)

    def _await_turn(self, bucket: Bucket, ticket: int) -> None:
        while True:
            with self._lock:
                seconds = bucket.wait(ticket, self._clock.now())
            if not seconds:
                return
            self._clock.sleep(seconds)

    def _bucket(self, operation: str) -> Bucket:
        name, first = (CHANGES_BUCKET, THROTTLED) if operation in CHANGES else (operation, FIRST_READ)
        with self._lock:
            return self._buckets.setdefault(name, Bucket(first))

    def _count(self, change: int) -> None:
        with self._lock:
            self.backlog += change
