# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table that a replica is in its Region: made from that of another Region, with what is overridden in it."""

from __future__ import annotations

import copy
import dataclasses

from .. import flights as kinds
from ..answers import table_description
from ..settings import all_settings
from ..settings.encryption import Encryption
from ..state import Index, Part, Table
from ..world import World
from .data import items_of
from .phases import REPLICA

UNITS, MAXIMUM = "ReadCapacityUnits", "MaxReadRequestUnits"


def made_replica(world: World, there: World, table: Table, key: str | None, request: Part | None = None) -> Table:
    """L-229, L-230: its own id, ARN, date and stream; of the settings only those that all Regions share.

    ``request`` is the CreateTable of a replica in another account, which has settings of its own.
    """
    replica = Table(
        name=table.name,
        arn=there.table_arn(table.name),
        table_id=there.behaviour.identifier(),
        attributes=dict(table.attributes),
        keys=list(table.keys),
        billing_mode=table.billing_mode,
        was_on_demand=table.was_on_demand,
        throughput=dict(table.throughput),
        global_indexes={name: copied_index(index) for name, index in table.global_indexes.items()},
        local_indexes={name: copied_index(index) for name, index in table.local_indexes.items()},
        items=table.items,
        on_demand_units=dict(table.on_demand_units),
        warm=dict(table.warm),
        vectors=copy.deepcopy(table.vectors),
    )
    for setting in all_settings():
        setting.create(replica, request or {}, lambda _name: key or "")
        setting.replicate(table, replica)
    replica.of(Encryption).encryption_key = key
    # The items are the same in all Regions; that they arrive one after the other is not held.
    there.stores.setdefault("items", {})[replica.table_id] = items_of(world, table)
    return replica


def copied_index(index: Index) -> Index:
    """An index with the capacity of another one; how that is scaled stays in its Region."""
    return dataclasses.replace(copy.deepcopy(index), scaled={})


def begin_replica(there: World, replica: Table, seconds: float, visible: float) -> None:
    """It is CREATING, and seen some time after the call (L-226, L-298)."""
    now = there.now()
    replica.hidden_until = now + min(seconds, visible)
    replica.made_at = replica.hidden_until
    replica.on_demand_at = replica.made_at if replica.on_demand else None
    replica.flights.begin(kinds.CREATING, now, seconds, detail=REPLICA)
    for setting in all_settings():
        setting.begin_new(there, replica, seconds, {})
    there.tables[replica.name] = replica


def override(replica: Table, table: Table, part: Part, now: float | None) -> None:
    """Give a replica what a call asks for (L-250, L-252, L-294, L-422); an index that there is not is passed over."""
    _override_units(replica, table.on_demand, part)
    for asked in part.get("GlobalSecondaryIndexes") or ():
        index = replica.global_indexes.get(asked["IndexName"])
        if index is not None:
            _override_units(index, table.on_demand, asked)
    for setting in all_settings():
        setting.override(replica, part, now)


def _override_units(place: Table | Index, on_demand: bool, part: Part) -> None:
    if not on_demand and part.get("ProvisionedThroughputOverride"):
        place.throughput = {**(place.throughput or {}), UNITS: part["ProvisionedThroughputOverride"][UNITS]}
    maximum = (part.get("OnDemandThroughputOverride") or {}).get(MAXIMUM)
    if maximum is not None:
        place.on_demand_units = {**place.on_demand_units, MAXIMUM: maximum}
        if maximum == -1:
            del place.on_demand_units[MAXIMUM]


def show_as_before(replica: Table, before: Table, seconds: float, now: float) -> None:
    """Until a change has reached a Region its table shows the capacity, the maximum and the class of before."""
    if not seconds:
        return
    old, new = table_description(before, now), table_description(replica, now)
    shown = ("ProvisionedThroughput", "OnDemandThroughput")
    shows = {member: old[member] for member in shown if member in old and old[member] != new.get(member)}
    if shows:
        replica.flights.begin(kinds.LAG, now, seconds, shows=shows)
    if old.get("TableClassSummary") != new.get("TableClassSummary"):
        summary = {"TableClassSummary": old["TableClassSummary"]} if "TableClassSummary" in old else {}
        replica.flights.begin(kinds.CLASS, now, seconds, shows=summary)
    indexes = {index["IndexName"]: index for index in old.get("GlobalSecondaryIndexes", ())}
    for index in new.get("GlobalSecondaryIndexes", ()):
        there = indexes.get(index["IndexName"], index)
        changed = {member: there[member] for member in shown if member in there and there[member] != index.get(member)}
        if changed:
            replica.flights.begin(kinds.LAG, now, seconds, index["IndexName"], shows=changed)
