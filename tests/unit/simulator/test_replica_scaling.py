# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The scaling of replicas (control_plane.md, 6.4; DDB-TABLE-190, 237, 241)."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.simulator.operations.replica_scaling import HANDLERS
from ansible_collections.planton.dynamodb.tests.simulator.state import Part, Table
from ansible_collections.planton.dynamodb.tests.simulator.world import World
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import (
    PROVISIONED,
    add_table,
    made_world,
    refusal,
)

FAR = "us-east-1"
ENTRY: Part = {"strong": False, "witness": False, "since": 0.0, "shown_at": 0.0, "gone_at": None, "shows": {}}


def add_global(world: World, **members: object) -> Table:
    """Put a table there that has a replica already."""
    table = add_table(world, **members)
    table.replicas[FAR] = dict(ENTRY)
    return table


def test_6_4_scaling_of_replicas_is_for_global_tables() -> None:
    """6.4: "Global table with name: '<T>' does not exist." on a Regional table, and on none."""
    world = made_world()
    add_table(world)
    for name in ("t1", "none"):
        for operation in HANDLERS:
            told = refusal(HANDLERS[operation], world, {"TableName": name})
            assert told == ("ResourceNotFoundException", f"Global table with name: '{name}' does not exist.")
    add_global(world)
    said = HANDLERS["DescribeTableReplicaAutoScaling"](world, {"TableName": "t1"})["TableAutoScalingDescription"]
    assert [part["RegionName"] for part in said["Replicas"]] == ["eu-central-1", FAR]
    update = HANDLERS["UpdateTableReplicaAutoScaling"]
    assert "at least one update parameter" in refusal(update, world, {"TableName": "t1"})[1]
    writes = {"MinimumUnits": 1, "MaximumUnits": 9, "ScalingPolicyUpdate": {}}
    request = {"TableName": "t1", "ProvisionedWriteCapacityAutoScalingUpdate": writes}
    assert "BillingMode is PayPerRequest" in refusal(update, world, request)[1]


def test_scaling_of_replicas_goes_to_application_auto_scaling() -> None:
    """DDB-TABLE-237, 241: all of it or nothing; the name comes from the service; turning it off removes the target."""
    world = made_world()
    add_global(world, **PROVISIONED)
    update = HANDLERS["UpdateTableReplicaAutoScaling"]
    member = "ProvisionedWriteCapacityAutoScalingUpdate"
    told = refusal(update, world, {"TableName": "t1", member: {"MinimumUnits": 1}})[1]
    assert told.endswith("'MaximumUnits', 'ScalingPolicyUpdate' are required unless auto scaling is being disabled.")
    tracking = {"TargetTrackingScalingPolicyConfiguration": {"TargetValue": 70.0}}
    bounds = {"MinimumUnits": 1, "MaximumUnits": 9, "ScalingPolicyUpdate": tracking}
    reads = [{"RegionName": "eu-central-1", "ReplicaProvisionedReadCapacityAutoScalingUpdate": bounds}]
    said = update(world, {"TableName": "t1", member: bounds, "ReplicaUpdates": reads})["TableAutoScalingDescription"]
    settings = said["Replicas"][0]["ReplicaProvisionedWriteCapacityAutoScalingSettings"]
    assert (settings["MinimumUnits"], settings["MaximumUnits"]) == (1, 9)
    assert settings["ScalingPolicies"] == [
        {"PolicyName": "DynamoDBWriteCapacityUtilization:table/t1", **tracking},
    ]
    said = update(world, {"TableName": "t1", member: {"AutoScalingDisabled": True}})["TableAutoScalingDescription"]
    off = {"AutoScalingDisabled": True, "ScalingPolicies": []}
    assert said["Replicas"][0]["ReplicaProvisionedWriteCapacityAutoScalingSettings"] == off
