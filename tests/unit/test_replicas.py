# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of replicas and of plans for other Regions that no planning case has."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.compare import compare
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.elsewhere import (
    as_it_will_be,
    desired_there,
    expected,
    placed,
    shared_settings,
    with_elsewhere,
)
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.plan import Plan
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.planner import make_plan
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.rules import violations
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.calls import Operation
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import desired_from_options
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.kms import MANAGED_KEY_ALIAS
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.observed import Answers, Observed, observe
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.replicas.adopting import ADOPTING
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.replicas.conditions import (
    REPLICAS_SETTLED,
    ReplicaGone,
)
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.replicas.drift import DRIFT
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.replicas.planning import PLANNING
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.replicas.rules import left_out
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.setting import Change, Unknown
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.stand_ins import ACCOUNT, STREAM_ARN
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.violations import Violation

ARN = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders"
HOME, NEAR = "eu-central-1", "eu-west-1"


def seen(*replicas: dict[str, Any], status: str = "ACTIVE", **more: Any) -> Observed:
    table = {"TableName": "orders", "TableArn": ARN, "TableStatus": status, "Replicas": list(replicas), **more}
    return observe(Answers(table))


def replica(status: str = "ACTIVE", **more: Any) -> dict[str, Any]:
    return {"RegionName": NEAR, "ReplicaStatus": status, **more}


def wrong(**options: Any) -> set[tuple[str, str]]:
    found = violations(desired_from_options({"name": "orders", **options}), "eu-central-1")
    return {(fault.rule, fault.path) for fault in found}


@pytest.mark.parametrize(
    ("observed", "settled", "gone", "hopeless"),
    [
        (seen(), True, True, False),
        (seen(replica()), True, False, True),
        (seen(replica(), status="UPDATING"), False, False, False),
        (seen(replica("DELETING")), False, False, False),
        (seen(replica("CREATING")), False, False, False),
        (seen(GlobalTableWitnesses=[{"RegionName": "eu-west-2", "WitnessStatus": "DELETING"}]), False, False, False),
    ],
)
def test_what_calls_about_replicas_wait_for(observed: Observed, settled: bool, gone: bool, hopeless: bool) -> None:
    assert REPLICAS_SETTLED.holds(observed) == settled
    condition = ReplicaGone(NEAR)
    assert (condition.holds(observed), condition.hopeless(observed)) == (gone, hopeless)
    assert not REPLICAS_SETTLED.holds(None) and not REPLICAS_SETTLED.failure(None)


def test_a_replica_that_failed_is_told_with_its_reason() -> None:
    failure = REPLICAS_SETTLED.failure(
        seen(replica(), {**replica("CREATION_FAILED"), "ReplicaStatusDescription": "no"})
    )
    assert failure is not None
    assert failure.text == "the replica in eu-west-1 failed: no"
    assert REPLICAS_SETTLED.failure(seen(replica())) is None


def test_what_was_on_its_way_is_told_when_a_table_is_adopted() -> None:
    table = {"replicas": [{"region_name": NEAR, "replica_status": "UPDATING"}, {"region_name": "eu-west-2"}]}
    assert [each.what for each in ADOPTING.doubts(table)] == ["the replica in eu-west-1 was UPDATING"]


def test_a_region_without_its_replica_is_a_line_of_the_drift_report() -> None:
    sides = {
        "replicas.eu-west-1": (None, {}),
        "replicas.eu-west-2.tags.team": (None, "shop"),
        "replicas.us-east-1.max_read_request_units": (5, 7),
        "tags.team": (None, "shop"),
    }
    told = [each.detail for each in DRIFT.lost(sides)]
    assert told == [
        "There is no replica in eu-west-1. The specification names it.",
    ]
    assert {region: {*there} for region, there in DRIFT.elsewhere(sides).items()} == {
        "eu-west-1": {""},
        "eu-west-2": {"tags.team"},
        "us-east-1": {"max_read_request_units"},
    }


