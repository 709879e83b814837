# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The search for a table that has replicas: each call but one for a key holds all members (DDB-TABLE-295, 297)."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.truths import Atom
from ansible_collections.planton.dynamodb.tests.walks import bound_rules as rules
from ansible_collections.planton.dynamodb.tests.walks.bound_calls import Atoms
from ansible_collections.planton.dynamodb.tests.walks.bound_clock import Call, Flight, State
from ansible_collections.planton.dynamodb.tests.walks.bound_quick import Quick

HOLD = "hold"


class Grouped(Quick):
    """As for a table of one Region, with what holds its members: no call is taken while they are held."""

    aside = ()

    def _call(self, atoms: Atoms) -> Call:
        call = super()._call(atoms)
        held = (
            () if {atom.kind for atom in atoms} == {rules.ENCRYPTION} else (Flight(HOLD, self.ticks["group_change"]),)
        )
        return call._replace(refused=call.refused | {HOLD}, flights=(*call.flights, *held))

    def bound(self, state: State) -> int:
        running = sum(flight.left for flight in state.flights if flight.kind == HOLD)
        return max(super().bound(state), running + self._holding(state.todo) * self.ticks["group_change"])

    def _holding(self, todo: int) -> int:
        """How many calls are left that hold the members, at least."""
        left = [atom for atom in self.atoms if self.bits[atom] & todo and atom.kind != rules.ENCRYPTION]
        return len([atom for atom in left if atom not in self.capacity]) + self._alone(left)

    def _alone(self, left: list[Atom]) -> int:
        return int(not self.partners and any(atom in self.capacity for atom in left))
