# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service refuses, for good, until a time, or for a moment: each run ends, and tells what was done."""

from __future__ import annotations

import datetime
from typing import NamedTuple

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.cases import one_engine
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Recorder
from ansible_collections.planton.dynamodb.tests.integration.support.specs import ON_DEMAND, Options
from ansible_collections.planton.dynamodb.tests.integration.support.tables import NAME, Tables

MANY = 99
TTL: Options = {"ttl": {"enabled": True, "attribute_name": "expires"}}
RECOVERY: Options = {"point_in_time_recovery_enabled": True}
TAGS: Options = {"tags": {"team": "shop"}}
INFREQUENT: Options = {"table_class": "STANDARD_INFREQUENT_ACCESS"}
PROTECTED: Options = {"deletion_protection_enabled": True}
IN_USE = "Attempt to change a resource which is still in use: "

pytestmark = one_engine

# --- refused for good --------------------------------------------------------


class Write(NamedTuple):
    """A write that is refused, and the options that lead to it on a table that is there."""

    operation: str
    options: Options

    def __str__(self) -> str:
        return self.operation


WRITES = [
    Write("UpdateTable", PROTECTED),
    Write("UpdateTimeToLive", TTL),
    Write("UpdateContinuousBackups", RECOVERY),
    Write("TagResource", {"tags": {"team": "sales", "old": "x"}}),
    Write("UntagResource", {"tags": {}}),
    Write("DeleteTable", {"state": "absent"}),
]


@pytest.mark.parametrize("write", WRITES, ids=str)
def test_a_write_that_is_not_allowed(write: Write, table: Tables, recorder: Recorder) -> None:
    table(**ON_DEMAND, tags={"old": "x"})
    text = f"User: arn:aws:iam::123456789012:user/ann is not authorized to perform: dynamodb:{write.operation}"
    recorder.fail(write.operation, "AccessDeniedException", text, times=MANY)
    run = table(fails=True, **write.options)
    assert run.statuses == [(write.operation, "failed")]
    assert run.writes == [write.operation]
    assert run["error"]["code"] == "AccessDeniedException"
    assert text in run["msg"] and run["error"]["hint"] in run["msg"]
    assert "Done: nothing. Left:" in run["msg"]


def test_a_creation_that_is_not_allowed(table: Tables, recorder: Recorder) -> None:
    recorder.fail("CreateTable", "AccessDeniedException", "not authorized to perform: dynamodb:CreateTable", times=MANY)
    run = table(fails=True, **ON_DEMAND, **TTL)
    assert run.statuses == [("CreateTable", "failed"), ("UpdateTimeToLive", "pending")]
    assert not run["changed"]
    assert run["table"] == {}


def test_one_refusal_does_not_hide_what_was_done(table: Tables, recorder: Recorder) -> None:
    """Of three writes side by side one fails; the next run does what is left, and only that."""
    table(**ON_DEMAND)
    recorder.fail("UpdateTimeToLive", "AccessDeniedException", "not authorized to perform: it", times=MANY)
    goal = {**TTL, **TAGS, **PROTECTED}
    run = table(fails=True, **goal)
    assert run.statuses == [("UpdateTable", "done"), ("UpdateTimeToLive", "failed"), ("TagResource", "done")]
    assert run["changed"]
    assert "Done: enable deletion protection; set tag(s) team" in run["msg"]
    assert "Left: enable time to live on attribute expires" in run["msg"]
    assert run["table"]["deletion_protection_enabled"] is True and run["table"]["tags"] == {"team": "shop"}
    recorder.faults.clear()
    assert table(**goal).writes == ["UpdateTimeToLive"]


# --- refused until a time ----------------------------------------------------

ONE_RUN = datetime.timedelta(seconds=30)
UNTIL = [
    (
        "UpdateTable",
        "LimitExceededException",
        "Subscriber limit exceeded: Encryption mode changes are limited in the 24h window ending at 2030-01-02."
        " After the first 4 change, each subsequent change in the same window can be performed at most once every 21600"
        " seconds. Number of updates today: 4. Last change at 2030-01-01T21:04:05Z."
        " Next changes can be made at 2030-01-02T03:04:05Z.",
        PROTECTED,
        "2030-01-02T03:04:05Z",
    ),
    (
        "UpdateTable",
        "LimitExceededException",
        "Subscriber limit exceeded: Updates to TableClass are limited to 2 times in 30 day(s).",
        INFREQUENT,
        datetime.timedelta(days=30),
    ),
    (
        "UpdateTimeToLive",
        "ValidationException",
        "Time to live has been modified multiple times within a fixed interval",
        TTL,
        datetime.timedelta(seconds=1872),
    ),
]