def test_rules_about_one_replica() -> None:
    both = [{"region_name": NEAR, "propagate_tags": True, "tags": {"team": "shop"}}]
    assert wrong(replicas=both) == {("V90", "replicas[0].propagate_tags")}
    scaled = {"read": {"min_capacity": 1, "max_capacity": 9, "target_value": 70}}
    assert wrong(replicas=[{"region_name": NEAR, "auto_scaling": scaled, "read_capacity_units": 5}]) == {
        ("V90", "replicas[0].read_capacity_units")
    }
    indexes = [{"name": "by_month"}, {"name": "by_day", "auto_scaling": scaled, "read_capacity_units": 5}]
    assert wrong(replicas=[{"region_name": NEAR, "global_secondary_indexes": indexes}]) == {
        ("V90", "replicas[0].global_secondary_indexes[1].read_capacity_units")
    }
    low = {"read": {**scaled["read"], "min_capacity": 10}}
    indexes = [{"name": "by_month"}, {"name": "by_day", "auto_scaling": low}]
    assert wrong(replicas=[{"region_name": NEAR, "global_secondary_indexes": indexes}]) == {
        ("V54", "replicas[0].global_secondary_indexes[1].auto_scaling.read.min_capacity")
    }
    assert wrong(multi_region_consistency="WEAK") == {("V60", "multi_region_consistency")}
    assert wrong(replicas=[{"region_name": NEAR, "recovery_period_in_days": 99}]) == {
        ("V46", "replicas[0].recovery_period_in_days")
    }


def test_the_tags_of_the_table_are_those_of_a_replica_that_propagates_them() -> None:
    def there(**options: Any) -> Any:
        item = {"region_name": NEAR, "propagate_tags": True}
        return desired_from_options({"name": "orders", "replicas": [item], **options}).elsewhere[NEAR].options

    assert there(tags={"team": "shop"}) == {"tags": {"team": "shop"}}
    assert there() == {}


def test_only_a_replica_that_never_came_is_asked_for_again() -> None:
    assert PLANNING.sent_again(Change(("replicas", NEAR), None, {}))
    assert not PLANNING.sent_again(Change(("replicas", NEAR), {}, None))
    assert not PLANNING.sent_again(Change(("replicas", NEAR, "table_class"), None, "STANDARD"))


def test_another_class_of_a_replica_is_one_call() -> None:
    spec = {"name": "orders", "replicas": [{"region_name": NEAR, "table_class": "STANDARD_INFREQUENT_ACCESS"}]}
    plan = make_plan(desired_from_options(spec), seen(replica()))
    (step,) = plan.operations
    update = {"RegionName": NEAR, "TableClassOverride": "STANDARD_INFREQUENT_ACCESS"}
    assert step.request["ReplicaUpdates"] == [{"Update": update}]
    assert plan.after == {"replicas": {NEAR: {"table_class": "STANDARD_INFREQUENT_ACCESS"}}}


def test_a_consistency_alone_changes_nothing_of_a_table_without_replicas() -> None:
    plan = make_plan(desired_from_options({"name": "orders", "multi_region_consistency": "EVENTUAL"}), seen())
    assert not plan.operations and not plan.changes


def test_a_table_can_go_alone_where_it_has_no_replicas() -> None:
    plan = make_plan(desired_from_options({"name": "orders", "state": "absent"}), seen())
    assert [step.operation for step in plan.operations] == ["DeleteTable"]


def test_a_replica_that_comes_is_like_the_table() -> None:
    home = seen(BillingModeSummary={"BillingMode": "PAY_PER_REQUEST"}, StreamSpecification={"StreamEnabled": True})
    there = expected("orders", NEAR, home, {}, HOME)
    assert there.arn == ARN.replace("eu-central-1", NEAR)
    assert there.table["LatestStreamArn"] == STREAM_ARN
    assert expected("orders", NEAR, None, {}, HOME).arn == f"arn:aws:dynamodb:{NEAR}:{ACCOUNT}:table/orders"


