# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be done only so often (control_plane.md, 5; texts in 6.1, 6.3 and 6.5)."""

from __future__ import annotations

import json

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.clock import EPOCH
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import (
    ARN,
    KEY,
    PROVISIONED,
    Desk,
    action,
    in_full,
    made,
    new_index,
    units,
)

DAY, HOUR = 86_400.0, 3600.0
INFREQUENT = "STANDARD_INFREQUENT_ACCESS"
MINE: Part = {"SSESpecification": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY}}
MANAGED: Part = {"SSESpecification": {"Enabled": True}}
OWNED: Part = {"SSESpecification": {"Enabled": False}}
ON: Part = {"TimeToLiveSpecification": {"Enabled": True, "AttributeName": "x"}}
OFF: Part = {"TimeToLiveSpecification": {"Enabled": False, "AttributeName": "x"}}


def provisioned() -> Desk:
    """An engine with a table of 20 units at noon."""
    desk = Desk()
    desk.create(**{**PROVISIONED, **units(20)}, ready=False)
    desk.later(60.0)
    return desk


def lowered(desk: Desk, *values: int) -> None:
    """Change the capacity of the table, a minute apart."""
    for value in values:
        desk.change(**units(value))
        desk.later(60.0)


def today(desk: Desk) -> int:
    """NumberOfDecreasesToday."""
    return int(desk.table()["ProvisionedThroughput"]["NumberOfDecreasesToday"])


def test_5_four_decreases_a_day() -> None:
    """5, PT decreases: "4 per UTC day, then 1 per 3600 s since the last"; 6.3 has the text."""
    desk = provisioned()
    lowered(desk, 19, 18, 17, 16)
    assert today(desk) == 4
    code, text = desk.not_changed(**units(15))
    told = (
        "LEE Q: Provisioned throughput decreases are limited within a given UTC day. After the first 4 decreases, each"
        " subsequent decrease in the same UTC day can be performed at most once every 3600 seconds. Number of decreases"
        " today: 4. Last decrease at 2026-03-01T12:04:00.000Z"
    )
    assert (code, text) == in_full(told)
    assert desk.table()["ProvisionedThroughput"]["LastDecreaseDateTime"].timestamp() == EPOCH + 240.0
    lowered(desk, 30, 31)
    assert today(desk) == 4
    desk.later(HOUR)
    lowered(desk, 15)
    assert today(desk) == 5
    assert desk.not_changed(**units(14))[0] == "LimitExceededException"


def test_5_the_day_is_that_of_utc() -> None:
    """5, PT decreases: "per UTC day": midnight ends the count, not 24 hours."""
    desk = provisioned()
    desk.later(11 * HOUR + 50 * 60.0)
    lowered(desk, 19, 18, 17, 16)
    assert desk.not_changed(**units(15))[0] == "LimitExceededException"
    desk.later(10 * 60.0)
    assert today(desk) == 0
    lowered(desk, 15, 14, 13, 12)
    assert desk.not_changed(**units(11))[0] == "LimitExceededException"


def test_5_one_unit_down_and_the_other_up_is_a_decrease() -> None:
    """5: a decrease is one of either unit."""
    desk = provisioned()
    desk.change(**units(25, 19))
    desk.later(60.0)
    assert today(desk) == 1


def test_5_each_index_has_a_count_of_its_own() -> None:
    """5, PT decreases: "table and each GSI separately"; a new index starts anew."""
    desk = provisioned()
    lowered(desk, 19, 18, 17, 16)
    for value in (4, 3, 2, 1):
        desk.change(**action("Update", "byB", **units(value)))
        desk.later(60.0)
    desk.change(**action("Update", "byC", **units(4)))
    desk.change(**action("Update", "byB", **units(9)))
    desk.later(60.0)
    assert desk.not_changed(**action("Update", "byB", **units(8)))[0] == "LimitExceededException"
    desk.change(**action("Delete", "byB"))
    desk.later(60.0)
    desk.change(**new_index("byB", "b", **units(9)))
    desk.later(600.0)
    desk.change(**action("Update", "byB", **units(8)))
    assert desk.index("byB")["ProvisionedThroughput"]["NumberOfDecreasesToday"] in (0, 1)


def test_5_two_classes_in_30_days() -> None:
    """5, L-283: two changes in 30 days; the same class again does not count, and is refused once they are spent."""
    desk = made({})
    told = in_full("LEE Q: Updates to TableClass are limited to 2 times in 30 day(s).")
    for name in ("STANDARD", INFREQUENT, INFREQUENT, "STANDARD"):
        desk.change(TableClass=name)
        desk.later(DAY)
    assert desk.not_changed(TableClass="STANDARD") == told
    assert desk.not_changed(TableClass=INFREQUENT) == told
    desk.later(28 * DAY)
    desk.change(TableClass=INFREQUENT)


def test_5_four_keys_in_a_day() -> None:
    """5, SSE changes: "4 per 24 h, then 1 per 6 h without a change"; 6.3 has the text."""
    desk = made({})
    start = desk.engine.clock.now()
    for change in (MINE, MANAGED, MINE, MANAGED):
        desk.change(**change)
        desk.later(60.0)
    code, text = desk.not_changed(**MINE)
    assert code == "LimitExceededException"
    assert text.startswith(
        "Subscriber limit exceeded: Encryption mode changes are limited in the 24h window ending at"
        " 2026-03-02T13:06:40.000Z. After the first 4 change, each subsequent change in the same window can be"
        " performed at most once every 21600 seconds. Number of updates today: 4. Last change at "
    )
    assert (
        text.endswith("2026-03-01T13:09:40.000Z. Next changes can be made at 2026-03-01T19:09:40.000Z.")
        and start == EPOCH + 4000.0
    )
    desk.later(6 * HOUR - 61.0)
    assert desk.not_changed(**MINE)[0] == "LimitExceededException"
    desk.later(2.0)
    desk.change(**MINE)
    desk.later(60.0)
    assert desk.not_changed(**MANAGED)[0] == "LimitExceededException"


