# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several Regions behind one endpoint, as clients reach them: rates, permissions and failures of each."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from ansible_collections.planton.dynamodb.tests.simulator.behaviour import Behaviour
from ansible_collections.planton.dynamodb.tests.simulator.engine import Engine
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Host
from ansible_collections.planton.dynamodb.tests.simulator.wire.server import Server, serving
from ansible_collections.planton.dynamodb.tests.simulator.wire.transport import client
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import PLAIN, actions
from ansible_collections.planton.dynamodb.tests.unit.simulator.test_server import ask
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, ConnectTimeoutError, EndpointConnectionError

HOME, FAR, FURTHER = "eu-central-1", "us-east-1", "us-west-2"
ONCE = Config(retries={"total_max_attempts": 1, "mode": "standard"}, read_timeout=5)
ORDERS = {**PLAIN, "TableName": "orders"}


@pytest.fixture
def host() -> Host:
    """An engine in this process, with a table in the home Region."""
    host = Host(Engine(Behaviour(seed=1)))
    at(host).create_table(**ORDERS)
    host.engine.clock.advance(60.0)
    return host


@functools.cache
def at(host: Host, region: str = HOME, service: str = "dynamodb") -> Any:
    """A client of a Region."""
    return client(host, service, ONCE, region=region)


def add(host: Host, region: str = FAR) -> None:
    """A replica, waited for."""
    at(host).update_table(TableName="orders", **actions("Create", region))
    host.engine.clock.advance(60.0)


def table(made: Any) -> Any:
    """DescribeTable."""
    return made.describe_table(TableName="orders")["Table"]


@pytest.fixture
def server() -> Iterator[Server]:
    """The same over a real connection, whose clock stands."""
    with serving(Host(Engine(Behaviour(seed=1)))) as running:
        yield running


def test_the_region_of_the_signature_decides(server: Server) -> None:
    """One endpoint for all Regions: a client is made for its Region, and reaches the tables of that one."""
    keys = {"aws_access_key_id": "123456789012", "aws_secret_access_key": "not-a-real-secret-7f3a"}
    home, far = (
        boto3.client("dynamodb", region_name=region, endpoint_url=server.url, config=ONCE, **keys)
        for region in (HOME, FAR)
    )
    home.create_table(**ORDERS)
    ask(server, "settle", {})
    home.update_table(TableName="orders", **actions("Create", FAR))
    ask(server, "settle", {})
    assert table(home)["Replicas"][0]["ReplicaStatus"] == table(far)["TableStatus"] == "ACTIVE"
    assert table(far)["TableArn"] == f"arn:aws:dynamodb:{FAR}:123456789012:table/orders"
    far.tag_resource(ResourceArn=table(far)["TableArn"], Tags=[{"Key": "a", "Value": "b"}])
    assert home.list_tags_of_resource(ResourceArn=table(home)["TableArn"])["Tags"] == []
    worlds = {world["region"]: [*world["tables"]] for world in ask(server, "state")["worlds"]}
    assert worlds == {HOME: ["orders"], FAR: ["orders"]}
    home.update_table(TableName="orders", **actions("Delete", FAR))
    ask(server, "settle", {})
    assert "Replicas" not in table(home) and far.list_tables()["TableNames"] == []


def test_a_region_is_denied(host: Host) -> None:
    """Denied there and not here; a replica in that Region is denied too, by its home (L-223 tells of dynamodb:Scan)."""
    add(host)
    host.faults.add("deny", region=FAR)
    with pytest.raises(
        ClientError, match="not authorized to perform: dynamodb:DescribeTable on resource: arn:aws:"
    ) as no:
        table(at(host, FAR))
    assert f":dynamodb:{FAR}:" in str(no.value) and table(at(host))["TableStatus"] == "ACTIVE"
    with pytest.raises(ClientError, match="AccessDeniedException"):
        at(host, FAR, "application-autoscaling").describe_scalable_targets(ServiceNamespace="dynamodb")
    for region in (FURTHER,):
        add(host, region)
    with pytest.raises(ClientError, match="dynamodb:DeleteTable on resource"):
        at(host).update_table(TableName="orders", **actions("Delete", FAR))
    host.faults.clear()
    host.faults.add("deny", operation="CreateTableReplica")
    with pytest.raises(ClientError, match="dynamodb:CreateTableReplica on resource: arn:aws:dynamodb:eu-west-1"):
        at(host).update_table(TableName="orders", **actions("Create", "eu-west-1"))
    assert {one["RegionName"] for one in table(at(host))["Replicas"]} == {FAR, FURTHER}


