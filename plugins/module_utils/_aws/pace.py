# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""How long to wait between looks and between attempts.

Durations that are said to be measured were measured on AWS.
"""

from __future__ import annotations

import random
import typing as t

if t.TYPE_CHECKING:
    from .errors import ServiceError

# Transitions take from one second to a quarter of an hour. Looking after a fifteenth of the time already waited finds
# the end of each within seven hundredths of its length, with a bit over a hundred looks for the longest.
SHARE = 15
QUICKEST, SLOWEST = 0.1, 15.0
# Locks that nothing shows, as measured: code or text, and how long to wait before each further attempt.
LOCKS: tuple[tuple[str, float], ...] = (
    # 1.5 to 1.8 seconds after a write of tags.
    ("Table tags are being updated", 0.175),
    # 1.4 to 2.7 seconds after a new table is ACTIVE.
    ("ContinuousBackupsUnavailable", 0.175),
)
# The account may change about one table a second, after a burst of about five, measured.
THROTTLED = 1.0
# Calls may fail inside the service or on the way to it this often; some such failures are for ever.
SHAKY_ATTEMPTS = 4
# A call that is refused as busy is made again at least so often while it can be seen why.
BUSY_LEAST, BUSY_MOST = 1.0, 15.0
# How long to wait at least before something is read again that reads as before. What is known to be late, such as tags
# (1.3 to 3 seconds, measured), may be asked for often once it can be there: ten calls a second are documented. The
# reads of the other settings have smaller buckets.
LATE_STEP, LAG_STEP = 0.12, 0.5


def poll_interval(waited: float, least: float = QUICKEST) -> float:
    """Return the seconds until the next look, after ``waited`` seconds."""
    return min(SLOWEST, max(least, waited / SHARE))


def backoff(attempt: int) -> float:
    """Return the seconds before a call that failed is made again: about 1 to 8, spread so that callers part."""
    return min(8.0, 0.75 * 1.5**attempt) * random.uniform(0.75, 1.25)


def lock_interval(error: ServiceError) -> float:
    """Return the seconds before a call is made again that is admitted within seconds."""
    known = next((seconds for phrase, seconds in LOCKS if phrase in f"{error.code}: {error.text}"), None)
    return THROTTLED * random.uniform(0.75, 1.25) if known is None else known


def busy_interval(waited: float, *, explained: bool) -> float:
    """Return the seconds before a call is made again that was refused as busy since ``waited`` seconds.

    Where it can be seen what is in flight, a change of that is the time to try again, and this is for the case that
    something else was the reason. Where nothing can be seen, trying is the only way to know.
    """
    if explained:
        return min(BUSY_MOST, max(BUSY_LEAST, waited / 2))
    return poll_interval(waited, 0.2)


def lag_interval(waited: float, lag: float = 0.0) -> float:
    """Return the seconds before something is read again that was written ``waited`` seconds ago and reads as before.

    ``lag`` is how many seconds it is known to read so, if nothing else does.
    """
    if not lag:
        return poll_interval(waited, LAG_STEP)
    if waited < lag:
        return lag - waited
    return poll_interval(waited, LATE_STEP)
