# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Application Auto Scaling of a global table: what the service sets up by itself in the other Regions."""

from __future__ import annotations

import copy

from ..group import tables_of
from ..state import Part, Table
from ..world import World
from . import autoscaling
from .targets import Id, note, targets_of

WRITES = "WriteCapacityUnits"
# L-322: what an index that is added to a global table is scaled by.
LEAST, MOST, UTILIZATION = 1, 10, 70.0


def copy_scaling(world: World, there: World, table: Table) -> None:
    """L-194, L-249, L-288: targets and policies for writes come along with a replica; those for reads do not."""
    for asked, target in list(targets_of(world).items()):
        if asked.table_name == table.name and asked.unit == WRITES and asked not in targets_of(there):
            _register(there, asked, target.least, target.most, target.policies)


def _register(there: World, asked: Id, least: int, most: int, policies: dict[str, Part]) -> None:
    target = autoscaling.new_target(there, asked)
    target.least, target.most = least, most
    request = {"ServiceNamespace": "dynamodb", "ResourceId": asked.resource, "ScalableDimension": asked.dimension}
    for name, policy in policies.items():
        settings = copy.deepcopy(policy["TargetTrackingScalingPolicyConfiguration"])
        named = {"PolicyName": name, "TargetTrackingScalingPolicyConfiguration": settings}
        autoscaling.HANDLERS["PutScalingPolicy"](there, {**request, **named})
    note(there, asked)


def scale_index(world: World, table: Table, name: str) -> None:
    """L-322: an index that is added to a global table with provisioned capacity is scaled in every Region."""
    asked = Id(f"table/{table.name}/index/{name}", f"dynamodb:index:{WRITES}")
    metric = {"PredefinedMetricType": "DynamoDBWriteCapacityUtilization"}
    settings = {"TargetValue": UTILIZATION, "PredefinedMetricSpecification": metric}
    policy = {"TargetTrackingScalingPolicyConfiguration": settings}
    for one in (table, *tables_of(table, world.now()).values()):
        there = world.home_of(one)
        if asked not in targets_of(there):
            _register(there, asked, LEAST, MOST, {f"DynamoDBWriteCapacityUtilization:{asked.resource}": policy})
