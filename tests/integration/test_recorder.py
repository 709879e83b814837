# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The recorder itself: what the other tests conclude from it has to be true."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Recorder
from botocore.exceptions import ClientError
from devkit.engines import Engine

ORDERS = {
    "TableName": "orders",
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
}


def test_calls_are_forwarded_and_written_down_in_order(recorder: Recorder, recorded_client: Any, client: Any) -> None:
    recorded_client.create_table(**ORDERS)
    recorded_client.describe_table(TableName="orders")
    assert recorder.operations == ["CreateTable", "DescribeTable"]
    assert recorder.writes == ["CreateTable"]
    assert recorder.calls[0].body == ORDERS
    assert [call.status for call in recorder.calls] == [200, 200]
    assert client.list_tables()["TableNames"] == ["orders"]


def test_errors_of_the_engine_pass_through(recorder: Recorder, recorded_client: Any) -> None:
    with pytest.raises(ClientError) as error:
        recorded_client.describe_table(TableName="missing")
    assert error.value.response["Error"]["Code"] == "ResourceNotFoundException"
    assert recorder.calls[0].status == 400


def test_a_fault_answers_for_the_engine_as_often_as_told(recorder: Recorder, recorded_client: Any, client: Any) -> None:
    recorder.fail("CreateTable", "ValidationException", "on purpose", times=2)
    for _attempt in range(2):
        with pytest.raises(ClientError) as error:
            recorded_client.create_table(**ORDERS)
        assert error.value.response["Error"] == {"Code": "ValidationException", "Message": "on purpose"}
    assert client.list_tables()["TableNames"] == []
    recorded_client.create_table(**ORDERS)
    assert [call.status for call in recorder.calls] == [400, 400, 200]


def test_a_fault_can_be_for_some_requests_only(recorder: Recorder, recorded_client: Any) -> None:
    recorded_client.create_table(**ORDERS)
    recorder.fail("DescribeTable", "AccessDeniedException", "no", matches=lambda body: body["TableName"] == "other")
    assert recorded_client.describe_table(TableName="orders")["Table"]["TableName"] == "orders"
    with pytest.raises(ClientError, match="AccessDeniedException"):
        recorded_client.describe_table(TableName="other")


def test_a_lost_answer_is_one_that_the_engine_gave(recorder: Recorder, recorded_client: Any, client: Any) -> None:
    recorder.drop("CreateTable", after=True)
    # The client library tries again by itself, and meets the table that its first try made.
    with pytest.raises(ClientError, match="ResourceInUseException"):
        recorded_client.create_table(**ORDERS)
    assert [call.status for call in recorder.calls] == [0, 400]
    assert client.list_tables()["TableNames"] == ["orders"]


def test_a_call_dropped_before_the_engine_saw_it_is_made_again(recorder: Recorder, recorded_client: Any) -> None:
    recorder.drop("CreateTable")
    recorded_client.create_table(**ORDERS)
    assert [call.status for call in recorder.calls] == [0, 200]


def test_many_calls_at_once_are_all_written_down(recorder: Recorder, recorded_client: Any) -> None:
    with ThreadPoolExecutor(max_workers=8) as pool:
        list(pool.map(lambda _number: recorded_client.list_tables(), range(64)))
    assert recorder.operations == ["ListTables"] * 64


def test_calls_of_other_services_are_named_too(engine: Engine, recorder: Recorder) -> None:
    for service, call in (("kms", "list_keys"), ("sts", "get_caller_identity")):
        client = boto3.client(
            service,
            endpoint_url=recorder.url,
            region_name="eu-central-1",
            aws_access_key_id="123456789012",
            aws_secret_access_key="not-a-real-secret-7f3a",
        )
        getattr(client, call)()
    assert recorder.operations == ["ListKeys", "GetCallerIdentity"]
    assert recorder.writes == []
