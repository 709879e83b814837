# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables that leave their global table and keep their items: documented by AWS, and measured by nobody."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Entry
from ansible_collections.planton.dynamodb.tests.walks.account import Account
from ansible_collections.planton.dynamodb.tests.walks.runs import PLAIN, SHORT
from ansible_collections.planton.dynamodb.tests.walks.test_kills import interrupt, points
from ansible_collections.planton.dynamodb.tests.walks.test_replicas import FAR, HOME, NEAR, converge, regions, replicas

LEFT = {"replica_removal": "disassociate"}
FORCED = {**LEFT, "force": True}
GUARD, GUARDED = "disassociation_protection_enabled", "DisassociationProtectionEnabled"
LIFT, LEAVE = ("UpdateTable", GUARDED), ("UpdateTable", "Disassociate")


@pytest.fixture
def account() -> Account:
    return Account(lengths=SHORT, documented=True)


def others(account: Account, region: str) -> set[str]:
    """The other members of the global table, as the table of a Region shows them."""
    table = account.client_in(region).describe_table(TableName="orders")["Table"]
    return {each["RegionName"] for each in table.get("Replicas", ())} - {region}


def kind(call: Entry) -> tuple[str, str, str]:
    """What a write asks for, and where."""
    actions = [name for update in call.request.get("ReplicaUpdates", ()) for name in update]
    members = {*call.request} - {"TableName", "ReplicaUpdates"}
    return (call.operation, *(actions or sorted(members)), call.caller.region)


def written(account: Account, since: int) -> list[tuple[str, ...]]:
    return [kind(call) for call in account.calls_since(since) if call.writes and call.carried_out]


def updates(account: Account, since: int) -> list[tuple[str, ...]]:
    """The calls of UpdateTable that took effect; tags are read late, so that they may be set once more."""
    return sorted(each for each in written(account, since) if each[0] == "UpdateTable")


def put(account: Account, region: str, key: str) -> None:
    account.client_in(region).put_item(TableName="orders", Item={"pk": {"S": key}})


def count(account: Account, region: str) -> int:
    return len(account.client_in(region).scan(TableName="orders")["Items"])


def test_of_two_members_both_are_tables_of_their_own(account: Account) -> None:
    account.arrange({**PLAIN, **replicas(NEAR, tags={"stage": "near"})})
    put(account, HOME, "1")
    before = len(account.host.calls)
    done = converge(account, {**replicas(), **FORCED})
    assert written(account, before) == [(*LIFT, NEAR), (*LEAVE, NEAR)]
    assert [step["destructive"] for step in done["plan"]["operations"]] == [True, True]
    assert {step["region"] for step in done["plan"]["operations"]} == {NEAR}
    assert "dynamodb:DisassociateTableReplica" in done["plan"]["iam_actions"]
    assert any("leaves the global table with its items" in text for text in done["warnings"])
    assert done["outputs"]["replicas"] == {}
    assert regions(account) == {HOME, NEAR} and not others(account, HOME) and not others(account, NEAR)
    put(account, HOME, "2")
    assert (count(account, HOME), count(account, NEAR)) == (2, 1)
    assert account.result(replicas(NEAR))["errors"][0]["rule"] == "V84"


def test_of_three_members_two_stay_together(account: Account) -> None:
    account.arrange({**PLAIN, **replicas(NEAR, FAR)})
    converge(account, {**replicas(FAR), **FORCED})
    assert (others(account, HOME), others(account, FAR), others(account, NEAR)) == ({FAR}, {HOME}, set())


def test_all_others_leave_one_after_the_other(account: Account) -> None:
    account.arrange({**PLAIN, **replicas(NEAR, FAR)})
    before = len(account.host.calls)
    converge(account, {**replicas(), **FORCED})
    expected = [(*LIFT, NEAR), (*LEAVE, NEAR), (*LIFT, FAR), (*LEAVE, FAR)]
    assert sorted(written(account, before)) == sorted(expected)
    assert regions(account) == {HOME, NEAR, FAR}
    assert not any(others(account, region) for region in (HOME, NEAR, FAR))


