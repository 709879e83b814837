# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Makes the plan from the desired and the observed table, without a clock or a network.

The code that makes operations is imported only when it is used: most runs find nothing to change, and in every task
Python compiles again all that a module imports.
"""

from __future__ import annotations

import dataclasses
import typing as t

from .._settings.conditions import TABLE_ACTIVE, TABLE_GONE
from .._settings.states import DELETING
from .._settings.violations import InvalidSpecError
from .compare import compare
from .plan import Plan
from .rules import advice
from .unread import needless, unreadable, unusable

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from .._settings.comparison import Comparison
    from .._settings.conditions import Condition
    from .._settings.desired import Desired
    from .._settings.observed import Observed
    from .._texts.facts import Facts


def make_plan(
    desired: Desired,
    observed: Observed | None,
    region: str | None = None,
    comparison: Comparison | None = None,
    sources: Mapping[str, t.Any] | None = None,
) -> Plan:
    """Return the plan with the operations that make the table match.

    Raises :class:`InvalidSpecError` with every reason why that is not possible. ``region`` distinguishes the plans for
    a table that does not exist. ``comparison`` is the comparison of both, if it was made already. ``sources`` are the
    answers about the source of the table, if it comes into being otherwise than by CreateTable.
    """
    start = _start(observed, region)
    unchanged = Plan(desired.name, start=start, settles=settled_when(desired))
    there = observed is not None and observed.status != DELETING
    if desired.state == "absent":
        if observed is None or not there:
            return unchanged
        from .removal import with_removal

        return with_removal(unchanged, desired, observed)
    if observed is None or not there:
        if desired.origins:
            from .birth import with_origin

            return with_origin(unchanged, desired, sources or {}, replaces=observed is not None, region=region or "")
        from .creation import with_creation

        return with_creation(unchanged, desired, replaces=observed is not None, region=region)
    return _change(unchanged, comparison or compare(desired, observed), sources or {})


def settled_when(desired: Desired) -> tuple[Condition, ...]:
    """Return the conditions that hold when the table is as specified, no matter which run changed it."""
    if desired.state == "absent":
        return (TABLE_GONE,)
    own = (setting.settled(value) for setting, value in desired.settings.items())
    return (TABLE_ACTIVE, *(condition for conditions in own for condition in conditions))


def _start(observed: Observed | None, region: str | None) -> Facts:
    if observed is None:
        return {"region": region}
    return {"arn": observed.arn, "table_id": observed.table_id, "spec": observed.to_options()}


def _change(unchanged: Plan, comparison: Comparison, sources: Mapping[str, t.Any]) -> Plan:
    desired, observed = comparison.desired, comparison.observed
    refusals = [*unusable(observed), *unreadable(desired, observed)]
    if comparison.changes:
        from .refusals import change_refusals

        refusals += change_refusals(comparison)
    if refusals:
        raise InvalidSpecError(refusals)
    moving = (setting.warning(value, observed) for setting, value in desired.settings.items())
    warnings = (*advice(desired, observed.settings), *needless(desired, observed), *(text for text in moving if text))
    warnings += tuple(text for origin in desired.origins for text in origin.warnings(observed, sources))
    unchanged = dataclasses.replace(unchanged, warnings=warnings)
    if not comparison.changes:
        return unchanged
    from .building import with_changes

    return with_changes(unchanged, comparison)
