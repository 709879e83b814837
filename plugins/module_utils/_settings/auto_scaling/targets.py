# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!
"""What is known of the scaling of one capacity, and how it reads from options and from AWS."""

from __future__ import annotations

import datetime
import typing as t

from ..places import LISTED, items_of, named

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..setting import Answer, Options, Part

OPTION = "auto_scaling"
READ, WRITE = "read", "write"
UTC = "UTC"
# The members of a policy, as options and as AWS calls them.
POLICY = {
    "target_value": "TargetValue",
    "scale_in_cooldown": "ScaleInCooldown",
    "scale_out_cooldown": "ScaleOutCooldown",
    "disable_scale_in": "DisableScaleIn",
}
# What AWS takes for the members of a policy that were never given.
USUAL: Mapping[str, t.Any] = {"scale_in_cooldown": 0, "scale_out_cooldown": 0, "disable_scale_in": False}


class Dimension(t.NamedTuple):
    """What is scaled: reads or writes (``unit``) of the table or of an index (``place``)."""

    place: str
    unit: str

    @property
    def path(self) -> tuple[str, ...]:
        """The path of its changes."""
        return (LISTED, self.place, OPTION, self.unit) if self.place else (OPTION, self.unit)

    @property
    def key(self) -> str:
        """Its part of keys and lanes of operations."""
        return f"{self.place}/{self.unit}"

    @property
    def metric(self) -> str:
        """The metric that a policy holds at a value."""
        return f"DynamoDB{self.unit.title()}CapacityUtilization"

    @property
    def dimension(self) -> str:
        """The name that Application Auto Scaling has for it."""
        return f"dynamodb:{'index' if self.place else 'table'}:{self.unit.title()}CapacityUnits"

    def resource(self, table: str) -> str:
        """Return the id of the resource that Application Auto Scaling has for it."""
        return f"table/{table}/index/{self.place}" if self.place else f"table/{table}"

    def __str__(self) -> str:
        return f"the {self.unit} capacity of {named(self.place)}"


class Action(t.NamedTuple):
    """A scheduled action. Times are texts in UTC if they could be read, and otherwise as they were written."""

    name: str
    schedule: str | None = None
    timezone: str = UTC
    start_time: str | None = None
    end_time: str | None = None
    min_capacity: int | None = None
    max_capacity: int | None = None

    def words(self) -> Options:
        """Return the action as options without its name and without what it leaves out."""
        found = {name: value for name, value in self._asdict().items() if name != "name" and value is not None}
        return {name: value for name, value in found.items() if (name, value) != ("timezone", UTC)}


class Target(t.NamedTuple):
    """How a capacity is scaled; ``None`` stands for what a specification leaves out, or a target does not have.

    ``policy`` is the name of the policy, ``others`` are the names of further policies, ``suspended`` has what of the
    scaling is suspended: only AWS tells these.
    """

    enabled: bool = True
    min_capacity: int | None = None
    max_capacity: int | None = None
    target_value: float | None = None
    scale_in_cooldown: int | None = None
    scale_out_cooldown: int | None = None
    disable_scale_in: bool | None = None
    actions: tuple[Action, ...] | None = None
    policy: str = ""
    others: tuple[str, ...] = ()
    suspended: tuple[str, ...] = ()

    def over(self, there: Target | None) -> Target:
        """Return the target as it will be if this specification is laid over what is there."""
        if there is None or not self.enabled:
            return self
        own = {name: value for name, value in self._asdict().items() if value not in (None, "", ())}
        # An empty list of actions is a wish of its own.
        actions = there.actions if self.actions is None else self.actions
        return there._replace(**{**own, "actions": actions})

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the most that a capacity can have, now or by a scheduled action."""
        actions = self.actions or ()
        least = [value for value in (self.min_capacity, *(each.min_capacity for each in actions)) if value is not None]
        most = [value for value in (self.max_capacity, *(each.max_capacity for each in actions)) if value is not None]
        return min(least, default=1), max(most, default=max(least, default=1))

    def explains(self, member: str, value: int | None) -> bool:
        """Tell whether a bound is as specified, or as a scheduled action has set it."""
        return value in (getattr(self, member), *(getattr(each, member) for each in self.actions or ()))

    def words(self) -> Options:
        """Return the target as options, without what it leaves out; ``enabled`` only where it is not."""
        if not self.enabled:
            return {"enabled": False}
        names = ("min_capacity", "max_capacity", *POLICY)
        found = {name: _plain(getattr(self, name)) for name in names if getattr(self, name) is not None}
        if self.actions is not None:
            actions = sorted(self.actions, key=name_of)
            found["scheduled_actions"] = [{"name": each.name, **each.words()} for each in actions]
        return found


def _plain(value: t.Any) -> t.Any:
    """Return a number as people write it: AWS and Ansible make 70.0 of 70."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def from_options(item: Mapping[str, t.Any]) -> Target:
    """Return the target that options describe."""
    actions = item.get("scheduled_actions")
    return Target(
        enabled=item.get("enabled") is not False,
        min_capacity=item.get("min_capacity"),
        max_capacity=item.get("max_capacity"),
        target_value=item.get("target_value"),
        scale_in_cooldown=item.get("scale_in_cooldown"),
        scale_out_cooldown=item.get("scale_out_cooldown"),
        disable_scale_in=item.get("disable_scale_in"),
        actions=None if actions is None else tuple(_action(each) for each in actions),
    )


