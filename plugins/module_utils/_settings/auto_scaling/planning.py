# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!
"""The calls that begin, change and end scaling, in an order with those that change the table."""

from __future__ import annotations

import typing as t

from ..calls import CREATE
from ..capacity.setting import CAPACITY
from ..conditions import TABLE_ACTIVE, TABLE_EXISTS
from ..in_flight import TABLE_DELETABLE
from ..index_conditions import SlotFree
from ..index_states import IndexBuilt
from ..indexes.setting import INDEXES
from ..indexes.work import index_work
from ..places import TABLE
from ..planning import Planning
from ..throughput import PROVISIONED
from .calls import Calls
from .conditions import TABLE_ON_DEMAND, TABLE_PROVISIONED
from .rules import of_no_index, on_demand, past
from .setting import AUTO_SCALING, NONE, Scaling

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..calls import Operation
    from ..comparison import Comparison
    from ..desired import Desired
    from ..indexes.work import IndexWork
    from ..observed import Observed
    from ..planning import Work
    from ..settings import Settings
    from ..violations import Violation
    from .targets import Dimension, Target

# The calls for a capacity: AWS changes it back while it is scaled, so scaling ends before.
CAPACITIES = ("units", "index units", "to on demand")
# The key of the call that changes capacities: scaling that begins finds a capacity within its bounds.
CAPACITY_CALL = "capacity"


