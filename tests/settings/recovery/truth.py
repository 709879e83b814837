# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recovery. AWS shows a change at once (page 4.2)."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.truths import Difference, Facts, Options, Seconds, told
from ansible_collections.planton.dynamodb.tests.simulator.settings.recovery import Recovery
from ansible_collections.planton.dynamodb.tests.simulator.state import Table

OFF = {"point_in_time_recovery_enabled": False}

NOT_IN_DESCRIBE_TABLE = ("point_in_time_recovery_enabled", "recovery_period_in_days")


def facts(options: Options) -> Facts:
    """There is no period while it is off."""
    enabled = options["point_in_time_recovery_enabled"]
    return told(options, *(NOT_IN_DESCRIBE_TABLE if enabled else NOT_IN_DESCRIBE_TABLE[:1]))


def of_table(table: Table) -> dict[str, Any]:
    days = table.of(Recovery).recovery_days
    return {"point_in_time_recovery_enabled": days is not None, "recovery_period_in_days": days}


def read(options: Options) -> int | None:
    """The days, or nothing where it is off. "re-enable without a period = 35" (page 2, PITR)."""
    return options.get("recovery_period_in_days", 35) if options["point_in_time_recovery_enabled"] else None


def after_creation(days: int | None) -> dict[str, int]:
    """Page 8.3: "UpdateContinuousBackups 1"."""
    return {"UpdateContinuousBackups": int(days is not None)}


def creation_takes(days: int | None, seconds: Seconds) -> float:
    """PITR is admitted "1.4-2.7 s after ACTIVE"."""
    return creation_begins(days, seconds)


def creation_begins(days: int | None, seconds: Seconds) -> float:
    """How long the call has to wait."""
    return 0.0 if days is None else seconds["recovery_delay"]


def writes(difference: Difference) -> dict[str, int]:
    old, new = difference.of("recovery")
    return {"UpdateContinuousBackups": int(old != new)}
