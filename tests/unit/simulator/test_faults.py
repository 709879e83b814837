# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults that can be switched on: each kind, and each way to say which calls meet it."""

from __future__ import annotations

import time
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.clock import EPOCH, VirtualClock
from ansible_collections.planton.dynamodb.tests.simulator.engine import Engine
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.simulator.wire.faults import KINDS
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Host
from ansible_collections.planton.dynamodb.tests.simulator.wire.transport import Wire
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import PLAIN
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError

ORDERS: Part = {**PLAIN, "TableName": "orders"}
MAXIMUM: Part = {"TableName": "orders", "OnDemandThroughput": {"MaxReadRequestUnits": 9}}
WIRE = Wire()


@pytest.fixture(name="boto", scope="module")
def made_client() -> Any:
    """A client that does not repeat."""
    return WIRE.client("dynamodb", Config(retries={"max_attempts": 0}))


@pytest.fixture(name="host")
def made_host(boto: Any) -> Host:
    """An engine with a table."""
    WIRE.host = host = Host(Engine())
    boto.create_table(**ORDERS)
    host.engine.clock.advance(100.0)
    return host


def outcome(call: Any, **request: Any) -> str:
    """``done``, the code of the refusal, or ``dropped``."""
    try:
        call(**request)
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    except ConnectionClosedError:
        return "dropped"
    return "done"


def maximum(host: Host) -> Part | None:
    """The part of the table that a change is about."""
    answer: Part = host.engine.call("dynamodb", "DescribeTable", {"TableName": "orders"})["Table"]
    return answer.get("OnDemandThroughput")


def test_error(host: Host, boto: Any) -> None:
    """Any code, text and status; by default that of a server that fails. Nothing is carried out."""
    host.faults.add("error", operation="UpdateTable", code="ThrottlingException", text="Rate exceeded", status=400)
    with pytest.raises(ClientError) as failed:
        boto.update_table(**MAXIMUM)
    error = failed.value.response
    assert error["Error"] == {"Code": "ThrottlingException", "Message": "Rate exceeded"}
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert maximum(host) is None
    host.faults.clear()
    host.faults.add("error")
    assert outcome(boto.describe_table, TableName="orders") == "InternalServerError"
    assert (host.calls[-1].status, host.calls[-1].carried_out, host.calls[-1].faults) == (500, False, ("error",))


def test_deny(host: Host, boto: Any) -> None:
    """The words of AWS for a permission that is missing, with the ARN of the table."""
    host.faults.add("deny", operation="UpdateTable")
    with pytest.raises(ClientError) as denied:
        boto.update_table(**MAXIMUM)
    assert denied.value.response["Error"] == {
        "Code": "AccessDeniedException",
        "Message": (
            "User: arn:aws:iam::123456789012:user/123456789012 is not authorized to perform: dynamodb:UpdateTable on"
            " resource: arn:aws:dynamodb:eu-central-1:123456789012:table/orders because no identity-based policy allows"
            " the dynamodb:UpdateTable action"
        ),
    }
    assert maximum(host) is None
    assert outcome(boto.describe_table, TableName="orders") == "done"


def test_expire(host: Host, boto: Any) -> None:
    """Credentials end at a virtual time, for all calls."""
    host.faults.add("expire", at=EPOCH + 200.0)
    assert outcome(boto.describe_table, TableName="orders") == "done"
    host.engine.clock.advance(100.0)
    assert outcome(boto.describe_table, TableName="orders") == "ExpiredTokenException"
    assert outcome(boto.update_table, **MAXIMUM) == "ExpiredTokenException"


@pytest.mark.parametrize(("kind", "effect"), [("drop_before", None), ("drop_after", {"MaxReadRequestUnits": 9})])
def test_drop(host: Host, boto: Any, kind: str, effect: Part | None) -> None:
    """No answer: before the call took effect, or after."""
    host.faults.add(kind, operation="UpdateTable", times=1)
    assert outcome(boto.update_table, **MAXIMUM) == "dropped"
    assert maximum(host) == effect
    entry = host.calls[-1]
    assert (entry.status, entry.carried_out, entry.faults) == (0, effect is not None, (kind,))
    assert outcome(boto.update_table, **MAXIMUM) == "done"


def test_lose(host: Host, boto: Any) -> None:
    """Accepted and forgotten."""
    host.faults.add("lose", operation="TagResource")
    arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders"
    tag = {"ResourceArn": arn, "Tags": [{"Key": "k", "Value": "v"}]}
    assert outcome(boto.tag_resource, **tag) == "done"
    assert boto.list_tags_of_resource(ResourceArn=arn)["Tags"] == []


def test_latency_moves_a_clock_that_stands(host: Host, boto: Any) -> None:
    """Virtual seconds; those of several faults add up."""
    host.faults.add("latency", operation="DescribeTable", seconds=2.5)
    host.faults.add("latency", operation="reads", seconds=1.0)
    before = host.engine.clock.now()
    boto.describe_table(TableName="orders")
    assert host.engine.clock.now() - before == 3.5
    boto.update_table(**MAXIMUM)
    assert host.engine.clock.now() - before == 3.5


