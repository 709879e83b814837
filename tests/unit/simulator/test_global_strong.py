# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Global tables with strong consistency, and their witness (findings of the lab; what is documented says so)."""

from __future__ import annotations

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import actions, witness
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import LONG, Desk, defined, index, made, status
from ansible_collections.planton.dynamodb.tests.unit.simulator.global_tables import BUSY, FAR, FURTHER, HOME, shown

STRONG = {"MultiRegionConsistency": "STRONG"}
THREE = {**STRONG, **actions("Create", FAR, FURTHER)}
WITH_WITNESS = {**STRONG, **actions("Create", FAR), **witness("Create", FURTHER)}
ONE_ONLY = (
    "ValidationException",
    "Deletion of only one table replica is not supported for global tables with MultiRegionConsistency set to STRONG.",
)


def born(request: Part) -> Desk:
    """A global table with strong consistency, settled."""
    desk = made({})
    desk.change(**request)
    desk.later(LONG)
    return desk


def test_l_258_three_regions_in_one_call() -> None:
    """L-258: two Creates, ACTIVE after 16 s; the answer tells the consistency at once."""
    desk = made({})
    answer = desk.change(**THREE)
    assert (answer["TableStatus"], answer["MultiRegionConsistency"], answer["Replicas"]) == ("UPDATING", "STRONG", [])
    desk.later(6.0)
    assert shown(desk) == ("UPDATING", {FAR: "CREATING", FURTHER: "CREATING"})
    desk.later(10.0 + 3.0)
    for region, rest in ((HOME, {FAR, FURTHER}), (FAR, {HOME, FURTHER}), (FURTHER, {HOME, FAR})):
        there = desk.at(region)
        assert shown(there) == ("ACTIVE", dict.fromkeys(rest, "ACTIVE"))
        assert there.table()["MultiRegionConsistency"] == "STRONG" and "GlobalTableWitnesses" not in there.table()


def test_l_259_a_witness_is_no_table() -> None:
    """L-258, L-259: ACTIVE after a minute or more, told in both Regions; its own Region knows nothing of it."""
    desk = made({})
    desk.change(**WITH_WITNESS)
    desk.later(10.0)
    assert desk.table()["GlobalTableWitnesses"] == [{"RegionName": FURTHER, "WitnessStatus": "CREATING"}]
    desk.later(61.0)
    for there in (desk, desk.at(FAR)):
        assert there.table()["GlobalTableWitnesses"] == [{"RegionName": FURTHER, "WitnessStatus": "ACTIVE"}]
    alone = desk.at(FURTHER)
    assert alone.refused("DescribeTable")[0] == alone.refused("ListTagsOfResource")[0] == "ResourceNotFoundException"
    assert alone.send("ListTables", bare=True)["TableNames"] == []
    alone.create()
    before = alone.table()
    desk.later(LONG)
    desk.change(**actions("Delete", FAR), **witness("Delete", FURTHER))
    desk.later(LONG)
    assert alone.table() == before


FROZEN: list[tuple[Part, str]] = [
    (actions("Create", "eu-west-1"), "Cannot add replicas to a global table with strong MultiRegionConsistency"),
    ({**STRONG, **actions("Create", "eu-west-1")}, "Unsupported replica count"),
    (actions("Delete", FAR), "Update table delete operation does not include all witnesses."),
    (witness("Delete", FURTHER), "At least one of "),
    ({**STRONG, **witness("Delete", FURTHER)}, "At least one of "),
    (
        {"MultiRegionConsistency": "EVENTUAL", **actions("Create", "eu-west-1")},
        "MultiRegionConsistency parameter is unsupported on existing global table",
    ),
    (
        {**STRONG, **actions("Delete", FAR)},
        "Only Replica Create actions are supported when MultiRegionConsistency parameter is provided.",
    ),
    (
        {**actions("Delete", FAR), **witness("Delete", "eu-west-1")},
        "Update global table operation failed because one or more witnesses were not part of the global table. Please"
        " retry the request without these witnesses: [eu-west-1].",
    ),
]


