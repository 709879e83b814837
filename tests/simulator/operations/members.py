# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is in a group of replicas, what is told of them, and what being in one forbids."""

from __future__ import annotations

from .. import flights as kinds
from ..refusal import RefusedError, invalid
from ..state import Part, Table
from .replica_rules import STRONG

DAY = 86_400.0
VERSION = "2019.11.21"
MODE = "ENABLED_WITH_OVERRIDES"
# L-308: how long the table of a replica is there when its entry has gone.
LINGERS, LINGERING = "replica_lingers", 19.0
ONE_OF_STRONG = (
    "Deletion of only one table replica is not supported for global tables with MultiRegionConsistency set to STRONG."
)
SOURCE = (
    "Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table in"
    " the last 24 hours."
)


def living(table: Table, now: float) -> dict[str, Part]:
    """The replicas and witnesses that are still there; what has gone is forgotten."""
    for region in [name for name, entry in table.replicas.items() if (entry["gone_at"] or now + 1) <= now]:
        del table.replicas[region]
    return table.replicas


def lingering(table: Table, now: float) -> set[str]:
    """The Regions whose table is still there after the replica is no longer listed."""
    return {flight.subject for flight in table.flights.at(now, LINGERS)}


def check_group_deletion(table: Table, now: float) -> None:
    """6.1, Replicas: DeleteTable of a strong group's member, and of the source of a replica younger than a day."""
    there = living(table, now)
    if any(entry["strong"] for entry in there.values()):
        raise invalid(ONE_OF_STRONG)
    if any(now - entry["since"] < DAY for entry in there.values()):
        raise invalid(SOURCE)


def global_table_missing(name: str) -> RefusedError:
    """6.4: DescribeTableReplicaAutoScaling on a Regional table."""
    return RefusedError("ResourceNotFoundException", f"Global table with name: '{name}' does not exist.")


def replica_answer(table: Table, now: float) -> Part:
    """What DescribeTable says of the group: nothing on a Regional table, and never the local Region."""
    there = living(table, now)
    if not there:
        return {"GlobalTableSettingsReplicationMode": table.settings_mode} if table.settings_mode else {}
    answer: Part = {"GlobalTableVersion": VERSION, "GlobalTableSettingsReplicationMode": MODE}
    shown = {region: entry for region, entry in there.items() if now >= entry["shown_at"]}
    answer["Replicas"] = [_replica(table, name, now) for name, entry in shown.items() if not entry["witness"]]
    if any(entry["strong"] for entry in there.values()):
        answer["MultiRegionConsistency"] = STRONG
    witnesses = [name for name, entry in shown.items() if entry["witness"]]
    if witnesses:
        states = [{"RegionName": name, "WitnessStatus": replica_status(table, name, now)} for name in witnesses]
        answer["GlobalTableWitnesses"] = states
    return answer


def _replica(table: Table, region: str, now: float) -> Part:
    shows = table.replicas[region]["shows"]
    return {
        "RegionName": region,
        "ReplicaStatus": replica_status(table, region, now),
        "WarmThroughput": {"ReadUnitsPerSecond": 12000, "WriteUnitsPerSecond": 4000, "Status": "ACTIVE"},
        "GlobalTableSettingsReplicationMode": MODE,
        **{member: value for member, value in shows.items() if value is not None},
    }


def replica_status(table: Table, region: str, now: float) -> str:
    """ReplicaStatus; one that is leaving says so only when the table is ACTIVE again (DDB-TABLE-228)."""
    flight = table.flights.find(now, kinds.REPLICA, subject=region)
    if flight is None:
        return "ACTIVE"
    if flight.detail == "DELETING" and table.flights.find(now, kinds.GROUP, subject=region):
        return "ACTIVE"
    return flight.detail
