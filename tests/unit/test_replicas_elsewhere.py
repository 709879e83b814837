# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of another Region: what is wanted of it, how it will be after the calls for the table, how it goes."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.plugins.module_utils._plan.elsewhere import (
    as_it_will_be,
    desired_there,
    expected,
    shared_settings,
)
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.planner import make_plan
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.removing import before_it_goes, regions_removed
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.auto_scaling.setting import AUTO_SCALING
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.calls import Operation
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.capacity.setting import CAPACITY
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import desired_from_options
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.indexes.setting import INDEXES
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.observed import Answers, Observed, observe
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.policy_rules import names_nothing
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.setting import Unknown
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.violations import InvalidSpecError
from ansible_collections.planton.dynamodb.tests.unit.test_replicas import ARN, HOME, NEAR, seen

READ = {"min_capacity": 5, "max_capacity": 50, "target_value": 70}


def created(name: str) -> dict[str, Any]:
    key = [{"AttributeName": "day", "KeyType": "HASH"}]
    return {"IndexName": name, "KeySchema": key, "Projection": {"ProjectionType": "ALL"}}


def call(operation: str = "UpdateTable", **body: Any) -> Operation:
    return Operation(operation, "orders", {"TableName": "orders", **body}, "as asked")


def indexes(observed: Observed) -> list[str]:
    return [index.name for index in observed.of(INDEXES) or ()]


def given(name: str) -> dict[str, Any]:
    key = [{"attribute_name": "day", "attribute_type": "S", "key_type": "HASH"}]
    return {"name": name, "key_schema": key, "projection": {"type": "ALL"}}


def test_a_new_replica_is_like_the_table_after_its_calls() -> None:
    """Also where there is no table yet: then the specification tells all."""
    options = {"billing_mode": "PAY_PER_REQUEST", "global_secondary_indexes": [given("by_day")]}
    own = desired_from_options({"name": "orders", "contributor_insights_enabled": True})
    shared = shared_settings(desired_from_options({"name": "orders", **options}), None)
    there = as_it_will_be(own, expected("orders", NEAR, None, {}, HOME), shared)
    capacity = there.of(CAPACITY)
    assert indexes(there) == ["by_day"] and capacity and capacity.mode == "PAY_PER_REQUEST"
    assert there.beside.replicas == (HOME,)


def test_a_replica_that_is_there_has_the_indexes_that_the_calls_leave() -> None:
    now = seen(GlobalSecondaryIndexes=[created("by_day"), created("by_size")])
    own = desired_from_options({"name": "orders", "contributor_insights_enabled": True})
    for named in (["by_age", "by_size"], []):
        wanted = desired_from_options({"name": "orders", "global_secondary_indexes": [given(name) for name in named]})
        assert sorted(indexes(as_it_will_be(own, now, shared_settings(wanted, now)))) == named
    left_alone = shared_settings(desired_from_options({"name": "orders", "deletion_protection_enabled": True}), now)
    assert sorted(indexes(as_it_will_be(own, now, left_alone))) == ["by_day", "by_size"]


def test_a_policy_of_a_replica_to_come_may_name_its_account() -> None:
    """Nobody knows the account before there is a table, so no warning says that the policy grants nothing."""
    arn = "arn:aws:dynamodb:eu-west-1:{}:table/orders"
    statement = {"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": arn.format("123456789012")}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    assert names_nothing(document, expected("orders", NEAR, None, {}, HOME).arn) == []
    assert names_nothing(document, arn.format("210987654321")) == [arn.format("123456789012")]


def test_scaling_of_an_index_is_no_wish_for_the_index() -> None:
    items = [{"name": "by_size"}, {"name": "by_day", "auto_scaling": {"read": READ}}]
    item = {"region_name": NEAR, "global_secondary_indexes": items, "deletion_protection_enabled": True}
    home = desired_from_options({"name": "orders", "replicas": [item]})
    there = desired_there(home, home.elsewhere[NEAR])
    scaling = there.settings.of(AUTO_SCALING)
    assert {*there.settings.values} == {"auto_scaling", "protection"}
    assert scaling and [*scaling.paths.values()] == ["global_secondary_indexes[1].auto_scaling.read"]
    nothing = desired_from_options({"name": "orders", "replicas": [{**item, "global_secondary_indexes": items[:1]}]})
    assert nothing.elsewhere[NEAR].inside == {}


def test_the_regions_that_lose_their_replica() -> None:
    calls = [
        call(ReplicaUpdates=[{"Delete": {"RegionName": "us-east-1"}}, {"Delete": {"RegionName": NEAR}}]),
        call(ReplicaUpdates=[{"Create": {"RegionName": "eu-west-2"}}]),
        call(DeletionProtectionEnabled=True),
    ]
    assert regions_removed(calls) == [NEAR, "us-east-1"]


def scaled(answer: Any) -> Observed:
    """A table, and what Application Auto Scaling tells of it."""
    return observe(Answers({"TableName": "orders", "TableArn": ARN, "TableStatus": "ACTIVE"}, {"auto_scaling": answer}))


def test_what_outlives_a_replica_ends_before_it() -> None:
    target = {
        "ResourceId": "table/orders",
        "ScalableDimension": "dynamodb:table:ReadCapacityUnits",
        "MinCapacity": 5,
        "MaxCapacity": 50,
    }
    gone = desired_from_options({"name": "orders", "replicas": []})
    calls, warnings = before_it_goes(scaled({"ScalableTargets": [target]}), gone)
    assert [step.reason for step in calls] == ["stop scaling the read capacity of the table before its table goes"]
    assert warnings == []
    calls, warnings = before_it_goes(scaled(Unknown("it is denied")), gone)
    assert calls == [] and warnings == ["orders: scaling, which stays if there is any, is unknown: it is denied"]


def test_a_plan_for_an_index_that_the_replica_has_not_is_refused() -> None:
    item = {"region_name": NEAR, "global_secondary_indexes": [{"name": "by_day", "auto_scaling": {"read": READ}}]}
    home = desired_from_options({"name": "orders", "replicas": [item]})
    there = desired_there(home, home.elsewhere[NEAR])
    for names in ([], ["by_size"]):
        refused = make_refusals(there, names)
        assert refused == [("V57", "global_secondary_indexes[0].auto_scaling.read")]
    assert make_refusals(there, ["by_day"]) == []


def make_refusals(desired: Any, names: list[str]) -> list[tuple[str, str]]:
    table = {"TableName": "orders", "TableArn": ARN, "TableStatus": "ACTIVE"}
    table["GlobalSecondaryIndexes"] = [created(name) for name in names]
    try:
        make_plan(desired, observe(Answers(table, {"auto_scaling": {}})))
    except InvalidSpecError as error:
        return [(fault.rule, fault.path) for fault in error.violations]
    return []
