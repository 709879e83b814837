# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The clock that a run uses."""

from __future__ import annotations

import datetime
import time
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Callable


class Clock:
    """The time of this machine; tests use another class with virtual time."""

    def now(self) -> float:
        """Return the seconds since some fixed moment, for differences of times."""
        return time.monotonic()

    def today(self) -> datetime.datetime:
        """Return the date and time in UTC."""
        return datetime.datetime.now(datetime.timezone.utc)

    def sleep(self, seconds: float) -> None:
        """Wait for so many seconds."""
        time.sleep(seconds)

    def wait_until(self, holds: Callable[[], bool], tick: float) -> None:
        """Wait until this holds, which another thread brings about; look every ``tick`` seconds."""
        while not holds():
            self.sleep(tick)
