# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Application Auto Scaling (control_plane.md, 1.4, V54, V56)."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.operations.autoscaling import HANDLERS, run_due
from ansible_collections.planton.dynamodb.tests.simulator.operations.update import update_table
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.simulator.world import World
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import (
    PROVISIONED_INDEXED,
    add_table,
    made_world,
    refusal,
)

TABLE: Part = {
    "ServiceNamespace": "dynamodb",
    "ResourceId": "table/t1",
    "ScalableDimension": "dynamodb:table:ReadCapacityUnits",
}
INDEX: Part = {**TABLE, "ResourceId": "table/t1/index/byB", "ScalableDimension": "dynamodb:index:WriteCapacityUnits"}
BOUNDS = {"MinCapacity": 8, "MaxCapacity": 20}
READS = {"PredefinedMetricType": "DynamoDBReadCapacityUtilization"}
TRACKING: Part = {"TargetValue": 70.0, "PredefinedMetricSpecification": READS}
POLICY: Part = {"PolicyName": "p1", "TargetTrackingScalingPolicyConfiguration": TRACKING}
ACTION: Part = {
    "ScheduledActionName": "night",
    "Schedule": "cron(0 22 * * ? *)",
    "ScalableTargetAction": {"MinCapacity": 1},
}
SECONDS = {"capacity": (1.0, 1.0), "to_on_demand": (130.0, 130.0), "to_provisioned": (60.0, 60.0)}


@pytest.fixture
def world() -> World:
    """An account with a table of 5 units each, and an index of as many."""
    world = made_world(seconds=SECONDS)
    add_table(world, **PROVISIONED_INDEXED)
    return world


def send(world: World, operation: str, *parts: Part, **more: Any) -> Part:
    """One call."""
    request: Part = {}
    for part in (*parts, more):
        request |= part
    return HANDLERS[operation](world, request)


def later(world: World, seconds: float) -> None:
    """Let time pass, as the engine does it."""
    world.clock.advance(seconds)
    run_due(world)


def capacity(world: World) -> Part:
    """The capacity of the table."""
    return world.tables["t1"].throughput


