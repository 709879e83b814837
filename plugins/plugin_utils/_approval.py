# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Finds the approved plans: those whose ids the user gives, or those that the playbook ``plan`` has published."""

from __future__ import annotations

import typing as t

from ..module_utils._plan.text import TablePlan, plan_of, plan_text
from ..module_utils._texts.meant import meant_by
from ._variable_names import PREFIX

Values = t.Mapping[str, t.Any]


def expected_plans(values: Values, host: str, task: str) -> dict[str, str] | None:
    """Return the id of the approved plan of each table; ``None`` if any plan is accepted.

    Published plans approve the task ``converge`` only; on hosts without published plans, nothing is approved. A
    deletion has its own confirmation.
    """
    if "expected_plans" in values:
        return {str(name): str(plan) for name, plan in values["expected_plans"].items()}
    if task != "converge" or "approval" not in values:
        return None
    return {name: str(plan.get("id", "")) for name, plan in approved_plans(values, host).items()}


def approved_plans(values: Values, host: str) -> dict[str, t.Any]:
    """Return the published plans of a host by table, each with its id and its text."""
    return dict(values.get("approval", {}).get(host) or {})


def statistics(tables: Values, host: str) -> dict[str, t.Any]:
    """Return what ``plan`` publishes: the ids of all plans by table, and by host the plans that change something."""
    plans = {name: result["plan"] for name, result in tables.items() if result["plan"]["id"]}
    due = {name: {"id": plan["id"], "text": plan["text"]} for name, plan in plans.items() if plan["operations"]}
    return {
        f"{PREFIX}plans": {name: plan["id"] for name, plan in plans.items()},
        f"{PREFIX}approval": {host: due},
    }


def not_approved(tables: Values) -> list[str]:
    """Return the tables that were refused because their plan is not the approved one."""
    errors = {name: result.get("errors") or () for name, result in tables.items()}
    return [name for name, found in errors.items() if any(error["rule"] == "expected_plan" for error in found)]


def approved_in_vain(values: Values, host: str, tables: Values) -> list[str]:
    """Return the tables that have an approved plan but are not described by any variable now, so nothing was done."""
    return [name for name in approved_plans(values, host) if name not in tables]


def expected_in_vain(values: Values, tables: Values) -> list[str]:
    """Return a warning for each expected plan of a table that no variable describes."""
    found = []
    for name in values.get("expected_plans", {}):
        if name not in tables:
            meant = meant_by(str(name), tables)
            found.append(
                f"{PREFIX}expected_plans.{name} names no table" + (f"; did you mean {meant}?" if meant else "")
            )
    return found


def hosts_in_vain(values: Values, hosts: t.Collection[str]) -> list[str]:
    """Return a warning if plans were approved for hosts that are not in the play."""
    others = [host for host in values.get("approval", {}) if host not in hosts]
    return [f"{PREFIX}approval has plans of hosts that are not in this play: {', '.join(others)}"] if others else []


def both_texts(tables: Values, values: Values, host: str) -> str:
    """Return, for each table that was refused, the text of the approved plan and of the current plan."""
    approved = approved_plans(values, host)
    parts = []
    for name in not_approved(tables):
        given = str(values.get("expected_plans", {}).get(name) or approved.get(name, {}).get("id") or "")
        shown = str(approved.get(name, {}).get("text") or (f"plan id: {given}" if given else "nothing"))
        before = shown if given in shown else f"{shown}\nplan id that was given: {given}"
        parts += [f"{name}: not what was approved, so nothing was done", "approved:", *_indented(before)]
        parts += ["now:", *_indented(plan_text([now(name, tables[name])]))]
    return "\n".join(parts)


def now(name: str, result: Values) -> TablePlan:
    """Return the current plan of a table that was refused because this plan was not approved."""
    return plan_of(name, {**result, "errors": []})


def _indented(text: str) -> list[str]:
    return [f"  {line}" for line in text.splitlines()]
