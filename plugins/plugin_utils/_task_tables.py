# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The tasks about specified tables: ``converge``, ``plan``, ``compare`` and ``destroy``."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleError
from ansible.plugins.loader import lookup_loader

from ..module_utils._plan.text import plan_of, plan_text
from ._approval import (
    approved_in_vain,
    both_texts,
    expected_in_vain,
    expected_plans,
    hosts_in_vain,
    statistics,
)
from ._plan_file import planned_calls, planned_words
from ._report_text import report_text
from ._table_calls import Call, calls_of, contradictions, unused
from ._table_faults import option_faults
from ._table_outcome import accumulated, outcome, refusal, unanswered
from ._task_context import TABLE_INFO, TABLES, Context, Options
from ._text_display import show
from ._variable_names import PREFIX, ROLE, STATISTICS, Type

LOOKUP = "planton.dynamodb.manifests"
READ: dict[str, Type] = {
    **ROLE,
    **STATISTICS,
    "destroy_confirm": "bool",
    "plan_file": "path",
    "fail_on_changes": "bool",
    "all_outputs": "bool",
}
# Options that a task sets, whatever the variables say. ``destroy`` removes deletion_protection_enabled, which would
# contradict ``state: absent``; if the table is protected, that still prevents its deletion.
OVERRIDES: dict[str, Options] = {
    "converge": {},
    "plan": {},
    "compare": {"validate_only": False},
    "destroy": {"state": "absent", "deletion_protection_enabled": None, "validate_only": False},
}


def apply(context: Context, task: str) -> Options:
    """Return the results of all tables.

    The task itself fails only if variables are wrong; ``compare`` returns these errors as ``faults`` instead.
    """
    variables = context.variables
    variables.check_names()
    variables.check_facts()
    idle = variables.check_task(task)
    values = variables.read(READ)
    planned = _planned(context, task, values)
    values = {**planned.get("connection", {}), **values}
    # If a variable cannot be read, it must not also be reported as missing.
    faults = list(variables.faults) or ([] if planned else [*_elsewhere(context, values), *contradictions(values)][:1])
    manifests = [] if faults else _manifests(context, values, faults)
    calls, wrong = (planned_calls(planned), []) if planned else calls_of(values, manifests, OVERRIDES[task])
    faults += [*wrong, *option_faults(calls)]
    if not faults and task == "destroy":
        faults += _unconfirmed(context, values, calls)
    if task == "compare":
        return _compared(context, values, [] if faults else calls, faults)
    result = refusal(faults) if faults else _shown(context, task, values, _applied(context, task, values, calls))
    earlier = context.task_vars.get(f"{PREFIX}results", {}) if values.get("accumulate_results") else {}
    return accumulated({**result, "warnings": [*idle, *result.get("warnings", ())]}, earlier)


def _elsewhere(context: Context, values: Options) -> t.Iterator[str]:
    """Return a message if the plan file is for other hosts and no variable describes a table."""
    hosts = values.get("planned", {})
    if hosts and not {"name", "tables", "manifests"} & values.keys() and context.host not in hosts:
        yield (
            f"The plan file is for the hosts {', '.join(hosts)}, and this is {context.host}. Name those hosts in "
            f"{PREFIX}hosts, and give the inventory that has them."
        )


def _planned(context: Context, task: str, values: Options) -> Options:
    """Return what the plan file has for this host, unless variables describe a table."""
    if task != "converge" or {"name", "tables", "manifests"} & values.keys():
        return {}
    return dict(values.get("planned", {}).get(context.host) or {})


def _applied(context: Context, task: str, values: Options, calls: list[Call]) -> Options:
    answers = [(call, _carry_out(context, task, call, values)) for call in calls]
    result = outcome(answers)
    tables = result["tables"]
    result |= {
        "warnings": [*unused(values), *_in_vain(context, task, values, tables), *result["warnings"]],
        "statistics": statistics(tables, context.host),
        "text": _text(context, task, values, calls, {**unanswered(answers), **tables}),
    }
    lost = approved_in_vain(values, context.host, tables) if task == "converge" and "approval" in values else []
    if lost:
        told = f"Approved, and described by no variable any more, so not carried out: {', '.join(lost)}"
        result["failure"] = "\n".join(filter(None, [result["failure"], told]))
    if task == "plan" and "plan_file" in values:
        result["planned"] = planned_words(values, calls)
    if task == "plan" and values.get("fail_on_changes"):
        result["failure"] = "\n".join([*filter(None, [result["failure"]]), *_changes(tables)])
    return result


