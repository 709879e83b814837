# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fleets on the engine's clock: the account's pace is met and kept, and no table waits for another."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.pacing import REFUSED_LIMIT
from ansible_collections.planton.dynamodb.tests.simulator.budgets import BURST, RATE
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Entry
from ansible_collections.planton.dynamodb.tests.simulator.world import World
from ansible_collections.planton.dynamodb.tests.walks.account import writes
from ansible_collections.planton.dynamodb.tests.walks.fleets import FleetAccount

Options = dict[str, Any]
HOUR = 3600.0
PLAIN: Options = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}


def index(name: str) -> Options:
    return {"name": name, "key_schema": PLAIN["key_schema"], "projection": {"type": "ALL"}}


def tables(count: int, **more: Any) -> list[Options]:
    return [{"name": f"table-{number:03}", **PLAIN, **more} for number in range(count)]


def expect_done(result: Options) -> None:
    assert "msg" not in result, result["msg"]
    assert result["converged"]


def last_write(calls: list[Entry], table: str) -> float:
    return max(call.at for call in writes(calls) if call.request.get("TableName") == table)


def test_creating_many_tables_takes_what_the_account_admits(record_property: pytest.RecordProperty) -> None:
    """The bound: all but a burst at the account's rate, and the last of them has to become ACTIVE."""
    count = 40
    account = FleetAccount(lengths={"create_with_indexes": 18.0})
    began = account.clock.now()
    result = account.fleet(tables(count, global_secondary_indexes=[index("by_one"), index("by_two")]))
    took = account.clock.now() - began
    bound = (count - BURST) / RATE + account.lengths["create_with_indexes"]
    expect_done(result)
    assert took <= 1.15 * bound
    refused = [call for call in account.host.calls if call.code == "ThrottlingException"]
    # The first refusals teach the pace; from then on few calls are sent too early.
    assert len(refused) < count
    record_property("time over the least, creating many tables", round(took / bound, 3))
    record_property("calls refused as too fast", len(refused))


def test_small_tables_do_not_wait_behind_a_big_one() -> None:
    """One table builds an index for an hour; the others have a change of a second."""
    account = FleetAccount(lengths={"index_backfill": HOUR})
    small = tables(10)
    expect_done(account.fleet([{"name": "big", **PLAIN}, *small]))
    account.later(HOUR)
    began, first = account.clock.now(), len(account.host.calls)
    big = {"name": "big", **PLAIN, "global_secondary_indexes": [index("by_one")]}
    changed = [{**table, "tags": {"team": "shop"}} for table in small]
    expect_done(account.fleet([big, *changed], wait_timeout=4 * HOUR))
    tagged = [call.at for call in writes(account.calls_since(first)) if call.operation == "TagResource"]
    assert len(tagged) == len(small)
    assert max(tagged) - began < 10 * len(small) < account.clock.now() - began


def test_a_small_bucket_holds_back_only_those_that_need_it() -> None:
    """DescribeTimeToLive is admitted once in two seconds; tables without time to live are read before those with it."""
    account = FleetAccount()
    expiring = tables(20, ttl={"enabled": True, "attribute_name": "until"})
    plain = [{**PLAIN, "name": f"plain-{number}"} for number in range(20)]
    expect_done(account.fleet([*expiring, *plain]))
    account.later(HOUR)
    began, first = account.clock.now(), len(account.host.calls)
    expect_done(account.fleet([*expiring, *plain]))
    calls = account.calls_since(first)
    assert not writes(calls, carried_out=False)
    read = {call.request["TableName"]: call.at for call in calls if call.operation == "DescribeTable"}
    assert max(at for name, at in read.items() if name.startswith("plain")) - began < 1.0
    # Four at once, then one in two seconds.
    least = (len(expiring) - 4) * 2.0
    assert least <= account.clock.now() - began < 1.3 * least


