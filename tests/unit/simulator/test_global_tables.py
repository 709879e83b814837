# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Global tables as the tables of several Regions: how they come, what they are, how they go (findings of the lab)."""

from __future__ import annotations

import pytest
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import PLAIN, actions
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import IN_USE, LONG, made
from ansible_collections.planton.dynamodb.tests.unit.simulator.global_tables import (
    BUSY,
    FAR,
    FURTHER,
    HOME,
    entry,
    joined,
    shown,
)

THERE_ALREADY = (
    "ValidationException",
    "Failed to create a the new replica of table with name: \u2018orders\u2019 because one or more replicas already"
    " existed as tables.",
)
SOURCE = (
    "ValidationException",
    "Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table in"
    " the last 24 hours.",
)
NOT_FOUND = ("ResourceNotFoundException", "Requested resource not found: Table: orders not found")


def test_l_226_an_empty_replica_comes() -> None:
    """L-226: listed after 6 s, a table of its Region after 10, ACTIVE in both after some 20 to 30."""
    desk = made({})
    answer = desk.change(**actions("Create", FAR))
    assert (answer["TableStatus"], answer["Replicas"], answer["GlobalTableVersion"]) == ("UPDATING", [], "2019.11.21")
    far = desk.at(FAR)
    desk.later(6.0)
    assert shown(desk) == ("UPDATING", {FAR: "CREATING"})
    assert far.refused("DescribeTable") == NOT_FOUND and far.send("ListTables", bare=True)["TableNames"] == []
    desk.later(4.0)
    assert shown(far) == ("CREATING", {HOME: "ACTIVE"}) and far.table()["GlobalTableVersion"] == "2019.11.21"
    desk.later(24.0)
    assert (shown(desk), shown(far)) == (("ACTIVE", {FAR: "ACTIVE"}), ("ACTIVE", {HOME: "ACTIVE"}))


def test_l_229_two_tables() -> None:
    """L-229: an id, an ARN, a date and a stream of its own; each lists the other, with what differs and no ARN."""
    desk = joined({}, FAR)
    home, far = desk.table(), desk.at(FAR).table()
    for member in ("TableId", "TableArn", "CreationDateTime", "LatestStreamArn", "LatestStreamLabel"):
        assert home[member] != far[member]
    assert far["TableArn"] == home["TableArn"].replace(HOME, FAR)
    different = {"TableId", "TableArn", "CreationDateTime", "LatestStreamArn", "LatestStreamLabel", "Replicas"}
    different.add("BillingModeSummary")
    assert {*home} == {*far}
    assert {name: home[name] for name in {*home} - different} == {name: far[name] for name in {*far} - different}
    members = {"RegionName", "ReplicaStatus", "WarmThroughput", "GlobalTableSettingsReplicationMode"}
    assert {*entry(desk)} == members and entry(desk.at(FAR), HOME)["ReplicaStatus"] == "ACTIVE"


def test_l_298_a_replica_that_comes_answers_describe_table_only() -> None:
    """L-298: no other call knows it, DeleteTable finds it in use, other Regions wait; the source stays."""
    desk = made({})
    desk.send("PutItem", Item={"a": {"S": "1"}})
    desk.change(**actions("Create", FAR))
    desk.later(68.0)
    far = desk.at(FAR)
    assert shown(far) == ("CREATING", {HOME: "ACTIVE"})
    assert not {"StreamSpecification", "LatestStreamArn"} & {*far.table()}
    for operation, more in (
        ("DescribeTimeToLive", {}),
        ("UpdateTable", {"DeletionProtectionEnabled": True}),
        ("UpdateTimeToLive", {"TimeToLiveSpecification": {"Enabled": True, "AttributeName": "t"}}),
    ):
        assert far.refused(operation, **more) == NOT_FOUND
    assert far.refused("ListTagsOfResource")[0] == far.refused("PutItem", Item={"a": {"S": "2"}})[0] == NOT_FOUND[0]
    on = {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}}
    for operation, more in (("DescribeContinuousBackups", {}), ("UpdateContinuousBackups", on)):
        assert far.refused(operation, **more) == ("TableNotFoundException", "Table not found: orders")
    said = far.send("DescribeTableReplicaAutoScaling")["TableAutoScalingDescription"]["Replicas"]
    assert [(one["RegionName"], one["ReplicaStatus"]) for one in said] == [(HOME, "ACTIVE"), (FAR, "CREATING")]
    assert far.not_changed(**actions("Create", FURTHER))[1].startswith(
        "Create/Update/Delete of replica is not allowed while the replica is being added to table with name"
    )
    assert far.not_changed(**actions("Delete", HOME)) == SOURCE
    assert far.refused("DeleteTable") == ("ResourceInUseException", f"{IN_USE}Table: orders is being used.")
    desk.send("PutItem", Item={"a": {"S": "3"}})
    desk.later(LONG)
    assert len(far.send("Scan")["Items"]) == 2


