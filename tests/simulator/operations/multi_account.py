# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Global tables of several accounts: a replica that is made by CreateTable in its own account, as it is documented.

Nobody has measured texts and times. So all of it is refused unless ``Behaviour.documented`` admits it, and the texts
are words of our own.
"""

from __future__ import annotations

import json

from ..group import is_moving, others
from ..refusal import RefusedError, missing, unmeasured
from ..rules.admission import while_replicating
from ..settings import all_settings
from ..settings.policy import Policy
from ..state import Part, Table
from ..world import World
from .members import described
from .replica_checks import check_scaled
from .replica_keys import replica_key
from .replica_tables import made_replica
from .replicas import HIDDEN, found, join

SOURCE_ARN = "GlobalTableSourceArn"
ENABLED = "ENABLED"
SERVICE = "replication.dynamodb.amazonaws.com"
# What a replica of another account has for itself; all else is that of the source table.
OWN = {
    *("TableName", SOURCE_ARN, "GlobalTableSettingsReplicationMode"),
    *("Tags", "ResourcePolicy", "DeletionProtectionEnabled", "SSESpecification"),
}


def create_from_source(world: World, request: Part) -> Part:
    """CreateTable with the ARN of a table in another account, which becomes the source of the replica."""
    if not world.behaviour.admits_documented:
        raise unmeasured("Global tables of several accounts are documented only")
    _check_request(request)
    name = world.name_of(request["TableName"])
    source = _source(world, name, request[SOURCE_ARN])
    if world.holder(name) is not None:
        raise RefusedError("ResourceInUseException", f"Table already exists: {name}")
    home, now = world.home_of(source), world.now()
    _check_source(world, home, source)
    for setting in all_settings():
        setting.check_new(request)
    world.charge()
    if not others(source, now):
        found(source, False, now)
    key = replica_key(world, source, request.get("SSESpecification") or {})
    replica = made_replica(home, world, source, key, request)
    replica.settings_mode = ENABLED
    join(home, source, replica, (world.draw("replica_create"), HIDDEN, 0.0))
    return {"TableDescription": described(replica, now)}


def _check_request(request: Part) -> None:
    """V61, V88: the mode must be said, and nothing that the source table decides."""
    if request.get("GlobalTableSettingsReplicationMode") != ENABLED:
        raise unmeasured("GlobalTableSettingsReplicationMode must be ENABLED for a replica in another account")
    alien = sorted({*request} - OWN)
    if alien:
        raise unmeasured(f"{', '.join(alien)} of a replica in another account is that of the source table")


def _source(world: World, name: str, arn: str) -> Table:
    parts = [*arn.split(":", 5), "", "", "", "", "", ""]
    region, account, table = parts[3], parts[4], parts[5].removeprefix("table/")
    if account == world.place.account:
        raise unmeasured("GlobalTableSourceArn is that of a table in another account")
    source = world.reach(region, account).find(table) if region and account else None
    if source is None:
        raise missing(f"Table: {arn} not found")
    if table != name or region == world.place.region:
        raise unmeasured("A replica has the name of its source table, and a Region of its own")
    return source


def _check_source(world: World, home: World, source: Table) -> None:
    """V61: a table that is ready for it, and whose policy lets the service replicate it."""
    if is_moving(source, world.now()) or source.status(world.now()) != "ACTIVE":
        raise while_replicating()
    if world.place.region in others(source, world.now()):
        raise unmeasured(f"The global table has a replica in {world.place.region} already")
    if source.settings_mode != ENABLED:
        raise unmeasured("GlobalTableSettingsReplicationMode of the source table is not ENABLED")
    if SERVICE not in json.dumps(source.of(Policy).policy):
        raise RefusedError("AccessDeniedException", f"The policy of {source.arn} does not allow {SERVICE} to replicate")
    check_scaled(home, source)
