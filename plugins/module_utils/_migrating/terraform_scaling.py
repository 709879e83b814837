# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The resources aws_appautoscaling_* of Terraform."""

from __future__ import annotations

from .gathered import Gathered
from .notes import Notes
from .reading import Part
from .scaling import BY_HAND, Policy, Scaling, Target, action, scaled
from .terraform_state import Resource

OWN_ROLE = "aws-service-role/dynamodb.application-autoscaling.amazonaws.com"
TRACKING = "TargetTrackingScaling"
OTHER_POLICY = "does not follow the use of the capacity"


class ScalingResources:
    """Reads targets, policies and scheduled actions, as far as they are about DynamoDB."""

    def __init__(self, gathered: Gathered, notes: Notes) -> None:
        self._gathered = gathered
        self._notes = notes
        self.readers = {
            "aws_appautoscaling_target": self._target,
            "aws_appautoscaling_policy": self._policy,
            "aws_appautoscaling_scheduled_action": self._action,
        }

    def read(self, resource: Resource) -> None:
        """Read one resource."""
        part = resource.part
        namespace = part.text("service_namespace")
        what = scaled(part.text("resource_id"), part.text("scalable_dimension"))
        if namespace != "dynamodb" or not what:
            if namespace == "dynamodb":
                self._notes.leave(resource.address, "scales no table and no index", "look at its resource_id")
            part.skip_all()
            return
        part.notes = self._notes.of(what.table)
        part.skip("id", "arn", "region", "tags_all", "alarm_arns")
        self.readers[resource.kind](resource, self._gathered.of(resource.region, what))

    def _target(self, resource: Resource, scaling: Scaling) -> None:
        part = resource.part
        bounds = part.notes.attempt(lambda: (part.whole("min_capacity"), part.whole("max_capacity")))
        if bounds:
            scaling.targets.append(Target(resource.address, *bounds))
        if OWN_ROLE in part.text("role_arn"):
            part.skip("role_arn")
        else:
            part.leave("role_arn", "is another role than AWS uses by now", "nothing: AWS uses its own role")
        part.leave("tags", "are tags of the target", BY_HAND)
        part.leave("suspended_state", "suspends scaling", BY_HAND)

    def _policy(self, resource: Resource, scaling: Scaling) -> None:
        part = resource.part
        tracking = part.block("target_tracking_scaling_policy_configuration")
        metric = tracking.block("predefined_metric_specification") if tracking else None
        if part.text("policy_type") not in ("", TRACKING) or not tracking or not metric:
            part.notes.leave(resource.address, OTHER_POLICY, BY_HAND)
            part.skip_all()
            return
        part.skip("name")
        metric.skip("predefined_metric_type", "resource_label")
        found = part.notes.attempt(lambda: _tracked(tracking, resource.address))
        if found:
            scaling.policies.append(found)

    def _action(self, resource: Resource, scaling: Scaling) -> None:
        part = resource.part
        bounds = part.block("scalable_target_action")
        found = part.notes.attempt(
            lambda: action(
                part.text("name"),
                part.text("schedule"),
                part.text("timezone"),
                (part.text("start_time"), part.text("end_time")),
                (bounds.whole("min_capacity"), bounds.whole("max_capacity")) if bounds else (None, None),
            )
        )
        if found:
            scaling.actions.append((resource.address, found))


def _tracked(part: Part, path: str) -> Policy:
    return Policy(
        path,
        part.number("target_value"),
        part.whole("scale_in_cooldown"),
        part.whole("scale_out_cooldown"),
        part.flag("disable_scale_in"),
    )
