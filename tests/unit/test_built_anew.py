# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes with an index of a global table in other Regions, and what is asked for so that it comes back."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.plugins.module_utils._plan import anew
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.compare import compare
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.elsewhere import as_it_will_be, shared_settings
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.planner import make_plan
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.catalog import BY_NAME
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import Desired, desired_from_options
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.insights.setting import INSIGHTS
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.observed import Answers, Observed, observe
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.plannings import planning_of
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.setting import Unknown
from ansible_collections.planton.dynamodb.tests.unit.test_replicas import ARN, HOME, NEAR
from ansible_collections.planton.dynamodb.tests.unit.test_replicas_elsewhere import created, given

MINE = {"RegionName": NEAR, "ReplicaStatus": "ACTIVE"}
THEIRS = {
    "RegionName": "us-east-1",
    "ReplicaStatus": "ACTIVE",
    "ReplicaArn": ARN.replace("123456789012", "210987654321"),
}
NAMES = ("by_day", "by_size", "by_age")
KEYS_ONLY = {"projection": {"type": "KEYS_ONLY"}}


def table(*replicas: dict[str, Any], names: tuple[str, ...] = NAMES, insights: Any = ()) -> Observed:
    shown = {
        "TableName": "orders",
        "TableArn": ARN,
        "TableStatus": "ACTIVE",
        "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"},
        "KeySchema": [{"AttributeName": "day", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "day", "AttributeType": "S"}],
        "GlobalSecondaryIndexes": [{**created(name), "IndexStatus": "ACTIVE"} for name in names],
        "Replicas": [*replicas],
    }
    return observe(Answers(shown, {"insights": insights}))


def on(name: str, mode: str = "THROTTLED_KEYS") -> dict[str, str]:
    named = {"IndexName": name} if name else {}
    return {**named, "ContributorInsightsStatus": "ENABLED", "ContributorInsightsMode": mode}


def wanted(**more: Any) -> Desired:
    """Of three indexes one stays, one is built anew, and one goes."""
    indexes = [{**index(name), **(KEYS_ONLY if name == "by_size" else {})} for name in NAMES[:2]]
    return desired_from_options({"name": "orders", "global_secondary_indexes": indexes, **more})


def index(name: str) -> dict[str, Any]:
    keys = [{"attribute_name": "day", "key_type": "HASH"}]
    return {**given(name), "key_schema": keys}


def planned(there: Observed, **options: Any) -> Any:
    """The plan of another Region, of which that is wanted."""
    own = anew.asked(desired_from_options({"name": "orders", **options}))
    home = wanted()
    lost, shared = anew.indexes_lost(compare(home, table(MINE))), shared_settings(home, table(MINE))
    desired = anew.kept(own, there, lost, shared)
    later = anew.without(as_it_will_be(desired, there, shared), lost)
    return desired, anew.told(make_plan(desired, later, NEAR), desired, there)


def test_the_regions_that_lose_an_index() -> None:
    """Those of this account that have the table before and after."""
    comparison = compare(wanted(), table(MINE, THEIRS))
    assert sorted(anew.indexes_lost(comparison)) == ["by_age", "by_size"]
    assert [*anew.members(comparison)] == [NEAR]
    gone = compare(wanted(replicas=[{"region_name": "eu-west-2"}]), table(MINE, THEIRS))
    assert anew.members(gone) == {}
    assert HOME not in anew.members(comparison)


def test_insights_of_an_index_that_is_built_anew_are_asked_for() -> None:
    desired, plan = planned(table(insights=[on("by_size"), on("by_day")]))
    insights = desired.settings.of(INSIGHTS)
    assert insights and (insights.indexes, insights.mode) == (("by_day", "by_size"), "THROTTLED_KEYS")
    (call,) = plan.operations
    assert call.request["IndexName"] == "by_size" and call.request["ContributorInsightsMode"] == "THROTTLED_KEYS"
    assert plan.changes == ()


def test_those_of_an_index_that_goes_for_good_are_told() -> None:
    _desired, plan = planned(table(insights=[on("by_age"), on("")]))
    assert plan.operations == ()
    assert [(change.path, change.before, change.after) for change in plan.changes] == [
        (("contributor_insights_indexes",), ["by_age"], [])
    ]


def test_the_mode_goes_with_the_last() -> None:
    desired, plan = planned(table(insights=[on("by_age")]))
    insights = desired.settings.of(INSIGHTS)
    assert insights and (insights.indexes, insights.mode) == ((), None)
    assert plan.operations == ()


def test_what_is_listed_or_untouched_stays_as_it_is_asked_for() -> None:
    listed, plan = planned(table(insights=[on("by_size")]), contributor_insights_indexes=["by_size"])
    assert listed.settings.of(INSIGHTS).indexes == ("by_size",)
    assert [call.request["IndexName"] for call in plan.operations] == ["by_size"]
    untouched, plan = planned(table(insights=[on("by_day")]), contributor_insights_enabled=False)
    assert untouched.settings.of(INSIGHTS).indexes is None
    assert plan.operations == () and plan.changes == ()


def test_what_may_not_be_read_is_told_where_nothing_is_wanted() -> None:
    denied = table(insights=Unknown("it is denied"))
    desired, plan = planned(denied)
    assert INSIGHTS.name not in desired.settings.values and plan.operations == ()
    assert anew.unread(denied, ("by_size",)) == [
        "orders: what contributor_insights_enabled says of by_size goes: it is denied"
    ]
    own = anew.asked(desired_from_options({"name": "orders", "contributor_insights_enabled": True}))
    assert anew.kept(own, denied, ("by_size",), own.settings) == own


def test_a_setting_that_says_nothing_of_indexes_loses_nothing_with_them() -> None:
    setting = BY_NAME["ttl"].load()
    desired = desired_from_options({"name": "orders", "ttl": {"enabled": True, "attribute_name": "expires"}})
    own, planning = desired.settings.of(setting), planning_of(setting)
    assert planning.kept_without(own, None, NAMES, desired.settings) is own
    assert planning.without(own, NAMES) is own
