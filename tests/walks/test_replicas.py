# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Global tables: replicas come and go, each with what it has of its own in its Region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.settings import regional
from ansible_collections.planton.dynamodb.tests.unit.literal import create_table
from ansible_collections.planton.dynamodb.tests.walks.account import Account, writes
from ansible_collections.planton.dynamodb.tests.walks.bound import shortest
from ansible_collections.planton.dynamodb.tests.walks.facts import OFF
from ansible_collections.planton.dynamodb.tests.walks.runs import PLAIN, SHORT
from ansible_collections.planton.dynamodb.tests.walks.truth import says_what_to_do
from ansible_collections.planton.dynamodb.tests.walks.turns import Shared

HOME, NEAR, FAR = "eu-central-1", "eu-west-1", "us-east-1"
DELETED = {"replica_removal": "delete"}


@pytest.fixture
def account() -> Account:
    return Account(lengths=SHORT)


def replicas(*regions: str, **own: Any) -> dict[str, Any]:
    return {"replicas": [{"region_name": region, **own} for region in regions]}


def regions(account: Account) -> set[str]:
    """The Regions that have a table of that name."""
    worlds = account.engine.world().regions.items()
    return {region for region, world in worlds if world.find("orders") is not None}


def converge(account: Account, options: dict[str, Any]) -> dict[str, Any]:
    """Plan, carry out what was planned, and see that nothing is left."""
    planned = account.result(options, apply=False)
    before = len(account.host.calls)
    done = account.result(options)
    assert "msg" not in done, done["msg"]
    assert done["converged"], done["plan"]
    told = [(step["operation"], step.get("region", HOME)) for step in planned["plan"]["operations"]]
    sent = [(call.operation, call.caller.region) for call in writes(account.calls_since(before))]
    assert sorted(told) == sorted(sent)
    again = account.result(options)
    assert not again["changed"] and again["converged"] and not again["plan"]["operations"]
    return done


def test_from_one_region_to_three_and_back(account: Account) -> None:
    account.arrange(PLAIN)
    done = converge(account, replicas(NEAR, FAR, point_in_time_recovery_enabled=True))
    assert regions(account) == {HOME, NEAR, FAR}
    assert {*done["outputs"]["replicas"]} == {NEAR, FAR}
    assert [step["region"] for step in done["plan"]["operations"] if "region" in step] == [NEAR, FAR]
    converge(account, {**replicas(NEAR), **DELETED})
    account.later(120.0)
    assert regions(account) == {HOME, NEAR}
    converge(account, {**replicas(), **DELETED})
    account.later(120.0)
    assert regions(account) == {HOME}


OWN = {
    "deletion_protection_enabled": True,
    "point_in_time_recovery_enabled": True,
    "recovery_period_in_days": 7,
    "tags": {"stage": "far"},
    "contributor_insights_enabled": True,
}


def test_the_mode_that_aws_gives_is_as_good_as_none(account: Account) -> None:
    mode = {"global_table_settings_replication_mode": "DISABLED"}
    converge(account, {**PLAIN, **replicas(NEAR), **mode})
    described = account.connect("dynamodb").describe_table(TableName="orders")["Table"]
    assert described["GlobalTableSettingsReplicationMode"] == "ENABLED_WITH_OVERRIDES"


