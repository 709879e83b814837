# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deletions and replacements where somebody else deletes the table too, or makes another one of its name."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Entry
from ansible_collections.planton.dynamodb.tests.walks.account import NAME, Account, writes
from ansible_collections.planton.dynamodb.tests.walks.turns import Shared

Options = dict[str, Any]
ITEM = {"id": {"S": "1"}, "other": {"S": "1"}}


def keyed(name: str) -> Options:
    return {
        "billing_mode": "PAY_PER_REQUEST",
        "attribute_definitions": [{"name": name, "type": "S"}],
        "key_schema": [{"attribute_name": name, "key_type": "HASH"}],
    }


OLD, NEW = keyed("id"), keyed("other")
REPLACE = {**NEW, "replacement": "backup_and_replace"}
ABSENT = {"state": "absent", "backup_before_delete": True}


def meanwhile(account: Account, operation: str, *, anew: bool) -> None:
    """Once that call was carried out, somebody else deletes the table, and makes another one with an item."""

    def watch(call: Entry, carried_out: bool) -> None:
        if not carried_out or call.operation != operation:
            return
        account.host.watch = lambda _call, _carried_out: None
        account.later(30.0)
        client = account.boto()
        client.delete_table(TableName=NAME)
        account.later(60.0)
        if anew:
            client.create_table(
                TableName=NAME,
                BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[{"AttributeName": "other", "AttributeType": "S"}],
                KeySchema=[{"AttributeName": "other", "KeyType": "HASH"}],
            )
            account.later(60.0)
            client.put_item(TableName=NAME, Item=ITEM)

    account.host.watch = watch


@pytest.mark.parametrize("seed", range(20))
def test_two_replacements_at_once_take_away_one_table(seed: int) -> None:
    account = Shared(seed)
    account.arrange({**OLD, "ttl": {"enabled": True, "attribute_name": "until"}})
    first, began = len(account.host.calls), account.clock.now()
    results = account.at_once(REPLACE, REPLACE)
    assert [done.get("msg") for done in results] == [None, None]
    made = [call.operation for call in writes(account.calls_since(first))]
    assert (made.count("DeleteTable"), made.count("CreateTable")) == (1, 1)
    assert account.clock.now() - began < 600.0


def test_what_somebody_else_has_put_in_its_place_is_not_replaced_again() -> None:
    account = Account()
    account.arrange(OLD)
    meanwhile(account, "CreateBackup", anew=True)
    done = account.result(REPLACE)
    assert done["converged"], done.get("msg")
    steps = [(step["operation"], step["status"]) for step in done["plan"]["operations"]]
    assert steps == [("CreateBackup", "done"), ("DeleteTable", "skipped"), ("CreateTable", "skipped")]
    assert account.boto().scan(TableName=NAME)["Items"] == [ITEM]


@pytest.mark.parametrize("force", [False, True])
def test_a_table_that_somebody_else_deletes_is_absent(force: bool) -> None:
    account = Account()
    account.arrange(OLD)
    meanwhile(account, "CreateBackup", anew=False)
    done = account.result({**ABSENT, "force": force})
    assert done["converged"], done.get("msg")
    assert account.table() is None


def test_a_table_that_nobody_has_looked_at_is_not_deleted() -> None:
    account = Account()
    account.arrange(OLD)
    meanwhile(account, "CreateBackup", anew=True)
    done = account.result(ABSENT)
    assert "another table of that name" in done["msg"]
    assert account.boto().scan(TableName=NAME)["Items"] == [ITEM]


def test_a_table_that_is_made_as_soon_as_the_other_is_gone_is_left_alone() -> None:
    """Seen only after the deletion, for nobody ever sees the name free."""
    account = Account(lengths={"delete": 5.0})
    account.arrange(OLD)

    def watch(call: Entry, carried_out: bool) -> None:
        if carried_out and call.operation == "DeleteTable":
            account.host.watch = lambda _call, _carried_out: None
            while account.table() is not None:
                account.later(0.1)
            account.boto().create_table(
                TableName=NAME,
                BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
                KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            )

    account.host.watch = watch
    began = account.clock.now()
    done = account.result({"state": "absent"})
    assert "another table of that name" in done["msg"] and done["changed"]
    assert account.clock.now() - began < 60.0


@pytest.mark.parametrize("rules", [{"wait": False}, {"wait_timeout": 1.0}])
def test_a_replacement_leaves_nothing_behind(rules: Options) -> None:
    """What the specification leaves out is known from the old table alone."""
    account = Account()
    kept: Options = {
        "ttl": {"enabled": True, "attribute_name": "until"},
        "point_in_time_recovery_enabled": True,
        "recovery_period_in_days": 7,
        "contributor_insights_enabled": True,
    }
    account.arrange({**OLD, **kept})
    done = account.result({**NEW, "replacement": "when_empty", "point_in_time_recovery_enabled": True}, **rules)
    assert {step["status"] for step in done["plan"]["operations"]} == {"done"}
    account.later(600.0)
    again = account.result({**NEW, **kept})
    assert again["converged"] and not again["changed"], again["plan"]["summary"]


def test_nothing_of_a_deletion_begins_before_it_can_be_made() -> None:
    account = Account(lengths={"index_backfill": 600.0})
    account.arrange({**OLD, "deletion_protection_enabled": True})
    account.boto().update_table(
        TableName=NAME,
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("id", "other")],
        GlobalSecondaryIndexUpdates=[
            {
                "Create": {
                    "IndexName": "by_other",
                    "KeySchema": [{"AttributeName": "other", "KeyType": "HASH"}],
                    "Projection": {"ProjectionType": "ALL"},
                }
            }
        ],
    )
    account.later(30.0)
    first = len(account.host.calls)
    done = account.result({**ABSENT, "force": True}, wait=False)
    assert not done["changed"] and not done["converged"]
    assert writes(account.calls_since(first), carried_out=False) == []
    done = account.result({**ABSENT, "force": True})
    assert done["converged"], done.get("msg")
    assert [call.operation for call in writes(account.calls_since(first))] == [
        "CreateBackup",
        "UpdateTable",
        "DeleteTable",
    ]
