# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replicas: what is judged of a call against the global table as it is, and against the other Regions."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import botocore.session

from .. import flights as kinds
from ..group import Member, is_moving, others
from ..refusal import NO_CAPACITY, RefusedError, invalid, unmeasured, wrong
from ..rules.admission import while_replicating
from ..rules.units import check_maximums
from ..settings import all_settings
from ..state import PAY_PER_REQUEST, Part, Table
from ..world import World
from .data import items_of
from .disassociation import check_disassociation
from .members import MODE, ONE_OF_STRONG, SOURCE, STRONG, is_source
from .phases import replicating
from .replica_keys import check_other_keys, replica_key
from .replica_rules import MANY, regions, replica_actions, witness_actions
from .targets import scaled_lately, scales_writes

LOCAL = (
    "Cannot add or delete the local region through ReplicaUpdates."
    " Use CreateTable, DeleteTable, or UpdateTable as required."
)
NO_MAXIMUM = "MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED"
QUOTED = "\u2018{}\u2019"


def check_against(world: World, table: Table, request: Part) -> None:
    """All that is judged of the replica members of a call once its table is found."""
    actions, now = replica_actions(request), world.now()
    _check_from_new(world, table, actions)
    for action, part in actions:
        if action != "Disassociate":
            _check_region(world, part["RegionName"])
    _check_moving(world, table, actions, now)
    _check_group(table, request, actions, now)
    for action, part in actions:
        if action in CHECKS:
            CHECKS[action](world, table, part)
    if request.get("MultiRegionConsistency") == STRONG:
        _check_strong(world, table)


def _check_from_new(world: World, table: Table, actions: Sequence[tuple[str, Part]]) -> None:
    """L-298: what a replica that is still CREATING says of other Regions."""
    if not replicating(world, table):
        return
    there = others(table, world.now())
    if any(region in there for region in regions(actions, "Delete")):
        raise invalid(SOURCE)
    raise being_added(table.name, table.region)


def being_added(name: str, region: str) -> RefusedError:
    """4.3 and L-306: what waits for a replica that is on its way."""
    text = "Create/Update/Delete of replica is not allowed while the replica is being added to table with name"
    return invalid(f"{text}: {QUOTED.format(name)} in region: {QUOTED.format(region)}.")


def _check_moving(world: World, table: Table, actions: Sequence[tuple[str, Part]], now: float) -> None:
    """While one replica comes or goes nothing is done, with four refusals (L-227, L-228, L-306, L-308).

    One that is not listed yet is no part of the group; one whose table is still there cannot be added again, also for
    some seconds after it is no longer listed.
    """
    there, created = others(table, now), {*regions(actions, "Create")}
    hidden = {name for name, member in there.items() if now < member.shown_at}
    if created & {name for name, member in there.items() if member.gone_at is not None}:
        raise already_there(table)
    coming = {name for name in there if name not in hidden and _comes(table, name, now)}
    if coming & created:
        members = ", ".join(sorted({world.place.region, *there}))
        text = f"Global table with name: {table.name} already exists with replicas in regions: {members}."
        raise RefusedError("ResourceInUseException", text)
    if is_moving(table, now):
        named = [part["RegionName"] for action, part in actions if action not in ("Create", "Disassociate")]
        _check_members({name: member for name, member in there.items() if name not in hidden}, named)
        raise while_replicating()


def _comes(table: Table, region: str, now: float) -> bool:
    assert table.group is not None
    flight = table.group.flights.find(now, kinds.REPLICA, subject=region)
    return flight is not None and flight.detail == "CREATING"


def already_there(table: Table) -> RefusedError:
    """L-225: a table of that name, whatever it is; which Region it is in is not told."""
    text = f"Failed to create a the new replica of table with name: {QUOTED.format(table.name)}"
    return invalid(f"{text} because one or more replicas already existed as tables.")


@functools.cache
def known_regions(partition: str) -> tuple[str, ...]:
    """The Regions of a partition, as botocore has them."""
    return tuple(sorted(botocore.session.get_session().get_available_regions("dynamodb", partition)))


def _check_region(world: World, region: str) -> None:
    if region == world.place.region:
        raise invalid(LOCAL)
    known = known_regions(world.place.partition)
    if region not in known:
        text = "The latest version of global tables are only supported in the following regions"
        raise invalid(f"Region {region} is not supported. {text}: [{', '.join(known)}]")
    if world.reach(region).disabled:
        # L-223.
        text = "User is missing the permissions since the region is disabled."
        raise invalid(f"Failed to access the region: {QUOTED.format(region)}. {text}")


def _check_group(table: Table, request: Part, actions: Sequence[tuple[str, Part]], now: float) -> None:
    """A strong group is born complete and frozen; others change by one replica a call."""
    there = others(table, now)
    strong = bool(there) and table.group is not None and table.group.strong
    if there and "MultiRegionConsistency" in request:
        raise invalid("MultiRegionConsistency parameter is unsupported on existing global table")
    if strong and regions(actions, "Create"):
        raise invalid("Cannot add replicas to a global table with strong MultiRegionConsistency")
    left = regions(actions, "Delete")
    _check_members(there, [part["RegionName"] for action, part in actions if action in ("Update", "Delete")])
    asked = witness_actions(request)
    _check_witnesses(there, [region for action, region in asked if action == "Delete"])
    if strong and left:
        _check_dissolution(there, left, asked)
    elif len(left) > 1:
        raise invalid(MANY)


