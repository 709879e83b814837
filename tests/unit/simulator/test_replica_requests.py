# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one call may ask of replicas (control_plane.md, C5, C6, C28, 6.1 "Replicas")."""

from __future__ import annotations

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.operations.replica_rules import check_replicas
from ansible_collections.planton.dynamodb.tests.simulator.operations.replicas import apply_replicas
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import actions, add_table, made_world, witness

FAR, FURTHER = "us-east-1", "us-east-2"
P = "One or more parameter values were invalid: "
STRONG = {"MultiRegionConsistency": "STRONG"}
STATIC: list[tuple[tuple[Part, ...], str]] = [
    (
        (actions("Create", FAR), {"TableClass": "STANDARD"}),
        P + "Replica modification must be the only operation in the request",
    ),
    (
        (actions("Create", FAR), STRONG, witness("Create", FURTHER), {"DeletionProtectionEnabled": True}),
        "Requests that modify replicas or witnesses must not also modify other fields",
    ),
    (
        (actions("Create", FAR, FURTHER),),
        "Update table operation with more than one create or delete replica actions not allowed",
    ),
    (
        ({"ReplicaUpdates": [{"Create": {"RegionName": FAR}}, {"Delete": {"RegionName": FURTHER}}]},),
        "Update table operation with more than one create or delete replica actions not allowed",
    ),
    (
        ({"ReplicaUpdates": [{"Create": {"RegionName": FAR}, "Delete": {"RegionName": FAR}}]},),
        "Update table operation with more than one type of replica actions not allowed.",
    ),
    (({"ReplicaUpdates": [{}]},), "There are no actions specified in the Replica Update Action of the request."),
    ((actions("Update", FAR),), "There are no actions specified in the Replica Update Action of the request."),
    ((STRONG,), "At least one of ProvisionedThroughput, BillingMode"),
    ((witness("Create", FAR),), "At least one of ProvisionedThroughput, BillingMode"),
    (
        (actions("Create", FAR), witness("Create", FURTHER)),
        "MultiRegionConsistency must be set as STRONG when GlobalTableWitnessUpdates parameter is present.",
    ),
    (
        (actions("Delete", FAR), STRONG),
        "Only Replica Create actions are supported when MultiRegionConsistency parameter is provided.",
    ),
    (
        (actions("Create", FAR), STRONG),
        "Unsupported replica count for global tables with MultiRegionConsistency set to STRONG.",
    ),
    (
        (actions("Create", FAR), STRONG, witness("Create", FAR)),
        "Cannot target multiple regions with the same action",
    ),
    (
        (actions("Create", "us-west-1", FAR), STRONG),
        "Unsupported Region(s) specified for global tables with MultiRegionConsistency set to STRONG: [us-west-1].",
    ),
    (
        (actions("Create", FAR), STRONG, witness("Create", "eu-central-1")),
        "Cannot add a witness in the same region as an existing replica when creating a global table with"
        " MultiRegionConsistency set to STRONG.",
    ),
    ((actions("Create", "us-fake-1"),), "Region us-fake-1 is not supported."),
    ((actions("Update", FAR, GlobalSecondaryIndexes=[{"IndexName": "byB"}]),), "There are no actions specified in"),
    ((actions("Disassociate", FAR, DisassociationMode="WAIT_FOR_REPLICATION"),), "Disassociate is documented only"),
    (
        (actions("Create", "eu-central-1"),),
        "Cannot add or delete the local region through ReplicaUpdates. Use CreateTable, DeleteTable, or UpdateTable as"
        " required.",
    ),
    ((actions("Create", "US-EAST-1"),), "Region US-EAST-1 is not supported."),
    (
        (actions("Delete", FAR),),
        "Update global table operation failed because one or more replicas were not part of the global table. Please"
        " retry the request without these replicas: [us-east-1].",
    ),
    ((actions("Create", FAR, KMSMasterKeyId="x"),), P + "KMSMasterKeyId must be specified for each replica."),
]


@pytest.mark.parametrize(("parts", "text"), STATIC)
def test_6_1_replica_requests(parts: tuple[Part, ...], text: str) -> None:
    """C5, C6, C28; 6.1, "Replicas"; DDB-TABLE-223 and 257. A refused call changes nothing."""
    world = made_world()
    table = add_table(world)
    request: Part = {"TableName": "t1"}
    for part in parts:
        request |= part
    with pytest.raises(RefusedError) as told:
        check_replicas(request, world.place.region)
        apply_replicas(world, table, request)
    assert told.value.code == "ValidationException"
    assert told.value.text.startswith(text)
    assert table.group is None
