# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits of an hour: told when patience ends, gone on with by the next run, few looks; credentials that expire."""

from __future__ import annotations

import datetime
import random
from collections import Counter
from typing import Any

import boto3.session
import botocore.session
import pytest
from ansible_collections.amazon.aws.plugins.module_utils.retries import RetryingBotoClientWrapper
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.connecting import ONCE, READ_RETRY, RETRIES
from ansible_collections.planton.dynamodb.tests.settings.names import KEY_ONE
from ansible_collections.planton.dynamodb.tests.simulator.engine import DEFAULT_REGION
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Entry
from ansible_collections.planton.dynamodb.tests.simulator.wire.transport import Wire
from ansible_collections.planton.dynamodb.tests.walks.account import Account, writes
from botocore.config import Config
from botocore.credentials import DeferredRefreshableCredentials

Options = dict[str, Any]
HOUR = 3600.0
BASE: Options = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
INDEXED: Options = {
    **BASE,
    "global_secondary_indexes": [
        {"name": "by_id", "key_schema": BASE["key_schema"], "projection": {"type": "ALL"}},
    ],
    "contributor_insights_indexes": ["by_id"],
}
PROVISIONED: Options = {
    "billing_mode": "PROVISIONED",
    "provisioned_throughput": {"read_capacity_units": 1, "write_capacity_units": 1},
}


@pytest.fixture(autouse=True)
def _same_every_time() -> None:
    random.seed(1)


class Keyed(Account):
    """An account that is called with credentials of one's own: each client is made from a session that has them."""

    def __init__(self, session: boto3.session.Session, **more: Any) -> None:
        super().__init__(3, **more)
        self.session = session

    def connect(self, service: str, *, repeats: bool = True, region: str = "") -> Any:
        config = Config(retries=RETRIES if repeats else ONCE)
        return RetryingBotoClientWrapper(
            Wire(self.host).client(service, config, session=self.session, region=region or DEFAULT_REGION), READ_RETRY
        )


def expect_done(account: Account, options: Options, **rules: Any) -> Options:
    done = account.result(options, **rules)
    assert "msg" not in done, done["msg"]
    assert done["converged"], done["plan"]
    return done


def with_plain_table(account: Account) -> Account:
    """A table without an index, made long ago; an index that is added fills for an hour."""
    account.arrange({**BASE, "ttl": {"enabled": False}})
    return account


def slow() -> dict[str, float]:
    return {"index_backfill": HOUR}


def looks(calls: list[Entry]) -> int:
    return Counter(call.operation for call in calls)["DescribeTable"]


def statuses(done: Options) -> dict[str, str]:
    return {step["reason"]: step["status"] for step in done["plan"]["operations"]}


def test_patience_ends_before_the_index_is_built() -> None:
    """The result says what was waited for; the next run goes on with nothing but what is left."""
    account = with_plain_table(Account(3, lengths=slow()))
    start = account.clock.now()
    done = account.result(INDEXED)
    assert 1800.0 <= account.clock.now() - start < 1830.0
    assert not done["converged"] and done["changed"]
    assert "wait_timeout" in done["msg"] and "index by_id built" in done["msg"] and "Run again" in done["msg"]
    assert sorted(statuses(done).values()) == ["done", "pending"]
    first = len(account.host.calls)
    again = expect_done(account, INDEXED, wait_timeout=7200)
    assert again["changed"]
    assert [call.operation for call in writes(account.calls_since(first))] == ["UpdateContributorInsights"]


@pytest.mark.parametrize("runs", [3])
def test_run_after_run_until_it_is_built(runs: int) -> None:
    """Each run ends at its own timeout, and nothing is sent twice."""
    account = with_plain_table(Account(3, lengths=slow()))
    for _run in range(runs - 1):
        assert "wait_timeout" in account.result(INDEXED)["msg"]
    expect_done(account, INDEXED)
    sent = Counter(call.operation for call in writes(account.host.calls[1:]))
    assert (sent["UpdateTable"], sent["UpdateContributorInsights"]) == (1, 1)


def test_patience_for_it() -> None:
    """A look every fifteen seconds at most: few calls for an hour, and the end is found soon."""
    account = with_plain_table(Account(3, lengths=slow()))
    start, first = account.clock.now(), len(account.host.calls)
    expect_done(account, INDEXED, wait_timeout=7200)
    took = account.clock.now() - start
    assert HOUR < took < HOUR + 120.0
    assert looks(account.calls_since(first)) <= 360


