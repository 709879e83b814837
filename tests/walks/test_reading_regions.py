# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Regions of a table are read side by side, in a fleet too, with calls that take a second each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Entry
from ansible_collections.planton.dynamodb.tests.unit import literal
from ansible_collections.planton.dynamodb.tests.walks.account import LONG
from ansible_collections.planton.dynamodb.tests.walks.fleets import FleetAccount
from ansible_collections.planton.dynamodb.tests.walks.in_regions import RegionsAccount
from ansible_collections.planton.dynamodb.tests.walks.runs import PLAIN
from ansible_collections.planton.dynamodb.tests.walks.turns import Shared

HOME, NEAR, FAR = "eu-central-1", "eu-west-1", "us-east-1"
SECOND = 1.0
SAFE = {"deletion_protection_enabled": False}
REPLICAS: dict[str, Any] = {"replicas": [{"region_name": region, **SAFE} for region in (NEAR, FAR)]}


class Spans:
    """Has each call take a second, and notes from when to when each was on its way, by its Region."""

    def __init__(self, account: Shared) -> None:
        self._account = account
        self._begun: dict[int, float] = {}
        self.by_region: dict[str, list[tuple[float, float]]] = {}

    def watch(self, call: Entry, carried_out: bool) -> None:
        """Let the second pass before the call is carried out."""
        now = self._account.clock.now
        if carried_out:
            self.by_region.setdefault(call.caller.region, []).append((self._begun[call.number], now()))
        else:
            self._begun[call.number] = now()
            if self._account.turns:
                self._account.turns.pause(SECOND)


def spread(account: Shared, *names: str) -> None:
    """Make tables in three Regions by the service's own calls."""
    for name in names:
        account.engine.call("dynamodb", "CreateTable", literal.create_table(name, PLAIN))
        account.later(5.0)
    account.later(60.0)
    for region in (NEAR, FAR):
        for name in names:
            update = {"TableName": name, "ReplicaUpdates": [{"Create": {"RegionName": region}}]}
            account.engine.call("dynamodb", "UpdateTable", update)
            account.later(10.0)
        account.later(300.0)
    account.later(LONG)


def overlap(one: list[tuple[float, float]], other: list[tuple[float, float]]) -> bool:
    return any(begun < ended and first < last for first, ended in one for begun, last in other)


def test_one_table_is_read_in_two_regions_at_once() -> None:
    account = RegionsAccount()
    spread(account, "orders")
    spans, first = Spans(account), len(account.host.calls)
    account.host.watch = spans.watch
    assert account.result({**PLAIN, **SAFE, **REPLICAS})["converged"]
    assert Counter(call.caller.region for call in account.calls_since(first)) == {HOME: 1, NEAR: 1, FAR: 1}
    assert overlap(spans.by_region[NEAR], spans.by_region[FAR])
    assert not overlap(spans.by_region[HOME], spans.by_region[NEAR])


def test_a_hundred_tables_in_three_regions_take_twice_as_long_as_in_one(
    record_property: Callable[[str, object], None],
) -> None:
    """One after the other, the Regions would take three times as long, with the same calls."""
    account, names = FleetAccount(), [f"table-{number:03}" for number in range(100)]
    spread(account, *names)
    found = []
    for more in ({}, REPLICAS):
        spans, first = Spans(account), len(account.host.calls)
        account.host.watch = spans.watch
        began = account.clock.now()
        done = account.fleet([{"name": name, **PLAIN, **SAFE, **more} for name in names])
        assert done["converged"] and not done["changed"]
        found.append((account.clock.now() - began, len(account.calls_since(first))))
        for name in names:
            mine = [call for call in account.calls_since(first) if call.request["TableName"] == name]
            assert len(mine) == len({call.caller.region for call in mine})
    (one, calls), (three, more_calls) = found
    record_property("time of three Regions over that of one, at rest", round(three / one, 2))
    assert (calls, more_calls) == (100, 300)
    assert three <= 2.0 * one