class AutoScalingPlanning(Planning[Scaling]):
    """Plans scaling. It outlives its table and its index, so it ends right before they are deleted.

    It goes by the name of an index, so it stays while an index is built anew: a run that is killed then loses nothing.
    """

    setting = AUTO_SCALING

    def creation_refusals(self, value: Scaling, whole: Settings) -> Iterator[Violation]:
        """Judge a new table by V85."""
        yield from past(value, whole)

    def refusals(self, comparison: Comparison) -> Iterator[Violation]:
        """Judge by V53 where the specification leaves the billing mode alone, and by V57 where it leaves indexes."""
        own, capacity = comparison.own.of(AUTO_SCALING), comparison.wanted.of(CAPACITY)
        given = comparison.own.of(CAPACITY)
        if own and not (given and given.mode) and capacity and capacity.mode != PROVISIONED:
            yield from (on_demand(own.paths[each]) for each, _target in own.enabled())
        if own:
            yield from of_no_index(own, [index.name for index in comparison.wanted.of(INDEXES) or ()])

    def is_affected(self, comparison: Comparison) -> bool:
        """Tell whether a capacity or the billing mode changes, replicas come, or an index is deleted for good."""
        if comparison.option("replicas") and comparison.wanted.named("capacity").mode == PROVISIONED:
            return True
        if comparison.of(CAPACITY) or any(change.path[-1] == "provisioned_throughput" for change in comparison.changes):
            return True
        return bool(comparison.of(INDEXES) and _gone(index_work(comparison)))

    def for_replacement(self, value: Scaling, table: Settings) -> Scaling:
        """Return the scaling that the new table can have: none on demand, none of an index that is not there."""
        capacity, names = table.of(CAPACITY), {TABLE, *(index.name for index in table.of(INDEXES) or ())}
        scaled = capacity is not None and capacity.mode == PROVISIONED
        kept = {each: target for each, target in value.targets.items() if scaled and each.place in names}
        return Scaling(kept, paths=value.paths)

    def after_creation(self, name: str, wanted: Scaling, replaced: Observed | None) -> Iterator[Operation]:
        order = {"follows": frozenset({CREATE}), "needs": (TABLE_ACTIVE,)}
        for each, target in wanted.enabled():
            yield from Calls(name, each).set(None, target, **order)

    def operations(self, work: Work[Scaling]) -> Iterator[Operation]:
        there, gone = work.there.targets if work.there else NONE, _gone(index_work(work.comparison))
        for each in sorted({*there, *work.wanted.targets}):
            old, new = there.get(each), work.wanted.targets.get(each)
            calls = Calls(work.name, each)
            if new and new.enabled:
                yield from calls.set(old, new, **self._order(each, work.comparison))
            elif old:
                yield calls.end(old, **self._end(each, work.comparison, deleted=each.place in gone))

    def _end(self, each: Dimension, comparison: Comparison, *, deleted: bool) -> dict[str, t.Any]:
        """Return the order of a call that ends scaling: right before its index goes, or before a capacity changes.

        In a global table with a capacity AWS takes no call about indexes while the writes of the table, or of one of
        its indexes, are not scaled (L-291). So scaling ends when the index is gone, and when the table is on demand.
        """
        is_global, capacity = bool(comparison.observed.beside.replicas), comparison.wanted.of(CAPACITY)
        if is_global and deleted:
            return {"follows": frozenset({f"delete {each.place}"}), "needs": (TABLE_EXISTS,)}
        if is_global and comparison.option("billing_mode") and capacity and capacity.mode != PROVISIONED:
            return {"needs": (TABLE_ON_DEMAND,)}
        if deleted:
            return {"before": frozenset({f"delete {each.place}"}), "needs": (TABLE_ACTIVE, SlotFree(each.place))}
        return {"before": frozenset(CAPACITIES), "needs": (TABLE_EXISTS,)}

    def _order(self, each: Dimension, comparison: Comparison) -> dict[str, t.Any]:
        """Return what scaling waits for: an index that is built, a table that becomes PROVISIONED, its capacity.

        In a global table that becomes PROVISIONED, new indexes wait for the scaling of all that is there (L-291).
        """
        switch = comparison.option("billing_mode")
        needs = (TABLE_PROVISIONED if switch else TABLE_EXISTS, *([IndexBuilt(each.place)] if each.place else ()))
        built = each.place in index_work(comparison).build
        return {
            "needs": needs,
            "follows": frozenset({f"build {each.place}"}) if built else frozenset[str](),
            "after": frozenset({CAPACITY_CALL}),
            "before": frozenset(("index",) if switch and not built and comparison.observed.beside.replicas else ()),
        }

    def warnings(self, work: Work[Scaling]) -> Iterator[str]:
        """Tell which targets stay although they do nothing, and which actions are left out."""
        capacity, there = work.comparison.wanted.of(CAPACITY), work.there.targets if work.there else NONE
        switched = work.comparison.option("billing_mode") and capacity and capacity.mode != PROVISIONED
        for each, target in work.wanted.enabled():
            if switched and each in there:
                text = f"scaling of {each} stays, does nothing while the table is on demand, and acts again afterwards"
                yield f"{work.name}: {text}"
            yield from self._left_out(work, each, target)

    @staticmethod
    def _left_out(work: Work[Scaling], each: Dimension, target: Target) -> Iterator[str]:
        own = work.comparison.own.of(AUTO_SCALING)
        given = own.targets.get(each) if own else None
        kept = {action.name for action in target.actions or ()}
        for action in (given.actions if given else None) or ():
            if action.name not in kept:
                text = f"the time of scheduled action {action.name} of {each} is past"
                yield f"{work.name}: {text}, so it is left out [V85]"

    def replacement_warnings(self, work: Work[Scaling]) -> Iterator[str]:
        """Tell which policies are not made again."""
        for each, target in sorted((work.there.targets if work.there else NONE).items()):
            if target.others:
                yield f"{work.name}: of {each}, no option describes {', '.join(target.others)}, which go with the table"

    def unread(self, comparison: Comparison) -> Iterator[str]:
        yield from self.left_behind(comparison.observed, "whether a capacity is scaled")

    def left_behind(self, observed: Observed, what: str = "scaling, which stays if there is any,") -> Iterator[str]:
        reason = observed.unknown.get(AUTO_SCALING.name)
        if reason and AUTO_SCALING.name not in observed.not_offered:
            yield f"{observed.name}: {what} is unknown: {reason}"

    def before_deletion(self, observed: Observed, there: Scaling, desired: Desired) -> Iterator[Operation]:
        for each, target in sorted(there.targets.items()):
            yield Calls(observed.name, each).end(
                target, " before its table goes", lane="table", needs=(TABLE_DELETABLE,), stops=True
            )


def _gone(work: IndexWork) -> set[str]:
    """Return the indexes that are deleted and not built anew."""
    return {*work.delete} - {*work.build}


PLANNING = AutoScalingPlanning()
