# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The call that turns deletion protection on and off."""

from __future__ import annotations

import typing as t

from ..calls import Effect, Operation, Update, update_table
from ..in_flight import TABLE_DELETABLE
from ..planning import Planning
from ..violations import Violation
from .setting import FORCE, OPTION, PROTECTION

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..desired import Desired
    from ..observed import Observed
    from ..planning import Work
    from ..setting import Part
    from ..settings import Settings

LANE = "protection"


class ProtectionPlanning(Planning[bool]):
    """Plans deletion protection: a plan turns it off first, or on last."""

    setting = PROTECTION
    guards = True

    def rules_of_absent(self, value: bool) -> Iterator[Violation]:
        """Judge by V4."""
        if value:
            message = "a table cannot be absent and protected against deletion"
            hint = f"leave {OPTION} out, and use 'force: true' to lift the protection in the same run"
            yield Violation("V4", OPTION, message, hint)

    def deletion_refusals(self, there: bool, desired: Desired, path: str) -> Iterator[Violation]:
        """Judge by V4."""
        if there and not desired.force:
            message = f"the table {desired.name} is protected against deletion"
            if path == "replacement":
                message = "the table must be replaced and is protected against deletion"
            yield Violation("V4", path, message, FORCE)

    def creates(self, wanted: bool, table: Settings, replaced: Observed | None) -> Part:
        return {"DeletionProtectionEnabled": True} if wanted else {}

    def updates(self, work: Work[bool]) -> Iterator[Update]:
        on = work.wanted
        reason = f"{'enable' if on else 'disable'} deletion protection"
        order = {"needs": (), "settles": (), "lane": LANE, "destructive": not on, "blocks": False}
        effects = (Effect(PLANNING, on),)
        call = update_table(work.name, {"DeletionProtectionEnabled": on}, reason, effects=effects, **order)
        # Where there are replicas the call holds all of them, so it gives way to those that take longer (L-297).
        yield Update("protect" if on or work.observed.beside.replicas else "unprotect", call)

    def before_deletion(self, observed: Observed, there: bool, desired: Desired) -> Iterator[Operation]:
        """Return the call that lifts the protection.

        It waits until AWS would accept DeleteTable. Otherwise a run that cannot delete the table would leave it
        unprotected.
        """
        name = observed.name
        request = {"TableName": name, "DeletionProtectionEnabled": False}
        reason = "lift deletion protection, as force allows"
        needs, effects = (TABLE_DELETABLE,), (Effect(PLANNING, False),)
        yield Operation("UpdateTable", name, request, reason, needs=needs, destructive=True, effects=effects)


PLANNING = ProtectionPlanning()
