# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scalable targets: which capacity is scaled, within which bounds (control_plane.md, 1.4)."""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Sequence
from typing import Any, NamedTuple

from ..clock import moment
from ..group import tables_of
from ..refusal import RefusedError, invalid
from ..state import Part, Table
from ..world import World

PAGE = 50
LARGEST_LIST = 50
UNITS = {"ReadCapacityUnits", "WriteCapacityUnits"}
ACTION = ("Schedule", "Timezone", "StartTime", "EndTime", "ScalableTargetAction")
SUSPENDED = ("DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended")


class Id(NamedTuple):
    """What is scaled: a table or an index of one, and which of its two capacities."""

    resource: str
    dimension: str

    @property
    def table_name(self) -> str:
        """The name of the table."""
        return self.resource.split("/")[1]

    @property
    def index_name(self) -> str:
        """The name of the index; empty for the table."""
        return self.resource.partition("/index/")[2]

    @property
    def unit(self) -> str:
        """The member of ProvisionedThroughput."""
        return self.dimension.rsplit(":", 1)[1]


@dataclasses.dataclass
class Target:
    """A scalable target with what belongs to it; ``pulls`` while it has yet to bring the capacity into its bounds.

    ``holds`` is the capacity that scaling has set or found, ``strays_at`` when somebody else was first seen to have
    changed it.
    """

    id: Id
    arn: str
    made_at: float
    least: int
    most: int
    role: str
    suspended: Part
    tags: dict[str, str] = dataclasses.field(default_factory=dict)
    policies: dict[str, Part] = dataclasses.field(default_factory=dict)
    actions: dict[str, Part] = dataclasses.field(default_factory=dict)
    pulls: bool = True
    holds: int | None = None
    strays_at: float | None = None


def targets_of(world: World) -> dict[Id, Target]:
    """All targets."""
    targets: dict[Id, Target] = world.stores.setdefault("autoscaling", {})
    return targets


def id_of(request: Part) -> Id:
    """Return what a request is about; raises for what cannot be scaled."""
    resource, dimension = request["ResourceId"], request["ScalableDimension"]
    check_namespace(request)
    kind, _colon, unit = dimension.removeprefix("dynamodb:").partition(":")
    parts = resource.split("/")
    shape = ("table",) if kind == "table" else ("table", "index")
    if unit not in UNITS or kind not in ("table", "index") or tuple(parts[::2]) != shape or "" in parts:
        raise invalid(f"Unsupported service namespace, resource type or scalable dimension: {resource}, {dimension}")
    if len(parts) != 2 * len(shape):
        raise invalid(f"Unsupported resource: {resource}")
    return Id(resource, dimension)


def check_namespace(request: Part) -> None:
    """Only tables and their indexes are scaled here."""
    if request["ServiceNamespace"] != "dynamodb":
        raise invalid(f"Only the namespace dynamodb is simulated, not {request['ServiceNamespace']}")


def target_of(world: World, request: Part) -> Target:
    """1.4: "Register before PutScalingPolicy (else ObjectNotFoundException)"."""
    asked = id_of(request)
    target = targets_of(world).get(asked)
    if target is None:
        raise not_found(f"No scalable target registered for service namespace: dynamodb, resource ID: {asked.resource}")
    return target


def not_found(text: str) -> RefusedError:
    """A target, policy or scheduled action that is not there."""
    return RefusedError("ObjectNotFoundException", text)


def table_of(world: World, asked: Id) -> Table | None:
    """The table, if it is there and has the index."""
    table = world.find(asked.table_name)
    if table is None or (asked.index_name and asked.index_name not in table.global_indexes):
        return None
    return table


