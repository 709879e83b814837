# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replicas (control_plane.md, 2 "Replicas" and "Global tables", C5, C6, C28, 4.2, 4.3, 6.1, 6.4)."""

from __future__ import annotations

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.group import is_moving
from ansible_collections.planton.dynamodb.tests.simulator.operations.autoscaling import HANDLERS as SCALING
from ansible_collections.planton.dynamodb.tests.simulator.operations.kms import add_key, resolve
from ansible_collections.planton.dynamodb.tests.simulator.operations.members import check_group_deletion, replica_answer
from ansible_collections.planton.dynamodb.tests.simulator.operations.replica_rules import check_replicas
from ansible_collections.planton.dynamodb.tests.simulator.operations.replicas import apply_replicas
from ansible_collections.planton.dynamodb.tests.simulator.operations.update import update_table
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.simulator.settings.encryption import Encryption
from ansible_collections.planton.dynamodb.tests.simulator.settings.stream import Stream
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.simulator.world import World
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import (
    INDEXED,
    PROVISIONED_INDEXED,
    actions,
    add_table,
    made_world,
    witness,
)

SECONDS = {
    "replica_create": (20.0, 20.0),
    "replica_delete": (130.0, 130.0),
    "strong_create": (20.0, 20.0),
    "strong_create_witness": (20.0, 20.0),
    "strong_delete": (130.0, 130.0),
    "replica_with_maximum": (20.0, 20.0),
    "group_change": (36.0, 36.0),
    "scaling_unseen": (2.0, 2.0),
}
FAR, FURTHER, THIRD = "us-east-1", "us-east-2", "us-west-2"
P = "One or more parameter values were invalid: "
STRONG = {"MultiRegionConsistency": "STRONG"}


@pytest.fixture
def world() -> World:
    """An account with a table on demand."""
    world = made_world(seconds=SECONDS)
    add_table(world)
    return world


def send(world: World, *parts: Part) -> None:
    """Judge and begin a call."""
    request: Part = {"TableName": "t1"}
    for part in parts:
        request |= part
    check_replicas(request, world.place.region)
    apply_replicas(world, world.tables["t1"], request)


def refused(world: World, *parts: Part) -> str:
    """The text of the ValidationException of a call."""
    with pytest.raises(RefusedError) as told:
        send(world, *parts)
    assert told.value.code == "ValidationException"
    return told.value.text


def answer(world: World) -> Part:
    """What DescribeTable says of the group."""
    return replica_answer(world.tables["t1"], world.now())


def test_4_2_a_replica_comes(world: World) -> None:
    """2: "Replicas absent on a Regional table", the stream comes by itself; 4.2: CREATING for 14-49 s."""
    table = world.tables["t1"]
    assert answer(world) == {}
    send(world, actions("Create", FAR))
    assert table.of(Stream).stream == "NEW_AND_OLD_IMAGES"
    assert answer(world) == {
        "GlobalTableVersion": "2019.11.21",
        "GlobalTableSettingsReplicationMode": "ENABLED_WITH_OVERRIDES",
        "DisassociationProtectionEnabled": True,
        "Replicas": [],
    }
    world.clock.advance(6.0)
    assert [(part["RegionName"], part["ReplicaStatus"]) for part in answer(world)["Replicas"]] == [(FAR, "CREATING")]
    assert table.status(world.now()) == "UPDATING"
    assert is_moving(table, world.now())
    world.clock.advance(14.0)
    assert answer(world)["Replicas"][0]["ReplicaStatus"] == table.status(world.now()) == "ACTIVE"
    text = "Failed to create a the new replica of table with name: \u2018t1\u2019 because one or more replicas already"
    assert refused(world, actions("Create", FAR)).startswith(text)


def test_2_a_stream_that_is_there_is_kept(world: World) -> None:
    """2, "Global tables": "an existing KEYS_ONLY stream is kept"."""
    world.tables["t1"].of(Stream).stream = "KEYS_ONLY"
    send(world, actions("Create", FAR, FAR))
    assert world.tables["t1"].of(Stream).stream == "KEYS_ONLY"


def test_4_2_a_replica_goes(world: World) -> None:
    """4.2: 121-244 s after "a 36 s UPDATING"; then the table is a Regional one again."""
    table = world.tables["t1"]
    send(world, actions("Create", FAR))
    world.clock.advance(20.0)
    send(world, actions("Delete", FAR))
    assert answer(world)["Replicas"][0]["ReplicaStatus"] == "ACTIVE"
    assert table.status(world.now()) == "UPDATING"
    world.clock.advance(36.0)
    assert answer(world)["Replicas"][0]["ReplicaStatus"] == "DELETING"
    assert table.status(world.now()) == "ACTIVE"
    world.clock.advance(94.0)
    assert answer(world) == {}
    assert "already existed as tables" in refused(world, actions("Create", FAR))
    world.clock.advance(19.0)
    send(world, actions("Create", FAR))


