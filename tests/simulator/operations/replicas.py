# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replicas of a table: what UpdateTable does with them, and how they are read back.

control_plane.md, 2 ("Replicas", "Global tables"), 4.2, 4.3, 6.1 "Replicas"; timelines of DDB-TABLE-226, 228, 258, 261.
``Table.replicas`` has an entry by Region, for a witness too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .. import flights as kinds
from ..refusal import NO_CAPACITY, RefusedError, invalid, unmeasured, wrong
from ..rules.admission import while_replicating
from ..state import Part, Table
from ..world import World
from .keys import MANAGED, keys_of
from .replica_rules import MANY, STRONG, check_replicas, regions, replica_actions, witness_actions
from .targets import scales_writes

__all__ = ["apply_replicas", "change_group_settings", "check_group_deletion", "check_replicas", "replica_answer"]

DAY = 86_400.0
VERSION = "2019.11.21"
MODE = "ENABLED_WITH_OVERRIDES"
# The entry of a new replica is listed 6 s after the call; the table is UPDATING for 36 s of a removal.
HIDDEN, LEAVING, OVERRIDE = 6.0, 36.0, 36.0
# L-308: how long the table of a replica is there when its entry has gone.
LINGERS, LINGERING = "replica_lingers", 19.0
REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")
LOCAL = (
    "Cannot add or delete the local region through ReplicaUpdates."
    " Use CreateTable, DeleteTable, or UpdateTable as required."
)
ONE_OF_STRONG = (
    "Deletion of only one table replica is not supported for global tables with MultiRegionConsistency set to STRONG."
)
SOURCE = (
    "Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table in"
    " the last 24 hours."
)
QUOTED = "\u2018{}\u2019"


def living(table: Table, now: float) -> dict[str, Part]:
    """The replicas and witnesses that are still there; what has gone is forgotten."""
    for region in [name for name, entry in table.replicas.items() if (entry["gone_at"] or now + 1) <= now]:
        del table.replicas[region]
    return table.replicas


def apply_replicas(world: World, table: Table, request: Part) -> None:
    """Judge the call against the group as it is, then begin what it asks for."""
    actions, now = replica_actions(request), world.now()
    for _action, part in actions:
        _check_region(world, part["RegionName"])
    _check_moving(table, actions, now)
    _check_group(table, request, actions, now)
    for action, part in actions:
        CHECKS.get(action, _check_nothing)(world, table, part)
    strong = request.get("MultiRegionConsistency") == STRONG
    for action, part in actions:
        BEGINNINGS.get(action, _begin_nothing)(world, table, {**part, "strong": strong})
    for action, region in witness_actions(request):
        BEGINNINGS[action](world, table, {"RegionName": region, "strong": strong, "witness": True})


def _check_moving(table: Table, actions: Sequence[tuple[str, Part]], now: float) -> None:
    """While one replica comes or goes nothing is done, with three refusals (L-227, L-228, L-308).

    One that is not listed yet is no part of the group; one whose table is still there cannot be added again, also for
    some seconds after it is no longer listed.
    """
    there = living(table, now)
    moving = table.flights.find(now, kinds.REPLICA)
    hidden = {name for name, entry in there.items() if now < entry["shown_at"]}
    leaving = {name for name, entry in there.items() if entry["gone_at"]} | lingering(table, now)
    if leaving & {*regions(actions, "Create")}:
        raise _already_there(table)
    if moving:
        named = [part["RegionName"] for action, part in actions if action != "Create"]
        _check_members({name: entry for name, entry in there.items() if name not in hidden}, named)
        raise while_replicating()


def lingering(table: Table, now: float) -> set[str]:
    """The Regions whose table is still there after the replica is no longer listed."""
    return {flight.subject for flight in table.flights.at(now, LINGERS)}


def _already_there(table: Table) -> RefusedError:
    text = f"Failed to create a the new replica of table with name: {QUOTED.format(table.name)}"
    return invalid(f"{text} because one or more replicas already existed as tables.")


