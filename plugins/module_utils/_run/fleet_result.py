# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Makes the result of a fleet: the result of each table, and a short summary of all."""

from __future__ import annotations

import typing as t

from .._plan.plan import digest
from .._plan.rules import advice
from .._texts.failures import failures_text
from .jobs import look_alikes
from .result import ended, texts, with_text

if t.TYPE_CHECKING:
    from .._texts.facts import Facts
    from .jobs import Job
    from .run import Run

# At most so many warnings, because people read them.
WARNED = 20


def table_result(job: Job, *, everything: bool = True) -> Facts:
    """Return the result of one table, with the same keys as a result of dynamodb_table; see :func:`fleet_result`."""
    result = ended(t.cast("Run", job.run), brief=True) if not everything and _stays(job) else _result(job)
    return with_text(job.name, {**result, "failed": "msg" in result})


def _stays(job: Job) -> bool:
    """Tell whether the table is as specified, so that no call is made."""
    run = job.run
    if run is None or job.error or job.crash:
        return False
    return bool(run.plan.id and run.settled and not run.in_doubt and not run.plan.before and not run.plan.after)


def _result(job: Job) -> Facts:
    if job.crash:
        facts = _known(job)
        return {
            **facts,
            "msg": f"Table {job.name}: a fault of the collection, please report it",
            "exception": job.crash,
        }
    if job.run and not job.error:
        return ended(job.run)
    from .failure import nothing_read, refused, unread

    if job.error and job.desired:
        return unread(job.desired, job.error)
    if job.run:
        return ended(job.run)
    if job.violations:
        return refused(job.name, job.desired, job.violations)
    return {**nothing_read(job.name, job.desired), "warnings": advice(job.desired) if job.desired else []}


def _known(job: Job) -> Facts:
    from .failure import nothing_read

    facts = ended(job.run) if job.run else nothing_read(job.name, job.desired)
    return {key: value for key, value in facts.items() if key != "msg"}


def fleet_result(jobs: t.Sequence[Job], *, everything: bool = True) -> Facts:
    """Return the result of all tables; it is a failure if it has a ``msg``.

    Without ``everything``, the tables that stay as they are lack the values that the option ``detail`` names.
    """
    results: dict[str, Facts] = {}
    for job in jobs:
        results[job.name] = _with_faults(results.get(job.name), table_result(job, everything=everything))
    failed = {name: result for name, result in results.items() if result["failed"]}
    facts: Facts = {
        "changed": any(result["changed"] for result in results.values()),
        "converged": all(result["converged"] for result in results.values()),
        "plan": _plan(results),
        "diff": _diffs(results),
        "tables": results,
        "warnings": _warnings([*look_alikes(list(jobs)), *_told(results)]),
    }
    for result in results.values():
        if "table" not in result:
            del result["plan"]["iam_actions"]
    if failed:
        facts["msg"] = failures_text(failed, len(results))
        facts["errors"] = [violation for job in jobs for violation in _errors(job)]
    return facts


def _with_faults(other: Facts | None, result: Facts) -> Facts:
    """Return the errors of two specifications of the same table in one result."""
    if other is None:
        return result
    errors = [*other.get("errors", []), *result.get("errors", [])]
    return {**other, "msg": "\n".join((other["msg"], *result["msg"].splitlines()[1:])), "errors": errors}


def _errors(job: Job) -> t.Iterator[Facts]:
    told = job.run.errors if job.run else ()
    for violation in (*job.violations, *(fault._replace(path=f"{job.path}.{fault.path}") for fault in told)):
        yield {**violation._asdict(), "table": job.name}


def _plan(results: dict[str, Facts]) -> Facts:
    """Return the plan of the fleet: the operations of all tables, with one id."""
    plans = {name: result["plan"] for name, result in results.items()}
    operations = [step for plan in plans.values() for step in plan["operations"]]
    touched = sum(bool(plan["operations"]) for plan in plans.values())
    destructive = sum(step["destructive"] for step in operations)
    told = f"{len(operations)} operations" + (f" ({destructive} destructive)" if destructive else "")
    ids = "\n".join(f"{name} {plan['id']}" for name, plan in sorted(plans.items()))
    compared = sum(map(_compared, results.values()))
    summary = [f"{touched} of {len(plans)} tables: {told}" if touched else f"{compared} tables: nothing to do"]
    if compared < len(plans):
        summary = [*(summary if compared else ()), f"{len(plans) - compared} tables: not compared"]
    return {
        "id": digest(ids),
        "summary": "; ".join(summary),
        "text": texts(results),
        "operations": operations,
        "iam_actions": sorted({action for plan in plans.values() for action in plan["iam_actions"]}),
    }


def _compared(result: Facts) -> bool:
    """Tell whether the table was compared: it was read, and its specification breaks no rule."""
    return bool(result["plan"]["id"])


def _diffs(results: dict[str, Facts]) -> list[Facts]:
    """Return an entry for each table that changes, and one entry that counts the others."""
    entries: list[Facts] = []
    for name, result in results.items():
        sides = result["diff"]
        if sides["before"] or sides["after"]:
            entries.append({"before_header": name, "after_header": name, **sides})
    unread = sum(not _compared(result) for result in results.values())
    counts = {"no difference": len(results) - len(entries) - unread, "not compared": unread}
    lines = [f"{count} of {len(results)} tables: {what}\n" for what, count in counts.items() if count]
    return [*entries, {"prepared": "".join(lines)}] if lines else entries


def _told(results: dict[str, Facts]) -> t.Iterator[str]:
    for result in results.values():
        yield from result.get("warnings", ())


def _warnings(texts: t.Sequence[str]) -> list[str]:
    different = list(dict.fromkeys(texts))
    more = len(different) - WARNED
    return different if more <= 0 else [*different[:WARNED], f"and {more} more warnings: see tables[NAME].warnings"]