def test_l_225_a_table_of_that_name() -> None:
    """L-225: it is never taken over, also while it is deleted; it stays as it is."""
    desk = made({})
    far = desk.at(FAR)
    far.create()
    before = far.table()
    assert desk.not_changed(**actions("Create", FAR)) == THERE_ALREADY
    assert far.table() == before and "Replicas" not in desk.table()
    far.send("DeleteTable")
    assert desk.not_changed(**actions("Create", FAR)) == THERE_ALREADY
    desk.later(LONG)
    desk.change(**actions("Create", FAR))
    assert far.refused("CreateTable", **PLAIN | {"TableName": "orders"})[0] == "ResourceInUseException"


def test_l_228_a_replica_goes() -> None:
    """L-204, L-228, L-308: UPDATING in both Regions, then DELETING, no longer listed, and gone some time later."""
    desk = joined({}, FAR)
    far = desk.at(FAR)
    answer = desk.change(**actions("Delete", FAR))
    assert (answer["TableStatus"], answer["Replicas"][0]["ReplicaStatus"]) == ("UPDATING", "ACTIVE")
    assert shown(desk) == ("UPDATING", {FAR: "ACTIVE"}) and shown(far)[0] == "UPDATING"
    desk.later(36.0)
    assert shown(desk) == ("ACTIVE", {FAR: "DELETING"}) and shown(far)[0] == "DELETING"
    assert far.refused("DeleteTable") == BUSY and desk.refused("DeleteTable") == SOURCE
    desk.later(94.0)
    assert shown(desk) == ("ACTIVE", {}) and "GlobalTableVersion" not in desk.table()
    assert far.table()["Replicas"] == [] and "GlobalTableVersion" not in far.table()
    assert far.refused("DeleteTable")[1] == f"{IN_USE}Table is being deleted: orders"
    assert desk.not_changed(**actions("Create", FAR)) == THERE_ALREADY
    desk.later(19.0)
    assert far.refused("DescribeTable") == NOT_FOUND
    desk.change(**actions("Create", FAR))
    desk.later(LONG)
    assert shown(far) == ("ACTIVE", {HOME: "ACTIVE"})


def test_l_265_three_regions() -> None:
    """L-265: a replica may be added from any member; each Region lists the others in the order of their joining."""
    desk = joined({}, FAR)
    desk.at(FAR).change(**actions("Create", FURTHER))
    desk.later(LONG)
    lists = {region: [*shown(desk.at(region))[1]] for region in (HOME, FAR, FURTHER)}
    assert lists == {HOME: [FAR, FURTHER], FAR: [HOME, FURTHER], FURTHER: [HOME, FAR]}
    desk.send("PutItem", Item={"a": {"S": "1"}})
    assert [len(desk.at(region).send("Scan")["Items"]) for region in lists] == [1, 1, 1]
    said = desk.send("DescribeTableReplicaAutoScaling")["TableAutoScalingDescription"]["Replicas"]
    assert [one["RegionName"] for one in said] == [HOME, FAR, FURTHER]


def test_l_267_leaf_first() -> None:
    """L-266, L-267: the Region that a replica was added from stays until that replica has gone, or for a day."""
    desk = joined({}, FAR)
    desk.at(FAR).change(**actions("Create", FURTHER))
    desk.later(LONG)
    assert desk.not_changed(**actions("Delete", FAR)) == SOURCE
    assert desk.refused("DeleteTable") == desk.at(FAR).refused("DeleteTable") == SOURCE
    desk.change(**actions("Delete", FURTHER))
    desk.later(LONG)
    desk.change(**actions("Delete", FAR))
    assert desk.at(FAR).not_changed(**actions("Delete", HOME)) == BUSY
    desk.later(60.0)
    assert desk.refused("DeleteTable") == SOURCE
    desk.later(LONG)
    assert desk.send("DeleteTable")["TableDescription"]["TableStatus"] == "DELETING"


