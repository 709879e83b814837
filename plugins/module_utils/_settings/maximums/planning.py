# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The calls that set on-demand maximums."""

from __future__ import annotations

import typing as t

from ..calls import Effect, Update, update_table
from ..capacity.setting import CAPACITY
from ..conditions import TABLE_ACTIVE
from ..index_states import IndexBuilt
from ..indexes.work import index_work
from ..places import TABLE, Pair, Pairs, named
from ..planning import Planning
from ..throughput import PAY_PER_REQUEST, PROVISIONED
from .setting import MAXIMUMS, NAMES, UNLIMITED, limits_of, told

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..calls import Operation
    from ..comparison import Comparison
    from ..observed import Observed
    from ..planning import Work
    from ..setting import Part
    from ..settings import Settings
    from ..violations import Violation


class MaximumsPlanning(Planning[Pairs]):
    """Plans on-demand maximums.

    That of the table has a call of its own, or goes with a change to on-demand (C15, C23); those of all indexes have
    one call. AWS drops all of them when the table changes to PROVISIONED.
    """

    setting = MAXIMUMS

    def refusals(self, comparison: Comparison) -> Iterator[Violation]:
        """Judge by V32 where the specification leaves out the billing mode; ``rules`` judges where it names one."""
        own, capacity = comparison.own.of(MAXIMUMS), comparison.wanted.of(CAPACITY)
        named_mode = comparison.own.of(CAPACITY)
        if own and capacity and capacity.mode == PROVISIONED and not (named_mode and named_mode.mode):
            yield from MAXIMUMS.needless(own)

    def always_differs(self, change: t.Any) -> bool:
        """Tell whether nothing is shown: some endpoints take a maximum and never show one."""
        return change.before is None

    def shows(self, value: Pairs, observed: Observed, planned: Observed | None) -> bool:
        there = observed.of(MAXIMUMS) or {}
        found = {place: there.get(place, Pair()) for place in value}
        return all(found[place] == limits_of(pair.joined(found[place], _or)) for place, pair in value.items())

    def creates(self, wanted: Pairs, table: Settings, replaced: Observed | None) -> Part:
        return NAMES.request(limits_of(wanted.get(TABLE, Pair())))

    def created(self, wanted: Pairs) -> str:
        return f"an on-demand maximum of {told(limits_of(wanted[TABLE]))}" if limits_of(wanted[TABLE]) != Pair() else ""

    def updates(self, work: Work[Pairs]) -> Iterator[Update]:
        capacity = work.comparison.wanted.of(CAPACITY)
        if capacity is None or capacity.mode != PAY_PER_REQUEST:
            return
        there, built = work.there or {}, index_work(work.comparison).build
        new = {
            place: _asked(there.get(place, Pair()), pair) for place, pair in work.wanted.items() if place not in built
        }
        new = {place: pair for place, pair in sorted(new.items()) if pair != Pair()}
        if TABLE in new:
            pair = new.pop(TABLE)
            yield Update("maximum", _call(work, NAMES.request(pair), {TABLE: pair}))
        if new:
            parts = [{"Update": {"IndexName": place, **NAMES.request(pair)}} for place, pair in new.items()]
            yield Update("index maximum", _call(work, {"GlobalSecondaryIndexUpdates": parts}, new))

    def warnings(self, work: Work[Pairs]) -> Iterator[str]:
        """Warn about maximums that a change to PROVISIONED takes along."""
        there, capacity = work.there or {}, work.comparison.wanted.of(CAPACITY)
        if capacity and capacity.mode == PROVISIONED:
            for place in (place for place in work.wanted if there.get(place, Pair()) != Pair()):
                yield f"{work.name}: the on-demand maximum of {named(place)} goes with the change to PROVISIONED"


def _asked(there: Pair, wanted: Pair) -> Pair:
    """Return the numbers to send: those that differ, and -1 to remove a limit."""
    return wanted.joined(there, lambda new, old: None if new == old else UNLIMITED if new is None else new)


def _or(asked: int | None, there: int | None) -> int | None:
    return there if asked is None else asked


def _call(work: Work[Pairs], body: Part, pairs: Pairs) -> Operation:
    """Return the call for the table, or for all indexes that differ."""
    reason = "; ".join(f"limit {named(place)} to {told(pair)}" for place, pair in pairs.items())
    settles = (TABLE_ACTIVE, *(IndexBuilt(place) for place in pairs if place))
    effects = (Effect(PLANNING, pairs),)
    return update_table(work.name, body, reason, effects=effects, settles=settles, blocks=False)


PLANNING = MaximumsPlanning()
