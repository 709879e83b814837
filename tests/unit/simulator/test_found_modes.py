# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings of the published lab (L-n is DDB-TABLE-n) about modes, capacity, classes and warm throughput."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import INDEX
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import (
    LONG,
    ON_DEMAND,
    PROVISIONED,
    action,
    defined,
    in_full,
    index,
    made,
    new_index,
    units,
)

COLD = "STANDARD_INFREQUENT_ACCESS"
MAXIMUM: Part = {"OnDemandThroughput": {"MaxReadRequestUnits": 9}}
TO_PROVISIONED: Part = {
    "BillingMode": "PROVISIONED",
    **units(7),
    "GlobalSecondaryIndexUpdates": [{"Update": {"IndexName": name, **units(3)}} for name in ("byB", "byC")],
}
OTHER_MODE = (
    "VE P: MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED"
)


def read(part: Part) -> int:
    """Its read capacity."""
    return int(part["ProvisionedThroughput"]["ReadCapacityUnits"])


def warm(part: Part) -> tuple[int, str]:
    """Its warm throughput for reads, and how that is doing."""
    return part["WarmThroughput"]["ReadUnitsPerSecond"], part["WarmThroughput"]["Status"]


def test_l_064_on_the_way_to_on_demand() -> None:
    """L-064, L-183: 0/0 and the new mode at once; the time and the new warm throughput at the end."""
    desk = made(PROVISIONED)
    answer = desk.change(BillingMode="PAY_PER_REQUEST")
    for shown in (answer, desk.table()):
        assert (read(shown), shown["TableStatus"], warm(shown)) == (0, "UPDATING", (5, "ACTIVE"))
        assert shown["BillingModeSummary"] == {"BillingMode": "PAY_PER_REQUEST"}
        assert "LastDecreaseDateTime" in shown["ProvisionedThroughput"]
    assert (read(desk.index("byB")), warm(desk.index("byB"))) == (0, (5, "ACTIVE"))
    desk.later(150.0)
    shown = desk.table()
    assert warm(shown) == warm(desk.index("byB")) == (12000, "ACTIVE")
    switched = shown["BillingModeSummary"]["LastUpdateToPayPerRequestDateTime"].timestamp()
    assert switched == pytest.approx(desk.engine.clock.now())
    assert "LastDecreaseDateTime" not in shown["ProvisionedThroughput"]
    desk.change(**TO_PROVISIONED)
    desk.later(LONG)
    desk.change(BillingMode="PAY_PER_REQUEST")
    assert desk.table()["BillingModeSummary"]["LastUpdateToPayPerRequestDateTime"].timestamp() == switched


def test_l_153_a_decrease_of_each_index() -> None:
    """L-153, L-055: going on demand is a decrease of each index, none of the table, and stays counted."""
    desk = made(PROVISIONED)
    desk.change(**units(4))
    desk.later(10.0)
    desk.change(BillingMode="PAY_PER_REQUEST")
    desk.later(200.0)
    table = desk.table()
    counts = [part["ProvisionedThroughput"]["NumberOfDecreasesToday"] for part in (table, desk.index("byB"))]
    assert counts == [1, 1]
    assert "OnDemandThroughput" not in table


def test_l_165_on_the_way_to_provisioned() -> None:
    """L-165, L-152: the answer has the new capacity, as every read has; indexes are UPDATING for six seconds."""
    desk = made(ON_DEMAND)
    answer = desk.change(**TO_PROVISIONED)
    assert (read(answer), answer["BillingModeSummary"]["BillingMode"]) == (7, "PROVISIONED")
    states = [(read(part), part["IndexStatus"]) for part in answer["GlobalSecondaryIndexes"]]
    assert states == [(3, "UPDATING")] * 2
    desk.later(6.2)
    assert (desk.index("byB")["IndexStatus"], desk.table()["TableStatus"]) == ("ACTIVE", "UPDATING")


