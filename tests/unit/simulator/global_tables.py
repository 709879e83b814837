# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Global tables for tests: made, and what each of their Regions shows."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import actions
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import LONG, Desk, made

HOME, FAR, FURTHER = "eu-central-1", "us-east-1", "us-west-2"
BUSY = ("ResourceInUseException", "The resource which you are attempting to change is in use.")
METRIC = "DynamoDB{}CapacityUtilization"


def joined(base: Part, *regions: str) -> Desk:
    """A table with replicas, all of it settled."""
    desk = made(base)
    for region in regions:
        desk.change(**actions("Create", region))
        desk.later(LONG)
    return desk


def shown(desk: Desk) -> tuple[str, dict[str, str]]:
    """TableStatus, and the status of each replica that is listed."""
    table = desk.table()
    return table["TableStatus"], {one["RegionName"]: one["ReplicaStatus"] for one in table.get("Replicas", ())}


def entry(desk: Desk, region: str = FAR) -> Part:
    """What a Region says of another one."""
    found: Part = {one["RegionName"]: one for one in desk.table()["Replicas"]}[region]
    return found


def capacity(desk: Desk) -> tuple[int, int]:
    """Reads and writes of the table."""
    units = desk.table()["ProvisionedThroughput"]
    return units["ReadCapacityUnits"], units["WriteCapacityUnits"]


def scale(desk: Desk, unit: str = "Write", index: str = "", policy: bool = True, least: int = 1) -> None:
    """Let Application Auto Scaling look after a capacity, from one to a hundred."""
    resource, kind = (f"table/orders/index/{index}", "index") if index else ("table/orders", "table")
    asked: dict[str, Any] = {"ServiceNamespace": "dynamodb", "ResourceId": resource}
    asked["ScalableDimension"] = f"dynamodb:{kind}:{unit}CapacityUnits"
    bounds = {"MinCapacity": least, "MaxCapacity": 100}
    desk.engine.call("application-autoscaling", "RegisterScalableTarget", {**asked, **bounds}, desk.caller)
    if policy:
        metric = {"PredefinedMetricSpecification": {"PredefinedMetricType": METRIC.format(unit)}}
        tracking = {"TargetTrackingScalingPolicyConfiguration": {"TargetValue": 55.0, **metric}}
        request = {**asked, "PolicyName": f"own-{unit}", "PolicyType": "TargetTrackingScaling", **tracking}
        desk.engine.call("application-autoscaling", "PutScalingPolicy", request, desk.caller)


def targets(desk: Desk) -> dict[tuple[str, str], tuple[int, int]]:
    """What is scaled in a Region: the bounds by resource and dimension."""
    request = {"ServiceNamespace": "dynamodb"}
    found = desk.engine.call("application-autoscaling", "DescribeScalableTargets", request, desk.caller)
    return {
        (one["ResourceId"], one["ScalableDimension"]): (one["MinCapacity"], one["MaxCapacity"])
        for one in found["ScalableTargets"]
    }
