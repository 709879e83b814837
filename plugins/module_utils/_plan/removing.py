# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Which replicas a plan removes, and what ends in their Regions before that."""

from __future__ import annotations

import typing as t

from .._settings.catalog import ENTRIES
from .._settings.plannings import planning_of
from .._settings.violations import InvalidSpecError
from .removal import left_behind

if t.TYPE_CHECKING:
    from collections.abc import Iterable

    from .._settings.calls import Operation
    from .._settings.desired import Desired
    from .._settings.observed import Observed

# The option that allows replicas to be removed.
REMOVAL = "replica_removal"


def regions_removed(calls: Iterable[Operation]) -> list[str]:
    """Return the Regions whose replica these calls remove."""
    updates = (update for call in calls for update in call.request.get("ReplicaUpdates", ()))
    return sorted(update["Delete"]["RegionName"] for update in updates if "Delete" in update)


def before_it_goes(there: Observed, desired: Desired) -> tuple[list[Operation], list[str]]:
    """Return the calls that come before a replica is removed, and warnings about what is not known of it.

    They end what outlives its table, and then lift what guards it. Raises :class:`InvalidSpecError` if the user does
    not allow that.
    """
    outliving = {entry.name for entry in ENTRIES if entry.outlives}
    values = [(planning_of(setting), value) for setting, value in there.settings.items()]
    path = REMOVAL if desired.state == "present" else "state"
    guards = [(planning, value) for planning, value in values if planning.guards]
    refusals = [each for planning, value in guards for each in planning.deletion_refusals(value, desired, path)]
    if refusals:
        raise InvalidSpecError(refusals)
    ending = [(planning, value) for planning, value in values if planning.setting.name in outliving]
    ends = (planning.before_deletion(there, value, desired) for planning, value in (*ending, *guards))
    return [call for calls in ends for call in calls], left_behind(there)
