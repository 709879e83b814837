# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Explains why a run failed: which calls are done, begun and left, and whether another run helps."""

from __future__ import annotations

import typing as t

from .._settings.conditions import TABLE_ACTIVE
from .._settings.observed import no_outputs
from .._texts.failures import violations_text
from .._texts.flow import flow
from .turns import between_indexes, between_tables

if t.TYPE_CHECKING:
    from .._aws.errors import ServiceError
    from .._settings.desired import Desired
    from .._settings.violations import Violation
    from .._texts.facts import Facts
    from .run import Run
    from .step import Step

LOST_ANSWER = " (perhaps done: an answer was lost)"


def nothing_read(name: str, desired: Desired | None) -> Facts:
    """Return the result of a run that ended before the table was read, or before its specification was understood."""
    plan: Facts = {"id": "", "summary": f"{name}: nothing was read", "operations": []}
    return {
        "changed": False,
        "converged": False,
        "plan": {**plan, "iam_actions": []},
        "changes": [],
        "diff": {"before": {}, "after": {}},
        "outputs": no_outputs(name),
        "table": {},
        "spec": {"name": name, **(desired.settings.to_options() if desired else {})},
        "seconds": 0.0,
    }


def refused(name: str, desired: Desired | None, violations: t.Sequence[Violation]) -> Facts:
    """Return the failed result of a specification that cannot be carried out."""
    text = violations_text(name, violations)
    return {**nothing_read(name, desired), "msg": text, "errors": violation_facts(violations)}


def unread(desired: Desired, error: ServiceError) -> Facts:
    """Return the failed result of a table that could not be read."""
    return {**nothing_read(desired.name, desired), **service_failure(error)}


def progress(run: Run) -> str:
    """Return sentences about the calls that are done, begun and left, and about whether a later run can go on."""
    steps, outcome = run.outcome.steps, run.outcome
    begun = _in_flight(run)
    done = [step.operation.reason for step in steps if step.over and step not in begun]
    left = [step.operation.reason + (LOST_ANSWER if step.doubtful else "") for step in steps if not step.over]
    parts = [f"Done: {'; '.join(done) or 'nothing'}"]
    if begun:
        parts.append(f"Begun: {'; '.join(step.operation.reason for step in begun)}")
    if left:
        parts.append(f"Left: {'; '.join(left)}")
    if between_tables(outcome):
        parts.append("The old table is gone; what the specification leaves out of it is only in the requests of these")
    elif between_indexes(outcome):
        parts.append(
            "The old index or stream is gone; what the specification leaves out of it is only in the requests of these"
        )
    elif _lasts(run):
        parts.append(
            "Another run meets the same until that is mended" + ("; then it goes on from here" if left else "")
        )
    else:
        parts.append(f"Run again to {'go on from here' if left or begun else 'look at it once more'}")
    return ". ".join(parts) + "."


def _lasts(run: Run) -> bool:
    """Tell whether every later run would fail again, because a user must change something first."""
    failed = (step.error for step in run.outcome.with_status("failed"))
    return run.outcome.for_good or any(error is not None and not error.later_run_may_succeed for error in failed)


def _in_flight(run: Run) -> list[Step]:
    """Return the accepted calls whose effect the last look does not show yet.

    Only the last call of each lane and target counts. If one of them waits for more than an ACTIVE table, such as an
    index, those that wait only for an ACTIVE table count as complete: the index keeps the table UPDATING.
    """
    observed = run.reading.observed
    last = {(step.operation.lane, step.operation.target): step for step in run.outcome.steps if step.over}
    open_ones = {
        id(step): {need for need in step.operation.settles if not need.holds(observed)} for step in last.values()
    }
    busy = any(needs - {TABLE_ACTIVE} for needs in open_ones.values())
    return [step for step in last.values() if open_ones[id(step)] - ({TABLE_ACTIVE} if busy else set())]


def failure(run: Run) -> Facts | None:
    """Return the message and the errors of a run that failed, or ``None``.

    A run without ``wait`` has not failed only because calls are pending.
    """
    if run.errors:
        return {"msg": violations_text(run.desired.name, run.errors), "errors": violation_facts(run.errors)}
    if not run.applied:
        return _unread_elsewhere(run)
    failed = run.outcome.with_status("failed")
    pending = run.outcome.with_status("pending")
    text = "; ".join(filter(None, [_reasons(run, failed, pending), *_elsewhere(run)]))
    if not text:
        return None
    result: Facts = {"msg": f"Table {run.desired.name}: {text}. {progress(run)}"}
    errors = [*(step.error for step in failed), run.outcome.error, *(step.error for step in pending)]
    told = [error for error in (*errors, *(region.error for region in run.elsewhere.values())) if error]
    if told:
        result["error"] = told[0].facts()
    return result


def _elsewhere(run: Run) -> t.Iterator[str]:
    """Return what failed or was left in other Regions."""
    for region in run.elsewhere.values():
        if region.error:
            yield f"{region.name}: {region.error}" + (f" ({region.error.hint})" if region.error.hint else "")
        elif region.run and (found := failure(region.run)):
            yield f"{region.name}: {found['msg'].removeprefix(f'Table {run.desired.name}: ')}"
        elif region.left and run.waited and not run.outcome.stopped and not run.outcome.with_status("failed"):
            yield f"{region.name}: the replica is not there, so its settings are left"


def _unread_elsewhere(run: Run) -> Facts | None:
    """Return the failure of a plan that lacks Regions which could not be read."""
    told = [region for region in run.elsewhere.values() if region.error and region.matters]
    if not told:
        return None
    text = "; ".join(f"{region.name} cannot be read: {region.error}" for region in told)
    error = told[0].error
    return {"msg": f"Table {run.desired.name}: {text}", **({"error": error.facts()} if error else {})}


def _reasons(run: Run, failed: list[Step], pending: list[Step]) -> str:
    texts = [error_text(step) for step in failed]
    if run.outcome.stopped:
        hint = run.outcome.error.hint if run.outcome.error else ""
        texts.append(run.outcome.stopped + (f" ({hint})" if hint else ""))
    if run.waited and not texts:
        texts += [error_text(step) for step in pending]
        if not pending and run.differs:
            lost = f"the service accepted all calls, but reads back otherwise: {_differences(run)}"
            texts.append(f"{lost}. Either somebody else changed it meanwhile, or the endpoint does not keep it")
    return "; ".join(texts)


def error_text(step: Step) -> str:
    """Return the reason and the error of a call, with the hint and the time of the next attempt."""
    error = step.error
    if error is None:
        return f"{step.operation.reason} is pending"
    extras = [text for text in (error.hint, f"try again at: {error.retry_at}" if error.retry_at else "") if text]
    return f"{step.operation.reason}: {error}" + (f" ({'; '.join(extras)})" if extras else "")


def _differences(run: Run) -> str:
    pairs = ((".".join(change.path), flow(change.before), flow(change.after)) for change in run.differs)
    return "; ".join(f"{path} is {before}, not {after}" for path, before, after in pairs)


def violation_facts(violations: t.Iterable[Violation]) -> list[Facts]:
    """Return violations as results have them."""
    return [violation._asdict() for violation in violations]


def service_failure(error: ServiceError) -> Facts:
    """Return the message and the error for a result."""
    hint = f" ({error.hint})" if error.hint else ""
    return {"msg": f"{error}{hint}", "error": error.facts()}
