# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What a run that failed has done, has begun and has left, and whether another run helps."""

from __future__ import annotations

import typing as t

from .._settings.conditions import TABLE_ACTIVE

if t.TYPE_CHECKING:
    from .run import Run
    from .steps import Step

LOST_ANSWER = " (perhaps done: an answer was lost)"


def progress(run: Run) -> str:
    """Return what is done, begun and left, and that a later run goes on, if it can."""
    steps, outcome = run.outcome.steps, run.outcome
    begun = _in_flight(run)
    done = [step.operation.reason for step in steps if step.over and step not in begun]
    left = [step.operation.reason + (LOST_ANSWER if step.doubtful else "") for step in steps if not step.over]
    parts = [f"Done: {'; '.join(done) or 'nothing'}"]
    if begun:
        parts.append(f"Begun: {'; '.join(step.operation.reason for step in begun)}")
    if left:
        parts.append(f"Left: {'; '.join(left)}")
    if outcome.between_tables:
        parts.append("The old table is gone; what the specification leaves out of it is only in the requests of these")
    elif outcome.between_indexes:
        parts.append("The old index is gone; what no option describes of it is only in the requests of these")
    elif _lasts(run):
        parts.append(
            "Another run meets the same until that is mended" + ("; then it goes on from here" if left else "")
        )
    else:
        parts.append(f"Run again to {'go on from here' if left or begun else 'look at it once more'}")
    return ". ".join(parts) + "."


def _lasts(run: Run) -> bool:
    """Tell whether some failure would be met again, however late another run comes."""
    failed = (step.error for step in run.outcome.with_status("failed"))
    return run.outcome.for_good or any(error is not None and not error.may_heal for error in failed)


def _in_flight(run: Run) -> list[Step]:
    """Return the calls that were accepted and whose effect the last look does not show yet.

    Of one lane and target the last call tells. A table that is busy with an index is not busy with anything else.
    """
    observed = run.reading.observed
    last = {(step.operation.lane, step.operation.target): step for step in run.outcome.steps if step.over}
    open_ones = {
        id(step): {need for need in step.operation.settles if not need.holds(observed)} for step in last.values()
    }
    busy = any(needs - {TABLE_ACTIVE} for needs in open_ones.values())
    return [step for step in last.values() if open_ones[id(step)] - ({TABLE_ACTIVE} if busy else set())]
