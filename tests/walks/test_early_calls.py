# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Region that waits for the table's own first makes the calls that do not depend on it, as some take minutes."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.wire.faults import DENY
from ansible_collections.planton.dynamodb.tests.walks.account import writes
from ansible_collections.planton.dynamodb.tests.walks.bound import SECONDS
from ansible_collections.planton.dynamodb.tests.walks.in_regions import RegionsAccount
from ansible_collections.planton.dynamodb.tests.walks.runs import DAYS, PLAIN, SIZED, indexed
from ansible_collections.planton.dynamodb.tests.walks.test_replicas import (
    DELETED,
    FAR,
    HOME,
    NEAR,
    converge,
    replicas,
)

STREAM = f"arn:aws:kinesis:{NEAR}:123456789012:stream/orders"
UPDATE, INSIGHTS = "UpdateKinesisStreamingDestination", "UpdateContributorInsights"
PROTECTED = {"deletion_protection_enabled": True}
LENGTHS = {"kinesis_precision": SECONDS["kinesis_precision"], "replica_delete": SECONDS["replica_delete"]}


def to(precision: str) -> dict[str, Any]:
    destination = {"stream_arn": STREAM, "approximate_creation_date_time_precision": precision}
    return {"kinesis_streaming_destinations": [destination]}


@pytest.fixture
def account() -> RegionsAccount:
    """A table on demand with an index, in three Regions; one of them writes to a Kinesis stream."""
    account = RegionsAccount(lengths=LENGTHS)
    account.arrange({**PLAIN, **indexed(DAYS), **replicas(NEAR, FAR)})
    converge(account, {"replicas": [{"region_name": NEAR, **to("MILLISECOND")}, {"region_name": FAR}]})
    return account


def times(account: RegionsAccount, first: int) -> dict[tuple[str, str], float]:
    """When each operation was first carried out in each Region, in seconds since the first."""
    made = writes(account.calls_since(first))
    return {(call.operation, call.caller.region): call.at - made[0].at for call in reversed(made)}


@pytest.mark.parametrize(
    ("home", "there"),
    [
        pytest.param({}, PROTECTED, id="UpdateTable in its Region"),
        pytest.param({**SIZED, **indexed()}, {}, id="another billing mode, without the index"),
        pytest.param(indexed(), PROTECTED, id="an index goes"),
    ],
)
def test_what_takes_minutes_begins_at_once(
    account: RegionsAccount, home: dict[str, Any], there: dict[str, Any]
) -> None:
    begun, first = account.clock.now(), len(account.host.calls)
    converge(account, {**home, **replicas(NEAR, **to("MICROSECOND"), **there), **DELETED})
    made = times(account, first)
    assert made[UPDATE, NEAR] < 1.0
    assert account.clock.now() - begun < SECONDS["replica_delete"] + SECONDS["kinesis_precision"]


def test_what_belongs_to_an_index_that_is_built_anew_waits_for_it(account: RegionsAccount) -> None:
    """What is asked for the table itself does not."""
    anew = indexed({**DAYS, "projection": {"type": "KEYS_ONLY"}})
    insights = {"contributor_insights_enabled": True, "contributor_insights_indexes": ["by_day"]}
    first = len(account.host.calls)
    converge(account, {**anew, "replicas": [{"region_name": NEAR, **insights}, {"region_name": FAR}]})
    made = [call for call in writes(account.calls_since(first)) if call.operation == INSIGHTS]
    assert [call.request.get("IndexName") for call in made] == [None, "by_day"]
    built = [call.at for call in writes(account.calls_since(first)) if call.operation == "UpdateTable"]
    assert made[0].at < built[1] < made[1].at


def test_a_call_that_fails_early_is_told_at_the_end(account: RegionsAccount) -> None:
    account.host.faults.add(DENY, operation=UPDATE)
    spec = {"table_class": "STANDARD_INFREQUENT_ACCESS"}
    members = [{"region_name": NEAR, **to("MICROSECOND"), **PROTECTED}, {"region_name": FAR}]
    failed = account.result({**spec, "replicas": members})
    status = {(each["operation"], each.get("region", HOME)): each["status"] for each in failed["plan"]["operations"]}
    assert UPDATE in failed["msg"] and status[UPDATE, NEAR] == "failed"
    assert status["UpdateTable", HOME] == status["UpdateTable", NEAR] == "done"


def test_without_waiting_it_is_begun_and_nothing_else_is_lost(account: RegionsAccount) -> None:
    members = [{"region_name": NEAR, **to("MICROSECOND"), **PROTECTED}, {"region_name": FAR}]
    spec = {"table_class": "STANDARD_INFREQUENT_ACCESS", "replicas": members}
    begun = account.result({**spec, "wait": False})
    assert {each["status"] for each in begun["plan"]["operations"]} <= {"done", "pending"}
    assert len(begun["plan"]["operations"]) == 3
    done = account.result(spec)
    assert done["converged"], done.get("msg")


def test_what_was_begun_is_told_where_the_region_cannot_be_read_again(account: RegionsAccount) -> None:
    account.host.faults.add(DENY, operation="DescribeTable", region=NEAR, skip=1)
    members = [{"region_name": NEAR, **to("MICROSECOND"), **PROTECTED}, {"region_name": FAR}]
    failed = account.result({"table_class": "STANDARD_INFREQUENT_ACCESS", "replicas": members})
    there = [each for each in failed["plan"]["operations"] if each.get("region") == NEAR]
    assert [(each["operation"], each["status"]) for each in there] == [("UpdateTable", "pending"), (UPDATE, "done")]
    assert failed["changed"] and NEAR in failed["msg"]
