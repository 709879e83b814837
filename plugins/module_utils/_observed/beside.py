# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What a table has beside the settings that an option describes, as the service answered."""

from __future__ import annotations

import typing as t

from .._spec.model import LEGACY_GLOBAL
from .model import Unknown

if t.TYPE_CHECKING:
    from .model import Answers

Raw = t.Mapping[str, t.Any]
# Destinations that were disabled stay listed for good.
WORKING_DESTINATIONS = ("ACTIVE", "ENABLING", "UPDATING")
LIVE_DESTINATIONS = (*WORKING_DESTINATIONS, "ENABLE_FAILED")
# What DescribeTable shows and the specification has no words for.
UNMODELLED = ("VectorIndexes",)


def by_index(table: Raw, member: str) -> dict[str, dict[str, int]]:
    """Return a member of the table, by an empty name, and of its indexes: the numbers above zero, for -1 is none."""
    items = {"": table, **{index["IndexName"]: index for index in table.get("GlobalSecondaryIndexes") or ()}}
    numbers = {
        name: {key: value for key, value in (item.get(member) or {}).items() if isinstance(value, int) and value > 0}
        for name, item in items.items()
    }
    return {name: values for name, values in numbers.items() if values}


def unmodelled(answers: Answers) -> t.Iterator[str]:
    """Name what the table has, no option describes, and a new table in its place would not have."""
    table = answers.table
    others = list(replicas(table))
    yield from (name for name in UNMODELLED if table.get(name))
    if others:
        yield "Replicas"
    else:
        yield from _without_replicas(table)
    yield from (name for name, answer in _guards(answers).items() if answer and not isinstance(answer, Unknown))


def _without_replicas(table: Raw) -> t.Iterator[str]:
    """Name what belongs to global tables and may be there without a replica that is shown."""
    if table.get("GlobalTableVersion") == LEGACY_GLOBAL:
        yield f"place in a global table of version {LEGACY_GLOBAL}"
    if table.get("GlobalTableSettingsReplicationMode") not in (None, "DISABLED"):
        yield "GlobalTableSettingsReplicationMode"
    if table.get("DisassociationProtectionEnabled"):
        yield "DisassociationProtectionEnabled"


def _guards(answers: Answers) -> dict[str, t.Any]:
    """Return what has an API of its own and goes with the table, by what a sentence calls it."""
    live = answers.destinations
    if live is not None and not isinstance(live, Unknown):
        # One that never worked cannot be disabled either, and feeds nothing.
        live = [each for each in live if each.get("DestinationStatus") in WORKING_DESTINATIONS]
    return {
        "resource policy": answers.policy,
        "resource policy of its stream": answers.stream_policy,
        "Kinesis destination": live,
    }


def unguarded(answers: Answers) -> dict[str, str]:
    """Return what a policy of the account hides, and why; an endpoint without the API has nothing to hide."""
    found = {name: answer for name, answer in _guards(answers).items() if isinstance(answer, Unknown)}
    return {name: answer.reason for name, answer in found.items() if answer.offered}


def replicas(table: Raw) -> t.Iterator[str]:
    """Return the other Regions of a global table; AWS may list the table's own among them."""
    own = [*table.get("TableArn", "").split(":"), "", "", "", ""][3]
    for member in (*(table.get("Replicas") or ()), *(table.get("GlobalTableWitnesses") or ())):
        if member.get("RegionName", "") != own:
            yield member.get("RegionName", "")
