# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be done only so often: cooldowns and quotas over time, and the account's bucket of changes."""

from __future__ import annotations

import dataclasses

from .clock import moment, stamp
from .refusal import RefusedError, limited

DECREASES = 4
DECREASE_PAUSE = 3600.0
RATE, BURST = 1.0, 5.0
TOO_FAST = "The rate of control plane requests made by this account is too high"


@dataclasses.dataclass
class Budgets:
    """When one table was changed; a table made anew starts with none of it (control_plane.md, 4.1)."""

    decreases: dict[str, list[float]] = dataclasses.field(default_factory=dict)
    increases: dict[str, float] = dataclasses.field(default_factory=dict)

    def decreases_today(self, what: str, now: float) -> int:
        """How often the capacity of the table (``""``) or of an index was lowered in this UTC day."""
        today = moment(now).date()
        return sum(moment(at).date() == today for at in self.decreases.get(what, ()))

    def check_decrease(self, what: str, now: float) -> None:
        """5: four a UTC day, for the table and each index apart, then one an hour."""
        times = self.decreases.get(what, [])
        today = self.decreases_today(what, now)
        if today >= DECREASES and now - times[-1] < DECREASE_PAUSE:
            raise limited(
                "Provisioned throughput decreases are limited within a given UTC day. After the first 4 decreases, each"
                " subsequent decrease in the same UTC day can be performed at most once every 3600 seconds."
                f" Number of decreases today: {today}. Last decrease at {stamp(times[-1])}"
            )


def throttled(text: str) -> RefusedError:
    """A request that comes too soon."""
    return RefusedError("ThrottlingException", text)


class Limiter:
    """A bucket that fills with time: by default the account's, about one effective change a second and a few at once.

    control_plane.md, 5 ("Mutation rate per account", "Read rate") and 9.1.8.
    """

    def __init__(self, burst: float = BURST, rate: float = RATE, text: str = TOO_FAST) -> None:
        self.burst, self.rate, self._text = burst, rate, text
        self._tokens, self._at = burst, 0.0

    def take(self, now: float) -> None:
        """Take one, or refuse."""
        self._tokens = min(self.burst, self._tokens + (now - self._at) * self.rate)
        self._at = now
        if self._tokens < 1.0:
            raise throttled(self._text)
        self._tokens -= 1.0
