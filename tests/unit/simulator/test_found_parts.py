# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings of the published lab (L-n is DDB-TABLE-n) about what a table has beside itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import ACCOUNT, REGION, actions
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import (
    ARN,
    KEY,
    LONG,
    ON_DEMAND,
    Desk,
    in_full,
    made,
    new_index,
)

OWN_KEY: Part = {"SSESpecification": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": "alias/one"}}
OFF: Part = {"SSESpecification": {"Enabled": False}}
KEY_ARN = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{KEY}"
FAR = "us-east-1"


def encryption(desk: Desk) -> Part:
    """SSEDescription, nothing where there is none."""
    shown: Part = desk.table().get("SSEDescription", {})
    return shown


def later(desk: Desk, *moments: float) -> list[Part]:
    """SSEDescription so many seconds after one another."""
    shown = []
    for moment in moments:
        desk.later(moment)
        shown.append(encryption(desk))
    return shown


def tagged(number: int) -> list[Part]:
    """So many tags."""
    return [{"Key": f"k{place:03}", "Value": "v"} for place in range(number)]


def test_l_079_encryption_off() -> None:
    """L-079, L-140: UPDATING with the old key, then only UPDATING, and in the end nothing."""
    desk = made(OWN_KEY)
    answer = desk.change(**OFF)["SSEDescription"]
    first, second, last = later(desk, 1.0, 10.0, LONG)
    assert answer == first == {"Status": "UPDATING", "SSEType": "KMS", "KMSMasterKeyArn": KEY_ARN}
    assert (second, last) == ({"Status": "UPDATING"}, {})


def test_l_065_the_same_key_in_flight() -> None:
    """L-065, L-081: the key that is on its way is accepted again; another one, and none, is in use."""
    desk = made({})
    desk.change(**OWN_KEY)
    desk.later(1.0)
    assert desk.change(**OWN_KEY)["SSEDescription"]["Status"] == "UPDATING"
    assert desk.not_changed(**OFF)[0] == "ResourceInUseException"
    desk.later(LONG)
    assert encryption(desk)["KMSMasterKeyArn"] == KEY_ARN


def test_l_108_all_tags_in_one_page() -> None:
    """L-073, L-108, L-109: fifty at once and no token; one that is given means nothing."""
    desk = made({"Tags": tagged(50)})
    for more in ({}, {"NextToken": "nonsense"}):
        answer = desk.send("ListTagsOfResource", **more)
        assert (len(answer["Tags"]), {*answer}) == (50, {"Tags"})


@pytest.mark.parametrize(
    ("operation", "more", "code"),
    [
        pytest.param("UntagResource", {"TagKeys": ["aws:x"]}, "ValidationException", id="L-105 untag aws:"),
        pytest.param("TagResource", {"Tags": [{"Key": "aws:x", "Value": ""}]}, "ValidationException", id="L-105 aws:"),
        pytest.param("TagResource", {"Tags": [{"Key": "k" * 129, "Value": ""}]}, "ValidationException", id="L-107 key"),
        pytest.param("TagResource", {"Tags": [{"Key": "k", "Value": "v" * 257}]}, "ValidationException", id="L-107"),
        pytest.param("TagResource", {"Tags": [{"Key": "", "Value": "v"}]}, "ValidationException", id="L-107 empty"),
        pytest.param("TagResource", {"Tags": tagged(51)}, "ValidationException", id="L-105 51"),
        pytest.param("UntagResource", {"TagKeys": []}, "ValidationException", id="L-106 no keys"),
    ],
)
def test_tags_that_are_refused(operation: str, more: Part, code: str) -> None:
    """L-105, L-106, L-107: aws: is not for customers; keys to 128 letters, values to 256, fifty in all."""
    desk = made({})
    assert desk.refused(operation, **more)[0] == code
    assert desk.send("ListTagsOfResource")["Tags"] == []


def test_l_109_tags_together() -> None:
    """L-109: keys and values of all tags have ten thousand bytes, with those that are there already."""
    desk = made({"Tags": [{"Key": f"k{place}", "Value": "v" * 250} for place in range(40)]})
    told = desk.refused("TagResource", Tags=[{"Key": "more", "Value": "v" * 200}])
    assert told == in_full("VE Tag set size 10314 bytes is above max size limit of 10240 bytes")


@pytest.mark.parametrize("operation", ["TagResource", "UntagResource", "ListTagsOfResource"])
@pytest.mark.parametrize("kind", ["index", "backup"])
def test_what_has_no_tags(operation: str, kind: str) -> None:
    """L-136, DDB-BACKUP-013: neither an index nor a backup has tags."""
    desk = made(ON_DEMAND)
    arn = f"{ARN}/index/byB"
    if kind == "backup":
        arn = desk.send("CreateBackup", BackupName="one")["BackupDetails"]["BackupArn"]
    more: dict[str, Part] = {"TagResource": {"Tags": tagged(1)}, "UntagResource": {"TagKeys": ["k"]}}
    assert desk.refused(operation, ResourceArn=arn, **more.get(operation, {}))[0] == "ValidationException"


def test_l_373_a_stream_has_tags_of_its_own() -> None:
    """L-071, L-373: they are none of the table's."""
    desk = made({"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}})
    stream = desk.table()["LatestStreamArn"]
    assert desk.send("TagResource", ResourceArn=stream, Tags=tagged(1)) == {}
    desk.later(LONG)
    assert desk.send("ListTagsOfResource")["Tags"] == []
    assert desk.send("ListTagsOfResource", ResourceArn=stream)["Tags"] == tagged(1)
    assert desk.refused("ListTagsOfResource", ResourceArn=f"{stream}1")[0] == "ResourceNotFoundException"


def test_l_374_while_the_table_goes() -> None:
    """L-374, L-455: what changes nothing is answered with 200; what changes something is in use."""
    policy = json.dumps(POLICY)
    desk = made({"Tags": tagged(1), "ResourcePolicy": policy})
    desk.send("DeleteTable")
    assert desk.send("TagResource", Tags=tagged(1)) == {}
    assert desk.send("UntagResource", TagKeys=["absent"]) == {}
    assert desk.refused("TagResource", Tags=tagged(2))[0] == "ResourceInUseException"
    assert "RevisionId" in desk.send("PutResourcePolicy", Policy=policy)
    other = json.dumps({**POLICY, "Id": "other"})
    assert desk.refused("PutResourcePolicy", Policy=other)[0] == "ResourceInUseException"


POLICY: Part = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
            "Action": "dynamodb:GetItem",
            "Resource": ARN,
        }
    ],
}


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("{}", "Syntax error at position (1,3)"),
        ("null", "This text appears not to be a policy"),
        ("[]", "This policy contains invalid Json"),
        ("{", "This policy contains invalid Json"),
    ],
)
def test_l_457_policies_that_are_none(policy: str, told: str) -> None:
    """L-457: refused, in three ways."""
    wanted = in_full(f"VE P: Invalid policy document: {told}")
    assert made({}).refused("PutResourcePolicy", Policy=policy) == wanted