def _check_region(world: World, region: str) -> None:
    if region == world.place.region:
        raise invalid(LOCAL)
    if not REGION.fullmatch(region):
        text = "The latest version of global tables are only supported in the following regions"
        raise invalid(f"Region {region} is not supported. {text}: [{world.place.region}]")


def _check_group(table: Table, request: Part, actions: Sequence[tuple[str, Part]], now: float) -> None:
    """A strong group is born complete and frozen; others change by one replica a call."""
    there = living(table, now)
    strong = any(entry["strong"] for entry in there.values())
    if there and "MultiRegionConsistency" in request:
        raise invalid("MultiRegionConsistency parameter is unsupported on existing global table")
    if strong and regions(actions, "Create"):
        raise invalid("Cannot add replicas to a global table with strong MultiRegionConsistency")
    left = regions(actions, "Delete")
    _check_members(there, [part["RegionName"] for action, part in actions if action != "Create"])
    if strong and left:
        _check_dissolution(there, left, witness_actions(request))
    elif len(left) > 1:
        raise invalid(MANY)


def _check_members(there: dict[str, Part], asked: Sequence[str]) -> None:
    alien = [region for region in asked if region not in there or there[region]["witness"]]
    if alien:
        text = "Update global table operation failed because one or more replicas were not part of the global table."
        raise invalid(f"{text} Please retry the request without these replicas: [{', '.join(alien)}].")


def _check_dissolution(there: dict[str, Part], left: Sequence[str], witnesses: Sequence[tuple[str, str]]) -> None:
    dismissed = {region for action, region in witnesses if action == "Delete"}
    if not {region for region, entry in there.items() if entry["witness"]} <= dismissed:
        raise invalid("Update table delete operation does not include all witnesses.")
    if {region for region, entry in there.items() if not entry["witness"]} != set(left):
        raise invalid(ONE_OF_STRONG)


def _check_creation(world: World, table: Table, part: Part) -> None:
    if part["RegionName"] in table.replicas:
        raise _already_there(table)
    if not table.on_demand:
        if not scales_writes(world, table.name):
            raise invalid("Table write capacity should either be Pay-Per-Request or AutoScaled.")
        if not all(scales_writes(world, table.name, index) for index in table.global_indexes):
            raise invalid("GSI write capacity should either be Pay-Per-Request or AutoScaled.")
    keys = keys_of(world)
    managed = keys.by_id[keys.aliases[MANAGED]].arn if MANAGED in keys.aliases else None
    own = table.encryption_key not in (None, managed)
    if own != ("KMSMasterKeyId" in part):
        # Also for a key where there may be none (DDB-TABLE-307).
        raise wrong("KMSMasterKeyId must be specified for each replica.")


def _check_update(_world: World, table: Table, part: Part) -> None:
    if "KMSMasterKeyId" in part:
        raise invalid("KMSMasterKeyId of a replica cannot be changed through ReplicaUpdates (text not measured)")
    if "ProvisionedThroughputOverride" in part and table.on_demand:
        raise invalid(NO_CAPACITY)


def _check_nothing(_world: World, _table: Table, _part: Part) -> None:
    """There is nothing more to judge."""


CHECKS = {"Create": _check_creation, "Update": _check_update}


def _move(world: World, table: Table, region: str, status: str, seconds: float, updating: float) -> None:
    """Begin a transition of a replica; for a part of it TableStatus is UPDATING."""
    length = 0.0 if world.behaviour.instant else seconds
    table.flights.begin(kinds.REPLICA, world.now(), length, region, detail=status)
    table.flights.begin(kinds.GROUP, world.now(), min(length, updating), region)


