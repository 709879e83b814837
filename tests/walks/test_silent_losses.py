# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that the service accepts and then drops: a run mends them or names them, and a rerun makes them right."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.settings.names import KEY_ONE, elements
from ansible_collections.planton.dynamodb.tests.simulator.engine import Caller
from ansible_collections.planton.dynamodb.tests.simulator.settings.table_class import TableClass
from ansible_collections.planton.dynamodb.tests.simulator.wire.faults import Fault
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Entry
from ansible_collections.planton.dynamodb.tests.walks.account import LONG, NAME, Account, writes
from ansible_collections.planton.dynamodb.tests.walks.facts import OFF, differing, facts_of_options, facts_of_table

Options = dict[str, Any]
UNITS = {"read_capacity_units": 5, "write_capacity_units": 5}
COLD = "STANDARD_INFREQUENT_ACCESS"
ENDED_EARLY = ("Left: ", "in vain", "wait_timeout")


def index(name: str, **more: Any) -> Options:
    return {"name": name, "key_schema": elements(["id"]), "projection": {"type": "ALL"}, **more}


BASE: Options = {
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": elements(["id"]),
    "local_secondary_indexes": [],
}
ONE: Options = {
    **BASE,
    **OFF,
    "billing_mode": "PROVISIONED",
    "provisioned_throughput": UNITS,
    "global_secondary_indexes": [index("by_one", provisioned_throughput=UNITS)],
    "contributor_insights_indexes": ["by_one"],
    "contributor_insights_mode": "THROTTLED_KEYS",
    "tags": {"old": "x", "kept": "x"},
}
OTHER: Options = {
    **BASE,
    **OFF,
    "billing_mode": "PAY_PER_REQUEST",
    "global_secondary_indexes": [index("by_two")],
    "stream_enabled": True,
    "stream_view_type": "NEW_IMAGE",
    "point_in_time_recovery_enabled": True,
    "recovery_period_in_days": 7,
    "contributor_insights_enabled": True,
    "contributor_insights_indexes": ["by_two"],
    "contributor_insights_mode": "THROTTLED_KEYS",
    "ttl": {"enabled": True, "attribute_name": "expires"},
    "server_side_encryption": {"enabled": True, "kms_key_arn": KEY_ONE},
    "table_class": COLD,
    "deletion_protection_enabled": True,
    "tags": {"new": "x", "kept": "y"},
}
# The stream and the index are other ones now, the capacity another.
THIRD: Options = {
    **ONE,
    "global_secondary_indexes": [
        {**index("by_one", provisioned_throughput=UNITS), "projection": {"type": "KEYS_ONLY"}},
    ],
    "provisioned_throughput": {**UNITS, "read_capacity_units": 9},
    "stream_enabled": True,
    "stream_view_type": "OLD_IMAGE",
    "ttl": {"enabled": False},
}
WAYS: dict[str, tuple[Options | None, Options]] = {
    "created": (None, OTHER),
    "to and fro": (ONE, OTHER),
    "back": (OTHER, ONE),
    "built anew": ({**ONE, "stream_enabled": True, "stream_view_type": "KEYS_ONLY"}, THIRD),
}


@pytest.fixture(autouse=True)
def _same_every_time() -> None:
    random.seed(1)


def account_with(before: Options | None) -> Account:
    account = Account(7, unknown=True)
    if before:
        account.arrange(before)
    return account


class Lost(Fault):
    """The first call with that operation and request, and no other."""

    call: tuple[str, Options] = ("", {})

    def concerns(self, operation: str, request: Options, caller: Caller) -> bool:
        return (operation, request) == self.call


def losses(way: str) -> Iterator[tuple[Account, Fault]]:
    """The table as it was before, again and again; each time another call of the plan is lost."""
    planned = account_with(WAYS[way][0]).result(WAYS[way][1], apply=False)["plan"]["operations"]
    for step in planned:
        random.seed(1)
        account = account_with(WAYS[way][0])
        fault = Lost("lose", times=1)
        fault.call = (step["operation"], step["request"])
        account.host.faults.faults.append(fault)
        yield account, fault


@pytest.mark.parametrize("way", WAYS)
def test_one_call_is_lost(way: str) -> None:
    """Whichever it is; and nobody waits in vain for what it would have done."""
    after = WAYS[way][1]
    for account, fault in losses(way):
        start = account.clock.now()
        done = account.result(after)
        assert fault.met == 1
        assert account.clock.now() - start < 1200.0, done["msg"]
        check_told(account, after, done)
        check_rerun(account, after)


