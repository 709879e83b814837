# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The call that turns point-in-time recovery on and off, and changes its period."""

from __future__ import annotations

import typing as t

from ..calls import CREATE, Operation
from ..conditions import TABLE_EXISTS
from ..planning import Planning
from .setting import RECOVERY, Recovery

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..observed import Observed
    from ..planning import Work
    from ..setting import Part


class RecoveryPlanning(Planning[Recovery]):
    """Plans point-in-time recovery. A shorter period is destructive, because restore points are lost."""

    setting = RECOVERY

    def after_creation(self, name: str, wanted: Recovery, replaced: Observed | None) -> Iterator[Operation]:
        if wanted.enabled:
            yield _call(name, wanted, None, follows=frozenset({CREATE}))

    def operations(self, work: Work[Recovery]) -> Iterator[Operation]:
        yield _call(work.name, work.wanted, work.there.days if work.there else None)


def _call(name: str, recovery: Recovery, days_before: int | None, **order: t.Any) -> Operation:
    days = f" for {recovery.days} days" if recovery.enabled and recovery.days else ""
    reason = f"{'enable' if recovery.enabled else 'disable'} point-in-time recovery{days}"
    request = {"TableName": name, "PointInTimeRecoverySpecification": _request(recovery)}
    shorter = bool(recovery.days and days_before and recovery.days < days_before)
    order |= {"lane": "recovery", "needs": (TABLE_EXISTS,), "destructive": shorter or not recovery.enabled}
    return Operation("UpdateContinuousBackups", name, request, reason, **order)


def _request(value: Recovery) -> Part:
    """Return PointInTimeRecoverySpecification; AWS refuses a period in a call that turns recovery off."""
    part: Part = {"PointInTimeRecoveryEnabled": bool(value.enabled)}
    return {**part, "RecoveryPeriodInDays": value.days} if value.enabled and value.days is not None else part


PLANNING = RecoveryPlanning()
