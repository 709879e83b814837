# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which client makes a call: the SDK may repeat reads by itself, and not writes."""

from __future__ import annotations

import concurrent.futures
import threading
import types
from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.amazon.aws.plugins.module_utils import cloud
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.api import TableApi
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.clock import Clock
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.connecting import TAG_RETRY
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.errors import ServiceError
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.pacing import Pacer
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.read import Read
from botocore.exceptions import ClientError


class Sdk:
    """Clients that note what they are asked for; each is named by its service and whether it repeats calls."""

    def __init__(self) -> None:
        self.made: list[tuple[str, bool]] = []
        self.calls: list[tuple[str, bool, str]] = []

    def connect(self, service: str, *, repeats: bool = True, region: str = "") -> Client:
        self.made.append((service, repeats))
        return Client(self, service, repeats)


class Client:
    def __init__(self, sdk: Sdk, service: str, repeats: bool) -> None:
        self._note = lambda operation: sdk.calls.append((service, repeats, operation))

    def __getattr__(self, operation: str) -> Any:
        def call(**_request: Any) -> dict[str, Any]:
            self._note(operation)
            return {"Table": {}, "Count": 0}

        return call


def test_whoever_only_reads_has_one_client() -> None:
    sdk = Sdk()
    api = TableApi(sdk.connect)
    api.describe_table("orders")
    api.sender.send("Scan", {"TableName": "orders"})
    assert sdk.made == [("dynamodb", True)]
    assert [operation for _service, _repeats, operation in sdk.calls] == ["describe_table", "scan"]


def test_a_look_goes_right_before_the_call_that_depends_on_it() -> None:
    sdk = Sdk()
    TableApi(sdk.connect).sender.delete_if_empty({"TableName": "orders"}, {"TableName": "orders"})
    assert [operation for _service, _repeats, operation in sdk.calls] == ["scan", "delete_table"]


class Refusing:
    """A client that answers with an error, the same to each call, and counts the calls."""

    def __init__(self, code: str) -> None:
        self.calls: list[str] = []
        self._code = code

    def connect(self, _service: str, *, repeats: bool = True, region: str = "") -> Refusing:
        return self

    def __getattr__(self, operation: str) -> Any:
        def call(**_request: Any) -> dict[str, Any]:
            self.calls.append(operation)
            raise ClientError({"Error": {"Code": self._code, "Message": "no"}}, operation)

        return call


@pytest.mark.parametrize(
    ("code", "meant"),
    [("ResourceNotFoundException", "DeleteTable"), ("AccessDeniedException", "Scan"), ("ThrottlingException", "Scan")],
)
def test_a_look_that_fails_is_told_as_such(code: str, meant: str) -> None:
    """A table that is gone holds nothing: what to make of that is for the call to tell."""
    with pytest.raises(ServiceError) as caught:
        TableApi(Refusing(code).connect).sender.delete_if_empty({}, {"TableName": "orders"})
    assert (caught.value.operation, caught.value.code) == (meant, code)


class Timeless(Clock):
    """Nobody waits."""

    def sleep(self, _seconds: float) -> None:
        """Go on."""


def test_one_answer_of_a_fleet_is_for_all_its_tables() -> None:
    """A key that cannot be looked up is not looked up again for each table."""
    sdk = Refusing("AccessDeniedException")
    api = TableApi(sdk.connect, Pacer(Timeless(), 8))
    for _table in range(3):
        with pytest.raises(ServiceError, match="AccessDenied"):
            api.describe_key("alias/orders")
    assert sdk.calls == ["describe_key"]


@pytest.mark.parametrize(
    ("read", "count"),
    [
        (lambda api: api.read(Read("DescribeTimeToLive"), {"TableName": "orders"}), 4),
        (lambda api: api.describe_table("orders"), 8),
    ],
)
def test_a_call_that_is_not_offered_is_made_no_more(read: Callable[[TableApi], Any], count: int) -> None:
    """But for the one without which there is no DynamoDB: there something else has answered."""
    sdk = Refusing("500")
    api = TableApi(sdk.connect, Pacer(Timeless(), 8))
    for _table in range(2):
        with pytest.raises(ServiceError, match="HTTP status"):
            read(api)
    assert len(sdk.calls) == count


def test_the_sdk_makes_a_write_once() -> None:
    sdk = Sdk()
    api = TableApi(sdk.connect)
    for operation in ("UpdateTable", "TagResource"):
        api.sender.send(operation, {})
    assert sdk.made == [("dynamodb", True), ("dynamodb", False)]
    assert sdk.calls == [("dynamodb", False, "update_table"), ("dynamodb", False, "tag_resource")]


def test_writes_side_by_side_share_a_client() -> None:
    sdk = Sdk()
    api = TableApi(sdk.connect)
    together = threading.Barrier(4, timeout=10)

    def write(_number: int) -> None:
        together.wait()
        api.sender.send("UpdateTable", {})

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert sdk.made.count(("dynamodb", False)) == 1
    assert len(sdk.calls) == 4


def test_a_new_table_is_given_time_to_be_known_to_the_tag_api(monkeypatch: pytest.MonkeyPatch) -> None:
    """That takes 2.6 seconds, measured."""
    slept: list[float] = []
    monkeypatch.setattr(cloud, "time", types.SimpleNamespace(sleep=slept.append))

    @TAG_RETRY
    def list_tags() -> None:
        raise ClientError({"Error": {"Code": "ResourceNotFoundException", "Message": ""}}, "ListTagsOfResource")

    with pytest.raises(ClientError):
        list_tags()
    assert sum(slept) > 2 * 2.6