def test_2_a_day_later_the_home_may_go() -> None:
    """2, Global tables: after 24 hours a source is a member like others; the rest stays a global table."""
    desk = joined({}, FAR, FURTHER)
    desk.later(86_400.0)
    desk.send("DeleteTable")
    desk.later(LONG)
    assert desk.refused("DescribeTable") == NOT_FOUND
    assert shown(desk.at(FAR)) == ("ACTIVE", {FURTHER: "ACTIVE"})


def test_l_297_protection_and_deletion_in_a_region() -> None:
    """L-297, L-230: its own protection keeps a replica; DeleteTable in its Region removes it, seen from the others."""
    desk = joined({}, FAR)
    far = desk.at(FAR)
    assert far.change(DeletionProtectionEnabled=True)["TableStatus"] == "UPDATING"
    assert desk.table()["TableStatus"] == "UPDATING" and desk.not_changed(**actions("Delete", FAR)) == BUSY
    desk.later(38.0)
    assert desk.table()["DeletionProtectionEnabled"] is False
    text = "Cannot delete table orders in region us-east-1 because it has deletion protection enabled."
    told = ("ValidationException", f"{text} Disable deletion protection first.")
    assert desk.not_changed(**actions("Delete", FAR)) == far.refused("DeleteTable") == told
    far.change(DeletionProtectionEnabled=False)
    desk.later(40.0)
    answer = far.send("DeleteTable")["TableDescription"]
    assert (answer["TableStatus"], entry_status(answer)) == ("DELETING", {HOME: "ACTIVE"})
    assert shown(desk) == ("UPDATING", {FAR: "ACTIVE"}) and far.table()["TableStatus"] == "DELETING"
    desk.later(40.0)
    assert shown(desk) == ("ACTIVE", {FAR: "DELETING"})
    desk.later(90.0)
    assert "Replicas" not in desk.table() and far.table()["TableStatus"] == "DELETING"
    desk.later(12.0)
    assert far.refused("DescribeTable") == NOT_FOUND


def entry_status(table: dict[str, object]) -> dict[str, str]:
    """The replicas of an answer."""
    found = table["Replicas"]
    assert isinstance(found, list)
    return {one["RegionName"]: one["ReplicaStatus"] for one in found}


@pytest.mark.parametrize("view", ["KEYS_ONLY", "NEW_IMAGE", None])
def test_l_305_the_stream_of_a_replica(view: str | None) -> None:
    """L-221, L-222, L-305: the view of the source, NEW_AND_OLD_IMAGES without one; in neither Region it is changed."""
    stream = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": view}} if view else {}
    desk = joined(stream, FAR)
    for one in (desk, desk.at(FAR)):
        assert one.table()["StreamSpecification"]["StreamViewType"] == (view or "NEW_AND_OLD_IMAGES")
        off = one.not_changed(StreamSpecification={"StreamEnabled": False})[1]
        assert off.endswith("Disabling Stream is not allowed for a Global Table replica.")
        again = one.not_changed(StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
        assert again[1] == "Table already has an enabled stream: TableName: orders"


def test_l_422_a_maximum_of_its_own() -> None:
    """L-422: it takes long until such a replica is listed; each Region calls the maximum of the other an override."""
    desk = made({"OnDemandThroughput": {"MaxReadRequestUnits": 50}})
    desk.change(**actions("Create", FAR, OnDemandThroughputOverride={"MaxReadRequestUnits": 20}))
    desk.later(140.0)
    assert shown(desk) == ("UPDATING", {})
    desk.later(9.0)
    assert shown(desk) == ("UPDATING", {FAR: "CREATING"})
    desk.later(13.0)
    far = desk.at(FAR)
    assert far.table()["OnDemandThroughput"] == {"MaxReadRequestUnits": 20}
    assert entry(desk)["OnDemandThroughputOverride"] == {"MaxReadRequestUnits": 20}
    assert entry(far, HOME)["OnDemandThroughputOverride"] == {"MaxReadRequestUnits": 50}
    desk.change(**actions("Update", FAR, OnDemandThroughputOverride={"MaxReadRequestUnits": 50}))
    desk.later(38.0)
    assert "OnDemandThroughputOverride" not in {**entry(desk), **entry(far, HOME)}
