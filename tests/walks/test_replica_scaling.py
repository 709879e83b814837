# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reads of replicas and of their indexes are scaled in their Regions, and nothing of that outlives a replica."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.walks.account import LONG, Account
from ansible_collections.planton.dynamodb.tests.walks.runs import DAYS, SHORT, SIZED, indexed, scaled, scaling, sized
from ansible_collections.planton.dynamodb.tests.walks.test_replicas import (
    DELETED,
    HOME,
    NEAR,
    converge,
    regions,
    replicas,
)

WRITES = scaling(None, scaled(3, 30))
OFF = {"read": {"enabled": False}}
TABLE = {**SIZED, **indexed({**sized(DAYS, 5, 5), **WRITES}), **WRITES}


@pytest.fixture
def account() -> Account:
    return Account(lengths=SHORT)


def reads(least: int, most: int) -> dict[str, Any]:
    return {"auto_scaling": {"read": scaled(least, most)}}


def of_the_index(**own: Any) -> list[dict[str, Any]]:
    return [{"name": "by_day", **own}]


def targets(account: Account, region: str = NEAR) -> dict[str, tuple[int, int]]:
    """The bounds of what is scaled in a Region."""
    client = account.connect("application-autoscaling", region=region)
    found = client.describe_scalable_targets(ServiceNamespace="dynamodb")["ScalableTargets"]
    return {target["ScalableDimension"]: (target["MinCapacity"], target["MaxCapacity"]) for target in found}


TABLE_READS, INDEX_READS = "dynamodb:table:ReadCapacityUnits", "dynamodb:index:ReadCapacityUnits"


def test_the_reads_of_a_replica_are_scaled_in_its_region(account: Account) -> None:
    converge(account, {**TABLE, **replicas(NEAR, **reads(3, 30))})
    assert targets(account)[TABLE_READS] == (3, 30)
    assert TABLE_READS not in targets(account, HOME)


def test_the_reads_of_an_index_of_a_replica_are_scaled_in_its_region(account: Account) -> None:
    """Registered with the replica, changed, and ended; the index itself is no wish of that Region."""
    converge(account, {**TABLE, **replicas(NEAR, global_secondary_indexes=of_the_index(**reads(4, 40)))})
    assert targets(account)[INDEX_READS] == (4, 40)
    assert INDEX_READS not in targets(account, HOME)
    done = converge(account, replicas(NEAR, global_secondary_indexes=of_the_index(**reads(4, 50))))
    path = f"replicas.{NEAR}.global_secondary_indexes.by_day.auto_scaling.read.max_capacity"
    assert [(each["path"], each["before"], each["after"]) for each in done["changes"]] == [(path, 40, 50)]
    assert targets(account)[INDEX_READS] == (4, 50)
    converge(account, replicas(NEAR))
    assert targets(account)[INDEX_READS] == (4, 50)
    converge(account, replicas(NEAR, global_secondary_indexes=of_the_index(auto_scaling=OFF)))
    assert INDEX_READS not in targets(account)


def test_an_index_comes_and_is_scaled_in_another_region_in_one_run(account: Account) -> None:
    converge(account, {**SIZED, **WRITES, **replicas(NEAR)})
    there = replicas(NEAR, global_secondary_indexes=of_the_index(**reads(4, 40)))
    converge(account, {**indexed({**sized(DAYS, 5, 5), **WRITES}), **there})
    assert targets(account)[INDEX_READS] == (4, 40)


def test_scaling_of_an_index_that_is_not_there_is_refused(account: Account) -> None:
    converge(account, {**TABLE, **replicas(NEAR)})
    refused = account.result(replicas(NEAR, global_secondary_indexes=[{"name": "by_month", **reads(4, 40)}]))
    path = "replicas[0].global_secondary_indexes[0].auto_scaling.read"
    assert [(fault["rule"], fault["path"]) for fault in refused["errors"]] == [("V57", path)]


def test_an_index_of_a_table_on_demand_is_not_scaled(account: Account) -> None:
    account.arrange({**SIZED, **indexed(DAYS), "billing_mode": "PAY_PER_REQUEST", "provisioned_throughput": None})
    refused = account.result(replicas(NEAR, global_secondary_indexes=of_the_index(**reads(4, 40))))
    path = "replicas[0].global_secondary_indexes[0].auto_scaling.read"
    assert [(fault["rule"], fault["path"]) for fault in refused["errors"]] == [("V53", path)]


BOTH = replicas(NEAR, **reads(3, 30), global_secondary_indexes=of_the_index(**reads(4, 40)))


