# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one UpdateTable call may hold, judged before the table is looked at."""

from __future__ import annotations

from collections.abc import Sequence

from ..refusal import RefusedError, invalid, limited, wrong
from ..state import PAY_PER_REQUEST, PROVISIONED, Part

EFFECTIVE = (
    "ProvisionedThroughput",
    "BillingMode",
    "StreamSpecification",
    "GlobalSecondaryIndexUpdates",
    "SSESpecification",
    "DeletionProtectionEnabled",
    "OnDemandThroughput",
    "WarmThroughput",
    "TableClass",
    "ReplicaUpdates",
    "MultiRegionConsistency",
    "GlobalTableWitnessUpdates",
    "GlobalTableSettingsReplicationMode",
    "DisassociationProtectionEnabled",
    "VectorIndexUpdates",
)
REPLICAS = {"ReplicaUpdates", "MultiRegionConsistency", "GlobalTableWitnessUpdates"}
# C6 and C7: that these stand alone is documented or inferred, with which words was not measured.
ALONE_UNMEASURED = ("DisassociationProtectionEnabled", "GlobalTableSettingsReplicationMode", "VectorIndexUpdates")
# Members that must be the only change of their call, in the order in which the service names them.
ALONE = {
    "SSESpecification": "Server-Side Encryption modification must be the only operation in the request",
    "TableClass": "TableClass modification must be the only operation in the request",
    "DeletionProtectionEnabled": "DeletionProtection modification must be the only operation in the request",
    "WarmThroughput": "WarmThroughput must be the only operation in the request",
}
ACTIONS = ("Update", "Create", "Delete")
UPDATES = "GlobalSecondaryIndexUpdates"
NEEDED = (
    "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates,"
    " SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency,"
    " DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required"
)


def check_combination(request: Part, unknown: bool = False) -> None:
    """Refuse a call that changes nothing, or more than one call can; ``unknown`` admits what nobody has measured."""
    sent = [member for member in EFFECTIVE if member in request]
    if sent in ([], [UPDATES], ["VectorIndexUpdates"]) and not any(request.get(member) for member in sent):
        raise invalid(_needed(sent))
    _check_empty_parts(request, sent)
    _check_alone(request, sent, unknown)
    if "OnDemandThroughput" in sent and not {*sent} <= {"OnDemandThroughput", "BillingMode"}:
        raise wrong("OnDemandThroughput can only be combined with BillingMode in an UpdateTable request")
    actions = index_actions(request.get(UPDATES, ()))
    _check_throughput_and_stream(request, actions, unknown)
    _check_actions(actions)


def _needed(sent: Sequence[str]) -> str:
    """What was sent already drops out of the list (6.1)."""
    return NEEDED.replace(f" {UPDATES},", "") if UPDATES in sent else NEEDED


def _check_alone(request: Part, sent: Sequence[str], unknown: bool) -> None:
    """C1 to C8."""
    created = any("Create" in update for update in request.get(UPDATES, ()))
    if {"WarmThroughput", UPDATES} <= {*sent} and created and not {*ALONE} & {*sent} - {"WarmThroughput"}:
        raise wrong("Create global secondary index cannot be specified when updating WarmThroughput")
    for member, text in ALONE.items():
        if member in sent and len(sent) > 1:
            raise wrong(text)
    if "ReplicaUpdates" in sent and not {*sent} <= REPLICAS:
        raise wrong("Replica modification must be the only operation in the request")
    if {"VectorIndexUpdates", UPDATES} <= {*sent} and request[UPDATES]:
        raise limited("Only 1 online index can be created or deleted simultaneously per table")
    for member in ALONE_UNMEASURED:
        if member in sent and len(sent) > 1 and not unknown:
            raise wrong(f"{member} must be the only operation in the request (not measured: refused to be safe)")


def _check_empty_parts(request: Part, sent: Sequence[str]) -> None:
    for member in ("OnDemandThroughput", "WarmThroughput"):
        if request.get(member) == {} and sent == [member]:
            raise RefusedError("InternalFailure", "", 500)
    if request.get(UPDATES) == []:
        raise wrong("List of GlobalSecondaryIndexUpdates is empty")


def index_actions(updates: Sequence[Part]) -> list[tuple[str, Part]]:
    """The action of each update and what it is about."""
    actions = []
    for update in updates:
        named = [action for action in ACTIONS if update.get(action) is not None]
        if not named:
            members = ", ".join(f"GlobalSecondaryIndexUpdate.{action}" for action in ACTIONS)
            raise wrong(f"One of {members} must not be null")
        if len(named) > 1:
            raise wrong("Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object")
        actions.append((named[0], update[named[0]]))
    return actions


def _check_throughput_and_stream(request: Part, actions: Sequence[tuple[str, Part]], unknown: bool) -> None:
    capacity = "ProvisionedThroughput" in request or request.get("BillingMode") == PROVISIONED
    online = [action for action, _part in actions if action != "Update"]
    if request.get("BillingMode") == PROVISIONED and "ProvisionedThroughput" not in request:
        raise wrong("ProvisionedThroughput must be specified when BillingMode is PROVISIONED")
    if request.get("BillingMode") == PAY_PER_REQUEST and "ProvisionedThroughput" in request:
        text = "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"
        raise wrong(text)
    if capacity and "StreamSpecification" in request:
        raise wrong("You cannot modify stream status while updating table IOPS")
    if capacity and online:
        raise wrong("You cannot create or delete index while updating table IOPS")
    if "StreamSpecification" in request and online:
        raise wrong("You cannot create or delete index while changing stream status")
    if "BillingMode" in request and "Delete" in online and not unknown:
        raise wrong("You cannot delete index while changing the billing mode (not measured: refused to be safe)")


def _check_actions(actions: Sequence[tuple[str, Part]]) -> None:
    names = [part["IndexName"] for _action, part in actions]
    for name in names:
        if names.count(name) > 1:
            text = "Only one global secondary index update per index is allowed simultaneously. Index: "
            raise wrong(text + name)
    if len([action for action, _part in actions if action != "Update"]) > 1:
        raise limited("Only 1 online index can be created or deleted simultaneously per table")
