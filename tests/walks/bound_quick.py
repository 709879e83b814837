# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same rules with what can be told beforehand, so that thousands of pairs can be searched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import combinations

from ansible_collections.planton.dynamodb.tests.settings.insights import truth as insights
from ansible_collections.planton.dynamodb.tests.settings.truths import Atom, Difference
from ansible_collections.planton.dynamodb.tests.walks import bound_rules as rules
from ansible_collections.planton.dynamodb.tests.walks.bound_calls import Atoms
from ansible_collections.planton.dynamodb.tests.walks.bound_clock import Call, Flight, State
from ansible_collections.planton.dynamodb.tests.walks.bound_time import Plain

STREAMS = (rules.STREAM_OFF, rules.STREAM_ON)
# The kinds of differences of each kind of index.
INDEXES = ((rules.DELETE, rules.CREATE), (rules.VECTOR_DELETE, rules.VECTOR_CREATE))
BUILDS = (rules.ALLOCATION, rules.VECTOR_CREATE)
CAPACITIES = (rules.TO_ON_DEMAND, rules.TO_PROVISIONED, rules.TABLE_UNITS, rules.INDEX_UNITS)


class Quick(Plain):
    """The same with what can be told beforehand.

    - Differences that are best settled in one call are put together: units ride with the switch, with the units of the
      table, or else with the first index creation. Wherever they could be apart with as few calls they end no sooner,
      and an index that changes units refuses nothing.
    - Indexes of one kind that are alike take turns by name.
    - What refuses nothing that is still to be called is only waited for.
    - Warm throughput is raised at the beginning, because it refuses nothing.
    - Kinds that never run beside each other add up: no way takes less.
    """

    # What refuses nothing and is refused by nothing, so that it is called at the beginning.
    aside: tuple[str, ...] = (rules.PROTECTION, rules.WARM)

    def __init__(
        self, difference: Difference, seconds: Mapping[str, float], unknown: bool, was_on_demand: bool
    ) -> None:
        super().__init__(difference, seconds, unknown, was_on_demand)
        self.warm = rules.WARM in self.aside and any(atom.kind == rules.WARM for atom in self.atoms)
        self.atoms = [atom for atom in self.atoms if atom.kind not in self.aside]
        self.capacity = frozenset(atom for atom in self.atoms if atom.kind in CAPACITIES)
        self.units_only = {atom.kind for atom in self.capacity} == {rules.INDEX_UNITS}
        self.partners = self._partners()
        self.known = self._known()
        self.rivals = cache(self._rivals)
        self.lengths = self._lengths()
        self.sums = cache(self._sums)

    def start(self, tail: int) -> State:
        return super().start(max(tail, self.ticks["warm"]) if self.warm else tail)

    def _partners(self) -> list[Atom]:
        """What the capacity call must ride with to make the calls fewest: one of these (C12, C13, C14)."""
        kinds = {atom.kind for atom in self.capacity}
        if not kinds or kinds & {rules.TABLE_UNITS, rules.TO_PROVISIONED}:
            return []
        riders = (*STREAMS, rules.MAXIMUM) if rules.TO_ON_DEMAND in kinds and rules.INDEX_UNITS not in kinds else ()
        return [atom for atom in self.atoms if atom.kind in (rules.CREATE, *riders)]

    def _known(self) -> list[Call]:
        capacity = [self.capacity] if self.capacity and not self.partners else []
        merged = [self.capacity | {atom} for atom in self.partners]
        single = [frozenset({atom}) for atom in self.atoms if atom not in self.capacity]
        return [self.call(atoms) for atoms in (*capacity, *merged, *single)]

    def _call(self, atoms: Atoms) -> Call:
        call = super()._call(atoms)
        before = self.mask(other for atom in atoms for other in self.atoms if self._turns(other, atom))
        if self.units_only and any(atom.kind == rules.CREATE for atom in atoms):
            before |= self.mask(self.capacity - atoms)
        return call._replace(needs=call.needs | before)

    def _turns(self, first: Atom, second: Atom) -> bool:
        """Whether these are alike and the first comes first."""
        kinds = next((pair for pair in INDEXES if first.kind in pair), None)
        alike = kinds and first.kind == second.kind and first.name < second.name
        return bool(alike) and self._role(first.name, *kinds) == self._role(second.name, *kinds)

    def _role(self, name: str, delete: str, create: str) -> tuple[object, ...]:
        """All that makes one index differ from another for the order of calls."""
        gone, come = Atom(delete, name), Atom(create, name)
        needed = self.every.needs.get(come, frozenset()) - {gone}
        needing = frozenset(atom for atom, needs in self.every.needs.items() if gone in needs) - {come}
        later = name in insights.later(self.difference)
        return gone in self.bits, come in self.bits, later, needed, needing

    def _calls(self, todo: int) -> Iterable[Call]:
        """Those whose bits are all to do, and after which the capacity still has something to ride with."""
        capacity, partners = self.mask(self.capacity), self.mask(self.partners)
        found = []
        for call in self.known:
            left = todo & ~call.mask
            if call.mask & ~todo or (partners and left & capacity and not left & partners):
                continue
            found.append(call)
        return found

    def _rivals(self, todo: int) -> frozenset[str]:
        """Rows that refuse something still to do."""
        return frozenset(row for call in self.calls(todo) for row in call.refused)

    def simple(self, state: State) -> State:
        rivals, flights, tail = self.rivals(state.todo), [], state.tail
        for flight in state.flights:
            if not rivals.isdisjoint(flight.rows):
                flights.append(flight)
            else:
                tail = max(tail, flight.total)
        short = State(state.todo, tuple(flights))
        return short._replace(tail=tail if tail > self.bound(short) else 0)

    def _lengths(self) -> dict[str, tuple[int, int]]:
        """Each row that calls start, but for those that may ride with others: a bit for each call, and its time."""
        found = {
            rules.STREAM: (self._bits(*STREAMS), self.ticks["stream"]),
            rules.CLASS: (self._bits(rules.CLASS), self.ticks["class"]),
            rules.ENCRYPTION: (self._bits(rules.ENCRYPTION), self.ticks["encryption"]),
            rules.INDEX_DELETE: (self._bits(rules.DELETE, rules.VECTOR_DELETE), self.ticks["index_delete"]),
            rules.ALLOCATION: (self._bits(rules.CREATE), self.ticks["index_allocation"] + self.ticks["index_backfill"]),
            rules.VECTOR_CREATE: (
                self._bits(rules.VECTOR_CREATE),
                self.ticks["index_allocation"] + self.ticks["vector_backfill"],
            ),
        }
        if self.capacity and not self.partners:
            bits, flights = self.mask(self.capacity), self._flights(self.capacity)
            found[rules.CAPACITY] = (
                bits & -bits,
                sum(flight.left for flight in flights if flight.kind == rules.CAPACITY),
            )
        return {row: (bits, length) for row, (bits, length) in found.items() if bits}

    def _bits(self, *kinds: str) -> int:
        return self.mask(atom for atom in self.atoms if atom.kind in kinds)

    def _sums(self, todo: int) -> list[tuple[frozenset[str], int]]:
        """Rows that exclude each other, and the time of all that is still to do of them."""
        cliques = []
        for size in range(1, len(self.lengths) + 1):
            for heads in combinations(self.lengths, size):
                if all(self._apart(*pair) for pair in combinations(heads, 2)):
                    lengths = [self.lengths[head] for head in heads]
                    total = sum((bits & todo).bit_count() * length for bits, length in lengths)
                    cliques.append((frozenset(heads), total))
        return cliques

    def _apart(self, one: str, other: str) -> bool:
        """Whether neither may ever start while the other runs."""
        return self._refuses(one, other) and self._refuses(other, one)

    def _refuses(self, running: str, head: str) -> bool:
        phases = {rules.ALLOCATION, rules.BACKFILL} if running in BUILDS else {running}
        mask = self.lengths[head][0]
        return all(call.refused >= phases for call in self.known if call.mask & mask)

    def bound(self, state: State) -> int:
        running = [(_head(flight), flight.refusing) for flight in state.flights]
        best = state.settled_in
        for heads, total in self.sums(state.todo):
            # A build that runs refuses the same as any other, of whichever kind of index.
            own = heads | ({rules.ALLOCATION} if rules.VECTOR_CREATE in heads else frozenset())
            best = max(best, total + sum(left for head, left in running if head in own))
        return best


def _head(flight: Flight) -> str:
    return rules.ALLOCATION if flight.kind == rules.BACKFILL else flight.kind