def _check_members(there: dict[str, Member], asked: Sequence[str]) -> None:
    alien = [region for region in asked if region not in there or there[region].table is None]
    if alien:
        text = "Update global table operation failed because one or more replicas were not part of the global table."
        raise invalid(f"{text} Please retry the request without these replicas: [{', '.join(alien)}].")


def _check_witnesses(there: dict[str, Member], dismissed: Sequence[str]) -> None:
    alien = [region for region in dismissed if region not in there or there[region].table is not None]
    if alien:
        text = "Update global table operation failed because one or more witnesses were not part of the global table."
        raise invalid(f"{text} Please retry the request without these witnesses: [{', '.join(alien)}].")


def _check_dissolution(there: dict[str, Member], left: Sequence[str], asked: Sequence[tuple[str, str]]) -> None:
    """L-260: all replicas and the witness in one call."""
    witnesses = {region for region, member in there.items() if member.table is None}
    if not witnesses <= {region for action, region in asked if action == "Delete"}:
        raise invalid("Update table delete operation does not include all witnesses.")
    if {*there} - witnesses != {*left}:
        raise invalid(ONE_OF_STRONG)


def _check_strong(world: World, table: Table) -> None:
    """Documented: the table is empty, and has no local indexes; in which words was not measured."""
    if world.behaviour.unknown:
        return
    if items_of(world, table):
        raise unmeasured("A table with items cannot become a global table with MultiRegionConsistency set to STRONG")
    if table.local_indexes:
        raise unmeasured("Local secondary indexes are not there with MultiRegionConsistency set to STRONG")


def _check_creation(world: World, table: Table, part: Part) -> None:
    there = world.reach(part["RegionName"])
    if there.holder(table.name) is not None:
        raise already_there(table)
    check_scaled(world, table)
    _check_overrides(table, part)
    replica_key(there, table, part)
    check_other_keys(world, table)
    if not table.on_demand and scaled_lately(world, table.name, world.draw("scaling_unseen")):
        # L-249: the first try after scaling was set up may fail so.
        raise RefusedError("InternalServerError", "Internal server error", 500)


def check_scaled(world: World, table: Table) -> None:
    """L-188, L-288, L-291: writes of the table, and of every index, are on demand or scaled by a policy."""
    if table.on_demand:
        return
    if not scales_writes(world, table.name):
        raise invalid("Table write capacity should either be Pay-Per-Request or AutoScaled.")
    if not all(scales_writes(world, table.name, index) for index in table.global_indexes):
        raise invalid("GSI write capacity should either be Pay-Per-Request or AutoScaled.")


def _check_update(world: World, table: Table, part: Part) -> None:
    if "KMSMasterKeyId" in part:
        # L-295, L-309: always.
        raise wrong("KMSMasterKeyId must be specified for each replica.")
    if "ProvisionedThroughputOverride" in part and table.on_demand:
        raise invalid(NO_CAPACITY)
    _check_overrides(table, part)
    other = others(table, world.now())[part["RegionName"]].table
    assert other is not None
    _check_account(world, other)
    for setting in all_settings():
        setting.check_override(other, part["RegionName"], part, world.now())
    unknown = [one["IndexName"] for one in part.get("GlobalSecondaryIndexes") or ()]
    if not world.behaviour.unknown and not {*unknown} <= {*table.global_indexes}:
        raise unmeasured("An override of an index that is not there")


def _check_account(world: World, replica: Table) -> None:
    """What becomes of a replica of another account, asked from here, is not documented."""
    if replica.account != world.place.account:
        raise unmeasured(f"The replica in {replica.region} is that of account {replica.account}")


def _check_overrides(table: Table, part: Part) -> None:
    """L-250: a maximum goes with the billing mode."""
    maximums = {"": part.get("OnDemandThroughputOverride") or {}}
    indexes = part.get("GlobalSecondaryIndexes") or ()
    maximums |= {index["IndexName"]: index.get("OnDemandThroughputOverride") or {} for index in indexes}
    for index, units in maximums.items():
        if units and not table.on_demand:
            raise invalid(NO_MAXIMUM)
        check_maximums(units, PAY_PER_REQUEST, index)


def _check_deletion(world: World, table: Table, part: Part) -> None:
    """L-297: each replica has a protection of its own; L-267: leaf first, within a day."""
    region, group = part["RegionName"], table.group
    assert group is not None
    other = group.members[region].table
    if other is not None:
        _check_account(world, other)
        for setting in all_settings():
            setting.check_removal(other, region)
    if not group.strong and is_source(group, region, world.now()):
        raise invalid(SOURCE)


def _check_leaving(world: World, table: Table, _part: Part) -> None:
    check_disassociation(world, table)


CHECKS = {
    "Create": _check_creation,
    "Update": _check_update,
    "Delete": _check_deletion,
    "Disassociate": _check_leaving,
}


def check_settings_mode(table: Table, request: Part, now: float) -> None:
    """GlobalTableSettingsReplicationMode, on a Regional table (2, L-048)."""
    mode = request["GlobalTableSettingsReplicationMode"]
    if mode == MODE:
        text = "Only ENABLED and DISABLED settings replication are supported"
        place = "at 'GlobalTableSettingsReplicationMode' failed to satisfy constraint"
        raise invalid(f"1 validation error detected: Value '{mode}' {place}: {text}")
    if others(table, now):
        raise unmeasured("GlobalTableSettingsReplicationMode is set on a Regional table")