def test_l_452_back_on_the_way() -> None:
    """L-452, L-369: back to on demand is answered as if it went through, and lost; back to provisioned is in use."""
    desk = made({})
    desk.change(BillingMode="PROVISIONED", **units(1))
    answer = desk.change(BillingMode="PAY_PER_REQUEST")
    assert (read(answer), answer["BillingModeSummary"]["BillingMode"]) == (0, "PAY_PER_REQUEST")
    assert (read(desk.table()), desk.table()["BillingModeSummary"]["BillingMode"]) == (1, "PROVISIONED")
    desk.later(LONG)
    assert desk.table()["BillingModeSummary"]["BillingMode"] == "PROVISIONED"
    desk.change(BillingMode="PAY_PER_REQUEST")
    told = in_full("RIU A: Table IOPS are currently being updated. Table: orders")
    assert desk.not_changed(BillingMode="PROVISIONED", **units(1)) == told
    assert desk.not_changed(BillingMode="PAY_PER_REQUEST") == told
    assert desk.not_changed(**MAXIMUM) == in_full(OTHER_MODE)


def test_l_184_old_units_with_the_new_time() -> None:
    """L-060, L-184: until it is over a change shows the old units and count, and its own time."""
    desk = made(PROVISIONED)
    answer = desk.change(**units(4))
    capacity = answer["ProvisionedThroughput"]
    assert (read(answer), capacity["NumberOfDecreasesToday"]) == (5, 0)
    assert capacity["LastDecreaseDateTime"].timestamp() == desk.engine.clock.now()
    desk.later(2.0)
    capacity = desk.table()["ProvisionedThroughput"]
    assert (capacity["ReadCapacityUnits"], capacity["NumberOfDecreasesToday"]) == (4, 1)


@pytest.mark.parametrize(
    ("begun", "told"),
    [
        ({"TableClass": COLD}, f"TableClass update is in progress. TableClassUpdateInProgress: {COLD}"),
        (new_index("byD"), "index creation is in progress for indexes: [byD]"),
        (action("Delete", "byC"), "index deletion is in progress for indexes: [byC]"),
    ],
    ids=["class", "creation", "deletion"],
)
def test_l_375_a_maximum_meanwhile(begun: Part, told: str) -> None:
    """L-286, L-458, L-375: the class, and the index, is named."""
    desk = made(ON_DEMAND)
    desk.change(**begun)
    assert desk.not_changed(**MAXIMUM) == in_full(f"RIU A: OnDemandThroughput cannot be updated while {told}")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"BillingMode": "PAY_PER_REQUEST"}, "Can't change table IOPS when an index is being deleted. {}es: [byC]"),
        (units(6), "Can't change table IOPS when an index is being deleted. {}es: [byC]"),
        ({**units(6), **action("Update", "byC", **units(6))}, "Index is being deleted. {}: byC"),
    ],
    ids=["mode", "capacity", "and the index itself"],
)
def test_l_376_capacity_while_an_index_goes(change: Part, told: str) -> None:
    """L-376, L-375: the index itself is told before the capacity of the table."""
    desk = made(PROVISIONED)
    desk.change(**action("Delete", "byC"))
    assert desk.not_changed(**change) == in_full("RIU A: " + told.format("Table: orders Index"))


def test_l_120_no_deletion_while_the_key_changes() -> None:
    """L-069, L-120: with the words of a table that is being updated, although it is ACTIVE."""
    desk = made({})
    assert desk.change(SSESpecification={"Enabled": True})["TableStatus"] == "ACTIVE"
    told = in_full("RIU A: Table: orders is in the process of being updated.")
    assert desk.refused("DeleteTable") == told


@pytest.mark.parametrize("change", [{"TableClass": "STANDARD"}, {"BillingMode": "PAY_PER_REQUEST"}], ids=str)
def test_l_177_nothing_comes_of_the_same_again(change: Part) -> None:
    """L-177, L-365, L-383, L-410: the answer says UPDATING, the table is ACTIVE at once, and nothing is different."""
    desk = made({})
    before = desk.table()
    for _time in range(20):
        assert desk.change(**change)["TableStatus"] == "UPDATING"
    assert desk.table() == before and "TableClassSummary" not in before


def test_l_175_a_change_of_class_is_one_of_the_indexes() -> None:
    """L-175: they are UPDATING as long as it takes."""
    desk = made(ON_DEMAND)
    answer = desk.change(TableClass=COLD)
    assert [part["IndexStatus"] for part in answer["GlobalSecondaryIndexes"]] == ["UPDATING"] * 2
    desk.later(5.0)
    assert desk.index("byB")["IndexStatus"] == "ACTIVE"


