# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on its way in a table: each transition with its end and what the service shows meanwhile."""

from __future__ import annotations

import dataclasses
from typing import Any

Part = dict[str, Any]
# Kinds that make TableStatus something else than ACTIVE.
CREATING = "creating"
DELETING = "deleting"
CAPACITY = "capacity"
GROUP = "group"
BILLING = "billing"
STREAM = "stream"
CLASS = "class"
INDEX_DELETE = "index_delete"
ALLOCATION = "index_allocation"
UPDATING = (CAPACITY, GROUP, BILLING, STREAM, CLASS, INDEX_DELETE, ALLOCATION)
# Kinds that leave it ACTIVE. Those that concern one setting and nobody else stand in its file (settings).
BACKFILL = "index_backfill"
INDEX_UPDATE = "index_update"
ENCRYPTION = "encryption"
WARM = "warm"
REPLICA = "replica"
# The APIs that answer about a table of which parts still travel.
LAG = "lag"
# What shows something, and refuses nothing: the warm throughput before a switch to on demand; the indexes of a table
# that gets its capacity; a class that arrives although TableStatus is ACTIVE.
OLD_WARMTH = "old_warmth"
INDEX_SWITCH = "index_switch"
CLASS_HAZARD = "class_hazard"


@dataclasses.dataclass
class Flight:
    """One transition: from ``since`` to ``until`` (virtual seconds), of the index or other part named ``subject``.

    ``shows`` is what reads still say of the parts that change, ``detail`` what refusals mention.
    """

    kind: str
    since: float
    until: float
    subject: str = ""
    shows: Part = dataclasses.field(default_factory=dict)
    detail: str = ""

    def on(self, now: float) -> bool:
        """Whether it is on its way."""
        return self.since <= now < self.until


class Flights:
    """All transitions of a table. What is over is forgotten when somebody asks."""

    def __init__(self) -> None:
        self._all: list[Flight] = []

    def __len__(self) -> int:
        return len(self._all)

    def begin(self, kind: str, since: float, seconds: float, subject: str = "", **more: Any) -> Flight:
        """Start a transition; one that takes no time is over at once."""
        flight = Flight(kind, since, since + seconds, subject, **more)
        self._all.append(flight)
        return flight

    def at(self, now: float, *kinds: str, subject: str | None = None) -> list[Flight]:
        """Return those that are on their way, of these kinds and of that subject where told, oldest first."""
        self._all = [flight for flight in self._all if now < flight.until]
        return [
            flight
            for flight in self._all
            if flight.on(now) and (not kinds or flight.kind in kinds) and subject in (None, flight.subject)
        ]

    def find(self, now: float, *kinds: str, subject: str | None = None) -> Flight | None:
        """Return the first of them."""
        return next(iter(self.at(now, *kinds, subject=subject)), None)

    def end(self, flight: Flight, now: float) -> None:
        """Cut a transition short."""
        flight.until = min(flight.until, now)

    def pending(self, now: float) -> list[Flight]:
        """Return all that have not ended, also those that have yet to begin."""
        return [flight for flight in self._all if now < flight.until]
