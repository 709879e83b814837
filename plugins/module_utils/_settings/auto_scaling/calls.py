# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!
"""The calls of Application Auto Scaling, as operations of a plan."""

from __future__ import annotations

import typing as t

from ..calls import Operation
from ..places import target
from .setting import by_name
from .targets import POLICY, UTC

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..setting import Part
    from .targets import Action, Dimension, Target

SERVICE = "application-autoscaling"
# Who registers the first target of an account makes the role by which Application Auto Scaling acts.
ROLE = ("iam:CreateServiceLinkedRole",)
# A policy is carried out by alarms, which are made and deleted in the name of the caller.
ALARMS = ("cloudwatch:PutMetricAlarm", "cloudwatch:DescribeAlarms", "cloudwatch:DeleteAlarms")


class Calls:
    """Makes the operations that concern one capacity, which are made one after the other."""

    def __init__(self, table: str, dimension: Dimension) -> None:
        self._table = table
        self._dimension = dimension

    def end(self, old: Target, why: str = "", **order: t.Any) -> Operation:
        """Return the call that ends the scaling, with its policies and scheduled actions."""
        parts = [f"policy {name}" for name in (old.policy, *old.others) if name]
        parts += [f"scheduled action {action.name}" for action in old.actions or ()]
        more = f", with {' and '.join(parts)}" if parts else ""
        order = {"lane": self._lane, "stops": False, **order}
        reason = f"stop scaling {self._dimension}{why}{more}"
        actions = ALARMS[1:]
        return self._call(
            "DeregisterScalableTarget",
            {},
            reason,
            key=f"deregister {self._dimension.key}",
            destructive=True,
            more_actions=actions,
            **order,
        )

    def set(self, old: Target | None, new: Target, **order: t.Any) -> Iterator[Operation]:
        """Return the calls that make the scaling as it is wanted: the target, its policy, its scheduled actions."""
        order = {"lane": self._lane, "stops": False, **order}
        bounds = _bounds(old, new)
        if bounds:
            reason = f"scale {self._dimension} from {new.min_capacity} to {new.max_capacity} units"
            key = f"register {self._dimension.key}"
            yield self._call("RegisterScalableTarget", bounds, reason, more_actions=ROLE, key=key, **order)
        if new.target_value is not None and (old is None or _policy(old) != _policy(new)):
            reason = f"keep {self._dimension} at {new.target_value:g} percent use"
            key = f"policy {self._dimension.key}"
            yield self._call("PutScalingPolicy", self._tracking(new), reason, more_actions=ALARMS, key=key, **order)
        # An action of a schedule is nothing that other calls wait for.
        order.pop("before", None)
        before, after = by_name(old), by_name(new)
        for name in sorted({*before} - {*after}):
            request = {"ScheduledActionName": name}
            yield self._call("DeleteScheduledAction", request, f"remove {self._scheduled(name)}", **order)
        for name, action in sorted(after.items()):
            if before.get(name) != action:
                body, reason = _action(action, before.get(name)), f"set {self._scheduled(name)}: {_told(action)}"
                yield self._call("PutScheduledAction", body, reason, **order)

    def _scheduled(self, name: str) -> str:
        return f"scheduled action {name} of {self._dimension}"

    @property
    def _lane(self) -> str:
        return f"scaling/{self._dimension.key}"

    def _tracking(self, new: Target) -> Part:
        resource = self._dimension.resource(self._table)
        given = {member: getattr(new, name) for name, member in POLICY.items() if getattr(new, name) is not None}
        given["TargetValue"] = float(given["TargetValue"])
        given["PredefinedMetricSpecification"] = {"PredefinedMetricType": self._dimension.metric}
        return {
            "PolicyName": new.policy or f"{self._dimension.metric}:{resource}",
            "PolicyType": "TargetTrackingScaling",
            "TargetTrackingScalingPolicyConfiguration": given,
        }

    def _call(self, operation: str, body: Part, reason: str, **more: t.Any) -> Operation:
        request = {
            "ServiceNamespace": "dynamodb",
            "ResourceId": self._dimension.resource(self._table),
            "ScalableDimension": self._dimension.dimension,
            **body,
        }
        where = target(self._table, self._dimension.place)
        return Operation(operation, where, request, reason, service=SERVICE, **more)


def _bounds(old: Target | None, new: Target) -> Part:
    """Return what is to be registered; of a target that stands, only what neither it nor its actions have set so."""
    names = {"MinCapacity": "min_capacity", "MaxCapacity": "max_capacity"}
    if old is not None:
        names = {member: name for member, name in names.items() if not new.explains(name, getattr(old, name))}
        return {member: getattr(new, name) for member, name in names.items()}
    suspended = {"SuspendedState": dict.fromkeys(new.suspended, True)} if new.suspended else {}
    return {**{member: getattr(new, name) for member, name in names.items()}, **suspended}


def _policy(target: Target) -> tuple[t.Any, ...]:
    return tuple(getattr(target, name) for name in POLICY)


def _action(action: Action, old: Action | None) -> Part:
    """Return an action as a request. AWS forgets the times that a request leaves out, and keeps the time zone."""
    bounds = {"MinCapacity": action.min_capacity, "MaxCapacity": action.max_capacity}
    zoned = action.timezone != UTC or (old is not None and old.timezone != UTC)
    found: Part = {
        "ScheduledActionName": action.name,
        "Schedule": action.schedule,
        "Timezone": action.timezone if zoned else None,
        "StartTime": action.start_time,
        "EndTime": action.end_time,
        "ScalableTargetAction": {member: value for member, value in bounds.items() if value is not None},
    }
    return {member: value for member, value in found.items() if value is not None}


def _told(action: Action) -> str:
    bounds = [
        f"{word} {value}"
        for word, value in (("at least", action.min_capacity), ("at most", action.max_capacity))
        if value is not None
    ]
    return f"{' and '.join(bounds)}, {action.schedule}"
