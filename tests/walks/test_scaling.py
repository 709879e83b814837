# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nobody fights the scaler: it acts between runs and during them, and no run takes back what it has set."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.specs import capacity, including
from ansible_collections.planton.dynamodb.tests.simulator.operations.autoscaling import set_capacity
from ansible_collections.planton.dynamodb.tests.simulator.operations.due import at
from ansible_collections.planton.dynamodb.tests.simulator.operations.targets import Id, targets_of
from ansible_collections.planton.dynamodb.tests.simulator.wire.faults import DENY, ERROR
from ansible_collections.planton.dynamodb.tests.simulator.world import World
from ansible_collections.planton.dynamodb.tests.walks.account import DAY as A_DAY
from ansible_collections.planton.dynamodb.tests.walks.account import Account, writes
from ansible_collections.planton.dynamodb.tests.walks.runs import (
    CUSTOMERS,
    DAYS,
    NIGHT,
    SHORT,
    SIZED,
    indexed,
    scaled,
    scaling,
    sized,
    tagged,
)

READS = Id("table/orders", "dynamodb:table:ReadCapacityUnits")
SPEC = {**SIZED, **scaling(scaled(5, 50), None)}


@pytest.fixture
def account() -> Account:
    account = Account(lengths=SHORT)
    account.arrange(SPEC)
    return account


def scale(account: Account, units: int) -> None:
    """Have the scaler set the reads of the table, and wait until that is done."""
    world = account.engine.world()
    assert set_capacity(world, targets_of(world)[READS], units)
    account.later(60.0)


def insist(world: World) -> None:
    """Have the scaler set 20 reads, as soon as the table takes it."""
    if not set_capacity(world, targets_of(world)[READS], 20):
        at(world, world.now() + 0.1, insist)


def reads(account: Account) -> int:
    table = account.table()
    assert table is not None
    return int(table.throughput["ReadCapacityUnits"])


def updates(account: Account) -> list[dict[str, Any]]:
    return [call.request for call in writes(account.host.calls) if call.operation == "UpdateTable"]


@pytest.mark.parametrize("spec", [SPEC, SIZED, {**SIZED, **tagged(0, 3)}], ids=["named", "left alone", "beside tags"])
def test_what_the_scaler_has_set_is_no_difference(account: Account, spec: dict[str, Any]) -> None:
    for units in (37, 50, 8):
        scale(account, units)
        done = account.result(spec)
        assert done["converged"] and done["diff"]["after"].keys() <= {"tags"}
        assert (reads(account), updates(account)) == (units, [])


def test_one_call_more_is_made_only_where_a_capacity_differs(account: Account) -> None:
    def described() -> int:
        first = len(account.host.calls)
        account.result(SIZED)
        return sum(call.service == "application-autoscaling" for call in account.calls_since(first))

    assert described() == 0
    scale(account, 37)
    # The target, its policies, its scheduled actions.
    assert described() == 3


@pytest.mark.parametrize("seconds", [0.2, 0.5, 0.8, 1.1])
def test_the_scaler_acts_during_a_run(account: Account, seconds: float) -> None:
    """The other capacity changes, beside a new index; what the scaler sets meanwhile stays."""
    world = account.engine.world()
    at(world, world.now() + seconds, insist)
    more = {"provisioned_throughput": capacity(6, 9), **indexed(sized(DAYS, 2, 2))}
    done = account.result({**SPEC, **more})
    assert done["converged"], done.get("msg")
    account.later(300.0)
    table = account.table()
    assert table and table.throughput["WriteCapacityUnits"] == 9
    assert reads(account) == 20
    assert not account.result({**SPEC, **more})["changed"]


def test_the_scaled_capacity_is_sent_as_it_is_at_that_moment() -> None:
    """The index is built for minutes first; the scaler acts in the middle of that."""
    account = Account(lengths={**SHORT, "index_backfill": 300.0, "index_delete": 60.0})
    account.arrange({**SPEC, **indexed(sized(CUSTOMERS, 2, 2))})
    world = account.engine.world()
    at(world, world.now() + 30.0, insist)
    spec = {**SPEC, "provisioned_throughput": capacity(6, 9), **indexed(sized(DAYS, 2, 2))}
    done = account.result(spec)
    assert done["converged"], done.get("msg")
    units = [request["ProvisionedThroughput"] for request in updates(account) if "ProvisionedThroughput" in request]
    assert units == [{"ReadCapacityUnits": 20, "WriteCapacityUnits": 9}]
    assert reads(account) == 20


def test_schedules_that_have_acted_are_no_difference() -> None:
    account = Account(lengths=SHORT)
    night = {**NIGHT, "schedule": "cron(0 22 * * ? *)", "min_capacity": 2, "max_capacity": 4}
    day = {"name": "day", "schedule": "cron(0 8 * * ? *)", "min_capacity": 20, "max_capacity": 60}
    spec = {**SIZED, **scaling(scaled(5, 50, day, night), None)}
    account.result(spec)
    seen = set()
    for _number in range(8):
        account.later(A_DAY / 3)
        done = account.result(spec)
        assert (done["changed"], done["converged"]) == (False, True), done
        seen.add(reads(account))
    assert {4, 20} <= seen