def test_1_4_registering_pulls_the_capacity_into_the_bounds(world: World) -> None:
    """1.4: "registering pulls current capacity into [min,max]" within about 4 s, table and index apart."""
    send(world, "RegisterScalableTarget", TABLE, BOUNDS)
    send(world, "RegisterScalableTarget", INDEX, MinCapacity=1, MaxCapacity=2)
    later(world, 3.9)
    assert capacity(world) == {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
    later(world, 0.2)
    assert capacity(world) == {"ReadCapacityUnits": 8, "WriteCapacityUnits": 5}
    assert world.tables["t1"].status(world.now()) == "UPDATING"
    later(world, 4.1)
    assert world.tables["t1"].global_indexes["byB"].throughput == {"ReadCapacityUnits": 5, "WriteCapacityUnits": 2}


def test_1_4_raising_the_minimum_pulls_again(world: World) -> None:
    """1.4: "a Min raise calls UpdateTable within about 4 s"; DDB-TABLE-315: a manual value below is left alone."""
    send(world, "RegisterScalableTarget", TABLE, BOUNDS)
    later(world, 4.1)
    later(world, 4.1)
    update_table(world, {"TableName": "t1", "ProvisionedThroughput": {"ReadCapacityUnits": 6, "WriteCapacityUnits": 5}})
    later(world, 4.1)
    later(world, 4.1)
    assert capacity(world)["ReadCapacityUnits"] == 6
    send(world, "RegisterScalableTarget", TABLE, MinCapacity=10)
    later(world, 4.1)
    assert capacity(world)["ReadCapacityUnits"] == 10


def test_1_4_targets_survive_a_switch_of_the_mode(world: World) -> None:
    """1.4: "targets survive a switch to PPR and apply again after switching back"."""
    send(world, "RegisterScalableTarget", TABLE, BOUNDS)
    later(world, 4.1)
    later(world, 4.1)
    update_table(world, {"TableName": "t1", "BillingMode": "PAY_PER_REQUEST"})
    later(world, 131.0)
    assert len(send(world, "DescribeScalableTargets", ServiceNamespace="dynamodb")["ScalableTargets"]) == 1
    units = {"ProvisionedThroughput": {"ReadCapacityUnits": 2, "WriteCapacityUnits": 2}}
    updates = [{"Update": {"IndexName": "byB", **units}}]
    request = {"BillingMode": "PROVISIONED", "GlobalSecondaryIndexUpdates": updates, **units}
    update_table(world, {"TableName": "t1", **request})
    later(world, 61.0)
    later(world, 4.1)
    assert capacity(world) == {"ReadCapacityUnits": 8, "WriteCapacityUnits": 2}


def test_1_4_deregistering_takes_everything_along(world: World) -> None:
    """1.4: "deletes its policies and scheduled actions"; nothing is pulled any more."""
    send(world, "RegisterScalableTarget", TABLE, BOUNDS)
    send(world, "PutScalingPolicy", TABLE, POLICY)
    send(world, "PutScheduledAction", TABLE, ACTION)
    send(world, "DeregisterScalableTarget", TABLE)
    later(world, 4.1)
    assert capacity(world)["ReadCapacityUnits"] == 5
    for operation, member in (
        ("DescribeScalableTargets", "ScalableTargets"),
        ("DescribeScalingPolicies", "ScalingPolicies"),
        ("DescribeScheduledActions", "ScheduledActions"),
    ):
        assert send(world, operation, ServiceNamespace="dynamodb") == {member: []}


MISSING = [
    ("DeregisterScalableTarget", {}),
    ("PutScalingPolicy", POLICY),
    ("DeleteScalingPolicy", {"PolicyName": "p1"}),
    ("PutScheduledAction", ACTION),
    ("DeleteScheduledAction", {"ScheduledActionName": "night"}),
]


@pytest.mark.parametrize(("operation", "request_"), MISSING)
def test_1_4_a_target_is_registered_first(world: World, operation: str, request_: Part) -> None:
    """1.4: "Register before PutScalingPolicy (else ObjectNotFoundException)"."""
    assert refusal(HANDLERS[operation], world, {**TABLE, **request_})[0] == "ObjectNotFoundException"


REFUSED: list[tuple[str, Part]] = [
    ("RegisterScalableTarget", {"MinCapacity": 1}),
    ("RegisterScalableTarget", {"MinCapacity": 3, "MaxCapacity": 2}),
    ("RegisterScalableTarget", {"MinCapacity": 0, "MaxCapacity": 2}),
    ("RegisterScalableTarget", {**BOUNDS, "ResourceId": "table/none"}),
    ("RegisterScalableTarget", {**BOUNDS, "ResourceId": "table/t1/index/byB"}),
    ("RegisterScalableTarget", {**BOUNDS, "ScalableDimension": "dynamodb:index:ReadCapacityUnits"}),
    ("RegisterScalableTarget", {**BOUNDS, **INDEX, "ResourceId": "table/t1/index/none"}),
    ("RegisterScalableTarget", {**BOUNDS, "ServiceNamespace": "ecs"}),
    ("DescribeScalableTargets", {"ResourceIds": ["table/t1"] * 51}),
    ("DescribeScalingPolicies", {"ServiceNamespace": "dynamodb", "ScalableDimension": "x", "ResourceId": None}),
]


@pytest.mark.parametrize(("operation", "request_"), REFUSED)
def test_1_4_targets_are_checked(world: World, operation: str, request_: Part) -> None:
    """1.4, V54: bounds, kinds of targets, length of lists."""
    request = {name: value for name, value in {**TABLE, **request_}.items() if value is not None}
    assert refusal(HANDLERS[operation], world, request)[0] == "ValidationException"


BAD_PARTS: list[tuple[str, Part]] = [
    ("PutScalingPolicy", {**POLICY, "TargetTrackingScalingPolicyConfiguration": {**TRACKING, "TargetValue": 90.1}}),
    ("PutScalingPolicy", {**POLICY, "TargetTrackingScalingPolicyConfiguration": {**TRACKING, "TargetValue": 9}}),
    ("PutScalingPolicy", {**POLICY, "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 70}}),
    (
        "PutScalingPolicy",
        {
            **POLICY,
            "TargetTrackingScalingPolicyConfiguration": {
                "TargetValue": 70,
                "PredefinedMetricSpecification": {"PredefinedMetricType": "DynamoDBWriteCapacityUtilization"},
            },
        },
    ),
    ("PutScalingPolicy", {"PolicyName": "p1"}),
    ("PutScalingPolicy", {**POLICY, "PolicyType": "StepScaling"}),
    ("PutScheduledAction", {**ACTION, "ScheduledActionName": "a:b"}),
    ("PutScheduledAction", {**ACTION, "ScheduledActionName": " a"}),
    ("PutScheduledAction", {**ACTION, "Schedule": "daily"}),
    ("PutScheduledAction", {**ACTION, "ScalableTargetAction": {}}),
    ("PutScheduledAction", {**ACTION, "ScalableTargetAction": {"MinCapacity": 3, "MaxCapacity": 2}}),
    ("PutScheduledAction", {"ScheduledActionName": "night"}),
]


@pytest.mark.parametrize(("operation", "request_"), BAD_PARTS)
def test_v54_v56_policies_and_actions_are_checked(world: World, operation: str, request_: Part) -> None:
    """V54: target value, metric; V56: name, schedule, at least one bound."""
    send(world, "RegisterScalableTarget", TABLE, BOUNDS)
    assert refusal(HANDLERS[operation], world, {**TABLE, **request_})[0] == "ValidationException"


def test_1_4_policies_and_actions_are_read_back(world: World) -> None:
    """1.4: by resource; the name is the identity, another takes the place of the first (DDB-TABLE-240)."""
    send(world, "RegisterScalableTarget", TABLE, BOUNDS)
    first = send(world, "PutScalingPolicy", TABLE, POLICY)
    assert len(first["Alarms"]) == 4
    settings = {**TRACKING, "TargetValue": 50.0}
    again = send(world, "PutScalingPolicy", TABLE, POLICY, TargetTrackingScalingPolicyConfiguration=settings)
    assert again["PolicyARN"] == first["PolicyARN"]
    asked = {"ServiceNamespace": "dynamodb", "ResourceId": "table/t1"}
    (policy,) = send(world, "DescribeScalingPolicies", asked)["ScalingPolicies"]
    assert policy["TargetTrackingScalingPolicyConfiguration"] == settings
    send(world, "PutScalingPolicy", TABLE, POLICY, PolicyName="p2")
    names = [entry["PolicyName"] for entry in send(world, "DescribeScalingPolicies", asked)["ScalingPolicies"]]
    assert names == ["p2"]
    send(world, "DeleteScalingPolicy", TABLE, PolicyName="p2")
    assert send(world, "DescribeScalingPolicies", asked) == {"ScalingPolicies": []}
    send(world, "PutScheduledAction", TABLE, ACTION)
    send(world, "PutScheduledAction", TABLE, ScheduledActionName="night", Timezone="Europe/Berlin")
    (action,) = send(world, "DescribeScheduledActions", asked)["ScheduledActions"]
    assert (action["Schedule"], action["Timezone"]) == (ACTION["Schedule"], "Europe/Berlin")
    send(world, "DeleteScheduledAction", TABLE, ScheduledActionName="night")
    assert send(world, "DescribeScheduledActions", asked) == {"ScheduledActions": []}


def test_1_4_targets_come_in_pages(world: World) -> None:
    """1.4: ResourceIds, MaxResults, NextToken; a token that is none is InvalidNextTokenException."""
    send(world, "RegisterScalableTarget", TABLE, BOUNDS, SuspendedState={"ScheduledScalingSuspended": True})
    send(world, "RegisterScalableTarget", INDEX, BOUNDS)
    asked = {"ServiceNamespace": "dynamodb"}
    first = send(world, "DescribeScalableTargets", asked, MaxResults=1)
    second = send(world, "DescribeScalableTargets", asked, MaxResults=1, NextToken=first["NextToken"])
    assert [page["ScalableTargets"][0]["ResourceId"] for page in (first, second)] == ["table/t1", INDEX["ResourceId"]]
    assert "NextToken" not in second
    assert first["ScalableTargets"][0]["SuspendedState"] == {
        "DynamicScalingInSuspended": False,
        "DynamicScalingOutSuspended": False,
        "ScheduledScalingSuspended": True,
    }
    found = send(world, "DescribeScalableTargets", asked, ResourceIds=["table/t1"])["ScalableTargets"]
    assert len(found) == 1
    for token in ("x", "eA=="):
        told = refusal(HANDLERS["DescribeScalableTargets"], world, {**asked, "NextToken": token})
        assert told[0] == "InvalidNextTokenException"


def test_targets_have_tags_of_their_own(world: World) -> None:
    """TagResource, UntagResource and ListTagsForResource by the ARN of the target."""
    arn = send(world, "RegisterScalableTarget", TABLE, BOUNDS, Tags={"a": "1"})["ScalableTargetARN"]
    send(world, "TagResource", ResourceARN=arn, Tags={"b": "2"})
    send(world, "UntagResource", ResourceARN=arn, TagKeys=["a", "none"])
    assert send(world, "ListTagsForResource", ResourceARN=arn) == {"Tags": {"b": "2"}}
    told = refusal(HANDLERS["ListTagsForResource"], world, {"ResourceARN": arn + "x"})
    assert told[0] == "ResourceNotFoundException"