def test_one_leaves_before_another_comes(account: Account) -> None:
    account.arrange({**PLAIN, **replicas(NEAR)})
    before = len(account.host.calls)
    wanted = {**replicas(FAR, tags={"stage": "far"}), **FORCED, "tags": {"team": "shop"}}
    done = converge(account, wanted)
    told = [(step["operation"], step.get("region", HOME)) for step in done["plan"]["operations"]]
    assert told[:2] == [("UpdateTable", NEAR), ("UpdateTable", NEAR)]
    assert written(account, before)[:2] == [(*LIFT, NEAR), (*LEAVE, NEAR)]
    assert (others(account, HOME), others(account, NEAR)) == ({FAR}, set())


def test_a_protected_table_leaves_only_if_that_is_said(account: Account) -> None:
    account.arrange({**PLAIN, **replicas(NEAR)})
    refused = account.result({**replicas(), **LEFT})
    assert [(fault["rule"], fault["path"]) for fault in refused["errors"]] == [("V91", "replica_removal")]
    assert NEAR in refused["msg"] and "force: true" in refused["msg"] and not refused["changed"]
    converge(account, replicas(NEAR, **{GUARD: False}))
    before = len(account.host.calls)
    converge(account, {**replicas(), **LEFT})
    assert written(account, before) == [(*LEAVE, NEAR)]


def test_the_table_itself_leaves_and_goes(account: Account) -> None:
    account.arrange({**PLAIN, **replicas(NEAR, FAR), "deletion_protection_enabled": True})
    gone = {"state": "absent", **LEFT}
    assert {fault["rule"] for fault in account.result(gone)["errors"]} == {"V4", "V91"}
    before = len(account.host.calls)
    done = account.result({**gone, "force": True})
    assert done["converged"], done.get("msg")
    names = [kind[:2] for kind in written(account, before)]
    assert names == [LIFT, LEAVE, ("UpdateTable", "DeletionProtectionEnabled"), ("DeleteTable", HOME)]
    assert regions(account) == {NEAR, FAR} and others(account, NEAR) == {FAR}


def test_nothing_leaves_a_group_with_strong_consistency(account: Account) -> None:
    strong = {"multi_region_consistency": "STRONG"}
    account.arrange({**PLAIN, **replicas(NEAR, "eu-west-2"), **strong})
    for options in ({**replicas(), **FORCED}, {"state": "absent", **FORCED}):
        assert [fault["rule"] for fault in account.result(options)["errors"]] == ["V91"]


def test_the_protection_of_each_member_is_its_own(account: Account) -> None:
    converge(account, {**PLAIN, **replicas(NEAR, **{GUARD: False}), GUARD: True})
    near, home = (account.client_in(region) for region in (NEAR, HOME))
    assert near.describe_table(TableName="orders")["Table"][GUARDED] is False
    assert home.describe_table(TableName="orders")["Table"][GUARDED] is True
    done = converge(account, {**replicas(NEAR, **{GUARD: True}), GUARD: False})
    assert {change["path"] for change in done["changes"]} == {GUARD, f"replicas.{NEAR}.{GUARD}"}
    assert near.describe_table(TableName="orders")["Table"][GUARDED] is True
    assert home.describe_table(TableName="orders")["Table"][GUARDED] is False


def test_a_new_table_whose_members_may_leave(account: Account) -> None:
    converge(account, {**PLAIN, **replicas(NEAR), GUARD: False})
    assert account.boto().describe_table(TableName="orders")["Table"][GUARDED] is False
    assert account.result({**replicas(NEAR), GUARD: False})["plan"]["operations"] == []


