# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Global tables and their keys, one of each Region (findings of the lab)."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.tests.simulator.operations.kms import add_key
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import PLAIN, actions
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import KEY, LONG, PARAMETERS, Desk, made, status
from ansible_collections.planton.dynamodb.tests.unit.simulator.global_tables import (
    BUSY,
    FAR,
    FURTHER,
    HOME,
    entry,
    joined,
    shown,
)

OWN: Part = {"SSESpecification": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY}}
FAR_KEY = "22222222-2222-2222-2222-222222222222"
FURTHER_KEY = "33333333-3333-3333-3333-333333333333"
EACH = ("ValidationException", PARAMETERS + "KMSMasterKeyId must be specified for each replica.")
MOVES = (
    "ValidationException",
    "Operation cannot be performed while replica server-side encryption status is in UPDATING state. Please retry the"
    " request after the status is updated to ENABLED.",
)


def keyed() -> Desk:
    """A table with a key of one's own, and keys in other Regions."""
    desk = made(OWN)
    for region, key in ((FAR, FAR_KEY), (FURTHER, FURTHER_KEY)):
        add_key(desk.engine.world(region=region), key, "alias/one")
    return desk


def kms(desk: Desk, operation: str, key: str) -> Any:
    """A call to the key service."""
    return desk.engine.call("kms", operation, {"KeyId": key}, desk.caller)


def key_of(desk: Desk) -> str:
    """The ARN of the key that a table shows."""
    return str(desk.table()["SSEDescription"]["KMSMasterKeyArn"])


def arn(region: str, key: str) -> str:
    """The ARN of a key."""
    return f"arn:aws:kms:{region}:123456789012:key/{key}"


