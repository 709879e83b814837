# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table class: what storage and throughput cost (control_plane.md, 2, 4.2, 5)."""

from __future__ import annotations

import dataclasses

from .. import flights as kinds
from ..clock import moment
from ..refusal import RefusedError, limited
from ..rules.admission import CLASS
from ..setting import BUDGET, Resolve, Setting
from ..state import Part, Table
from ..world import World

STANDARD = "STANDARD"
DAY = 86_400.0
CHANGES, DAYS = 2, 30


@dataclasses.dataclass
class TableClass:
    """The class, if one was ever asked for; whether and when it was changed."""

    table_class: str | None = None
    class_changed: bool = False
    class_changed_at: float | None = dataclasses.field(default=None, compare=False)
    class_changes: list[float] = dataclasses.field(default_factory=list, compare=False, metadata=BUDGET)


def _is_alike(one: TableClass, other: TableClass) -> bool:
    return (one.table_class or STANDARD) == (other.table_class or STANDARD)


def _check_replica(table: Table, region: str, now: float) -> None:
    """L-294: the budget of a replica, in the words in which another Region is told of it."""
    changes = table.of(TableClass).class_changes
    if len([at for at in changes if now - at < DAYS * DAY]) >= CHANGES:
        text = f"Limit exceeded for replica in {region}. Updates to TableClass are limited to {CHANGES} times in"
        raise RefusedError("LimitExceededException", f"{text} {DAYS} day(s)")


def _set_class(table: Table, wanted: str | None, at: float | None) -> None:
    """Give a replica a class that another Region has asked for; the same again counts nowhere."""
    held = table.of(TableClass)
    if (wanted or STANDARD) != (held.table_class or STANDARD) and at is not None:
        held.class_changed, held.class_changed_at = True, at
        held.class_changes.append(at)
    held.table_class = wanted if wanted is not None else held.table_class


class _TableClassSetting(Setting):
    """The old class shows until the new one is reached; the answer says UPDATING, also where nothing is (3.4)."""

    state = TableClass
    member = "TableClass"
    concern = CLASS
    shown_old = ("TableClassSummary",)
    answered_status = "UPDATING"

    def create(self, table: Table, request: Part, resolve: Resolve) -> None:
        table.of(TableClass).table_class = request.get(self.member)

    def change(self, table: Table, request: Part, resolve: Resolve) -> None:
        """L-177 and L-365: STANDARD where none was set comes to nothing, the same class again too."""
        held = table.of(TableClass)
        if request[self.member] != (held.table_class or STANDARD):
            held.table_class, held.class_changed = request[self.member], True

    def check_budget(self, world: World, table: Table, after: Table) -> None:
        """5: two changes in 30 days; then the same value sent again, which does not count, is refused too (L-283)."""
        changes = table.of(TableClass).class_changes
        if len([at for at in changes if world.now() - at < DAYS * DAY]) >= CHANGES:
            raise limited(f"Updates to TableClass are limited to {CHANGES} times in {DAYS} day(s).")

    def is_lost(self, table: Table, now: float) -> bool:
        """4.3: after a change of key during one of the class the table is ACTIVE early, and the next one is dropped."""
        return table.flights.find(now, kinds.CLASS_HAZARD) is not None

    def replicate(self, source: Table, table: Table) -> None:
        table.of(TableClass).table_class = source.of(TableClass).table_class

    def check_override(self, replica: Table, region: str, asked: Part, now: float) -> None:
        """L-294: the same class again is fine."""
        held, wanted = replica.of(TableClass), asked.get("TableClassOverride")
        if wanted and wanted != (held.table_class or STANDARD):
            _check_replica(replica, region, now)

    def override(self, replica: Table, asked: Part, now: float | None) -> None:
        if "TableClassOverride" in asked:
            _set_class(replica, asked["TableClassOverride"], now)

    def check_shared(self, table: Table, request: Part, others: dict[str, Table], now: float) -> None:
        """L-294: a change is one of every replica that has the class of this table, and spends its budget too."""
        held = table.of(TableClass)
        for region, other in others.items():
            if _is_alike(held, other.of(TableClass)) and request[self.member] != (held.table_class or STANDARD):
                _check_replica(other, region, now)

    def share(self, before: Table, table: Table, other: Table, request: Part, resolve: Resolve) -> None:
        """Another class of a replica is an override, and stays."""
        if _is_alike(before.of(TableClass), other.of(TableClass)):
            _set_class(other, table.of(TableClass).table_class, table.of(TableClass).class_changed_at)

    def count(self, world: World, table: Table, after: Table) -> None:
        """L-283 and L-365: the same class again counts nowhere."""
        held = after.of(TableClass)
        if held.table_class != table.of(TableClass).table_class:
            held.class_changes.append(world.now())
            held.class_changed_at = world.now()

    def begin(self, world: World, table: Table, after: Table, request: Part) -> None:
        if after.of(TableClass).table_class != table.of(TableClass).table_class:
            now, shows = world.now(), self.described(table, world.now())
            after.flights.begin(kinds.CLASS, now, world.draw("class"), shows=shows, detail=request[self.member])

    def described(self, table: Table, now: float) -> Part:
        """Absent if never set; the old class until the new one is reached, also where TableStatus is ACTIVE (L-287)."""
        flight = table.flights.find(now, kinds.CLASS, kinds.CLASS_HAZARD)
        if flight:
            return dict(flight.shows)
        held = table.of(TableClass)
        if held.table_class is None:
            return {}
        changed = {"LastUpdateDateTime": moment(held.class_changed_at or 0.0)} if held.class_changed else {}
        return {"TableClassSummary": {"TableClass": held.table_class, **changed}}


SETTING = _TableClassSetting()