def test_without_replicas_there_is_no_protection_to_compare(account: Account) -> None:
    account.arrange(PLAIN)
    for on in (True, False):
        done = account.result({GUARD: on})
        assert done["converged"] and not done["plan"]["operations"] and not done["changes"]


def test_without_waiting_the_next_run_goes_on(account: Account) -> None:
    account.arrange({**PLAIN, **replicas(NEAR)})
    wanted = {**replicas(), **FORCED}
    first = account.result(wanted, wait=False)
    assert "msg" not in first and first["changed"] and not first["converged"]
    assert [step["status"] for step in first["plan"]["operations"]] == ["done", "pending"]
    account.later(60.0)
    second = account.result(wanted, wait=False)
    assert not second["converged"] and [step["status"] for step in second["plan"]["operations"]] == ["done"]
    account.later(60.0)
    third = account.result(wanted, wait=False)
    assert third["converged"] and not third["changed"]


@pytest.mark.parametrize("fault", ["deny", "unreachable"])
def test_a_region_that_cannot_leave_holds_nothing_else_up(account: Account, fault: str) -> None:
    account.arrange({**PLAIN, **replicas(NEAR, FAR)})
    wanted = {**replicas(FAR, tags={"stage": "far"}), **FORCED, "table_class": "STANDARD_INFREQUENT_ACCESS"}
    account.host.faults.add(fault, region=NEAR)
    done = account.result(wanted)
    assert done["changed"] and not done["converged"]
    assert f"{NEAR}: " in done["msg"] and "reads back otherwise" not in done["msg"]
    account.host.faults.clear()
    converge(account, wanted)
    assert not others(account, NEAR)


def test_one_approval_is_for_what_leaves_too(account: Account) -> None:
    account.arrange({**PLAIN, **replicas(NEAR)})
    wanted = {**replicas(), **FORCED}
    approved = account.result(wanted, apply=False)["plan"]["id"]
    other = account.result({**wanted, "replica_removal": "delete"}, apply=False)["plan"]["id"]
    assert account.result(wanted, expected_plan=other)["errors"][0]["rule"] == "expected_plan"
    done = account.result(wanted, expected_plan=approved)
    assert done["converged"] and not others(account, NEAR), done.get("msg")


CASES: dict[str, tuple[dict[str, Any], set[str]]] = {
    "one of three": ({**replicas(FAR), **FORCED}, {FAR}),
    "both others": ({**replicas(), **FORCED}, set()),
    "one goes, one comes": ({**replicas("eu-west-3"), **FORCED, "tags": {"team": "shop"}}, {"eu-west-3"}),
}


def arranged() -> Account:
    account = Account(lengths=SHORT, documented=True)
    account.arrange({**PLAIN, **replicas(NEAR, FAR)})
    return account


@pytest.mark.parametrize("name", CASES)
def test_killed_at_any_call(name: str) -> None:
    """The next run leads to the same end, and no call that took effect is made again."""
    options, left = CASES[name]
    account = arranged()
    before = len(account.host.calls)
    assert account.result(options)["converged"]
    whole, calls = updates(account, before), account.calls_since(before)
    for point in points(calls):
        account = arranged()
        before = len(account.host.calls)
        interrupt(account, options, point, before)
        account.later(1.0)
        again = account.result(options)
        assert again["converged"], (str(point), again.get("msg"))
        assert others(account, HOME) == left and regions(account) >= {HOME, NEAR, FAR}, str(point)
        assert updates(account, before) == whole, str(point)


@pytest.mark.parametrize("operation", ["drop_before", "drop_after", "error"])
def test_faults_at_any_call(operation: str) -> None:
    for number in range(2):
        for name, (options, left) in CASES.items():
            account = arranged()
            account.host.faults.add(operation, operation="UpdateTable", skip=number, times=1)
            first = account.result(options)
            account.host.faults.clear()
            done = first if first["converged"] else account.result(options)
            assert done["converged"], (name, number, done.get("msg"))
            assert others(account, HOME) == left
