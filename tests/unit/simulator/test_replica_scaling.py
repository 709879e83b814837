# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The scaling of replicas (control_plane.md, 6.4; DDB-TABLE-190, 237, 241)."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.simulator.group import Group, Member
from ansible_collections.planton.dynamodb.tests.simulator.operations.autoscaling import HANDLERS as SCALING
from ansible_collections.planton.dynamodb.tests.simulator.operations.replica_scaling import HANDLERS
from ansible_collections.planton.dynamodb.tests.simulator.state import Part, Table
from ansible_collections.planton.dynamodb.tests.simulator.world import World
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import (
    PROVISIONED,
    PROVISIONED_INDEXED,
    add_table,
    made_world,
    refusal,
)

FAR = "us-east-1"
WRITES = "ProvisionedWriteCapacityAutoScalingUpdate"
TRACKING: Part = {"TargetTrackingScalingPolicyConfiguration": {"TargetValue": 70.0}}


def add_global(world: World, **members: object) -> Table:
    """Put a table there that has a replica already."""
    table, other = add_table(world, **members), add_table(world.reach(FAR), **members)
    table.group = other.group = Group()
    for one in (table, other):
        table.group.add(Member(one.region, one))
    return table


def writes_of(answer: Part) -> Part:
    """The settings for writes of the first replica of an answer."""
    replica = answer["TableAutoScalingDescription"]["Replicas"][0]
    settings: Part = replica["ReplicaProvisionedWriteCapacityAutoScalingSettings"]
    return settings


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
    member = WRITES
    told = refusal(update, world, {"TableName": "t1", member: {"MinimumUnits": 1}})[1]
    assert told.endswith("'MaximumUnits', 'ScalingPolicyUpdate' are required unless auto scaling is being disabled.")
    bounds = {"MinimumUnits": 1, "MaximumUnits": 9, "ScalingPolicyUpdate": TRACKING}
    reads = [{"RegionName": "eu-central-1", "ReplicaProvisionedReadCapacityAutoScalingUpdate": bounds}]
    off = {"AutoScalingDisabled": True, "ScalingPolicies": []}
    assert writes_of(update(world, {"TableName": "t1", member: bounds, "ReplicaUpdates": reads})) == off
    settings = writes_of(HANDLERS["DescribeTableReplicaAutoScaling"](world, {"TableName": "t1"}))
    assert (settings["MinimumUnits"], settings["MaximumUnits"]) == (1, 9)
    assert settings["ScalingPolicies"] == [{"PolicyName": "DynamoDBWriteCapacityUtilization:table/t1", **TRACKING}]
    told = refusal(update, world, {"TableName": "t1", member: {**bounds, "AutoScalingDisabled": True}})[1]
    assert told.endswith("'ScalingPolicyUpdate', 'MinimumUnits' must be left blank when disabling auto scaling.")
    assert writes_of(update(world, {"TableName": "t1", member: {"AutoScalingDisabled": True}})) == settings
    assert writes_of(HANDLERS["DescribeTableReplicaAutoScaling"](world, {"TableName": "t1"})) == off


def test_l_317_on_demand_scaling_is_off_and_shown() -> None:
    """L-317: a table that has gone on demand keeps its targets, shown with all there is and that it is off."""
    world = made_world()
    table = add_global(world, **PROVISIONED)
    bounds = {"MinimumUnits": 1, "MaximumUnits": 9, "ScalingPolicyUpdate": TRACKING}
    HANDLERS["UpdateTableReplicaAutoScaling"](world, {"TableName": "t1", WRITES: bounds})
    table.billing_mode = "PAY_PER_REQUEST"
    settings = writes_of(HANDLERS["DescribeTableReplicaAutoScaling"](world, {"TableName": "t1"}))
    assert (settings["AutoScalingDisabled"], settings["MaximumUnits"], len(settings["ScalingPolicies"])) == (True, 9, 1)


def test_l_455_parameters_before_the_table() -> None:
    """L-455, L-241: what is missing in a call is told for a table that there is not, too."""
    told = refusal(HANDLERS["UpdateTableReplicaAutoScaling"], made_world(), {"TableName": "none", WRITES: {}})
    assert told[0] == "ValidationException"
    assert "'MaximumUnits', 'ScalingPolicyUpdate', 'MinimumUnits' are required" in told[1]


def test_l_255_a_region_twice() -> None:
    """L-255: each Region once."""
    world = made_world()
    add_global(world, **PROVISIONED)
    request = {"TableName": "t1", "ReplicaUpdates": [{"RegionName": FAR}, {"RegionName": FAR}]}
    text = refusal(HANDLERS["UpdateTableReplicaAutoScaling"], world, request)[1]
    assert text.endswith("because the regions: \u2018[us-east-1]\u2019 were specified more than once.")


def test_l_323_indexes_of_a_group() -> None:
    """L-291, L-323: those that are there are listed; another is refused by its name."""
    world = made_world()
    add_global(world, **PROVISIONED_INDEXED)
    said = HANDLERS["DescribeTableReplicaAutoScaling"](world, {"TableName": "t1"})["TableAutoScalingDescription"]
    assert [index["IndexName"] for index in said["Replicas"][0]["GlobalSecondaryIndexes"]] == ["byB"]
    bounds = {"MinimumUnits": 1, "MaximumUnits": 9, "ScalingPolicyUpdate": TRACKING}
    request = {"TableName": "t1", "GlobalSecondaryIndexUpdates": [{"IndexName": "nope", WRITES: bounds}]}
    code, text = refusal(HANDLERS["UpdateTableReplicaAutoScaling"], world, request)
    assert code == "ResourceNotFoundException"
    assert text.endswith("because the global secondary indexes with names: \u2018[nope]\u2019 do not exist.")


def test_l_243_a_target_without_a_policy() -> None:
    """L-189, L-195, L-243, L-290: it reads as none; the dimensions do not depend on each other."""
    world = made_world()
    add_global(world, **PROVISIONED)
    target = {"ServiceNamespace": "dynamodb", "ResourceId": "table/t1", "MinCapacity": 2, "MaxCapacity": 9}
    SCALING["RegisterScalableTarget"](world, {**target, "ScalableDimension": "dynamodb:table:WriteCapacityUnits"})
    off = {"AutoScalingDisabled": True, "ScalingPolicies": []}
    describe, update = (HANDLERS[f"{verb}TableReplicaAutoScaling"] for verb in ("Describe", "Update"))
    assert writes_of(describe(world, {"TableName": "t1"})) == off
    bounds = {"MinimumUnits": 1, "MaximumUnits": 9, "ScalingPolicyUpdate": TRACKING}
    reads = [{"RegionName": "eu-central-1", "ReplicaProvisionedReadCapacityAutoScalingUpdate": bounds}]
    update(world, {"TableName": "t1", WRITES: bounds, "ReplicaUpdates": reads})
    update(world, {"TableName": "t1", WRITES: {"AutoScalingDisabled": True}})
    replica = describe(world, {"TableName": "t1"})["TableAutoScalingDescription"]["Replicas"][0]
    assert replica["ReplicaProvisionedWriteCapacityAutoScalingSettings"] == off
    assert replica["ReplicaProvisionedReadCapacityAutoScalingSettings"]["MaximumUnits"] == 9
