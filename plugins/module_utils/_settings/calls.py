# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Calls as values. Imported only where something is to be done."""

from __future__ import annotations

import dataclasses
import typing as t

from .states import DELETING

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from .conditions import Condition
    from .observed import Observed
    from .planning import Planning
    from .setting import Part

# The key of the call that creates the table, for what follows it.
CREATE = "create"


class Effect(t.NamedTuple):
    """What a call brings about of one setting, so that a look can tell whether it has."""

    planning: Planning[t.Any]
    value: t.Any

    def shows(self, observed: Observed, planned: Observed | None) -> bool:
        """Tell whether a table shows it; ``planned`` is the table that the plan was made from."""
        return self.planning.shows(self.value, observed, planned)


@dataclasses.dataclass(frozen=True)
class Operation:
    """One call of the API: what is sent, why, and what must hold before it is sent.

    Operations of one ``lane`` go out one after the other, in the order of the plan; lanes run beside each other, and
    the first of the plan goes first where only one can. ``follows`` names, by ``key``, operations of other lanes that
    must be done first, ``after`` those that go first unless AWS puts them off. ``needs`` must hold before the call,
    ``settles`` is what its completion looks like; ``given`` is what of the needs holds already and stays so, and need
    not be said. Where AWS puts a call off, what comes after it in its lane is put off too if it ``blocks``.

    ``effects`` is what the call brings about. ``also`` are IAM actions that AWS checks beside that of the call.
    ``remembers`` names, by key, the deletions after which only this request knows something. ``pause`` is how many
    seconds the next call of the lane has to wait.
    """

    operation: str
    target: str
    request: Mapping[str, t.Any]
    reason: str
    lane: str = "table"
    key: str = ""
    follows: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    needs: tuple[Condition, ...] = ()
    settles: tuple[Condition, ...] = ()
    given: tuple[Condition, ...] = ()
    destructive: bool = False
    blocks: bool = True
    effects: tuple[Effect, ...] = ()
    also: tuple[str, ...] = ()
    remembers: frozenset[str] = frozenset()
    pause: float = 0.0

    @property
    def actions(self) -> tuple[str, ...]:
        """The IAM actions that the call needs."""
        return (f"dynamodb:{self.operation}", *self.also)

    def took_effect(self, observed: Observed | None, planned: Observed | None = None) -> bool:
        """Tell whether a table shows all that the call asks for; ``planned`` is how the plan found it.

        Plans send nothing that is there already, so what is there now came with the call, or with somebody else's like
        it. The calls of other APIs than those of the table itself may simply be made again.
        """
        if self.operation == "DeleteTable":
            return observed is None or observed.status == DELETING
        if observed is None or observed.status == DELETING:
            return False
        if self.operation != "UpdateTable":
            return self.operation == "CreateTable"
        return all(effect.shows(observed, planned) for effect in self.effects)

    def facts(self) -> dict[str, t.Any]:
        """Return what a plan tells of the operation."""
        return {
            "operation": self.operation,
            "target": self.target,
            "request": dict(self.request),
            "reason": self.reason,
            "waits_for": [str(condition) for condition in self.needs if condition not in self.given],
            "destructive": self.destructive,
        }


@dataclasses.dataclass(frozen=True)
class Update:
    """One change that UpdateTable can make: ``call`` is the call that makes it alone.

    ``concern`` is the kind of change: it tells which others may stand beside it in a call, and in which order calls
    go, see ``_plan/updates.py``. One that takes ``minutes`` keeps the table from ACTIVE for so long. One that is
    ``put_off`` is sent alone and late, because AWS may not admit it yet. Where one ``leads``, what others add to its
    call changes nothing of what the call waits for.
    """

    concern: str
    call: Operation
    minutes: bool = False
    put_off: bool = False
    leads: bool = False


def update_table(name: str, body: Part, reason: str, **more: t.Any) -> Operation:
    """Return an UpdateTable call that needs the table ACTIVE and leaves it so."""
    from .conditions import TABLE_ACTIVE

    order = {"needs": (TABLE_ACTIVE,), "settles": (TABLE_ACTIVE,), "target": name, **more}
    return Operation("UpdateTable", request={"TableName": name, **body}, reason=reason, **order)
