# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Any client: the exact requests of the SDKs and of the AWS CLI, over plain sockets, and what HTTP allows beside them.

The files in `clients` were taken down once by hand from the wire, with a program for each SDK: the names of the headers
are in the case of the client. `HOST` stands for where the engine of a test is.
"""

from __future__ import annotations

import binascii
import email.utils
import http.client
import json
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3.session
import pytest
from ansible_collections.planton.dynamodb.tests.simulator.clock import EPOCH
from ansible_collections.planton.dynamodb.tests.simulator.engine import Engine
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Host
from ansible_collections.planton.dynamodb.tests.simulator.wire.server import Server, serving

CLIENTS = sorted(Path(__file__).with_name("clients").glob("*.http"))
SIGNED = "AWS4-HMAC-SHA256 Credential=test/20260301/us-west-2/dynamodb/aws4_request, SignedHeaders=host, Signature=x"
Case = Callable[[str], str]


@pytest.fixture(name="server", scope="module")
def made_server() -> Iterator[Server]:
    """One server for all tests."""
    with serving(Host(Engine())) as server:
        yield server


@pytest.fixture(autouse=True)
def forget(server: Server) -> None:
    """Each test starts with nothing."""
    server.host = Host(Engine())


class Answer:
    """A whole HTTP answer."""

    def __init__(self, found: http.client.HTTPResponse) -> None:
        self.status, self.body, self.headers = found.status, found.read(), found.headers

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def send(server: Server, raw: bytes) -> Answer:
    """Send bytes as they are over a connection of their own."""
    with socket.create_connection(server.server_address[:2], timeout=10) as connection:
        connection.sendall(raw)
        found = http.client.HTTPResponse(connection, method=raw.partition(b" ")[0].decode())
        found.begin()
        return Answer(found)


def request(server: Server, lines: list[str], body: bytes = b"") -> Answer:
    """Send a request of these lines."""
    return send(server, "\r\n".join([*lines, "", ""]).encode() + body)


def post(server: Server, operation: str, body: bytes = b"{}", case: Case = str, **headers: str) -> Answer:
    """A request with the names of its headers in some case; an underscore stands for a hyphen."""
    given = {"Host": "x", "X-Amz-Target": f"DynamoDB_20120810.{operation}", "Authorization": SIGNED}
    given |= {"Content-Length": str(len(body)), **{name.replace("_", "-"): value for name, value in headers.items()}}
    lines = [f"{case(name)}: {value}" for name, value in given.items() if value]
    return request(server, ["POST / HTTP/1.1", *lines], body)


def test_the_clients_are_there() -> None:
    """The AWS CLI, boto3, and the SDKs for JavaScript, Go and Java with both of its synchronous clients."""
    assert len(CLIENTS) == 6


@pytest.mark.parametrize("sent", CLIENTS, ids=lambda sent: sent.stem)
def test_what_each_client_sends(server: Server, sent: Path) -> None:
    """The bytes of each client are understood, and answered with a checksum and a request id that it can read."""
    head, _line, body = sent.read_text().partition("\n\n")
    answer = request(server, head.replace("HOST", "127.0.0.1:8000").split("\n"), body.encode())
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/x-amz-json-1.0"
    assert int(answer.headers["x-amz-crc32"]) == binascii.crc32(answer.body)
    assert re.fullmatch("[A-Z0-9]{52}", answer.headers["x-amzn-RequestId"])
    made = answer.json().get("TableDescription", {"TableArn": "arn:aws:dynamodb:us-west-2:123456789012:table/x"})
    assert made["TableArn"].startswith("arn:aws:dynamodb:us-west-2:123456789012:table/")


@pytest.mark.parametrize("case", [str, str.lower, str.upper, str.title, str.swapcase], ids=lambda case: case.__name__)
def test_header_names_in_any_case(server: Server, case: Case) -> None:
    """HTTP does not tell the cases of names apart; proxies capitalise them, HTTP/2 gateways make them small."""
    answer = post(server, "ListTables", case=case)
    assert (answer.status, answer.json()) == (200, {"TableNames": []})


def test_boto3_over_http(server: Server) -> None:
    """boto3 itself: a table, tags with their empty answer, a refusal with its class."""
    session = boto3.session.Session(aws_access_key_id="a", aws_secret_access_key="b", region_name="us-west-2")
    dynamodb = session.client("dynamodb", endpoint_url=server.url)
    keys = {"AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}]}
    schema = [{"AttributeName": "a", "KeyType": "HASH"}]
    made = dynamodb.create_table(TableName="orders", KeySchema=schema, BillingMode="PAY_PER_REQUEST", **keys)
    server.host.engine.clock.advance(60)
    answer = dynamodb.tag_resource(ResourceArn=made["TableDescription"]["TableArn"], Tags=[{"Key": "a", "Value": "b"}])
    assert {*answer} == {"ResponseMetadata"}
    assert answer["ResponseMetadata"]["HTTPHeaders"]["content-length"] == "0"
    with pytest.raises(dynamodb.exceptions.ResourceNotFoundException):
        dynamodb.describe_table(TableName="nothing")


def test_date_and_server(server: Server) -> None:
    """Each answer has both; the date is that of the engine's clock, as every other date in its answers."""
    for answer in (post(server, "ListTables"), request(server, ["GET / HTTP/1.1", "Host: x"])):
        assert answer.headers["Server"] == "Server"
        assert email.utils.parsedate_to_datetime(answer.headers["Date"]).timestamp() == EPOCH


