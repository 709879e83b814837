# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DescribeTableReplicaAutoScaling and UpdateTableReplicaAutoScaling, as far as the local Region goes.

control_plane.md, 6.4: a Regional table, and one that is not there, have the same text; DDB-TABLE-190, 241 and 253 have
the others.
"""

from __future__ import annotations

from ..refusal import invalid
from ..state import Part, Table
from ..world import World
from . import autoscaling
from .replicas import global_table_missing, living, replica_status
from .targets import Id, Target, targets_of

WRITES, READS = "WriteCapacityUnits", "ReadCapacityUnits"
NEEDED = ("MaximumUnits", "ScalingPolicyUpdate", "MinimumUnits")
Settings = tuple[str, str, Part]


def describe(world: World, request: Part) -> Part:
    """Only for global tables; the home Region is among the replicas, in the order of their names."""
    table = _grouped(world, request)
    return {"TableAutoScalingDescription": _described(world, table)}


def _grouped(world: World, request: Part) -> Table:
    name = world.name_of(request["TableName"])
    table = world.find(name)
    if table is None or not living(table, world.now()):
        raise global_table_missing(name)
    return table


def _described(world: World, table: Table) -> Part:
    now, home = world.now(), world.place.region
    replicas = [region for region, entry in table.replicas.items() if not entry["witness"]]
    return {
        "TableName": table.name,
        "TableStatus": table.status(now),
        "Replicas": [
            {
                "RegionName": region,
                "ReplicaStatus": "ACTIVE" if region == home else replica_status(table, region, now),
                "ReplicaProvisionedReadCapacityAutoScalingSettings": _settings(world, table, READS, region == home),
                "ReplicaProvisionedWriteCapacityAutoScalingSettings": _settings(world, table, WRITES, True),
            }
            for region in sorted([home, *replicas])
        ],
    }


def _settings(world: World, table: Table, unit: str, known: bool) -> Part:
    """Never configured, and a target without a policy, read the same (DDB-TABLE-189, 243)."""
    target = targets_of(world).get(Id(f"table/{table.name}", f"dynamodb:table:{unit}"))
    if not known or target is None or not target.policies:
        return {"AutoScalingDisabled": True, "ScalingPolicies": []}
    return {
        "MinimumUnits": target.least,
        "MaximumUnits": target.most,
        "AutoScalingRoleArn": target.role,
        "ScalingPolicies": [_policy(target, name) for name in target.policies],
    }


def _policy(target: Target, name: str) -> Part:
    settings = target.policies[name]["TargetTrackingScalingPolicyConfiguration"]
    shown = {member: value for member, value in settings.items() if member != "PredefinedMetricSpecification"}
    return {"PolicyName": name, "TargetTrackingScalingPolicyConfiguration": shown}


def update(world: World, request: Part) -> Part:
    """Hand each part of the call on to Application Auto Scaling."""
    table = _grouped(world, request)
    wanted = _wanted(world, table, request)
    if not wanted:
        raise invalid(f"{_failed(table)} because at least one update parameter must be specified.")
    for _resource, _unit, part in wanted:
        _check(table, part)
    for resource, unit, part in wanted:
        _hand_on(world, resource, unit, part)
    return {"TableAutoScalingDescription": _described(world, table)}


def _failed(table: Table) -> str:
    return f"Failed to update settings for global table with name: \u2018{table.name}\u2019"


def _wanted(world: World, table: Table, request: Part) -> list[Settings]:
    """The parts for this Region; those for other Regions are taken and not followed up."""
    resource = f"table/{table.name}"
    found: list[tuple[str, str, Part | None]] = []
    found.append((resource, WRITES, request.get("ProvisionedWriteCapacityAutoScalingUpdate")))
    for part in request.get("GlobalSecondaryIndexUpdates") or ():
        member = "ProvisionedWriteCapacityAutoScalingUpdate"
        found.append((f"{resource}/index/{part['IndexName']}", WRITES, part.get(member)))
    for part in request.get("ReplicaUpdates") or ():
        if part["RegionName"] == world.place.region:
            found.append((resource, READS, part.get("ReplicaProvisionedReadCapacityAutoScalingUpdate")))
    return [(name, unit, part) for name, unit, part in found if part is not None]


def _check(table: Table, part: Part) -> None:
    """All or nothing, unless scaling is turned off (DDB-TABLE-241); on demand it can only be that (190)."""
    if part.get("AutoScalingDisabled"):
        return
    missing = [member for member in NEEDED if member not in part]
    if missing:
        names = ", ".join(f"'{member}'" for member in missing)
        raise invalid(f"{_failed(table)}: Parameters {names} are required unless auto scaling is being disabled.")
    if table.on_demand:
        text = f"Failed to update global table with name \u2018{table.name}\u2018. BillingMode is PayPerRequest."
        raise invalid(f"{text} You must convert table's BillingMode to PROVISIONED to set parameters.")


def _hand_on(world: World, resource: str, unit: str, part: Part) -> None:
    kind = "index" if "/index/" in resource else "table"
    asked = {"ServiceNamespace": "dynamodb", "ResourceId": resource, "ScalableDimension": f"dynamodb:{kind}:{unit}"}
    if part.get("AutoScalingDisabled"):
        targets_of(world).pop(Id(resource, asked["ScalableDimension"]), None)
        return
    bounds = {"MinCapacity": part["MinimumUnits"], "MaxCapacity": part["MaximumUnits"]}
    autoscaling.HANDLERS["RegisterScalableTarget"](world, {**asked, **bounds})
    wanted = part["ScalingPolicyUpdate"]
    what = unit.removesuffix("CapacityUnits")
    metric = {"PredefinedMetricSpecification": {"PredefinedMetricType": f"DynamoDB{what}CapacityUtilization"}}
    settings = {**wanted["TargetTrackingScalingPolicyConfiguration"], **metric}
    name = wanted.get("PolicyName", f"DynamoDB{what}CapacityUtilization:{resource}")
    policy = {"PolicyName": name, "TargetTrackingScalingPolicyConfiguration": settings}
    autoscaling.HANDLERS["PutScalingPolicy"](world, {**asked, **policy})


HANDLERS = {"DescribeTableReplicaAutoScaling": describe, "UpdateTableReplicaAutoScaling": update}
