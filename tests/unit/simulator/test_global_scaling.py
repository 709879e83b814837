# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Global tables with provisioned capacity: what scales each of their Regions (findings of the lab)."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import actions
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import (
    LONG,
    PROVISIONED,
    Desk,
    made,
    new_index,
    units,
)
from ansible_collections.planton.dynamodb.tests.unit.simulator.global_tables import (
    FAR,
    FURTHER,
    HOME,
    capacity,
    entry,
    joined,
    scale,
    targets,
)

PLAIN_PROVISIONED: Part = {"BillingMode": "PROVISIONED", **units(5)}
TABLE_WRITES = ("table/orders", "dynamodb:table:WriteCapacityUnits")
TABLE_READS = ("table/orders", "dynamodb:table:ReadCapacityUnits")
GSI = "GSI write capacity should either be Pay-Per-Request or AutoScaled."


def described(desk: Desk, region: str) -> Part:
    """DescribeTableReplicaAutoScaling, of one Region."""
    found = desk.send("DescribeTableReplicaAutoScaling")["TableAutoScalingDescription"]["Replicas"]
    answer: Part = {one["RegionName"]: one for one in found}[region]
    return answer


def scaled_group(base: Part) -> Desk:
    """A global table whose writes are scaled, those of its indexes too."""
    desk = made(base)
    for name in ("", *(part["IndexName"] for part in base.get("GlobalSecondaryIndexes", ()))):
        scale(desk, index=name)
    desk.later(3.0)
    desk.change(**actions("Create", FAR))
    desk.later(LONG)
    return desk


def pulled(desk: Desk) -> None:
    """Let scaling look at the capacity, and its change arrive."""
    desk.later(60.0)
    desk.table()
    desk.later(60.0)


def test_l_249_writes_are_scaled_in_the_new_region() -> None:
    """L-188, L-194, L-249, L-288: refused without targets and policies; HTTP 500 right after; then they come along."""
    desk = made(PROVISIONED)
    scale(desk, "Read")
    for name, text in (("", "Table" + GSI[3:]), ("byB", GSI), ("byC", GSI)):
        assert desk.not_changed(**actions("Create", FAR)) == ("ValidationException", text)
        scale(desk, index=name, policy=False)
        assert desk.not_changed(**actions("Create", FAR)) == ("ValidationException", text)
        scale(desk, index=name)
    assert desk.not_changed(**actions("Create", FAR))[0] == "InternalServerError"
    desk.later(2.0)
    desk.change(**actions("Create", FAR))
    desk.later(LONG)
    far = desk.at(FAR)
    assert TABLE_READS in targets(desk) and TABLE_READS not in targets(far)
    assert {one: bounds for one, bounds in targets(desk).items() if one != TABLE_READS} == targets(far)
    writes = "ReplicaProvisionedWriteCapacityAutoScalingSettings"
    assert described(desk, FAR)[writes] == described(desk, HOME)[writes]
    assert described(desk, FAR)[writes]["ScalingPolicies"][0]["PolicyName"] == "own-Write"
    reads = "ReplicaProvisionedReadCapacityAutoScalingSettings"
    assert described(desk, FAR)[reads] == {"AutoScalingDisabled": True, "ScalingPolicies": []}


def test_l_321_reads_that_are_scaled_in_one_region() -> None:
    """L-321: the other Region keeps its reads, which is an override that nobody asked for; writes are of all."""
    desk = scaled_group(PLAIN_PROVISIONED)
    scale(desk, "Read", least=10)
    pulled(desk)
    assert (capacity(desk), capacity(desk.at(FAR))) == ((10, 5), (5, 5))
    assert entry(desk)["ProvisionedThroughputOverride"] == {"ReadCapacityUnits": 5}
    scale(desk.at(FAR), least=8)
    pulled(desk)
    assert (capacity(desk), capacity(desk.at(FAR))) == ((10, 8), (5, 8))