def test_4_3_one_replica_at_a_time(world: World) -> None:
    """4.3, L-227: another one is refused without a word about what is in flight."""
    send(world, actions("Create", FAR))
    with pytest.raises(RefusedError, match="The resource which you are attempting to change is in use") as told:
        send(world, actions("Create", FURTHER))
    assert told.value.code == "ResourceInUseException"


def test_2_overrides_are_read_back_where_they_differ(world: World) -> None:
    """DDB-TABLE-250: an override with the value of the table is none; 2: an Update needs an action."""
    table = add_table(world, **INDEXED)
    table.on_demand_units = {"MaxReadRequestUnits": 50}
    units = {"OnDemandThroughputOverride": {"MaxReadRequestUnits": 10}}
    send(world, actions("Create", FAR, TableClassOverride="STANDARD_INFREQUENT_ACCESS", **units))
    world.clock.advance(20.0)
    shown = answer(world)["Replicas"][0]
    assert shown["ReplicaTableClassSummary"] == {"TableClass": "STANDARD_INFREQUENT_ACCESS"}
    assert shown["OnDemandThroughputOverride"] == {"MaxReadRequestUnits": 10}
    indexes = [{"IndexName": "byB", "WarmThroughput": shown["WarmThroughput"]}]
    same = {"OnDemandThroughputOverride": {"MaxReadRequestUnits": 50}, "GlobalSecondaryIndexes": [{"IndexName": "byB"}]}
    send(world, actions("Update", FAR, **same))
    assert answer(world)["Replicas"][0]["ReplicaStatus"] == "UPDATING"
    assert answer(world)["Replicas"][0]["OnDemandThroughputOverride"] == {"MaxReadRequestUnits": 10}
    world.clock.advance(39.0)
    assert "OnDemandThroughputOverride" not in answer(world)["Replicas"][0]
    assert answer(world)["Replicas"][0]["GlobalSecondaryIndexes"] == indexes
    read = actions("Update", FAR, ProvisionedThroughputOverride={"ReadCapacityUnits": 1})
    assert refused(world, read).startswith("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when")
    assert "KMSMasterKeyId" in refused(world, actions("Update", FAR, KMSMasterKeyId="x"))


def test_6_1_writes_are_scaled() -> None:
    """6.1: "Table write capacity should either be Pay-Per-Request or AutoScaled." (also GSI); L-249: then HTTP 500."""
    world = made_world(seconds=SECONDS)
    add_table(world, **PROVISIONED_INDEXED)
    for resource, kind, text in (("table/t1", "table", "Table"), ("table/t1/index/byB", "index", "GSI")):
        told = f"{text} write capacity should either be Pay-Per-Request or AutoScaled."
        assert refused(world, actions("Create", FAR)) == told
        asked = {"ResourceId": resource, "ScalableDimension": f"dynamodb:{kind}:WriteCapacityUnits"}
        asked["ServiceNamespace"] = "dynamodb"
        SCALING["RegisterScalableTarget"](world, {**asked, "MinCapacity": 1, "MaxCapacity": 9})
        assert refused(world, actions("Create", FAR)) == told
        metric = {"PredefinedMetricType": "DynamoDBWriteCapacityUtilization"}
        tracking = {"TargetValue": 70.0, "PredefinedMetricSpecification": metric}
        policy = {"PolicyName": "p", "TargetTrackingScalingPolicyConfiguration": tracking}
        SCALING["PutScalingPolicy"](world, {**asked, **policy})
    wanted = actions("Create", FAR, ProvisionedThroughputOverride={"ReadCapacityUnits": 5})
    with pytest.raises(RefusedError, match="InternalServerError") as told_of:
        send(world, wanted)
    assert told_of.value.status == 500
    world.clock.advance(2.0)
    send(world, wanted)


def test_v58_every_replica_has_a_key(world: World) -> None:
    """V58: "customer key => key per replica; AWS-managed => none"."""
    table = world.tables["t1"]
    table.of(Encryption).encryption_key = resolve(world, None)
    assert "must be specified" in refused(world, actions("Create", FAR, KMSMasterKeyId="x"))
    table.of(Encryption).encryption_key = add_key(world, "mine").arn
    assert "must be specified" in refused(world, actions("Create", FAR))
    add_key(world.reach(FAR), "mrk-1")
    send(world, actions("Create", FAR, KMSMasterKeyId="mrk-1"))
    world.clock.advance(20.0)
    key = answer(world)["Replicas"][0]["KMSMasterKeyId"]
    assert key == "arn:aws:kms:us-east-1:123456789012:key/mrk-1"


