# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The UpdateTable calls between two tables: counted by a formula, and by trying every way to part them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

from ansible_collections.planton.dynamodb.tests.settings.truths import Atom, Difference
from ansible_collections.planton.dynamodb.tests.walks.bound_rules import (
    CREATE,
    INDEX_UNITS,
    MAXIMUM,
    STREAM_OFF,
    STREAM_ON,
    TABLE_UNITS,
    TO_ON_DEMAND,
    TO_PROVISIONED,
    accepted,
)
from ansible_collections.planton.dynamodb.tests.walks.bound_table import atoms_of, needs_of

Atoms = frozenset[Atom]
UNITS = (TABLE_UNITS, INDEX_UNITS)


def fewest_by_formula(difference: Difference) -> int:
    """The least number of UpdateTable calls.

    Page 8.4: "[DP] + [class] + [SSE] + [WT] + #index deletes + max(0, #index creates - merges) + 1 if any of {mode, PT,
    GSI PT/ODT, table ODT} + 1 if stream not mergeable (merge only with BillingMode=PPR)", where a view change is two
    calls (A5), and where "merges" and "stream not mergeable" together are at most one: C22 keeps a stream and an index
    creation apart, and there is one call for them to ride with. The same goes for the maximum of the table (C15, C23).
    """
    count = Counter(atom.kind for atom in atoms_of(difference))
    units = count[TABLE_UNITS] + count[INDEX_UNITS]
    capacity = count[TO_ON_DEMAND] + count[TO_PROVISIONED] + units > 0
    riders = count[STREAM_OFF] + count[STREAM_ON] + count[MAXIMUM]
    carries_one = count[TO_ON_DEMAND] and not count[INDEX_UNITS] and riders
    only_indexes = units > 0 and not count[TABLE_UNITS] and not count[TO_PROVISIONED]
    carries_index = (count[TO_ON_DEMAND] or only_indexes) and count[CREATE]
    others = sum(number for kind, number in count.items() if kind not in (TO_ON_DEMAND, TO_PROVISIONED, *UNITS))
    return others + capacity - bool(carries_one or carries_index)


class Calls:
    """All legal calls in every state of the way; a state is what is still to do."""

    def __init__(self, difference: Difference) -> None:
        self.atoms = atoms_of(difference)
        self.needs = needs_of(difference)
        self.legal = cache(self._legal)
        self.left = cache(self._left)

    def _left(self, todo: Atoms) -> int:
        """The least number of calls that settle these, found by trying all."""
        return 1 + min(self.left(todo - call) for call in self.legal(todo)) if todo else 0

    def _legal(self, todo: Atoms) -> tuple[Atoms, ...]:
        ready = sorted(atom for atom in todo if not self.needs.get(atom, frozenset()) & todo)
        return tuple(call for call in self._together((), ready) if self._fits(call, todo))

    def _together(self, call: tuple[Atom, ...], rest: list[Atom]) -> Iterator[Atoms]:
        """Every set whose pairs are all accepted. What is refused stays so with more in it (C20 to C25).

        For that reason a BillingMode=PAY_PER_REQUEST that changes nothing is not tried: it makes nothing legal. With a
        stream and an index creation it would be C14 and C13, but C22 stands against it.
        """
        if call:
            yield frozenset(call)
        for place, atom in enumerate(rest):
            if all(accepted(atom.kind, other.kind) for other in call):
                yield from self._together((*call, atom), rest[place + 1 :])

    def _fits(self, call: Atoms, todo: Atoms) -> bool:
        """Whether the table in its state then takes the call.

        C26: no units while the resulting mode is on demand. C27: BillingMode=PROVISIONED needs units of the table and
        of every index then there; those of indexes that go or that are new ride along and settle no difference.
        """
        left = {atom.kind for atom in todo - call}
        if any(atom.kind == TO_PROVISIONED for atom in call):
            return not left & {*UNITS}
        return not (TO_PROVISIONED in left and any(atom.kind in UNITS for atom in call))


def fewest_by_search(difference: Difference) -> int:
    """The same number as by the formula, by trying every partition and order."""
    calls = Calls(difference)
    return calls.left(calls.atoms)
