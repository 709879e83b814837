# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Makes the result of a run, with the same keys in check mode, after success and after failure."""

from __future__ import annotations

import functools
import typing as t

from ansible.module_utils.common.dict_transformations import camel_dict_to_snake_dict

from .._aws.reading import Reading
from .._settings.catalog import BY_NAME
from .._settings.kms import LOOK_UP
from .._settings.observed import no_outputs
from .._settings.setting import Unknown

if t.TYPE_CHECKING:
    from .._texts.facts import Facts
    from .run import Run


def run_result(run: Run, *, brief: bool = False) -> Facts:
    """Return the result of a run, without the reasons of a failure; a ``brief`` one has no answers and no options."""
    reading = run.reading
    result = {
        "changed": run.changed,
        "converged": run.converged,
        "plan": plan_facts(run),
        "changes": changes(run.plan.before, run.plan.after),
        "diff": {"before": run.plan.before, "after": run.plan.after},
        "outputs": {**outputs(run.desired.name, reading), **run.outputs},
        "seconds": round(run.seconds, 1),
        **({} if brief else {"table": table_facts(reading), "spec": spec_options(reading)}),
    }
    if run.elsewhere:
        from .elsewhere import add_elsewhere

        add_elsewhere(run, result, plan_facts)
    if run.outcome.backup_arn:
        result["backup_arn"] = run.outcome.backup_arn
    return result


def changes(before: Facts, after: Facts) -> list[Facts]:
    """Return the changes as a flat list; without changes, which is usual, nothing is imported."""
    if not (before or after):
        return []
    from .._plan.flat_changes import flat_changes

    return flat_changes(before, after)


def with_text(name: str, result: Facts) -> Facts:
    """Return the result with the text of its plan."""
    return {**result, "plan": {**result["plan"], "text": texts({name: result})}}


def texts(results: t.Mapping[str, Facts]) -> str:
    """Return the text about the plans of tables."""
    if all(_stays(result) for result in results.values()):
        return nothing_to_do([*results])
    from .._plan.text import plan_of, plan_text

    return plan_text([plan_of(name, result) for name, result in results.items()])


def _stays(result: Facts) -> bool:
    """Tell whether the table exists, was planned, and does not change."""
    plan = result["plan"]
    return bool(plan["id"] and not plan["operations"] and result["outputs"]["table_arn"])


def nothing_to_do(names: t.Sequence[str]) -> str:
    """Return the text about tables that do not change, without importing ``_plan/text.py``."""
    told = (
        f"= {names[0]}: unchanged\n" if len(names) == 1 else f"= {len(names)} tables without changes\n" if names else ""
    )
    counts = f"0 to create, 0 to change, 0 to replace, 0 to delete, {len(names)} unchanged"
    return f"{told if names else ''}Plan: {counts}; 0 calls, 0 destructive."


def plan_facts(run: Run) -> Facts:
    """Return the plan with the status of each operation, and the IAM actions that its reads and calls need."""
    looked_at = run.looked_at
    reads = {action for name in looked_at.reads for action in _reads(run, name)}
    reads |= {LOOK_UP} if looked_at.keys else set()
    reads |= run.source.actions if run.source else set()
    refused = bool(run.errors) and not run.plan.operations
    return {
        "id": "" if refused else run.plan.id,
        "summary": f"{run.desired.name}: refused, see errors" if refused else run.plan.summary,
        "operations": [step.facts() for step in run.outcome.steps],
        "iam_actions": sorted({"dynamodb:DescribeTable", *reads, *_writes(run)}),
    }


def _reads(run: Run, name: str) -> t.Iterator[str]:
    """Return the actions that read a setting; further calls are made where there is, or will be, something to read."""
    read = BY_NAME[name].read
    if read is None:
        return
    yield read.action
    found = (run.reading.answers.reads.get(name) if run.reading.answers else None) or {}
    written = any(step.operation.service == read.service for step in run.outcome.steps)
    for operation, member in (each.split(".") for each in read.further):
        if written or (not isinstance(found, Unknown) and member in found):
            yield f"{read.service}:{operation}"


def _writes(run: Run) -> t.Iterator[str]:
    for step in run.outcome.steps:
        yield from step.operation.actions


def outputs(name: str, reading: Reading) -> Facts:
    """Return the outputs of the resource; if there is no table, all but the name are empty."""
    if reading.observed:
        return reading.observed.outputs()
    return no_outputs(name)


def table_facts(reading: Reading) -> Facts:
    """Return all answers that were read, in snake case: that of DescribeTable, joined with those of the other APIs."""
    answers = reading.answers
    if answers is None:
        return {}
    read: Facts = {}
    data: Facts = {}
    for name, answer in answers.reads.items():
        entry = BY_NAME[name]
        if entry.read and not isinstance(answer, Unknown):
            # Keys of tags and the members of documents are data, so they are not changed to snake case.
            if entry.read.form == "dict":
                data[name] = dict(answer)
            elif entry.read.form == "json":
                from .._settings.documents import parsed

                data[name] = parsed(answer.get(entry.read.member) or {})
            elif entry.read.form == "resources":
                read |= answer
            else:
                read[entry.read.member] = answer
    facts: Facts = in_snake_case({**answers.table, **read}) | data
    if reading.observed and reading.observed.unknown:
        facts["unknown"] = dict(reading.observed.unknown)
    return facts


def spec_options(reading: Reading) -> Facts:
    """Return the settings that were read as options, which can be used as a specification."""
    if reading.observed is None:
        return {}
    return {"name": reading.observed.name, **reading.observed.to_options()}


@functools.cache
def snake_name(name: str) -> str:
    """Return a name of the API in snake case, as all modules for AWS do."""
    return str(next(iter(camel_dict_to_snake_dict({name: None}))))


def in_snake_case(value: t.Any) -> t.Any:
    """Return an answer with its names in snake case and its dates as text."""
    if isinstance(value, dict):
        return {snake_name(name): in_snake_case(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [in_snake_case(part) for part in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def ended(run: Run, *, brief: bool = False) -> Facts:
    """Return the result of a run; it is a failure if it has a ``msg``."""
    result = {**run_result(run, brief=brief), "warnings": run_warnings(run)}
    if not run.in_doubt:
        return result
    from .failure import failure

    return {**result, **(failure(run) or {})}


def run_warnings(run: Run) -> list[str]:
    """Return the warnings of a run; without ``wait``, they include the calls that AWS put off."""
    put_off = [] if run.waited else [step for step in run.outcome.with_status("pending") if step.error]
    if not put_off:
        return [*run.warnings]
    from .failure import error_text

    return [*run.warnings, *(f"{run.desired.name}: {error_text(step)}" for step in put_off)]