@pytest.mark.parametrize(
    ("born", "shown"),
    [
        ((actions("Create", FAR, FURTHER),), {FAR: "ACTIVE", FURTHER: "ACTIVE"}),
        ((actions("Create", FAR), witness("Create", FURTHER)), {FAR: "ACTIVE"}),
    ],
)
def test_2_a_strong_group_is_born_complete(world: World, born: tuple[Part, ...], shown: dict[str, str]) -> None:
    """2, "Global tables": "three Regions in ONE call (2 Creates, or 1 Create + 1 witness)"; V78: frozen."""
    send(world, STRONG, *born)
    world.clock.advance(20.0)
    said = answer(world)
    assert said["MultiRegionConsistency"] == "STRONG"
    assert {part["RegionName"]: part["ReplicaStatus"] for part in said["Replicas"]} == shown
    witnesses = [] if FURTHER in shown else [{"RegionName": FURTHER, "WitnessStatus": "ACTIVE"}]
    assert said.get("GlobalTableWitnesses", []) == witnesses
    assert refused(world, actions("Create", THIRD)).startswith("Cannot add replicas to a global table with strong")
    text = "MultiRegionConsistency parameter is unsupported on existing global table"
    assert refused(world, STRONG, actions("Create", THIRD, "ap-northeast-1")) == text


ONE_ONLY = (
    "Deletion of only one table replica is not supported for global tables with MultiRegionConsistency set to STRONG."
)


def test_2_a_strong_group_is_dissolved_in_one_call(world: World) -> None:
    """2: "dissolve all replicas and witness in one call"; 6.1."""
    send(world, STRONG, actions("Create", FAR, FURTHER))
    world.clock.advance(20.0)
    assert refused(world, actions("Delete", FAR)) == ONE_ONLY
    with pytest.raises(RefusedError, match="Deletion of only one"):
        check_group_deletion(world.tables["t1"], world.now())
    send(world, actions("Delete", FAR, FURTHER))
    world.clock.advance(130.0)
    assert answer(world) == {}
    world.clock.advance(19.0)
    send(world, STRONG, actions("Create", FAR), witness("Create", FURTHER))
    world.clock.advance(20.0)
    told = refused(world, actions("Delete", FAR))
    assert told == "Update table delete operation does not include all witnesses."
    send(world, actions("Delete", FAR), witness("Delete", FURTHER))
    world.clock.advance(130.0)
    assert answer(world) == {}


def test_2_two_replicas_do_not_go_at_once(world: World) -> None:
    """C28, for a group whose consistency is eventual."""
    for region in (FAR, FURTHER):
        send(world, actions("Create", region))
        world.clock.advance(20.0)
    assert refused(world, actions("Delete", FAR, FURTHER)).startswith("Update table operation with more than one")


def test_2_a_source_stays_for_a_day(world: World) -> None:
    """2: "a source of a replica added < 24 h ago cannot be deleted (clears when that replica is removed)"."""
    table = world.tables["t1"]
    check_group_deletion(table, world.now())
    send(world, actions("Create", FAR))
    with pytest.raises(RefusedError, match="acted as a source region"):
        check_group_deletion(table, world.now())
    check_group_deletion(world.reach(FAR).tables["t1"], world.now())
    world.clock.advance(86_400.0)
    check_group_deletion(table, world.now())


def test_2_settings_of_the_group(world: World) -> None:
    """2, L-048: GlobalTableSettingsReplicationMode, on a Regional table only."""
    update_table(world, {"TableName": "t1", "GlobalTableSettingsReplicationMode": "ENABLED"})
    assert answer(world) == {"GlobalTableSettingsReplicationMode": "ENABLED"}
    with pytest.raises(RefusedError, match="Only ENABLED and DISABLED settings replication are supported"):
        update_table(world, {"TableName": "t1", "GlobalTableSettingsReplicationMode": "ENABLED_WITH_OVERRIDES"})
    send(world, actions("Create", FAR))
    world.clock.advance(30.0)
    with pytest.raises(RefusedError, match="not measured"):
        update_table(world, {"TableName": "t1", "GlobalTableSettingsReplicationMode": "ENABLED"})


def test_l_263_protection_of_one_in_a_group(world: World) -> None:
    """L-230, L-263, L-297: to toggle it takes half a minute, in which nothing else is done."""
    table = add_table(world)
    apply_replicas(world, table, actions("Create", FAR))
    world.clock.advance(100.0)
    toggle = {"TableName": table.name, "DeletionProtectionEnabled": True}
    assert update_table(world, toggle)["TableDescription"]["TableStatus"] == "UPDATING"
    for request in ({"TableClass": "STANDARD"}, actions("Delete", FAR)):
        with pytest.raises(RefusedError, match="is in use"):
            update_table(world, {"TableName": table.name, **request})
    world.clock.advance(40.0)
    assert table.status(world.now()) == "ACTIVE"


def test_l_309_the_key_of_a_replica_stays(world: World) -> None:
    """L-295, L-309: an Update never changes it."""
    table = add_table(world)
    apply_replicas(world, table, actions("Create", FAR))
    world.clock.advance(100.0)
    with pytest.raises(RefusedError, match="KMSMasterKeyId must be specified for each replica"):
        apply_replicas(world, table, actions("Update", FAR, KMSMasterKeyId="alias/aws/dynamodb"))
