# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The operations that create a table."""

from __future__ import annotations

import dataclasses
import typing as t

from .._settings.calls import CREATE, Operation
from .._settings.conditions import TABLE_ACTIVE, TABLE_GONE
from .._settings.plannings import planning_of
from .._settings.setting import Change
from .._settings.violations import InvalidSpecError
from .._settings.whole import completed, ordered
from .diff import keyed
from .refusals import creation_refusals
from .rules import advice

if t.TYPE_CHECKING:
    from collections.abc import Iterable

    from .._settings.conditions import Condition
    from .._settings.desired import Desired
    from .._settings.observed import Observed
    from .._settings.planning import Planning
    from .._settings.setting import Part
    from .._settings.settings import Settings
    from .plan import Plan


def with_creation(plan: Plan, desired: Desired, *, replaces: bool, region: str | None) -> Plan:
    """Return the plan with the operations that create the table.

    If the old table of that name is still DELETING, the plan ``replaces`` it: CreateTable waits until it is gone.
    Raises :class:`InvalidSpecError` if the specification is not valid for a new table.
    """
    refusals = creation_refusals(desired, region)
    if refusals:
        raise InvalidSpecError(refusals)
    settings = completed(ordered(desired.settings))
    needs = (TABLE_GONE,) if replaces else ()
    return dataclasses.replace(
        plan,
        operations=tuple(creation(desired.name, settings, needs)),
        changes=(Change(("state",), "absent", "present"),),
        before={"state": "absent"},
        after={"state": "present", **keyed(settings.to_options())},
        warnings=tuple(advice(desired)),
    )


def creation(
    name: str, settings: Settings, needs: tuple[Condition, ...] = (), replaced: Observed | None = None
) -> list[Operation]:
    """Return CreateTable with all settings that it has members for, then the calls for the other settings.

    ``replaced`` is the table that the new one replaces.
    """
    plannings = _plannings(settings)
    create = Operation(
        operation="CreateTable",
        target=name,
        request={"TableName": name, **members(settings, replaced)},
        reason=_reason(settings, replaced),
        key=CREATE,
        needs=needs,
        settles=(TABLE_ACTIVE,),
        more_actions=tuple(dict.fromkeys(action for each, value in plannings for action in each.more_actions(value))),
    )
    calls = [call for each, value in plannings for call in each.after_creation(name, value, replaced)]
    return [create, *last_ones_last(calls)]


def last_ones_last(operations: Iterable[Operation]) -> list[Operation]:
    """Return the operations with those at the end that go last."""
    return sorted(operations, key=lambda operation: operation.last)


def members(settings: Settings, replaced: Observed | None = None) -> Part:
    """Return the members of CreateTable that the settings have."""
    request: Part = {}
    for each, value in _plannings(settings):
        request |= each.creates(value, settings, replaced)
    return request


def _plannings(settings: Settings) -> list[tuple[Planning[t.Any], t.Any]]:
    return [(planning_of(setting), value) for setting, value in settings.items()]


def _reason(settings: Settings, replaced: Observed | None) -> str:
    plannings = _plannings(settings)
    parts = [told for each, value in plannings if (told := each.created(value))]
    kept = [told for each, _value in plannings if replaced for told in each.kept(settings, replaced)]
    what = f" with {' and '.join(parts)}" if parts else ""
    return "; ".join([f"create the table{what}", *kept])
