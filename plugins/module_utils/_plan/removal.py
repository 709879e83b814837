# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The operations that delete a table, for good or to replace it."""

from __future__ import annotations

import dataclasses
import typing as t

from .._settings.calls import Operation
from .._settings.catalog import BY_NAME
from .._settings.conditions import TABLE_ACTIVE, TABLE_GONE
from .._settings.in_flight import TABLE_DELETABLE
from .._settings.plannings import planning_of
from .._settings.setting import Change
from .._settings.violations import InvalidSpecError
from .diff import keyed
from .refusals import absence_refusals

if t.TYPE_CHECKING:
    from .._settings.conditions import Condition
    from .._settings.desired import Desired
    from .._settings.observed import Observed
    from .plan import Plan

# BackupName takes 3 to 255 characters, as the name of a table does.
BACKUP_SUFFIX = "-before-delete"
NAME_LIMIT = 255


def with_removal(plan: Plan, desired: Desired, observed: Observed) -> Plan:
    """Return the plan with the operations that delete the table for good.

    Raises :class:`InvalidSpecError` if the table must not be deleted.
    """
    refusals = absence_refusals(desired, observed)
    if refusals:
        raise InvalidSpecError(refusals)
    return dataclasses.replace(
        plan,
        operations=tuple(removal(desired, observed, backup=desired.backup_before_delete)),
        changes=(Change(("state",), "present", "absent"),),
        before={"state": "present", **keyed(observed.to_options())},
        after={"state": "absent"},
        warnings=(*plan.warnings, *left_behind(observed)),
    )


def left_behind(observed: Observed) -> list[str]:
    """Return warnings about what outlives the table and could not be read, so that no call removes it."""
    unread = (planning_of(BY_NAME[name].load()) for name in observed.unknown)
    return [text for planning in unread for text in planning.left_behind(observed)]


def removal(
    desired: Desired, observed: Observed, *, backup: bool = False, check_empty: bool = False
) -> list[Operation]:
    """Return the calls that delete the table: first a backup or a Scan if asked for, then the lifting of protection.

    The caller has checked that the user allows the protection to be lifted. All calls wait until AWS would accept
    DeleteTable: otherwise the backup could become old, or a table that is not deleted could stay unprotected.
    """
    calls = []
    if backup:
        calls.append(_backup(observed.name))
    if check_empty:
        calls.append(_scan(observed.name))
    # Protection is lifted last, so that a run that cannot remove a replica leaves the table protected.
    for setting, value in reversed([*observed.settings.items()]):
        calls += planning_of(setting).before_deletion(observed, value, desired)
    # What must be gone before is waited for: a call that AWS loses on the way would leave it behind.
    gone = [condition for call in calls for condition in call.settles if condition != TABLE_ACTIVE]
    return [*calls, _delete(observed.name, tuple(dict.fromkeys(gone)))]


def _backup(name: str) -> Operation:
    request = {"TableName": name, "BackupName": name[: NAME_LIMIT - len(BACKUP_SUFFIX)] + BACKUP_SUFFIX}
    reason = "back the table up before it is deleted"
    more_actions = ("dynamodb:DescribeBackup",)
    return Operation("CreateBackup", name, request, reason, needs=(TABLE_DELETABLE,), more_actions=more_actions)


def _scan(name: str) -> Operation:
    request = {"TableName": name, "Limit": 1, "Select": "COUNT", "ConsistentRead": True}
    return Operation("Scan", name, request, "make sure that the table is still empty", needs=(TABLE_DELETABLE,))


def _delete(name: str, gone: tuple[Condition, ...]) -> Operation:
    return Operation(
        operation="DeleteTable",
        target=name,
        request={"TableName": name},
        reason="delete the table and all its items",
        needs=(TABLE_DELETABLE, *gone),
        settles=(TABLE_GONE,),
        destructive=True,
    )
