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
from ..settings.encryption import Encryption
from ..settings.stream import Stream, turn_on
from ..state import Part, Table
from ..world import World
from .data import items_of
from .keys import MANAGED, keys_of
from .members import LINGERING, LINGERS, MODE, ONE_OF_STRONG, lingering, living
from .replica_rules import MANY, STRONG, check_replicas, regions, replica_actions, witness_actions
from .targets import scales_writes

__all__ = ["apply_replicas", "change_group_settings", "check_replicas"]

# The entry of a new replica is listed 6 s after the call; the table is UPDATING for 36 s of a removal.
HIDDEN, LEAVING, OVERRIDE = 6.0, 36.0, 36.0
# L-306: a table with items is UPDATING for so long, and again from then on; the entry is listed in between.
FILLING, FILLED = 27.0, 332.0
REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")
LOCAL = (
    "Cannot add or delete the local region through ReplicaUpdates."
    " Use CreateTable, DeleteTable, or UpdateTable as required."
)
QUOTED = "\u2018{}\u2019"


def apply_replicas(world: World, table: Table, request: Part) -> None:
    """Judge the call against the group as it is, then begin what it asks for."""
    actions, now = replica_actions(request), world.now()
    for _action, part in actions:
        _check_region(world, part["RegionName"])
    _check_moving(world, table, actions, now)
    _check_group(table, request, actions, now)
    for action, part in actions:
        CHECKS.get(action, _check_nothing)(world, table, part)
    strong = request.get("MultiRegionConsistency") == STRONG
    for action, part in actions:
        BEGINNINGS.get(action, _begin_nothing)(world, table, {**part, "strong": strong})
    for action, region in witness_actions(request):
        BEGINNINGS[action](world, table, {"RegionName": region, "strong": strong, "witness": True})


def _check_moving(world: World, table: Table, actions: Sequence[tuple[str, Part]], now: float) -> None:
    """While one replica comes or goes nothing is done, with four refusals (L-227, L-228, L-306, L-308).

    One that is not listed yet is no part of the group; one whose table is still there cannot be added again, also for
    some seconds after it is no longer listed.
    """
    there = living(table, now)
    moving = table.flights.find(now, kinds.REPLICA, kinds.GROUP)
    hidden = {name for name, entry in there.items() if now < entry["shown_at"]}
    leaving = {name for name, entry in there.items() if entry["gone_at"]} | lingering(table, now)
    if leaving & {*regions(actions, "Create")}:
        raise _already_there(table)
    coming = {flight.subject for flight in table.flights.at(now, kinds.REPLICA) if flight.detail == "CREATING"} - hidden
    if coming & {*regions(actions, "Create")}:
        members = ", ".join(sorted({world.place.region, *there}))
        text = f"Global table with name: {table.name} already exists with replicas in regions: {members}."
        raise RefusedError("ResourceInUseException", text)
    if moving:
        named = [part["RegionName"] for action, part in actions if action != "Create"]
        _check_members({name: entry for name, entry in there.items() if name not in hidden}, named)
        raise while_replicating()


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
    own = table.of(Encryption).encryption_key not in (None, managed)
    if own != ("KMSMasterKeyId" in part):
        # Also for a key where there may be none (DDB-TABLE-307).
        raise wrong("KMSMasterKeyId must be specified for each replica.")


def _check_update(_world: World, table: Table, part: Part) -> None:
    if "KMSMasterKeyId" in part:
        # L-295, L-309: always.
        raise wrong("KMSMasterKeyId must be specified for each replica.")
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
    if table.of(Stream).stream is None:
        turn_on(table, "NEW_AND_OLD_IMAGES", now)
    filled = bool(items_of(world, table))
    seconds = world.draw("replica_fill" if filled else "replica_create")
    hidden = 0.0 if world.behaviour.instant else FILLING if filled else HIDDEN
    table.replicas[region] = {
        "strong": part["strong"],
        "witness": part.get("witness", False),
        "since": now,
        "shown_at": now + min(seconds, hidden),
        "gone_at": None,
        "shows": _overrides(world, table, part),
    }
    _move(world, table, region, "CREATING", seconds, FILLING if filled else seconds)
    if filled and not world.behaviour.instant:
        table.flights.begin(kinds.GROUP, now + FILLED, seconds - FILLED, region)


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
