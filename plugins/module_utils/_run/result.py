# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What a run tells: the same keys in check mode, after success and after failure."""

from __future__ import annotations

import typing as t

from .._settings.beside import GUARDS
from .._settings.catalog import BY_NAME, ENTRIES
from .._settings.encryption.setting import LOOK_UP
from .._settings.setting import Unknown
from .._texts.failures import violations_text
from .._texts.flow import flow
from .ending_words import progress
from .snake import in_snake_case

if t.TYPE_CHECKING:
    from .._aws.errors import ServiceError
    from .._aws.reading import Reading
    from .._settings.violations import Violation
    from .run import Run
    from .steps import Step

Words = dict[str, t.Any]


def run_result(run: Run) -> Words:
    """Return the result of a run."""
    reading = run.reading
    result = {
        "changed": run.changed,
        "converged": run.converged,
        "plan": plan_words(run),
        "changes": changes(run.plan.before, run.plan.after),
        "diff": {"before": run.plan.before, "after": run.plan.after},
        "outputs": outputs(run.desired.name, reading),
        "table": table_words(reading),
        "spec": spec_words(reading),
        "seconds": round(run.seconds, 1),
    }
    if run.outcome.backup_arn:
        result["backup_arn"] = run.outcome.backup_arn
    return result


def changes(before: Words, after: Words) -> list[Words]:
    """Return the differences as a flat list; most runs have none, and import nothing for them."""
    if not (before or after):
        return []
    from .._plan.change_words import change_words

    return change_words(before, after)


def with_text(name: str, result: Words) -> Words:
    """Return a result whose plan has its text."""
    return {**result, "plan": {**result["plan"], "text": texts({name: result})}}


def texts(results: t.Mapping[str, Words]) -> str:
    """Return the text over the plans of tables."""
    if all(_stays(result) for result in results.values()):
        return nothing_to_do([*results])
    from .._plan.text import plan_of, plan_text

    return plan_text([plan_of(name, result) for name, result in results.items()])


def _stays(result: Words) -> bool:
    """Tell whether the table is there, was planned, and stays as it is."""
    plan = result["plan"]
    return bool(plan["id"] and not plan["operations"] and result["outputs"]["table_arn"])


def nothing_to_do(names: t.Sequence[str]) -> str:
    """Return the text over tables that stay as they are, without the code that has more to say."""
    told = (
        f"= {names[0]}: unchanged\n" if len(names) == 1 else f"= {len(names)} tables without changes\n" if names else ""
    )
    counts = f"0 to create, 0 to change, 0 to replace, 0 to delete, {len(names)} unchanged"
    return f"{told if names else ''}Plan: {counts}; 0 calls, 0 destructive."


def plan_words(run: Run) -> Words:
    """Return the plan with the status of each operation, and the IAM actions that reading and writing need."""
    looked_at = run.looked_at
    reads = {read.action for name in looked_at.reads if (read := BY_NAME[name].read)}
    reads |= {LOOK_UP} if looked_at.keys else set()
    reads |= {read.action for read in GUARDS.values()} if looked_at.guards else set()
    refused = bool(run.errors) and not run.plan.operations
    return {
        "id": "" if refused else run.plan.id,
        "summary": f"{run.desired.name}: refused, see errors" if refused else run.plan.summary,
        "operations": [step.words() for step in run.outcome.steps],
        "iam_actions": sorted({"dynamodb:DescribeTable", *reads, *_writes(run)}),
    }


def _writes(run: Run) -> t.Iterator[str]:
    for step in run.outcome.steps:
        yield from step.operation.actions


def outputs(name: str, reading: Reading) -> dict[str, str]:
    """Return the outputs of the resource; all but the name are empty while there is no table."""
    if reading.observed:
        return reading.observed.outputs()
    of_settings = (output for entry in ENTRIES for output in entry.outputs)
    return {"table_name": name, "table_arn": "", "table_id": "", **dict.fromkeys(of_settings, "")}


def table_words(reading: Reading) -> Words:
    """Return everything that was read, in snake case, with the answers of the other APIs beside the table's own."""
    answers = reading.answers
    if answers is None:
        return {}
    read, tags = {}, {}
    for name, answer in answers.reads.items():
        entry = BY_NAME[name]
        if entry.read and not isinstance(answer, Unknown):
            # The keys of tags are no names of the API.
            if entry.read.form == "tags":
                tags[name] = dict(answer)
            else:
                read[entry.read.member] = answer
    words: Words = in_snake_case({**answers.table, **read}) | tags
    if reading.observed and reading.observed.unknown:
        words["unknown"] = dict(reading.observed.unknown)
    return words


def spec_words(reading: Reading) -> Words:
    """Return the settings that were read as options, fit to be given back."""
    if reading.observed is None:
        return {}
    return {"name": reading.observed.name, **reading.observed.to_options()}


def violation_words(violations: t.Iterable[Violation]) -> list[Words]:
    """Return broken rules as a result names them."""
    return [violation._asdict() for violation in violations]


def service_failure(error: ServiceError) -> Words:
    """Return what the service said."""
    hint = f" ({error.hint})" if error.hint else ""
    return {"msg": f"{error}{hint}", "error": error.words()}


def run_warnings(run: Run) -> list[str]:
    """Return what is worth knowing of a run, the calls that AWS put off included where that is no failure."""
    put_off = [] if run.waited else [step for step in run.outcome.with_status("pending") if step.error]
    return [*run.warnings, *(f"{run.desired.name}: {_error_text(step)}" for step in put_off)]


def failure(run: Run) -> Words | None:
    """Return the message of a run that failed, or ``None``.

    A run that was told not to wait has not failed for what is left to do.
    """
    if run.errors:
        return {"msg": violations_text(run.desired.name, run.errors), "errors": violation_words(run.errors)}
    if not run.applied:
        return None
    failed = run.outcome.with_status("failed")
    pending = run.outcome.with_status("pending")
    text = _reasons(run, failed, pending)
    if not text:
        return None
    result: Words = {"msg": f"Table {run.desired.name}: {text}. {progress(run)}"}
    errors = [*(step.error for step in failed), run.outcome.error, *(step.error for step in pending)]
    told = [error for error in errors if error]
    if told:
        result["error"] = told[0].words()
    return result


def _reasons(run: Run, failed: list[Step], pending: list[Step]) -> str:
    texts = [_error_text(step) for step in failed]
    if run.outcome.stopped:
        hint = run.outcome.error.hint if run.outcome.error else ""
        texts.append(run.outcome.stopped + (f" ({hint})" if hint else ""))
    if run.waited and not texts:
        texts += [_error_text(step) for step in pending]
        if not pending and run.differs:
            lost = f"the service accepted all calls, but reads back otherwise: {_differences(run)}"
            texts.append(f"{lost}. Either somebody else changed it meanwhile, or the endpoint does not keep it")
    return "; ".join(texts)


def _error_text(step: Step) -> str:
    error = step.error
    if error is None:
        return f"{step.operation.reason} is pending"
    extras = [text for text in (error.hint, f"try again at: {error.retry_at}" if error.retry_at else "") if text]
    return f"{step.operation.reason}: {error}" + (f" ({'; '.join(extras)})" if extras else "")


def _differences(run: Run) -> str:
    pairs = ((".".join(change.path), flow(change.before), flow(change.after)) for change in run.differs)
    return "; ".join(f"{path} is {before}, not {after}" for path, before, after in pairs)
