# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must hold after each step of a walk, whatever the step was."""

from __future__ import annotations

import dataclasses
import functools
import statistics
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.names import Options
from ansible_collections.planton.dynamodb.tests.settings.regional import REGION, TARGETS
from ansible_collections.planton.dynamodb.tests.simulator.clock import moment
from ansible_collections.planton.dynamodb.tests.simulator.engine import DEFAULT_REGION
from ansible_collections.planton.dynamodb.tests.simulator.operations.autoscaling import acted_since
from ansible_collections.planton.dynamodb.tests.simulator.settings.stream import label
from ansible_collections.planton.dynamodb.tests.simulator.state import Table
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Entry
from ansible_collections.planton.dynamodb.tests.walks.account import LONG, Account, writes
from ansible_collections.planton.dynamodb.tests.walks.bound import fewest_writes, shortest
from ansible_collections.planton.dynamodb.tests.walks.check_diff import REPLICAS, check_diff
from ansible_collections.planton.dynamodb.tests.walks.facts import (
    NOT_IN_DESCRIBE_TABLE,
    Facts,
    differing,
    facts_of_options,
    facts_of_table,
)
from ansible_collections.planton.dynamodb.tests.walks.found import targets, with_capacities
from ansible_collections.planton.dynamodb.tests.walks.steps import Step

# What only time forbids: everything else that is refused is a mistake in order, combination or content.
PASSING = (
    ("ResourceInUseException", ""),
    ("LimitExceededException", "simultaneously"),
    ("LimitExceededException", "Table tags are being updated"),
    ("ContinuousBackupsUnavailableException", ""),
    ("ThrottlingException", ""),
    # L-249: a replica that is added right after scaling was set up.
    ("InternalServerError", "Internal server error"),
    ("ValidationException", "modified multiple times within a fixed interval"),
    ("ValidationException", "not in a valid state to update Key Access Insights"),
    ("ValidationException", "Cannot describe time to live while table is in"),
)
BY_SCALING = ("capacity", "index_capacity")
BY_SCALING_OF_A_GROUP = ("group_change", "group_behind")
WORST = 1.1
PATIENCE = 4 * 3600
# What scaling has changed last is settled then, in all Regions.
SETTLING = 120.0
Result = dict[str, Any]


@dataclasses.dataclass
class Figures:
    """What a walk has seen."""

    steps: int = 0
    calls: int = 0
    refused: int = 0
    ratios: list[float] = dataclasses.field(default_factory=list)
    # Beside the time that would be possible if everything went that nobody has seen refused.
    dreams: list[float] = dataclasses.field(default_factory=list)

    def count(self, calls: list[Entry]) -> None:
        """Count a step and its calls."""
        self.steps += 1
        self.calls += len(calls)
        self.refused += sum(call.status != 200 for call in writes(calls, carried_out=False))

    def compare(self, took: float, least: float, more: float) -> None:
        """Keep how many times as long a run took as it had to; one that need not take any time took as long."""
        self.ratios.append(took / least if least else 1.0)
        self.dreams.append(took / more if more else 1.0)

    def told(self) -> dict[str, float]:
        """Return the figures by what they are called."""
        ratios = sorted(self.ratios)
        return {
            "steps": self.steps,
            "calls": self.calls,
            "writes put off by the service": self.refused,
            "time over the least, median": round(statistics.median(ratios), 3),
            "time over the least, worst": round(ratios[-1], 3),
            "time over the least were all admitted that is unknown, median": round(statistics.median(self.dreams), 3),
        }


