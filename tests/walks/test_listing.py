# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One list tells a fleet about the insights of all its tables, and nothing is missed; tests of what it costs."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.api import TableApi
from ansible_collections.planton.dynamodb.plugins.module_utils._run.info import read_tables
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Entry
from ansible_collections.planton.dynamodb.tests.walks.account import WIRE
from ansible_collections.planton.dynamodb.tests.walks.fleets import FleetAccount

Options = dict[str, Any]
LIST, NEAR = "ListContributorInsights", "eu-west-1"
INDEXES = ("by_day", "by_month")
TABLE: Options = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
    "global_secondary_indexes": [
        {"name": name, "key_schema": [{"attribute_name": "id", "key_type": "HASH"}], "projection": {"type": "ALL"}}
        for name in INDEXES
    ],
}
HOUR = 3600.0


def drawn(source: random.Random) -> Options:
    """Insights of a table, or none."""
    insights: Options = {
        "contributor_insights_enabled": source.random() < 0.5,
        "contributor_insights_indexes": [name for name in INDEXES if source.random() < 0.4],
    }
    if insights["contributor_insights_enabled"] or insights["contributor_insights_indexes"]:
        insights["contributor_insights_mode"] = source.choice(("THROTTLED_KEYS", "ACCESSED_AND_THROTTLED_KEYS"))
    return insights


def fleet(count: int, source: random.Random, prefix: str = "table") -> list[Options]:
    return [{"name": f"{prefix}-{number:03}", **TABLE, **drawn(source)} for number in range(count)]


def made(*fleets: list[Options]) -> FleetAccount:
    # AWS has a hundred rules of insights in a Region, which would fail some of them (L-337).
    account = FleetAccount()
    account.engine.behaviour.budgets = False
    for tables in fleets:
        assert account.fleet(tables)["converged"]
    account.later(HOUR)
    return account


def planned(account: FleetAccount, tables: list[Options]) -> tuple[Options, list[Entry]]:
    """The results of check mode, and the calls of the list that were carried out or refused for good."""
    first = len(account.host.calls)
    result = account.fleet(tables, apply=False)
    assert "msg" not in result, result["msg"]
    calls = [call for call in account.calls_since(first) if call.operation == LIST]
    return result["tables"], [call for call in calls if call.code != "ThrottlingException"]


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_missed(seed: int) -> None:
    """The plans are those of runs that ask about each table alone."""
    source = random.Random(seed)
    account = made(fleet(16, source))
    wanted = fleet(16, source)
    together, calls = planned(account, wanted)
    assert [call.request for call in calls] == [{"MaxResults": 100}]
    for table in wanted:
        alone, calls = planned(account, [table])
        assert [call.request for call in calls] == [{"TableName": table["name"]}]
        assert alone[table["name"]]["plan"] == together[table["name"]]["plan"]
        assert alone[table["name"]]["spec"] == together[table["name"]]["spec"]
    assert any(result["plan"]["operations"] for result in together.values())


def test_other_tables_of_the_region_make_it_no_longer_than_the_reads_that_it_saves() -> None:
    """The pages go over all tables: after as many as half of the tables that ask, each is asked about alone."""
    source = random.Random(5)
    few, many = fleet(4, source), fleet(90, source, "other")
    account = made(few, many)
    _tables, calls = planned(account, few)
    assert Counter("TableName" in call.request for call in calls) == {False: 2, True: 4}
    _tables, calls = planned(account, [*few, *many])
    assert Counter("TableName" in call.request for call in calls) == {False: 3}


def test_a_policy_that_allows_single_tables_alone() -> None:
    account = made(tables := fleet(6, random.Random(6)))
    account.host.faults.add("deny", operation=LIST, times=1)
    results, calls = planned(account, tables)
    assert Counter("TableName" in call.request for call in calls) == {False: 1, True: 6}
    assert not any(result["plan"]["operations"] for result in results.values())


def test_what_a_run_has_changed_is_read_anew() -> None:
    """After its calls a run asks about that table alone, because the list was read before."""
    account = made(tables := fleet(6, random.Random(7)))
    changed = [{**table, "contributor_insights_enabled": not table["contributor_insights_enabled"]} for table in tables]
    for table in changed:
        on = table["contributor_insights_enabled"] or table["contributor_insights_indexes"]
        table["contributor_insights_mode"] = "THROTTLED_KEYS" if on else None
    first = len(account.host.calls)
    assert account.fleet(changed)["converged"]
    calls = [call.request for call in account.calls_since(first) if call.operation == LIST]
    assert calls.count({"MaxResults": 100}) == 1
    assert {request["TableName"] for request in calls[1:]} == {table["name"] for table in changed}


def test_replicas_that_are_read_to_be_adopted() -> None:
    """One list for each Region tells what each replica has, as if it was asked about alone."""
    streamed: Options = {"stream_enabled": True, "stream_view_type": "NEW_AND_OLD_IMAGES"}
    replicas = [{"region_name": NEAR, "contributor_insights_enabled": True}]
    tables = [{**table, **streamed, "replicas": replicas} for table in fleet(3, random.Random(8))]
    account = made(tables)
    account.engine.behaviour.limiter = False
    WIRE.host = account.host
    names = [table["name"] for table in tables]
    (together, calls), *alone = (_read(account, asked) for asked in (names, *([name] for name in names)))
    assert [call.request for call in calls] == [{"MaxResults": 100}]
    assert together == {name: found for each, _calls in alone for name, found in each.items()}
    assert all(found["contributor_insights_enabled"] for found in together.values())
    assert [call.request for _each, calls in alone for call in calls] == [{"TableName": name} for name in names]


def _read(account: FleetAccount, names: list[str]) -> tuple[Options, list[Entry]]:
    """The replicas of tables as options, and the calls of the list in their Region."""
    first = len(account.host.calls)
    tables, warnings = read_tables(TableApi(account.connect), names, None, other_regions=True)
    assert not warnings
    calls = [call for call in account.calls_since(first) if call.operation == LIST and call.caller.region == NEAR]
    return {table["spec"]["name"]: table["other_regions"][NEAR]["spec"] for table in tables}, calls
