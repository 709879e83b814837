# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a table shows while it changes (control_plane.md 4.2, "Visible as"), second by second of the virtual clock."""

from __future__ import annotations

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.behaviour import SECONDS
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import PLAIN, actions
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import (
    ARN,
    LENGTHS,
    ON_DEMAND,
    PROVISIONED,
    Desk,
    action,
    index,
    made,
    new_index,
    seen,
    status,
    units,
)

STREAM_ON: Part = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}}
STREAM_OFF: Part = {"StreamSpecification": {"StreamEnabled": False}}
INFREQUENT = "STANDARD_INFREQUENT_ACCESS"


ACTIVE_AGAIN = ["UPDATING", "UPDATING", "ACTIVE"]
STATUS: list[tuple[str, Part, Part, float, list[str]]] = [
    ("PT change", PROVISIONED, units(6), 2, ACTIVE_AGAIN),
    ("PPR to PROV", {}, {"BillingMode": "PROVISIONED", **units(5)}, 80, ACTIVE_AGAIN),
    ("PROV to PPR", PROVISIONED, {"BillingMode": "PAY_PER_REQUEST"}, 150, ACTIVE_AGAIN),
    ("Stream on", {}, STREAM_ON, 5, ACTIVE_AGAIN),
    ("Stream off", STREAM_ON, STREAM_OFF, 5, ACTIVE_AGAIN),
    ("TableClass", {}, {"TableClass": INFREQUENT}, 5, ACTIVE_AGAIN),
    ("GSI delete", ON_DEMAND, action("Delete", "byB"), 4, ACTIVE_AGAIN),
    ("GSI add, allocation", {}, new_index("byD"), 40, ACTIVE_AGAIN),
    ("GSI PT", PROVISIONED, action("Update", "byB", **units(6)), 3, ["ACTIVE"] * 3),
    ("SSE", {}, {"SSESpecification": {"Enabled": True}}, 22, ["ACTIVE"] * 3),
    ("WarmThroughput", {}, {"WarmThroughput": {"ReadUnitsPerSecond": 13000}}, 300, ["ACTIVE"] * 3),
    ("ODT", {}, {"OnDemandThroughput": {"MaxReadRequestUnits": 9}}, 1, ["ACTIVE"] * 3),
    ("DP", {}, {"DeletionProtectionEnabled": True}, 1, ["ACTIVE"] * 3),
]


@pytest.mark.parametrize(
    ("base", "change", "length", "shown"), [pytest.param(*case[1:], id=f"4.2 {case[0]}") for case in STATUS]
)
def test_4_2_table_status(base: Part, change: Part, length: float, shown: list[str]) -> None:
    """4.2: what makes TableStatus UPDATING, for how long, and what leaves it ACTIVE."""
    desk = made(base)
    desk.change(**change)
    assert seen(desk, status, 0, length - 0.1, length) == shown


def test_4_2_back_to_on_demand_is_quick() -> None:
    """4.2, PROV to PPR: "129-172 first time, 2-5 if ever PPR"."""
    desk = made({})
    desk.change(BillingMode="PROVISIONED", **units(5))
    desk.later(80.0)
    desk.change(BillingMode="PAY_PER_REQUEST")
    assert seen(desk, status, 2.9, 3.0) == ["UPDATING", "ACTIVE"]


@pytest.mark.parametrize(
    ("members", "length"), [({}, 4.0), (ON_DEMAND, 18.0), ({"StreamSpecification": {"StreamEnabled": False}}, 4.0)]
)
def test_4_2_creation(members: Part, length: float) -> None:
    """4.2: "CreateTable, no index / with GSIs"; "all indexes flip with the table"."""
    desk = Desk()
    desk.create(ready=False, **members)

    def view(desk: Desk) -> list[str]:
        table = desk.table()
        return [table["TableStatus"], *(entry["IndexStatus"] for entry in table.get("GlobalSecondaryIndexes", ()))]

    before, after = seen(desk, view, length - 0.1, length)
    assert (set(before), set(after)) == ({"CREATING"}, {"ACTIVE"})


