# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Global tables of several accounts: documented, and measured by nobody. Texts and times are none of the service's."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.engine import Caller
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import actions
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import ARN, LONG, PLAIN, Desk, made, units
from ansible_collections.planton.dynamodb.tests.unit.simulator.global_tables import FAR, HOME, entry, shown

OTHER = "210987654321"
SHARED: Part = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "replication.dynamodb.amazonaws.com"},
            "Action": ["dynamodb:ReadDataForReplication", "dynamodb:WriteDataForReplication"],
            "Resource": ARN,
        }
    ],
}
REPLICA: Part = {
    "TableName": "orders",
    "GlobalTableSourceArn": ARN,
    "GlobalTableSettingsReplicationMode": "ENABLED",
}


def shared(**members: Any) -> tuple[Desk, Desk]:
    """A table that may be replicated to another account, and that account in another Region."""
    desk = made(members)
    desk.engine.behaviour.documented = True
    desk.change(GlobalTableSettingsReplicationMode="ENABLED")
    desk.send("PutResourcePolicy", Policy=json.dumps(SHARED))
    other = copy.copy(desk)
    other.caller = Caller(OTHER, FAR)
    desk.later(LONG)
    return desk, other


def test_a_replica_in_another_account() -> None:
    """Documented: CreateTable with the ARN of the source; keys, capacity and items are those of the source."""
    desk, other = shared()
    desk.send("PutItem", Item={"a": {"S": "1"}})
    tags = [{"Key": "k", "Value": "v"}]
    answer = other.send("CreateTable", **REPLICA, Tags=tags, DeletionProtectionEnabled=True)["TableDescription"]
    assert answer["TableStatus"] == "CREATING" and answer["KeySchema"] == desk.table()["KeySchema"]
    desk.later(LONG)
    arn = ARN.replace(HOME, FAR).replace("123456789012", OTHER)
    assert other.table()["TableArn"] == entry(desk)["ReplicaArn"] == arn
    assert {shown(one)[0] for one in (desk, other)} == {"ACTIVE"}
    assert {one.table()["GlobalTableSettingsReplicationMode"] for one in (desk, other)} == {"ENABLED"}
    assert other.send("ListTagsOfResource", ResourceArn=arn)["Tags"] == tags
    assert other.table()["DeletionProtectionEnabled"] and not desk.table()["DeletionProtectionEnabled"]
    assert len(other.send("Scan")["Items"]) == 1
    desk.change(OnDemandThroughput={"MaxWriteRequestUnits": 9})
    desk.later(40.0)
    assert other.table()["OnDemandThroughput"] == {"MaxWriteRequestUnits": 9}


def test_it_is_removed_in_its_account() -> None:
    """What a Delete from another account does is not documented; DeleteTable there removes it."""
    desk, other = shared()
    other.send("CreateTable", **REPLICA)
    desk.later(LONG)
    assert "not measured" in desk.not_changed(**actions("Delete", FAR))[1]
    other.send("DeleteTable")
    desk.later(LONG)
    assert shown(desk) == ("ACTIVE", {})
    assert other.refused("DescribeTable")[0] == "ResourceNotFoundException"


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"GlobalTableSettingsReplicationMode": "DISABLED"}, "must be ENABLED"),
        ({key: PLAIN[key] for key in ("KeySchema", "BillingMode")}, "BillingMode, KeySchema of a replica"),
        (units(5), "ProvisionedThroughput of a replica"),
        ({"GlobalTableSourceArn": ARN.replace("123456789012", OTHER)}, "in another account"),
        ({"GlobalTableSourceArn": ARN.replace("orders", "bills")}, "bills not found"),
        ({"TableName": "bills"}, "the name of its source table"),
    ],
)
def test_what_is_refused(more: Part, text: str) -> None:
    """V61 and V88: the mode must be said, and what the source table decides must not."""
    _desk, other = shared()
    assert text in other.refused("CreateTable", **{**REPLICA, **more})[1]


def test_the_source_must_be_ready() -> None:
    """V61: its mode, and a policy for the service that replicates; by default none of it is there at all."""
    desk, other = shared()
    desk.send("DeleteResourcePolicy")
    assert other.refused("CreateTable", **REPLICA)[0] == "AccessDeniedException"
    desk.change(GlobalTableSettingsReplicationMode="DISABLED")
    assert "of the source table is not ENABLED" in other.refused("CreateTable", **REPLICA)[1]
    desk.engine.behaviour.documented = False
    assert "documented only" in other.refused("CreateTable", **REPLICA)[1]