def take(account: Account, before: Options | None, step: Step, figures: Figures) -> None:
    """Take one step and check everything about it."""
    account.later(LONG)
    old, was_on_demand = _facts(account), _was_on_demand(account)
    before = with_capacities(account, before)
    first = len(account.host.calls)
    planned = account.result(step.options, apply=False)
    assert writes(account.calls_since(first), carried_out=False) == []
    began, first = account.clock.now(), len(account.host.calls)
    # Several vector indexes take longer than a run usually waits, and so do many changes of a global table; another
    # attribute of time to live takes longer too.
    patient = bool(step.after and step.after["vector_indexes"]) or _is_group(before, step)
    done = account.result(step.options, **({"wait_timeout": PATIENCE} if patient else {}))
    took = account.clock.now() - began
    if put_off(done):
        finish_later(account, step, done)
    else:
        assert "msg" not in done, done["msg"]
        assert done["converged"]
    calls = account.calls_since(first)
    # A change that scaling makes by itself is none of the calls of the run, which waits for its end if it comes before.
    acted = sum(len(acted_since(world, began)) for world in account.engine.world().regions.values())
    if acted:
        account.later(SETTLING)
    check_table(account, step)
    check_targets(account, before, step)
    check_calls(calls)
    check_plan(planned, done, calls, arns_by_region(account))
    check_diff(done, _told(old) if step.after is None else old, _facts(account))
    check_nothing_left(account, step)
    figures.count(calls)
    if step.kind != "replace":
        check_fewest(calls, before, step)
        others = acted * max(account.lengths[name] for name in BY_SCALING)
        if _is_group(before, step):
            others = acted * sum(account.lengths[name] for name in BY_SCALING_OF_A_GROUP)
        seconds = functools.partial(
            shortest, before, step.after, account.lengths, was_on_demand=was_on_demand, cooldown=patient
        )
        least = seconds()
        check_time(took, least, others, lambda: seconds(in_turn=True) if _is_group(before, step) else least, calls)
        if not others:
            figures.compare(took, least, seconds(unknown=True))


def check_time(took: float, least: float, others: float, slower: Callable[[], float], calls: list[Entry]) -> None:
    """The run took hardly longer than it had to, or than it has to where the Regions come one after the other."""
    if took > WORST * (least + others) + 0.001:
        told = f"{took:.2f} s where {least:.2f} s would do:\n{timeline(calls)}"
        assert took <= WORST * (slower() + others) + 0.001, told


def _is_group(before: Options | None, step: Step) -> bool:
    return any(options and options[REPLICAS] for options in (before, step.after))


def _facts(account: Account) -> Facts:
    table = account.table()
    return {} if table is None else facts_of_table(table)


def _told(facts: Facts) -> Facts:
    """What DescribeTable shows: a table that goes is not read any further."""
    return {path: value for path, value in facts.items() if path[0] not in NOT_IN_DESCRIBE_TABLE}


def _was_on_demand(account: Account) -> bool:
    table = account.table()
    return table is not None and table.was_on_demand


