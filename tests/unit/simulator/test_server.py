# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine over HTTP, and the interface that controls it."""

from __future__ import annotations

import concurrent.futures
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import boto3.session
import pytest
from ansible_collections.planton.dynamodb.tests.simulator.clock import EPOCH
from ansible_collections.planton.dynamodb.tests.simulator.engine import Engine
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Host
from ansible_collections.planton.dynamodb.tests.simulator.wire.server import LOOPBACK, Server, serving
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import PLAIN
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError

ORDERS: Part = {**PLAIN, "TableName": "orders"}
KEYS = {
    "aws_access_key_id": "123456789012",
    "aws_secret_access_key": "not-a-real-secret-7f3a",
    "region_name": "eu-central-1",
}


@pytest.fixture(name="server", scope="module")
def made_server() -> Iterator[Server]:
    """One server for all tests."""
    with serving(Host(Engine())) as server:
        yield server


@pytest.fixture(name="boto", scope="module")
def made_client(server: Server) -> Any:
    """A client with a real connection."""
    config = Config(retries={"max_attempts": 0})
    return boto3.session.Session(**KEYS).client("dynamodb", endpoint_url=server.url, config=config)


@pytest.fixture(autouse=True)
def forget(server: Server) -> None:
    """Each test starts with nothing."""
    server.host = Host(Engine())


def ask(server: Server, name: str, body: Any = None) -> Any:
    """One request to the control interface: GET, or POST with a body; the status is that of the answer's ``error``."""
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{server.url}/_simulator/{name}", data=data)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        return {"status": error.code, **json.load(error)}


def test_it_listens_to_this_machine_only(server: Server) -> None:
    """Nobody else reaches it."""
    assert server.server_address[0] == LOOPBACK == "127.0.0.1"


def test_a_real_client(server: Server, boto: Any) -> None:
    """Calls, refusals and a closed connection as a client sees them."""
    boto.create_table(**ORDERS)
    assert boto.describe_table(TableName="orders")["Table"]["TableStatus"] == "CREATING"
    with pytest.raises(boto.exceptions.ResourceInUseException):
        boto.delete_table(TableName="orders")
    ask(server, "faults", {"kind": "drop_after", "operation": "UpdateTable"})
    ask(server, "settle", {})
    with pytest.raises(ConnectionClosedError):
        boto.update_table(TableName="orders", OnDemandThroughput={"MaxReadRequestUnits": 9})
    assert boto.describe_table(TableName="orders")["Table"]["OnDemandThroughput"] == {"MaxReadRequestUnits": 9}


def test_many_at_once(server: Server, boto: Any) -> None:
    """Calls of several threads are judged one after the other: of eight creations one is carried out."""
    server.host.engine.behaviour.limiter = False

    def create(_number: int) -> str:
        try:
            boto.create_table(**ORDERS)
        except ClientError as error:
            return str(error.response["Error"]["Code"])
        return "done"

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(create, range(8)))
    assert outcomes == ["ResourceInUseException"] * 7 + ["done"]


