# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A clock whose seconds pass as fast as one likes, and only when one likes."""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# A day with nothing special about it, so that two runs see the same dates.
EPOCH = datetime.datetime(2026, 3, 1, 12, 0, tzinfo=datetime.timezone.utc).timestamp()


class VirtualClock:
    """Seconds since 1970 of a time of its own: ``scale`` of them pass in a real one; with 0 it only moves when told."""

    def __init__(self, scale: float = 0.0, start: float = EPOCH, real: Callable[[], float] = time.monotonic) -> None:
        self._real = real
        self._lock = threading.Lock()
        self._base, self._since, self._scale = start, real(), scale
        self._held = threading.local()

    @property
    def scale(self) -> float:
        """How many virtual seconds pass in a real one."""
        return self._scale

    def now(self) -> float:
        """Return the virtual time in seconds since 1970."""
        held: float | None = getattr(self._held, "at", None)
        if held is not None:
            return held
        with self._lock:
            return self._now()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Show one moment to this thread for as long as the block runs: a call takes place at a single time."""
        self._held.at = self.now()
        try:
            yield
        finally:
            self._held.at = None

    def _now(self) -> float:
        return self._base + (self._real() - self._since) * self._scale

    def advance(self, seconds: float) -> float:
        """Move the clock on, at once; return the new time. Raises ``ValueError`` for a step back."""
        if seconds < 0:
            raise ValueError("time does not go back")
        with self._lock:
            self._base = self._now() + seconds
            self._since = self._real()
            return self._base

    def run_at(self, scale: float) -> None:
        """Let the time pass faster or slower from now on. Raises ``ValueError`` for a way back."""
        if scale < 0:
            raise ValueError("time does not go back")
        with self._lock:
            self._base, self._since, self._scale = self._now(), self._real(), scale


def moment(seconds: float) -> datetime.datetime:
    """Return a virtual time as a date."""
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)


def stamp(seconds: float) -> str:
    """Return a virtual time as the texts of the service print it, to the millisecond."""
    return moment(seconds).isoformat(timespec="milliseconds").replace("+00:00", "Z")
