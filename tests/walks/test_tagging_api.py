# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tags of a fleet from the tagging API, which lags: nothing wrong is planned or written, and what it saves."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Entry
from ansible_collections.planton.dynamodb.tests.unit import literal
from ansible_collections.planton.dynamodb.tests.walks.fleets import FleetAccount

Options = dict[str, Any]
EACH, ALL = "ListTagsOfResource", "GetResources"
ACTION = "tag:GetResources"
NEAR = "eu-west-1"
LAG, HOUR = 60.0, 3600.0
TABLE: Options = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
FULL: Options = {
    **TABLE,
    "tags": {"team": "shop"},
    "ttl": {"enabled": True, "attribute_name": "until"},
    "point_in_time_recovery_enabled": True,
    "contributor_insights_enabled": True,
}


def named(count: int, prefix: str = "table", **more: Any) -> list[Options]:
    return [{"name": f"{prefix}-{number:03}", **TABLE, **more} for number in range(count)]


def drawn(source: random.Random) -> Options:
    """Some tags, none, and sometimes without a word about others."""
    keys = ("team", "stage", "owner")
    tags = {key: source.choice(("a", "b")) for key in keys if source.random() < 0.4}
    return {"tags": tags, "purge_tags": source.random() < 0.7}


def made(*fleets: list[Options]) -> FleetAccount:
    account = FleetAccount(lengths={"tagging_lag": LAG})
    account.engine.behaviour.limiter = False
    for tables in fleets:
        assert account.fleet(tables)["converged"]
    account.later(HOUR)
    return account


def run(account: FleetAccount, tables: list[Options], **rules: Any) -> tuple[Options, list[Entry]]:
    """The result, and the calls that read tags."""
    first = len(account.host.calls)
    result = account.fleet(tables, **{"tagging": True, "apply": False, **rules})
    assert "msg" not in result, result["msg"]
    return result, [call for call in account.calls_since(first) if call.operation in (EACH, ALL)]


def counted(calls: list[Entry]) -> Counter[str]:
    return Counter(call.operation for call in calls)


def retagged(account: FleetAccount, name: str, **tags: str) -> None:
    """Somebody else sets tags, and the table shows them already."""
    client = account.boto()
    arn = client.describe_table(TableName=name)["Table"]["TableArn"]
    client.tag_resource(ResourceArn=arn, Tags=[{"Key": key, "Value": value} for key, value in tags.items()])
    account.later(10.0)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_missed(seed: int) -> None:
    """The plans are those of a run that asks each table; only tables that differ are asked too."""
    source = random.Random(seed)
    account = made(tables := [{**table, **drawn(source)} for table in named(12)])
    wanted = [*tables[:4], *({**table, **drawn(source)} for table in named(12)[4:])]
    each, calls = run(account, wanted, tagging=False)
    assert counted(calls) == {EACH: 12} and ACTION not in each["plan"]["iam_actions"]
    together, calls = run(account, wanted)
    differing = [name for name, result in each["tables"].items() if result["plan"]["operations"]]
    assert counted(calls) == {ALL: 1, EACH: len(differing)} and 0 < len(differing) < 12
    for name, result in each["tables"].items():
        assert {key: result[key] for key in ("plan", "spec", "diff")} == {
            key: together["tables"][name][key] for key in ("plan", "spec", "diff")
        }
    assert ACTION in together["plan"]["iam_actions"] and not together["warnings"]


def test_a_difference_that_is_not_there_any_more_is_not_planned() -> None:
    """The API still tells of the wrong tags: what the table itself says counts."""
    account = made(named(3, tags={"team": "shop"}))
    wanted = named(3, tags={"team": "stock"})
    retagged(account, "table-001", team="stock")
    result, calls = run(account, wanted)
    planned = {name: bool(table["plan"]["operations"]) for name, table in result["tables"].items()}
    assert planned == {"table-000": True, "table-001": False, "table-002": True}
    assert counted(calls) == {ALL: 1, EACH: 3}


def test_a_difference_may_not_be_seen_yet() -> None:
    """This is what the option costs: a change by somebody else is seen when the API has learnt of it."""
    account = made(tables := named(3, tags={"team": "shop"}))
    retagged(account, "table-001", team="stock")
    assert not run(account, tables)[0]["changed"]
    account.later(LAG)
    result, _calls = run(account, tables)
    assert [name for name, table in result["tables"].items() if table["changed"]] == ["table-001"]


def test_what_a_run_has_written_is_read_of_the_table() -> None:
    """Its calls are confirmed, and the next run plans nothing, though the API has not learnt of them."""
    account = made(named(4, tags={"team": "shop"}))
    wanted = named(4, tags={"team": "stock"})
    result, calls = run(account, wanted, apply=True)
    assert result["converged"] and counted(calls)[ALL] == 1
    assert all(table["spec"]["tags"] == {"team": "stock"} for table in result["tables"].values())
    again, calls = run(account, wanted, apply=True)
    assert not again["changed"] and counted(calls) == {ALL: 1, EACH: 4}
    account.later(LAG)
    assert counted(run(account, wanted)[1]) == {ALL: 1}