def test_a_fault_of_the_engine_is_told(server: Server, boto: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Not to be taken for a fault of the network: 500, and the reason in the log."""

    def broken(_entry: object, _carried_out: bool) -> None:
        raise RuntimeError("a fault of the engine")

    server.host.watch = broken
    with pytest.raises(ClientError) as failed:
        boto.list_tables()
    assert failed.value.response["Error"]["Code"] == "InternalFailure"
    assert "a fault of the engine" in capsys.readouterr().err


def test_health(server: Server) -> None:
    """GET health."""
    told = ask(server, "health")
    assert told == {"status": "running", "engine": "strict", "now": EPOCH, "scale": 0.0, "date": told["date"]}
    assert told["date"] == "2026-03-01T12:00:00.000Z"


def test_clock(server: Server) -> None:
    """GET clock; POST clock {advance, scale}."""
    assert ask(server, "clock", {"advance": 90})["now"] == EPOCH + 90.0
    assert ask(server, "clock", {"scale": 1000})["scale"] == 1000.0
    assert ask(server, "clock")["now"] >= EPOCH + 90.0
    ask(server, "clock", {"scale": 0})
    assert ask(server, "clock")["now"] == ask(server, "clock")["now"]


def test_behaviour(server: Server, boto: Any) -> None:
    """GET behaviour; POST behaviour: switches, and lengths by kind."""
    assert ask(server, "behaviour")["unknown"] is False
    changed = ask(server, "behaviour", {"unknown": True, "limiter": False, "seconds": {"create": [1, 1]}})
    assert (changed["unknown"], changed["limiter"], changed["seconds"]["create"]) == (True, False, [1.0, 1.0])
    boto.create_table(**ORDERS)
    ask(server, "clock", {"advance": 1})
    assert boto.describe_table(TableName="orders")["Table"]["TableStatus"] == "ACTIVE"


def test_settle_and_reset(server: Server, boto: Any) -> None:
    """POST settle ends what is on its way; POST reset forgets all but the time and the manners."""
    boto.create_table(**ORDERS)
    ask(server, "settle", {})
    assert boto.describe_table(TableName="orders")["Table"]["TableStatus"] == "ACTIVE"
    boto.delete_table(TableName="orders")
    ask(server, "settle", {})
    assert boto.list_tables()["TableNames"] == []
    ask(server, "faults", {"kind": "error"})
    ask(server, "clock", {"advance": 5})
    ask(server, "reset", {})
    assert ask(server, "calls")["calls"] == ask(server, "faults")["faults"] == ask(server, "state")["worlds"] == []
    assert ask(server, "clock")["now"] == EPOCH + 5.0


def test_faults(server: Server, boto: Any) -> None:
    """GET faults; POST faults adds one; POST faults {clear: true} ends all."""
    added = ask(server, "faults", {"kind": "deny", "operation": "ListTables"})["faults"]
    assert [(fault["kind"], fault["operation"], fault["met"]) for fault in added] == [("deny", "ListTables", 0)]
    with pytest.raises(ClientError):
        boto.list_tables()
    assert ask(server, "faults")["faults"][0]["met"] == 1
    assert ask(server, "faults", {"clear": True, "kind": "latency"})["faults"][0]["kind"] == "latency"
    assert ask(server, "faults", {"clear": True})["faults"] == []
    assert boto.list_tables()["TableNames"] == []


def test_calls(server: Server, boto: Any) -> None:
    """GET calls: each with its virtual time; POST calls {since, clear}."""
    boto.list_tables()
    ask(server, "clock", {"advance": 2.5})
    boto.create_table(**ORDERS)
    first, second = ask(server, "calls")["calls"]
    assert (first["operation"], first["at"]) == ("ListTables", EPOCH)
    assert (second["operation"], second["date"]) == ("CreateTable", "2026-03-01T12:00:02.500Z")
    assert second["request"]["TableName"] == "orders" and second["caller"]["region"] == "eu-central-1"
    assert ask(server, "calls", {"since": 1})["calls"] == [second]
    assert ask(server, "calls", {"clear": True})["calls"] == []


def test_state(server: Server, boto: Any) -> None:
    """POST state sets up keys and what tables cannot be given by a call; GET state shows all there is."""
    ask(server, "state", {"keys": {"11111111-1111-1111-1111-111111111111": "alias/one"}})
    key = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": "alias/one"}
    boto.create_table(**ORDERS, SSESpecification=key, Tags=[{"Key": "k", "Value": "v"}])
    (world,) = ask(server, "state")["worlds"]
    shown = world["tables"]["orders"]
    assert (world["account"], world["region"], shown["tags"]) == ("123456789012", "eu-central-1", {"k": "v"})
    assert shown["in_flight"][0]["kind"] == "creating"
    assert shown["in_flight"][0]["begins"] == "2026-03-01T12:00:00.000Z"
    assert "class_changes" in shown["budgets"]
    ask(server, "settle", {})
    ask(server, "state", {"tables": {"orders": {"lost": "INACCESSIBLE_ENCRYPTION_CREDENTIALS", "items": 7}}})
    status = boto.describe_table(TableName="orders")["Table"]["TableStatus"]
    assert status == "INACCESSIBLE_ENCRYPTION_CREDENTIALS"
    assert server.host.engine.world().tables["orders"].items == 7


@pytest.mark.parametrize(
    ("name", "body", "text"),
    [
        ("clock", b"{oops", "JSONDecodeError"),
        ("clock", [1], "the body is a JSON object"),
        ("clock", {"advance": -1}, "advance is not negative"),
        ("clock", {"scale": "fast"}, "scale is of type int or float, not 'fast'"),
        ("clock", {"speed": 2}, "no such field: speed; there are advance, scale"),
        ("behaviour", {"colour": True}, "no such setting: colour; there are budgets"),
        ("behaviour", {"unknown": "false"}, "unknown is of type bool"),
        ("behaviour", {"seconds": {"paint": [1, 2]}}, "no such transition: paint; there are backup"),
        ("behaviour", {"seconds": {"create": 3}}, "create is [least, most], not 3"),
        ("behaviour", {"seconds": {"create": [1, "x"]}}, "create is of type int or float"),
        ("faults", {"operation": "ListTables"}, "a fault has a kind, one of error, deny"),
        ("faults", {"kind": "fire"}, "a fault is one of error, deny"),
        ("faults", {"kind": "error", "times": "all"}, "times is of type int or null"),
        ("calls", {"from": 1}, "no such field: from"),
        ("state", {"tables": {"nothing": {"items": 1}}}, "Table: nothing not found"),
        ("state", {"table": {}}, "there are account, buckets, disabled, keys, missing_streams, region, tables"),
        ("state", {"tables": {"orders": {"colour": 1}}}, "no such field of a table: colour"),
        ("state", {"tables": {"orders": {"flights": []}}}, "no such field of a table: flights"),
        ("state", {"tables": {"orders": {"items": "many"}}}, "items is of type int, not 'many'"),
    ],
    ids=str,
)
def test_bad_input_is_told(server: Server, boto: Any, name: str, body: Any, text: str) -> None:
    """400, with a text that says what there is; nothing of it is done."""
    boto.create_table(**ORDERS)
    before = ask(server, "behaviour"), ask(server, "clock"), ask(server, "faults"), ask(server, "state")
    answer = ask(server, name, body)
    assert answer["status"] == 400
    assert text in answer["error"]
    assert (ask(server, "behaviour"), ask(server, "clock"), ask(server, "faults"), ask(server, "state")) == before


def test_a_path_that_there_is_not(server: Server) -> None:
    """404, with the paths that there are."""
    assert ask(server, "paint") == {
        "status": 404,
        "error": "there are /_simulator/health, /_simulator/clock, /_simulator/behaviour, /_simulator/reset,"
        " /_simulator/settle, /_simulator/faults, /_simulator/calls, /_simulator/scaling, /_simulator/state,"
        " /_simulator/principals",
    }
