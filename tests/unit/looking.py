# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the model as the collection reads the service, planning, and carrying plans out on it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from ansible_collections.planton.dynamodb.plugins.module_utils._aws.reading import wanted_by
from ansible_collections.planton.dynamodb.plugins.module_utils._observed.describe import observe
from ansible_collections.planton.dynamodb.plugins.module_utils._observed.model import Answers, Observed, Unknown
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.model import Operation, Plan
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.planner import (
    make_plan,
    needs_replacement,
    rebuilds_indexes,
)
from ansible_collections.planton.dynamodb.plugins.module_utils._spec.model import Desired
from ansible_collections.planton.dynamodb.plugins.module_utils._spec.options import desired_from_options
from ansible_collections.planton.dynamodb.plugins.module_utils._spec.rule_model import InvalidSpecError
from ansible_collections.planton.dynamodb.plugins.module_utils._spec.rules import violations
from ansible_collections.planton.dynamodb.tests.unit.table_model import TableModel

ASPECTS = frozenset({"ttl", "recovery", "insights", "tags"})
KEY_OF = "alias/aws/dynamodb"


@dataclasses.dataclass(frozen=True)
class Overrides:
    """What the service says otherwise than the model, which knows no time and no faults."""

    table: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    indexes: Mapping[str, Mapping[str, Any]] = dataclasses.field(default_factory=dict)
    insights: list[dict[str, Any]] | None = None
    ttl: Mapping[str, Any] | None = None
    tags: Mapping[str, str] = dataclasses.field(default_factory=dict)
    unknown: Mapping[str, str] = dataclasses.field(default_factory=dict)
    keys: Mapping[str, str] = dataclasses.field(default_factory=dict)
    unknown_keys: Mapping[str, str] = dataclasses.field(default_factory=dict)
    empty: bool | None = None
    policy: Mapping[str, Any] | None = None
    stream_policy: Mapping[str, Any] | None = None
    destinations: list[dict[str, Any]] | None = None
    hidden: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def guards(self) -> dict[str, Any]:
        """What belongs to the table and has no option."""
        found = {"policy": self.policy, "stream_policy": self.stream_policy, "destinations": self.destinations}
        return found | {name: Unknown(reason) for name, reason in self.hidden.items()}


def answers(
    model: TableModel, aspects: frozenset[str], overrides: Overrides, *, guards: bool = False
) -> Answers | None:
    """The answers of the read APIs, those of the named aspects only."""
    table = model.describe()
    if table is None:
        return None
    table |= overrides.table
    for index in table.get("GlobalSecondaryIndexes", ()):
        index |= overrides.indexes.get(index["IndexName"], {})
    insights = model.contributor_insights() if overrides.insights is None else overrides.insights
    found: dict[str, Any] = {
        "ttl": model.time_to_live() if overrides.ttl is None else overrides.ttl,
        "recovery": model.continuous_backups(),
        "insights": insights,
        "tags": model.tags() | dict(overrides.tags),
    }
    found |= {aspect: Unknown(reason) for aspect, reason in overrides.unknown.items()}
    keys: dict[str, str | Unknown] = {name: Unknown(reason) for name, reason in overrides.unknown_keys.items()}
    return Answers(
        table=table,
        keys={KEY_OF: model.resolve(None), **overrides.keys, **keys},
        empty=overrides.empty,
        **(overrides.guards() if guards else {}),
        **{aspect: found[aspect] for aspect in aspects},
    )


def look(model: TableModel, desired: Desired, overrides: Overrides | None = None) -> Observed | None:
    """Read what the specification names, and what a table or an index that is replaced takes along."""
    overrides = overrides or Overrides(keys=model.keys)
    aspects = frozenset[str]() if desired.state == "absent" else wanted_by(desired.settings).aspects
    first = answers(model, aspects, overrides)
    if first is None:
        return None
    observed = observe(first)
    replaces = needs_replacement(desired, observed) and desired.replacement != "never"
    if replaces:
        aspects = ASPECTS
    elif rebuilds_indexes(desired, observed):
        aspects |= {"insights"}
    whole = answers(model, aspects, overrides, guards=replaces)
    return observe(whole) if whole else None


def planned(
    name: str, options: Mapping[str, Any], model: TableModel, overrides: Overrides | None = None
) -> tuple[Desired, Plan]:
    """The plan for the options on the table of the model; raises what refuses it, as the module does."""
    desired = desired_from_options({"name": name, **options})
    found = violations(desired, model.place.region)
    if found:
        raise InvalidSpecError(found)
    return desired, make_plan(desired, look(model, desired, overrides), model.place.region)


def apply_in_order(plan: Plan, model: TableModel) -> None:
    """Make the calls of a plan, one after the other."""
    for step in plan.operations:
        model.send(step.operation, step.request)


def apply_lanes_backwards(plan: Plan, model: TableModel) -> None:
    """Make the calls of a plan in the order that is as far from the listed one as its promises allow."""
    waiting = list(plan.operations)
    done: set[str] = set()
    while waiting:
        step = _last_startable(waiting, done, model)
        model.send(step.operation, step.request)
        waiting.remove(step)
        done.add(step.key)


def _last_startable(waiting: list[Operation], done: set[str], model: TableModel) -> Operation:
    """The first of each lane may go if what it follows is done and what it needs holds; take the last that may."""
    first: dict[str, Operation] = {}
    for step in waiting:
        first.setdefault(step.lane, step)
    table = model.describe()
    observed = observe(Answers(table)) if table else None
    free = [
        step
        for step in first.values()
        if step.follows <= done and all(condition.holds(observed) for condition in step.needs)
    ]
    assert free, f"nothing can start, waiting: {[step.reason for step in waiting]}"
    return free[-1]
