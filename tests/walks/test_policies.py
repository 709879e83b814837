# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resource policies in whole runs: what AWS does with them in time, and what somebody else does meanwhile."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.operations.principals import delete_principal, make_principal
from ansible_collections.planton.dynamodb.tests.simulator.settings.policy import Policy
from ansible_collections.planton.dynamodb.tests.simulator.settings.stream import label
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Entry
from ansible_collections.planton.dynamodb.tests.walks.account import NAME, Account, writes
from ansible_collections.planton.dynamodb.tests.walks.test_left_alone import BASE, OTHER_KEY, STREAM, made

Options = dict[str, Any]
ROLE = "arn:aws:iam::210987654321:role/reader"
FOUR_MINUTES = 240.0


def policy(action: str = "dynamodb:GetItem", **more: Any) -> Options:
    """A policy for one account."""
    grant = {"Effect": "Allow", "Principal": {"AWS": "210987654321"}, "Action": action, "Resource": "__TABLE_ARN__"}
    return {"Version": "2012-10-17", "Statement": [{**grant, **more}]}


SHARED = {**BASE, "resource_policy": policy()}
READ = policy("dynamodb:GetRecords", Resource="__STREAM_ARN__")


def put(account: Account, document: Options, *, stream: bool = False) -> None:
    """Put a policy as somebody else does."""
    table = account.table()
    assert table
    arn = f"{table.arn}/stream/{label(table)}" if stream else table.arn
    text = json.dumps(document).replace("__TABLE_ARN__", table.arn).replace("__STREAM_ARN__", arn)
    account.engine.call("dynamodb", "PutResourcePolicy", {"ResourceArn": arn, "Policy": text})


def held(account: Account) -> str:
    """What the engine holds of the table."""
    table = account.table()
    assert table
    return str(table.of(Policy).policy)


def test_the_outputs_have_the_revisions() -> None:
    account = Account(3)
    done = account.result({**SHARED, **STREAM, "stream_resource_policy": READ})
    table = account.table()
    assert table and "msg" not in done
    own = table.of(Policy)
    assert done["outputs"]["policy_revision_id"] == own.policy_revision
    assert done["outputs"]["stream_policy_revision_id"] == own.stream_policy_revision
    assert done["table"]["resource_policy"]["Statement"][0]["Resource"] == table.arn
    assert account.result(BASE)["outputs"]["policy_revision_id"] == ""


def test_what_is_not_named_is_not_read() -> None:
    account = made(SHARED)
    first = len(account.host.calls)
    account.result({**BASE, "tags": {"a": "b"}})
    assert "GetResourcePolicy" not in {call.operation for call in account.calls_since(first)}


def test_a_stream_that_is_not_there_is_not_asked_for() -> None:
    account = made(BASE)
    first = len(account.host.calls)
    assert not account.result({**BASE, "stream_resource_policy": {}})["changed"]
    assert "GetResourcePolicy" not in {call.operation for call in account.calls_since(first)}


def test_a_policy_that_was_changed_meanwhile_is_planned_anew() -> None:
    """L-209: the revision that was read is not that of the policy any more."""
    account = made(SHARED)
    account.later(60.0)

    def meddle(entry: Entry, carried_out: bool) -> None:
        if entry.operation == "PutResourcePolicy" and not carried_out:
            account.host.watch = lambda _entry, _carried_out: None
            put(account, policy("dynamodb:Scan"))

    account.host.watch = meddle
    done = account.result({**BASE, "resource_policy": policy("dynamodb:Query")})
    assert "msg" not in done and done["converged"], done
    assert "dynamodb:Query" in held(account)
    assert any("somebody else changed the table meanwhile" in text for text in done["warnings"])


def test_somebody_else_puts_the_same() -> None:
    account = made(SHARED)
    account.later(60.0)

    def help_along(entry: Entry, carried_out: bool) -> None:
        if entry.operation == "PutResourcePolicy" and not carried_out:
            account.host.watch = lambda _entry, _carried_out: None
            put(account, policy("dynamodb:Query"))

    account.host.watch = help_along
    done = account.result({**BASE, "resource_policy": policy("dynamodb:Query")})
    assert "msg" not in done and done["converged"], done
    assert [step["status"] for step in done["plan"]["operations"]] == ["skipped"]


def test_two_changes_are_fifteen_seconds_apart() -> None:
    """L-206, L-445: the text says when the next is admitted; without ``wait`` too, as it is a matter of seconds."""
    account = made(BASE)
    assert account.result(SHARED)["converged"]
    began = account.clock.now()
    done = account.result({**BASE, "resource_policy": {}}, wait=False)
    assert "msg" not in done and 10.0 < account.clock.now() - began < 25.0


def test_the_stream_has_a_window_of_its_own() -> None:
    """L-213."""
    account = made({**BASE, **STREAM})
    assert account.result(SHARED)["converged"]
    began = account.clock.now()
    assert account.result({**STREAM, "stream_resource_policy": READ})["converged"]
    assert account.clock.now() - began < 10.0


def test_what_denies_comes_last() -> None:
    account = made(BASE)
    denial = policy("dynamodb:UpdateTable", Effect="Deny", Principal="*")
    options = {
        **BASE,
        **STREAM,
        "resource_policy": denial,
        "table_class": "STANDARD_INFREQUENT_ACCESS",
        "tags": {"a": "b"},
    }
    first = len(account.host.calls)
    done = account.result(options)
    assert "msg" not in done and done["converged"], done
    assert writes(account.calls_since(first))[-1].operation == "PutResourcePolicy"
    assert any("it denies dynamodb:UpdateTable to everybody" in text for text in done["warnings"])


