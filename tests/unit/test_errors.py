# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors told apart by their texts: errors.yml has the texts."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.error_texts import HINTS, TEXTS, classify
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.errors import ServiceError
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.quotas import admitted_at, timestamp
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.sdk_errors import translate
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.verdicts import Verdict
from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError

NOON = datetime.datetime(2026, 3, 1, 12, 0, tzinfo=datetime.timezone.utc)


def entries() -> list[Any]:
    """Code, text, verdict and time of every text."""
    found = []
    for group in read_yaml(Path(__file__).parent / "errors.yml"):
        for verdict, texts in group["texts"].items():
            for entry in texts:
                words = entry if isinstance(entry, dict) else {"text": entry}
                test = f"{group['code']}-{words['text'][-40:]}"
                found.append(pytest.param(group["code"], words["text"], verdict, words.get("retry_at"), id=test))
    return found


ENTRIES = entries()


@pytest.mark.parametrize(("code", "text", "verdict", "retry_at"), ENTRIES)
def test_verdict(code: str, text: str, verdict: str, retry_at: str | None) -> None:
    error = ServiceError("UpdateTable", code, text)
    assert error.verdict is Verdict[verdict.upper()]
    if retry_at is not None:
        assert error.retry_at == retry_at


def test_every_phrase_is_tried() -> None:
    """A phrase that no text has is a guess, or a text is missing here."""
    tried = {
        next(
            (number for number, (end, phrase, _verdict) in enumerate(TEXTS) if code.endswith(end) and phrase in text),
            None,
        )
        for code, text, _verdict, _retry_at in (entry.values for entry in ENTRIES)
    }
    untried = [TEXTS[number][:2] for number in range(len(TEXTS)) if number not in tried]
    # Spellings of the local engines and of other services.
    assert {code for code, _phrase in untried} <= {"ResourceNotFound", "AccessDenied", "NotImplemented"}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ResourceNotFoundException", "Requested resource not found: Table: orders not found"),
        (
            "ResourceInUseException",
            "Attempt to change a resource which is still in use: Table is being deleted: orders",
        ),
    ],
)
def test_deleting_what_is_gone_is_done(code: str, text: str) -> None:
    assert classify("DeleteTable", code, text) is Verdict.ALREADY
    assert classify("UpdateTable", code, text) is not Verdict.ALREADY


def client_error(code: str, text: str, **metadata: Any) -> ClientError:
    response: Any = {"Error": {"Code": code, "Message": text}, "ResponseMetadata": metadata}
    return ClientError(response, "UpdateTable")


def test_translates_what_the_service_says() -> None:
    error = translate("UpdateTable", client_error("ThrottlingException", "Rate exceeded"))
    assert (error.operation, error.code, error.text) == ("UpdateTable", "ThrottlingException", "Rate exceeded")
    assert str(error) == "UpdateTable: ThrottlingException: Rate exceeded"
    assert not error.retried


def test_tells_whether_the_sdk_tried_before() -> None:
    assert translate("UpdateTable", client_error("X", "y", RetryAttempts=1)).retried
    assert not translate("UpdateTable", client_error("X", "y", RetryAttempts=0)).retried


def test_translates_what_the_sdk_says() -> None:
    error = translate("DescribeTable", EndpointConnectionError(endpoint_url="http://127.0.0.1:1"))
    assert error.code == "EndpointConnectionError"
    assert "http://127.0.0.1:1" in error.text
    assert "endpoint_url" in error.hint
    assert "profile" in translate("DescribeTable", NoCredentialsError()).hint


def test_an_answer_without_an_error_is_told_as_it_is() -> None:
    error = translate("DescribeTable", ClientError({}, "DescribeTable"))
    assert (error.code, error.text, error.verdict) == ("", "", Verdict.FINAL)