def test_l_287_a_class_that_arrives_unseen() -> None:
    """L-287, L-451: after a change of key the table is ACTIVE with the old class until the new one has arrived."""
    desk = made({})
    desk.change(TableClass=COLD)
    assert desk.change(SSESpecification={"Enabled": True})["TableStatus"] == "ACTIVE"
    shown = desk.table()
    assert shown["TableStatus"] == "ACTIVE" and "TableClassSummary" not in shown
    desk.later(5.0)
    assert desk.table()["TableClassSummary"]["TableClass"] == COLD


def test_l_121_the_second_rise_is_quick() -> None:
    """L-121, L-179: two seconds where the first one took minutes, and where nothing rises."""
    desk = made({})
    for value, seconds in ((13000, 300.0), (14000, 2.0), (14000, 2.0)):
        before = desk.table()["WarmThroughput"]["ReadUnitsPerSecond"]
        assert warm(desk.change(WarmThroughput={"ReadUnitsPerSecond": value})) == (before, "UPDATING")
        desk.later(seconds - 0.1)
        assert warm(desk.table()) == (before, "UPDATING")
        desk.later(0.1)
        assert warm(desk.table()) == (value, "ACTIVE")


def test_l_459_the_last_request_wins() -> None:
    """L-459, L-049: a second one in flight takes its place, also a lower one, and takes no longer."""
    desk = made({})
    for value in (13000, 12000, 14000):
        assert warm(desk.change(WarmThroughput={"ReadUnitsPerSecond": value})) == (12000, "UPDATING")
        desk.later(1.0)
    desk.later(297.0)
    assert warm(desk.table()) == (14000, "ACTIVE")


@pytest.mark.parametrize(
    ("base", "change", "told"),
    [
        (
            PROVISIONED,
            action("Update", "byB", **units(5)),
            "VE The provisioned throughput for the index byB will not change. The requested value equals the current"
            " value. Current ReadCapacityUnits provisioned for index byB: 5. Requested ReadCapacityUnits: 5. Current"
            " WriteCapacityUnits provisioned for index byB: 5. Requested WriteCapacityUnits: 5. Refer to the Amazon"
            " DynamoDB Developer Guide for current limits and how to request higher limits.",
        ),
        *(
            (
                ON_DEMAND,
                action("Update", "byB", **more),
                "VE P: The only Updates for index: byB when TableThroughputMode is PAY_PER_REQUEST can be to"
                " OnDemandThroughput, WarmThroughput",
            )
            for more in ({}, {"OnDemandThroughput": {}}, units(5))
        ),
        (
            PROVISIONED,
            new_index("byD"),
            "VE P: Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: byD",
        ),
        (
            PROVISIONED,
            action("Update", "byB", **MAXIMUM),
            "VE P: MaxReadRequestUnits for OnDemandThroughput for index : byB cannot be specified when the table"
            " BillingMode is PROVISIONED",
        ),
        (
            ON_DEMAND,
            action("Update", "byB", OnDemandThroughput={"MaxReadRequestUnits": 40001}),
            "LEE Q: Requested MaxReadRequestUnits for OnDemandThroughput for index : byB exceeds"
            " TableMaxReadCapacityUnits of the account in region eu-central-1",
        ),
        (
            PROVISIONED,
            {"BillingMode": "PAY_PER_REQUEST", **units(6)},
            "VE P: ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST",
        ),
        (
            {
                **defined("a", "b", "c"),
                "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}, INDEX["KeySchema"][0] | {"KeyType": "RANGE"}],
                "LocalSecondaryIndexes": [
                    index("byC", "c")
                    | {
                        "KeySchema": [
                            {"AttributeName": "a", "KeyType": "HASH"},
                            {"AttributeName": "c", "KeyType": "RANGE"},
                        ]
                    }
                ],
            },
            action("Update", "byC", **MAXIMUM),
            "VE Cannot update an index that is not a GlobalSecondaryIndex: byC",
        ),
    ],
    ids=["L-164", "L-456", "L-456 empty", "L-152", "L-152 none", "L-153", "L-154", "L-056", "L-442"],
)
def test_texts_of_changes(base: Part, change: Any, told: str) -> None:
    """Each with the finding it is from."""
    assert made(base).not_changed(**change) == in_full(told)
