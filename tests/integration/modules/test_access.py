# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Credentials, profiles, regions and endpoints that do not work: the same clear answer from both modules."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.cases import one_engine
from ansible_collections.planton.dynamodb.tests.integration.support.modules import ModuleRun
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Fault, Recorder
from ansible_collections.planton.dynamodb.tests.integration.support.specs import ON_DEMAND, Options
from ansible_collections.planton.dynamodb.tests.integration.support.tables import Tables

pytestmark = one_engine

Run = Callable[..., ModuleRun]


class Answer(NamedTuple):
    """What the service says to credentials that do not serve, and what is to be told with it."""

    code: str
    text: str
    hint: str


ANSWERS = [
    Answer(
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
        "check access_key, secret_key and session_token",
    ),
    Answer("ExpiredTokenException", "The security token included in the request is expired", "renew the session"),
    Answer(
        "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided.",
        "check secret_key, and the clock of this machine",
    ),
    Answer(
        "AccessDeniedException",
        "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: dynamodb:DescribeTable",
        "allow the action to the caller",
    ),
]


@pytest.mark.parametrize("answer", ANSWERS, ids=[answer.code for answer in ANSWERS])
def test_credentials_that_are_refused(answer: Answer, failing: Run, recorder: Recorder) -> None:
    recorder.fail("DescribeTable", answer.code, answer.text, times=99)
    found = failing({})
    assert found["error"]["operation"] == "DescribeTable"
    assert (found["error"]["code"], found["error"]["message"]) == (answer.code, answer.text)
    assert answer.hint in found["error"]["hint"]
    assert found["msg"].startswith(f"DescribeTable: {answer.code}: {answer.text}") and answer.hint in found["msg"]
    assert found.operations == ["DescribeTable"]


def test_no_credentials(failing: Run) -> None:
    found = failing({"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None})
    assert found["error"]["code"] == "NoCredentialsError"
    assert "give access_key and secret_key, a profile, or a role to the machine" in found["msg"]
    assert found.calls == []


def test_an_endpoint_that_is_down(failing: Run) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        start = time.monotonic()
        found = failing({"AWS_URL": url})
    assert found["error"]["code"] == "EndpointConnectionError"
    assert url in found["msg"] and "check endpoint_url and region" in found["msg"]
    assert time.monotonic() - start < 30


def test_an_endpoint_that_is_something_else(failing: Run, recorder: Recorder) -> None:
    """A web server that knows nothing of AWS."""
    recorder.faults.append(
        Fault("DescribeTable", 404, b"<html><body>Not found</body></html>", 99, lambda _request: True)
    )
    found = failing({})
    assert found["error"]["operation"] == "DescribeTable"
    assert found["error"]["code"] == "404"


def test_a_region_that_does_not_exist(failing: Run) -> None:
    found = failing({"AWS_URL": None}, region="mars-north-1")
    assert "mars-north-1" in found["msg"]
    assert "region" in found["error"]["hint"]


def test_credentials_that_expire_on_the_way(table: Tables, recorder: Recorder) -> None:
    """What was done before is told; the next run goes on from there."""
    text = "The security token included in the request is expired"
    options: Options = {"ttl": {"enabled": True, "attribute_name": "expires"}}
    recorder.fail("UpdateTimeToLive", "ExpiredTokenException", text, times=99)
    found = table(fails=True, **ON_DEMAND, **options)
    assert found.statuses == [("CreateTable", "done"), ("UpdateTimeToLive", "failed")]
    assert found["changed"]
    assert "renew the session and run again; what is done stays done" in found["msg"]
    recorder.faults.clear()
    assert table(**ON_DEMAND, **options).writes == ["UpdateTimeToLive"]


def test_credentials_that_expire_for_good_on_the_way(table: Tables, recorder: Recorder) -> None:
    """Not even the last look is possible: the answer still tells what was done."""
    text = "The security token included in the request is expired"
    table(**ON_DEMAND)
    recorder.fail("DescribeTable", "ExpiredTokenException", text, times=99, matches=after_write(recorder))
    found = table(fails=True, deletion_protection_enabled=True)
    assert found.statuses == [("UpdateTable", "done")]
    assert found["changed"] and text in found["msg"]
    assert "Done: enable deletion protection" in found["msg"]


def after_write(recorder: Recorder) -> Callable[[dict[str, Any]], bool]:
    """True for calls after the last write so far."""
    known = len(recorder.writes)
    return lambda _request: len(recorder.writes) > known
