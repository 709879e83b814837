# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Which steps of a plan may begin, and whether a run may end between two of them."""

from __future__ import annotations

import typing as t

from .outcome import PENDING, PLANNED

if t.TYPE_CHECKING:
    from .outcome import Outcome
    from .step import Step


def between_tables(outcome: Outcome) -> bool:
    """Tell whether the old table is being deleted and some calls for the new table are still to be made.

    Only these calls know the settings that the specification leaves out, so the run must not end before them.
    """
    names = [step.operation.operation for step in outcome.steps]
    if "DeleteTable" not in names:
        return False
    deletion, *later = outcome.steps[names.index("DeleteTable") :]
    return deletion.over and not all(step.over for step in later)


def between_indexes(outcome: Outcome) -> bool:
    """Tell whether an index is being deleted and the call that builds it again, with values that the specification
    leaves out, such as the on-demand maximum, is still to be made."""
    over = {step.operation.key for step in outcome.steps if step.over}
    left = (step.operation for step in outcome.steps if not step.over)
    return any(operation.only_copy_after & over for operation in left)


def between(outcome: Outcome) -> bool:
    """Tell whether the end of the run would lose values that only the remaining requests contain."""
    return between_tables(outcome) or between_indexes(outcome)


def startable(steps: t.Sequence[Step]) -> list[Step]:
    """Return, in the order of the plan, the steps whose turn it is.

    Those are the first step of each lane that is not over, if the steps that it follows are done and no step of its
    ``after`` is still to come. A step that was put off and does not block is passed over; when its time comes, it has
    its turn again in addition to the first of the lane. A step that goes last has its turn when all others had theirs.
    """
    done = {step.operation.key for step in steps if step.over}
    coming = [step for step in steps if step.status == PLANNED and not step.put_off]
    ahead = {step.operation.key for step in coming}
    others = any(not step.operation.last for step in coming)
    lanes: set[str] = set()
    turn = []
    for step in steps:
        if step.over or (step.passed_over and step.status == PENDING):
            continue
        first = step.passed_over or step.operation.lane not in lanes
        if not step.passed_over:
            lanes.add(step.operation.lane)
        ordered = step.operation.follows <= done and not step.operation.after & ahead
        ordered = ordered and not (step.operation.last and others)
        if first and ordered and step.status == PLANNED and step.future is None:
            turn.append(step)
    return turn