def test_l_322_an_index_that_is_added() -> None:
    """L-322: its writes are scaled in both Regions without being asked for."""
    desk = scaled_group(PROVISIONED)
    desk.change(**new_index("byD", **units(1)))
    of_index = ("table/orders/index/byD", "dynamodb:index:WriteCapacityUnits")
    assert targets(desk)[of_index] == targets(desk.at(FAR))[of_index] == (1, 10)
    desk.later(LONG)
    indexes = {one["IndexName"]: one for one in described(desk, FAR)["GlobalSecondaryIndexes"]}
    policy = indexes["byD"]["ProvisionedWriteCapacityAutoScalingSettings"]["ScalingPolicies"][0]
    assert policy["PolicyName"] == "DynamoDBWriteCapacityUtilization:table/orders/index/byD"
    assert policy["TargetTrackingScalingPolicyConfiguration"]["TargetValue"] == 70.0


def test_l_291_an_index_that_is_not_scaled_keeps_others_away() -> None:
    """L-290, L-291: where scaling of one index is off no call about indexes is taken."""
    desk = scaled_group(PROVISIONED)
    off = {"IndexName": "byB", "ProvisionedWriteCapacityAutoScalingUpdate": {"AutoScalingDisabled": True}}
    desk.send("UpdateTableReplicaAutoScaling", GlobalSecondaryIndexUpdates=[off])
    assert desk.not_changed(**new_index("byD", **units(1))) == ("ValidationException", GSI)


def test_l_194_scaling_of_all_regions_in_one_call() -> None:
    """L-194, L-255, L-289: writes in all Regions, reads in those that are named; L-253: in no other Region."""
    desk = scaled_group(PLAIN_PROVISIONED)
    tracking = {"TargetTrackingScalingPolicyConfiguration": {"TargetValue": 70.0}}
    bounds = {"MinimumUnits": 1, "MaximumUnits": 12, "ScalingPolicyUpdate": tracking}
    reads = {"RegionName": FAR, "ReplicaProvisionedReadCapacityAutoScalingUpdate": bounds}
    request: Part = {"ProvisionedWriteCapacityAutoScalingUpdate": bounds, "ReplicaUpdates": [reads]}
    desk.send("UpdateTableReplicaAutoScaling", **request)
    assert targets(desk) == {TABLE_WRITES: (1, 12)}
    assert targets(desk.at(FAR)) == {TABLE_WRITES: (1, 12), TABLE_READS: (1, 12)}
    alien = [{**reads, "RegionName": FURTHER}]
    assert desk.refused("UpdateTableReplicaAutoScaling", ReplicaUpdates=alien)[0] == "ResourceNotFoundException"
    named = [{"RegionName": FAR}]
    text = "because at least one update parameter must be specified for region: \u2018us-east-1\u2019."
    assert text in desk.refused("UpdateTableReplicaAutoScaling", ReplicaUpdates=[*named])[1] + text


def test_l_190_scaling_of_a_global_table_on_demand() -> None:
    """L-190: refused with the Regions in capital letters; turning it off is fine."""
    desk = joined({}, FAR)
    tracking = {"TargetTrackingScalingPolicyConfiguration": {"TargetValue": 70.0}}
    bounds = {"MinimumUnits": 1, "MaximumUnits": 12, "ScalingPolicyUpdate": tracking}
    told = desk.refused("UpdateTableReplicaAutoScaling", ProvisionedWriteCapacityAutoScalingUpdate=bounds)
    assert "Replicas 'EU-CENTRAL-1', 'US-EAST-1' BillingMode is PayPerRequest." in told[1]
    assert told[1].endswith("'GlobalTableProvisionedWriteCapacityAutoScalingSettingsUpdate'.")
    off = {"AutoScalingDisabled": True}
    desk.send("UpdateTableReplicaAutoScaling", ProvisionedWriteCapacityAutoScalingUpdate=off)


def test_l_293_what_a_replica_leaves_behind() -> None:
    """L-292: its targets stay in its Region, and are there for the next one of that name."""
    desk = scaled_group(PLAIN_PROVISIONED)
    desk.change(**actions("Delete", FAR))
    desk.later(LONG)
    assert targets(desk.at(FAR)) == {TABLE_WRITES: (1, 100)}
