# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Kinesis destination: at creation, changed in place, moved to another stream, removed, and where it goes wrong."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.capabilities import requires
from ansible_collections.planton.dynamodb.tests.integration.support.cases import Case, Options, check_change, one_engine
from ansible_collections.planton.dynamodb.tests.integration.support.specs import ON_DEMAND, attributes, keys
from ansible_collections.planton.dynamodb.tests.integration.support.tables import NAME, Tables
from devkit.engines import Engine

OPTION, PRECISION = "kinesis_streaming_destinations", "approximate_creation_date_time_precision"
MICRO, MILLI = "MICROSECOND", "MILLISECOND"
READ = "DescribeKinesisStreamingDestination"


def arn(name: str) -> str:
    return f"arn:aws:kinesis:eu-central-1:123456789012:stream/{name}"


def to(name: str | None, precision: str = MILLI) -> Options:
    return {OPTION: [{"stream_arn": arn(name), PRECISION: precision}] if name else []}


def told(name: str, precision: str = MILLI) -> Options:
    """The same in a diff."""
    return {OPTION: {arn(name): {PRECISION: precision}}}


CASES = [
    Case(
        "on",
        ON_DEMAND,
        to("orders", MICRO),
        ["enable Kinesis stream orders as destination (MICROSECOND)"],
        {},
        told("orders", MICRO),
        needs=("kinesis_destination",),
    ),
    Case(
        "another unit of time",
        {**ON_DEMAND, **to("orders")},
        to("orders", MICRO),
        ["change the time in records for Kinesis stream orders to MICROSECOND"],
        told("orders"),
        told("orders", MICRO),
        needs=("kinesis_destination", "kinesis_precision"),
    ),
    Case(
        "another stream",
        {**ON_DEMAND, **to("orders")},
        to("audit"),
        ["disable Kinesis stream orders as destination", "enable Kinesis stream audit as destination"],
        told("orders"),
        told("audit"),
        needs=("kinesis_destination",),
    ),
    Case(
        "off",
        {**ON_DEMAND, **to("orders", MICRO)},
        to(None),
        ["disable Kinesis stream orders as destination"],
        told("orders", MICRO),
        {},
        needs=("kinesis_destination",),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_change(case: Case, table: Tables, engine: Engine) -> None:
    check_change(case, table, engine)


def test_created(table: Tables, engine: Engine) -> None:
    requires(engine, "kinesis_destination")
    run = table.converge(**ON_DEMAND, **to("orders"))
    assert run.writes == ["CreateTable", "EnableKinesisStreamingDestination"]
    assert run["outputs"]["kinesis_stream_arns"] == [arn("orders")]
    assert {"dynamodb:EnableKinesisStreamingDestination", "kinesis:PutRecords"} <= {*run["plan"]["iam_actions"]}
    assert table.spec()[OPTION] == to("orders")[OPTION]


def test_left_out_is_left_alone_and_not_read(table: Tables, engine: Engine) -> None:
    requires(engine, "kinesis_destination")
    table(**ON_DEMAND, **to("orders", MICRO))
    run = table(**ON_DEMAND, tags={"team": "shop"})
    assert READ not in [call.operation for call in run.calls]
    assert table.spec()[OPTION] == to("orders", MICRO)[OPTION]
    table.unchanged(**ON_DEMAND, **{OPTION: [{"stream_arn": arn("orders")}]})


def test_a_replacement_keeps_it(table: Tables, engine: Engine) -> None:
    requires(engine, "kinesis_destination", "table_id")
    table(**ON_DEMAND, **to("orders", MICRO))
    other = {"attribute_definitions": attributes(id="S"), "key_schema": keys("id")}
    run = table(**{**ON_DEMAND, **other}, replacement="when_empty")
    assert run["converged"] and run.writes[-1] == "EnableKinesisStreamingDestination"
    assert table.spec()[OPTION] == to("orders", MICRO)[OPTION]


def test_none_is_wanted_of_an_endpoint_without_the_api(table: Tables, engine: Engine) -> None:
    table(**ON_DEMAND)
    run = table.unchanged(**ON_DEMAND, **to(None))
    assert run["converged"]


@pytest.mark.parametrize("engine", ["moto"], indirect=True)
def test_one_is_wanted_of_an_endpoint_without_the_api(table: Tables) -> None:
    table(**ON_DEMAND)
    run = table.refused("unreadable", **ON_DEMAND, **to("orders"))
    assert "not offered by the endpoint" in run["msg"]


strict = pytest.mark.parametrize("engine", ["strict"], indirect=True)


def control(engine: Engine, **state: Any) -> None:
    request = urllib.request.Request(f"{engine.url}/_simulator/state", json.dumps(state).encode())
    urllib.request.urlopen(request).close()


@strict
def test_a_stream_that_is_gone(table: Tables, engine: Engine) -> None:
    """AWS says so only seconds later; the next run says the same, until there is a stream."""
    table(**ON_DEMAND)
    control(engine, missing_streams=[arn("gone")])
    for _attempt in range(2):
        run = table(fails=True, **to("gone"))
        assert run["error"]["code"] == "ENABLE_FAILED"
        assert "User does not have a permission to use kinesis stream" in run["msg"]
        assert "check that the stream exists and is ACTIVE" in run["error"]["hint"]
        assert not run["converged"] and run["outputs"]["kinesis_stream_arns"] == []
    assert "the last attempt to enable Kinesis destination gone failed" in run.warnings
    control(engine, missing_streams=[])
    table.converge(**to("gone"))


@strict
def test_a_stream_of_another_account(table: Tables) -> None:
    other = arn("orders").replace("123456789012", "210987654321")
    run = table(fails=True, **ON_DEMAND, **{OPTION: [{"stream_arn": other}]})
    assert run["error"]["code"] == "ENABLE_FAILED" and "not in Active state" in run["msg"]


@one_engine
@pytest.mark.parametrize(
    ("wrong", "path", "hint"),
    [
        ([{"stream_arn": "orders"}], "[0].stream_arn", "write arn:aws:kinesis:"),
        ([{"stream_arn": ""}], "[0].stream_arn", "write arn:aws:kinesis:"),
        (
            [{"stream_arn": "arn:aws:dynamodb:eu-central-1:123456789012:table/t/stream/2026-03-01T00:00:00.000"}],
            "[0].stream_arn",
            "turned on with stream_enabled",
        ),
        ([{"stream_arn": arn("orders").replace("eu-central-1", "eu-west-1")}], "[0].stream_arn", "the table's region"),
        ([{"stream_arn": arn("orders"), PRECISION: "MICROSECONDS"}], f"[0].{PRECISION}", "use MILLISECOND or"),
        ([{"stream_arn": arn("orders")}, {"stream_arn": arn("audit")}], "", "keep one"),
    ],
    ids=["no ARN", "blank", "stream of DynamoDB", "another Region", "unit misspelt", "two"],
)
def test_wrong_input_is_told_before_any_call(wrong: Any, path: str, hint: str, table: Tables) -> None:
    # Without a call, nothing knows the Region.
    for validate_only in (False,) if "region" in hint else (False, True):
        run = table(fails=True, **ON_DEMAND, **{OPTION: wrong}, validate_only=validate_only)
        (error,) = run["errors"]
        assert (error["rule"], error["path"]) == ("V52", OPTION + path) and hint in error["hint"]
        assert run.calls == []


@strict
def test_a_read_that_is_denied(table: Tables, engine: Engine) -> None:
    table(**ON_DEMAND, **to("orders"))
    request = urllib.request.Request(
        f"{engine.url}/_simulator/faults", json.dumps({"kind": "deny", "operation": READ}).encode()
    )
    urllib.request.urlopen(request).close()
    run = table.refused("unreadable", **to(None))
    assert f"allow dynamodb:{READ}" in run["msg"]
    table.converge(**ON_DEMAND, tags={"team": "shop"})
    info = table.info(names=[NAME])
    assert READ in info["tables"][0]["table"]["unknown"]["kinesis"]
    assert "kinesis is unknown" in info.warnings