@pytest.mark.parametrize(("operation", "code", "text", "options", "when"), UNTIL, ids=["encryption", "class", "ttl"])
def test_a_limit_that_ends_at_a_stated_time(
    operation: str,
    code: str,
    text: str,
    options: Options,
    when: str | datetime.timedelta,
    table: Tables,
    recorder: Recorder,
) -> None:
    table(**ON_DEMAND)
    recorder.fail(operation, code, text, times=MANY)
    before = datetime.datetime.now(datetime.timezone.utc)
    run = table(fails=True, **options, **TAGS)
    assert run.statuses == [(operation, "pending"), ("TagResource", "done")]
    told = run["error"]["retry_at"]
    if isinstance(when, datetime.timedelta):
        # What is not known of the last change is taken for the moment of the refusal.
        assert datetime.timedelta(0) <= datetime.datetime.fromisoformat(told) - before - when < ONE_RUN
    else:
        assert told == when
    assert run["plan"]["operations"][0]["retry_at"] == told
    assert told in run["msg"]
    assert run.operations.count(operation) == 1
    assert table(wait=False, **options).statuses == [(operation, "pending")]


def test_a_short_cooldown_is_sat_out(table: Tables, recorder: Recorder) -> None:
    table(**ON_DEMAND)
    text = f"Deletion protection setting for table {NAME} modified within the previous 15000 milliseconds."
    recorder.fail("UpdateTable", "ThrottlingException", f"{text} Please try again after 2020-01-01T00:00:00Z")
    run = table(**PROTECTED)
    assert run.statuses == [("UpdateTable", "done")]
    assert run.operations.count("UpdateTable") == 2


# --- refused for a moment ----------------------------------------------------

MOMENTS = [
    (
        "UpdateTable",
        "ResourceInUseException",
        f"{IN_USE}Table IOPS are currently being updated. Table: {NAME}",
        PROTECTED,
    ),
    ("UpdateTimeToLive", "ResourceInUseException", f"{IN_USE}Table is being updated: {NAME}", TTL),
    ("TagResource", "LimitExceededException", f"Subscriber limit exceeded: Table tags are being updated: {NAME}", TAGS),
    (
        "UpdateTable",
        "ThrottlingException",
        "The rate of control plane requests made by this account is too high",
        PROTECTED,
    ),
    (
        "UpdateContinuousBackups",
        "ContinuousBackupsUnavailableException",
        "Backups are being enabled for the table",
        RECOVERY,
    ),
    ("DeleteTable", "ResourceInUseException", f"{IN_USE}Table tags are being updated: {NAME}", {"state": "absent"}),
]


@pytest.mark.parametrize(("operation", "code", "text", "options"), MOMENTS, ids=[f"{m[0]} {m[1]}" for m in MOMENTS])
def test_a_refusal_that_passes(
    operation: str, code: str, text: str, options: Options, table: Tables, recorder: Recorder
) -> None:
    table(**ON_DEMAND)
    recorder.fail(operation, code, text, times=2)
    run = table(**options)
    assert run.statuses == [(operation, "done")]
    assert run.operations.count(operation) == 3
    assert run["converged"]


@pytest.mark.parametrize("operation", ["DescribeTable", "DescribeTimeToLive", "ListTagsOfResource"])
def test_a_read_that_is_throttled_once(operation: str, table: Tables, recorder: Recorder) -> None:
    table(**ON_DEMAND, **TTL, **TAGS)
    recorder.fail(operation, "ThrottlingException", "Rate exceeded")
    table(**ON_DEMAND, **TTL, **TAGS)


def test_a_write_that_is_throttled_for_long(table: Tables, recorder: Recorder) -> None:
    table(**ON_DEMAND)
    text = "The rate of control plane requests made by this account is too high"
    recorder.fail("UpdateTable", "ThrottlingException", text, times=MANY)
    run = table(fails=True, wait_timeout=3, **PROTECTED, **TAGS)
    assert run.statuses == [("UpdateTable", "pending"), ("TagResource", "done")]
    assert "wait_timeout reached" in run["msg"] and text in run["msg"]
    assert 2 <= run.operations.count("UpdateTable") <= 12


def test_a_table_that_is_in_use_for_long(table: Tables, recorder: Recorder) -> None:
    table(**ON_DEMAND)
    text = f"{IN_USE}Table is being used: {NAME}"
    recorder.fail("UpdateTable", "ResourceInUseException", text, times=MANY)
    run = table(fails=True, wait_timeout=3, **PROTECTED)
    assert run.statuses == [("UpdateTable", "pending")]
    assert text in run["msg"]
    without = table(wait=False, **PROTECTED)
    assert without.statuses == [("UpdateTable", "pending")]
    assert without.operations.count("UpdateTable") <= 2
