# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Global tables: what all Regions share, what each has for itself, what is overridden (findings of the lab)."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import actions
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import (
    LONG,
    ON_DEMAND,
    PROVISIONED,
    Desk,
    action,
    defined,
    index,
    made,
    new_index,
    status,
    units,
)
from ansible_collections.planton.dynamodb.tests.unit.simulator.global_tables import (
    BUSY,
    FAR,
    FURTHER,
    HOME,
    capacity,
    entry,
    joined,
    scale,
)

PLAIN_PROVISIONED: Part = {"BillingMode": "PROVISIONED", **units(5)}
INFREQUENT = "STANDARD_INFREQUENT_ACCESS"
TTL = {"TimeToLiveSpecification": {"Enabled": True, "AttributeName": "t"}}
RECOVERY = {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}}
TAGS = {"Tags": [{"Key": "team", "Value": "shop"}]}


def scaled_group(base: Part) -> Desk:
    """A global table with provisioned capacity, whose writes are scaled."""
    desk = made(base)
    scale(desk)
    for part in base.get("GlobalSecondaryIndexes", ()):
        scale(desk, index=part["IndexName"])
    desk.later(3.0)
    desk.change(**actions("Create", FAR))
    desk.later(LONG)
    return desk


def index_of(desk: Desk, name: str) -> Part:
    """What a replica shows of one of its indexes, as the home Region lists it."""
    found: Part = {one["IndexName"]: one for one in entry(desk)["GlobalSecondaryIndexes"]}[name]
    return found


def test_l_230_regional_settings() -> None:
    """L-230, L-297: tags, recovery, policy, insights, destinations, protection are of one Region; TTL is of all."""
    desk = made({**TAGS, "DeletionProtectionEnabled": True})
    desk.send("UpdateTimeToLive", **TTL)
    for operation, more in (("UpdateContinuousBackups", RECOVERY), ("UpdateContributorInsights", insights("ENABLE"))):
        desk.send(operation, **more)
    desk.change(**actions("Create", FAR))
    desk.later(LONG)
    far = desk.at(FAR)
    assert far.send("DescribeTimeToLive")["TimeToLiveDescription"]["TimeToLiveStatus"] == "ENABLED"
    assert far.send("ListTagsOfResource")["Tags"] == []
    assert (
        recovery(far) == "DISABLED"
        and far.send("DescribeContributorInsights")["ContributorInsightsStatus"] != "ENABLED"
    )
    assert far.refused("GetResourcePolicy")[0] == "PolicyNotFoundException"
    assert far.table()["DeletionProtectionEnabled"] is False
    far.send("TagResource", Tags=[{"Key": "place", "Value": "far"}])
    far.send("UpdateContinuousBackups", **RECOVERY)
    stream = f"arn:aws:kinesis:{FAR}:123456789012:stream/one"
    far.send("EnableKinesisStreamingDestination", StreamArn=stream)
    assert desk.send("ListTagsOfResource") == TAGS and recovery(far) == "ENABLED"
    assert desk.send("DescribeKinesisStreamingDestination")["KinesisDataStreamDestinations"] == []


def insights(what: str) -> Part:
    """A change of contributor insights."""
    return {"ContributorInsightsAction": what}


def recovery(desk: Desk) -> str:
    """Whether a table can be recovered."""
    told: Any = desk.send("DescribeContinuousBackups")["ContinuousBackupsDescription"]
    return str(told["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"])


def test_l_297_time_to_live_from_any_region() -> None:
    """L-297: changed in one Region, seen in the others within a minute; a change there is one too many."""
    desk = joined({}, FAR)
    desk.at(FAR).send("UpdateTimeToLive", **TTL)
    seen = []
    for pause in (0.0, 40.0):
        desk.later(pause)
        seen.append(desk.send("DescribeTimeToLive")["TimeToLiveDescription"]["TimeToLiveStatus"])
    assert seen == ["DISABLED", "ENABLED"]
    off = {"TimeToLiveSpecification": {"Enabled": False, "AttributeName": "t"}}
    assert "multiple times" in desk.refused("UpdateTimeToLive", **off)[1]


def test_l_251_capacity_of_all_regions() -> None:
    """L-251: changed in any Region, the others follow 38 s later, and no override comes of it."""
    desk = scaled_group(PLAIN_PROVISIONED)
    far = desk.at(FAR)
    desk.change(**units(5, 10))
    assert (capacity(far), status(desk), status(far)) == ((5, 5), "UPDATING", "UPDATING")
    assert far.not_changed(**units(6, 6)) == desk.not_changed(**actions("Delete", FAR)) == BUSY
    desk.later(35.0)
    assert (status(desk), status(far)) == ("ACTIVE", "UPDATING")
    desk.later(3.0)
    assert capacity(far) == capacity(desk) == (5, 10) and status(far) == "ACTIVE"
    far.change(**units(7, 20))
    desk.later(40.0)
    assert capacity(desk) == (7, 20) and "ProvisionedThroughputOverride" not in entry(desk)


