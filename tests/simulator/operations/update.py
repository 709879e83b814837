# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UpdateTable: judged in the order of control_plane.md 3.5, then on its way for as long as it takes."""

from __future__ import annotations

import copy

from .. import flights as kinds
from ..answers import grown, table_description
from ..rules.admission import CLASS, Concern, check_admission, concerns
from ..rules.combinations import UPDATES, check_combination, index_actions
from ..rules.quotas import Quotas, check_account, check_quotas
from ..rules.units import check_index_warmth_named, check_maximums
from ..rules.update import update_table as change_table
from ..state import NOTHING, PAY_PER_REQUEST, Part, Table
from ..world import World
from .kms import resolve
from .replica_rules import check_replicas
from .replicas import apply_replicas, change_group_settings

GROUP_PARTS = ("GlobalTableSettingsReplicationMode", "DisassociationProtectionEnabled")
REPLICA_PARTS = ("ReplicaUpdates", "GlobalTableWitnessUpdates", "MultiRegionConsistency")


def update_table(world: World, request: Part) -> Part:
    """The steps of 3.5 after the shape; a refused call changes nothing, the answer shows what was there before."""
    check_index_warmth_named(request)
    check_combination(request, world.behaviour.unknown)
    if any(part in request for part in REPLICA_PARTS):
        check_replicas(request, world.behaviour.unknown)
    table = world.table(request["TableName"], "UpdateTable")
    now = world.now()
    mode = request.get("BillingMode", table.billing_mode)
    check_maximums(request.get("OnDemandThroughput") or {}, mode)
    wanted = list(concerns(table, request))
    check_admission(table, wanted, now, world.behaviour.unknown)
    if any(part in request for part in REPLICA_PARTS):
        apply_replicas(world, table, request)
        return {"TableDescription": table_description(table, now, status="UPDATING")}
    if any(part in request for part in GROUP_PARTS):
        change_group_settings(world, table, request)
    before = table_description(table, now)
    after = _changed(world, table, request, wanted)
    _keep(table, after)
    return {"TableDescription": _answer(before, request, table, now)}


def _changed(world: World, table: Table, request: Part, wanted: list[Concern]) -> Table:
    """Return the table as it will be, with its transitions begun; raises what the service refuses."""
    after = copy.deepcopy(table)
    encryption = request.get("SSESpecification") or {}
    change_table(after, request, lambda name: resolve(world, name) if encryption.get("Enabled") else "")
    check_quotas(after, Quotas(), new=False)
    others = [other for other in world.tables.values() if other.name != table.name]
    check_account([*others, after], world.place.region)
    _check_budgets(world, table, after, request)
    effective = after != table or "SSESpecification" in request or "TableClass" in request
    if _lost(world, table, wanted):
        return table
    if effective and "DeletionProtectionEnabled" not in request:
        world.charge()
    if effective:
        _count(world, table, after, request)
        _begin(world, table, after, request)
    return after


def _keep(table: Table, after: Table) -> None:
    """Put the new values into the table that everybody holds."""
    if after is not table:
        table.__dict__.update(after.__dict__)


def _lost(world: World, table: Table, wanted: list[Concern]) -> bool:
    """4.3: after an encryption change during a class change the table is ACTIVE early, and the next one is dropped."""
    return Concern(CLASS) in wanted and table.flights.find(world.now(), "class_hazard") is not None


def _check_budgets(world: World, table: Table, after: Table, request: Part) -> None:
    if not world.behaviour.budgets or world.behaviour.instant:
        return
    now, budgets = world.now(), table.budgets
    for what in _lowered(table, after):
        budgets.check_decrease(what, now)
    if "TableClass" in request and (table.table_class or "STANDARD", request["TableClass"]) != ("STANDARD", "STANDARD"):
        budgets.check_class(now)
    # 5: a return to the key that AWS owns is always admitted.
    if "SSESpecification" in request and after.encryption_key is not None:
        budgets.check_encryption(now)
    if "DeletionProtectionEnabled" in request:
        budgets.check_protection(table.name, now)


def _pairs(table: Table, after: Table) -> list[tuple[str, Part, Part]]:
    indexes = [
        (name, index.throughput or NOTHING, after.global_indexes[name].throughput or NOTHING)
        for name, index in table.global_indexes.items()
        if name in after.global_indexes
    ]
    return [("", table.throughput, after.throughput), *indexes]


def _lowered(table: Table, after: Table) -> list[str]:
    """The table (``""``) and the indexes whose capacity goes down; a change of mode is none of it."""
    if table.billing_mode != after.billing_mode:
        return []
    return [name for name, old, new in _pairs(table, after) if any(new[unit] < old[unit] for unit in old)]


def _count(world: World, table: Table, after: Table, request: Part) -> None:
    """Write down what counts against a budget."""
    now, budgets = world.now(), after.budgets
    lowered = _lowered(table, after)
    for name in lowered:
        budgets.decreases.setdefault(name, []).append(now)
    for name, old, new in _pairs(table, after):
        if any(new[unit] > old[unit] for unit in old):
            budgets.increases[name] = now
    if "TableClass" in request:
        budgets.class_changes.append(now)
        after.class_changed_at = now
    if "SSESpecification" in request:
        budgets.encryption_changes.append(now)
    if "DeletionProtectionEnabled" in request and table.protected != after.protected:
        budgets.protection_until = now + world.draw("toggle_cooldown")
    if after.billing_mode == PAY_PER_REQUEST != table.billing_mode:
        after.on_demand_at = now


