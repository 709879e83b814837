# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UpdateTable: judged in the order of control_plane.md 3.5, then on its way for as long as it takes."""

from __future__ import annotations

import copy

from .. import flights as kinds
from ..refusal import no_table
from ..rules.admission import TO_PROVISIONED, Concern, check_admission, committed_mode, concerns
from ..rules.combinations import check_combination, check_not_empty, without_empty
from ..rules.quotas import Quotas, check_account, check_quotas
from ..rules.units import check_index_warmth_named, check_maximums
from ..rules.update import update_table as change_table
from ..rules.vectors import needs_on_demand
from ..settings import all_settings, named_in
from ..state import NOTHING, PAY_PER_REQUEST, PROVISIONED, Part, Table
from ..world import World
from .counts import check_budgets, count
from .disassociation import PROTECTION, change_protection
from .kms import resolve
from .members import described
from .phases import arriving, replicating
from .replica_checks import check_settings_mode
from .replica_rules import check_replicas
from .replicas import apply_replicas
from .spread import check_spread, spread
from .targets import note_all
from .transitions import begin

SETTINGS_MODE = "GlobalTableSettingsReplicationMode"
REPLICA_PARTS = ("ReplicaUpdates", "GlobalTableWitnessUpdates", "MultiRegionConsistency")


def update_table(world: World, request: Part) -> Part:
    """The steps of 3.5 after the shape; a refused call changes nothing, the answer shows what has begun."""
    sent = request
    table, request = _judged(world, sent)
    now = world.now()
    if any(part in request for part in REPLICA_PARTS):
        apply_replicas(world, table, request)
        return {"TableDescription": {**described(table, now), "TableStatus": "UPDATING"}}
    before = described(table, now) if world.behaviour.instant else {}
    if SETTINGS_MODE in request:
        check_settings_mode(table, request, now)
        table.settings_mode = request[SETTINGS_MODE]
    if PROTECTION in request:
        change_protection(world, table, request)
    after = _changed(world, table, request)
    _keep(world, table, after, request)
    return {"TableDescription": _answer(before, sent, table, now)}


def _judged(world: World, request: Part) -> tuple[Table, Part]:
    """Steps 3 to 8: the request by itself, the table, and what is in flight."""
    unknown, now = world.behaviour.unknown, world.now()
    check_index_warmth_named(request)
    check_combination(request, unknown)
    if any(part in request for part in REPLICA_PARTS):
        check_replicas(request, world.place.region, world.behaviour.admits_documented)
    table = world.table(request["TableName"], "UpdateTable")
    if arriving(world, table) and not ("ReplicaUpdates" in request and replicating(world, table)):
        raise no_table(table.name, "UpdateTable")
    check_not_empty(request)
    request = _without_swallowed(world, table, without_empty(request))
    mode = request.get("BillingMode", committed_mode(table, now))
    check_maximums(request.get("OnDemandThroughput") or {}, mode)
    for setting in named_in(request):
        setting.check_early(world, table, request)
    wanted = list(concerns(table, request, now))
    if not replicating(world, table):
        check_admission(table, wanted, now, unknown)
    check_spread(world, table, request)
    for setting in named_in(request):
        setting.check_admitted(world, table, request)
    if Concern(TO_PROVISIONED) in wanted and table.vectors:
        raise needs_on_demand()
    return table, request


def _without_swallowed(world: World, table: Table, request: Part) -> Part:
    """What is answered with 200 and comes to nothing.

    4.3: BillingMode=PAY_PER_REQUEST on the way to PROVISIONED.
    """
    now = world.now()
    named = named_in(request)
    swallowed = {
        each.member for each in named if each.is_swallowed(table, request, now, lambda key: resolve(world, key))
    }
    if table.flights.find(now, kinds.BILLING) and table.billing_mode == PROVISIONED:
        swallowed |= {"BillingMode"} if request.get("BillingMode") == PAY_PER_REQUEST else set()
    return {member: value for member, value in request.items() if member not in swallowed}


def _changed(world: World, table: Table, request: Part) -> Table:
    """Return the table as it will be, with its transitions begun; raises what the service refuses."""
    after = copy.deepcopy(table)
    for setting in named_in(request):
        setting.check_first(world, table, request)
    change_table(after, request, lambda name: resolve(world, name), world.now())
    check_quotas(after, Quotas(), new=False)
    check_account([other for other in world.tables.values() if other.name != table.name], after)
    check_budgets(world, table, after, request)
    effective = after != table or any(setting.always_begins for setting in named_in(request))
    if any(setting.is_lost(table, world.now()) for setting in named_in(request)):
        return table
    if effective and all(setting.charged for setting in named_in(request)):
        world.charge()
    if effective:
        count(world, table, after, request)
        begin(world, table, after, request)
    elif request.get("WarmThroughput") or any(part.get("WarmThroughput") for part in _updated(request)):
        # L-179: the same again is UPDATING for a moment too, and no change for the rate of the account.
        begin(world, table, after, request)
    return after


def _updated(request: Part) -> list[Part]:
    return [update["Update"] for update in request.get("GlobalSecondaryIndexUpdates") or () if update.get("Update")]


def _keep(world: World, table: Table, after: Table, request: Part) -> None:
    """Put the new values into the table that everybody holds, and into its replicas."""
    if after is table:
        return
    before = copy.copy(table)
    table.__dict__.update(after.__dict__)
    if after != before or any(setting.always_begins for setting in named_in(request)):
        spread(world, before, table, request)
    note_all(world, table)


def _answer(before: Part, request: Part, table: Table, now: float) -> Part:
    """What has begun; where nothing takes time, the values of before (2: the answer shows OLD capacity, class and key).

    3.4: BillingMode=PAY_PER_REQUEST again says UPDATING though nothing is; settings have such a word too.
    """
    after = described(table, now)
    told: Part = {}
    if "BillingMode" in request:
        told["TableStatus"] = "UPDATING"
    for setting in named_in(request):
        if setting.answered_status:
            told["TableStatus"] = setting.answered_status
    if request.get("BillingMode") == PAY_PER_REQUEST and not table.on_demand:
        # L-452: the mode that was asked for, although the call comes to nothing.
        told["BillingModeSummary"] = {**after.get("BillingModeSummary", {}), "BillingMode": PAY_PER_REQUEST}
        told["ProvisionedThroughput"] = {**after["ProvisionedThroughput"], **NOTHING}
    return {**_as_before(before, after), **told}


def _as_before(before: Part, after: Part) -> Part:
    old = (
        *(member for setting in all_settings() for member in setting.shown_old),
        "ProvisionedThroughput",
        "GlobalSecondaryIndexes",
    )
    answer = {**after, **{member: before[member] for member in old if member in before}}
    if "GlobalSecondaryIndexes" in answer and "GlobalSecondaryIndexes" in after:
        known = {index["IndexName"]: index for index in before.get("GlobalSecondaryIndexes", ())}
        answer["GlobalSecondaryIndexes"] = [
            {**index, "ProvisionedThroughput": known.get(index["IndexName"], index)["ProvisionedThroughput"]}
            for index in after["GlobalSecondaryIndexes"]
        ]
    return answer


HANDLERS = {"UpdateTable": update_table}