def test_reads_that_stand_in_line_for_long_are_no_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are made faster than their time to live can be read again, so the last ones wait for minutes.

    On AWS that takes four hundred tables; with a bucket that fills four times as slowly, sixty.
    """
    limit = World.limit_reads
    monkeypatch.setattr(World, "limit_reads", lambda world, name, burst, rate: limit(world, name, burst, rate / 4))
    account = FleetAccount()
    expect_done(account.fleet(tables(60, ttl={"enabled": True, "attribute_name": "until"})))
    reads = [call.at for call in account.host.calls if call.operation == "DescribeTimeToLive" and call.status == 200]
    made = [call.at for call in account.host.calls if call.operation == "UpdateTimeToLive"]
    assert max(reads) - max(made) > REFUSED_LIMIT


def test_what_the_account_does_not_limit_goes_beside_what_it_does() -> None:
    account = FleetAccount()
    there = [{**PLAIN, "name": f"there-{number}"} for number in range(5)]
    expect_done(account.fleet(there))
    account.later(HOUR)
    began, first = account.clock.now(), len(account.host.calls)
    expect_done(account.fleet([*tables(60), *({**table, "point_in_time_recovery_enabled": True} for table in there)]))
    calls = writes(account.calls_since(first))
    recovered = [call.at - began for call in calls if call.operation == "UpdateContinuousBackups"]
    assert len(recovered) == 5 and max(recovered) < 2.0
    assert max(call.at - began for call in calls) > 50.0


def test_an_item_that_comes_while_the_deletion_stands_in_line_saves_the_table() -> None:
    """Of tables that are replaced only because they are empty, by the last look before each deletion."""
    account = FleetAccount()
    fleet = tables(20, deletion_protection_enabled=True)
    expect_done(account.fleet(fleet))
    account.later(HOUR)
    scans: list[str] = []

    def put(call: Entry, carried_out: bool) -> None:
        if carried_out and call.operation == "Scan":
            scans.append(call.request["TableName"])
            # The first of them is part of the look, the second of the plan.
            if scans.count("table-015") == 2 and scans[-1] == "table-015":
                account.boto().put_item(TableName="table-015", Item={"id": {"S": "1"}})

    account.host.watch = put
    keys = {
        "attribute_definitions": [{"name": "other", "type": "S"}],
        "key_schema": [{"attribute_name": "other", "key_type": "HASH"}],
    }
    result = account.fleet([{**table, **keys, "replacement": "when_empty", "force": True} for table in fleet])
    assert [name for name, table in result["tables"].items() if table["failed"]] == ["table-015"]
    assert "it was not deleted" in result["msg"]
    assert account.boto().describe_table(TableName="table-015")["Table"]["KeySchema"][0]["AttributeName"] == "id"


def test_an_account_that_admits_nothing() -> None:
    """The run comes to an end, names every table, and the next one makes them all."""
    account, count, timeout = FleetAccount(), 30, 400.0
    account.host.faults.add(
        kind="error", operation="CreateTable", code="ThrottlingException", text="Rate exceeded", status=400
    )
    began = account.clock.now()
    result = account.fleet(tables(count), wait_timeout=timeout)
    assert account.clock.now() - began < 2.5 * timeout
    assert result["msg"].startswith(f"{count} of {count} tables failed.")
    assert all(name in result["msg"] for name in result["tables"])
    assert "AWS has admitted no change of any table" in result["msg"]
    for table in result["tables"].values():
        assert [step["status"] for step in table["plan"]["operations"]] == ["pending"] and not table["changed"]
    account.host.faults.clear()
    expect_done(account.fleet(tables(count)))


def test_a_key_that_cannot_be_looked_up_is_asked_for_once() -> None:
    account = FleetAccount()
    account.host.faults.add(kind="deny", operation="DescribeKey")
    secret = {"server_side_encryption": {"enabled": True, "kms_key_arn": "alias/nobody-knows"}}
    result = account.fleet([*tables(20, **secret), {"name": "plain", **PLAIN}])
    assert [name for name, table in result["tables"].items() if not table["failed"]] == ["plain"]
    assert sum(call.operation == "DescribeKey" for call in account.host.calls) == 1


@pytest.mark.parametrize("wait", [True, False])
def test_a_change_that_is_denied(wait: bool) -> None:
    account = FleetAccount()
    expect_done(account.fleet(tables(3)))
    account.later(HOUR)
    account.host.faults.add(kind="deny", operation="UpdateTimeToLive", table="table-001")
    result = account.fleet(tables(3, ttl={"enabled": True, "attribute_name": "until"}), wait=wait)
    assert [name for name, table in result["tables"].items() if table["failed"]] == ["table-001"]


@pytest.mark.parametrize("kind", ["deny", "error"])
def test_what_meets_one_table_is_kept_from_the_others(kind: str) -> None:
    account = FleetAccount()
    more: Options = {} if kind == "deny" else {"code": "ValidationException", "text": "no", "status": 400}
    account.host.faults.add(kind=kind, table="table-003", **more)
    result = account.fleet(tables(8))
    assert result["msg"].startswith("1 of 8 tables failed.") and "table-003" in result["msg"]
    assert [name for name, table in result["tables"].items() if table["failed"]] == ["table-003"]
    assert sum(table["converged"] for table in result["tables"].values()) == 7
    account.host.faults.clear()
    expect_done(again := account.fleet(tables(8)))
    assert [name for name, table in again["tables"].items() if table["changed"]] == ["table-003"]


def test_a_table_that_somebody_deletes_meanwhile() -> None:
    account = FleetAccount()
    fleet = tables(6)
    expect_done(account.fleet(fleet))
    account.later(HOUR)
    changed = [
        {**table, "tags": {"team": "shop"}, "stream_enabled": True, "stream_view_type": "KEYS_ONLY"} for table in fleet
    ]
    account.host.watch = delete_after(account, "table-002", "UpdateTable")
    result = account.fleet(changed)
    assert [name for name, table in result["tables"].items() if table["failed"]] == ["table-002"]
    account.host.watch = lambda _call, _carried_out: None
    account.later(HOUR)
    expect_done(again := account.fleet(changed))
    assert [name for name, table in again["tables"].items() if table["changed"]] == ["table-002"]


def delete_after(account: FleetAccount, table: str, operation: str) -> Any:
    """Somebody else deletes the table as soon as the fleet has changed it."""

    def watch(call: Entry, carried_out: bool) -> None:
        if carried_out and call.operation == operation and call.request.get("TableName") == table:
            account.host.watch = lambda _call, _carried_out: None
            account.later(10.0)
            account.boto().delete_table(TableName=table)

    return watch
