# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kinesis destinations, which only their own read shows: what a run waits for, and what it says where that fails."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.wire.faults import DENY, DROP_AFTER, ERROR, LOSE, Fault
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Entry
from ansible_collections.planton.dynamodb.tests.walks.account import NAME, Account, writes
from ansible_collections.planton.dynamodb.tests.walks.facts import options_of_table

Options = dict[str, Any]
OPTION, PRECISION = "kinesis_streaming_destinations", "approximate_creation_date_time_precision"
ORDERS, AUDIT = (f"arn:aws:kinesis:eu-central-1:123456789012:stream/{name}" for name in ("orders", "audit"))
MICRO, MILLI = "MICROSECOND", "MILLISECOND"
LENGTHS = {"kinesis_on": 6.0, "kinesis_off": 2.0, "kinesis_precision": 140.0, "create": 5.0}
TABLE: Options = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
ENABLE, DISABLE, UPDATE, DESCRIBE = (
    f"{verb}KinesisStreamingDestination" for verb in ("Enable", "Disable", "Update", "Describe")
)


def to(arn: str | None, precision: str | None = None) -> Options:
    """The whole specification with that destination, or with none."""
    unit = {PRECISION: precision} if precision else {}
    return {**TABLE, OPTION: [{"stream_arn": arn, **unit}] if arn else []}


def account_with(options: Options | None) -> Account:
    """An account with the table of the options, made long ago."""
    account = Account(3, lengths=LENGTHS)
    if options is not None:
        account.arrange(options)
    return account


def destinations(account: Account) -> Any:
    """What the engine holds."""
    table = account.table()
    assert table
    return options_of_table(table)[OPTION]


def good(account: Account, options: Options, **rules: Any) -> Options:
    """The result of a run that has nothing to complain of, and the same again, which has nothing to do."""
    done = account.result(options, **rules)
    assert "msg" not in done and done["converged"], done
    again = account.result(options)
    assert again["plan"]["operations"] == [] and not again["changed"], again
    return done


def calls(account: Account, first: int = 0) -> list[str]:
    return [call.operation for call in writes(account.calls_since(first))]


def fault(account: Account, kind: str, operation: str, **more: Any) -> None:
    account.host.faults.faults.append(Fault(kind, operation, **more))


def test_a_new_table_is_done_when_its_destination_is_active() -> None:
    account = account_with(None)
    began = account.clock.now()
    done = account.result(to(ORDERS))
    assert done["converged"] and calls(account) == ["CreateTable", ENABLE]
    assert LENGTHS["create"] + LENGTHS["kinesis_on"] <= account.clock.now() - began < 16.0
    assert done["outputs"]["kinesis_stream_arns"] == [ORDERS]
    assert [each["destination_status"] for each in done["table"]["kinesis_data_stream_destinations"]] == ["ACTIVE"]
    assert done["plan"]["iam_actions"] == [
        *(f"dynamodb:{name}" for name in ("CreateTable", DESCRIBE, "DescribeTable", ENABLE)),
        *("kinesis:DescribeStream", "kinesis:PutRecord", "kinesis:PutRecords"),
    ]


def test_no_call_is_made_where_the_option_is_left_out() -> None:
    account = account_with(to(ORDERS))
    first = len(account.host.calls)
    done = account.result({**TABLE, "tags": {"a": "b"}})
    assert done["converged"] and destinations(account) != []
    assert DESCRIBE not in [call.operation for call in account.calls_since(first)]


def test_another_unit_is_changed_in_place_and_awaited() -> None:
    account = account_with(to(ORDERS))
    first, began = len(account.host.calls), account.clock.now()
    good(account, to(ORDERS, MICRO))
    assert calls(account, first) == [UPDATE]
    assert 140.0 <= account.clock.now() - began < 160.0


def test_another_stream_is_enabled_as_soon_as_the_old_one_is_off() -> None:
    account = account_with(to(ORDERS, MICRO))
    first, began = len(account.host.calls), account.clock.now()
    done = good(account, to(AUDIT))
    refused = [call for call in account.calls_since(first) if call.status != 200]
    assert calls(account, first) == [DISABLE, ENABLE] and refused == []
    assert 8.0 <= account.clock.now() - began < 10.0
    assert [step["destructive"] for step in done["plan"]["operations"]] == [True, False]
    assert destinations(account) == [{"stream_arn": AUDIT, PRECISION: MILLI}]


