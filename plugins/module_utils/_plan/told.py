# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""How the calls of a plan are told on one line. Where a plan has none, which is usual, nobody imports this."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from .._settings.calls import Operation
    from .plan import Plan


def with_region(reason: str, region: str | None) -> str:
    """Return why a call is made, with its Region if it is made in another one than that of the table."""
    return f"{reason} in {region}" if region else reason


def summary_of(plan: Plan) -> str:
    """Return one line with the number of calls, how many of them are destructive, and their reasons."""
    operations = plan.every_operation
    count = len(operations)
    destructive = sum(step.destructive for step in operations)
    warning = f" ({destructive} destructive)" if destructive else ""
    return f"{plan.name}: {count} operation{'s' if count > 1 else ''}{warning}: {'; '.join(_reasons(plan))}"


def _reasons(plan: Plan) -> Iterator[str]:
    yield from (with_region(step.reason, region) for region in plan.leaving for step in _steps(plan, region))
    yield from (step.reason for step in plan.operations)
    others = (region for region in plan.elsewhere if region not in plan.leaving)
    yield from (with_region(step.reason, region) for region in others for step in _steps(plan, region))


def _steps(plan: Plan, region: str) -> tuple[Operation, ...]:
    return plan.elsewhere[region].operations if region in plan.elsewhere else ()
