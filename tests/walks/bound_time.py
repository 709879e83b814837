# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the page put together for the search for the shortest way, with nothing told beforehand.

Only sets of calls of the least number are tried, all of them: a call more is never made to save time, as every call
counts against quotas and the account's limiter. The limiter itself (page 5: "about 1 effective mutation/s with a small
burst") is left out. Transitions that make the table UPDATING follow each other and take a second or more each, so the
limiter refills as they go. What may be called at the same moment is one of these, the key, a switch, a class and tags:
five, which is the burst (9.1, item 8), and the second write of tags waits longer than a second by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from ansible_collections.planton.dynamodb.tests.settings.insights import truth as insights
from ansible_collections.planton.dynamodb.tests.settings.truths import Atom, Difference
from ansible_collections.planton.dynamodb.tests.walks import bound_rules as rules
from ansible_collections.planton.dynamodb.tests.walks.bound_calls import Atoms, Calls
from ansible_collections.planton.dynamodb.tests.walks.bound_clock import Call, Flight, State, ticks

# What a call starts, by the kind of difference: the row of the matrix and the name of its length. To PROVISIONED, the
# units that come along are part of the switch.
STARTS: dict[str, tuple[str, str]] = {
    rules.TO_PROVISIONED: (rules.CAPACITY, "to_provisioned"),
    rules.TABLE_UNITS: (rules.CAPACITY, "capacity"),
    rules.INDEX_UNITS: (rules.INDEX_CAPACITY, "index_capacity"),
    rules.STREAM_OFF: (rules.STREAM, "stream"),
    rules.STREAM_ON: (rules.STREAM, "stream"),
    rules.CLASS: (rules.CLASS, "class"),
    rules.ENCRYPTION: (rules.ENCRYPTION, "encryption"),
    rules.DELETE: (rules.INDEX_DELETE, "index_delete"),
    rules.WARM: (rules.WARM, "warm"),
    rules.VECTOR_DELETE: (rules.INDEX_DELETE, "index_delete"),
}


class Plain:
    """The rules and nothing else: every legal call, no bound but the obvious one. Slow; the fast one is tried on it."""

    def __init__(
        self, difference: Difference, seconds: Mapping[str, float], unknown: bool, was_on_demand: bool
    ) -> None:
        self.difference, self.unknown = difference, unknown
        self.ticks = {name: ticks(length) for name, length in seconds.items()}
        self.again = was_on_demand or difference.before["capacity"].on_demand
        self.every = Calls(difference)
        self.atoms = sorted(self.every.atoms)
        self.bits = {atom: 1 << place for place, atom in enumerate(self.atoms)}
        self.calls = cache(self._calls)
        self.call = cache(self._call)

    def start(self, tail: int) -> State:
        """Nothing is in flight; beside the calls, other writes take that long."""
        return State(self.mask(self.atoms), (), tail)

    def mask(self, atoms: Iterable[Atom]) -> int:
        return sum(self.bits[atom] for atom in atoms if atom in self.bits)

    def bound(self, state: State) -> int:
        return state.settled_in

    def simple(self, state: State) -> State:
        return state

    def _calls(self, todo: int) -> Iterable[Call]:
        left = frozenset(atom for atom in self.atoms if self.bits[atom] & todo)
        fewest = self.every.left(left)
        return [self.call(call) for call in self.every.legal(left) if self.every.left(left - call) < fewest]

    def _call(self, atoms: Atoms) -> Call:
        kinds = {atom.kind for atom in atoms}
        needs = self.mask(need for atom in atoms for need in self.every.needs.get(atom, ()))
        refused = frozenset(row for row in rules.MATRIX if not rules.admitted(row, kinds, self.unknown))
        return Call(self.mask(atoms), needs, refused, self._flights(atoms))

    def _flights(self, atoms: Atoms) -> tuple[Flight, ...]:
        kinds = {atom.kind for atom in atoms}
        if rules.TO_PROVISIONED in kinds:
            kinds = {rules.TO_PROVISIONED}
        flights = [Flight(row, self.ticks[name]) for kind, (row, name) in STARTS.items() if kind in kinds]
        if rules.TO_ON_DEMAND in kinds:
            name = "to_on_demand_again" if self.again else "to_on_demand"
            flights.append(Flight(rules.CAPACITY, self.ticks[name]))
        flights += [self._build(atom.name) for atom in atoms if atom.kind == rules.CREATE]
        if rules.VECTOR_CREATE in kinds:
            backfill = Flight(rules.BACKFILL, self.ticks["vector_backfill"])
            flights.append(Flight(rules.ALLOCATION, self.ticks["index_allocation"], (backfill,)))
        return tuple(flights)

    def _build(self, name: str) -> Flight:
        """Allocation, then backfill, then insights: an index has them only once it is built (page 2, 8.4 B)."""
        later = name in insights.later(self.difference)
        turned_on = (Flight(rules.INSIGHTS, self.ticks["insights_on"]),) if later else ()
        backfill = Flight(rules.BACKFILL, self.ticks["index_backfill"], turned_on)
        return Flight(rules.ALLOCATION, self.ticks["index_allocation"], (backfill,))