def test_a_stream_that_is_gone_fails_with_the_reason_of_aws_and_a_hint() -> None:
    account = account_with(TABLE)
    account.engine.world().stores["missing_streams"] = {ORDERS}
    for _attempt in range(2):
        done = account.result(to(ORDERS))
        assert done["error"]["code"] == "ENABLE_FAILED" and not done["converged"]
        assert "User does not have a permission to use kinesis stream" in done["msg"]
        assert "check that the stream exists" in done["msg"] and "Another run meets the same" in done["msg"]
    assert any("the last attempt to enable Kinesis destination orders failed" in text for text in done["warnings"])
    account.engine.world().stores["missing_streams"] = set()
    good(account, to(ORDERS))


def test_a_failure_that_was_there_before_is_not_taken_for_that_of_the_call() -> None:
    """AWS may still show it when the answer to the call is there."""
    account = account_with(TABLE)
    account.engine.world().stores["missing_streams"] = {ORDERS}
    account.result(to(ORDERS))
    account.engine.world().stores["missing_streams"] = set()
    first = len(account.host.calls)
    good(account, to(ORDERS))
    assert calls(account, first) == [ENABLE]


def test_who_does_not_wait_is_told_that_it_goes_on_and_the_next_run_waits() -> None:
    account = account_with(TABLE)
    began = account.result(to(ORDERS), wait=False)
    assert began["changed"] and not began["converged"] and "msg" not in began
    later = account.result(to(ORDERS))
    assert later["converged"] and not later["changed"]
    table = later["table"]["kinesis_data_stream_destinations"]
    assert [each["destination_status"] for each in table] == ["ACTIVE"]


def test_who_waits_too_short_is_told_what_for() -> None:
    account = account_with(to(ORDERS))
    done = account.result(to(ORDERS, MICRO), wait_timeout=30)
    assert "wait_timeout reached while waiting for Kinesis destination orders ACTIVE" in done["msg"]
    assert "Begun: change the time in records" in done["msg"] and "Run again" in done["msg"]
    good(account, to(ORDERS, MICRO))


@pytest.mark.parametrize("wanted", [to(None), to(AUDIT)], ids=["none", "another"])
def test_a_destination_that_changes_is_disabled_when_it_has_changed(wanted: Options) -> None:
    account = account_with(to(ORDERS))
    unit = {"ApproximateCreationDateTimePrecision": MICRO}
    request = {"TableName": NAME, "StreamArn": ORDERS, "UpdateKinesisStreamingConfiguration": unit}
    account.engine.call("dynamodb", UPDATE, request)
    good(account, wanted)


def test_what_was_begun_by_another_run_is_waited_for() -> None:
    account = account_with(TABLE)
    account.engine.call("dynamodb", ENABLE, {"TableName": NAME, "StreamArn": ORDERS})
    first = len(account.host.calls)
    good(account, to(ORDERS, MICRO))
    assert calls(account, first) == [UPDATE]


def meanwhile(account: Account, before: str, operation: str, **request: Any) -> None:
    """Have somebody else make a call just before the run makes its own."""

    def watch(call: Entry, carried_out: bool) -> None:
        if call.operation == before and not carried_out:
            account.host.watch = lambda _call, _carried_out: None
            account.engine.call("dynamodb", operation, {"TableName": NAME, **request})

    account.host.watch = watch


def test_what_somebody_else_has_enabled_meanwhile_is_no_failure() -> None:
    account = account_with(TABLE)
    meanwhile(account, ENABLE, ENABLE, StreamArn=ORDERS)
    good(account, to(ORDERS))


def test_what_somebody_else_has_disabled_meanwhile_is_no_failure() -> None:
    account = account_with(to(ORDERS))

    def watch(call: Entry, carried_out: bool) -> None:
        if call.operation == DISABLE and not carried_out:
            account.host.watch = lambda _call, _carried_out: None
            account.engine.call("dynamodb", DISABLE, {"TableName": NAME, "StreamArn": ORDERS})
            account.later(5.0)

    account.host.watch = watch
    good(account, to(None))


