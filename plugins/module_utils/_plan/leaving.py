# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Which replicas a plan removes, and what ends in their Regions before that."""

from __future__ import annotations

import typing as t

from .._settings.catalog import ENTRIES
from .._settings.desired import Desired
from .._settings.plannings import planning_of
from .removal import left_behind

if t.TYPE_CHECKING:
    from collections.abc import Iterable

    from .._settings.calls import Operation
    from .._settings.observed import Observed


def leaving(calls: Iterable[Operation]) -> list[str]:
    """Return the Regions whose replica these calls remove."""
    updates = (update for call in calls for update in call.request.get("ReplicaUpdates", ()))
    return sorted(update["Delete"]["RegionName"] for update in updates if "Delete" in update)


def before_it_goes(there: Observed) -> tuple[list[Operation], list[str]]:
    """Return the calls that end what outlives a replica, and warnings about what is not known of that."""
    gone = Desired(there.name, state="absent")
    found = [entry for entry in ENTRIES if entry.outlives and entry.name in there.settings.values]
    ends = (planning_of(entry.load()).before_deletion(there, there.settings.named(entry.name), gone) for entry in found)
    return [call for calls in ends for call in calls], left_behind(there)
