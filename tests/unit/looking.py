# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the model as the collection reads the service, planning, and carrying plans out on it."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Mapping
from typing import Any

from ansible_collections.planton.dynamodb.plugins.module_utils._aws.reading import OUTLIVING, READS, Wanted, wanted_by
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.compare import comparable, compare
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.plan import Plan
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.planner import make_plan
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.rules import violations
from ansible_collections.planton.dynamodb.plugins.module_utils._run.filling import filled
from ansible_collections.planton.dynamodb.plugins.module_utils._run.needed import also_needed
from ansible_collections.planton.dynamodb.plugins.module_utils._run.step import Step
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.calls import Operation
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import Desired, desired_from_options
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.observed import Answers, Observed, observe
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.origins.origin import Place
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.setting import Unknown
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.violations import InvalidSpecError
from ansible_collections.planton.dynamodb.tests.unit.literal import make
from ansible_collections.planton.dynamodb.tests.unit.origins import Source
from ansible_collections.planton.dynamodb.tests.unit.table_model import TableModel

ASPECTS = READS
KEY_OF = "alias/aws/dynamodb"


@dataclasses.dataclass(frozen=True)
class Overrides:
    """What the service says otherwise than the model, which knows no time and no faults."""

    table: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    indexes: Mapping[str, Mapping[str, Any]] = dataclasses.field(default_factory=dict)
    insights: list[dict[str, Any]] | None = None
    ttl: Mapping[str, Any] | None = None
    tags: Mapping[str, str] = dataclasses.field(default_factory=dict)
    # Members of targets, by "read" or "write" of the table, or "index/read".
    scaling: Mapping[str, Mapping[str, Any]] = dataclasses.field(default_factory=dict)
    # The time for which is planned.
    now: str = "2026-03-01T12:00:00+00:00"
    unknown: Mapping[str, str] = dataclasses.field(default_factory=dict)
    keys: Mapping[str, str] = dataclasses.field(default_factory=dict)
    unknown_keys: Mapping[str, str] = dataclasses.field(default_factory=dict)
    empty: bool | None = None
    policy: Mapping[str, Any] | str | None = None
    stream_policy: Mapping[str, Any] | str | None = None
    destinations: list[dict[str, Any]] | None = None
    source: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def answers(model: TableModel, aspects: frozenset[str], overrides: Overrides) -> Answers | None:
    """The answers of the read APIs, those of the named aspects only."""
    table = model.describe()
    if table is None:
        return None
    table |= overrides.table
    for index in (*table.get("GlobalSecondaryIndexes", ()), *table.get("VectorIndexes", ())):
        index |= overrides.indexes.get(index["IndexName"], {})
    insights = model.contributor_insights() if overrides.insights is None else overrides.insights
    found: dict[str, Any] = {
        "ttl": model.time_to_live() if overrides.ttl is None else overrides.ttl,
        "recovery": model.continuous_backups(),
        "insights": insights,
        "kinesis": model.kinesis_destinations() if overrides.destinations is None else overrides.destinations,
        "tags": model.tags() | dict(overrides.tags),
        "resource_policy": _policy(model.policy(table["TableArn"]), overrides.policy),
        "stream_resource_policy": _policy(_of_stream(model, table), overrides.stream_policy),
        "auto_scaling": overridden(model.scaling(), overrides.scaling),
    }
    found |= {aspect: Unknown(reason) for aspect, reason in overrides.unknown.items()}
    keys: dict[str, str | Unknown] = {name: Unknown(reason) for name, reason in overrides.unknown_keys.items()}
    return Answers(
        table=table,
        keys={KEY_OF: model.resolve(None), **overrides.keys, **keys},
        empty=overrides.empty,
        reads={aspect: found[aspect] for aspect in aspects},
    )


def _of_stream(model: TableModel, table: Mapping[str, Any]) -> dict[str, Any]:
    """The policy of the stream, where there is one."""
    return model.policy(table["LatestStreamArn"]) if table.get("StreamSpecification") else {}


