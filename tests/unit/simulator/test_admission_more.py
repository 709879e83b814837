# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the admission matrix has beside its cells (control_plane.md 4.3): hazards, tails, cooldowns, lost tables."""

from __future__ import annotations

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import LONG, Desk, units

RECOVERY: Part = {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}}
CALLS: dict[str, tuple[str, Part]] = {
    "encryption": ("UpdateTable", {"SSESpecification": {"Enabled": False}}),
    "ttl": ("UpdateTimeToLive", {"TimeToLiveSpecification": {"Enabled": True, "AttributeName": "x"}}),
    "backup": ("CreateBackup", {"BackupName": "bak"}),
    "insights": ("UpdateContributorInsights", {"ContributorInsightsAction": "ENABLE"}),
    "protection": ("UpdateTable", {"DeletionProtectionEnabled": True}),
    "maximum": ("UpdateTable", {"OnDemandThroughput": {"MaxReadRequestUnits": 9}}),
    "stream": ("UpdateTable", {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}}),
    "delete_table": ("DeleteTable", {}),
}


def test_4_3_on_demand_again_is_swallowed() -> None:
    """4.3: "BillingMode=PPR during PPR to PROV = 200 and swallowed"."""
    desk = Desk()
    desk.create()
    desk.change(BillingMode="PROVISIONED", **units(5))
    assert desk.change(BillingMode="PAY_PER_REQUEST")["TableStatus"] == "UPDATING"
    desk.later(81.0)
    table = desk.table()
    assert (table["BillingModeSummary"]["BillingMode"], table["TableStatus"]) == ("PROVISIONED", "ACTIVE")


def test_4_3_a_change_of_key_in_a_change_of_class() -> None:
    """4.3, TableClass: "hazard: TS flips to ACTIVE early and a following class change is lost, so wait"."""
    desk = Desk()
    desk.create()
    desk.change(TableClass="STANDARD_INFREQUENT_ACCESS")
    desk.change(SSESpecification={"Enabled": True})
    assert desk.table()["TableStatus"] == "ACTIVE"
    assert desk.change(TableClass="STANDARD")["TableStatus"] == "UPDATING"
    desk.later(LONG)
    assert desk.table()["TableClassSummary"]["TableClass"] == "STANDARD_INFREQUENT_ACCESS"


def test_4_3_a_class_change_after_waiting_is_not_lost() -> None:
    """4.3: once the first class change would have been over, the next one is not lost."""
    desk = Desk()
    desk.create()
    desk.change(TableClass="STANDARD_INFREQUENT_ACCESS")
    desk.change(SSESpecification={"Enabled": True})
    desk.later(5.1)
    desk.change(TableClass="STANDARD")
    desk.later(LONG)
    assert desk.table()["TableClassSummary"]["TableClass"] == "STANDARD"


def test_4_3_one_toggle_in_15_seconds() -> None:
    """4.3, DP; 6.5: refused "with timestamp"; the toggle itself does not touch TableStatus."""
    desk = Desk()
    desk.create()
    start = desk.engine.clock.now()
    assert desk.change(DeletionProtectionEnabled=True)["TableStatus"] == "ACTIVE"
    desk.later(14.9)
    code, text = desk.not_changed(DeletionProtectionEnabled=False)
    assert code == "ThrottlingException"
    assert text.startswith(
        "Deletion protection setting for table orders modified within the previous 15000 milliseconds."
    )
    assert text.endswith("Please try again after 2026-03-01T13:06:55.000Z") and start == 1772370400.0
    assert desk.change(OnDemandThroughput={"MaxReadRequestUnits": 9})
    desk.later(0.2)
    assert not desk.change(DeletionProtectionEnabled=False)["DeletionProtectionEnabled"]


def test_4_3_recovery_comes_after_active() -> None:
    """4.3, CREATING: CBU "until 1.4-2.7 s after ACTIVE"."""
    desk = Desk()
    desk.create(ready=False)
    desk.later(4.1)
    assert desk.table()["TableStatus"] == "ACTIVE"
    assert desk.refused("UpdateContinuousBackups", **RECOVERY)[0] == "ContinuousBackupsUnavailableException"
    desk.later(1.8)
    assert desk.refused("UpdateContinuousBackups", **RECOVERY)[0] == "ContinuousBackupsUnavailableException"
    desk.later(0.2)
    assert desk.send("UpdateContinuousBackups", **RECOVERY)


LOST = "INACCESSIBLE_ENCRYPTION_CREDENTIALS"


@pytest.mark.parametrize("name", ["encryption", "ttl", "backup", "insights"])
def test_4_3_a_lost_table_refuses(name: str) -> None:
    """4.3, INACCESSIBLE_ENCRYPTION_CREDENTIALS: "SSE change, TTL, backup, CI, data plane"."""
    desk = Desk()
    desk.create()
    desk.engine.world().tables["orders"].lost = LOST
    operation, request = CALLS[name]
    assert LOST in desk.refused(operation, **request)[1]


@pytest.mark.parametrize("name", ["protection", "maximum", "stream", "delete_table"])
def test_4_3_a_lost_table_admits(name: str) -> None:
    """4.3, INACCESSIBLE_ENCRYPTION_CREDENTIALS: "other UpdateTable, DeleteTable"."""
    desk = Desk()
    desk.create()
    desk.engine.world().tables["orders"].lost = LOST
    operation, request = CALLS[name]
    assert desk.send(operation, **request)