def test_l_083_no_backups_at_first() -> None:
    """L-083, L-111, L-115: DISABLED while CREATING and for three seconds of ACTIVE, then ENABLED by itself."""
    desk = Desk()
    desk.create(ready=False)

    def backups() -> str:
        answer = desk.send("DescribeContinuousBackups")["ContinuousBackupsDescription"]
        return str(answer["ContinuousBackupsStatus"])

    desk.later(3.5)
    assert (desk.table()["TableStatus"], backups()) == ("CREATING", "DISABLED")
    desk.later(3.0)
    assert (desk.table()["TableStatus"], backups()) == ("ACTIVE", "DISABLED")
    desk.later(4.0)
    assert backups() == "ENABLED"


def test_l_116_insights_of_a_new_index() -> None:
    """L-116: for some twenty seconds it is not found, also by a read; then it is not ACTIVE."""
    desk = made(ON_DEMAND)
    desk.change(**new_index("byD"))
    on: Part = {"IndexName": "byD", "ContributorInsightsAction": "ENABLE"}
    not_found = in_full("RNF Requested resource not found: Index: byD not found for table: orders")
    desk.later(2.0)
    assert desk.refused("UpdateContributorInsights", **on) == not_found
    assert desk.refused("DescribeContributorInsights", IndexName="byD") == not_found
    desk.later(22.0)
    assert "IndexStatus must be ACTIVE" in desk.refused("UpdateContributorInsights", **on)[1]
    assert desk.send("DescribeContributorInsights", IndexName="byD")["ContributorInsightsStatus"] == "DISABLED"


