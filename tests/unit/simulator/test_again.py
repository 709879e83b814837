# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same value sent again (control_plane.md, 3.4): what is answered, and what DescribeTable says meanwhile."""

from __future__ import annotations

import json

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.rules.quotas import REFER
from ansible_collections.planton.dynamodb.tests.simulator.settings.encryption import Encryption
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import (
    KEY,
    LONG,
    PROVISIONED,
    Desk,
    action,
    in_full,
    made,
    units,
)

INFREQUENT = "STANDARD_INFREQUENT_ACCESS"
STREAM: Part = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}}
ARN_OF_KEY = f"arn:aws:kms:eu-central-1:123456789012:key/{KEY}"
MINE: Part = {"SSESpecification": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": ARN_OF_KEY}}
WARM: Part = {"WarmThroughput": {"ReadUnitsPerSecond": 13000, "WriteUnitsPerSecond": 4000}}
MAXIMUM: Part = {"OnDemandThroughput": {"MaxReadRequestUnits": 9}}


@pytest.mark.parametrize(
    ("base", "change", "answered"),
    [
        pytest.param({"DeletionProtectionEnabled": True}, {"DeletionProtectionEnabled": True}, "ACTIVE", id="DP"),
        pytest.param(WARM, WARM, "ACTIVE", id="WT"),
        pytest.param(MAXIMUM, MAXIMUM, "ACTIVE", id="ODT"),
        pytest.param({}, {"BillingMode": "PAY_PER_REQUEST"}, "UPDATING", id="BillingMode=PPR"),
        pytest.param({"TableClass": INFREQUENT}, {"TableClass": INFREQUENT}, "UPDATING", id="TableClass"),
        pytest.param({}, {"TableClass": "STANDARD"}, "UPDATING", id="TableClass=STANDARD on a never-set table"),
    ],
)
def test_3_4_accepted(base: Part, change: Part, answered: str) -> None:
    """3.4: 200, and nothing is different afterwards; the answer of two of them says UPDATING."""
    desk = made(base)
    before = desk.table()
    assert desk.change(**change)["TableStatus"] == answered
    desk.later(LONG)
    after = desk.table()
    assert {**after, "TableClassSummary": ""} == {**before, "TableClassSummary": ""}


def test_3_4_on_demand_again_stays_active() -> None:
    """3.4: "BillingMode=PPR (response says UPDATING, DescribeTable stays ACTIVE)"."""
    desk = made({})
    desk.change(BillingMode="PAY_PER_REQUEST")
    assert desk.table()["TableStatus"] == "ACTIVE"


TABLE_AGAIN = (
    "VE The provisioned throughput for the table will not change. The requested value equals the current value. Current"
    " ReadCapacityUnits provisioned for the table: 5. Requested ReadCapacityUnits: 5. Current WriteCapacityUnits"
    f" provisioned for the table: 5. Requested WriteCapacityUnits: 5. {REFER}"
)
INDEX_AGAIN = (
    "VE The provisioned throughput for the index byB will not change. The requested value equals the current value."
    " Current ReadCapacityUnits provisioned for index byB: 5. Requested ReadCapacityUnits: 5. Current"
    f" WriteCapacityUnits provisioned for index byB: 5. Requested WriteCapacityUnits: 5. {REFER}"
)


@pytest.mark.parametrize(
    ("base", "change", "told"),
    [
        pytest.param(PROVISIONED, units(5), TABLE_AGAIN, id="PT"),
        pytest.param(PROVISIONED, {"BillingMode": "PROVISIONED", **units(5)}, TABLE_AGAIN, id="PT with the mode"),
        pytest.param(PROVISIONED, action("Update", "byB", **units(5)), INDEX_AGAIN, id="PT of an index"),
        pytest.param(
            PROVISIONED,
            {"BillingMode": "PROVISIONED"},
            "VE P: ProvisionedThroughput must be specified when BillingMode is PROVISIONED",
            id="BillingMode=PROV alone",
        ),
        pytest.param(STREAM, STREAM, "VE Table already has an enabled stream: TableName: orders", id="stream"),
        pytest.param(
            STREAM,
            {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}},
            "VE Table already has an enabled stream: TableName: orders",
            id="stream with another view",
        ),
        pytest.param(
            {},
            {"StreamSpecification": {"StreamEnabled": False}},
            "VE Table has no stream to disable: TableName: orders",
            id="no stream",
        ),
        pytest.param(
            MINE,
            MINE,
            "VE P: Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to"
            " change Master Key",
            id="exact key ARN",
        ),
        pytest.param(
            {}, {"SSESpecification": {"Enabled": False}}, "VE P: Table is already encrypted by default", id="no key"
        ),
    ],
)
def test_3_4_refused(base: Part, change: Part, told: str) -> None:
    """3.4 and 6.1 "(no-op)": VE."""
    desk = made(base)
    assert desk.not_changed(**change) == in_full(told)


@pytest.mark.parametrize("name", ["alias/one", KEY])
def test_2_an_alias_again_encrypts_again(name: str) -> None:
    """2, SSE request shapes: "re-sending alias, key id ... = 200 and a real 22 s re-encryption"."""
    desk = made(MINE)
    desk.change(SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": name})
    assert desk.table()["SSEDescription"]["Status"] == "UPDATING"
    assert len(desk.engine.world().tables["orders"].of(Encryption).encryption_changes) == 1


def test_3_4_sub_resources() -> None:
    """3.4: 200 for recovery, insights, tags and an equivalent policy ("same RevisionId")."""
    desk = Desk(limiter=True)
    desk.create()
    statement = {"Effect": "Deny", "Principal": "*", "Action": "dynamodb:GetItem", "Resource": "x"}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    first, second = json.dumps(policy), json.dumps(policy, indent=2)
    calls: list[tuple[str, Part]] = [
        ("UpdateContinuousBackups", {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}}),
        ("UpdateContributorInsights", {"ContributorInsightsAction": "ENABLE"}),
        ("TagResource", {"Tags": [{"Key": "k", "Value": "v"}]}),
    ]
    for operation, request in calls * 4:
        desk.send(operation, **request)
    revision = desk.send("PutResourcePolicy", Policy=first)
    assert desk.send("PutResourcePolicy", Policy=second) == revision