def test_a_table_that_changes_otherwise_shows_its_own_tags() -> None:
    account = made(named(3, tags={"team": "shop"}))
    retagged(account, "table-001", stage="test")
    wanted = named(3, tags={"team": "shop"}, purge_tags=False, deletion_protection_enabled=True)
    result, calls = run(account, wanted)
    assert result["tables"]["table-001"]["spec"]["tags"] == {"team": "shop", "stage": "test"}
    assert counted(calls) == {ALL: 1, EACH: 3}


def test_a_new_table_gets_the_tags_of_the_old_one() -> None:
    """They are left alone in part, so the new table takes what the old one has, not what the API still tells."""
    account = made(named(2, tags={"team": "shop"}))
    retagged(account, "table-001", stage="test")
    keys = {
        "attribute_definitions": [{"name": "other", "type": "S"}],
        "key_schema": [{"attribute_name": "other", "key_type": "HASH"}],
    }
    wanted = named(2, tags={"team": "shop"}, purge_tags=False, replacement="when_empty", **keys)
    assert run(account, wanted, apply=True)[0]["converged"]
    client = account.boto()
    arn = client.describe_table(TableName="table-001")["Table"]["TableArn"]
    found = client.list_tags_of_resource(ResourceArn=arn)["Tags"]
    assert {tag["Key"]: tag["Value"] for tag in found} == {"team": "shop", "stage": "test"}


@pytest.mark.parametrize(
    ("kind", "more", "told"),
    [
        ("deny", {}, "AccessDeniedException"),
        ("error", {"code": "InternalServiceException", "text": "no", "status": 500}, "InternalServiceException"),
        ("unreachable", {}, "EndpointConnectionError"),
    ],
)
def test_where_the_call_fails_each_table_is_asked(kind: str, more: Options, told: str) -> None:
    account = made(tables := named(4, tags={"team": "shop"}))
    account.host.faults.add(kind, operation=ALL, **more)
    result, calls = run(account, tables)
    assert counted(calls)[EACH] == 4 and not result["changed"]
    (warning,) = result["warnings"]
    assert "tags were read table by table" in warning and told in warning


def test_a_throttled_call_is_made_again() -> None:
    account = made(tables := named(4, tags={"team": "shop"}))
    account.host.faults.add("error", operation=ALL, code="ThrottledException", text="slow down", status=400, times=2)
    result, calls = run(account, tables)
    assert counted(calls) == {ALL: 3} and not result["warnings"]


def test_other_tables_of_the_region_make_it_no_longer_than_the_reads_that_it_saves() -> None:
    """After as many pages as half of the tables that ask, each is asked; a run over one table never begins."""
    few = named(4, "few", tags={"team": "shop"})
    account = made(few)
    for table in named(250, "all", tags={"team": "stock"}):
        account.engine.call("dynamodb", "CreateTable", literal.create_table(table["name"], table))
    account.later(HOUR)
    result, calls = run(account, few)
    assert counted(calls) == {ALL: 2, EACH: 4} and not result["warnings"]
    assert counted(run(account, few[:1])[1]) == {EACH: 1}


def test_tables_that_never_had_a_tag_need_no_call() -> None:
    account = made(tables := named(3, tags={}))
    result, calls = run(account, tables)
    assert counted(calls) == {ALL: 1} and not result["changed"]


def test_each_region_of_a_table_has_its_own_tags() -> None:
    replicas = [{"region_name": NEAR, "tags": {"team": "near"}, "contributor_insights_enabled": True}]
    more: Options = {"tags": {"team": "home"}, "stream_enabled": True, "stream_view_type": "NEW_AND_OLD_IMAGES"}
    account = made(tables := named(4, **more, replicas=replicas))
    first = len(account.host.calls)
    result, calls = run(account, tables)
    assert Counter((call.operation, call.caller.region) for call in calls) == {
        (ALL, "eu-central-1"): 1,
        (ALL, NEAR): 1,
    }
    assert not result["changed"]
    # Insights of the replicas come with one list too.
    lists = [call for call in account.calls_since(first) if call.operation == "ListContributorInsights"]
    assert [call.caller.region for call in lists] == [NEAR]
    wanted = [{**table, "replicas": [{**replicas[0], "tags": {"team": "far"}}]} for table in tables]
    result, calls = run(account, wanted)
    assert all(len(table["plan"]["operations"]) == 1 for table in result["tables"].values())
    assert Counter((call.operation, call.caller.region) for call in calls)[EACH, NEAR] == 4
    account.host.faults.add("deny", operation=ALL, region=NEAR)
    result, calls = run(account, tables)
    assert [text.partition(":")[0] for text in result["warnings"]] == [NEAR]
    assert Counter((call.operation, call.caller.region) for call in calls)[EACH, NEAR] == 4


def test_calls_of_full_tables(record_property: pytest.RecordProperty) -> None:
    """Five a table where each is asked about everything; one list saves insights, the other one tags."""
    count = 40
    tables = named(count, **{key: value for key, value in FULL.items() if key not in TABLE})
    account = made(tables)
    totals = {}
    for tagging in (False, True):
        first = len(account.host.calls)
        assert not account.fleet(tables, tagging=tagging)["changed"]
        totals[tagging] = len(account.calls_since(first)) / count
    assert totals == {False: 4 + 1 / count, True: 3 + 2 / count}
    record_property("calls of a full table at rest, with the tagging API", totals[True])