def test_a_region_is_planned_as_the_changes_of_the_table_will_leave_it() -> None:
    """An index that the run builds has insights in another Region, whose own settings stay as they are there."""
    index = {
        "name": "by_id",
        "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
        "projection": {"type": "ALL"},
    }
    here = seen(replica(), BillingModeSummary={"BillingMode": "PAY_PER_REQUEST"})
    wanted = desired_from_options({"name": "orders", "global_secondary_indexes": [index]})
    own = desired_from_options({"name": "orders", "deletion_protection_enabled": True})
    there = seen(DeletionProtectionEnabled=True, TableClassSummary={"TableClass": "STANDARD"})
    for table in (here, None):
        later = as_it_will_be(own, there, shared_settings(wanted, table))
        assert [each["name"] for each in later.settings.to_options()["global_secondary_indexes"]] == ["by_id"]
        assert later.settings.to_options()["deletion_protection_enabled"]
        assert "table_class" not in later.settings.to_options()
    streaming = seen(StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
    off = shared_settings(desired_from_options({"name": "orders", "stream_enabled": False}), here)
    assert as_it_will_be(own, streaming, off, ["StreamSpecification"]).settings.to_options()["stream_enabled"]
    assert not as_it_will_be(own, streaming, off).settings.to_options()["stream_enabled"]


def test_a_change_of_the_key_is_told_by_its_name_in_the_item() -> None:
    key = f"arn:aws:kms:{NEAR}:123456789012:key/33333333-3333-3333-3333-333333333333"
    wanted = desired_from_options({"name": "orders", "replicas": [{"region_name": NEAR, "kms_key_arn": key}]}).elsewhere
    change = Change(("server_side_encryption",), {"kms_key_arn": "other"}, {"kms_key_arn": key})
    plan = with_elsewhere(Plan("orders"), wanted, {NEAR: Plan("orders", changes=(change,))}, {NEAR})
    assert plan.before == {"replicas": {NEAR: {"kms_key_arn": "other"}}}
    assert plan.after == {"replicas": {NEAR: {"kms_key_arn": key}}}


@pytest.mark.parametrize(
    "found", ["the key", Unknown("denied"), "another"], ids=["managed", "unknown", "of a customer"]
)
def test_the_key_that_aws_manages_wants_none_of_a_replica(found: Any) -> None:
    """DescribeTable shows its ARN as that of any other key, so the alias is looked up where a replica is added."""
    arn = "arn:aws:kms:eu-central-1:123456789012:key/44444444-4444-4444-4444-444444444444"
    sse = {"Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": arn}
    table = {**seen().table, "SSEDescription": sse, "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"}}
    wanted = desired_from_options({"name": "orders", "replicas": [{"region_name": NEAR}]})
    assert PLANNING.asks_for_keys(compare(wanted, observe(Answers(table)))) == (MANAGED_KEY_ALIAS,)
    keys = {MANAGED_KEY_ALIAS: arn if found == "the key" else found}
    comparison = compare(wanted, observe(Answers(table, keys=keys)))
    refused = [fault.rule for fault in PLANNING.refusals(comparison)]
    assert refused == (["V58"] if found == "another" else [])
    named = desired_from_options({"name": "orders", "replicas": [{"region_name": NEAR, "kms_key_arn": arn}]})
    assert PLANNING.asks_for_keys(compare(named, observe(Answers(table)))) == ()


def test_units_without_a_billing_mode_are_judged_with_that_of_the_table() -> None:
    table = {**seen().table, "ProvisionedThroughput": {"ReadCapacityUnits": 2, "WriteCapacityUnits": 2}}
    units = {"provisioned_throughput": {"read_capacity_units": 3, "write_capacity_units": 3}}
    judged = left_out(compare(desired_from_options({"name": "orders", **units}), observe(Answers(table))))
    assert (judged.named("capacity").mode, judged.named("capacity").throughput.read) == ("PROVISIONED", 3)


