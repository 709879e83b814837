# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the engine asks of a setting. Each has a file of its own in ``settings``, which says what differs from this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from .state import Part, Table
from .world import World

Handler = Callable[[World, Part], Part]
Handlers = Mapping[str, Handler]
Writes = Mapping[str, Callable[[Table, Part], None]]
Resolve = Callable[[str | None], str]


# Marks on the fields of a state: what the engine's own interface shows beside the description of a table; and what says
# when something was changed, which is no difference between two tables.
TOLD = {"told": True}
BUDGET = {"budget": True}


class Setting:
    """One setting of a table. What a setting does not say is the ordinary case: there is nothing to do.

    ``state`` is the class of what a table holds of it. ``handlers`` are the operations of its own API; ``writes`` are
    those that change something, for a table without time: they judge a request, then make the change.
    """

    # Its member of CreateTable and UpdateTable, and what the matrix of 4.3 calls a change of it (rules/admission.py).
    member: ClassVar[str] = ""
    concern: ClassVar[str] = ""
    # Whether a change of it counts against the rate of the account.
    charged: ClassVar[bool] = True
    # Whether UpdateTable starts a transition even where it asks for what is there already.
    always_begins: ClassVar[bool] = False
    # The answer of UpdateTable to a change of it: the TableStatus that it has whatever the table is, and the members of
    # DescribeTable that it shows as they were before, where transitions take no time.
    answered_status: ClassVar[str] = ""
    shown_old: ClassVar[tuple[str, ...]] = ()
    # Where a request holds several settings: whose refusal comes first.
    rank: ClassVar[int] = 100
    state: ClassVar[type[Any] | None] = None
    handlers: ClassVar[Handlers] = {}
    writes: ClassVar[Writes] = {}

    def check_allowed(self, world: World, operation: str, request: Part, user: str) -> None:
        """Refuse an operation that the setting denies to the user, who is told by an ARN."""

    def check_new(self, request: Part) -> None:
        """Judge its part of a CreateTable request, by itself."""

    def check_new_here(self, world: World, name: str, request: Part) -> None:
        """Judge its part of a CreateTable request once the name is known to be free."""

    def create(self, table: Table, request: Part, resolve: Resolve) -> None:
        """Give a new table what the request asks for; ``resolve`` turns the name of a key into its ARN."""

    def restore(self, source: Table, table: Table, request: Part, resolve: Resolve) -> None:
        """Give a table that is restored what a backup keeps of the setting, or what the request asks for instead."""

    def replicate(self, source: Table, table: Table) -> None:
        """Give a table that comes as a replica what it has of the setting from the table of another Region."""

    def check_override(self, replica: Table, region: str, asked: Part, now: float) -> None:
        """Judge what another Region asks for a replica, instead of what the replica has from the table there."""

    def override(self, replica: Table, asked: Part, now: float | None) -> None:
        """Give a replica what another Region asks for it; without a time where the replica is new."""

    def check_removal(self, replica: Table, region: str) -> None:
        """Refuse to remove a replica from another Region."""

    def check_shared(self, table: Table, request: Part, others: dict[str, Table], now: float) -> None:
        """Judge its member of UpdateTable for the other members of a global table, by their Region."""

    def share(self, before: Table, table: Table, other: Table, request: Part, resolve: Resolve) -> None:
        """Carry a change that its member of UpdateTable has made of a table to another member of its global table."""

    def begin_new(self, world: World, table: Table, seconds: float, request: Part) -> None:
        """What goes on with a table that is CREATING for so many seconds; one that is restored has no request."""

    def is_swallowed(self, table: Table, request: Part, now: float, resolve: Resolve) -> bool:
        """Whether UpdateTable passes over its member. This and all to ``begin`` are asked where the member is there."""
        return False

    def check_early(self, world: World, table: Table, request: Part) -> None:
        """Judge what is told before all that is on its way."""

    def check_admitted(self, world: World, table: Table, request: Part) -> None:
        """Judge a change that nothing in flight forbids."""

    def check_first(self, world: World, table: Table, request: Part) -> None:
        """Judge what is told before all that is wrong with any part of the request."""

    def check_change(self, table: Table, request: Part) -> None:
        """Judge its member of an UpdateTable request against the table."""

    def change(self, table: Table, request: Part, resolve: Resolve) -> None:
        """Judge what is only seen in doing it, and change a copy of the table."""

    def check_budget(self, world: World, table: Table, after: Table) -> None:
        """Refuse what was done too often (5)."""

    def is_lost(self, table: Table, now: float) -> bool:
        """Whether a change is answered as ever, and then comes to nothing."""
        return False

    def count(self, world: World, table: Table, after: Table) -> None:
        """Write down what counts against a budget."""

    def begin(self, world: World, table: Table, after: Table, request: Part) -> None:
        """Start what takes time: the transitions of 4.2."""

    def described(self, table: Table, now: float) -> Part:
        """Its part of DescribeTable (2, "Read-back")."""
        return {}

    def check_deletion(self, table: Table) -> None:
        """Refuse DeleteTable, whatever is on its way."""

    def check_deletion_meanwhile(self, table: Table, now: float) -> None:
        """Refuse DeleteTable while something of the setting is on its way."""

    def begin_deletion(self, world: World, table: Table) -> None:
        """What goes on with a table that is to be deleted, before it is DELETING."""

    def begin_index(self, world: World, table: Table, name: str, until: float) -> None:
        """What goes on with an index that is added to a table, and ready at some time."""

    def shown_of_leaving(self, table: Table, name: str) -> Part:
        """What the index that begins to go still has of the setting, for the ``shows`` of its flight."""
        return {}

    def forget_index(self, table: Table, name: str) -> None:
        """Drop what an index had of the setting."""

    def lose_principal(self, table: Table, arn: str, unique: str) -> None:
        """Show the id of a role or user that was deleted in place of its ARN."""

    def in_backup(self, table: Table) -> Part:
        """Its part of SourceTableFeatureDetails: what a backup tells of the table that it was made of."""
        return {}