def check_told(account: Account, after: Options, done: Options) -> None:
    """Converged, and it is so; or not, and it is said what is not so."""
    table = account.table()
    if table is None:
        assert not done["converged"] and "msg" in done
        return
    wanted, held = facts_of_options(after), facts_of_table(table)
    left = differing(wanted, held) | differing(held, wanted)
    assert done["converged"] == (not left) == ("msg" not in done), (done.get("msg"), left)
    if left and not any(phrase in done["msg"] for phrase in ENDED_EARLY):
        for path in left:
            assert ".".join(path[:2]) in done["msg"] or path[0] in done["msg"], (path, done["msg"])


def check_rerun(account: Account, after: Options) -> None:
    """A later run, when no cooldown is in the way any more, makes it right."""
    account.later(LONG)
    done = account.result(after)
    assert "msg" not in done and done["converged"], done
    table = account.table()
    assert table and facts_of_table(table) == facts_of_options(after)


@pytest.mark.parametrize("way", WAYS)
def test_one_call_is_lost_and_nobody_waits(way: str) -> None:
    """Without waiting, no run says converged before it is so."""
    after = WAYS[way][1]
    for account, fault in losses(way):
        for _run in range(40):
            done = account.result(after, wait=False)
            if done["converged"]:
                break
            account.later(45.0)
        table = account.table()
        assert done["converged"] and table and facts_of_table(table) == facts_of_options(after), done
        assert fault.met == 1


@pytest.mark.parametrize("wait", [True, False])
def test_a_class_change_that_arrives_unseen(wait: bool) -> None:
    """AWS says ACTIVE too early then, and still shows the old class (L-287): a run waits until the key has changed."""
    account = account_with({**BASE, "billing_mode": "PAY_PER_REQUEST"})
    update = account.boto().update_table
    update(TableName=NAME, TableClass=COLD)
    update(TableName=NAME, SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY_ONE})
    wanted = {**BASE, "billing_mode": "PAY_PER_REQUEST", "table_class": "STANDARD"}
    done = account.result(wanted, wait=wait)
    assert done["converged"] == wait
    table = account.table()
    assert table and (table.of(TableClass).table_class == "STANDARD" or not wait)
    account.later(LONG)
    assert table.of(TableClass).table_class == ("STANDARD" if wait else COLD)
    assert account.result(wanted)["converged"] and table.of(TableClass).table_class == "STANDARD"


def test_on_demand_is_asked_for_on_the_way_from_it() -> None:
    """Somebody switches there and back just before our call, which AWS may accept and forget."""
    account = account_with(ONE)
    boto = account.boto()
    wanted = {**ONE, "billing_mode": "PAY_PER_REQUEST", "global_secondary_indexes": [index("by_one")]}
    del wanted["provisioned_throughput"]
    units = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
    updates = [{"Update": {"IndexName": "by_one", "ProvisionedThroughput": units}}]

    def first(call: Entry, carried_out: bool) -> None:
        if call.operation != "UpdateTable" or carried_out:
            return
        account.host.watch = lambda _call, _carried_out: None
        boto.update_table(TableName=NAME, BillingMode="PAY_PER_REQUEST")
        account.later(300.0)
        more = {"ProvisionedThroughput": units, "GlobalSecondaryIndexUpdates": updates}
        boto.update_table(TableName=NAME, BillingMode="PROVISIONED", **more)

    account.host.watch = first
    done = account.result(wanted)
    table = account.table()
    assert table and done["converged"] == table.on_demand
    assert done["converged"] or "billing_mode" in done["msg"]
    check_rerun(account, wanted)


def test_the_type_of_a_key_is_not_changed_in_silence() -> None:
    """AWS ignores another type with 200; it is refused before anything is sent."""
    account = account_with(ONE)
    first = len(account.host.calls)
    wanted = {**OTHER, "attribute_definitions": [{"name": "id", "type": "N"}]}
    done = account.result(wanted)
    assert not done["converged"] and "attribute_definitions" in done["msg"]
    assert writes(account.calls_since(first), carried_out=False) == []


def test_another_type_of_a_key_beside_a_new_index() -> None:
    """Also where a call carries definitions: those of an index that is there already keep their types."""
    start = {**ONE, "attribute_definitions": [*BASE["attribute_definitions"], {"name": "total", "type": "N"}]}
    start["global_secondary_indexes"] = [
        {**index("by_one", provisioned_throughput=UNITS), "key_schema": elements(["total"])},
    ]
    account = account_with(start)
    types = [*BASE["attribute_definitions"], {"name": "total", "type": "S"}]
    more = [*start["global_secondary_indexes"], index("by_two", provisioned_throughput=UNITS)]
    wanted = {**start, "attribute_definitions": types, "global_secondary_indexes": more}
    done = account.result(wanted)
    check_told(account, wanted, done)
    table = account.table()
    assert table and (done["converged"] or table.attributes["total"] == "N")
