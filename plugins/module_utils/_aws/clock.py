# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The clock."""

from __future__ import annotations

import datetime
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
