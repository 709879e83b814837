# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The API calls of a plan as data. A run imports this only if it has something to change."""

from __future__ import annotations

import dataclasses
import typing as t

from .states import DELETING

if t.TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .conditions import Condition
    from .observed import Observed
    from .origins.origin import Making
    from .planning import Planning
    from .setting import Part

# The key of the call that creates the table; operations that follow it refer to this key.
CREATE = "create"
DYNAMODB = "dynamodb"


class Effect(t.NamedTuple):
    """The value that a call gives to one setting; a look at the table tells whether the call took effect."""

    planning: Planning[t.Any]
    value: t.Any

    def shows(self, observed: Observed, planned: Observed | None) -> bool:
        """Tell whether ``observed`` shows the effect; ``planned`` is the table that the plan was made from."""
        return self.planning.shows(self.value, observed, planned)

    def current(self, request: Mapping[str, t.Any], observed: Observed) -> Mapping[str, t.Any]:
        """Return the request with what others set meanwhile as the last look shows it."""
        return self.planning.current(self.value, request, observed)


@dataclasses.dataclass(frozen=True)
class Operation:
    """One API call: the request, the reason, and the conditions before and after it.

    The executor makes the operations of one ``lane`` one after the other, in the order of the plan. Lanes run side by
    side; where only one call can be made, the first of the plan is made. ``follows`` has the keys of operations of
    other lanes that must be done first, ``after`` the keys of those that must be done first unless AWS puts them off.
    ``needs`` must hold before the call, ``settles`` holds when the call is complete; ``already_hold`` are the needs
    that hold already and cannot change, so results do not show them. If AWS puts off an operation that ``blocks``, the
    rest of its lane is put off too.

    ``effects`` are the values that the call gives to settings. ``more_actions`` are the IAM actions that AWS checks
    beside that of the call. ``only_copy_after`` has the keys of deletions after which only this request still contains
    some value of the deleted index. ``pause`` is how many seconds the next call of the lane must wait. An operation
    that is the ``last`` goes after all others of the plan that AWS does not put off.

    Some of a request is known only when it is sent: ``token`` is the member that gets a new idempotency token for each
    run, ``stand_in`` a text that stands for the ARN of the table, and a request with ``stand_ins`` may have texts that
    stand for ARNs, see ``stand_ins.py``. ``makes`` returns, from the answer to the call, what AWS goes on making.

    ``service`` is the service of the call. ``before`` has the concerns and keys of UpdateTable calls that must wait for
    this one. If a call that ``stops`` fails, no other call is begun; after the others, only its own lane ends.
    A call that is made ``again`` is not left out where its effect shows, because a call before it takes that away.
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
    already_hold: tuple[Condition, ...] = ()
    destructive: bool = False
    blocks: bool = True
    effects: tuple[Effect, ...] = ()
    more_actions: tuple[str, ...] = ()
    only_copy_after: frozenset[str] = frozenset()
    pause: float = 0.0
    token: str = ""
    stand_in: str = ""
    makes: Callable[[Mapping[str, t.Any]], Making] | None = None
    stand_ins: bool = False
    last: bool = False
    service: str = DYNAMODB
    before: frozenset[str] = frozenset()
    stops: bool = True
    again: bool = False

    @property
    def actions(self) -> tuple[str, ...]:
        """The IAM actions that the call needs."""
        return (f"{self.service}:{self.operation}", *self.more_actions)

    def current(self, observed: Observed | None) -> Operation:
        """Return the call as it has to be made now: what others set is sent as the last look shows it."""
        request = self.request
        if observed is not None:
            for effect in self.effects:
                request = effect.current(request, observed)
        return self if request == self.request else dataclasses.replace(self, request=request)

    @property
    def creates(self) -> bool:
        """Whether the call creates the table: CreateTable, a restore, an import."""
        return self.key == CREATE

    @property
    def changes_table(self) -> bool:
        """Whether DescribeTable may show what the call changes; what scales a capacity changes it, too."""
        return self.creates or self.operation.endswith("Table") or self.service != DYNAMODB

    def request_for(self, observed: Observed | None) -> Mapping[str, t.Any]:
        """Return the request as it is sent, with the ARNs of the table at the last look."""
        if not self.stand_ins or observed is None:
            return self.request
        from .stand_ins import arns_of, filled

        filled_in: Mapping[str, t.Any] = filled(self.request, arns_of(observed.table))
        return filled_in

    def took_effect(self, observed: Observed | None, planned: Observed | None = None) -> bool:
        """Tell whether ``observed`` shows all that the call asks for; ``planned`` is the table that was planned from.

        A plan asks for nothing that the table has already, so this call, or the same call of another run, brought about
        what the table shows now. A call of another API that has no effects is not shown: the executor can repeat it.
        """
        if self.operation == "DeleteTable":
            return observed is None or observed.status == DELETING
        if observed is None or observed.status == DELETING:
            return False
        if self.operation != "UpdateTable" and not self.effects:
            return self.creates
        return all(effect.shows(observed, planned) for effect in self.effects)

    def facts(self) -> dict[str, t.Any]:
        """Return the operation as results show it."""
        return {
            "operation": self.operation,
            "target": self.target,
            "request": dict(self.request),
            "reason": self.reason,
            "waits_for": [str(condition) for condition in self.needs if condition not in self.already_hold],
            "destructive": self.destructive,
        }


@dataclasses.dataclass(frozen=True)
class Update:
    """One change that UpdateTable can make; ``call`` is the call that makes only this change.

    ``concern`` is the kind of change: it decides which changes AWS takes in one call, and the order of the calls, see
    ``_plan/updates.py``. A change that takes ``minutes`` is marked; one of a capacity keeps the table
    UPDATING for so long. A change that is ``put_off`` gets its own call, late in the plan, because AWS may not admit it
    yet. If other changes are added to the call of a change that ``leads``, that call keeps its conditions.
    """

    concern: str
    call: Operation
    minutes: bool = False
    put_off: bool = False
    leads: bool = False


def update_table(name: str, body: Part, reason: str, **more: t.Any) -> Operation:
    """Return an UpdateTable call; unless ``more`` says otherwise, it needs an ACTIVE table before and after it."""
    from .conditions import TABLE_ACTIVE

    order = {"needs": (TABLE_ACTIVE,), "settles": (TABLE_ACTIVE,), "target": name, **more}
    return Operation("UpdateTable", request={"TableName": name, **body}, reason=reason, **order)
