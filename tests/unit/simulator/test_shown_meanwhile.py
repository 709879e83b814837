# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What reads say of a setting until its change has arrived (control_plane.md, fact 2, 2, 4.2)."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import (
    ARN,
    KEY,
    ON_DEMAND,
    PROVISIONED,
    Desk,
    action,
    index,
    made,
    seen,
    status,
    units,
)

STREAM_ON: Part = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}}
STREAM_OFF: Part = {"StreamSpecification": {"StreamEnabled": False}}
INFREQUENT = "STANDARD_INFREQUENT_ACCESS"


def read_units(part: Part) -> int:
    """The reading capacity."""
    return int(part["ProvisionedThroughput"]["ReadCapacityUnits"])


def test_2_the_old_capacity_until_the_new_one_is_reached() -> None:
    """Fact 2, 4.2: PT of the table and of an index is old until done."""

    def view_of(desk: Desk) -> object:
        return (read_units(desk.table()), read_units(desk.index("byB")), desk.index("byB")["IndexStatus"])

    desk = made(PROVISIONED)
    desk.change(**units(7), **action("Update", "byB", **units(8)))
    assert seen(desk, view_of, 0, 1.9, 2.0, 3.0) == [
        (5, 5, "UPDATING"),
        (5, 5, "UPDATING"),
        (7, 5, "UPDATING"),
        (7, 8, "ACTIVE"),
    ]
    assert "LastIncreaseDateTime" in desk.table()["ProvisionedThroughput"]


def test_2_no_capacity_as_soon_as_the_table_goes_on_demand() -> None:
    """L-064; 2, ProvisionedThroughput: "PPR reads 0/0 (table and every GSI)"."""

    def view_of(desk: Desk) -> object:
        return (read_units(desk.table()), read_units(desk.index("byB")))

    desk = made(PROVISIONED)
    desk.change(BillingMode="PAY_PER_REQUEST")
    assert seen(desk, view_of, 0, 150.0) == [(0, 0), (0, 0)]


def test_2_the_old_class_until_the_new_one_is_reached() -> None:
    """2, TableClass: "TableClassSummary absent if never set"; "LastUpdateDateTime only after an UpdateTable"."""
    desk = made({})
    desk.change(TableClass=INFREQUENT)
    assert "TableClassSummary" not in desk.table()
    desk.later(5.0)
    first = desk.table()["TableClassSummary"]
    assert first["TableClass"] == INFREQUENT and "LastUpdateDateTime" in first
    desk.change(TableClass="STANDARD")
    assert desk.table()["TableClassSummary"] == first
    desk.later(5.0)
    assert desk.table()["TableClassSummary"]["TableClass"] == "STANDARD"


def key(desk: Desk) -> tuple[object, object]:
    """Status of the encryption, and which of the two keys is shown."""
    shown = desk.table().get("SSEDescription", {})
    arn = shown.get("KMSMasterKeyArn")
    return shown.get("Status"), arn and ("mine" if arn.endswith(KEY) else "managed")