def _begin_creation(world: World, table: Table, part: Part) -> None:
    """The stream comes by itself and stays; one that is there is kept (2, "Global tables")."""
    now, region = world.now(), part["RegionName"]
    if table.stream is None:
        table.stream, table.stream_made_at = "NEW_AND_OLD_IMAGES", now
        table.streams_made += 1
    seconds = world.draw("replica_create")
    hidden = 0.0 if world.behaviour.instant else HIDDEN
    table.replicas[region] = {
        "strong": part["strong"],
        "witness": part.get("witness", False),
        "since": now,
        "shown_at": now + min(seconds, hidden),
        "gone_at": None,
        "shows": _overrides(world, table, part),
    }
    _move(world, table, region, "CREATING", seconds, seconds)


def _overrides(world: World, table: Table, part: Part) -> Part:
    """What differs from the table; an override with the value of the table is none (DDB-TABLE-250)."""
    shows: Part = {}
    key = part.get("KMSMasterKeyId")
    if key is not None:
        own = f"arn:{world.place.partition}:kms:{part['RegionName']}:{world.place.account}:key/{key}"
        shows["KMSMasterKeyId"] = key if key.startswith("arn:") else own
    if "TableClassOverride" in part:
        shows["ReplicaTableClassSummary"] = {"TableClass": part["TableClassOverride"]}
    pairs = (
        ("ProvisionedThroughputOverride", "ReadCapacityUnits", table.throughput),
        ("OnDemandThroughputOverride", "MaxReadRequestUnits", table.on_demand_units),
    )
    for member, unit, own_units in pairs:
        if member in part:
            same = part[member].get(unit) == own_units.get(unit)
            shows[member] = None if same else dict(part[member])
    if "GlobalSecondaryIndexes" in part:
        shows["GlobalSecondaryIndexes"] = [dict(index) for index in part["GlobalSecondaryIndexes"]]
    return shows


def _begin_update(world: World, table: Table, part: Part) -> None:
    table.replicas[part["RegionName"]]["shows"] |= _overrides(world, table, part)
    _move(world, table, part["RegionName"], "UPDATING", OVERRIDE, OVERRIDE)


def _begin_deletion(world: World, table: Table, part: Part) -> None:
    """The table is UPDATING for a while, then ACTIVE with a replica that is DELETING, then alone (4.2)."""
    now, region = world.now(), part["RegionName"]
    seconds = world.draw("replica_delete")
    if region not in table.replicas:
        text = "Update global table operation failed because one or more witnesses were not part of the global table."
        raise invalid(f"{text} Please retry the request without these witnesses: [{region}].")
    table.replicas[region]["gone_at"] = now + seconds
    if not world.behaviour.instant:
        table.flights.begin(LINGERS, now + seconds, LINGERING, region)
    _move(world, table, region, "DELETING", seconds, LEAVING)


def _begin_nothing(_world: World, _table: Table, _part: Part) -> None:
    """C6: admitted, for want of knowledge to no effect."""


BEGINNINGS = {"Create": _begin_creation, "Update": _begin_update, "Delete": _begin_deletion}


def change_group_settings(world: World, table: Table, request: Part) -> None:
    """GlobalTableSettingsReplicationMode, on a Regional table (2); protection against disassociation is not known."""
    grouped = bool(living(table, world.now()))
    mode = request.get("GlobalTableSettingsReplicationMode")
    if mode == MODE:
        text = "Only ENABLED and DISABLED settings replication are supported"
        place = "at 'GlobalTableSettingsReplicationMode' failed to satisfy constraint"
        raise invalid(f"1 validation error detected: Value '{mode}' {place}: {text}")
    if (mode and grouped) or ("DisassociationProtectionEnabled" in request and not grouped):
        raise unmeasured("Not possible for a table of this kind")
    if "DisassociationProtectionEnabled" in request and not world.behaviour.unknown:
        raise unmeasured("DisassociationProtectionEnabled is not simulated")
    if mode:
        table.settings_mode = mode


def check_stream_stays(table: Table, now: float, request: Part) -> None:
    """2, "Global tables": the stream cannot be disabled."""
    if living(table, now) and not request.get("StreamSpecification", {}).get("StreamEnabled", True):
        raise wrong("Disabling Stream is not allowed for a Global Table replica.")


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
