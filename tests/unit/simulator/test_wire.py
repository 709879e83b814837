# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The protocols, as boto3 speaks them (control_plane.md, fact 5, 6, 8.1, 9.1.2)."""

from __future__ import annotations

import binascii
import datetime
import json
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.clock import EPOCH
from ansible_collections.planton.dynamodb.tests.simulator.engine import Engine
from ansible_collections.planton.dynamodb.tests.simulator.operations.buckets import buckets_of
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Host, Reply
from ansible_collections.planton.dynamodb.tests.simulator.wire.transport import Wire, client
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import PLAIN
from botocore.config import Config
from botocore.exceptions import ClientError

ORDERS: Part = {**PLAIN, "TableName": "orders"}
ONCE = Config(retries={"max_attempts": 0})
SIGNED = "AWS4-HMAC-SHA256 Credential=test/20260301/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=x"
TARGET = "DynamoDB_20120810"


@pytest.fixture(name="wire", scope="module")
def made_wire() -> Wire:
    """Clients are slow to make, so the tests share them; each has a host of its own."""
    return Wire()


@pytest.fixture(name="dynamodb", scope="module")
def made_client(wire: Wire) -> Any:
    """A client for tables."""
    return wire.client("dynamodb", ONCE)


@pytest.fixture(name="host", autouse=True)
def made_host(wire: Wire) -> Host:
    """An engine of its own for each test."""
    wire.host = Host(Engine())
    return wire.host


def post(host: Host, operation: str, body: bytes = b"{}", **headers: str) -> Reply:
    """One request as it goes over the wire."""
    given = {"X-Amz-Target": f"{TARGET}.{operation}", "Authorization": SIGNED, **headers}
    return host.answer({name: value for name, value in given.items() if value}, body)


def code(reply: Reply) -> str:
    """The code of a refusal, as JSON has it."""
    return str(json.loads(reply.body)["__type"])


def test_a_bucket_of_s3(wire: Wire, host: Host) -> None:
    """HEAD by the path of the bucket: there, not there, of somebody else."""
    s3 = wire.client("s3", ONCE)
    buckets_of(host.engine.world("123456789012", "eu-central-1"))["shop"] = {}
    assert s3.head_bucket(Bucket="shop")["ResponseMetadata"]["HTTPStatusCode"] == 200
    for request, status in (
        ({"Bucket": "nowhere"}, 404),
        ({"Bucket": "shop", "ExpectedBucketOwner": "210987654321"}, 403),
    ):
        with pytest.raises(ClientError) as refused:
            s3.head_bucket(**request)
        assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert host.look_at_bucket({"Authorization": SIGNED}, "/nowhere").status == 404


def test_json_1_0(dynamodb: Any) -> None:
    """1.2: a whole round, with dates and numbers of the right types."""
    made = dynamodb.create_table(**ORDERS)["TableDescription"]
    assert made["CreationDateTime"] == datetime.datetime.fromtimestamp(EPOCH, datetime.timezone.utc)
    assert dynamodb.describe_table(TableName="orders")["Table"]["TableStatus"] == "CREATING"
    assert dynamodb.list_tables()["TableNames"] == ["orders"]
    metadata = dynamodb.describe_limits()["ResponseMetadata"]
    assert (metadata["HTTPStatusCode"], len(metadata["RequestId"])) == (200, 52)


def test_fact_5_errors_are_told_by_their_codes(dynamodb: Any) -> None:
    """Fact 5: "Every error is HTTP 400"; modelled ones have a class, the others are a ClientError with a code."""
    with pytest.raises(dynamodb.exceptions.ResourceNotFoundException) as missing:
        dynamodb.describe_table(TableName="nothing")
    text = "Requested resource not found: Table: nothing not found"
    error = missing.value.response
    assert (error["Error"]["Message"], error["ResponseMetadata"]["HTTPStatusCode"]) == (text, 400)
    dynamodb.create_table(**ORDERS)
    with pytest.raises(dynamodb.exceptions.ResourceInUseException):
        dynamodb.create_table(**ORDERS)
    with pytest.raises(ClientError) as invalid:
        dynamodb.update_table(TableName="orders")
    assert invalid.value.response["Error"]["Code"] == "ValidationException"
    with pytest.raises(dynamodb.exceptions.TableNotFoundException):
        dynamodb.describe_continuous_backups(TableName="nothing")


def test_6_6_is_an_error_of_the_server(dynamodb: Any) -> None:
    """6.6: HTTP 500 and an empty message, once the table is found (L-446)."""
    dynamodb.create_table(**ORDERS)
    with pytest.raises(ClientError) as failed:
        dynamodb.update_table(TableName="orders", WarmThroughput={})
    error = failed.value.response
    assert (error["Error"]["Code"], error["Error"]["Message"]) == ("InternalFailure", "")
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 500


def test_json_1_1(wire: Wire) -> None:
    """1.4: Application Auto Scaling and KMS speak JSON 1.1; their errors have classes too."""
    scaling, kms = wire.client("application-autoscaling", ONCE), wire.client("kms", ONCE)
    assert scaling.describe_scalable_targets(ServiceNamespace="dynamodb")["ScalableTargets"] == []
    with pytest.raises(scaling.exceptions.ObjectNotFoundException):
        scaling.deregister_scalable_target(
            ServiceNamespace="dynamodb", ResourceId="table/orders", ScalableDimension="dynamodb:table:ReadCapacityUnits"
        )
    key = kms.create_key()["KeyMetadata"]
    assert kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["Arn"] == key["Arn"]
    with pytest.raises(kms.exceptions.NotFoundException):
        kms.describe_key(KeyId="alias/none")