def test_2_the_old_key_for_8_to_9_seconds() -> None:
    """2, SSESpecification: "old ARN shown 8-9 s"; 4.2: "SSEDescription.Status UPDATING" for 21 to 23 s."""
    desk = made({"SSESpecification": {"Enabled": True}})
    assert key(desk) == ("ENABLED", "managed")
    desk.change(SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": "alias/one"})
    assert seen(desk, key, 0, 7.9, 8.0, 21.9, 22.0) == [
        ("UPDATING", "managed"),
        ("UPDATING", "managed"),
        ("UPDATING", "mine"),
        ("UPDATING", "mine"),
        ("ENABLED", "mine"),
    ]


def test_2_back_to_the_key_that_aws_owns() -> None:
    """2, SSESpecification: "SSEDescription absent for the AWS-owned key and after disable (never DISABLED)"."""
    desk = made({"SSESpecification": {"Enabled": True}})
    desk.change(SSESpecification={"Enabled": False})
    assert seen(desk, key, 0, 7.9, 8.0, 21.9, 22.0) == [
        ("UPDATING", "managed"),
        ("UPDATING", "managed"),
        ("UPDATING", None),
        ("UPDATING", None),
        (None, None),
    ]


def test_4_2_warm_throughput() -> None:
    """4.2: "WarmThroughput.Status UPDATING, table ACTIVE", "old values until done"; a higher one meanwhile (4.3)."""

    def warm_of(desk: Desk) -> object:
        return tuple(desk.table()["WarmThroughput"].values())

    desk = made({})
    desk.change(WarmThroughput={"ReadUnitsPerSecond": 13000})
    desk.later(100.0)
    desk.change(WarmThroughput={"ReadUnitsPerSecond": 14000})
    assert seen(desk, warm_of, 0, 199.9, 300.0) == [
        (12000, 4000, "UPDATING"),
        (12000, 4000, "UPDATING"),
        (14000, 4000, "ACTIVE"),
    ]


def test_4_2_warm_throughput_of_an_index() -> None:
    """2, GSI: "WT minutes"; the status is the index's own."""

    def warm_of(desk: Desk) -> object:
        return (desk.index("byB")["WarmThroughput"], desk.table()["WarmThroughput"]["Status"])

    desk = made(ON_DEMAND)
    desk.change(**action("Update", "byB", WarmThroughput={"WriteUnitsPerSecond": 5000}))
    old = {"ReadUnitsPerSecond": 12000, "WriteUnitsPerSecond": 4000, "Status": "UPDATING"}
    new = {"ReadUnitsPerSecond": 12000, "WriteUnitsPerSecond": 5000, "Status": "ACTIVE"}
    assert seen(desk, warm_of, 0, 299.9, 300.0) == [(old, "ACTIVE"), (old, "ACTIVE"), (new, "ACTIVE")]
    assert desk.index("byB")["IndexStatus"] == "ACTIVE"


def test_2_minus_one_is_echoed_for_a_second() -> None:
    """2, OnDemandThroughput: "-1 echoed for about 1 s and then the member / struct disappears"; "merged per member"."""

    def maximum_of(desk: Desk) -> object:
        return desk.table().get("OnDemandThroughput")

    desk = made({})
    desk.change(OnDemandThroughput={"MaxReadRequestUnits": 9})
    desk.change(OnDemandThroughput={"MaxWriteRequestUnits": 8})
    assert maximum_of(desk) == {"MaxReadRequestUnits": 9, "MaxWriteRequestUnits": 8}
    desk.change(OnDemandThroughput={"MaxReadRequestUnits": -1})
    assert seen(desk, maximum_of, 0.9, 1.0) == [
        {"MaxReadRequestUnits": -1, "MaxWriteRequestUnits": 8},
        {"MaxWriteRequestUnits": 8},
    ]
    desk.change(OnDemandThroughput={"MaxWriteRequestUnits": -1})
    assert seen(desk, maximum_of, 0.9, 1.0) == [{"MaxWriteRequestUnits": -1}, None]


def test_2_the_maximum_of_an_index_flips_its_status() -> None:
    """2, GSI: "ODT flips IndexStatus about 2 s"; 4.2, "GSI PT or ODT change": with the table ACTIVE."""

    def state_of(desk: Desk) -> object:
        return (status(desk), desk.index("byB")["IndexStatus"])

    desk = made(ON_DEMAND)
    desk.change(**action("Update", "byB", OnDemandThroughput={"MaxReadRequestUnits": 9}))
    assert desk.index("byB")["OnDemandThroughput"] == {"MaxReadRequestUnits": 9}
    assert seen(desk, state_of, 2.9, 3.0) == [("ACTIVE", "UPDATING"), ("ACTIVE", "ACTIVE")]


def test_2_a_stream_lingers_and_a_new_one_is_another() -> None:
    """2, StreamSpecification: "LatestStreamArn/Label linger after disable; re-enable mints a new ARN"."""
    desk = made(STREAM_ON)
    first = desk.table()
    assert first["LatestStreamArn"] == f"{ARN}/stream/{first['LatestStreamLabel']}"
    desk.change(**STREAM_OFF)
    desk.later(5.0)
    off = desk.table()
    assert "StreamSpecification" not in off
    assert off["LatestStreamArn"] == first["LatestStreamArn"]
    desk.change(**STREAM_ON)
    assert desk.table()["LatestStreamArn"] != first["LatestStreamArn"]


def test_4_2_tags_lag() -> None:
    """4.2: "Tag read lag: old set is served" for 1.3 to 3 s; no lag after CreateTable (L-110)."""

    def tags_of(desk: Desk) -> object:
        return desk.send("ListTagsOfResource")["Tags"]

    desk = Desk(lags=True)
    desk.create(Tags=[{"Key": "k", "Value": "v"}])
    old, new = {"Key": "k", "Value": "v"}, {"Key": "l", "Value": "w"}
    assert tags_of(desk) == [old]
    desk.send("TagResource", Tags=[new])
    assert seen(desk, tags_of, 1.9, 2.0) == [[old], [old, new]]
    desk.send("UntagResource", TagKeys=["k"])
    assert seen(desk, tags_of, 0.5, 2.0) == [[old, new], [new]]


def test_4_2_an_index_called_tags_is_left_alone() -> None:
    """What tags lag behind with is none of an index's business, whatever its name."""
    desk = Desk(lags=True)
    desk.create(**{**ON_DEMAND, "GlobalSecondaryIndexes": [index("tags", "b"), index("byC", "c")]})
    before = desk.index("tags")
    desk.send("TagResource", Tags=[{"Key": "k", "Value": "v"}])
    assert desk.index("tags") == before
