# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The call that changes the table class."""

from __future__ import annotations

import typing as t

from ..calls import Effect, Update, update_table
from ..planning import Planning
from .setting import STANDARD, TABLE_CLASS

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..observed import Observed
    from ..planning import Work
    from ..setting import Part
    from ..settings import Settings


class TableClassPlanning(Planning[str]):
    """Plans the table class, after a change of the key: AWS loses a change of class if the key changes meanwhile."""

    setting = TABLE_CLASS

    def changed_at(self, observed: Observed) -> t.Any:
        return (observed.table.get("TableClassSummary") or {}).get("LastUpdateDateTime")

    def creates(self, wanted: str, table: Settings, replaced: Observed | None) -> Part:
        return {"TableClass": wanted} if wanted != STANDARD else {}

    def updates(self, work: Work[str]) -> Iterator[Update]:
        reason = f"change table class to {work.wanted}"
        more = {"blocks": False, "effects": (Effect(PLANNING, work.wanted),)}
        yield Update("class", update_table(work.name, {"TableClass": work.wanted}, reason, **more))

    def warnings(self, work: Work[str]) -> Iterator[str]:
        when = self.changed_at(work.observed)
        if when:
            yield f"{work.name}: the table class was changed at {when}; AWS allows 2 changes in 30 days [V73]"


PLANNING = TableClassPlanning()