def _in_vain(context: Context, task: str, values: Options, tables: Options) -> t.Iterator[str]:
    yield from expected_in_vain(values, tables)
    if task == "converge":
        yield from hosts_in_vain(values, context.task_vars.get("ansible_play_hosts_all", ()))


def _text(context: Context, task: str, values: Options, calls: list[Call], tables: Options) -> str:
    """Return the text of the plan, or, if it was carried out, of the refused plans and of what was done."""
    if task in ("plan", "compare") or context.check_mode:
        regions = {str(table["name"]): call.region for call in calls for table in call.tables if len(calls) > 1}
        return plan_text([plan_of(name, result, regions.get(name, "")) for name, result in tables.items()])
    refused = both_texts(tables, values, context.host)
    return "\n".join(filter(None, [refused, report_text(tables, all_outputs=bool(values.get("all_outputs")))]))


def _shown(context: Context, task: str, values: Options, result: Options) -> Options:
    """Show the text if the playbook asks for it; otherwise diff mode shows it."""
    if context.shows:
        show(result["text"], context.host)
        return {**result, "diff": []}
    return {**result, "diff": {"prepared": result["text"] + "\n"}} if context.diff_mode else result


def _changes(tables: Options) -> t.Iterator[str]:
    changed = [name for name, result in tables.items() if result["plan"]["operations"]]
    if changed:
        count = f"{len(changed)} of {len(tables)} tables"
        yield f"{count} would change, and {PREFIX}fail_on_changes is true: {', '.join(changed)}"


def _compared(context: Context, values: Options, calls: list[Call], faults: list[str]) -> Options:
    """Return the differences, and all tables of the same Regions; with wrong variables, nothing is read."""
    result = _applied(context, "compare", values, calls)
    regions = calls or [Call(str(values.get("region", "")), [], [])]
    answers = [] if context.variables.faults else [_read(context, values, call) for call in regions]
    warnings = [text for answer in answers for text in answer.pop("warnings", ())]
    found = {"reads": answers, "warnings": [*result["warnings"], *warnings]}
    return {**result, "faults": [*faults, *result["faults"]], **found}


def _read(context: Context, values: Options, call: Call) -> Options:
    """Read all tables of a Region; ``item`` has the names of the tables that a manifest assigns to it."""
    answer = context.run_module(TABLE_INFO, {}, values, call.region)
    named = [{"name": table["name"]} for table, place in zip(call.tables, call.places, strict=True) if place.manifest]
    kept = {name: answer[name] for name in ("tables", "msg", "failed", "warnings") if name in answer}
    return {**kept, "item": {"region": call.region, "tables": named}}


def _manifests(context: Context, values: Options, faults: list[str]) -> list[Options]:
    """Return the tables of the manifests by Region; errors are added to ``faults``."""
    if not values.get("manifests"):
        return []
    action = context.action
    reader = lookup_loader.get(LOOKUP, loader=action._loader, templar=action._templar)
    variables = {**context.task_vars, "ansible_search_path": action._task.get_search_path()}
    listed = (table for table in values.get("tables", ()) if isinstance(table, t.Mapping))
    try:
        found: list[Options] = reader.run(
            [values["manifests"]],
            variables,
            by_region=True,
            names_once=True,
            taken=[str(table["name"]) for table in listed if "name" in table],
            region=values.get("region", ""),
            values=values.get("manifest_values", {}),
            outputs=values.get("manifest_outputs", {}),
            names=values.get("manifest_names", {}),
            upstream_tags=values.get("manifest_tags", False),
        )
    except AnsibleError as error:
        faults.append(str(error))
        return []
    return found


def _unconfirmed(context: Context, values: Options, calls: list[Call]) -> t.Iterator[str]:
    if not context.check_mode and not values.get("destroy_confirm"):
        names = ", ".join(str(table["name"]) for call in calls for table in call.tables)
        yield (
            f"This would delete {names} with all data. Set {PREFIX}destroy_confirm to true to do so, or add --check to "
            "see what would be done."
        )


def _carry_out(context: Context, task: str, call: Call, values: Options) -> Options:
    options: Options = {"tables": call.tables}
    options |= {name: values[name] for name in ("concurrency", "detail", "tags_from") if name in values}
    if task == "compare":
        options["detail"] = "all"
    approved = expected_plans(values, context.host, task)
    if approved is not None:
        options["expected_plans"] = approved
    return context.run_module(TABLES, options, values, call.region)
