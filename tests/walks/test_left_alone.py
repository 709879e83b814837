# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What no option describes is there afterwards as before, or the run is refused before its first write."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.settings.names import KEY_ONE
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Entry
from ansible_collections.planton.dynamodb.tests.walks.account import NAME, Account, writes

Options = dict[str, Any]
LIMITS = {"MaxReadRequestUnits": 200, "MaxWriteRequestUnits": 20}
WARM = {"ReadUnitsPerSecond": 13_000, "WriteUnitsPerSecond": 5_000}
BASE: Options = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
OTHER_KEY: Options = {
    "attribute_definitions": [{"name": "number", "type": "S"}],
    "key_schema": [{"attribute_name": "number", "key_type": "HASH"}],
}
STREAM: Options = {"stream_enabled": True, "stream_view_type": "NEW_AND_OLD_IMAGES"}
HALF_A_MINUTE, A_DAY = 30.0, 86_400.0


def indexed(projection: str) -> Options:
    index = {"name": "by_id", "key_schema": BASE["key_schema"], "projection": {"type": projection}}
    return {**BASE, "global_secondary_indexes": [index]}


def made(options: Options) -> Account:
    account = Account(5)
    done = account.result(options)
    assert "msg" not in done, done["msg"]
    return account


def sent(
    account: Account, operation: str, *, service: str = "dynamodb", wait: float = 700.0, **request: Any
) -> Account:
    """What somebody else does to the table."""
    account.engine.call(service, operation, {"TableName": NAME, **request})
    account.later(wait)
    return account


def refused(account: Account, options: Options, *rules: str) -> str:
    """Nothing is written in check mode and in earnest, and both say the same; return that."""
    first, began = len(account.host.calls), account.clock.now()
    for apply in (False, True):
        done = account.result(options, apply=apply)
        assert [error["rule"] for error in done["errors"]] == [*rules], done["msg"]
        assert "un again" not in done["msg"]
    assert writes(account.calls_since(first), carried_out=False) == []
    assert account.clock.now() - began < HALF_A_MINUTE
    return str(done["msg"])


def update_index(account: Account, **member: Any) -> Account:
    return sent(account, "UpdateTable", GlobalSecondaryIndexUpdates=[{"Update": {"IndexName": "by_id", **member}}])


def test_an_index_comes_back_with_its_maximum_and_as_warm_as_it_was() -> None:
    account = update_index(made(indexed("ALL")), OnDemandThroughput=LIMITS)
    update_index(account, WarmThroughput=WARM)
    done = account.result(indexed("KEYS_ONLY"))
    assert "msg" not in done and done["converged"], done
    table = account.table()
    assert table
    index = table.global_indexes["by_id"]
    assert index.projection["ProjectionType"] == "KEYS_ONLY"
    assert (index.on_demand_units, index.warm) == (LIMITS, WARM)
    assert any("on-demand maximum of 200 read" in step["reason"] for step in done["plan"]["operations"])
    assert account.result(indexed("KEYS_ONLY"))["plan"]["operations"] == []


@pytest.mark.parametrize("rules", [{"wait": False}, {"wait_timeout": 1.0}])
def test_an_index_that_is_gone_comes_back_however_short_the_patience(rules: Options) -> None:
    """Between the two nothing but the run knows the maximum, so it sees that through, and waits for no more."""
    account = update_index(made(indexed("ALL")), OnDemandThroughput=LIMITS)
    began = account.clock.now()
    done = account.result(indexed("KEYS_ONLY"), **rules)
    assert not done["converged"] and account.clock.now() - began < HALF_A_MINUTE
    if "msg" in done:
        assert "Done: delete index by_id to build it anew. Begun: build index by_id with its on-demand" in done["msg"]
    account.later(1200.0)
    done = account.result(indexed("KEYS_ONLY"))
    assert done["converged"] and not done["changed"]
    table = account.table()
    assert table and table.global_indexes["by_id"].on_demand_units == LIMITS


def test_an_index_that_cannot_come_back_says_where_its_maximum_is() -> None:
    account = update_index(made(indexed("ALL")), OnDemandThroughput=LIMITS)
    account.host.watch = _refuse_to_build
    done = account.result(indexed("KEYS_ONLY"))
    assert (
        "The old index or stream is gone; what the specification leaves out of it is only in the requests"
        in done["msg"]
    )
    assert "un again" not in done["msg"]


