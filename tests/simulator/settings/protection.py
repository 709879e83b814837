# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protection against deletion (control_plane.md, 5, 6.1)."""

from __future__ import annotations

import dataclasses

from ..budgets import throttled
from ..clock import stamp
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
    """At once, and no change for the rate of the account; it is that of one Region, also in a global table (L-297)."""

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

    def described(self, table: Table, now: float) -> Part:
        return {self.member: table.of(Protection).protected}

    def check_removal(self, replica: Table, region: str) -> None:
        """L-297: each replica has a protection of its own."""
        if replica.of(Protection).protected:
            text = f"Cannot delete table {replica.name} in region {region} because it has deletion protection enabled."
            raise invalid(f"{text} Disable deletion protection first.")

    def check_deletion(self, table: Table) -> None:
        if table.of(Protection).protected:
            text = "Resource cannot be deleted as it is currently protected against deletion."
            raise invalid(f"{text} Disable deletion protection first.")


SETTING = _ProtectionSetting()
