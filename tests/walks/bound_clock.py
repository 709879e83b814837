# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Virtual time: what is in flight after which calls, and the search for the shortest way through it.

A call takes no time; what it starts runs for a given time. Calls start at 0 or when something in flight ends, which
loses nothing: a call made between two such moments can be made at the earlier one, where the same things are in flight,
and then only ends sooner.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from itertools import count
from typing import NamedTuple, Protocol

from ansible_collections.planton.dynamodb.tests.walks.bound_rules import INSIGHTS

# Time is counted in whole microseconds, as sums of fractions would make equal ways differ.
TICKS = 1_000_000


def ticks(seconds: float) -> int:
    return round(seconds * TICKS)


class Flight(NamedTuple):
    """A transition in flight: its row of the matrix, the time left, and what follows it."""

    kind: str
    left: int
    then: tuple[Flight, ...] = ()

    @property
    def total(self) -> int:
        """The time until all of it has settled."""
        return self.left + max((flight.total for flight in self.then), default=0)

    @property
    def rows(self) -> tuple[str, ...]:
        """Its own row and those of what follows."""
        return (self.kind, *(row for flight in self.then for row in flight.rows))

    @property
    def refusing(self) -> int:
        """The time until it refuses nothing any more, which insights never do."""
        own = self.left if self.kind != INSIGHTS else 0
        return own + sum(flight.refusing for flight in self.then)


class Call(NamedTuple):
    """An UpdateTable call: the bits it settles, those to be settled before, the rows that refuse it, what it starts."""

    mask: int
    needs: int
    refused: frozenset[str]
    flights: tuple[Flight, ...]


class State(NamedTuple):
    """What is still to be called, what is in flight, and how long what refuses nothing still takes."""

    todo: int
    flights: tuple[Flight, ...] = ()
    tail: int = 0

    @property
    def settled_in(self) -> int:
        return max([self.tail, *(flight.total for flight in self.flights)])


class Rules(Protocol):
    """Which calls there are, and what may be said about a state without searching."""

    def calls(self, todo: int) -> Iterable[Call]:
        """Calls that lie on a way with the least number of calls."""

    def bound(self, state: State) -> int:
        """A time that no way from here undercuts."""

    def simple(self, state: State) -> State:
        """The same state with everything left out that makes no difference to what follows."""


class Found(NamedTuple):
    """The least time, and how many states were looked at for it."""

    seconds: float
    states: int


def started(state: State, rules: Rules) -> Iterator[State]:
    """Each admitted call, made now."""
    kinds = {flight.kind for flight in state.flights}
    for call in rules.calls(state.todo):
        if not call.needs & state.todo and call.refused.isdisjoint(kinds):
            flights = tuple(sorted((*state.flights, *call.flights)))
            yield State(state.todo & ~call.mask, flights, state.tail)


def waited(state: State) -> tuple[int, State]:
    """On to the next moment at which something ends."""
    step = min(flight.left for flight in state.flights)
    flights: list[Flight] = []
    for flight in state.flights:
        flights += [flight._replace(left=flight.left - step)] if flight.left > step else flight.then
    return step, State(state.todo, tuple(sorted(flights)), max(0, state.tail - step))


def least(start: State, rules: Rules) -> Found:
    """The least time until everything is called and settled: best first, the bound telling what to look at next."""
    start, numbers = rules.simple(start), count()
    waiting = [(rules.bound(start), start.todo.bit_count(), -next(numbers), 0, start)]
    seen: set[State] = set()
    while waiting:
        total, _todo, _number, elapsed, state = heapq.heappop(waiting)
        if not state.todo:
            return Found(total / TICKS, len(seen))
        if state in seen:
            continue
        seen.add(state)
        for passed, left in _after(state, rules):
            following, now = rules.simple(left), elapsed + passed
            entry = (now + rules.bound(following), following.todo.bit_count(), -next(numbers), now, following)
            heapq.heappush(waiting, entry)
    raise AssertionError("no way leads there")


def _after(state: State, rules: Rules) -> Iterator[tuple[int, State]]:
    yield from ((0, following) for following in started(state, rules))
    if state.flights:
        yield waited(state)