def test_l_223_a_region_that_is_not_enabled(server: Server) -> None:
    """L-223: refused as the Region of a replica; calls to it find that it does not know the caller (not measured)."""
    keys = {"aws_access_key_id": "123456789012", "aws_secret_access_key": "not-a-real-secret-7f3a"}
    made = {
        region: boto3.client("dynamodb", region_name=region, endpoint_url=server.url, config=ONCE, **keys)
        for region in (HOME, "af-south-1")
    }
    made[HOME].create_table(**ORDERS)
    ask(server, "settle", {})
    ask(server, "state", {"region": "af-south-1", "disabled": True})
    with pytest.raises(ClientError, match=r"Failed to access the region: .af-south-1.\. User is missing the"):
        made[HOME].update_table(TableName="orders", **actions("Create", "af-south-1"))
    with pytest.raises(ClientError, match="UnrecognizedClientException"):
        made["af-south-1"].list_tables()
    ask(server, "state", {"region": "af-south-1", "disabled": False})
    made[HOME].update_table(TableName="orders", **actions("Create", "af-south-1"))


def test_some_calls_of_a_region_are_denied(host: Host) -> None:
    """A fault names its Region beside its operation."""
    add(host)
    host.faults.add("deny", operation="DescribeTimeToLive", region=FAR)
    at(host).describe_time_to_live(TableName="orders")
    assert table(at(host, FAR))["TableStatus"] == "ACTIVE"
    with pytest.raises(ClientError, match="AccessDeniedException"):
        at(host, FAR).describe_time_to_live(TableName="orders")


def test_a_region_does_not_answer(host: Host) -> None:
    """Refused at once, or after the time that a client waits; other Regions go on, what is shared goes on too."""
    add(host)
    host.faults.add("unreachable", region=FAR)
    with pytest.raises(EndpointConnectionError):
        table(at(host, FAR))
    host.faults.clear()
    host.faults.add("unreachable", region=FAR, seconds=60, times=1)
    before = host.engine.clock.now()
    with pytest.raises(ConnectTimeoutError):
        table(at(host, FAR))
    assert host.engine.clock.now() - before == 60.0
    assert not any(call.carried_out for call in host.calls if call.faults)
    at(host).update_table(TableName="orders", DeletionProtectionEnabled=True)
    assert table(at(host, FAR))["TableStatus"] == "UPDATING"


def test_a_region_does_not_answer_over_a_connection(server: Server) -> None:
    """The server has one address, so that the connection is closed; the other Region answers."""
    ask(server, "faults", {"kind": "unreachable", "region": FAR})
    keys = {"aws_access_key_id": "123456789012", "aws_secret_access_key": "not-a-real-secret-7f3a"}
    for region in (HOME, FAR):
        made = boto3.client("dynamodb", region_name=region, endpoint_url=server.url, config=ONCE, **keys)
        if region == HOME:
            assert made.list_tables()["TableNames"] == []
        else:
            with pytest.raises(ConnectionClosedError):
                made.list_tables()


def test_9_1_8_each_region_has_a_rate_of_its_own(host: Host) -> None:
    """9.1.8: the bucket of changes is one of account and Region; a change that is carried over costs nothing there."""
    add(host)
    for region in (HOME, FAR):
        for number in range(5):
            at(host, region).create_table(**{**PLAIN, "TableName": f"more-{number}"})
        with pytest.raises(ClientError, match="The rate of control plane requests made by this account is too high"):
            at(host, region).create_table(**{**PLAIN, "TableName": "more-5"})
    assert at(host, FURTHER).list_tables()["TableNames"] == []


def test_l_310_a_replica_that_does_not_come_about(host: Host) -> None:
    """L-310: answered with 200, UPDATING for some seconds, then as if nothing had been asked for; again it comes."""
    host.faults.add("give_up", operation="UpdateTable", times=1)
    answer = at(host).update_table(TableName="orders", **actions("Create", FAR))["TableDescription"]
    assert answer["TableStatus"] == table(at(host))["TableStatus"] == "UPDATING"
    host.engine.clock.advance(5.0)
    assert table(at(host))["TableStatus"] == "ACTIVE" and "Replicas" not in table(at(host))
    host.engine.clock.advance(60.0)
    assert at(host, FAR).list_tables()["TableNames"] == []
    add(host)
    assert table(at(host))["Replicas"][0]["ReplicaStatus"] == "ACTIVE"


def test_without_time() -> None:
    """Where transitions take none a replica is there, and gone, with the answer."""
    host = Host(Engine(Behaviour(instant=True)))
    at(host).create_table(**ORDERS)
    at(host).update_table(TableName="orders", **actions("Create", FAR))
    assert table(at(host))["Replicas"][0]["ReplicaStatus"] == table(at(host, FAR))["TableStatus"] == "ACTIVE"
    at(host, FAR).update_table(TableName="orders", TableClass="STANDARD_INFREQUENT_ACCESS")
    assert table(at(host))["TableClassSummary"]["TableClass"] == "STANDARD_INFREQUENT_ACCESS"
    at(host).update_table(TableName="orders", **actions("Delete", FAR))
    assert "Replicas" not in table(at(host)) and at(host, FAR).list_tables()["TableNames"] == []