def test_l_251_billing_mode_of_all_regions() -> None:
    """L-251, L-317, L-320: both Regions switch; with provisioned capacity the mode is not told."""
    desk = scaled_group(PLAIN_PROVISIONED)
    assert "BillingModeSummary" not in {**desk.table(), **desk.at(FAR).table()}
    desk.change(BillingMode="PAY_PER_REQUEST")
    assert status(desk) == status(desk.at(FAR)) == "UPDATING"
    desk.later(LONG)
    desk.change(BillingMode="PROVISIONED", **units(5))
    desk.later(50.0)
    # L-452: passed over, and answered as if it was not.
    assert desk.change(BillingMode="PAY_PER_REQUEST")["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    desk.later(LONG)
    assert capacity(desk) == capacity(desk.at(FAR)) == (5, 5)
    desk.change(BillingMode="PAY_PER_REQUEST")
    desk.later(LONG)
    for one in (desk, desk.at(FAR)):
        assert one.table()["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST" and capacity(one) == (0, 0)


def test_l_250_an_override_of_reads() -> None:
    """L-250: absent where it is inherited, seen after 38 s, the same again takes as long, the base value clears it."""
    desk = scaled_group(PLAIN_PROVISIONED)
    far = desk.at(FAR)
    told = "MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED"
    maximum = actions("Update", FAR, OnDemandThroughputOverride={"MaxReadRequestUnits": 100})
    assert desk.not_changed(**maximum) == ("ValidationException", told)

    def reads(number: int) -> Part:
        return actions("Update", FAR, ProvisionedThroughputOverride={"ReadCapacityUnits": number})

    answer = desk.change(**reads(10))
    assert "ProvisionedThroughputOverride" not in answer["Replicas"][0] and capacity(far) == (5, 5)
    desk.later(38.0)
    assert entry(desk)["ProvisionedThroughputOverride"] == {"ReadCapacityUnits": 10}
    assert (capacity(desk), capacity(far)) == ((5, 5), (10, 5))
    assert desk.change(**reads(10))["TableStatus"] == "UPDATING" and status(far) == "UPDATING"
    desk.later(38.0)
    desk.change(**units(6, 8))
    desk.later(38.0)
    assert (capacity(desk), capacity(far)) == ((6, 8), (10, 8))
    desk.change(**reads(6))
    desk.later(38.0)
    assert "ProvisionedThroughputOverride" not in entry(desk) and capacity(far) == (6, 8)


def test_l_252_overrides_of_indexes() -> None:
    """L-252: those that are not named keep theirs, the value of the base clears one, a name alone is no change."""
    desk = scaled_group(PROVISIONED)

    def reads(**wanted: int) -> Part:
        parts = [
            {"IndexName": name, "ProvisionedThroughputOverride": {"ReadCapacityUnits": number}}
            for name, number in wanted.items()
        ]
        return actions("Update", FAR, GlobalSecondaryIndexes=parts)

    for wanted, expected in (
        ({"byB": 6, "byC": 7}, {"byB": 6, "byC": 7}),
        ({"byB": 8}, {"byB": 8, "byC": 7}),
        ({"byB": 5}, {"byB": None, "byC": 7}),
    ):
        desk.change(**reads(**wanted))
        desk.later(40.0)
        found = {name: index_of(desk, name).get("ProvisionedThroughputOverride") for name in ("byB", "byC")}
        assert found == {name: number and {"ReadCapacityUnits": number} for name, number in expected.items()}
    assert {*index_of(desk, "byB")} == {"IndexName", "WarmThroughput"}
    shown = {one["IndexName"]: one["ProvisionedThroughput"] for one in desk.at(FAR).table()["GlobalSecondaryIndexes"]}
    assert (shown["byC"]["ReadCapacityUnits"], shown["byC"]["WriteCapacityUnits"]) == (7, 5)
    named = actions("Update", FAR, GlobalSecondaryIndexes=[{"IndexName": "byB"}])
    assert "There are no actions specified" in desk.not_changed(**named)[1]


def test_l_294_the_class_of_a_replica() -> None:
    """L-294: an override shows there and in the entry; a change of the base is one of each replica too."""
    desk = joined({}, FAR)
    far = desk.at(FAR)
    desk.change(**actions("Update", FAR, TableClassOverride="STANDARD"))
    assert status(desk) == "UPDATING"
    desk.later(38.0)
    desk.change(**actions("Update", FAR, TableClassOverride=INFREQUENT))
    assert "TableClassSummary" not in far.table() or far.table()["TableClassSummary"]["TableClass"] == "STANDARD"
    desk.later(38.0)
    assert entry(desk)["ReplicaTableClassSummary"]["TableClass"] == INFREQUENT == class_of(far)
    assert "TableClassSummary" not in desk.table() and "ReplicaTableClassSummary" not in entry(far, HOME)
    far.change(TableClass="STANDARD")
    desk.later(LONG)
    assert entry(desk)["ReplicaTableClassSummary"]["TableClass"] == "STANDARD"
    text = "Limit exceeded for replica in us-east-1. Updates to TableClass are limited to 2 times in 30 day(s)"
    assert desk.not_changed(TableClass=INFREQUENT) == ("LimitExceededException", text)


def class_of(desk: Desk) -> str:
    """The class that a table shows."""
    return str(desk.table()["TableClassSummary"]["TableClass"])


def test_l_294_a_class_for_all() -> None:
    """L-294: where nothing is overridden all Regions get it."""
    desk = joined({}, FAR, FURTHER)
    desk.change(**actions("Update", FURTHER, TableClassOverride=INFREQUENT))
    desk.later(40.0)
    desk.change(TableClass=INFREQUENT)
    desk.later(LONG)
    assert class_of(desk) == class_of(desk.at(FAR)) == class_of(desk.at(FURTHER)) == INFREQUENT


def test_l_296_indexes_come_and_go_everywhere() -> None:
    """L-296: added at any Region, made in all; listed in the entry without a status; deleted in all."""
    desk = joined({}, FAR)
    far = desk.at(FAR)
    desk.change(**new_index("byD"))
    assert status(desk) == status(far) == "UPDATING"
    assert far.index("byD")["IndexStatus"] == "CREATING"
    assert desk.not_changed(**actions("Update", FAR, TableClassOverride=INFREQUENT)) == BUSY
    desk.later(100.0)
    assert status(desk) == "ACTIVE" and desk.index("byD")["Backfilling"]
    assert desk.not_changed(**actions("Create", FURTHER)) == BUSY
    desk.later(LONG)
    assert {one.index("byD")["IndexStatus"] for one in (desk, far)} == {"ACTIVE"}
    assert {*index_of(desk, "byD")} == {"IndexName", "WarmThroughput"}
    far.change(**new_index("byE", "e"))
    desk.later(LONG)
    assert desk.index("byE")["IndexStatus"] == "ACTIVE"
    desk.change(**action("Delete", "byD"))
    desk.later(38.0)
    for one in (desk, far):
        assert [part["IndexName"] for part in one.table()["GlobalSecondaryIndexes"]] == ["byE"]
        assert [part["AttributeName"] for part in one.table()["AttributeDefinitions"]] == ["a", "e"]


def test_2_maximums_and_warm_throughput_of_all_regions() -> None:
    """2, "Global tables": what is changed in one Region goes along, also of an index; a maximum of its own stays."""
    base = {**defined("a", "b"), "GlobalSecondaryIndexes": [index("byB", "b")]}
    desk = joined(base, FAR, FURTHER)
    desk.change(**actions("Update", FURTHER, OnDemandThroughputOverride={"MaxReadRequestUnits": 5}))
    desk.later(40.0)
    desk.change(OnDemandThroughput={"MaxReadRequestUnits": 30, "MaxWriteRequestUnits": 40})
    desk.later(40.0)
    both = {"MaxReadRequestUnits": 30, "MaxWriteRequestUnits": 40}
    assert desk.at(FAR).table()["OnDemandThroughput"] == both
    assert desk.at(FURTHER).table()["OnDemandThroughput"] == {**both, "MaxReadRequestUnits": 5}
    desk.change(**action("Update", "byB", OnDemandThroughput={"MaxWriteRequestUnits": 9}))
    desk.later(40.0)
    assert desk.at(FAR).index("byB")["OnDemandThroughput"] == {"MaxWriteRequestUnits": 9}
    desk.change(WarmThroughput={"ReadUnitsPerSecond": 13000})
    desk.later(LONG)
    assert desk.at(FAR).table()["WarmThroughput"]["ReadUnitsPerSecond"] == 13000


def test_l_307_an_index_that_there_is_not() -> None:
    """L-307: at the creation of a replica an override of it is passed over; later nobody has measured it."""
    desk = made(ON_DEMAND)
    nope = [{"IndexName": "nope", "OnDemandThroughputOverride": {"MaxReadRequestUnits": 5}}]
    desk.change(**actions("Create", FAR, GlobalSecondaryIndexes=nope))
    desk.later(LONG)
    assert {one["IndexName"] for one in entry(desk)["GlobalSecondaryIndexes"]} == {"byB", "byC"}
    assert "not measured" in desk.not_changed(**actions("Update", FAR, GlobalSecondaryIndexes=nope))[1]
    update = actions("Update", "ca-central-1", TableClassOverride=INFREQUENT)
    assert "without these replicas: [ca-central-1]" in desk.not_changed(**update)[1]