def test_5_back_to_the_key_that_aws_owns_always() -> None:
    """5, SSE changes: "switching to the AWS-owned key always allowed"."""
    desk = made({})
    for change in (MINE, MANAGED, MINE, MANAGED):
        desk.change(**change)
        desk.later(60.0)
    desk.change(**OWNED)
    desk.later(60.0)
    assert "SSEDescription" not in desk.table()
    assert desk.not_changed(**MINE)[0] == "LimitExceededException"


def test_5_encryption_after_a_day() -> None:
    """5: the four are those of the last 24 hours."""
    desk = made({})
    for change in (MINE, MANAGED, MINE, MANAGED):
        desk.change(**change)
        desk.later(60.0)
    desk.later(DAY - 240.0)
    desk.change(**MINE)


def test_5_time_to_live_once_in_31_minutes() -> None:
    """5: "measured 1811-1872 s"; 3.5: content checks before the cooldown."""
    desk = made({})
    desk.send("UpdateTimeToLive", **ON)
    desk.later(1859.0)
    cooling = ("ValidationException", "Time to live has been modified multiple times within a fixed interval")
    assert desk.refused("UpdateTimeToLive", **OFF) == cooling
    assert desk.refused("UpdateTimeToLive", **ON) == ("ValidationException", "TimeToLive is already enabled")
    other = {"TimeToLiveSpecification": {"Enabled": False, "AttributeName": "y"}}
    assert desk.refused("UpdateTimeToLive", **other) == (
        "ValidationException",
        "TimeToLive is active on a different AttributeName: current AttributeName is x",
    )
    desk.later(2.0)
    desk.send("UpdateTimeToLive", **OFF)
    assert desk.refused("UpdateTimeToLive", **OFF) == ("ValidationException", "TimeToLive is already disabled")
    assert desk.refused("UpdateTimeToLive", **ON) == cooling


def policy(effect: str) -> str:
    """A policy."""
    principal = {"AWS": "arn:aws:iam::123456789012:root"}
    statement = {"Effect": effect, "Principal": principal, "Action": "dynamodb:GetItem", "Resource": ARN}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_5_one_policy_in_15_seconds() -> None:
    """5 and 6.5: "Resource-based policy for table ... Please try again after <TS>.", with the time that is meant."""
    desk = made({})
    desk.send("PutResourcePolicy", Policy=policy("Allow"))
    desk.later(2.0)
    told = (
        "TE Resource-based policy for table orders modified within the previous 15000 milliseconds. Please try again"
        " after 2026-03-01T13:06:55.000Z."
    )
    assert desk.refused("PutResourcePolicy", Policy=policy("Deny")) == in_full(told)
    assert desk.refused("DeleteResourcePolicy") == in_full(told)
    desk.later(12.9)
    assert desk.refused("DeleteResourcePolicy") == in_full(told)
    desk.later(0.2)
    desk.send("DeleteResourcePolicy")


def test_2_a_policy_at_creation_has_a_revision_as_any_other() -> None:
    """2, ResourcePolicy: "table: yes, strongly consistent [M]"."""
    desk = made({"ResourcePolicy": policy("Allow")})
    read = desk.send("GetResourcePolicy")
    assert read["RevisionId"] == str(round(EPOCH * 1000))
    assert desk.send("PutResourcePolicy", Policy=policy("Allow"))["RevisionId"] == read["RevisionId"]


def test_4_1_a_table_made_anew_has_no_past() -> None:
    """4.1: "per-table budgets are reset (L-377)"."""
    desk = Desk()
    desk.create(**{**PROVISIONED, **units(20)})
    lowered(desk, 19, 18, 17, 16)
    for value in (INFREQUENT, "STANDARD"):
        desk.change(TableClass=value)
        desk.later(60.0)
    desk.send("UpdateTimeToLive", **ON)
    desk.change(DeletionProtectionEnabled=False)
    desk.send("DeleteTable")
    desk.later(6.0)
    desk.create(ready=False, **{**PROVISIONED, **units(20)})
    desk.later(30.0)
    lowered(desk, 19)
    desk.change(TableClass=INFREQUENT)
    desk.send("UpdateTimeToLive", **ON)


@pytest.mark.parametrize("settings", [{"budgets": False}, {"instant": True}])
def test_budgets_can_be_left_out(settings: Part) -> None:
    """Behaviour.budgets: for those who want transitions only."""
    desk = Desk(**settings)
    desk.create(**{**PROVISIONED, **units(20)})
    lowered(desk, 19, 18, 17, 16, 15, 14)
    for value in (INFREQUENT, "STANDARD", INFREQUENT):
        desk.change(TableClass=value)
        desk.later(60.0)
    for wanted in (True, False, True):
        desk.change(DeletionProtectionEnabled=wanted)
    desk.send("UpdateTimeToLive", **ON)
    desk.send("UpdateTimeToLive", **OFF)