@pytest.mark.parametrize(
    ("code", "text", "part"),
    [
        ("ExpiredTokenException", "expired", "renew"),
        ("AccessDeniedException", "not authorized", "allow"),
        ("UnknownOperationException", "", "lacks this API"),
        ("ConnectionClosedError", "Connection was closed", "run again"),
        ("InternalServerError", "The request processing has failed", "run again"),
        ("ValidationException", "KMS validation error: NotFoundException: Alias x is not found.", "key"),
        ("LimitExceededException", "Updates to TableClass are limited to 2 times in 30 day(s).", "30 days"),
        ("LimitExceededException", "is above the per table maximum for the account", "quota"),
        ("ValidationException", "Time to live has been modified multiple times within a fixed interval", ""),
    ],
)
def test_hints_say_what_to_do(code: str, text: str, part: str) -> None:
    hint = ServiceError("UpdateTable", code, text).hint
    assert part in hint
    assert bool(hint) == bool(part)


def test_hints_are_sentences_of_their_own() -> None:
    assert all(hint and not hint.endswith(".") for _code, _phrase, hint in HINTS)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Please try again after 2026-03-01T12:00:09Z.", 9),
        ("Please try again after 2026-03-01T12:00:09.500Z", 9.5),
        ("Please try again after 2026-03-01T12:00:09+00:00.", 9),
        ("Please try again after 2026-03-01T12:00:09", 9),
        ("Please try again after 2026-03-01T11:59:00Z.", 0),
        ("Please try again after noon.", None),
        ("Please try again after Sunday, March 1, 2026 at 12:00:09 PM UTC.", 9),
        ("Rate exceeded", None),
    ],
)
def test_stated_times_are_understood(text: str, seconds: float | None) -> None:
    assert ServiceError("UpdateTable", "ThrottlingException", text).seconds_until_retry(NOON) == seconds


TTL = "Time to live has been modified multiple times within a fixed interval"
CLASS = "Subscriber limit exceeded: Updates to TableClass are limited to 2 times in 30 day(s)."
DECREASES = (
    "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. Last decrease"
)
KEYS = "Subscriber limit exceeded: Encryption mode changes are limited in the 24h window."


@pytest.mark.parametrize(
    ("text", "changed_at", "when"),
    [
        (TTL, None, "2026-03-01T12:31:12Z"),
        (TTL, NOON - datetime.timedelta(seconds=100.5), "2026-03-01T12:29:32Z"),
        (CLASS, None, "2026-03-31T12:00:00Z"),
        (CLASS, datetime.datetime(2026, 2, 10, 1, tzinfo=datetime.timezone.utc), "2026-03-12T01:00:00Z"),
        (CLASS, "2026-02-10T01:00:00", "2026-03-12T01:00:00Z"),
        (f"{DECREASES} at 2026-03-01T11:30:00Z", None, "2026-03-01T12:30:00Z"),
        (f"{DECREASES} at Sunday, March 1, 2026 at 11:30:00 AM UTC.", None, "2026-03-01T12:30:00Z"),
        (f"{DECREASES} at Sun Mar 01 11:30:00 GMT 2026.", None, "2026-03-01T12:30:00Z"),
        (f"{DECREASES} at noon.", None, "2026-03-01T13:00:00Z"),
        (f"{DECREASES} at 2027-03-01T11:30:00Z", None, "2026-03-01T13:00:00Z"),
        (f"{KEYS} Next changes can be made at 2026-03-01T17:00:00.250Z.", None, "2026-03-01T17:00:01Z"),
        (
            f"{KEYS} Last change at 2026-03-01T11:00:00Z. Next changes can be made at noon.",
            None,
            "2026-03-01T17:00:00Z",
        ),
        ("Subscriber limit exceeded: Walks are limited.", None, None),
    ],
)
def test_what_is_put_off_has_a_time(text: str, changed_at: object, when: str | None) -> None:
    """At the latest then: what is not known of the last change is taken for now."""
    found = admitted_at(text, NOON, changed_at)
    assert (found and timestamp(found)) == when


def test_words_leave_out_what_there_is_not() -> None:
    plain = ServiceError("UpdateTable", "ValidationException", "wrong")
    assert plain.facts() == {"operation": "UpdateTable", "code": "ValidationException", "message": "wrong"}
    text = "Rate exceeded. Please try again after 2026-03-01T12:00:09Z."
    told = ServiceError("UpdateTable", "ThrottlingException", text).facts()
    assert told["retry_at"] == "2026-03-01T12:00:09Z"
