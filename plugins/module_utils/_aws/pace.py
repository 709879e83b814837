# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""How long a run waits between two looks at a table, and between two attempts of a call.

"Measured" means measured on AWS.
"""

from __future__ import annotations

import random
import typing as t

if t.TYPE_CHECKING:
    from .errors import ServiceError

# Changes take from one second to a quarter of an hour. The next look comes after a fifteenth of the time already
# waited: the end of a change is noticed within 7 % of its length, with about a hundred looks for the longest.
SHARE = 15
QUICKEST, SLOWEST = 0.1, 15.0
# Locks that no answer shows: a phrase of the error, and the seconds before each further attempt, measured.
LOCKS: tuple[tuple[str, float], ...] = (
    # 1.5 to 1.8 seconds after a write of tags.
    ("Table tags are being updated", 0.175),
    # 1.4 to 2.7 seconds after a new table is ACTIVE.
    ("ContinuousBackupsUnavailable", 0.175),
)
# AWS admits about one change of a table a second in an account, after a burst of about five, measured.
THROTTLED = 1.0
# How many attempts a call gets that fails inside AWS or on the way to it; some of these failures never end.
TRANSIENT_ATTEMPTS = 4
# The least and the most seconds before a call is repeated that was refused as busy, while a look shows the reason; and
# after which part of the time already waited, for a table of one Region and for one with replicas.
BUSY_LEAST, BUSY_MOST = 1.0, 15.0
BUSY_SHARE, HELD_SHARE = 2, 8
# The least seconds before a setting is read again that still has its old value. Settings that AWS is known to show
# late, such as tags (1.3 to 3 seconds, measured), are read often once they can be new: AWS documents ten calls a
# second. The limits for the reads of other settings are lower.
LATE_STEP, LAG_STEP = 0.12, 0.5


def poll_interval(waited: float, least: float = QUICKEST) -> float:
    """Return the seconds until the next look, after a wait of ``waited`` seconds."""
    return min(SLOWEST, max(least, waited / SHARE))


def backoff(attempt: int) -> float:
    """Return the seconds before a failed call is repeated: about 1 to 8, random so that callers do not coincide."""
    return min(8.0, 0.75 * 1.5**attempt) * random.uniform(0.75, 1.25)


def lock_interval(error: ServiceError) -> float:
    """Return the seconds before a call is repeated that AWS will admit within seconds."""
    known = next((seconds for phrase, seconds in LOCKS if phrase in f"{error.code}: {error.text}"), None)
    return THROTTLED * random.uniform(0.75, 1.25) if known is None else known


def busy_interval(waited: float, *, explained: bool, replicas: bool = False) -> float:
    """Return the seconds before a call is repeated that AWS has refused as busy for ``waited`` seconds.

    If a look shows what is in flight (``explained``), the call is repeated when that changes; these seconds are for the
    case that the reason is another one. With ``replicas`` that is usual: a change holds the tables of all Regions for
    some 35 seconds (L-297), and no look tells when that ends. If a look shows nothing, only an attempt can tell.
    """
    if explained:
        return min(BUSY_MOST, max(BUSY_LEAST, waited / (HELD_SHARE if replicas else BUSY_SHARE)))
    return poll_interval(waited, 0.2)


def lag_interval(waited: float, lag: float = 0.0) -> float:
    """Return the seconds before a setting is read again that was written ``waited`` seconds ago and is still old.

    ``lag`` is for how many seconds AWS is known to show the old value; it is 0 if several settings are still old.
    """
    if not lag:
        return poll_interval(waited, LAG_STEP)
    if waited < lag:
        return lag - waited
    return poll_interval(waited, LATE_STEP)