def put_off(done: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the operations that a later run is to make."""
    return [step for step in done["plan"]["operations"] if step["status"] == "pending"]


def finish_later(account: Account, step: Step, done: dict[str, Any]) -> None:
    """Another attribute of time to live takes two calls and half an hour between them: nothing else is put off here."""
    assert len(put_off(done)) == 1, (done["msg"], timeline(account.host.calls[-60:]))
    (left,) = put_off(done)
    assert left["operation"] == "UpdateTimeToLive" and left["retry_at"] in done["msg"]
    account.wait_until(left["retry_at"])
    again = account.result(step.options)
    assert "msg" not in again, again["msg"]
    assert again["converged"]


def check_table(account: Account, step: Step) -> None:
    """The engine holds what was asked for, all of it."""
    table = account.table()
    if step.after is None:
        assert table is None
        return
    assert table is not None
    found, wanted = facts_of_table(table), facts_of_options(step.after)
    assert found == wanted, (differing(found, wanted), differing(wanted, found))
    assert table.status(account.clock.now()) == "ACTIVE"


def check_targets(account: Account, before: Options | None, step: Step) -> None:
    """Nothing scales a replica that went; what scaled an index that went before is left in other Regions."""
    there = {item[REGION] for item in step.after[REPLICAS]} if step.after else set[str]()
    for item in (before or {}).get(REPLICAS, ()):
        left = {*targets(account, item[REGION])} & {*item[TARGETS]}
        assert item[REGION] in there or not left, (item[REGION], left)


def check_calls(calls: list[Entry]) -> None:
    """No call broke a rule that time does not lift."""
    for call in calls:
        excused = any(call.code == code and phrase in call.text for code, phrase in PASSING)
        absent = call.operation == "DescribeTable" and call.code == "ResourceNotFoundException"
        managed = call.operation == "DescribeKey" and call.code == "NotFoundException"
        none = call.operation == "GetResourcePolicy" and call.code == "PolicyNotFoundException"
        assert call.status == 200 or excused or absent or managed or none, (
            call.operation,
            call.request,
            call.code,
            call.text,
        )


def check_plan(planned: Result, done: Result, calls: list[Entry], known: Mapping[str, Mapping[str, str]]) -> None:
    """What check mode told was carried out, operation by operation, each once in its Region, and nothing else."""
    assert planned["plan"]["id"] == done["plan"]["id"]
    told = [_of_step(step) for step in planned["plan"]["operations"]]
    carried_out = [_of_step(step) for step in done["plan"]["operations"]]
    at_home = [[entry for region, entry in each if region == DEFAULT_REGION] for each in (told, carried_out)]
    assert at_home[0] == at_home[1]
    # Another Region is planned again when its replica is there, perhaps in another order.
    both = [
        Counter((region, filled_in(entry, known.get(region, {}))) for region, entry in each)
        for each in (told, carried_out)
    ]
    assert both[0] == both[1], (both[0] - both[1], both[1] - both[0])
    sent = [(call.caller.region, (call.operation, _as_told(call.request))) for call in writes(calls)]
    made = Counter((region, repr(entry)) for region, entry in sent)
    named = Counter((region, filled_in(entry, known.get(region, {}))) for region, entry in told if entry[0] != "Scan")
    assert made == named, (made - named, named - made, timeline(calls))
    assert (planned["changed"], planned["diff"]) == (done["changed"], done["diff"])


def _of_step(step: Result) -> tuple[str, tuple[str, Result]]:
    return step.get("region", DEFAULT_REGION), (step["operation"], step["request"])


def arns(account: Account) -> dict[str, str]:
    """The ARNs that a plan cannot know before the table or the stream is there, by what stands for them."""
    table = account.table()
    return {} if table is None else _arns(table)


def arns_by_region(account: Account) -> dict[str, dict[str, str]]:
    """The same for each Region, in which a plan does not know the account either."""
    others = {region: {**_arns(table), "__ACCOUNT__": table.account} for region, table in account.elsewhere().items()}
    return {DEFAULT_REGION: arns(account), **others}


def _arns(table: Table) -> dict[str, str]:
    return {"__TABLE_ARN__": table.arn, "__STREAM_ARN__": f"{table.arn}/stream/{label(table)}"}


def filled_in(entry: tuple[str, dict[str, Any]], known: Mapping[str, str]) -> str:
    """An entry as it was sent, in words."""
    told = repr(entry)
    for name, arn in known.items():
        told = told.replace(name, arn)
    return told


def _as_told(request: dict[str, Any]) -> dict[str, Any]:
    """A request of the log with its times as a plan tells them: on the wire they are numbers."""
    times = {name: moment(request[name]) for name in ("StartTime", "EndTime") if name in request}
    return request | {name: when.strftime("%Y-%m-%dT%H:%M:%SZ") for name, when in times.items()}


def check_nothing_left(account: Account, step: Step) -> None:
    """A second run writes nothing."""
    first = len(account.host.calls)
    again = account.result(step.options)
    assert (again["changed"], again["plan"]["operations"], again["converged"]) == (False, [], True), again
    assert again["diff"] == {"before": {}, "after": {}}
    assert writes(account.calls_since(first), carried_out=False) == []


def check_fewest(calls: list[Entry], before: Options | None, step: Step) -> None:
    """The number of writes is the least that AWS's rules allow."""
    made, least = Counter(call.operation for call in writes(calls)), fewest_writes(before, step.after)
    assert made == least, (made, least)


def timeline(calls: list[Entry]) -> str:
    """Tell when each write was made, for whoever looks into a breach."""
    start = calls[0].at
    told = []
    for call in writes(calls, carried_out=False):
        members = {
            name: part for name, part in call.request.items() if name not in ("TableName", "AttributeDefinitions")
        }
        what = f"{call.caller.region} {call.operation} {str(members)[:150]}"
        told.append(f"{call.at - start:8.2f} {what} {call.code or 'accepted'}")
    return "\n".join(told)