def test_latency_waits_for_a_clock_that_runs(boto: Any) -> None:
    """With a clock of its own the call takes its time."""
    WIRE.host = Host(Engine(clock=VirtualClock(scale=100.0)))
    WIRE.host.faults.add("latency", seconds=5.0)
    start = time.monotonic()
    boto.list_tables()
    assert 0.05 <= time.monotonic() - start < 2.0


def test_probability_is_the_same_with_the_same_seed(boto: Any) -> None:
    """The seed decides which calls meet a fault; a fresh start begins anew."""

    def met(host: Host) -> list[str]:
        host.faults.add("error", probability=0.5)
        WIRE.host = host
        return [outcome(boto.list_tables) for _time in range(30)]

    first = Host(Engine(), seed=1)
    again, other = Host(Engine(), seed=1), Host(Engine(), seed=2)
    outcomes = met(first)
    assert set(outcomes) == {"done", "InternalServerError"}
    assert met(again) == outcomes != met(other)
    first.reset()
    assert met(first) == outcomes


def test_skip_and_times(host: Host, boto: Any) -> None:
    """The first ``skip`` pass, then ``times`` meet it."""
    fault = host.faults.add("error", operation="DescribeTable", skip=2, times=3, code="InternalServerError")
    told = [outcome(boto.describe_table, TableName="orders") for _time in range(7)]
    assert told == ["done"] * 2 + ["InternalServerError"] * 3 + ["done"] * 2
    assert fault.met == 3


@pytest.mark.parametrize(
    ("of", "met"),
    [
        ({"operation": "reads"}, ["read"]),
        ({"operation": "writes"}, ["write", "other write", "tag"]),
        ({"operation": "UpdateTable"}, ["write", "other write"]),
        ({"operation": "*"}, ["read", "write", "other write", "tag"]),
        ({"table": "orders"}, ["read", "write", "tag"]),
        ({"table": "orders", "operation": "writes"}, ["write", "tag"]),
        ({"access_key": "123456789012"}, ["read", "write", "other write", "tag"]),
        ({"access_key": "somebody"}, []),
        ({"region": "eu-central-1", "operation": "reads"}, ["read"]),
        ({"region": "us-east-1"}, []),
    ],
    ids=str,
)
def test_which_calls_meet_it(host: Host, boto: Any, of: Part, met: list[str]) -> None:
    """By operation, by kind of operation, by table (also by its ARN), by caller."""
    arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders"
    boto.create_table(**{**ORDERS, "TableName": "bills"})
    host.engine.clock.advance(100.0)
    host.faults.add("deny", **of)
    outcomes = {
        "read": outcome(boto.describe_table, TableName="orders"),
        "write": outcome(boto.update_table, **MAXIMUM),
        "other write": outcome(boto.update_table, **{**MAXIMUM, "TableName": "bills"}),
        "tag": outcome(boto.tag_resource, ResourceArn=arn, Tags=[{"Key": "k", "Value": "v"}]),
    }
    assert [name for name, told in outcomes.items() if told != "done"] == met


def test_the_first_of_a_kind_decides(host: Host, boto: Any) -> None:
    """Of two errors the one that was added first is told."""
    host.faults.add("error", code="ThrottlingException", status=400)
    host.faults.add("error", code="LimitExceededException", status=400)
    assert outcome(boto.list_tables) == "ThrottlingException"


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"kind": "fire"}, "a fault is one of"),
        ({"kind": "error", "colour": "red"}, "no such field of a fault: colour"),
        ({"kind": "error", "times": "two"}, "times is of type int or null, not 'two'"),
        ({"kind": "error", "times": -1}, "times is not negative"),
        ({"kind": "error", "probability": 2}, "probability is from 0 to 1"),
        ({"kind": "error", "skip": True}, "skip is of type int"),
        ({"kind": "error", "operation": ["UpdateTable"]}, "operation is of type str"),
    ],
    ids=str,
)
def test_a_fault_that_makes_no_sense(host: Host, fields: Part, text: str) -> None:
    """It is refused when it is added, not when it is met."""
    with pytest.raises(ValueError, match=text):
        host.faults.add(**fields)
    assert host.faults.faults == []


def test_every_kind_is_tried_here() -> None:
    """The list of kinds is that of the tests above; those about Regions are tried in test_regions.py."""
    here = ["deny", "drop_after", "drop_before", "error", "expire", "latency", "lose"]
    assert sorted(KINDS) == sorted([*here, "give_up", "unreachable"])


def test_who_watches_is_told_before_and_after(host: Host, boto: Any) -> None:
    """A test may end a run between the two."""
    seen: list[tuple[str, bool]] = []
    host.watch = lambda entry, carried_out: seen.append((entry.operation, carried_out))
    boto.update_table(**MAXIMUM)
    assert seen == [("UpdateTable", False), ("UpdateTable", True)]