@pytest.mark.parametrize(("request_", "text"), FROZEN, ids=str)
def test_l_260_it_is_frozen(request_: Part, text: str) -> None:
    """L-202, L-260: neither member nor consistency is changed."""
    desk = born(WITH_WITNESS)
    code, told = desk.not_changed(**request_)
    assert code == "ValidationException" and told.startswith(text)


def test_l_260_no_region_is_deleted_alone() -> None:
    """L-260: DeleteTable in no Region, also a day later, and no Delete of one of three."""
    for request in (THREE, WITH_WITNESS):
        desk = born(request)
        desk.later(100_000.0)
        assert desk.refused("DeleteTable") == desk.at(FAR).refused("DeleteTable") == ONE_ONLY
    desk = born(THREE)
    assert desk.not_changed(**actions("Delete", FAR)) == ONE_ONLY


def test_l_261_taken_apart_in_one_call() -> None:
    """L-261: 44 s with all ACTIVE, then DELETING, then a Regional table that keeps its stream and can be deleted."""
    desk = born(WITH_WITNESS)
    answer = desk.change(**actions("Delete", FAR), **witness("Delete", FURTHER))
    assert answer["GlobalTableWitnesses"][0]["WitnessStatus"] == answer["Replicas"][0]["ReplicaStatus"] == "ACTIVE"
    desk.later(43.0)
    assert shown(desk) == ("UPDATING", {FAR: "ACTIVE"})
    desk.later(2.0)
    assert shown(desk) == ("ACTIVE", {FAR: "DELETING"})
    assert desk.table()["GlobalTableWitnesses"][0]["WitnessStatus"] == "DELETING"
    desk.later(15.0)
    group = {"Replicas", "GlobalTableWitnesses", "MultiRegionConsistency", "GlobalTableVersion"}
    assert not group & {*desk.table()} and desk.table()["StreamSpecification"]["StreamEnabled"]
    desk.later(20.0)
    assert desk.at(FAR).refused("DescribeTable")[0] == "ResourceNotFoundException"
    desk.change(**actions("Create", FAR))
    desk.later(LONG)
    assert shown(desk) == ("ACTIVE", {FAR: "ACTIVE"}) and "MultiRegionConsistency" not in desk.table()


def test_l_261_three_are_taken_apart() -> None:
    """L-261: both Deletes in one call, then DeleteTable."""
    desk = born(THREE)
    desk.change(**actions("Delete", FAR, FURTHER))
    desk.later(LONG)
    assert shown(desk) == ("ACTIVE", {}) and desk.send("DeleteTable")


def test_l_263_protection_in_one_region() -> None:
    """L-263: UPDATING for half a minute, in one Region only, not to be toggled nor the group dissolved meanwhile."""
    desk = born(WITH_WITNESS)
    assert desk.change(DeletionProtectionEnabled=True)["TableStatus"] == "UPDATING"
    assert desk.not_changed(DeletionProtectionEnabled=False) == BUSY
    assert desk.not_changed(**actions("Delete", FAR), **witness("Delete", FURTHER)) == BUSY
    desk.later(35.0)
    assert status(desk) == "ACTIVE" and desk.at(FAR).table()["DeletionProtectionEnabled"] is False


def test_2_only_an_empty_table() -> None:
    """Documented: no items, no local indexes, no time to live; none of it was measured, so that it can be admitted."""
    keys = [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "b", "KeyType": "RANGE"}]
    local = {**index("local", "a"), "KeySchema": [keys[0], {"AttributeName": "c", "KeyType": "RANGE"}]}
    desk = made({**defined("a", "b", "c"), "KeySchema": keys, "LocalSecondaryIndexes": [local]})
    assert "not measured" in desk.not_changed(**THREE)[1]
    desk = made({})
    desk.send("PutItem", Item={"a": {"S": "1"}})
    assert "not measured" in desk.not_changed(**THREE)[1]
    desk = born(THREE)
    ttl = {"Enabled": True, "AttributeName": "t"}
    assert "not measured" in desk.refused("UpdateTimeToLive", TimeToLiveSpecification=ttl)[1]
    desk.engine.behaviour.unknown = True
    desk.send("UpdateTimeToLive", TimeToLiveSpecification=ttl)