def test_each_region_has_settings_of_its_own(account: Account) -> None:
    spec = {**PLAIN, **replicas(NEAR, **OWN), "tags": {"stage": "home"}}
    done = converge(account, spec)
    assert done["changed"]
    there = account.client_in(NEAR)
    table = there.describe_table(TableName="orders")["Table"]
    assert table["DeletionProtectionEnabled"]
    backups = there.describe_continuous_backups(TableName="orders")["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["RecoveryPeriodInDays"] == 7
    tags = there.list_tags_of_resource(ResourceArn=table["TableArn"])["Tags"]
    assert tags == [{"Key": "stage", "Value": "far"}]
    home = account.boto().list_tags_of_resource(ResourceArn=table["TableArn"].replace(NEAR, HOME))["Tags"]
    assert home == [{"Key": "stage", "Value": "home"}]


def test_tags_of_the_table_go_along_where_that_is_asked_for(account: Account) -> None:
    converge(account, {**PLAIN, **replicas(NEAR, propagate_tags=True), "tags": {"team": "shop"}})
    there = account.client_in(NEAR)
    arn = there.describe_table(TableName="orders")["Table"]["TableArn"]
    assert there.list_tags_of_resource(ResourceArn=arn)["Tags"] == [{"Key": "team", "Value": "shop"}]


def test_a_table_at_rest_is_read_only_where_something_is_wanted(account: Account) -> None:
    converge(account, {**PLAIN, **replicas(NEAR, FAR)})
    before = len(account.host.calls)
    assert account.result(replicas(NEAR, FAR))["converged"]
    calls = account.calls_since(before)
    assert [(call.operation, call.caller.region) for call in calls] == [("DescribeTable", HOME)]
    before = len(account.host.calls)
    options = {"replicas": [{"region_name": NEAR, "deletion_protection_enabled": False}, {"region_name": FAR}]}
    assert account.result(options)["converged"]
    calls = account.calls_since(before)
    assert {call.caller.region for call in calls} == {HOME, NEAR}


def test_three_regions_take_little_more_than_the_least_time(record_property: Callable[[str, object], None]) -> None:
    """AWS adds one replica at a time, and then takes the settings of each Region at once."""
    account = Account(7)
    account.arrange(PLAIN)
    begun, calls = account.clock.now(), len(account.host.calls)
    assert account.result(replicas(NEAR, FAR))["converged"]
    whole = {**OFF, **PLAIN}
    after = {**whole, "replicas": [regional.usual(whole, region) for region in (NEAR, FAR)]}
    ratio = (account.clock.now() - begun) / shortest(whole, after, account.lengths)
    counted = Counter(call.caller.region for call in account.calls_since(calls))
    record_property("time over the least, from one Region to three", round(ratio, 3))
    record_property("calls from one Region to three", sum(counted.values()))
    print(f"time over the least, from one Region to three: {ratio:.3f}, calls: {dict(counted)}")
    assert ratio <= 1.1


def test_a_table_of_somebody_else_is_never_taken(account: Account) -> None:
    account.arrange(PLAIN)
    account.client_in(NEAR).create_table(**create_table("orders", PLAIN))
    account.later(60.0)
    refused = account.result(replicas(NEAR))
    assert [(fault["rule"], fault["path"]) for fault in refused["errors"]] == [("V84", "replicas[0].region_name")]
    assert not refused["changed"]


def test_what_cannot_be_in_a_region_is_told_before_anything_is_done(account: Account) -> None:
    account.arrange(PLAIN)
    own = {"contributor_insights_enabled": False, "contributor_insights_indexes": ["by_day"]}
    refused = account.result(replicas(NEAR, **own))
    assert {fault["path"].partition(".")[0] for fault in refused["errors"]} == {"replicas[0]"}
    assert regions(account) == {HOME}


def test_what_is_not_listed_stays(account: Account) -> None:
    converge(account, {**PLAIN, **replicas(NEAR)})
    for options in (replicas(), {"state": "absent"}):
        refused = account.result(options)
        assert [fault["rule"] for fault in refused["errors"]] == ["V83"]
    assert regions(account) == {HOME, NEAR}


def test_the_whole_global_table_goes(account: Account) -> None:
    converge(account, {**PLAIN, **replicas(NEAR, FAR)})
    gone = account.result({"state": "absent", **DELETED})
    assert gone["converged"], gone.get("msg")
    account.later(120.0)
    assert regions(account) == set()


def test_strong_consistency_with_a_witness(account: Account) -> None:
    spec = {
        **replicas(NEAR),
        "multi_region_consistency": "STRONG",
        "global_table_witness": {"region_name": "eu-west-2"},
    }
    converge(account, {**PLAIN, **spec})
    assert account.result({**replicas(NEAR, FAR), **DELETED})["errors"][0]["rule"] == "V78"
    converge(account, {**replicas(), **DELETED})
    account.later(120.0)
    assert regions(account) == {HOME}


@pytest.mark.parametrize("kind", ["deny", "unreachable"])
def test_a_region_that_is_denied_or_down_leaves_the_others_done(account: Account, kind: str) -> None:
    converge(account, {**PLAIN, **replicas(NEAR, FAR)})
    account.host.faults.add(kind, region=FAR)
    wanted = {**replicas(NEAR, FAR, **OWN), "tags": {"team": "shop"}}
    done = account.result(wanted)
    assert f"{FAR}: " in done["msg"]
    assert done["changed"] and not done["converged"]
    states = {(step.get("region", HOME), step["status"]) for step in done["plan"]["operations"]}
    assert states == {(HOME, "done"), (NEAR, "done")}
    account.host.faults.clear()
    converge(account, wanted)


def test_one_approval_is_for_all_regions(account: Account) -> None:
    account.arrange(PLAIN)
    spec = replicas(NEAR, **OWN)
    approved = account.result(spec, apply=False)["plan"]["id"]
    assert account.result(replicas(NEAR), expected_plan=approved)["errors"][0]["rule"] == "expected_plan"
    done = account.result(spec, expected_plan=approved)
    assert done["converged"], done.get("msg")


@pytest.mark.parametrize("seed", range(6))
def test_two_runs_from_two_regions_at_once(seed: int) -> None:
    """Each changes what is shared and what is its own: what both ask for comes, whoever is first."""
    account = Shared(seed, lengths=SHORT)
    account.arrange({**PLAIN, **replicas(NEAR)})
    here = {**replicas(NEAR, deletion_protection_enabled=True), "table_class": "STANDARD_INFREQUENT_ACCESS"}
    there = {
        "region": NEAR,
        **replicas(HOME, point_in_time_recovery_enabled=True),
        "ttl": {"enabled": True, "attribute_name": "expires"},
        "tags": {"team": "shop"},
    }
    for done in account.at_once(here, there):
        assert done["converged"] or says_what_to_do(done), done
    account.later(120.0)
    for options in (here, there):
        with account.taking_turns() as turns:
            (again,) = turns.take([lambda options=options: account.result(options)])
        assert again["converged"], again.get("msg")
    near = account.client_in(NEAR)
    assert near.describe_table(TableName="orders")["Table"]["DeletionProtectionEnabled"]
    assert near.describe_time_to_live(TableName="orders")["TimeToLiveDescription"]["AttributeName"] == "expires"