def test_4_2_deletion() -> None:
    """4.2, 4.1: "DELETING then RNF (terminal, no flapping)"; the name is free at once, with the same ARN."""
    desk = made({})
    first = desk.table()
    desk.send("DeleteTable")
    assert seen(desk, status, 0, 4.9) == ["DELETING", "DELETING"]
    assert desk.send("ListTables", bare=True)["TableNames"] == ["orders"]
    desk.later(0.1)
    for _time in range(3):
        refusal = ("ResourceNotFoundException", "Requested resource not found: Table: orders not found")
        assert desk.refused("DescribeTable") == refusal
        desk.later(1.0)
    assert desk.send("ListTables", bare=True)["TableNames"] == []
    again = desk.create()
    assert again["TableArn"] == first["TableArn"] == ARN
    assert again["TableId"] != first["TableId"]


def build(desk: Desk) -> tuple[str, str, object]:
    """The table's status, the index's, and Backfilling."""
    shown = desk.index("byD")
    return status(desk), shown["IndexStatus"], shown.get("Backfilling", "absent")


def test_4_2_a_new_index() -> None:
    """4.2, GSI add; 2, GSI: "Backfilling absent at create-with-table; false, true, absent when added"."""
    desk = made(ON_DEMAND)
    assert "Backfilling" not in desk.index("byB")
    desk.change(**new_index("byD"))
    assert seen(desk, build, 0, 39.9, 40.0, 519.9, 520.0) == [
        ("UPDATING", "CREATING", False),
        ("UPDATING", "CREATING", False),
        ("ACTIVE", "CREATING", True),
        ("ACTIVE", "CREATING", True),
        ("ACTIVE", "ACTIVE", "absent"),
    ]


def test_4_2_an_index_goes_with_its_definitions() -> None:
    """4.2, GSI delete: "table UPDATING, index DELETING"; 2, AttributeDefinitions: "auto-pruned" when it has gone."""
    desk = made({**ON_DEMAND, "GlobalSecondaryIndexes": [index("byB", "b"), index("byC", "c")]})
    desk.change(**action("Delete", "byB"))
    assert desk.index("byB")["IndexStatus"] == "DELETING"
    assert [item["AttributeName"] for item in desk.table()["AttributeDefinitions"]] == ["a", "b", "c"]
    desk.later(4.0)
    assert [entry["IndexName"] for entry in desk.table()["GlobalSecondaryIndexes"]] == ["byC"]
    assert [item["AttributeName"] for item in desk.table()["AttributeDefinitions"]] == ["a", "c"]


def test_8_4_an_index_that_is_taken_back_while_it_is_filled() -> None:
    """4.3, backfill admits "Delete of this index": nothing of it is left, and the slot is free."""
    desk = made({})
    desk.change(**new_index("byD"))
    desk.later(41.0)
    desk.change(**action("Delete", "byD"))
    assert desk.index("byD")["IndexStatus"] == "DELETING"
    desk.later(4.0)
    assert "GlobalSecondaryIndexes" not in desk.table()
    desk.change(**new_index("byD"))
    assert desk.index("byD")["Backfilling"] is False


def test_4_2_insights() -> None:
    """4.2: "CI enable / disable: 1-16 / 2", shown as ENABLING; 2: off reads as DISABLED without a mode."""

    def state_of(desk: Desk) -> object:
        return desk.send("DescribeContributorInsights")["ContributorInsightsStatus"]

    desk = made({})
    desk.send("UpdateContributorInsights", ContributorInsightsAction="ENABLE")
    assert seen(desk, state_of, 0, 5.9, 6.0) == ["ENABLING", "ENABLING", "ENABLED"]
    desk.send("UpdateContributorInsights", ContributorInsightsAction="DISABLE")
    assert seen(desk, state_of, 1.9, 2.0) == ["DISABLING", "DISABLED"]