def test_a_target_that_is_left_by_a_killed_run_goes_with_the_table() -> None:
    """Half of the targets are deregistered when the run ends; the next one finds the table, and the others."""
    account = Account(lengths=SHORT)
    account.arrange({**SIZED, **scaling(scaled(5, 50), scaled(3, 30))})
    account.host.faults.add(DENY, operation="DeleteTable", times=1)
    assert "DeleteTable" in account.result({"state": "absent"})["msg"]
    assert account.table() is not None
    account.host.faults.clear()
    assert account.result({"state": "absent"})["converged"]
    account.later(60.0)
    assert account.table() is None
    assert targets_of(account.engine.world()) == {}


def test_targets_that_may_not_be_read_stay_and_that_is_told() -> None:
    account = Account(lengths=SHORT)
    account.arrange({**SIZED, **scaling(scaled(5, 50), None)})
    account.host.faults.add(DENY, operation="DescribeScalableTargets")
    done = account.result({"state": "absent"})
    assert done["converged"]
    assert [text for text in done["warnings"] if "scaling, which stays if there is any, is unknown" in text]


def test_a_capacity_is_compared_as_ever_where_targets_may_not_be_read() -> None:
    account = Account(lengths=SHORT)
    account.arrange(SIZED)
    account.host.faults.add(DENY, operation="DescribeScalableTargets")
    done = account.result({**SIZED, "provisioned_throughput": capacity(7, 7)})
    assert done["converged"] and reads(account) == 7
    assert [text for text in done["warnings"] if "whether a capacity is scaled is unknown" in text]


FORBIDDEN = {
    "code": "AccessDeniedException",
    "text": "User: arn:aws:iam::123456789012:user/deploy is not authorized to perform: iam:CreateServiceLinkedRole on "
    "resource: arn:aws:iam::123456789012:role/aws-service-role/dynamodb.application-autoscaling.amazonaws.com/"
    "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable",
    "status": 400,
}


def test_a_role_that_may_not_be_made_leaves_the_rest_done() -> None:
    account = Account(lengths=SHORT)
    account.host.faults.add(ERROR, operation="RegisterScalableTarget", **FORBIDDEN)
    spec = {**SPEC, **tagged(0, 3), "point_in_time_recovery_enabled": True}
    done = account.result(spec)
    assert not done["converged"]
    assert "allow iam:CreateServiceLinkedRole for dynamodb.application-autoscaling.amazonaws.com" in done["msg"]
    status = {step["operation"]: step["status"] for step in done["plan"]["operations"]}
    assert (status["CreateTable"], status["UpdateContinuousBackups"]) == ("done", "done")
    assert (status["RegisterScalableTarget"], status["PutScalingPolicy"]) == ("failed", "pending")
    account.host.faults.clear()
    assert account.result(spec)["converged"]


def test_an_index_that_is_built_anew_is_scaled_as_before() -> None:
    account = Account(lengths=SHORT)
    by_day = Id("table/orders/index/by_day", "dynamodb:index:ReadCapacityUnits")
    account.arrange({**SIZED, **indexed({**sized(DAYS, 3, 3), **scaling(scaled(2, 9, NIGHT), None)})})
    done = account.result(indexed(sized({**DAYS, "projection": including("note")}, 3, 3)))
    assert done["converged"], done.get("msg")
    target = targets_of(account.engine.world())[by_day]
    assert (target.least, target.most, [*target.actions]) == (2, 9, ["night"])
    assert len(target.policies) == 1
    table = account.table()
    assert table and table.global_indexes["by_day"].scaled["read"]["least"] == 2


def test_the_end_of_scaling_lets_nothing_pass_the_deletion_that_waits_for_it() -> None:
    """AWS takes no deletion of an index that is asked for while the key or the stream changes."""
    account = Account()
    account.arrange({**SIZED, **indexed({**sized(DAYS, 3, 3), **scaling(scaled(2, 9), None)})})
    first = len(account.host.calls)
    gone = {"global_secondary_indexes": [], "attribute_definitions": SIZED["attribute_definitions"]}
    done = account.result(
        {**gone, "server_side_encryption": {"enabled": True}, "stream_enabled": True, "stream_view_type": "KEYS_ONLY"}
    )
    assert done["converged"], done.get("msg")
    made = [call for call in writes(account.calls_since(first)) if call.carried_out]
    members = [next((name for name in call.request if name != "TableName"), "") for call in made]
    assert [call.operation for call in made] == ["DeregisterScalableTarget", *["UpdateTable"] * 3]
    assert members[1] == "GlobalSecondaryIndexUpdates"