def test_a_denial_works_and_its_end_takes_minutes() -> None:
    """L-324, L-432: the message says what denies, and for how long yet."""
    account = made({**BASE, "resource_policy": policy("dynamodb:UpdateTable", Effect="Deny", Principal="*")})
    account.later(10.0)
    denied = account.result({**BASE, "deletion_protection_enabled": True})
    assert "explicit deny in a resource-based policy" in denied["msg"] and "four minutes" in denied["msg"]
    lifted = account.result({"resource_policy": {}})
    assert lifted["converged"] and any("about four minutes" in text for text in lifted["warnings"])
    assert "msg" in account.result({**BASE, "deletion_protection_enabled": True})
    account.later(FOUR_MINUTES)
    assert account.result({**BASE, "deletion_protection_enabled": True})["converged"]


def test_nobody_is_locked_out_without_a_word() -> None:
    lock = policy("dynamodb:PutResourcePolicy", Effect="Deny", Principal="*")
    account = made(BASE)
    confirmed = {**BASE, "resource_policy": lock, "confirm_remove_self_resource_access": True}
    planned = account.result(confirmed, apply=False)
    assert [step["destructive"] for step in planned["plan"]["operations"]] == [True]
    assert account.result(confirmed)["converged"]
    assert account.result(confirmed)["plan"]["operations"] == []


def test_the_service_sees_that_this_user_would_be_locked_out() -> None:
    """Only AWS knows who the user is; the message says how to go on."""
    account = made(BASE)
    account.host.faults.add(
        kind="error",
        operation="PutResourcePolicy",
        code="AccessDeniedException",
        text="The new resource policy will not allow you to update the resource policy in the future.",
        status=400,
    )
    denial = policy("dynamodb:PutResourcePolicy", Effect="Deny", Principal={"AWS": ROLE})
    done = account.result({**BASE, "resource_policy": denial})
    assert "confirm_remove_self_resource_access: true" in done["msg"]


def test_a_principal_that_was_deleted_is_bound_again() -> None:
    options = {**BASE, "resource_policy": policy(Principal={"AWS": ROLE})}
    account = made(options)
    account.later(60.0)
    gone = delete_principal(account.engine.world(), ROLE)
    planned = account.result(options, apply=False)
    assert f"it names what was deleted: {gone}" in planned["plan"]["operations"][0]["reason"]
    done = account.result(options)
    assert "each account, role and user in the policy exists" in done["msg"]
    assert gone in held(account)
    make_principal(account.engine.world(), ROLE)
    assert account.result(options)["converged"] and ROLE in held(account)


def test_a_replacement_takes_both_policies_along() -> None:
    account = made({**SHARED, **STREAM, "stream_resource_policy": READ})
    done = account.result({**OTHER_KEY, "replacement": "when_empty"})
    table = account.table()
    assert "msg" not in done and table
    own = table.of(Policy)
    assert table.arn in str(own.policy) and f"{table.arn}/stream/{label(table)}" in str(own.stream_policy)
    # What was left alone is not read again, so for some seconds a read may still tell of no policy.
    account.later(5.0)
    assert account.result({**SHARED, **OTHER_KEY, "stream_resource_policy": READ})["plan"]["operations"] == []


def test_no_table_is_replaced_whose_policy_names_what_was_deleted() -> None:
    account = made({**BASE, "resource_policy": policy(Principal={"AWS": ROLE})})
    delete_principal(account.engine.world(), ROLE)
    done = account.result({**OTHER_KEY, "replacement": "when_empty"})
    assert [error["rule"] for error in done["errors"]] == ["V49"] and account.table()


@pytest.mark.parametrize("rules", [{}, {"wait_timeout": 1.0}])
def test_another_stream_gets_the_policy_of_the_old_one(rules: Options) -> None:
    """Only the run knows the policy once the old stream is off, so it sees that through."""
    account = made({**BASE, **STREAM, "stream_resource_policy": READ})
    account.result({**BASE, **STREAM, "stream_view_type": "KEYS_ONLY"}, **rules)
    table = account.table()
    assert table
    assert f"{table.arn}/stream/{label(table)}" in str(table.of(Policy).stream_policy)


@pytest.mark.parametrize("options", [{"resource_policy": {}}, {**OTHER_KEY, "replacement": "when_empty"}])
def test_a_read_that_is_denied_stops_what_needs_it(options: Options) -> None:
    account = made(SHARED)
    account.host.faults.add(kind="deny", operation="GetResourcePolicy")
    first = len(account.host.calls)
    done = account.result({**BASE, **options})
    assert {error["rule"] for error in done["errors"]} == {"unreadable"}
    assert "dynamodb:GetResourcePolicy" in done["msg"]
    assert writes(account.calls_since(first), carried_out=False) == []
    assert account.result({**BASE, "tags": {"a": "b"}})["converged"]


def test_a_table_that_is_denied_its_own_change_is_known_by_the_text() -> None:
    """Somebody else put a document that the service takes and the rules here do not know."""
    account = made(BASE)
    account.host.faults.add(
        kind="error",
        operation="PutResourcePolicy",
        code="ValidationException",
        text="One or more parameter values were invalid: Invalid policy document: Syntax error at position (1,9)",
        status=400,
    )
    done = account.result(SHARED)
    assert "Syntax error at position (1,9)" in done["msg"] and "docs/sharing.md" in done["msg"]


def test_a_run_that_finds_a_table_being_made_waits_for_its_policy_api() -> None:
    """4.3, CREATING: the policy API does not know the table in the first seconds."""
    account = Account(4)
    account.engine.call("dynamodb", "CreateTable", {"TableName": NAME, **REQUEST})
    done = account.result(SHARED)
    assert "msg" not in done and done["converged"], done


REQUEST = {
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
}
