# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one UpdateTable call may hold, judged before the table is looked at."""

from __future__ import annotations

from collections.abc import Sequence

from ..refusal import ONE_INDEX, RefusedError, invalid, limited, unmeasured, wrong
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
REPLICAS_ALONE = "Replica modification must be the only operation in the request"
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
VECTORS = "VectorIndexUpdates"
# Members that are as good as absent when they are empty, beside others.
EMPTIED = ("OnDemandThroughput", "WarmThroughput")
NEEDED = (
    "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates,"
    " SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency,"
    " DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required"
)


def check_combination(request: Part, unknown: bool = False) -> None:
    """Refuse a call that changes nothing, or more than one call can; ``unknown`` admits what nobody has measured."""
    sent = [member for member in EFFECTIVE if member in request]
    if {*sent} <= {UPDATES, VECTORS} and not any(request[member] for member in sent):
        raise invalid(needed(sent))
    _check_empty_parts(request, sent)
    request = without_empty(request)
    sent = [member for member in sent if member in request]
    _check_alone(request, sent, unknown)
    if "OnDemandThroughput" in sent and not {*sent} <= {"OnDemandThroughput", "BillingMode"}:
        raise wrong("OnDemandThroughput can only be combined with BillingMode in an UpdateTable request")
    actions = index_actions(request.get(UPDATES, ()))
    _check_throughput_and_stream(request, actions, unknown)
    _check_actions(actions)
    if not unknown:
        _check_unmeasured(request, actions)
    check_vector_actions(request.get(VECTORS, ()))


def needed(sent: Sequence[str], text: str = NEEDED) -> str:
    """A consistency that was sent drops out of the list (L-449); an empty list of updates counts as absent (L-359)."""
    return text.replace(" MultiRegionConsistency,", "") if "MultiRegionConsistency" in sent else text


def check_not_empty(request: Part) -> None:
    """C31: an empty throughput alone fails inside the service, once the table is found (L-446, L-448)."""
    sent = [member for member in EFFECTIVE if member in request]
    if all(member in EMPTIED and request[member] == {} for member in sent):
        raise RefusedError("InternalFailure", "", 500)


def without_empty(request: Part) -> Part:
    """C31: an empty throughput beside another member is dropped, silently."""
    return {member: value for member, value in request.items() if member not in EMPTIED or value != {}}


def _check_empty_parts(request: Part, sent: Sequence[str]) -> None:
    """C30."""
    if request.get(UPDATES) == []:
        raise wrong("List of GlobalSecondaryIndexUpdates is empty")
    if request.get(VECTORS) == []:
        raise unmeasured("List of VectorIndexUpdates is empty")


def _check_alone(request: Part, sent: Sequence[str], unknown: bool) -> None:
    """C1 to C8."""
    created = any("Create" in update for update in request.get(UPDATES, ()))
    if {"WarmThroughput", UPDATES} <= {*sent} and created and not {*ALONE} & {*sent} - {"WarmThroughput"}:
        raise wrong("Create global secondary index cannot be specified when updating WarmThroughput")
    for member, text in ALONE.items():
        if member in sent and len(sent) > 1:
            raise wrong(text)
    if "ReplicaUpdates" in sent and not {*sent} <= REPLICAS:
        raise wrong(REPLICAS_ALONE)
    if {VECTORS, UPDATES} <= {*sent}:
        raise limited(ONE_INDEX)
    for member in ALONE_UNMEASURED:
        if member in sent and len(sent) > 1 and not unknown:
            raise unmeasured(f"{member} must be the only operation in the request")


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
        raise wrong("ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST")
    if capacity and "StreamSpecification" in request:
        raise wrong("You cannot modify stream status while updating table IOPS")
    if capacity and online:
        raise wrong("You cannot create or delete index while updating table IOPS")
    if "StreamSpecification" in request and online:
        raise wrong("You cannot create or delete index while changing stream status")
    if "BillingMode" in request and "Delete" in online and not unknown:
        raise unmeasured("You cannot delete index while changing the billing mode")


def _check_actions(actions: Sequence[tuple[str, Part]]) -> None:
    names = [part["IndexName"] for _action, part in actions]
    for name in names:
        if names.count(name) > 1:
            text = "Only one global secondary index update per index is allowed simultaneously. Index: "
            raise wrong(text + name)
    if len([action for action, _part in actions if action != "Update"]) > 1:
        raise limited(ONE_INDEX)


def _check_unmeasured(request: Part, actions: Sequence[tuple[str, Part]]) -> None:
    """C17 is inferred, a stream beside an update of an index was never tried."""
    kinds = {action for action, _part in actions}
    if {"Update", "Delete"} <= kinds:
        raise unmeasured("You cannot update an index while deleting another one")
    if "Update" in kinds and "StreamSpecification" in request:
        raise unmeasured("You cannot update an index while changing stream status")


def check_vector_actions(updates: Sequence[Part]) -> None:
    """2, Vector index: one Create or Delete per call, in the slot that all indexes of a table share (C24)."""
    for update in updates:
        if len([action for action in ("Create", "Delete") if update.get(action) is not None]) != 1:
            raise unmeasured("A VectorIndexUpdate has one action, Create or Delete")
    if len(updates) > 1:
        raise limited(ONE_INDEX)
