# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UpdateTable: judged in the order of control_plane.md 3.5, then on its way for as long as it takes."""

from __future__ import annotations

import copy

from .. import flights as kinds
from ..answers import table_description
from ..rules.admission import ENCRYPTION, TO_PROVISIONED, Concern, check_admission, concerns
from ..rules.combinations import check_combination, without_empty
from ..rules.quotas import Quotas, check_account, check_quotas
from ..rules.settings import no_table
from ..rules.units import check_index_warmth_named, check_maximums
from ..rules.update import update_table as change_table
from ..rules.vectors import needs_on_demand
from ..state import PAY_PER_REQUEST, PROVISIONED, Part, Table
from ..world import World
from .counts import check_budgets, count
from .kms import resolve
from .phases import refuse_lost, restoring
from .replica_rules import check_replicas
from .replicas import apply_replicas, change_group_settings, check_stream_stays, replica_answer
from .transitions import begin

GROUP_PARTS = ("GlobalTableSettingsReplicationMode", "DisassociationProtectionEnabled")
REPLICA_PARTS = ("ReplicaUpdates", "GlobalTableWitnessUpdates", "MultiRegionConsistency")


def update_table(world: World, request: Part) -> Part:
    """The steps of 3.5 after the shape; a refused call changes nothing, the answer shows what was there before."""
    table, request = _judged(world, request)
    now = world.now()
    if any(part in request for part in REPLICA_PARTS):
        apply_replicas(world, table, request)
        return {"TableDescription": {**_described(table, now), "TableStatus": "UPDATING"}}
    before = _described(table, now)
    if any(part in request for part in GROUP_PARTS):
        change_group_settings(world, table, request)
    after = _changed(world, table, request)
    _keep(table, after)
    return {"TableDescription": _answer(before, request, table, now)}


def _judged(world: World, request: Part) -> tuple[Table, Part]:
    """Steps 3 to 8: the request by itself, the table, and what is in flight."""
    unknown, now = world.behaviour.unknown, world.now()
    check_index_warmth_named(request)
    check_combination(request, unknown)
    if any(part in request for part in REPLICA_PARTS):
        check_replicas(request, unknown)
    table = world.table(request["TableName"], "UpdateTable")
    if restoring(world, table):
        raise no_table(table.name, "UpdateTable")
    request = _without_swallowed(table, without_empty(request), now)
    check_maximums(request.get("OnDemandThroughput") or {}, request.get("BillingMode", table.billing_mode))
    wanted = list(concerns(table, request))
    check_admission(table, wanted, now, unknown)
    if Concern(ENCRYPTION) in wanted:
        refuse_lost(world, table)
    if Concern(TO_PROVISIONED) in wanted and table.vectors and not unknown:
        raise needs_on_demand()
    check_stream_stays(table, now, request)
    return table, request


def _without_swallowed(table: Table, request: Part, now: float) -> Part:
    """4.3: BillingMode=PAY_PER_REQUEST on the way to PROVISIONED is answered with 200 and comes to nothing."""
    leaving = table.billing_mode == PROVISIONED and table.flights.find(now, kinds.BILLING)
    if leaving and request.get("BillingMode") == PAY_PER_REQUEST:
        return {member: value for member, value in request.items() if member != "BillingMode"}
    return request


def _described(table: Table, now: float) -> Part:
    return {**table_description(table, now), **replica_answer(table, now)}


def _changed(world: World, table: Table, request: Part) -> Table:
    """Return the table as it will be, with its transitions begun; raises what the service refuses."""
    after = copy.deepcopy(table)
    change_table(after, request, lambda name: resolve(world, name))
    check_quotas(after, Quotas(), new=False)
    check_account([other for other in world.tables.values() if other.name != table.name], after)
    check_budgets(world, table, after, request)
    effective = after != table or "SSESpecification" in request or "TableClass" in request
    if "TableClass" in request and table.flights.find(world.now(), "class_hazard"):
        # 4.3: after an encryption change during a class change the table is ACTIVE early, and the next one is dropped.
        return table
    if effective and "DeletionProtectionEnabled" not in request:
        world.charge()
    if effective:
        count(world, table, after, request)
        begin(world, table, after, request)
    return after


def _keep(table: Table, after: Table) -> None:
    """Put the new values into the table that everybody holds."""
    if after is not table:
        table.__dict__.update(after.__dict__)


def _answer(before: Part, request: Part, table: Table, now: float) -> Part:
    """The old values (2: a mutation's response shows OLD capacity, class and key) under the new status.

    3.4: BillingMode=PAY_PER_REQUEST and TableClass again say UPDATING though nothing is.
    """
    after = _described(table, now)
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
