# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Makes the operations of a plan from the changes of an existing table."""

from __future__ import annotations

import dataclasses
import typing as t

from .._settings.catalog import BY_NAME
from .._settings.conditions import TABLE_EXISTS, TABLE_GONE
from .._settings.planning import Work
from .._settings.plannings import planning_of
from .._settings.states import CREATING
from .._settings.whole import for_replacement
from .creation import creation, last_ones_last
from .diff import before_and_after
from .removal import left_behind, removal
from .updates import update_calls

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from .._settings.calls import Operation
    from .._settings.comparison import Comparison
    from .._settings.observed import Observed
    from .._settings.planning import Planning
    from .plan import Plan

    Job = tuple[Planning[t.Any], Work[t.Any]]


def with_changes(plan: Plan, comparison: Comparison) -> Plan:
    """Return the plan of an existing table with the operations that make its changes."""
    before, after = before_and_after(comparison.changes)
    operations, warnings = (_replacement if comparison.needs_new_table else update)(comparison)
    return dataclasses.replace(
        plan,
        operations=tuple(operations),
        changes=comparison.changes,
        before=before,
        after=after,
        warnings=(*plan.warnings, *warnings),
    )


def _jobs(comparison: Comparison) -> Iterator[Job]:
    """Return, for each setting that may need calls, its planning and the input for it."""
    for setting, wanted in comparison.wanted.items():
        changes, planning = comparison.of(setting), planning_of(setting)
        if changes or comparison.needs_new_table or planning.is_affected(comparison):
            yield planning, Work(comparison.there(setting), wanted, changes, comparison)


def update(comparison: Comparison) -> tuple[list[Operation], list[str]]:
    """Return the calls that change a table in place, and the warnings; they wait if the table is being created."""
    jobs = [*_jobs(comparison)]
    updates = [update for planning, work in jobs for update in planning.updates(work)]
    others = [call for planning, work in jobs for call in planning.operations(work)]
    # What goes before calls of UpdateTable is told before them, too.
    observed = comparison.observed
    first = [call for call in others if call.before]
    ready = {call.key for call in first if all(need.holds(observed) for need in call.needs)}
    operations = _among(first, update_calls(updates, others, ready)) + [call for call in others if not call.before]
    if observed.status == CREATING:
        operations = [
            dataclasses.replace(step, needs=tuple(dict.fromkeys((TABLE_EXISTS, *step.needs)))) for step in operations
        ]
    warnings = [text for planning, work in jobs for text in planning.warnings(work)]
    unread = (planning_of(BY_NAME[name].load()) for name in observed.unknown)
    warnings += [text for each in unread if each.is_affected(comparison) for text in each.unread(comparison)]
    return [_saying_less(step, observed) for step in last_ones_last(operations)], warnings


def _among(first: list[Operation], calls: list[Operation]) -> list[Operation]:
    """Return the calls of UpdateTable, with those of other APIs before them, or after the last that they go after."""
    ahead: list[Operation] = []
    found = [*calls]
    for call in reversed(first):
        places = [place for place, other in enumerate(found, 1) if other.key and other.key in call.after]
        if places:
            found.insert(places[-1], call)
        else:
            ahead.insert(0, call)
    return ahead + found


def _saying_less(step: Operation, observed: Observed) -> Operation:
    """Return the operation with ``already_hold``, the needs that hold already and stay so; results do not show them."""
    return dataclasses.replace(
        step, already_hold=tuple(need for need in step.needs if need.lasting and need.holds(observed))
    )


def _replacement(comparison: Comparison) -> tuple[list[Operation], list[str]]:
    """Return the calls that delete and create the table, and the warnings.

    The new table gets the old values of what the specification leaves out, but not the items.
    """
    desired, observed = comparison.desired, comparison.observed
    backup = desired.replacement == "backup_and_replace"
    remove = removal(desired, observed, backup=backup or desired.backup_before_delete, check_empty=not backup)
    create = creation(desired.name, for_replacement(comparison.wanted), (TABLE_GONE,), observed)
    jobs = [*_jobs(comparison)]
    more = "".join(planning.replaced(work) for planning, work in jobs)
    warnings = [f"{observed.name}: the table is replaced; its items are not carried over{more}"]
    warnings += [text for planning, work in jobs for text in planning.replacement_warnings(work)]
    warnings += left_behind(observed)
    return [*remove, *create], warnings