def _policy(answer: dict[str, Any], instead: Mapping[str, Any] | str | None) -> dict[str, Any]:
    """An answer of GetResourcePolicy, with another document where the service says otherwise."""
    if instead is None:
        return answer
    text = instead if isinstance(instead, str) else json.dumps(instead)
    return {"Policy": text, "RevisionId": answer.get("RevisionId", "7")} if instead else {}


def overridden(answer: dict[str, Any], overrides: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The answers about scaling, with members of some targets that are otherwise."""
    for target in answer["ScalableTargets"]:
        unit = target["ScalableDimension"].rpartition(":")[2].removesuffix("CapacityUnits").lower()
        place = target["ResourceId"].partition("/index/")[2]
        target |= overrides.get(f"{place}/{unit}" if place else unit, {})
    return answer


def look(model: TableModel, desired: Desired, overrides: Overrides | None = None) -> Observed | None:
    """Read what the specification names, and what a table or an index that is replaced takes along."""
    overrides = overrides or Overrides(keys=model.keys)
    wanted = Wanted(OUTLIVING) if desired.state == "absent" else wanted_by(desired.settings)
    first = answers(model, wanted.reads, overrides)
    if first is None:
        return None
    observed = comparable(desired, observe(first))
    more = also_needed(compare(desired, observed), wanted) if observed else None
    if more is None:
        return observe(first)
    whole = answers(model, wanted.reads | more.reads, overrides)
    return observe(whole) if whole else None


def planned(
    name: str, options: Mapping[str, Any], model: TableModel, overrides: Overrides | None = None
) -> tuple[Desired, Plan]:
    """The plan for the options on the table of the model; raises what refuses it, as the module does."""
    desired = desired_from_options({"name": name, **options})
    now = datetime.datetime.fromisoformat((overrides or Overrides()).now)
    desired = dataclasses.replace(desired, settings=dataclasses.replace(desired.settings, planned_at=now))
    found = violations(desired, model.place.region)
    if found:
        raise InvalidSpecError(found)
    observed, sources = look(model, desired, overrides), {}
    for origin in desired.origins[: desired.state == "present"]:
        known = Source(**overrides.source) if overrides else Source()
        table = dict(observed.table) if observed and observed.status != "DELETING" else None
        model.source = model.source or known.made(TableModel(), make)
        sources = known.answers(origin, Place(name, model.place.region, table), model.source)
    return desired, make_plan(desired, observed, model.place.region, sources=sources)


def send(step: Operation, model: TableModel) -> None:
    """Make a call, with what is known only when it is sent."""
    table = model.describe()
    observed = observe(Answers(table)) if table else None
    model.send(step.operation, filled(Step(step), observed))


def apply_in_order(plan: Plan, model: TableModel) -> None:
    """Make the calls of a plan, one after the other."""
    for step in plan.operations:
        send(step, model)


def observed_of(model: TableModel) -> Observed | None:
    """The table as DescribeTable and the reads of its settings show it."""
    found = answers(model, READS, Overrides())
    return observe(found) if found else None


def apply_lanes_backwards(plan: Plan, model: TableModel) -> None:
    """Make the calls of a plan in the order that is as far from the listed one as its promises allow."""
    waiting = list(plan.operations)
    done: set[str] = set()
    while waiting:
        step = _last_startable(waiting, done, model)
        send(step, model)
        waiting.remove(step)
        done.add(step.key)


def _last_startable(waiting: list[Operation], done: set[str], model: TableModel) -> Operation:
    """The first of each lane may go if what it follows is done and what it needs holds; take the last that may."""
    first: dict[str, Operation] = {}
    for step in waiting:
        first.setdefault(step.lane, step)
    observed, others = observed_of(model), any(not step.last for step in waiting)
    free = [
        step
        for step in first.values()
        if step.follows <= done and all(condition.holds(observed) for condition in step.needs)
        if not (step.last and others)
    ]
    assert free, f"nothing can start, waiting: {[step.reason for step in waiting]}"
    return free[-1]