def test_expired_keys_are_told_and_renewed_ones_go_on() -> None:
    """The message says what to do; nothing that is done is done again."""
    account = Keyed(boto3.session.Session("OLD", "not-a-real-secret-7f3a"), lengths=slow())
    with_plain_table(account)
    account.host.faults.add("expire", access_key="OLD", at=account.clock.now() + 900.0)
    done = account.result(INDEXED, wait_timeout=7200)
    assert not done["converged"] and done["changed"]
    assert "ExpiredToken" in done["msg"] and "renew the session and run again" in done["msg"], done["msg"]
    first = len(account.host.calls)
    assert "ExpiredToken" in account.result(INDEXED)["msg"]
    account.session = boto3.session.Session("NEW", "not-a-real-secret-7f3a")
    expect_done(account, INDEXED, wait_timeout=7200)
    assert [call.operation for call in writes(account.calls_since(first))] == ["UpdateContributorInsights"]


def refreshable(account: Account) -> tuple[boto3.session.Session, list[str]]:
    """A session whose keys are good for half an hour of the engine's time, and the keys that it was given."""
    given: list[str] = []

    def fetch() -> dict[str, str]:
        given.append(f"KEY{len(given)}")
        until = account.clock.today() + datetime.timedelta(minutes=30)
        account.host.faults.add("expire", access_key=given[-1], at=until.timestamp())
        keys = {"access_key": given[-1], "secret_key": "not-a-real-secret-7f3a", "token": "session"}
        return {**keys, "expiry_time": until.isoformat()}

    core = botocore.session.Session()
    core._credentials = DeferredRefreshableCredentials(fetch, "assume-role", time_fetcher=account.clock.today)
    return boto3.session.Session(botocore_session=core), given


def test_keys_that_the_sdk_renews() -> None:
    """An assumed role whose session would end twice on the way: the run does not notice."""
    account = Keyed(boto3.session.Session("first", "not-a-real-secret-7f3a"), lengths=slow())
    account.session, given = refreshable(account)
    with_plain_table(account)
    first = len(account.host.calls)
    expect_done(account, INDEXED, wait_timeout=7200)
    assert len(given) >= 3
    calls = account.calls_since(first)
    assert {call.caller.access_key for call in calls} <= set(given)
    assert not [call for call in calls if call.code.startswith("ExpiredToken")]
    assert Counter(call.operation for call in writes(calls)) == {"UpdateTable": 1, "UpdateContributorInsights": 1}


SETTINGS: Options = {
    **INDEXED,
    "tags": {"a": "b"},
    "stream_enabled": True,
    "stream_view_type": "NEW_IMAGE",
    "table_class": "STANDARD_INFREQUENT_ACCESS",
    "point_in_time_recovery_enabled": True,
    "ttl": {"enabled": True, "attribute_name": "expires"},
    "server_side_encryption": {"enabled": True, "kms_key_arn": KEY_ONE},
    "deletion_protection_enabled": True,
}


@pytest.mark.parametrize("pause", [0.5, 7.0, 45.0])
@pytest.mark.parametrize("exists", [False, True], ids=["created", "changed"])
def test_never_waiting(exists: bool, pause: float) -> None:
    """Each run ends at once and says that it is not all; together they make the table, and send nothing twice."""
    account = Account(5)
    if exists:
        with_plain_table(account)
    first = len(account.host.calls)
    for _run in range(int(1200.0 / pause) + 2):
        start = account.clock.now()
        done = account.result(SETTINGS, wait=False)
        assert "msg" not in done, done["msg"]
        assert account.clock.now() - start < 12.0
        if done["converged"]:
            break
        account.later(pause)
    assert done["converged"]
    assert account.result(SETTINGS)["plan"]["operations"] == []
    sent = Counter(f"{call.operation} {call.request}" for call in writes(account.calls_since(first)))
    twice = [text for text, times in sent.items() if times > 1]
    # The old tags are read for up to three seconds; to set the same ones again changes nothing and takes no lock.
    assert not twice or (pause < 3.0 and [text.split()[0] for text in twice] == ["TagResource"])


def test_tags_that_were_written_long_before_the_end_are_read_when_they_show() -> None:
    """The lag of tags counts from their write, not from the moment at which the rest was found done."""
    lengths = {"to_on_demand_again": 4.4, "tag_lock": 1.78, "tag_lag": 2.74}
    account = Account(lengths=lengths, unknown=False)
    expect_done(account, {**BASE, "tags": {"old": "x"}})
    for change in (PROVISIONED, {"billing_mode": "PAY_PER_REQUEST"}, PROVISIONED):
        expect_done(account, change)
        account.later(2 * 24 * HOUR)
    began, first = account.clock.now(), len(account.host.calls)
    expect_done(account, {"billing_mode": "PAY_PER_REQUEST", "tags": {"new": "y"}})
    (last,) = [call for call in writes(account.calls_since(first)) if call.operation == "UntagResource"]
    assert account.clock.now() - began <= 1.1 * (last.at - began + lengths["tag_lag"])