def test_4_2_a_replica() -> None:
    """4.2: "ReplicaStatus"; 2, Global tables: the stream comes by itself and cannot be disabled (L-222)."""
    desk = made({})
    answer = desk.change(**actions("Create", "us-east-1"))
    assert answer["TableStatus"] == "UPDATING"
    assert answer["GlobalTableVersion"] == "2019.11.21"
    assert seen(desk, status, 0, 29.9, 30.0) == ACTIVE_AGAIN
    assert desk.table()["Replicas"][0]["ReplicaStatus"] == "ACTIVE"
    assert desk.table()["StreamSpecification"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"
    told = "One or more parameter values were invalid: Disabling Stream is not allowed for a Global Table replica."
    assert desk.not_changed(**STREAM_OFF) == ("ValidationException", told)
    assert "Replicas" in desk.change(OnDemandThroughput={"MaxReadRequestUnits": 9})


def test_2_recovery_begins_when_it_is_turned_on() -> None:
    """1.3: it reaches back as far as its period, on anew it begins anew; L-086, L-385: the end is five minutes ago."""
    desk = made({})
    on, off = ({"PointInTimeRecoveryEnabled": wanted} for wanted in (True, False))
    since = desk.engine.clock.now()
    desk.send("UpdateContinuousBackups", PointInTimeRecoverySpecification={**on, "RecoveryPeriodInDays": 2})

    def earliest(which: str = "Earliest") -> float:
        answer = desk.send("DescribeContinuousBackups")["ContinuousBackupsDescription"]
        return float(answer["PointInTimeRecoveryDescription"][f"{which}RestorableDateTime"].timestamp())

    desk.later(180.0)
    assert earliest() == earliest("Latest") == since
    desk.later(420.0)
    assert (earliest(), earliest("Latest")) == (since, since + 300.0)
    desk.later(86_400.0)
    desk.send("UpdateContinuousBackups", PointInTimeRecoverySpecification={**on, "RecoveryPeriodInDays": 1})
    assert earliest() == since + 600.0
    desk.later(86_400.0)
    assert earliest() == since + 87_000.0
    desk.send("UpdateContinuousBackups", PointInTimeRecoverySpecification=off)
    desk.send("UpdateContinuousBackups", PointInTimeRecoverySpecification=on)
    assert earliest() == desk.engine.clock.now()


def test_2_the_target_of_a_restore() -> None:
    """2, Restore: "target answers RNF/TNF to everything except DescribeTable while CREATING"; CreateTable is RIU."""
    desk = made({})
    backup = desk.send("CreateBackup", BackupName="bak")["BackupDetails"]["BackupArn"]
    desk.later(1.0)
    desk.send("RestoreTableFromBackup", bare=True, TargetTableName="copy", BackupArn=backup)
    desk.later(50.0)
    assert desk.table("copy")["TableStatus"] == "CREATING"
    missing = ("ResourceNotFoundException", "Requested resource not found: Table: copy not found")
    ttl = {"TimeToLiveSpecification": {"Enabled": True, "AttributeName": "x"}}
    for operation, request in (
        ("UpdateTable", {"DeletionProtectionEnabled": True}),
        ("DescribeTimeToLive", {}),
        ("UpdateTimeToLive", ttl),
    ):
        assert desk.refused(operation, TableName="copy", **request) == missing
    code, text = desk.refused("CreateTable", **{**PLAIN, "TableName": "copy"})
    used = "Attempt to change a resource which is still in use: Table is being used: copy"
    assert (code, text) == ("ResourceInUseException", used)
    # L-277.
    assert desk.refused("DeleteTable", TableName="copy")[0] == "ResourceInUseException"
    desk.later(50.0)
    desk.send("UpdateTable", TableName="copy", DeletionProtectionEnabled=True)


def test_4_2_lengths_are_those_of_the_page() -> None:
    """4.2: the lengths in the tests above lie within what was measured."""
    for kind, length in LENGTHS.items():
        least, most = SECONDS[kind]
        assert least <= length <= most or kind in ("index_backfill", "key_lag"), kind
    assert sum(SECONDS[kind][0] for kind in ("index_allocation", "index_backfill")) == 507
    assert sum(SECONDS[kind][1] for kind in ("index_allocation", "index_backfill")) == 539
    assert sum(SECONDS[kind][0] for kind in ("index_allocation", "vector_backfill")) == 480
    assert sum(SECONDS[kind][1] for kind in ("index_allocation", "vector_backfill")) == 1200


@pytest.mark.parametrize("kind", sorted(SECONDS))
def test_4_2_lengths_are_drawn(kind: str) -> None:
    """4.2: every length varies between the shortest and the longest that was measured."""
    behaviour = Desk(seconds={}).engine.behaviour
    least, most = SECONDS[kind]
    assert all(least <= behaviour.draw(kind) <= most for _time in range(20))
    behaviour.instant = True
    assert behaviour.draw(kind) == 0.0
