# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told of a global table in each of its Regions, and what being a member of one forbids."""

from __future__ import annotations

from .. import flights as kinds
from ..answers import table_description
from ..group import Group, Member, others
from ..refusal import RefusedError, invalid
from ..state import Part, Table
from .phases import REPLICA

STRONG = "STRONG"
DAY = 86_400.0
VERSION = "2019.11.21"
MODE = "ENABLED_WITH_OVERRIDES"
ONE_OF_STRONG = (
    "Deletion of only one table replica is not supported for global tables with MultiRegionConsistency set to STRONG."
)
SOURCE = (
    "Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table in"
    " the last 24 hours."
)


def is_source(group: Group, region: str, now: float) -> bool:
    """L-267: whether a member that is still there was added from a Region in the last 24 hours."""
    members = group.living(now)
    return any(one.source == region and now - one.since < DAY for name, one in members.items() if name != region)


def check_group_deletion(table: Table, now: float) -> None:
    """6.1, Replicas: DeleteTable of a strong group's member, and of the source of a replica younger than a day."""
    if table.group is None or not others(table, now):
        return
    if table.group.strong:
        raise invalid(ONE_OF_STRONG)
    if is_source(table.group, table.region, now):
        raise invalid(SOURCE)


def global_table_missing(name: str) -> RefusedError:
    """6.4: DescribeTableReplicaAutoScaling on a Regional table."""
    return RefusedError("ResourceNotFoundException", f"Global table with name: '{name}' does not exist.")


def described(table: Table, now: float) -> Part:
    """DescribeTable, with what it says of the global table.

    L-320: the billing mode is not told where capacity is provisioned; L-298: of a replica that comes no stream is.
    """
    answer = {**table_description(table, now), **replica_answer(table, now)}
    hidden = set()
    if others(table, now) and not table.on_demand:
        hidden = {"BillingModeSummary"}
    creating = table.flights.find(now, kinds.CREATING)
    if creating and creating.detail == REPLICA:
        hidden |= {"StreamSpecification", "LatestStreamArn", "LatestStreamLabel"}
    return {member: value for member, value in answer.items() if member not in hidden}


def replica_answer(table: Table, now: float) -> Part:
    """What DescribeTable says of the group: nothing on a Regional table, and never the local Region."""
    there = others(table, now)
    if table.group is None or not there:
        answer: Part = {"GlobalTableSettingsReplicationMode": table.settings_mode} if table.settings_mode else {}
        # L-228: a replica that is no longer listed, and not gone yet.
        left = table.group is not None and table.flights.find(now, kinds.DELETING)
        return {**answer, "Replicas": []} if left else answer
    answer = {"GlobalTableVersion": VERSION, "GlobalTableSettingsReplicationMode": table.settings_mode or MODE}
    shown = {region: member for region, member in there.items() if now >= member.shown_at}
    answer["Replicas"] = [_entry(table, one, now) for one in shown.values() if one.table is not None]
    if table.group.strong:
        answer["MultiRegionConsistency"] = STRONG
    else:
        # Documented: on by default, for eventual consistency. The client of the lab did not know the member yet.
        answer["DisassociationProtectionEnabled"] = table.group.members[table.region].guarded
    witnesses = [name for name, one in shown.items() if one.table is None]
    if witnesses:
        states = [{"RegionName": name, "WitnessStatus": member_status(table, name, now)} for name in witnesses]
        answer["GlobalTableWitnesses"] = states
    return answer


def _entry(table: Table, member: Member, now: float) -> Part:
    """L-229: what is inherited is absent; there is no ARN. An override that is on its way is not shown."""
    assert member.table is not None and table.group is not None
    whole = table_description(member.table, now)
    changing = table.group.flights.find(now, kinds.REPLICA, subject=member.region)
    before = changing.shows.get("overrides") if changing else None
    entry: Part = {
        "RegionName": member.region,
        "ReplicaStatus": member_status(table, member.region, now),
        "WarmThroughput": whole["WarmThroughput"],
        "GlobalTableSettingsReplicationMode": member.table.settings_mode or MODE,
        **(overrides(table, member.table) if before is None else before),
    }
    if member.table.account != table.account:
        # Documented, for global tables of several accounts.
        entry["ReplicaArn"] = member.table.arn
    key = (whole.get("SSEDescription") or {}).get("KMSMasterKeyArn")
    if key:
        entry["KMSMasterKeyId"] = key
    if "TableClassSummary" in whole:
        entry["ReplicaTableClassSummary"] = whole["TableClassSummary"]
    return entry


def overrides(table: Table, other: Table) -> Part:
    """What a replica has for reads where this table has something else (L-250, L-321, L-422); its indexes, all of them.

    So each Region calls the value of the other one an override, and an override with the value of the table is none.
    """
    answer = _units(table.throughput, other.throughput, table.on_demand_units, other.on_demand_units)
    warm = {index["IndexName"]: index["WarmThroughput"] for index in _indexes(other)}
    entries = []
    for name, index in other.global_indexes.items():
        own = table.global_indexes.get(name, index)
        units = _units(own.throughput or {}, index.throughput or {}, own.on_demand_units, index.on_demand_units)
        entries.append({"IndexName": name, "WarmThroughput": warm[name], **units})
    return {**answer, "GlobalSecondaryIndexes": entries} if entries else answer


def _indexes(table: Table) -> list[Part]:
    found: list[Part] = table_description(table).get("GlobalSecondaryIndexes", [])
    return found


def _units(own: Part, theirs: Part, own_maximums: Part, their_maximums: Part) -> Part:
    answer: Part = {}
    reads, maximum = "ReadCapacityUnits", "MaxReadRequestUnits"
    if theirs.get(reads, 0) != own.get(reads, 0):
        answer["ProvisionedThroughputOverride"] = {reads: theirs[reads]}
    if maximum in their_maximums and their_maximums[maximum] != own_maximums.get(maximum):
        answer["OnDemandThroughputOverride"] = {maximum: their_maximums[maximum]}
    return answer


def member_status(table: Table, region: str, now: float) -> str:
    """ReplicaStatus; one that is leaving says so only when the table is ACTIVE again (DDB-TABLE-228)."""
    assert table.group is not None
    flight = table.group.flights.find(now, kinds.REPLICA, subject=region)
    if flight is not None and now >= flight.shows.get("told_from", 0.0):
        return flight.detail
    other = table.group.members[region].table
    return other.lost if other is not None and other.lost else "ACTIVE"