def test_an_index_of_a_global_table_goes_before_its_scaling(account: Account) -> None:
    """L-291: AWS takes no call about indexes while the writes of one are not scaled."""
    converge(account, {**TABLE, **replicas(NEAR)})
    done = converge(account, {**SIZED, **WRITES, "global_secondary_indexes": [], **replicas(NEAR)})
    assert [step["operation"] for step in done["plan"]["operations"]] == ["UpdateTable", "DeregisterScalableTarget"]
    assert [*targets(account, HOME)] == ["dynamodb:table:WriteCapacityUnits"]


def test_a_capacity_out_of_bounds_is_left_to_what_scales_it(account: Account) -> None:
    """One that a run sets there would go to the other Regions too (L-251), but not one that scaling sets (L-321)."""
    converge(account, {**TABLE, **replicas(NEAR)})
    done = converge(account, replicas(NEAR, **reads(20, 30)))
    assert {step["operation"] for step in done["plan"]["operations"]} == {"RegisterScalableTarget", "PutScalingPolicy"}
    account.later(LONG)
    units = {
        region: account.client_in(region).describe_table(TableName="orders")["Table"]["ProvisionedThroughput"]
        for region in (HOME, NEAR)
    }
    assert (units[HOME]["ReadCapacityUnits"], units[NEAR]["ReadCapacityUnits"]) == (6, 20)


def test_what_scales_a_replica_goes_before_it(account: Account) -> None:
    converge(account, {**TABLE, **BOTH})
    assert len(targets(account)) == 4
    done = converge(account, {**replicas(), **DELETED})
    account.later(120.0)
    assert regions(account) == {HOME} and not targets(account)
    told = [(step["operation"], step.get("region", HOME)) for step in done["plan"]["operations"]]
    assert told == [("DeregisterScalableTarget", NEAR)] * 4 + [("UpdateTable", HOME)]
    assert len(targets(account, HOME)) == 2


def test_what_scales_a_replica_goes_with_the_whole_table(account: Account) -> None:
    converge(account, {**TABLE, **BOTH})
    gone = account.result({"state": "absent", **DELETED})
    assert gone["converged"], gone.get("msg")
    account.later(120.0)
    assert regions(account) == set() and not targets(account) and not targets(account, HOME)


@pytest.mark.parametrize("fault", [{"kind": "deny", "operation": "DescribeTable"}, {"kind": "unreachable"}])
def test_a_region_that_is_gone_loses_its_replica_all_the_same(account: Account, fault: dict[str, str]) -> None:
    converge(account, {**TABLE, **BOTH})
    account.host.faults.add(region=NEAR, **fault)
    done = account.result({**replicas(), **DELETED})
    assert done["converged"], done.get("msg")
    assert any(text.startswith(f"{NEAR}: what outlives the replica there is unknown: ") for text in done["warnings"])
    account.host.faults.clear()


def test_scaling_that_may_not_be_read_is_told(account: Account) -> None:
    converge(account, {**TABLE, **BOTH})
    account.host.faults.add("deny", region=NEAR, operation="DescribeScalableTargets")
    done = account.result({**replicas(), **DELETED})
    assert done["converged"], done.get("msg")
    told = f"{NEAR}: orders: scaling, which stays if there is any, is unknown: DescribeScalableTargets is denied"
    assert any(text.startswith(told) for text in done["warnings"])


def test_scaling_that_may_not_be_ended_keeps_the_replica(account: Account) -> None:
    converge(account, {**TABLE, **BOTH})
    account.host.faults.add("deny", region=NEAR, operation="DeregisterScalableTarget")
    done = account.result({**replicas(), **DELETED})
    assert NEAR in done["msg"] and not done["converged"]
    assert regions(account) == {HOME, NEAR}
    account.host.faults.clear()
    converge(account, {**replicas(), **DELETED})
    assert not targets(account)


@pytest.mark.parametrize("listed", [True, False])
def test_an_index_that_is_built_anew_keeps_its_scaling(account: Account, listed: bool) -> None:
    """Whether the specification has the scaling or leaves it alone; AWS wants it of each index of the group."""
    converge(account, {**TABLE, **replicas(NEAR)})
    own = WRITES if listed else {}
    done = converge(account, indexed({**sized({**DAYS, "projection": {"type": "KEYS_ONLY"}}, 5, 5), **own}))
    assert [step["operation"] for step in done["plan"]["operations"]] == ["UpdateTable", "UpdateTable"]
    for region in (HOME, NEAR):
        assert targets(account, region)["dynamodb:index:WriteCapacityUnits"] == (3, 30)
