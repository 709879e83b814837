# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What is looked at where there is something to do: the other Regions, and the plan before its first write."""

from __future__ import annotations

import typing as t

from .._settings.catalog import BY_NAME
from .._settings.plannings import planning_of
from .._settings.violations import Violation
from .run import NOT_APPROVED

if t.TYPE_CHECKING:
    from .._settings.comparison import Comparison
    from .._settings.elsewhere import Elsewhere
    from .converge import Converger
    from .run import Rules, Run


def look_further(converger: Converger, run: Run, rules: Rules, comparison: Comparison | None) -> None:
    """Read and plan the table in other Regions, if a specification is about them, and check the plan."""
    wanted, lost = run.desired.elsewhere, tuple[str, ...]()
    if comparison:
        wanted |= leaving(comparison)
        if comparison.changes and comparison.observed.beside.replicas:
            from .._plan.anew import indexes_lost, members

            lost = indexes_lost(comparison)
            wanted = {**(members(comparison) if lost else {}), **wanted}
    if wanted:
        from .elsewhere import look_elsewhere

        look_elsewhere(converger, run, wanted, rules, lost)
    check(run, rules, converger)


def leaving(comparison: Comparison) -> dict[str, Elsewhere]:
    """Return the Regions whose table is to leave the global table, each with what is wanted there."""
    parts = (planning_of(BY_NAME[name].load()).leaving(comparison) for name in comparison.by_setting)
    return {region: wanted for part in parts for region, wanted in part.items()}


def check(run: Run, rules: Rules, converger: Converger) -> None:
    """Complete the plan where a replica goes; refuse one that is not the approved one, or that the SDK cannot send."""
    if any("ReplicaUpdates" in call.request for call in run.plan.operations):
        from .removing import look_where_replicas_go

        look_where_replicas_go(converger, run)
    found = []
    if rules.expected_plan and run.plan.every_operation and rules.expected_plan != run.plan.id:
        message = f"the plan is {run.plan.id} now, not {rules.expected_plan}: the table or the specification changed"
        if rules.expected_plan == NOT_APPROVED:
            message = f"no plan of this table was approved, and there is one: {run.plan.id}"
        found.append(Violation("expected_plan", "expected_plan", message, "review the plan and approve its id"))
    for step in run.plan.operations:
        report = converger.api.sender.unknown_to_sdk(step.operation, step.request, step.service)
        if report:
            message = f"the installed botocore cannot send {step.operation} ({step.reason}): {report}"
            found.append(Violation("V64", "botocore", message, "install a newer boto3 and botocore"))
    run.errors = (*run.errors, *found)
