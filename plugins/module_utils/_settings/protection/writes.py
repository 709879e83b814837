# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The call that switches the protection."""

from __future__ import annotations

import typing as t

from ..calls import Effect, Operation, Update, Writes, update_table
from ..conditions import TABLE_DELETABLE
from .setting import PROTECTION

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..calls import Work
    from ..observed import Observed
    from ..setting import Part
    from ..settings import Settings

LANE = "protection"


class ProtectionWrites(Writes[bool]):
    """Protection goes off first and on last."""

    def creates(self, wanted: bool, table: Settings, replaced: Observed | None) -> Part:
        return {"DeletionProtectionEnabled": True} if wanted else {}

    def updates(self, work: Work[bool]) -> Iterator[Update]:
        if work.changes:
            on = work.wanted
            reason = f"{'enable' if on else 'disable'} deletion protection"
            order = {"needs": (), "settles": (), "lane": LANE, "destructive": not on, "blocks": False}
            effects = (Effect(PROTECTION, on),)
            call = update_table(work.name, {"DeletionProtectionEnabled": on}, reason, effects=effects, **order)
            yield Update("protect" if on else "unprotect", call)

    def lifts(self, name: str, there: bool) -> Iterator[Operation]:
        """Nothing begins before the deletion could: a table that nobody deletes after all would be unprotected."""
        if there:
            request = {"TableName": name, "DeletionProtectionEnabled": False}
            reason = "lift deletion protection, as force allows"
            effects = (Effect(PROTECTION, False),)
            yield Operation(
                "UpdateTable", name, request, reason, needs=(TABLE_DELETABLE,), destructive=True, effects=effects
            )


WRITES = ProtectionWrites()
