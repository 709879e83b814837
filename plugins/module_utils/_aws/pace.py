# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Time: how long to wait between looks, and the clock that tells."""

from __future__ import annotations

import datetime
import random
import time


class Clock:
    """The time of this machine; a test, or an engine with a clock of its own, brings another."""

    def now(self) -> float:
        """Return seconds since some fixed moment."""
        return time.monotonic()

    def today(self) -> datetime.datetime:
        """Return the date and time."""
        return datetime.datetime.now(datetime.timezone.utc)

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


def poll_interval(waited: float) -> float:
    """Return the seconds until the next look, after ``waited`` seconds.

    Transitions take from one second to a quarter of an hour. Looking after a tenth of the time already waited finds
    the end of each within a tenth of its length, with some fifty looks for the longest.
    """
    return min(15.0, max(0.25, waited / 10))


def backoff(attempt: int) -> float:
    """Return the seconds before a refused call is made again: about 1 to 8, spread so that callers part."""
    return min(8.0, 0.75 * 1.5**attempt) * random.uniform(0.75, 1.25)
