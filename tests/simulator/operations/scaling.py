# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scaling policies and scheduled actions of a scalable target (control_plane.md, 1.4, V54, V56).

The texts that stand in findings (DDB-TABLE-253) are theirs, the others only tell a reader what is wrong (9).
"""

from __future__ import annotations

import math
import re
from typing import Any

from ..clock import moment
from ..refusal import invalid
from ..state import Part
from ..world import World
from .schedules import await_next, check_schedule, check_to_come
from .targets import (
    ACTION,
    Target,
    asked_for,
    check_bounds,
    check_namespace,
    id_of,
    not_found,
    note,
    page,
    target_of,
    targets_of,
)

POLICY_TYPE = "TargetTrackingScaling"
METRICS = {
    "ReadCapacityUnits": "DynamoDBReadCapacityUtilization",
    "WriteCapacityUnits": "DynamoDBWriteCapacityUtilization",
}
# V56: what the name of a scheduled action may not have.
BAD_NAME = re.compile(r"[:/|\x00-\x1f\x7f]|^\s|\s$")


def put_policy(world: World, request: Part) -> Part:
    """The target must be there; the name is the identity: again it is an update, with the same ARN."""
    target = target_of(world, request)
    name = request["PolicyName"]
    settings = request.get("TargetTrackingScalingPolicyConfiguration")
    there = target.policies.get(name)
    if (settings is None and there is None) or request.get("PolicyType", POLICY_TYPE) != POLICY_TYPE:
        raise invalid("Only target tracking, with its configuration, is supported for DynamoDB")
    if settings is not None:
        _check_tracking(target, settings)
    policy = there or _new_policy(world, target, name)
    policy["TargetTrackingScalingPolicyConfiguration"] = settings or policy["TargetTrackingScalingPolicyConfiguration"]
    # One policy with the predefined metric a dimension: another name takes the place of the old one.
    target.policies = {name: policy}
    note(world, target.id)
    return {"PolicyARN": policy["PolicyARN"], "Alarms": policy["Alarms"]}


def _check_tracking(target: Target, settings: Part) -> None:
    """V54: the documentation has 20 to 90; DDB-TABLE-253 found 10 to 90, and cooldowns below zero accepted."""
    metric = (settings.get("PredefinedMetricSpecification") or {}).get("PredefinedMetricType")
    if metric is None and "CustomizedMetricSpecification" not in settings:
        raise invalid("A metric specification must be provided")
    if metric not in (None, METRICS[target.id.unit]):
        raise invalid(f"The predefined metric type {metric} is not valid for {target.id.dimension}")
    value = float(settings["TargetValue"])
    if metric and not (10.0 <= value <= 90.0 and math.isfinite(value)):
        text = f"target value must be between '10.0' and '90.0', but was '{value}'."
        raise invalid(f"For predefined metric type {metric}, {text}")


def _new_policy(world: World, target: Target, name: str) -> Part:
    place, resource = world.place, target.id.resource
    path = f"scalingPolicy:{world.behaviour.identifier()}:resource/dynamodb/{resource}:policyName/{name}"
    kinds = ("AlarmHigh", "AlarmLow", "ProvisionedCapacityHigh", "ProvisionedCapacityLow")
    alarms = [f"TargetTracking-{resource}-{kind}-{world.behaviour.identifier()}" for kind in kinds]
    return {
        "PolicyARN": place.arn("autoscaling", path),
        "PolicyName": name,
        "ServiceNamespace": "dynamodb",
        "ResourceId": resource,
        "ScalableDimension": target.id.dimension,
        "PolicyType": POLICY_TYPE,
        "Alarms": [{"AlarmName": name, "AlarmARN": place.arn("cloudwatch", f"alarm:{name}")} for name in alarms],
        **_made(world),
    }


def _made(world: World) -> Part:
    return {"CreationTime": moment(world.now())}


def delete_policy(world: World, request: Part) -> Part:
    """The target stays, with its bounds."""
    target = targets_of(world).get(id_of(request))
    if target is None or request["PolicyName"] not in target.policies:
        raise not_found(f"No scaling policy found for service namespace: dynamodb, name: {request['PolicyName']}")
    del target.policies[request["PolicyName"]]
    note(world, target.id)
    return {}


def describe_policies(world: World, request: Part) -> Part:
    """All, or those of one resource (8.2)."""
    return page(request, "ScalingPolicies", _of_targets(world, request, "policies", request.get("PolicyNames")))


def _of_targets(world: World, request: Part, field: str, names: list[str] | None) -> list[Part]:
    check_namespace(request)
    if "ScalableDimension" in request and "ResourceId" not in request:
        raise invalid("A scalable dimension needs a resource ID")
    found: list[Part] = []
    for _id, target in sorted(targets_of(world).items()):
        parts: dict[str, Any] = getattr(target, field)
        if asked_for(target, request):
            found += [dict(part) for name, part in sorted(parts.items()) if not names or name in names]
    return found


def put_action(world: World, request: Part) -> Part:
    """V56: a name of its own, a schedule, at least one of the bounds; what is left out later stays, but for times."""
    target = target_of(world, request)
    name = request["ScheduledActionName"]
    there = target.actions.get(name)
    _check_action(request, new=there is None)
    check_to_come(world, request)
    place = world.place
    path = f"scheduledAction:{world.behaviour.identifier()}:resource/dynamodb/{target.id.resource}"
    action = there or {
        "ScheduledActionName": name,
        "ScheduledActionARN": place.arn("autoscaling", f"{path}:scheduledActionName/{name}"),
        "ServiceNamespace": "dynamodb",
        "ResourceId": target.id.resource,
        "ScalableDimension": target.id.dimension,
        **_made(world),
    }
    # The model of botocore: "If you don't specify start and end times, the old values are deleted."
    kept = {member: value for member, value in action.items() if member not in ("StartTime", "EndTime")}
    target.actions[name] = kept | {member: request[member] for member in ACTION if member in request}
    note(world, target.id)
    await_next(world, target, target.actions[name])
    return {}


def _check_action(request: Part, *, new: bool) -> None:
    if BAD_NAME.search(request["ScheduledActionName"]):
        raise invalid("The name of a scheduled action may not have : / | or control characters, or spaces around it")
    schedule, bounds = request.get("Schedule"), request.get("ScalableTargetAction")
    if new and (schedule is None or bounds is None):
        raise invalid("Schedule and ScalableTargetAction are required for a new scheduled action")
    check_schedule(schedule, request.get("Timezone"))
    if bounds is None:
        return
    if not {"MinCapacity", "MaxCapacity"} & set(bounds):
        raise invalid("At least one of MinCapacity and MaxCapacity must be specified")
    least = bounds.get("MinCapacity", 1)
    check_bounds(least, bounds.get("MaxCapacity", least))


def delete_action(world: World, request: Part) -> Part:
    """1.4: ObjectNotFoundException for one that is not there."""
    target = targets_of(world).get(id_of(request))
    name = request["ScheduledActionName"]
    if target is None or name not in target.actions:
        raise not_found(f"No scheduled action found for service namespace: dynamodb, name: {name}")
    del target.actions[name]
    note(world, target.id)
    return {}


def describe_actions(world: World, request: Part) -> Part:
    """All, or those of one resource."""
    names = request.get("ScheduledActionNames")
    return page(request, "ScheduledActions", _of_targets(world, request, "actions", names))


HANDLERS = {
    "PutScalingPolicy": put_policy,
    "DeleteScalingPolicy": delete_policy,
    "DescribeScalingPolicies": describe_policies,
    "PutScheduledAction": put_action,
    "DeleteScheduledAction": delete_action,
    "DescribeScheduledActions": describe_actions,
}