def test_l_313_a_key_of_each_region() -> None:
    """L-309, L-313, L-328: found in the Region of the replica, shown by its ARN in both; never changed by an Update."""
    desk = keyed()
    assert desk.not_changed(**actions("Create", FAR)) == EACH
    told = desk.not_changed(**actions("Create", FAR, KMSMasterKeyId="alias/aws/dynamodb"))
    assert told[1].endswith("All replica keys must either be Customer Managed CMK or AWS Managed CMK.")
    text = "KMS validation error for region us-east-1: com.amazonaws.services.kms.model.NotFoundException: "
    for key, why in ((arn(HOME, KEY), f"Invalid arn {HOME}"), (KEY, f"Key '{arn(FAR, KEY)}' does not exist")):
        assert desk.not_changed(**actions("Create", FAR, KMSMasterKeyId=key))[1].startswith(text + why)
    desk.change(**actions("Create", FAR, KMSMasterKeyId=FAR_KEY))
    desk.later(LONG)
    far = desk.at(FAR)
    assert entry(desk)["KMSMasterKeyId"] == key_of(far) == arn(FAR, FAR_KEY)
    assert entry(far, HOME)["KMSMasterKeyId"] == key_of(desk) == arn(HOME, KEY)
    for key in (FAR_KEY, arn(FAR, FAR_KEY), "alias/aws/dynamodb"):
        assert desk.not_changed(**actions("Update", FAR, KMSMasterKeyId=key)) == EACH
    other = add_key(desk.engine.world(region=FAR), FURTHER_KEY).arn
    far.change(SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": other})
    desk.later(LONG)
    assert (key_of(far), key_of(desk)) == (other, arn(HOME, KEY))


def test_l_295_the_kind_of_key_is_one_for_all() -> None:
    """L-295: to the key that AWS manages in both Regions, which stay ACTIVE; and back; others are not measured."""
    desk = joined({}, FAR)
    far = desk.at(FAR)
    assert desk.not_changed(**actions("Update", FAR, KMSMasterKeyId="alias/aws/dynamodb")) == EACH
    desk.change(SSESpecification={"Enabled": True, "SSEType": "KMS"})
    assert {one.table()["SSEDescription"]["Status"] for one in (desk, far)} == {"UPDATING"}
    assert status(desk) == status(far) == "ACTIVE"
    assert far.not_changed(**OWN)[1].endswith("Server-Side Encryption is still being updated")
    desk.later(LONG)
    assert entry(desk)["KMSMasterKeyId"] == key_of(far) != key_of(desk) == entry(far, HOME)["KMSMasterKeyId"]
    far.change(SSESpecification={"Enabled": False})
    desk.later(LONG)
    assert "SSEDescription" not in {**desk.table(), **far.table()}
    assert "not measured" in desk.not_changed(**OWN)[1]


def test_l_310_a_replica_that_is_given_up() -> None:
    """L-310: a key that is disabled right after the call; nothing is left, and nothing tells of it."""
    desk = keyed()
    desk.change(**actions("Create", FAR, KMSMasterKeyId=FAR_KEY))
    desk.later(3.0)
    kms(desk.at(FAR), "DisableKey", FAR_KEY)
    assert shown(desk) == ("UPDATING", {})
    desk.later(4.0)
    assert shown(desk) == ("ACTIVE", {}) and "GlobalTableVersion" not in desk.table()
    assert desk.at(FAR).refused("DescribeTable")[0] == "ResourceNotFoundException"
    kms(desk.at(FAR), "EnableKey", FAR_KEY)
    desk.change(**actions("Create", FAR, KMSMasterKeyId=FAR_KEY))
    desk.later(LONG)
    assert shown(desk) == ("ACTIVE", {FAR: "ACTIVE"})


def test_l_312_a_key_that_is_disabled_already() -> None:
    """L-312: refused at once, with a text that sounds as if it would pass."""
    desk = keyed()
    kms(desk.at(FAR), "DisableKey", FAR_KEY)
    assert desk.not_changed(**actions("Create", FAR, KMSMasterKeyId=FAR_KEY)) == MOVES
    assert shown(desk) == ("ACTIVE", {})


def test_l_329_a_replica_without_its_key() -> None:
    """L-311, L-329: its items are lost at once, its status says so after 80 minutes, without a date; others go on."""
    desk = keyed()
    desk.change(**actions("Create", FAR, KMSMasterKeyId=FAR_KEY))
    desk.later(LONG)
    far = desk.at(FAR)
    kms(far, "DisableKey", FAR_KEY)
    desk.send("PutItem", Item={"a": {"S": "1"}})
    assert far.refused("GetItem", Key={"a": {"S": "1"}})[1].startswith("KMS key disabled error: ")
    assert desk.not_changed(**actions("Create", FURTHER, KMSMasterKeyId=FURTHER_KEY)) == MOVES
    desk.later(1500.0)
    assert shown(desk) == ("ACTIVE", {FAR: "ACTIVE"}) and status(far) == "ACTIVE"
    desk.later(3300.0)
    assert shown(desk) == ("ACTIVE", {FAR: "INACCESSIBLE_ENCRYPTION_CREDENTIALS"})
    assert status(far) == "INACCESSIBLE_ENCRYPTION_CREDENTIALS"
    assert "InaccessibleEncryptionDateTime" not in far.table()["SSEDescription"]
    assert desk.send("GetItem", Key={"a": {"S": "1"}})["Item"]


def test_l_327_a_replica_without_its_key_can_be_removed() -> None:
    """L-327: tags and protection go through there; protected it stays, then DeleteTable in its Region removes it."""
    desk = keyed()
    desk.change(**actions("Create", FAR, KMSMasterKeyId=FAR_KEY))
    desk.later(LONG)
    far = desk.at(FAR)
    kms(far, "DisableKey", FAR_KEY)
    desk.later(5000.0)
    far.send("TagResource", Tags=[{"Key": "k", "Value": "v"}])
    far.change(DeletionProtectionEnabled=True)
    desk.later(40.0)
    assert "in region us-east-1 because it has deletion protection" in desk.not_changed(**actions("Delete", FAR))[1]
    far.change(DeletionProtectionEnabled=False)
    desk.later(40.0)
    far.send("DeleteTable")
    assert desk.not_changed(**actions("Delete", FAR)) == BUSY
    desk.later(LONG)
    assert shown(desk) == ("ACTIVE", {})


def test_l_328_a_key_of_several_regions() -> None:
    """L-328: its id is one in all Regions and found in each; the ARN of another Region is none."""
    key = "mrk-67c1526d2d8940a3947df29d0358c35a"
    desk = Desk()
    for region in (HOME, FAR):
        add_key(desk.engine.world(region=region), key, "alias/several")

    def own(name: str) -> Part:
        return {"SSESpecification": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": name}}

    told = desk.refused("CreateTable", **{**PLAIN, "TableName": "orders", **own(arn(FAR, key))})[1]
    assert told.startswith("KMS validation error: com.amazonaws.services.kms.model.NotFoundException: Invalid arn")
    for number, name in enumerate((key, arn(HOME, key), "alias/several")):
        made = desk.create(TableName=f"orders-{number}", **own(name))
        assert made["SSEDescription"]["KMSMasterKeyArn"] == arn(HOME, key)
    desk.create(**own(key))
    desk.change(**actions("Create", FAR, KMSMasterKeyId=key))
    desk.later(LONG)
    assert (key_of(desk), key_of(desk.at(FAR))) == (arn(HOME, key), arn(FAR, key))