def name_of(action: Action) -> str:
    """Return the name of an action, for sorting."""
    return action.name


def _action(item: Mapping[str, t.Any]) -> Action:
    return Action(
        name=item.get("name") or "",
        schedule=item.get("schedule") or None,
        timezone=item.get("timezone") or UTC,
        start_time=in_utc(item.get("start_time")),
        end_time=in_utc(item.get("end_time")),
        min_capacity=item.get("min_capacity"),
        max_capacity=item.get("max_capacity"),
    )


def in_utc(value: t.Any) -> str | None:
    """Return a time as text in UTC; one that cannot be read stays as it is, so that a rule can name it."""
    when = moment(value)
    return when.strftime("%Y-%m-%dT%H:%M:%SZ") if when else str(value) if value else None


def moment(value: t.Any) -> datetime.datetime | None:
    """Return the time that a text or a date of the SDK names; one without a time zone is in UTC."""
    if value and not isinstance(value, datetime.datetime):
        try:
            value = datetime.datetime.fromisoformat(str(value).strip().replace("Z", "+00:00"))
        except ValueError:
            return None
    if not value:
        return None
    aware: datetime.datetime = value if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc)
    return aware.astimezone(datetime.timezone.utc)


def from_aws(answer: Mapping[str, Iterable[Answer]], table: Answer) -> dict[Dimension, Target]:
    """Return the targets of a table and of its indexes, those of gone indexes left out."""
    name = table["TableName"]
    every = [Dimension(place, unit) for place, _item in items_of(table) for unit in (READ, WRITE)]
    found = {}
    for each in every:
        mine = _Mine(each.resource(name), each.dimension)
        for target in mine.of(answer, "ScalableTargets"):
            policies, actions = mine.of(answer, "ScalingPolicies"), mine.of(answer, "ScheduledActions")
            found[each] = _target(target, policies, actions, each.metric)
    return found


class _Mine(t.NamedTuple):
    """Chooses what an answer has of one dimension."""

    resource: str
    dimension: str

    def of(self, answer: Mapping[str, Iterable[Answer]], member: str) -> list[Answer]:
        return [
            item
            for item in answer.get(member) or ()
            if (item.get("ResourceId"), item.get("ScalableDimension")) == tuple(self)
        ]


def _target(target: Answer, policies: list[Answer], actions: list[Answer], metric: str) -> Target:
    ours = [policy for policy in policies if _metric(policy) == metric]
    # Of several, which AWS has refused so far, the first by name is compared.
    first = min(ours, key=lambda policy: str(policy["PolicyName"]), default=None)
    suspended = target.get("SuspendedState") or {}
    return Target(
        min_capacity=target["MinCapacity"],
        max_capacity=target["MaxCapacity"],
        actions=tuple(sorted((_action_from_aws(each) for each in actions), key=name_of)),
        suspended=tuple(sorted(name for name, value in suspended.items() if value)),
        others=tuple(sorted(str(policy["PolicyName"]) for policy in policies if policy is not first)),
        **(_policy(first) if first else {}),
    )


def _metric(policy: Answer) -> str | None:
    tracking = policy.get("TargetTrackingScalingPolicyConfiguration") or {}
    metric: str | None = (tracking.get("PredefinedMetricSpecification") or {}).get("PredefinedMetricType")
    return metric


def _policy(policy: Answer) -> Part:
    tracking = policy["TargetTrackingScalingPolicyConfiguration"]
    found = {name: tracking.get(member, USUAL.get(name)) for name, member in POLICY.items()}
    return {**found, "policy": policy["PolicyName"]}


def _action_from_aws(item: Answer) -> Action:
    bounds = item.get("ScalableTargetAction") or {}
    return Action(
        item["ScheduledActionName"],
        item.get("Schedule"),
        item.get("Timezone") or UTC,
        in_utc(item.get("StartTime")),
        in_utc(item.get("EndTime")),
        bounds.get("MinCapacity"),
        bounds.get("MaxCapacity"),
    )
