# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the service puts off: the rest is done, a result says when a run will succeed, and then it does."""

from __future__ import annotations

import datetime
import random
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.settings.names import KEY_ONE, KEY_TWO
from ansible_collections.planton.dynamodb.tests.simulator.settings.encryption import Encryption
from ansible_collections.planton.dynamodb.tests.simulator.settings.protection import Protection
from ansible_collections.planton.dynamodb.tests.simulator.settings.recovery import Recovery
from ansible_collections.planton.dynamodb.tests.simulator.settings.stream import Stream
from ansible_collections.planton.dynamodb.tests.simulator.settings.table_class import TableClass
from ansible_collections.planton.dynamodb.tests.simulator.settings.tags import Tags
from ansible_collections.planton.dynamodb.tests.simulator.settings.ttl import TimeToLive
from ansible_collections.planton.dynamodb.tests.walks.account import Account, writes

Options = dict[str, Any]
BASE: Options = {
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
ON_DEMAND: Options = {**BASE, "billing_mode": "PAY_PER_REQUEST"}
# Without ``wait`` only locks of seconds are sat out, the longest of them fifteen.
QUICK = 20.0
CLASSES = ("STANDARD_INFREQUENT_ACCESS", "STANDARD", "STANDARD_INFREQUENT_ACCESS")
KEYS = (KEY_ONE, KEY_TWO, KEY_ONE, KEY_TWO, KEY_ONE)


@pytest.fixture(autouse=True)
def _same_every_time() -> None:
    random.seed(1)


def by_status(done: Options, status: str) -> list[Options]:
    return [step for step in done["plan"]["operations"] if step["status"] == status]


def expect_done(account: Account, options: Options, **rules: Any) -> None:
    done = account.result(options, **rules)
    assert "msg" not in done, done["msg"]
    assert done["converged"], done["plan"]


def expect_put_off(account: Account, options: Options, **rules: Any) -> str:
    """Run; all but one call is made, and that one has a time. Return it."""
    done = account.result(options, **rules)
    (left,) = by_status(done, "pending")
    assert not by_status(done, "failed") and not done["converged"]
    when = datetime.datetime.fromisoformat(left["retry_at"])
    assert when.tzinfo and when > account.clock.today()
    told = done["warnings"] if rules.get("wait") is False else [done["msg"]]
    assert any(left["retry_at"] in text for text in told)
    return str(left["retry_at"])


def until(account: Account, retry_at: str) -> float:
    return datetime.datetime.fromisoformat(retry_at).timestamp() - account.clock.now()


def check_time(account: Account, options: Options, retry_at: str, margin: float) -> None:
    """A run ``margin`` seconds before the time is put off, one at the time succeeds and leaves nothing."""
    account.later(until(account, retry_at) - margin)
    again = account.result(options, wait=False)
    assert not again["converged"] and by_status(again, "pending")
    account.wait_until(retry_at)
    expect_done(account, options)
    assert account.result(options)["plan"]["operations"] == []


def table_with(options: Options) -> Account:
    account = Account(3)
    expect_done(account, options)
    account.later(86_400.0 * 40)
    return account


def ttl(name: str) -> Options:
    return {"ttl": {"enabled": True, "attribute_name": name}}


@pytest.mark.parametrize("wait", [True, False])
def test_time_to_live_on_another_attribute(wait: bool) -> None:
    """Off at once, on half an hour later; the tags do not wait for it."""
    account = table_with({**ON_DEMAND, **ttl("expires")})
    wanted = {**ON_DEMAND, **ttl("until"), "tags": {"a": "b"}}
    retry_at = expect_put_off(account, wanted, wait=wait)
    table = account.table()
    assert table and table.of(TimeToLive).ttl is None and table.of(Tags).tags == {"a": "b"}
    check_time(account, wanted, retry_at, 90.0)


def test_time_to_live_with_the_patience_for_it() -> None:
    account = table_with({**ON_DEMAND, **ttl("expires")})
    expect_done(account, {**ON_DEMAND, **ttl("until")}, wait_timeout=3600)


@pytest.mark.parametrize("wait", [True, False])
def test_tags_in_quick_succession(wait: bool) -> None:
    """Each run sits out the lock of the one before; one that does not wait for the tags to show does not say so."""
    account = table_with(ON_DEMAND)
    start = account.clock.now()
    for number in range(6):
        tags = {f"tag{number}": "x", "kept": str(number)}
        done = account.result({**ON_DEMAND, "tags": tags}, wait=wait)
        assert "msg" not in done, done["msg"]
        table = account.table()
        assert table and (table.of(Tags).tags == tags if done["converged"] else not wait)
    assert account.clock.now() - start < 6 * QUICK
    # Tags are read back up to three seconds late.
    account.later(3.0)
    expect_done(account, {**ON_DEMAND, "tags": tags})
    table = account.table()
    assert table and table.of(Tags).tags == tags


def encrypted(key: str) -> Options:
    return {**ON_DEMAND, "server_side_encryption": {"enabled": True, "kms_key_arn": key}}


@pytest.mark.parametrize("wait", [True, False])
def test_the_fifth_change_of_the_key(wait: bool) -> None:
    """Four in a day, then one after six hours without any."""
    account = table_with(ON_DEMAND)
    for key in KEYS[:4]:
        expect_done(account, encrypted(key))
    wanted = {**encrypted(KEYS[4]), "tags": {"a": "b"}}
    retry_at = expect_put_off(account, wanted, wait=wait)
    assert until(account, retry_at) == pytest.approx(6 * 3600, abs=60)
    table = account.table()
    assert table and table.of(Tags).tags == {"a": "b"} and table.of(Encryption).encryption_key == KEYS[3]
    check_time(account, wanted, retry_at, 90.0)


def test_the_key_that_aws_owns_is_never_put_off() -> None:
    account = table_with(ON_DEMAND)
    for key in KEYS[:4]:
        expect_done(account, encrypted(key))
    expect_done(account, {**ON_DEMAND, "server_side_encryption": {"enabled": False}})


@pytest.mark.parametrize("wait", [True, False])
def test_the_third_table_class(wait: bool) -> None:
    """Two changes in thirty days; the time told is that of the latter of them, the only one that shows."""
    account = table_with(ON_DEMAND)
    for name in CLASSES[:2]:
        expect_done(account, {**ON_DEMAND, "table_class": name})
    wanted = {**ON_DEMAND, "table_class": CLASSES[2], "tags": {"a": "b"}}
    retry_at = expect_put_off(account, wanted, wait=wait)
    table = account.table()
    assert table and table.of(Tags).tags == {"a": "b"} and table.of(TableClass).table_class == CLASSES[1]
    assert until(account, retry_at) == pytest.approx(30 * 86_400, abs=60)
    check_time(account, wanted, retry_at, 3600.0)


def provisioned(units: int, index_units: int = 9, **more: Any) -> Options:
    capacity = {"read_capacity_units": units, "write_capacity_units": units}
    index = {"read_capacity_units": index_units, "write_capacity_units": index_units}
    by_id = {"name": "by_id", "key_schema": BASE["key_schema"], "projection": {"type": "ALL"}}
    indexes = [{**by_id, "provisioned_throughput": index}]
    base = {**BASE, "billing_mode": "PROVISIONED", "provisioned_throughput": capacity}
    return {**base, "global_secondary_indexes": indexes, **more}


def of_table(units: int, **more: Any) -> Options:
    return provisioned(units, **more)


def of_index(units: int, **more: Any) -> Options:
    return provisioned(9, units, **more)


@pytest.mark.parametrize("wait", [True, False])
@pytest.mark.parametrize("lowered", [of_table, of_index])
def test_capacity_lowered_six_times_in_a_day(lowered: Any, wait: bool) -> None:
    """Four in a day, then one an hour; more is always admitted."""
    account = table_with(lowered(9))
    for units in (8, 7, 6, 5):
        expect_done(account, lowered(units))
    for units in (4, 3):
        wanted = lowered(units, tags={"units": str(units)})
        retry_at = expect_put_off(account, wanted, wait=wait)
        assert until(account, retry_at) == pytest.approx(3600, abs=60)
        table = account.table()
        assert table and table.of(Tags).tags == {"units": str(units)}
        check_time(account, wanted, retry_at, 90.0)
    expect_done(account, lowered(20))


def test_a_new_day_lifts_the_limit_before_the_hour_is_over() -> None:
    """The time told is the latest; past midnight a run succeeds before it."""
    account = table_with(of_table(9))
    midnight = datetime.datetime.combine(account.clock.today().date(), datetime.time(), datetime.timezone.utc)
    account.wait_until((midnight + datetime.timedelta(hours=23, minutes=50)).isoformat())
    for units in (8, 7, 6, 5):
        expect_done(account, of_table(units))
    expect_put_off(account, of_table(4))
    account.wait_until((midnight + datetime.timedelta(hours=24, minutes=1)).isoformat())
    expect_done(account, of_table(4))


def test_what_the_table_is_refused_does_not_hold_back_the_index() -> None:
    """Table and indexes have budgets of their own, though one call may carry both."""
    account = table_with(provisioned(9, 9))
    for units in (8, 7, 6, 5):
        expect_done(account, provisioned(units, 9))
    wanted = provisioned(4, 20)
    done = account.result(wanted)
    (left,) = by_status(done, "pending")
    table = account.table()
    assert table and table.global_indexes["by_id"].throughput == {"ReadCapacityUnits": 20, "WriteCapacityUnits": 20}
    account.wait_until(left["retry_at"])
    expect_done(account, wanted)


def units(read: int, write: int) -> Options:
    return {"read_capacity_units": read, "write_capacity_units": write}


def shown(read: int, write: int) -> Options:
    return {"ReadCapacityUnits": read, "WriteCapacityUnits": write}


@pytest.mark.parametrize("wait", [True, False])
def test_what_rises_does_not_wait_for_what_may_not_fall_yet(wait: bool) -> None:
    """PROVISIONED 16/20 after four decreases, wanted 10/40: 16/40 now, of the table and of the index alike."""
    account = table_with(provisioned(20, 20))
    for number in (19, 18, 17, 16):
        lowered = provisioned(20, 20, provisioned_throughput=units(number, 20))
        lowered["global_secondary_indexes"][0]["provisioned_throughput"] = units(number, 20)
        expect_done(account, lowered)
    wanted = provisioned(20, 20, provisioned_throughput=units(10, 40))
    wanted["global_secondary_indexes"][0]["provisioned_throughput"] = units(11, 41)
    done = account.result(wanted, wait=wait)
    table = account.table()
    assert table and table.throughput == shown(16, 40)
    assert table.global_indexes["by_id"].throughput == shown(16, 41)
    left = by_status(done, "pending")
    assert len(left) == 2 and not by_status(done, "failed") and not done["converged"]
    if not wait:
        # The table is still busy with what rises; the next run is told when the rest may fall.
        account.later(QUICK)
        left = by_status(account.result(wanted, wait=False), "pending")
    account.wait_until(max(step["retry_at"] for step in left))
    expect_done(account, wanted)
    assert table.throughput == shown(10, 40)
    assert account.result(wanted)["plan"]["operations"] == []


@pytest.mark.parametrize("wait", [True, False])
def test_protection_toggled_twice_at_once(wait: bool) -> None:
    """Fifteen seconds are sat out."""
    account = table_with(ON_DEMAND)
    start = account.clock.now()
    for enabled in (True, False, True):
        done = account.result({**ON_DEMAND, "deletion_protection_enabled": enabled}, wait=wait)
        assert "msg" not in done and done["converged"], done
    assert account.clock.now() - start < 2 * QUICK
    table = account.table()
    assert table and table.of(Protection).protected


def all_put_off() -> tuple[Account, Options]:
    """A table whose budgets are all spent, and what is wanted of it next."""
    account = table_with({**provisioned(9), **ttl("expires"), "table_class": "STANDARD"})
    for number, units in enumerate((8, 7, 6, 5)):
        more: Options = {"server_side_encryption": encrypted(KEYS[number])["server_side_encryption"]}
        more |= {"table_class": CLASSES[min(number, 1)]}
        expect_done(account, {**provisioned(units), **more})
    stream = {"stream_enabled": True, "stream_view_type": "KEYS_ONLY"}
    spent = {**encrypted(KEYS[4]), **provisioned(4), **ttl("until"), "table_class": CLASSES[2]}
    return account, {**spent, **stream, "tags": {"a": "b"}, "point_in_time_recovery_enabled": True}


def check_the_rest(account: Account) -> None:
    table = account.table()
    assert (
        table
        and table.of(Stream).stream == "KEYS_ONLY"
        and table.of(Recovery).recovery_days
        and table.of(Tags).tags == {"a": "b"}
    )
    assert table.of(TimeToLive).ttl is None and table.of(Encryption).encryption_key == KEYS[3]


def check_each_at_its_time(account: Account, wanted: Options, left: list[Options]) -> None:
    """Each has its own time; after the last of them nothing is left."""
    assert len({step["retry_at"] for step in left}) == 4
    for retry_at in sorted(step["retry_at"] for step in left):
        account.wait_until(retry_at)
        last = account.result(wanted)
    assert "msg" not in last and last["converged"], last


def test_all_budgets_spent_at_once() -> None:
    """What can be done is done, and the rest is put off."""
    account, wanted = all_put_off()
    done = account.result(wanted)
    check_the_rest(account)
    assert not by_status(done, "failed")
    check_each_at_its_time(account, wanted, by_status(done, "pending"))


def test_all_budgets_spent_and_no_time() -> None:
    """The same without waiting: each run ends at once, the next goes on."""
    account, wanted = all_put_off()
    for _run in range(4):
        start = account.clock.now()
        done = account.result(wanted, wait=False)
        assert account.clock.now() - start < QUICK and "msg" not in done and not done["converged"]
        account.later(30.0)
    check_the_rest(account)
    check_each_at_its_time(account, wanted, by_status(done, "pending"))


def test_nothing_is_tried_over_and_over() -> None:
    """A call that is put off is sent once a run."""
    account, wanted = all_put_off()
    first = len(account.host.calls)
    account.result(wanted)
    refused = [call for call in writes(account.calls_since(first), carried_out=False) if call.status != 200]
    assert len(refused) <= 4 + 2, [(call.operation, call.text) for call in refused]
