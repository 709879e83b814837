# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The operations that make an absent table otherwise than by CreateTable, such as from a backup.

The origin (``_settings/origins``) plans the first call, and tells what table comes out of it. That table is compared
with the specification as an existing one is. What differs is made by the calls that would change an existing table.
"""

from __future__ import annotations

import dataclasses
import typing as t

from .._settings.calls import CREATE, Operation
from .._settings.catalog import BY_NAME
from .._settings.conditions import TABLE_ACTIVE, TABLE_GONE
from .._settings.observed import Answers, observe
from .._settings.origins.origin import Own, Place
from .._settings.plannings import planning_of
from .._settings.setting import Change
from .._settings.violations import InvalidSpecError
from .._settings.whole import completed, ordered
from .._texts.flow import flow
from .building import update
from .compare import compare
from .creation import members
from .diff import keyed
from .refusals import creation_refusals
from .rules import advice

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .._settings.desired import Desired
    from .._settings.observed import Observed
    from .._settings.origins.origin import First, OriginPlanning, Sources
    from .._settings.setting import Answer
    from .._settings.settings import Settings
    from .._settings.violations import Violation
    from .plan import Plan


def with_origin(plan: Plan, desired: Desired, sources: Sources, *, replaces: bool, region: str) -> Plan:
    """Return the plan with the operations that make the table from its origin.

    ``replaces`` is as for CreateTable. Raises :class:`InvalidSpecError` if the source cannot be used, or not for this
    specification.
    """
    (origin, *_others) = desired.origins
    own = Own(desired.settings.to_options(), members(completed(ordered(desired.settings))))
    planning = origin.planning(Place(desired.name, region), sources, own)
    _refuse(planning.refusals())
    wanted, unsaid = _wanted(desired, planning.source(), region)
    first = planning.first(members(wanted), members(unsaid))
    comparison = compare(desired, _seen(desired, first.table, first.reads))
    _refuse(planning.only_another(".".join(each.path), _told(each)) for each in comparison.needs_new_table)
    operations, warnings = update(comparison)
    followers = [_after(step, planning) for step in operations]
    return dataclasses.replace(
        plan,
        operations=(_create(desired, first, replaces), *followers),
        changes=(Change(("state",), "absent", "present"),),
        before={"state": "absent"},
        after={"state": "present", **origin.to_options(), **keyed(comparison.wanted.to_options())},
        warnings=(*advice(desired, comparison.observed.settings), *planning.warnings(), *warnings),
    )


def _refuse(violations: Iterable[Violation]) -> None:
    found = [*violations]
    if found:
        raise InvalidSpecError(found)


def _wanted(desired: Desired, source: Answer | None, region: str) -> tuple[Settings, Settings]:
    """Return the settings of the wanted table, and those that it gets without being asked for."""
    if source is None:
        _refuse(creation_refusals(desired, region))
        whole = completed(ordered(desired.settings))
        return whole, dataclasses.replace(whole, values={})
    there = _seen(desired, source)
    comparison = compare(desired, there)
    wanted = (setting for setting, _value in comparison.wanted.items())
    _refuse(each for setting in wanted for each in planning_of(setting).refusals(comparison))
    return comparison.wanted, there.settings


def _seen(desired: Desired, table: Answer, reads: Mapping[str, t.Any] | None = None) -> Observed:
    """Return the table as it will be when the first call is done; settings of other APIs are off."""
    named = (BY_NAME[name] for name in desired.settings.values)
    off = {entry.name: entry.read.nothing for entry in named if entry.read}
    return observe(Answers(table, reads={**off, **(reads or {})}))


def _told(change: Change) -> str:
    return f"the table will have {flow(change.before)}, and {flow(change.after)} is wanted"


def _create(desired: Desired, first: First, replaces: bool) -> Operation:
    return Operation(
        operation=first.operation,
        target=desired.name,
        request=first.request,
        reason=first.reason,
        key=CREATE,
        needs=(TABLE_GONE,) if replaces else (),
        settles=(TABLE_ACTIVE,),
        more_actions=first.more_actions,
        makes=first.makes,
        token=first.token,
    )


def _after(step: Operation, planning: OriginPlanning) -> Operation:
    return dataclasses.replace(step, follows=step.follows | {CREATE}, stand_in=planning.stand_in)