def test_differences_in_two_regions_stand_side_by_side() -> None:
    wanted = desired_from_options({"name": "orders", "replicas": [{"region_name": NEAR}]}).elsewhere
    own = Plan("orders", before={"replicas": {NEAR: {"table_class": "STANDARD"}}, "state": "present"})
    change = Change(("deletion_protection_enabled",), False, True)
    there = Plan("orders", changes=(change,), warnings=("it is protected",))
    plan = with_elsewhere(own, wanted, {NEAR: there}, {NEAR})
    assert plan.before == {
        "replicas": {NEAR: {"table_class": "STANDARD", "deletion_protection_enabled": False}},
        "state": "present",
    }
    assert plan.after == {"replicas": {NEAR: {"deletion_protection_enabled": True}}}
    assert plan.warnings == ("eu-west-1: it is protected",)
    call = Operation("UpdateTable", "orders", {"TableName": "orders"}, "protect it")
    told = dataclasses.replace(plan, elsewhere={NEAR: dataclasses.replace(there, operations=(call,))})
    assert told.summary == "orders: 1 operation: protect it in eu-west-1"
    leaving = dataclasses.replace(told, operations=(call,), leaving=(NEAR, "us-east-1"))
    assert leaving.summary == "orders: 2 operations: protect it in eu-west-1; protect it"
    new = with_elsewhere(Plan("orders"), wanted, {NEAR: there}, set())
    assert (new.before, new.after) == ({}, plan.after)


def test_a_table_that_leaves_is_a_difference_at_home_and_calls_in_its_region() -> None:
    spec = {"name": "orders", "replicas": [], "replica_removal": "disassociate", "force": True}
    desired, home = desired_from_options(spec), seen(replica())
    plan = make_plan(desired, home)
    assert not plan.operations and plan.before == {"replicas": {NEAR: {}}, "multi_region_consistency": "EVENTUAL"}
    assert any("the table in eu-west-1 leaves the global table with its items" in text for text in plan.warnings)
    wanted = PLANNING.leaving(compare(desired, home))
    assert {*wanted} == {NEAR} and not PLANNING.leaving(compare(desired_there(desired, wanted[NEAR]), home))
    member = {"RegionName": "eu-central-1", "ReplicaStatus": "ACTIVE"}
    there = seen(member, TableArn=ARN.replace("eu-central-1", NEAR))
    away = make_plan(desired_there(desired, wanted[NEAR]), there, NEAR)
    lift, leave = away.operations
    assert lift.request["DisassociationProtectionEnabled"] is False
    action = {"RegionName": NEAR, "DisassociationMode": "WAIT_FOR_REPLICATION"}
    assert leave.request["ReplicaUpdates"] == [{"Disassociate": action}]
    whole = with_elsewhere(plan, wanted, {NEAR: away}, {NEAR})
    assert (whole.before, whole.after, whole.leaving) == (plan.before, plan.after, (NEAR,))
    fault = Violation("V91", "replica_removal", "protected", "use force")
    assert placed(fault, wanted[NEAR]) == fault


def test_whether_a_table_has_left_is_seen_in_its_replicas() -> None:
    spec = {"name": "orders", "replicas": [], "replica_removal": "leave", "force": True}
    lift, leave = make_plan(desired_from_options(spec), seen(replica())).operations
    alone, unprotected = seen(), seen(replica(), DisassociationProtectionEnabled=False)
    assert [step.took_effect(alone) for step in (lift, leave)] == [True, True]
    assert [step.took_effect(unprotected) for step in (lift, leave)] == [True, False]
    off = {"name": "orders", "disassociation_protection_enabled": False}
    (call,) = make_plan(desired_from_options(off), seen(replica())).operations
    assert not call.took_effect(alone) and call.took_effect(unprotected)


def test_a_lost_protection_is_a_line_of_the_drift_report() -> None:
    name = "disassociation_protection_enabled"
    assert [each.what for each in DRIFT.lost({name: (False, True)})] == ["disassociation"]
    assert not [*DRIFT.lost({name: (True, False)})]
    assert [each.what for each in DRIFT.gaps({name: False})] == ["disassociation"]
    assert not [*DRIFT.gaps({name: True, "replicas": []})]
