# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protection against deletion (control_plane.md, 5, 6.1)."""

from __future__ import annotations

import dataclasses

from .. import flights as kinds
from ..budgets import throttled
from ..clock import stamp
from ..operations.members import living
from ..refusal import invalid
from ..rules.admission import PROTECTION
from ..setting import BUDGET, Resolve, Setting
from ..state import Part, Table
from ..world import World


@dataclasses.dataclass
class Protection:
    """Whether the table is protected, and until when there is no other change."""

    protected: bool = False
    protection_until: float = dataclasses.field(default=0.0, compare=False, metadata=BUDGET)


class _ProtectionSetting(Setting):
    """At once, and no change for the rate of the account; but in a group of replicas it is one that takes time."""

    state = Protection
    member = "DeletionProtectionEnabled"
    concern = PROTECTION
    charged = False

    def create(self, table: Table, request: Part, resolve: Resolve) -> None:
        table.of(Protection).protected = request.get(self.member, False)

    def change(self, table: Table, request: Part, resolve: Resolve) -> None:
        table.of(Protection).protected = request[self.member]

    def check_budget(self, world: World, table: Table, after: Table) -> None:
        """5: one toggle in 15 seconds."""
        until = table.of(Protection).protection_until
        if world.now() < until:
            text = (
                f"Deletion protection setting for table {table.name} modified within the previous 15000 milliseconds."
            )
            raise throttled(f"{text} Please try again after {stamp(until)}")

    def count(self, world: World, table: Table, after: Table) -> None:
        if table.of(Protection).protected != after.of(Protection).protected:
            after.of(Protection).protection_until = world.now() + world.draw("toggle_cooldown")

    def begin(self, world: World, table: Table, after: Table, request: Part) -> None:
        """L-230, L-263, L-297: of one in a group it is a change like any other."""
        toggled = table.of(Protection).protected != after.of(Protection).protected
        if toggled and living(after, world.now()) and not world.behaviour.instant:
            after.flights.begin(kinds.GROUP, world.now(), world.draw("group_protection"))

    def described(self, table: Table, now: float) -> Part:
        return {self.member: table.of(Protection).protected}

    def check_deletion(self, table: Table) -> None:
        if table.of(Protection).protected:
            text = "Resource cannot be deleted as it is currently protected against deletion."
            raise invalid(f"{text} Disable deletion protection first.")


SETTING = _ProtectionSetting()
