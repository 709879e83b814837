# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""AWS::ApplicationAutoScaling::ScalableTarget and ScalingPolicy, as far as they are about DynamoDB."""

from __future__ import annotations

from .gathered import Gathered
from .notes import Notes
from .reading import Part
from .scaling import BY_HAND, Scaled, Scaling, Target, action, scaled
from .template_global_table import tracked

TRACKING = "TargetTrackingScaling"
NAMESPACE = "dynamodb"


class ScalingOfTemplate:
    """Reads the resources of a template that are about auto scaling."""

    def __init__(self, gathered: Gathered, notes: Notes, region: str) -> None:
        self._gathered = gathered
        self._notes = notes
        self._region = region

    def target(self, part: Part) -> None:
        """Read a scalable target, which has its scheduled actions in it."""
        what = self._what(part, part.text("ServiceNamespace"), ("ResourceId", "ScalableDimension"))
        if not what:
            return
        scaling = self._gathered.of(self._region, what)
        bounds = part.notes.attempt(lambda: (part.whole("MinCapacity"), part.whole("MaxCapacity")))
        if bounds:
            scaling.targets.append(Target(part.path, *bounds))
        part.skip("RoleARN", "Id")
        part.leave("Tags", "are tags of the target", BY_HAND)
        part.leave("SuspendedState", "suspends scaling", BY_HAND)
        found = part.notes.attempt(lambda: self._actions(part))
        scaling.actions += found or []

    def _actions(self, part: Part) -> list[tuple[str, dict[str, object]]]:
        found = []
        for each in part.parts("ScheduledActions"):
            bounds = each.part("ScalableTargetAction")
            made = action(
                each.text("ScheduledActionName"),
                each.text("Schedule"),
                each.text("Timezone"),
                (each.text("StartTime"), each.text("EndTime")),
                (bounds.whole("MinCapacity"), bounds.whole("MaxCapacity")) if bounds else (None, None),
            )
            found.append((each.path, made))
        return found

    def policy(self, part: Part) -> None:
        """Read a scaling policy, which names its target, or what it scales."""
        part.skip("PolicyName")
        if part.has("ScalingTargetId"):
            resource, dimension, namespace = [*part.text("ScalingTargetId").split("|"), "", "", ""][:3]
            what = self._named(part, resource, dimension, namespace)
            part.skip("ResourceId", "ScalableDimension", "ServiceNamespace")
        else:
            what = self._what(part, part.text("ServiceNamespace"), ("ResourceId", "ScalableDimension"))
        if not what:
            return
        self._read_policy(part, self._gathered.of(self._region, what))

    def _read_policy(self, part: Part, scaling: Scaling) -> None:
        tracking = part.part("TargetTrackingScalingPolicyConfiguration")
        metric = tracking.part("PredefinedMetricSpecification") if tracking else None
        if part.text("PolicyType") not in ("", TRACKING) or not tracking or not metric:
            part.notes.leave(part.path, "does not follow the use of the capacity", BY_HAND)
            part.skip_all()
            return
        metric.skip("PredefinedMetricType", "ResourceLabel")
        found = part.notes.attempt(lambda: tracked(tracking))
        if found:
            found.path = part.path
            scaling.policies.append(found)

    def _what(self, part: Part, namespace: str, names: tuple[str, str]) -> Scaled | None:
        resource, dimension = (part.text(name) for name in names)
        return self._named(part, resource, dimension, namespace)

    def _named(self, part: Part, resource: str, dimension: str, namespace: str) -> Scaled | None:
        """Return what is scaled; what is not about DynamoDB at all is no matter of tables."""
        what = scaled(resource, dimension)
        if namespace == NAMESPACE and what:
            part.notes = self._notes.of(what.table)
            return what
        if namespace == NAMESPACE and resource:
            self._notes.leave(part.path, "scales no table and no index", "look at its ResourceId")
        part.skip_all()
        return None