def _begin(world: World, table: Table, after: Table, request: Part) -> None:
    """Start the transitions of 4.2."""
    now = world.now()
    flights = after.flights
    if "StreamSpecification" in request:
        detail = "ENABLE" if request["StreamSpecification"]["StreamEnabled"] else "DISABLE"
        after.stream_made_at = now if detail == "ENABLE" else table.stream_made_at
        flights.begin(kinds.STREAM, now, world.draw("stream"), detail=detail)
    if "TableClass" in request:
        flights.begin(
            kinds.CLASS, now, world.draw("class"), shows=_shown_class(table, now), detail=request["TableClass"]
        )
    if "SSESpecification" in request:
        _begin_encryption(world, table, after)
    if "WarmThroughput" in request and after.warm != grown(table.warm, table.throughput, table.was_on_demand):
        shows = grown(table.warm, table.throughput, table.was_on_demand)
        flights.begin(kinds.WARM, now, world.draw("warm"), shows=shows)
    _begin_capacity(world, table, after, request)
    for action, part in index_actions(request.get(UPDATES, ())):
        {"Create": _begin_creation, "Delete": _begin_deletion, "Update": _begin_update}[action](
            world, table, after, part
        )


def _shown_class(table: Table, now: float) -> Part:
    summary = table_description(table, now).get("TableClassSummary")
    return {"TableClassSummary": summary} if summary else {}


def _begin_encryption(world: World, table: Table, after: Table) -> None:
    now = world.now()
    shows = {"key": table.encryption_key, "until": now + world.draw("key_lag")}
    after.flights.begin(kinds.ENCRYPTION, now, world.draw("encryption"), shows=shows)
    class_change = after.flights.find(now, kinds.CLASS)
    if class_change:
        after.flights.begin("class_hazard", now, class_change.until - now)
        after.flights.end(class_change, now)


def _begin_capacity(world: World, table: Table, after: Table, request: Part) -> None:
    now = world.now()
    shows: Part = {"ProvisionedThroughput": table_description(table, now)["ProvisionedThroughput"]}
    if table.billing_mode != after.billing_mode:
        kind = "to_provisioned"
        if after.on_demand:
            kind = "to_on_demand_again" if table.was_on_demand else "to_on_demand"
        after.flights.begin(kinds.BILLING, now, world.draw(kind), shows=shows)
    elif table.throughput != after.throughput:
        after.flights.begin(kinds.CAPACITY, now, world.draw("capacity"), shows=shows)
    cleared = {member: -1 for member, value in (request.get("OnDemandThroughput") or {}).items() if value == -1}
    if cleared:
        # 2: -1 is echoed for about a second.
        shown = {"OnDemandThroughput": {**after.on_demand_units, **cleared}}
        after.flights.begin(kinds.LAG, now, world.draw("cleared_units"), shows=shown)


def _begin_creation(world: World, _table: Table, after: Table, part: Part) -> None:
    now, name = world.now(), part["IndexName"]
    allocated = world.draw("index_allocation")
    after.flights.begin(kinds.ALLOCATION, now, allocated, name)
    after.flights.begin(kinds.BACKFILL, now + allocated, world.draw("index_backfill"), name)


def _begin_deletion(world: World, table: Table, after: Table, part: Part) -> None:
    now, name = world.now(), part["IndexName"]
    index = table.global_indexes[name]
    for flight in after.flights.at(now, kinds.BACKFILL, subject=name):
        after.flights.end(flight, now)
    names = {attribute: table.attributes[attribute] for attribute in index.attributes}
    shows = {"index": index, "attributes": names}
    after.flights.begin(kinds.INDEX_DELETE, now, world.draw("index_delete"), name, shows=shows)
    after.budgets.decreases.pop(name, None)


def _begin_update(world: World, table: Table, after: Table, part: Part) -> None:
    """A new capacity shows when it is reached; a new warm throughput takes minutes of its own."""
    now, name = world.now(), part["IndexName"]
    old, new = table.global_indexes[name], after.global_indexes[name]
    shown = {index["IndexName"]: index for index in table_description(table, now).get("GlobalSecondaryIndexes", ())}[
        name
    ]
    # A change to PROVISIONED brings the capacity of its indexes along.
    switched = table.billing_mode != after.billing_mode
    if (old.throughput != new.throughput and not switched) or old.on_demand_units != new.on_demand_units:
        shows = {"ProvisionedThroughput": shown["ProvisionedThroughput"]}
        after.flights.begin(kinds.INDEX_UPDATE, now, world.draw("index_capacity"), name, shows=shows)
    warm = grown(old.warm, old.throughput or {}, table.was_on_demand)
    if part.get("WarmThroughput") and new.warm != warm:
        after.flights.begin(kinds.WARM, now, world.draw("warm"), name, shows=warm)


def _answer(before: Part, request: Part, table: Table, now: float) -> Part:
    """The old values (2: a mutation's response shows OLD capacity, class and key) under the new status.

    3.4: BillingMode=PAY_PER_REQUEST and TableClass again say UPDATING though nothing is.
    """
    after = table_description(table, now)
    old = ("ProvisionedThroughput", "TableClassSummary", "SSEDescription", "GlobalSecondaryIndexes")
    answer = {**after, **{member: before[member] for member in old if member in before}}
    if "GlobalSecondaryIndexes" in answer and "GlobalSecondaryIndexes" in after:
        known = {index["IndexName"]: index for index in before.get("GlobalSecondaryIndexes", ())}
        answer["GlobalSecondaryIndexes"] = [
            {**index, "ProvisionedThroughput": known.get(index["IndexName"], index)["ProvisionedThroughput"]}
            for index in after["GlobalSecondaryIndexes"]
        ]
    if "BillingMode" in request or "TableClass" in request:
        answer["TableStatus"] = "UPDATING"
    return answer


HANDLERS = {"UpdateTable": update_table}