def note(world: World, asked: Id) -> None:
    """Write down at the table or index itself how it is scaled: all that is compared, and no more."""
    table = table_of(world, asked)
    if table is None:
        return
    place = table.global_indexes[asked.index_name] if asked.index_name else table
    target, unit = targets_of(world).get(asked), asked.unit.removesuffix("CapacityUnits").lower()
    place.scaled.pop(unit, None)
    if target is not None:
        policies = {
            name: dict(policy["TargetTrackingScalingPolicyConfiguration"]) for name, policy in target.policies.items()
        }
        actions = {
            name: {member: action[member] for member in ACTION if member in action}
            for name, action in target.actions.items()
        }
        place.scaled[unit] = {"least": target.least, "most": target.most, "policies": policies, "actions": actions}


def note_all(world: World, table: Table) -> None:
    """Write this down in all Regions of a table, and for its indexes: a target may be older than the index it names."""
    for one in (table, *tables_of(table, world.now()).values()):
        there = world.home_of(one)
        for asked in targets_of(there):
            if asked.table_name == one.name:
                note(there, asked)


def check_bounds(least: int, most: int) -> None:
    """V54; DDB-TABLE-253 has the text."""
    if most < least:
        raise invalid("Maximum capacity cannot be less than minimum capacity")
    if least < 1:
        raise invalid("Minimum capacity cannot be less than 1")


def scales_writes(world: World, table: str, index: str = "") -> bool:
    """6.1, Replicas: whether writes are "AutoScaled"; a target without a policy is not enough (DDB-TABLE-188)."""
    resource, kind = (f"table/{table}/index/{index}", "index") if index else (f"table/{table}", "table")
    target = targets_of(world).get(Id(resource, f"dynamodb:{kind}:WriteCapacityUnits"))
    return target is not None and bool(target.policies)


def scaled_lately(world: World, table: str, seconds: float) -> bool:
    """Whether a policy for writes of the table or an index of it was made within the last seconds."""
    for one, target in targets_of(world).items():
        if one.table_name == table and one.unit == "WriteCapacityUnits":
            made = [policy["CreationTime"].timestamp() for policy in target.policies.values()]
            if any(world.now() - at < seconds for at in made):
                return True
    return False


def scales_reads(world: World, table: str, index: str = "") -> bool:
    """L-321: whether a target scales the reads of this Region."""
    resource, kind = (f"table/{table}/index/{index}", "index") if index else (f"table/{table}", "table")
    return Id(resource, f"dynamodb:{kind}:ReadCapacityUnits") in targets_of(world)


def described(target: Target) -> Part:
    """A target as it is read back."""
    return {
        "ServiceNamespace": "dynamodb",
        "ResourceId": target.id.resource,
        "ScalableDimension": target.id.dimension,
        "MinCapacity": target.least,
        "MaxCapacity": target.most,
        "RoleARN": target.role,
        "CreationTime": moment(target.made_at),
        "SuspendedState": dict.fromkeys(SUSPENDED, False) | target.suspended,
        "ScalableTargetARN": target.arn,
    }


def asked_for(target: Target, request: Part) -> bool:
    """Whether a Describe request is about a target."""
    resource = request.get("ResourceId", target.id.resource)
    dimension = request.get("ScalableDimension", target.id.dimension)
    named = request.get("ResourceIds") or [target.id.resource]
    return (resource, dimension) == tuple(target.id) and target.id.resource in named


def page(request: Part, member: str, found: Sequence[Any]) -> Part:
    """One page; its token is for the next one only."""
    for name in ("ResourceIds", "PolicyNames", "ScheduledActionNames"):
        if len(request.get(name) or ()) > LARGEST_LIST:
            raise invalid(f"{name} may have {LARGEST_LIST} entries")
    start, size = _start(request.get("NextToken")), request.get("MaxResults", PAGE)
    answer: Part = {member: list(found[start : start + size])}
    if start + size < len(found):
        answer["NextToken"] = base64.b64encode(f"page:{start + size}".encode()).decode()
    return answer


def _start(token: str | None) -> int:
    if token is None:
        return 0
    try:
        kind, _colon, number = base64.b64decode(token, validate=True).decode().partition(":")
        if kind == "page":
            return int(number)
    except ValueError:
        pass
    raise RefusedError("InvalidNextTokenException", "The next token is not valid")
