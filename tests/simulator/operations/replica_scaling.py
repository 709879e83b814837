# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DescribeTableReplicaAutoScaling and UpdateTableReplicaAutoScaling: Application Auto Scaling of every Region in one.

control_plane.md, 6.4: a Regional table, and one that is not there, have the same text; DDB-TABLE-190, 241, 242 and 253
have the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..answers import index_status
from ..group import others
from ..refusal import RefusedError, invalid
from ..state import Part, Table
from ..world import World
from . import autoscaling
from .members import global_table_missing, member_status
from .replica_checks import QUOTED
from .targets import Id, Target, targets_of

WRITES, READS = "WriteCapacityUnits", "ReadCapacityUnits"
FAILED = "Failed to update settings for global table with name"
NEEDED = ("MaximumUnits", "ScalingPolicyUpdate", "MinimumUnits")
ALL_WRITES = "GlobalTableProvisionedWriteCapacityAutoScalingSettingsUpdate"
OWN_READS = "ReplicaProvisionedReadCapacityAutoScalingSettingsUpdate"


class Settings(NamedTuple):
    """What is asked for one capacity of a table or an index: in one Region, or without one in all of them."""

    resource: str
    unit: str
    part: Part
    region: str = ""


def describe(world: World, request: Part) -> Part:
    """Only for global tables; the home Region is among the replicas, in the order of their names."""
    table = _grouped(world, request)
    return {"TableAutoScalingDescription": _described(world, table)}


def _grouped(world: World, request: Part) -> Table:
    name = world.name_of(request["TableName"])
    table = world.find(name)
    if table is None or not others(table, world.now()):
        raise global_table_missing(name)
    return table


def _described(world: World, table: Table) -> Part:
    now = world.now()
    members = {region: one.table for region, one in others(table, now).items() if one.table is not None}
    members[table.region] = table
    return {
        "TableName": table.name,
        "TableStatus": table.status(now),
        "Replicas": [
            _replica(world.home_of(members[region]), members[region], table, now) for region in sorted(members)
        ],
    }


def _replica(there: World, member: Table, table: Table, now: float) -> Part:
    """L-194: what scales a replica is that of its Region."""
    return {
        "RegionName": member.region,
        "GlobalSecondaryIndexes": _indexes(there, member),
        "ReplicaStatus": member_status(table, member.region, now),
        "ReplicaProvisionedReadCapacityAutoScalingSettings": _settings(there, member, READS),
        "ReplicaProvisionedWriteCapacityAutoScalingSettings": _settings(there, member, WRITES),
    }


def _indexes(world: World, table: Table) -> list[Part]:
    """Every index that is not on its way to be there (L-323)."""
    return [
        {
            "IndexName": name,
            "IndexStatus": status,
            "ProvisionedReadCapacityAutoScalingSettings": _settings(world, table, READS, name),
            "ProvisionedWriteCapacityAutoScalingSettings": _settings(world, table, WRITES, name),
        }
        for name, status in _statuses(world, table)
    ]


def _statuses(world: World, table: Table) -> list[tuple[str, str]]:
    found = [(name, index_status(table, name, world.now())["IndexStatus"]) for name in table.global_indexes]
    return [(name, status) for name, status in found if status != "CREATING"]


def _settings(world: World, table: Table, unit: str, index: str = "") -> Part:
    """Never configured, and a target without a policy, read the same (DDB-TABLE-189, 243).

    Those of a table that has gone on demand are shown, and that they are off (L-317).
    """
    resource, kind = (f"table/{table.name}/index/{index}", "index") if index else (f"table/{table.name}", "table")
    target = targets_of(world).get(Id(resource, f"dynamodb:{kind}:{unit}"))
    if target is None or not target.policies:
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
    wanted = _wanted(name, request)
    for one in wanted:
        _check(name, one.part)
    table = _grouped(world, request)
    _check_regions(world, table, [part["RegionName"] for part in request.get("ReplicaUpdates") or ()])
    if not wanted:
        raise invalid(f"{FAILED}: {QUOTED.format(name)} because at least one update parameter must be specified.")
    _check_update_parts(name, request)
    for one in wanted:
        _check_against(world, table, one)
    before = _described(world, table)
    members = [table, *(one.table for one in others(table, world.now()).values() if one.table is not None)]
    for one in wanted:
        for member in members:
            if one.region in ("", member.region):
                _hand_on(world.home_of(member), one.resource, one.unit, one.part)
    return {"TableAutoScalingDescription": {**before, "TableStatus": table.status(world.now())}}


def _check_regions(world: World, table: Table, regions: Sequence[str]) -> None:
    twice = sorted({region for region in regions if regions.count(region) > 1})
    if twice:
        text = f"because the regions: {QUOTED.format(_bracketed(twice))} were specified more than once."
        raise invalid(f"{FAILED}: {QUOTED.format(table.name)} {text}")
    members = {table.region, *(name for name, one in others(table, world.now()).items() if one.table is not None)}
    alien = [region for region in regions if region not in members]
    if alien:
        # L-253 has the code; the text of it was not published.
        text = f"because the regions: {QUOTED.format(_bracketed(alien))} are not part of the global table."
        raise RefusedError("ResourceNotFoundException", f"{FAILED}: {QUOTED.format(table.name)} {text}")


def _check_update_parts(name: str, request: Part) -> None:
    """L-255: a Region that is only named."""
    for part in request.get("ReplicaUpdates") or ():
        if set(part) == {"RegionName"}:
            text = f"because at least one update parameter must be specified for region: {QUOTED}"
            raise invalid(f"{FAILED}: {QUOTED.format(name)} {text.format(part['RegionName'])}.")


def _wanted(name: str, request: Part) -> list[Settings]:
    """Writes are those of all Regions, reads those of the one that is named (L-194, L-289)."""
    resource, member = f"table/{name}", "ProvisionedWriteCapacityAutoScalingUpdate"
    found: list[tuple[str, str, Part | None, str]] = [(resource, WRITES, request.get(member), "")]
    for part in request.get("GlobalSecondaryIndexUpdates") or ():
        found.append((_index(resource, part), WRITES, part.get(member), ""))
    for part in request.get("ReplicaUpdates") or ():
        region = part["RegionName"]
        found.append((resource, READS, part.get("ReplicaProvisionedReadCapacityAutoScalingUpdate"), region))
        for index in part.get("ReplicaGlobalSecondaryIndexUpdates") or ():
            reads = index.get("ProvisionedReadCapacityAutoScalingUpdate")
            found.append((_index(resource, index), READS, reads, region))
    return [Settings(name, unit, part, region) for name, unit, part, region in found if part is not None]


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


def _check_against(world: World, table: Table, asked: Settings) -> None:
    """On demand scaling can only be turned off (190); an index that is being created is none (L-291, L-323)."""
    _table, _slash, index = asked.resource.removeprefix("table/").partition("/index/")
    if "/index/" in asked.resource and index not in dict(_statuses(world, table)):
        text = f"because the global secondary indexes with names: {QUOTED.format(_bracketed([index]))} do not exist."
        raise RefusedError("ResourceNotFoundException", f"{FAILED}: {QUOTED.format(table.name)} {text}")
    if table.on_demand and not asked.part.get("AutoScalingDisabled"):
        regions = sorted({table.region, *others(table, world.now())})
        text = f"Failed to update global table with name \u2018{table.name}\u2018."
        text += f" Replicas {_listed([region.upper() for region in regions])} BillingMode is PayPerRequest."
        what = OWN_READS if asked.region else ALL_WRITES
        raise invalid(f"{text} You must convert table's BillingMode to PROVISIONED to set parameters: '{what}'.")


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
