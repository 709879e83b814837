# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Application Auto Scaling for tables and indexes (control_plane.md, 1.4).

9 names its texts among what is unknown; those that stand in findings (DDB-TABLE-253, 314, 322) are theirs, the others
only tell a reader what is wrong. What may be relied on are the codes.
"""

from __future__ import annotations

from ..group import tables_of
from ..refusal import RefusedError, invalid
from ..state import Part, Table
from ..world import World
from . import scaling
from .due import later, run_due
from .targets import (
    Id,
    Target,
    asked_for,
    check_bounds,
    check_namespace,
    described,
    id_of,
    note,
    page,
    table_of,
    target_of,
    targets_of,
)

__all__ = ["HANDLERS", "run_due"]

# Where a world keeps the moments at which scaling has changed a capacity.
ACTED = "scaling that acted"
# 1.4: "calls UpdateTable within about 4 s".
PULL_AFTER = 4.0
# L-316: how long a capacity stays that somebody else has set within the bounds.
TAKEN_BACK_AFTER = 82.0
ROLE = "dynamodb.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_DynamoDBTable"


def register(world: World, request: Part) -> Part:
    """Both bounds are wanted at first, later each may be left out; the capacity follows within about 4 s (1.4)."""
    asked = id_of(request)
    if table_of(world, asked) is None:
        what = "index" if asked.index_name else "table"
        raise invalid(f"DynamoDB {what} does not exist: {asked.resource}")
    there = targets_of(world).get(asked)
    least = request.get("MinCapacity", there.least if there else None)
    most = request.get("MaxCapacity", there.most if there else None)
    if least is None or most is None:
        raise invalid("MinCapacity and MaxCapacity are required to register a new scalable target")
    check_bounds(least, most)
    target = there or new_target(world, asked)
    target.least, target.most, target.pulls = least, most, True
    target.role = request.get("RoleARN", target.role)
    target.suspended |= request.get("SuspendedState") or {}
    target.tags |= request.get("Tags") or {}
    note(world, asked)
    return {"ScalableTargetARN": target.arn}


def new_target(world: World, asked: Id) -> Target:
    """A target whose bounds are still to be told; from now on its capacity is looked after."""
    place = world.place
    role = f"arn:{place.partition}:iam::{place.account}:role/aws-service-role/{ROLE}"
    name = world.behaviour.identifier().replace("-", "")[:24]
    arn = place.arn("application-autoscaling", f"scalable-target/{name}")
    target = Target(asked, arn, world.now(), 1, 1, role, {})
    targets_of(world)[asked] = target
    later(world, PULL_AFTER, lambda then: _watch(then, target))
    return target


def _watch(world: World, target: Target) -> None:
    """Every few seconds, as long as the target is registered: bring the capacity to where it has to be, if it is not.

    It has to be within the bounds after a registration, after a scheduled action, and after the table was on demand
    for a time (1.4, "targets survive").
    """
    if targets_of(world).get(target.id) is not target:
        return
    later(world, PULL_AFTER, lambda then: _watch(then, target))
    table = table_of(world, target.id)
    if table is None:
        return
    if table.on_demand:
        target.pulls = True
    elif table.status(world.now()) == "ACTIVE":
        _act(world, target, table)


def _act(world: World, target: Target, table: Table) -> None:
    """Pull the capacity into the bounds, or take back what somebody else has set: of a policy alone."""
    current = _current(target, table)
    if target.pulls:
        wanted = min(max(current, target.least), target.most)
        target.pulls = wanted != current and not set_capacity(world, target, wanted)
        target.holds, target.strays_at = (target.holds if target.pulls else wanted), None
    elif not target.policies or target.suspended.get("DynamicScalingInSuspended") or current == target.holds:
        target.strays_at = None
    elif current >= target.least and target.holds is not None:
        # L-315: a value below the least is left; L-316: another one is taken back after 82 s.
        target.strays_at = world.now() if target.strays_at is None else target.strays_at
        if world.now() - target.strays_at >= TAKEN_BACK_AFTER - PULL_AFTER:
            set_capacity(world, target, min(max(target.holds, target.least), target.most))


def _current(target: Target, table: Table) -> int:
    index = target.id.index_name
    units = (table.global_indexes[index].throughput if index else table.throughput) or {}
    return int(units.get(target.id.unit, 0))


def acted_since(world: World, moment: float) -> list[float]:
    """When scaling has changed a capacity by itself, from that moment on."""
    return [when for when in world.stores.get(ACTED, []) if when >= moment]


def set_capacity(world: World, target: Target, wanted: int) -> bool:
    """Send the UpdateTable that scaling sends; return whether it was admitted. If not, the next time will do."""
    table, index = table_of(world, target.id), target.id.index_name
    if table is None or table.on_demand:
        return False
    units = (table.global_indexes[index].throughput if index else table.throughput) or {}
    if units.get(target.id.unit) == wanted:
        return True
    changed: Part = {"ProvisionedThroughput": {**units, target.id.unit: wanted}}
    if index:
        changed = {"GlobalSecondaryIndexUpdates": [{"Update": {"IndexName": index, **changed}}]}
    # UpdateTable itself sets up the scaling of indexes of a global table.
    from .update import update_table

    try:
        update_table(world, {"TableName": table.name, **changed})
    except RefusedError:
        return False
    world.stores.setdefault(ACTED, []).append(world.now())
    target.holds, target.strays_at = wanted, None
    if target.id.unit == "WriteCapacityUnits":
        # What scaling sets in one Region of a global table it does not take back in another one.
        for other in tables_of(table, world.now()).values():
            twin = targets_of(world.home_of(other)).get(target.id)
            if twin is not None:
                twin.holds, twin.strays_at = wanted, None
    return True


def deregister(world: World, request: Part) -> Part:
    """1.4: the policies and the scheduled actions of the target go with it."""
    target = target_of(world, request)
    del targets_of(world)[target.id]
    note(world, target.id)
    return {}


def describe_targets(world: World, request: Part) -> Part:
    """All, or up to 50 resources, or one dimension."""
    check_namespace(request)
    found = [described(target) for _id, target in sorted(targets_of(world).items()) if asked_for(target, request)]
    return page(request, "ScalableTargets", found)


def _by_arn(world: World, request: Part) -> Target:
    for target in targets_of(world).values():
        if target.arn == request["ResourceARN"]:
            return target
    raise RefusedError("ResourceNotFoundException", f"The resource doesn't exist: {request['ResourceARN']}")


def tag(world: World, request: Part) -> Part:
    """Tags of a target are its own, not those of the table."""
    _by_arn(world, request).tags.update(request["Tags"])
    return {}


def untag(world: World, request: Part) -> Part:
    """Keys that are not there do no harm."""
    target = _by_arn(world, request)
    target.tags = {key: value for key, value in target.tags.items() if key not in request["TagKeys"]}
    return {}


def list_tags(world: World, request: Part) -> Part:
    """The tags of a target."""
    return {"Tags": dict(_by_arn(world, request).tags)}


HANDLERS = {
    "RegisterScalableTarget": register,
    "DeregisterScalableTarget": deregister,
    "DescribeScalableTargets": describe_targets,
    "TagResource": tag,
    "UntagResource": untag,
    "ListTagsForResource": list_tags,
    **scaling.HANDLERS,
}
