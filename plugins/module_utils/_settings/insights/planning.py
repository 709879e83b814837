# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The calls that turn contributor insights on and off."""

from __future__ import annotations

import typing as t

from ..calls import CREATE, Operation
from ..conditions import TABLE_ACTIVE, TABLE_EXISTS
from ..index_states import IndexBuilt
from ..indexes.setting import INDEXES
from ..indexes.work import index_work, retypes_a_key
from ..planning import Planning, Watch
from ..violations import Violation
from .setting import DEFAULT_MODE, INSIGHTS, MODE, MOVING, ONE, WRITE, Insights, idle_mode, unknown_indexes

if t.TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ..comparison import Comparison
    from ..observed import Observed
    from ..planning import Work
    from ..setting import Change
    from ..settings import Settings


class InsightsPlanning(Planning[Insights]):
    """Plans contributor insights: one call for the table, and one for each index."""

    setting = INSIGHTS
    asks_nothing = Insights()

    def creation_refusals(self, value: Insights, whole: Settings) -> Iterator[Violation]:
        """Judge a new table by V51 if ``enabled`` is left out, which means off."""
        if value.mode and value.enabled is None:
            yield from idle_mode(value)

    def refusals(self, comparison: Comparison) -> Iterator[Violation]:
        """Judge by V50 and V51, together with what the specification leaves alone."""
        own, wanted = comparison.own.of(INSIGHTS), comparison.wanted.of(INSIGHTS)
        if own and comparison.own.of(INDEXES) is None:
            yield from unknown_indexes(comparison.wanted, own.indexes or (), beside_table=True)
        if own and own.mode and wanted:
            yield from idle_mode(wanted)

    def is_affected(self, comparison: Comparison) -> bool:
        """Tell whether an index is rebuilt: its insights are deleted with the old index."""
        if not (comparison.of(INDEXES) or retypes_a_key(comparison)):
            return False
        return bool(index_work(comparison).rebuilt)

    def watches(self, there: Insights, wanted: Insights | None, made: Sequence[Operation]) -> Iterator[Watch]:
        """Return the insights to watch: those that are wanted or were written.

        They take up to sixteen seconds to turn on, and fail only then if CloudWatch has reached a limit. Other insights
        may have failed long ago, which does not concern this run.
        """
        written = {call.request.get("IndexName", "") for call in made if call.operation == WRITE}
        concerned = {*(wanted.targets if wanted else ())} | written
        for index, status in there.statuses.items():
            if index in concerned:
                what = f"contributor insights{f' of index {index}' if index else ''}"
                request = {"IndexName": index} if index else {}
                member, reason = "ContributorInsightsStatus", "FailureException"
                yield Watch(what, status, MOVING, ONE, request, member, reason, WRITE)

    def always_differs(self, change: Change) -> bool:
        """Tell whether the mode reads as the default: an endpoint without modes always shows that."""
        return change[:2] == ((MODE,), DEFAULT_MODE)

    def after_creation(self, name: str, wanted: Insights, replaced: Observed | None) -> Iterator[Operation]:
        there = (replaced.of(INSIGHTS) if replaced else None) or Insights()
        for index in wanted.targets:
            mode = wanted.mode or _modes(there).get(index)
            yield _call(name, index, True, mode, follows=frozenset({CREATE}), needs=(TABLE_ACTIVE,))

    def operations(self, work: Work[Insights]) -> Iterator[Operation]:
        there, found = work.there or Insights(), index_work(work.comparison)
        before, after = {*there.targets}, {*work.wanted.targets}
        # The insights of a deleted index are deleted with it, also if the index is built again.
        gone = {index for index in before if index in found.delete}
        for index in sorted(before - after - gone):
            yield _call(work.name, index, False, needs=(TABLE_EXISTS,))
        for index in sorted(after):
            wrong_mode = MODE in work.options and there.modes.get(index) != work.wanted.mode
            if index not in before - gone or wrong_mode:
                needs = (TABLE_EXISTS, IndexBuilt(index)) if index else (TABLE_EXISTS,)
                follows = frozenset({f"build {index}"}) if index in found.build else frozenset[str]()
                # A call without a mode would set the default of AWS, also if the user left another mode alone.
                mode = work.wanted.mode or _modes(there).get(index)
                yield _call(work.name, index, True, mode, needs=needs, follows=follows)

    def kept_without(self, own: Insights, there: Insights, lost: Collection[str], table: Settings) -> Insights:
        if own.indexes is not None or not {*lost} & {*(there.indexes or ())}:
            return own
        left = {index.name for index in table.of(INDEXES) or ()}
        names = tuple(name for name in there.indexes or () if name in left)
        enabled = there.enabled if own.enabled is None else own.enabled
        return own._replace(indexes=names, mode=own.mode or (there.mode if enabled or names else None))

    def without(self, there: Insights, lost: Collection[str]) -> Insights:
        names = tuple(name for name in there.indexes or () if name not in lost)
        both = (there.modes, there.statuses)
        modes, statuses = ({name: value for name, value in part.items() if name not in lost} for part in both)
        shared = {modes[name] for name in there._replace(indexes=names).targets}
        return Insights(there.enabled, shared.pop() if len(shared) == 1 else None, names, modes, statuses)

    def unread(self, comparison: Comparison) -> Iterator[str]:
        name, reason = comparison.observed.name, comparison.observed.unknown[INSIGHTS.name]
        for index in index_work(comparison).rebuilt:
            yield f"{name}: if index {index} has contributor insights, they go: {reason}"


def _modes(there: Insights) -> dict[str, str]:
    """Return the modes of the enabled contributor insights by index name, with ``""`` for the table."""
    return {index: there.modes[index] for index in there.targets}


def _call(name: str, index: str, enable: bool, mode: str | None = None, **order: t.Any) -> Operation:
    """Return the call that enables, with a mode, or disables insights of the table (``index`` empty) or of an index."""
    request: dict[str, t.Any] = {"TableName": name}
    if index:
        request["IndexName"] = index
    request["ContributorInsightsAction"] = "ENABLE" if enable else "DISABLE"
    if enable and mode:
        request["ContributorInsightsMode"] = mode
    target = f"{name}/index/{index}" if index else name
    what = f"{'enable' if enable else 'disable'} contributor insights"
    reason = f"{what}{f' of index {index}' if index else ''}{f' ({mode})' if enable and mode else ''}"
    return Operation(WRITE, target, request, reason, lane=f"insights/{index}", more_actions=(ONE.action,), **order)


PLANNING = InsightsPlanning()