def test_a_change_of_somebody_else_is_outwaited() -> None:
    """It takes more than the minute for which a refusal without a reason is believed."""
    account = account_with(to(ORDERS))
    unit = {"ApproximateCreationDateTimePrecision": MICRO}
    meanwhile(account, DISABLE, UPDATE, StreamArn=ORDERS, UpdateKinesisStreamingConfiguration=unit)
    good(account, to(AUDIT))


def test_another_stream_that_somebody_else_has_enabled_meanwhile_is_not_disabled_unseen() -> None:
    account = account_with(TABLE)
    meanwhile(account, ENABLE, ENABLE, StreamArn=AUDIT)
    done = account.result(to(ORDERS))
    assert "must be DISABLED or ENABLE_FAILED to perform ENABLE" in done["msg"]
    assert destinations(account) == [{"stream_arn": AUDIT, PRECISION: MILLI}]


@pytest.mark.parametrize("wanted", [to(ORDERS, MICRO), to(AUDIT), to(None)], ids=["unit", "stream", "none"])
@pytest.mark.parametrize("operation", [ENABLE, DISABLE, UPDATE])
def test_an_answer_that_is_lost_is_seen_through(wanted: Options, operation: str) -> None:
    account = account_with(to(ORDERS))
    fault(account, DROP_AFTER, operation, times=1)
    good(account, wanted)


@pytest.mark.parametrize("wanted", [to(ORDERS, MICRO), to(AUDIT), to(None)], ids=["unit", "stream", "none"])
def test_a_call_that_comes_to_nothing_is_not_waited_for_without_end(wanted: Options) -> None:
    account = account_with(to(ORDERS))
    fault(account, LOSE, "writes", times=1)
    began = account.clock.now()
    done = account.result(wanted)
    assert "in vain" in done["msg"] and account.clock.now() - began < 60.0
    account.host.faults.clear()
    good(account, wanted)


def test_a_read_that_is_denied_is_an_error_where_the_option_is_given_and_none_elsewhere() -> None:
    account = account_with(to(ORDERS))
    fault(account, DENY, DESCRIBE)
    done = account.result(to(ORDERS))
    assert [error["rule"] for error in done["errors"]] == ["unreadable"]
    assert "dynamodb:DescribeKinesisStreamingDestination" in done["msg"]
    assert account.result({**TABLE, "tags": {"a": "b"}})["converged"]


def test_a_read_that_is_denied_from_the_creation_on_fails_the_run_after_its_calls() -> None:
    account = account_with(None)
    fault(account, DENY, DESCRIBE)
    done = account.result(to(ORDERS))
    assert done["changed"] and done["error"]["code"] == "AccessDeniedException"
    assert calls(account) == ["CreateTable", ENABLE]


def test_a_table_that_the_read_does_not_know_yet_is_asked_again() -> None:
    account = account_with(None)
    text = "Requested resource not found: Table: orders not found"
    fault(account, ERROR, DESCRIBE, times=2, code="ResourceNotFoundException", text=text, status=400)
    good(account, to(ORDERS))


def test_a_replacement_takes_the_destination_along() -> None:
    account = account_with(to(ORDERS, MICRO))
    other = {"attribute_definitions": [{"name": "no", "type": "S"}]}
    key = {"key_schema": [{"attribute_name": "no", "key_type": "HASH"}]}
    done = good(account, {**TABLE, **other, **key, "replacement": "when_empty"})
    assert destinations(account) == [{"stream_arn": ORDERS, PRECISION: MICRO}]
    assert any("from the deletion until the new table has it" in text for text in done["warnings"])


def test_a_table_is_deleted_with_its_destination() -> None:
    account = account_with(to(ORDERS))
    first = len(account.host.calls)
    done = account.result({**to(ORDERS), "state": "absent"})
    assert "msg" not in done and account.table() is None
    made = [call.operation for call in account.calls_since(first) if call.operation != "DescribeTable"]
    assert made == ["DescribeScalableTargets", "DeleteTable"]
