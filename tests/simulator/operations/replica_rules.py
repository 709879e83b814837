# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replicas: what one call may ask for (control_plane.md, C5, C6, C28, 6.1 "Replicas"; DDB-TABLE-223, 224, 257)."""

from __future__ import annotations

from collections.abc import Sequence

from ..refusal import invalid, unmeasured, wrong
from ..rules.combinations import REPLICAS, REPLICAS_ALONE, needed
from ..state import Part
from .members import STRONG

ACTIONS = ("Create", "Update", "Delete", "Disassociate")
OVERRIDES = (
    "KMSMasterKeyId",
    "ProvisionedThroughputOverride",
    "OnDemandThroughputOverride",
    "GlobalSecondaryIndexes",
    "TableClassOverride",
)
MANY = "Update table operation with more than one create or delete replica actions not allowed"
NOTHING = "There are no actions specified in the Replica Update Action of the request."
COUNT = "Unsupported replica count for global tables with MultiRegionConsistency set to STRONG."
NEEDS_STRONG = "MultiRegionConsistency must be set as STRONG when GlobalTableWitnessUpdates parameter is present."
OWN_WITNESS = (
    "Cannot add a witness in the same region as an existing replica when creating a global table with"
    " MultiRegionConsistency set to STRONG."
)
ONLY_CREATE = "Only Replica Create actions are supported when MultiRegionConsistency parameter is provided."
# 2, "Global tables"; that the three Regions come from one set was found not to be enforced (DDB-TABLE-257).
STRONG_REGIONS = (
    {"us-east-1", "us-east-2", "us-west-2"}
    | {"eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1"}
    | {"ap-northeast-1", "ap-northeast-2", "ap-northeast-3"}
)


def check_replicas(request: Part, region: str, admitted: bool = False) -> None:
    """Judge the replica members of an UpdateTable call by themselves; ``region`` is where it was sent to.

    ``admitted`` tells whether what is only documented is.
    """
    others = {member for member in request if member not in ("TableName", *REPLICAS)}
    if others:
        if "GlobalTableWitnessUpdates" in request or "MultiRegionConsistency" in request:
            raise invalid("Requests that modify replicas or witnesses must not also modify other fields")
        raise wrong(REPLICAS_ALONE)
    if not request.get("ReplicaUpdates"):
        # DDB-TABLE-202: a consistency or a witness alone does not count as a change.
        raise invalid(needed(list(request)))
    actions = replica_actions(request)
    _check_disassociation(actions, region, admitted)
    _check_witnesses(request, actions, region)
    _check_count(request, actions)


def replica_actions(request: Part) -> list[tuple[str, Part]]:
    """The actions of a call; the same Create or Delete twice is one (DDB-TABLE-265)."""
    actions: list[tuple[str, Part]] = []
    for update in request.get("ReplicaUpdates") or ():
        named = [action for action in ACTIONS if update.get(action) is not None]
        if len(named) > 1:
            raise invalid("Update table operation with more than one type of replica actions not allowed.")
        if not named or (named[0] == "Update" and not _overrides_something(update["Update"])):
            raise invalid(NOTHING)
        entry = (named[0], update[named[0]])
        if entry not in actions:
            actions.append(entry)
    return actions


def _overrides_something(part: Part) -> bool:
    """L-252: an index that is only named is none."""
    named = {member for member in OVERRIDES if member in part} - {"GlobalSecondaryIndexes"}
    return bool(named) or any(len(index) > 1 for index in part.get("GlobalSecondaryIndexes") or ())


def witness_actions(request: Part) -> list[tuple[str, str]]:
    """The witness that is asked for or dismissed, by its Region."""
    updates = request.get("GlobalTableWitnessUpdates") or ()
    return [(action, part["RegionName"]) for update in updates for action, part in update.items()]


def regions(actions: Sequence[tuple[str, Part]], kind: str) -> list[str]:
    """The Regions of one kind of action."""
    return [part["RegionName"] for action, part in actions if action == kind]


def _check_disassociation(actions: Sequence[tuple[str, Part]], region: str, admitted: bool) -> None:
    """Documented: the only replica update, sent to the Region that leaves; in which words others are refused is not."""
    named = regions(actions, "Disassociate")
    if named and not admitted:
        raise unmeasured("Disassociate is documented only")
    if named and len(actions) > 1:
        raise unmeasured("Disassociate must be the only replica update in the request")
    if named and named != [region]:
        raise unmeasured(f"Disassociate must name the Region that the request is sent to, {region}")


def _check_witnesses(request: Part, actions: Sequence[tuple[str, Part]], region: str) -> None:
    strong = request.get("MultiRegionConsistency") == STRONG
    created = [region for action, region in witness_actions(request) if action == "Create"]
    if created and not strong:
        raise invalid(NEEDS_STRONG)
    if "MultiRegionConsistency" in request and {action for action, _part in actions} != {"Create"}:
        raise invalid(ONLY_CREATE)
    if region in created:
        raise invalid(OWN_WITNESS)
    if set(created) & set(regions(actions, "Create")):
        raise invalid("Cannot target multiple regions with the same action")
    if not strong:
        return
    asked = [*regions(actions, "Create"), *created]
    bad = [region for region in asked if region not in STRONG_REGIONS]
    if bad:
        text = "Unsupported Region(s) specified for global tables with MultiRegionConsistency set to STRONG"
        raise invalid(f"{text}: [{', '.join(bad)}].")
    if len(asked) != 2:
        raise invalid(COUNT)


def _check_count(request: Part, actions: Sequence[tuple[str, Part]]) -> None:
    """C28; a group with strong consistency is made, and dissolved, in one call (2, "Global tables")."""
    created, deleted = regions(actions, "Create"), regions(actions, "Delete")
    strong = request.get("MultiRegionConsistency") == STRONG
    if (len(created) > 1 and not strong) or (created and deleted):
        raise invalid(MANY)