def test_query(wire: Wire, host: Host) -> None:
    """8.1: `sts:GetCallerIdentity` speaks the query protocol and XML, in errors too."""
    sts = wire.client("sts", ONCE, account="999999999999")
    assert sts.get_caller_identity()["Account"] == "999999999999"
    host.faults.add("deny", operation="GetCallerIdentity")
    with pytest.raises(ClientError) as denied:
        sts.get_caller_identity()
    assert denied.value.response["Error"]["Code"] == "AccessDenied" + "Exception"
    with pytest.raises(ClientError) as unknown:
        sts.get_session_token()
    assert unknown.value.response["Error"]["Code"] == "UnknownOperationException"


def test_8_1_an_account_is_an_access_key_of_twelve_digits(wire: Wire, dynamodb: Any) -> None:
    """8.1: the ARN has partition, region and account; another account or region knows nothing of the table."""
    dynamodb.create_table(**ORDERS)
    other = wire.client("dynamodb", ONCE, account="999999999999")
    far = wire.client("dynamodb", ONCE, region="us-east-1")
    arns = [
        apart.create_table(**ORDERS)["TableDescription"]["TableArn"]
        for apart in (other, far)
        if apart.list_tables()["TableNames"] == []
    ]
    assert arns == [
        "arn:aws:dynamodb:eu-central-1:999999999999:table/orders",
        "arn:aws:dynamodb:us-east-1:123456789012:table/orders",
    ]
    named = wire.client("dynamodb", ONCE, account="somebody")
    assert named.list_tables()["TableNames"] == ["orders"]


def test_crc_and_headers(host: Host) -> None:
    """The checksum that DynamoDB sends, and that botocore looks at."""
    reply = post(host, "ListTables")
    assert int(reply.headers["x-amz-crc32"]) == binascii.crc32(reply.body)
    assert reply.headers["Content-Type"] == "application/x-amz-json-1.0"


def test_codes_have_the_namespaces_of_the_service(host: Host) -> None:
    """9.1.2: the code in `__type`, behind a namespace that clients cut off."""
    assert code(post(host, "DescribeTable", b'{"TableName": "nothing"}')) == (
        "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"
    )
    assert code(post(host, "UpdateTable", b'{"TableName": "nothing"}')) == (
        "com.amazon.coral.validate#ValidationException"
    )


@pytest.mark.parametrize(
    ("operation", "body", "headers", "wanted"),
    [
        ("ListTables", b"{}", {"Authorization": ""}, "MissingAuthenticationTokenException"),
        ("ListTables", b"{}", {"Authorization": "Basic x"}, "MissingAuthenticationTokenException"),
        ("PaintTables", b"{}", {}, "UnknownOperationException"),
        ("ListTables", b"{}", {"X-Amz-Target": "Nothing.ListTables"}, "UnknownOperationException"),
        ("ListTables", b"{oops", {}, "SerializationException"),
        ("ListTables", b"[]", {}, "SerializationException"),
        ("ListTables", b'{"Limit": "7"}', {}, "SerializationException"),
    ],
)
def test_what_is_no_request(host: Host, operation: str, body: bytes, headers: dict[str, str], wanted: str) -> None:
    """3.5, step 1, and before it: no signature, no such operation, no JSON, another type."""
    reply = post(host, operation, body, **headers)
    assert (reply.status, code(reply).rpartition("#")[2]) == (400, wanted)


def test_an_empty_body_is_an_empty_request(host: Host) -> None:
    """As the service has it."""
    assert json.loads(post(host, "ListTables", b"").body) == {"TableNames": []}


def test_every_call_is_written_down(host: Host, dynamodb: Any) -> None:
    """The log has virtual times, the request, who called, and what came of it."""
    dynamodb.create_table(**ORDERS)
    host.engine.clock.advance(7.0)
    with pytest.raises(ClientError):
        dynamodb.describe_table(TableName="nothing")
    made, described = host.calls
    assert (made.number, made.at, made.operation, made.status, made.writes) == (0, EPOCH, "CreateTable", 200, True)
    assert made.carried_out and made.request["TableName"] == "orders" and made.caller.account == "123456789012"
    assert (described.at, described.status, described.code) == (EPOCH + 7.0, 400, "ResourceNotFoundException")
    assert not described.writes and "nothing" in described.text


def test_a_client_for_one_engine(host: Host) -> None:
    """The short way for a test with one client."""
    assert client(host, "dynamodb", ONCE).list_tables()["TableNames"] == []


def test_blobs_and_dates_survive(dynamodb: Any, host: Host) -> None:
    """Types that JSON does not have: a binary key goes in and comes out."""
    binary = {**ORDERS, "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "B"}]}
    dynamodb.create_table(**binary)
    host.engine.clock.advance(10.0)
    dynamodb.put_item(TableName="orders", Item={"a": {"B": b"\x00\xff"}})
    assert dynamodb.scan(TableName="orders")["Items"] == [{"a": {"B": b"\x00\xff"}}]
    assert dynamodb.get_item(TableName="orders", Key={"a": {"B": b"\x00\xff"}})["Item"] == {"a": {"B": b"\x00\xff"}}