@pytest.mark.parametrize("path", ["/", "/ping"])
@pytest.mark.parametrize(
    ("host", "region"), [("dynamodb.eu-west-1.amazonaws.com", "eu-west-1"), ("127.0.0.1:8000", "us-east-1")]
)
def test_get(server: Server, path: str, host: str, region: str) -> None:
    """GET says that the service is there, as text without a type, for the Region of the address."""
    answer = request(server, [f"GET {path} HTTP/1.1", f"Host: {host}"])
    assert (answer.status, answer.body) == (200, f"healthy: dynamodb.{region}.amazonaws.com ".encode())
    assert int(answer.headers["x-amz-crc32"]) == binascii.crc32(answer.body)
    assert "Content-Type" not in answer.headers


@pytest.mark.parametrize("line", ["PUT /", "DELETE /", "PATCH /", "OPTIONS /", "GET /else"])
def test_other_methods_and_places(server: Server, line: str) -> None:
    """What no service reads is answered with 404 and XML without a type."""
    answer = request(server, [f"{line} HTTP/1.1", "Host: x"])
    assert (answer.status, answer.body) == (404, b"<UnknownOperationException/>\n")
    assert "Content-Type" not in answer.headers


def test_head(server: Server) -> None:
    """HEAD is answered without a body."""
    answer = request(server, ["HEAD / HTTP/1.1", "Host: x", "Connection: close"])
    assert (answer.status, answer.body) == (404, b"")


@pytest.mark.parametrize("kind", ["application/x-amz-json-1.0", "application/x-amz-json-1.1", "application/json"])
def test_json_versions(server: Server, kind: str) -> None:
    """The answer is of the version that was asked in, refusals too; a charset behind it does no harm."""
    answer = post(server, "ListTables", Content_Type=f"{kind}; charset=utf-8")
    refused = post(server, "DescribeTable", b'{"TableName": "nothing"}', Content_Type=kind.upper())
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
    assert (refused.status, refused.headers["Content-Type"]) == (400, kind)


def test_a_body_of_another_kind(server: Server) -> None:
    """No service reads it."""
    answer = post(server, "ListTables", Content_Type="text/plain")
    assert (answer.status, answer.body) == (404, b"<UnknownOperationException/>\n")


def test_json_without_an_operation(server: Server) -> None:
    """JSON is no form: the operation is unknown, in JSON."""
    lines = ["POST / HTTP/1.1", "Host: x", f"Authorization: {SIGNED}", "Content-Type: application/x-amz-json-1.0"]
    answer = request(server, [*lines, "Content-Length: 2"], b"{}")
    assert (answer.status, answer.json()["__type"]) == (400, "com.amazon.coral.service#UnknownOperationException")


def test_a_body_in_chunks(server: Server) -> None:
    """A proxy may pass a body on in chunks; the connection stays usable."""
    body = b'5;x=y\r\n{"Lim\r\n7\r\nit": 1}\r\n0\r\nTrailer: x\r\n\r\n'
    answer = post(server, "ListTables", body, Content_Length="", Transfer_Encoding="chunked")
    assert answer.json() == {"TableNames": []}
    assert server.host.calls[0].request == {"Limit": 1}


def test_a_page_in_a_browser(server: Server) -> None:
    """A page of somewhere else may call: the browser asks beforehand, then reads the answer."""
    asked = ["Access-Control-Request-Method: POST", "Access-Control-Request-Headers: x-amz-target"]
    before = request(server, ["OPTIONS / HTTP/1.1", "Host: x", "Origin: http://page.example", *asked])
    assert (before.status, before.body) == (200, b"")
    assert before.headers["access-control-allow-methods"] == "POST"
    assert before.headers["access-control-allow-headers"] == "x-amz-target"
    answer = post(server, "ListTables", Origin="http://page.example")
    assert before.headers["access-control-allow-origin"] == answer.headers["access-control-allow-origin"] == "*"
