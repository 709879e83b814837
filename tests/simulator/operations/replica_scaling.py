# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DescribeTableReplicaAutoScaling and UpdateTableReplicaAutoScaling, as far as the local Region goes.

control_plane.md, 6.4: a Regional table, and one that is not there, have the same text; DDB-TABLE-190, 241, 242 and 253
have the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..answers import index_status
from ..refusal import RefusedError, invalid
from ..state import Part, Table
from ..world import World
from . import autoscaling
from .members import global_table_missing, living, replica_status
from .replicas import QUOTED
from .targets import Id, Target, targets_of

WRITES, READS = "WriteCapacityUnits", "ReadCapacityUnits"
FAILED = "Failed to update settings for global table with name"
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
                "GlobalSecondaryIndexes": _indexes(world, table, region == home),
                "ReplicaStatus": "ACTIVE" if region == home else replica_status(table, region, now),
                "ReplicaProvisionedReadCapacityAutoScalingSettings": _settings(world, table, READS, region == home),
                "ReplicaProvisionedWriteCapacityAutoScalingSettings": _settings(world, table, WRITES),
            }
            for region in sorted([home, *replicas])
        ],
    }


def _indexes(world: World, table: Table, known: bool) -> list[Part]:
    """Every index that is not on its way to be there (L-323)."""
    return [
        {
            "IndexName": name,
            "IndexStatus": status,
            "ProvisionedReadCapacityAutoScalingSettings": _settings(world, table, READS, known, name),
            "ProvisionedWriteCapacityAutoScalingSettings": _settings(world, table, WRITES, index=name),
        }
        for name, status in _statuses(world, table)
    ]


def _statuses(world: World, table: Table) -> list[tuple[str, str]]:
    found = [(name, index_status(table, name, world.now())["IndexStatus"]) for name in table.global_indexes]
    return [(name, status) for name, status in found if status != "CREATING"]


def _settings(world: World, table: Table, unit: str, known: bool = True, index: str = "") -> Part:
    """Never configured, and a target without a policy, read the same (DDB-TABLE-189, 243).

    Those of a table that has gone on demand are shown, and that they are off (L-317).
    """
    resource, kind = (f"table/{table.name}/index/{index}", "index") if index else (f"table/{table.name}", "table")
    target = targets_of(world).get(Id(resource, f"dynamodb:{kind}:{unit}"))
    if not known or target is None or not target.policies:
        return {"AutoScalingDisabled": True, "ScalingPolicies": []}
    return {
        "MinimumUnits": target.least,
        "MaximumUnits": target.most,
        **({"AutoScalingDisabled": True} if table.on_demand else {}),
        "AutoScalingRoleArn": target.role,
        "ScalingPolicies": [_policy(target, name) for name in target.policies],
    }


def _policy(target: Target, name: str) -> Part:
    settings = target.policies[name]["TargetTrackingScalingPolicyConfiguration"]
    shown = {member: value for member, value in settings.items() if member != "PredefinedMetricSpecification"}
    return {"PolicyName": name, "TargetTrackingScalingPolicyConfiguration": shown}


def update(world: World, request: Part) -> Part:
    """Hand each part of the call on to Application Auto Scaling; the answer has the settings from before (L-238)."""
    name = world.name_of(request["TableName"])
    wanted = _wanted(world, name, request)
    for _resource, _unit, part in wanted:
        _check(name, part)
    table = _grouped(world, request)
    regions = [part["RegionName"] for part in request.get("ReplicaUpdates") or ()]
    twice = sorted({region for region in regions if regions.count(region) > 1})
    if twice:
        text = f"because the regions: {QUOTED.format(_bracketed(twice))} were specified more than once."
        raise invalid(f"{FAILED}: {QUOTED.format(name)} {text}")
    if not wanted:
        raise invalid(f"{FAILED}: {QUOTED.format(name)} because at least one update parameter must be specified.")
    for resource, _unit, part in wanted:
        _check_against(world, table, resource, part)
    before = _described(world, table)
    for resource, unit, part in wanted:
        _hand_on(world, resource, unit, part)
    return {"TableAutoScalingDescription": {**before, "TableStatus": table.status(world.now())}}


def _wanted(world: World, name: str, request: Part) -> list[Settings]:
    """The parts for this Region; those for other Regions are taken and not followed up."""
    resource = f"table/{name}"
    found: list[tuple[str, str, Part | None]] = []
    found.append((resource, WRITES, request.get("ProvisionedWriteCapacityAutoScalingUpdate")))
    for part in request.get("GlobalSecondaryIndexUpdates") or ():
        member = "ProvisionedWriteCapacityAutoScalingUpdate"
        found.append((_index(resource, part), WRITES, part.get(member)))
    for part in request.get("ReplicaUpdates") or ():
        if part["RegionName"] == world.place.region:
            found.append((resource, READS, part.get("ReplicaProvisionedReadCapacityAutoScalingUpdate")))
            member = "ProvisionedReadCapacityAutoScalingUpdate"
            for index in part.get("ReplicaGlobalSecondaryIndexUpdates") or ():
                found.append((_index(resource, index), READS, index.get(member)))
    return [(name, unit, part) for name, unit, part in found if part is not None]


def _index(resource: str, part: Part) -> str:
    """Its resource; the name may be left out, and is then that of no index."""
    return f"{resource}/index/{part.get('IndexName', '')}"


def _check(name: str, part: Part) -> None:
    """All or nothing, and nothing where scaling is turned off (DDB-TABLE-241, 242); before the table is looked for."""
    if part.get("AutoScalingDisabled"):
        given = [member for member in NEEDED if member in part]
        if given:
            text = f"Parameters {_listed(given)} must be left blank when disabling auto scaling."
            raise invalid(f"{FAILED} {QUOTED.format(name)}: {text}")
        return
    lacking = [member for member in NEEDED if member not in part]
    if lacking:
        text = f"Parameters {_listed(lacking)} are required unless auto scaling is being disabled."
        raise invalid(f"{FAILED}: {QUOTED.format(name)}: {text}")


def _bracketed(names: Sequence[str]) -> str:
    return f"[{', '.join(names)}]"


def _listed(members: Sequence[str]) -> str:
    return ", ".join(f"'{member}'" for member in members)


def _check_against(world: World, table: Table, resource: str, part: Part) -> None:
    """On demand scaling can only be turned off (190); an index that is being created is none (L-291, L-323)."""
    _table, _slash, index = resource.removeprefix("table/").partition("/index/")
    if "/index/" in resource and index not in dict(_statuses(world, table)):
        text = f"because the global secondary indexes with names: {QUOTED.format(_bracketed([index]))} do not exist."
        raise RefusedError("ResourceNotFoundException", f"{FAILED}: {QUOTED.format(table.name)} {text}")
    if table.on_demand and not part.get("AutoScalingDisabled"):
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