@pytest.mark.parametrize("mode", ["backup_and_replace", "when_empty"])
def test_a_replaced_table_whose_index_has_a_maximum_keeps_it(mode: str) -> None:
    index = {**indexed("ALL")["global_secondary_indexes"][0], "key_schema": OTHER_KEY["key_schema"]}
    before = {
        **indexed("ALL"),
        "attribute_definitions": [*BASE["attribute_definitions"], *OTHER_KEY["attribute_definitions"]],
    }
    account = update_index(made({**before, "global_secondary_indexes": [index]}), OnDemandThroughput=LIMITS)
    done = account.result({**OTHER_KEY, "replacement": mode})
    assert "msg" not in done and done["converged"], done
    table = account.table()
    assert table and table.global_indexes["by_id"].on_demand_units == LIMITS


def test_a_replaced_table_feeds_the_same_kinesis_stream() -> None:
    stream = "arn:aws:kinesis:eu-central-1:123456789012:stream/orders"
    account = sent(made(BASE), "EnableKinesisStreamingDestination", StreamArn=stream)
    done = account.result({**OTHER_KEY, "replacement": "when_empty"})
    assert "msg" not in done and done["converged"], done
    assert "EnableKinesisStreamingDestination" in [step["operation"] for step in done["plan"]["operations"]]


def with_replica(options: Options) -> Account:
    return sent(made({**options, **STREAM}), "UpdateTable", ReplicaUpdates=[{"Create": {"RegionName": "us-west-2"}}])


@pytest.mark.parametrize("stream", [{"stream_enabled": False}, {**STREAM, "stream_view_type": "NEW_IMAGE"}])
def test_the_stream_of_a_table_with_a_replica_stays(stream: Options) -> None:
    account = with_replica(BASE)
    told = refused(account, {**BASE, **stream, "tags": {"a": "b"}}, "V41")
    assert "replicas in us-west-2" in told and "leave stream_enabled and stream_view_type out" in told
    done = account.result({**BASE, **STREAM, "tags": {"a": "b"}})
    assert "msg" not in done and done["converged"], done


def test_the_source_of_a_young_replica_goes_a_day_later() -> None:
    """Time heals that, so it is pending, and another run is right."""
    account = with_replica(BASE)
    account.later(A_DAY)
    grown = {"TableName": NAME, "ReplicaUpdates": [{"Create": {"RegionName": "eu-west-1"}}]}
    account.client_in("us-west-2").update_table(**grown)
    account.later(A_DAY / 2)
    left = {"replicas": [{"region_name": "eu-west-1"}], "replica_removal": "delete"}
    done = account.result(left)
    assert [step["status"] for step in done["plan"]["operations"]] == ["pending"]
    assert "a day after the last replica was added" in done["msg"] and "Run again" in done["msg"]
    account.later(A_DAY)
    done = account.result(left)
    assert "msg" not in done and done["converged"], done


def test_a_table_with_a_replica_goes_only_with_it() -> None:
    account = with_replica(BASE)
    told = refused(account, {"state": "absent"}, "V83")
    assert "us-west-2" in told and "replica_removal" in told
    done = account.result({"state": "absent", "replica_removal": "delete"})
    assert "msg" not in done and account.table() is None


def lost_key() -> Account:
    key = {"server_side_encryption": {"enabled": True, "kms_key_arn": KEY_ONE}}
    account = made({**BASE, **key, "tags": {"a": "b"}})
    account.engine.call("kms", "DisableKey", {"KeyId": KEY_ONE})
    return account


def test_no_backup_is_promised_of_a_table_without_its_key() -> None:
    account = lost_key()
    account.later(5 * 3600.0)
    told = refused(account, {"state": "absent", "backup_before_delete": True}, "V76")
    assert "INACCESSIBLE_ENCRYPTION_CREDENTIALS" in told and "leave backup_before_delete out" in told
    refused(account, {**BASE, **OTHER_KEY, "replacement": "backup_and_replace"}, "V76")
    done = account.result({"state": "absent"})
    assert "msg" not in done and account.table() is None


def test_a_key_that_is_lost_just_before_the_backup_is_not_waited_for() -> None:
    """What is refused as in use is believed for a minute, not for half an hour."""
    account = lost_key()
    table = account.table()
    assert table
    account.host.watch = lambda entry, _done: _lose(table) if entry.writes else None
    began = account.clock.now()
    done = account.result({"state": "absent", "backup_before_delete": True})
    assert account.clock.now() - began < 120.0
    assert [step["status"] for step in done["plan"]["operations"]] == ["failed", "pending"]
    assert account.table()


def _refuse_to_build(entry: Entry, _carried_out: bool) -> None:
    if any("Create" in update for update in entry.request.get("GlobalSecondaryIndexUpdates", ())):
        raise RefusedError("AccessDeniedException", "User is not authorized to perform: dynamodb:UpdateTable")


def _lose(table: Any) -> None:
    table.lost = "INACCESSIBLE_ENCRYPTION_CREDENTIALS"