def test_l_227_while_a_replica_comes() -> None:
    """L-226, L-227: another, a removal, and a stream turned off have a refusal each; time to live goes through."""
    desk = made({"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}})
    assert desk.change(**actions("Create", FAR))["TableStatus"] == "UPDATING"
    busy = "The resource which you are attempting to change is in use."
    assert desk.not_changed(**actions("Create", "eu-west-1")) == ("ResourceInUseException", busy)
    assert "were not part of the global table" in desk.not_changed(**actions("Delete", FAR))[1]
    off = {"StreamSpecification": {"StreamEnabled": False}}
    assert "Disabling Stream is not allowed" in desk.not_changed(**off)[1]
    desk.send("UpdateTimeToLive", TimeToLiveSpecification={"Enabled": True, "AttributeName": "t"})
    desk.later(8.0)
    assert (
        "already exists with replicas in regions: eu-central-1, us-east-1."
        in (desk.not_changed(**actions("Create", FAR))[1])
    )
    assert desk.not_changed(**actions("Delete", FAR)) == ("ResourceInUseException", busy)


def test_l_306_a_replica_of_a_table_with_items() -> None:
    """L-265, L-298, L-306: ten minutes, ACTIVE in between; time to live waits from when the replica is listed."""
    desk = made({})
    desk.send("PutItem", Item={"a": {"S": "1"}})
    desk.change(**actions("Create", FAR))
    desk.later(30.0)
    shown = desk.table()
    assert (shown["TableStatus"], shown["Replicas"][0]["ReplicaStatus"]) == ("ACTIVE", "CREATING")
    told = desk.refused("UpdateTimeToLive", TimeToLiveSpecification={"Enabled": True, "AttributeName": "t"})
    assert told[1].startswith("Create/Update/Delete of replica is not allowed while the replica is being added")
    desk.later(310.0)
    assert desk.table()["TableStatus"] == "UPDATING"
    desk.later(400.0)
    assert desk.table()["Replicas"][0]["ReplicaStatus"] == "ACTIVE"


def test_l_228_while_a_replica_goes() -> None:
    """L-228, L-308: the same Region again is there as a table, also for a while after it is no longer listed."""
    desk = made({})
    desk.change(**actions("Create", FAR))
    desk.later(LONG)
    desk.change(**actions("Delete", FAR))
    told: list[Any] = []
    for pause in (5.0, 130.0, 30.0):
        desk.later(pause)
        told.append("Replicas" in desk.table())
        if pause != 30.0:
            assert "already existed as tables" in desk.not_changed(**actions("Create", FAR))[1]
    assert told == [True, False, False]
    desk.change(**actions("Create", FAR))


def test_l_333_a_table_without_its_key() -> None:
    """L-331, L-333, L-335: lost some time after its key, refused with the words of the key service, back by itself."""
    desk = made(OWN_KEY)
    desk.engine.call("kms", "DisableKey", {"KeyId": KEY}, desk.caller)
    desk.later(LONG)
    assert desk.table()["TableStatus"] == "INACCESSIBLE_ENCRYPTION_CREDENTIALS"
    assert "InaccessibleEncryptionDateTime" in encryption(desk)
    told = desk.refused("UpdateTimeToLive", TimeToLiveSpecification={"Enabled": True, "AttributeName": "t"})
    assert told[1].startswith(
        "KMS key disabled error: com.amazonaws.services.kms.model.DisabledException: arn:aws:kms:"
    )
    desk.engine.call("kms", "EnableKey", {"KeyId": KEY}, desk.caller)
    assert desk.table()["TableStatus"] == "INACCESSIBLE_ENCRYPTION_CREDENTIALS"
    desk.later(1200.0)
    assert desk.table()["TableStatus"] == "ACTIVE"
    assert "InaccessibleEncryptionDateTime" not in encryption(desk)
