# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option auto_scaling as requests to Application Auto Scaling, word for word; see ``literal.py``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Part = dict[str, Any]
Options = Mapping[str, Any]
Request = tuple[str, Part]
SERVICE = "application-autoscaling"
SCALED = ("RegisterScalableTarget", "PutScalingPolicy", "PutScheduledAction")


def service_of(operation: str) -> str:
    """The service that a call of sub_resources goes to."""
    return SERVICE if operation in SCALED else "dynamodb"


def scaling(name: str, options: Options) -> Iterator[Request]:
    """All calls that scale a table and its indexes as its options say."""
    places = {"": options, **{item["name"]: item for item in options.get("global_secondary_indexes") or ()}}
    for place, item in places.items():
        for unit, target in (item.get("auto_scaling") or {}).items():
            if target and target.get("enabled", True):
                yield from _target(f"table/{name}/index/{place}" if place else f"table/{name}", unit.title(), target)


def _target(resource: str, unit: str, target: Options) -> Iterator[Request]:
    kind = "index" if "/index/" in resource else "table"
    dimension = f"dynamodb:{kind}:{unit}CapacityUnits"
    scaled = {"ServiceNamespace": "dynamodb", "ResourceId": resource, "ScalableDimension": dimension}
    yield "RegisterScalableTarget", {**scaled, **bounds(target)}
    metric = f"DynamoDB{unit}CapacityUtilization"
    members = {
        "target_value": "TargetValue",
        "scale_in_cooldown": "ScaleInCooldown",
        "scale_out_cooldown": "ScaleOutCooldown",
        "disable_scale_in": "DisableScaleIn",
    }
    tracking = {members[option]: target[option] for option in members if option in target}
    if tracking:
        tracking["PredefinedMetricSpecification"] = {"PredefinedMetricType": metric}
        policy = {"PolicyName": f"{metric}:{resource}", "PolicyType": "TargetTrackingScaling"}
        yield "PutScalingPolicy", {**scaled, **policy, "TargetTrackingScalingPolicyConfiguration": tracking}
    for action in target.get("scheduled_actions") or ():
        members = {
            "name": "ScheduledActionName",
            "schedule": "Schedule",
            "timezone": "Timezone",
            "start_time": "StartTime",
            "end_time": "EndTime",
        }
        given = {members[option]: action[option] for option in members if option in action}
        yield "PutScheduledAction", {**scaled, **given, "ScalableTargetAction": bounds(action)}


def bounds(item: Options) -> Part:
    """MinCapacity and MaxCapacity."""
    members = {"min_capacity": "MinCapacity", "max_capacity": "MaxCapacity"}
    return {members[option]: item[option] for option in members if item.get(option) is not None}
