# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports from S3 (control_plane.md, 1.3 and 2 "Import"; findings DDB-IMPORT-001 to 020)."""

from __future__ import annotations

import json

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.operations.data import put_item
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import ACCOUNT, PLAIN
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import ARN, KEY, Desk
from ansible_collections.planton.dynamodb.tests.unit.simulator.importing import (
    LINE,
    begin,
    counts,
    ended,
    scanned,
    status,
    told,
    with_bucket,
)

NO_BUCKET = "The specified bucket does not exist (Service: Amazon S3; Status Code: 404; Error Code: NoSuchBucket)"


@pytest.fixture
def desk() -> Desk:
    return with_bucket()


def test_the_way_of_an_import(desk: Desk) -> None:
    """DDB-IMPORT-001, 002, 006: at first no table, then CREATING, then ACTIVE, and some seconds later the end."""
    answer = begin(desk)
    assert (answer["ImportStatus"], answer["TableArn"], bool(answer["TableId"])) == ("IN_PROGRESS", ARN, True)
    assert status(desk) == ""
    desk.later(30.0)
    assert status(desk) == "CREATING"
    desk.later(5.0)
    assert desk.refused("DeleteTable")[0] == "ResourceInUseException"
    desk.later(75.0)
    going_on = told(desk, answer["ImportArn"])
    assert (status(desk), going_on["ImportStatus"]) == ("ACTIVE", "IN_PROGRESS")
    assert not {"EndTime", "ErrorCount", "ImportedItemCount"} & going_on.keys()
    desk.later(6.0)
    at_the_end = told(desk, answer["ImportArn"])
    assert (at_the_end["ImportStatus"], counts(at_the_end)) == ("COMPLETED", (1, 1, 0))
    assert at_the_end["TableId"] == answer["TableId"]
    assert scanned(desk) == [json.loads(LINE)["Item"]]


@pytest.mark.parametrize(
    ("operation", "request_", "code"),
    [
        ("UpdateTable", {"DeletionProtectionEnabled": True}, "ResourceInUseException"),
        ("PutItem", {"Item": {"a": {"S": "x"}}}, "ResourceNotFoundException"),
        ("CreateBackup", {"BackupName": "bak"}, "ContinuousBackupsUnavailableException"),
        (
            "UpdateTimeToLive",
            {"TimeToLiveSpecification": {"Enabled": True, "AttributeName": "e"}},
            "ResourceInUseException",
        ),
        (
            "UpdateContinuousBackups",
            {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}},
            "ContinuousBackupsUnavailableException",
        ),
    ],
)
def test_a_table_that_is_imported_takes_no_change(desk: Desk, operation: str, request_: Part, code: str) -> None:
    """DDB-IMPORT-001: from when it shows until it is ACTIVE."""
    begin(desk)
    desk.later(40.0)
    assert desk.refused(operation, **request_)[0] == code
    assert desk.refused("TagResource", ResourceArn=ARN, Tags=[])[0] == "ResourceNotFoundException"
    assert desk.send("DescribeContinuousBackups")


def test_a_table_that_was_imported_is_one_like_others(desk: Desk) -> None:
    """DDB-IMPORT-005: it shows no import, and takes what others take."""
    ended(desk)
    table = desk.send("DescribeTable")["Table"]
    assert not [member for member in table if "Import" in member or "Restore" in member]
    tags = [{"Key": "team", "Value": "shop"}]
    desk.send("TagResource", ResourceArn=ARN, Tags=tags)
    protect = {"TableName": "orders", "DeletionProtectionEnabled": True}
    desk.send("UpdateTable", **protect)
    put_item(desk.engine.world(), {"TableName": "orders", "Item": {"a": {"S": "three"}}})


def test_what_the_service_assumes(desk: Desk) -> None:
    """DDB-IMPORT-003, 004, 015: the owner, the compression and the log group; the rest is as it was asked for."""
    parameters = {"SSESpecification": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": "alias/one"}}
    answer = begin(desk, table=parameters)
    assert answer["S3BucketSource"] == {"S3BucketOwner": ACCOUNT, "S3Bucket": "shop", "S3KeyPrefix": "data/"}
    assert answer["InputCompressionType"] == "NONE"
    assert "InputFormatOptions" not in answer
    assert answer["CloudWatchLogGroupArn"].endswith(f":{ACCOUNT}:log-group:/aws-dynamodb/imports:*")
    assert answer["TableCreationParameters"] == {**PLAIN, "TableName": "orders", **parameters}
    desk.later(120.0)
    table = desk.send("DescribeTable")["Table"]
    assert table["SSEDescription"]["KMSMasterKeyArn"].endswith(f":key/{KEY}")


def test_imports_outlive_their_tables(desk: Desk) -> None:
    """DDB-IMPORT-008."""
    arn = ended(desk)["ImportArn"]
    desk.send("DeleteTable")
    desk.later(60.0)
    assert (status(desk), told(desk, arn)["ImportStatus"]) == ("", "COMPLETED")
    listed = desk.send("ListImports", TableArn=ARN)["ImportSummaryList"]
    assert [one["ImportArn"] for one in listed] == [arn]


UNITS = "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"
MAXIMUM = {"OnDemandThroughput": {"MaxReadRequestUnits": 5, "MaxWriteRequestUnits": 5}}
PROVISIONED = {
    "BillingMode": "PROVISIONED",
    "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1},
}
NO_KEY = {"SSESpecification": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": "alias/none"}}


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"table": {"BillingMode": "PROVISIONED"}}, UNITS),
        ({"table": {**PROVISIONED, **MAXIMUM}}, "cannot be specified when table BillingMode is PROVISIONED"),
        ({"InputFormat": "CSV", "InputFormatOptions": {"Csv": {"Delimiter": ";;"}}}, "'inputFormatOptions.csv.delim"),
        (
            {"InputFormatOptions": {"Csv": {"Delimiter": ";"}}},
            "Invalid Request: Unsupported InputFormatOptions for the given input format: DYNAMODB_JSON.",
        ),
        ({"InputCompressionType": "BZIP2"}, "Value 'BZIP2' at 'inputCompressionType' failed to satisfy constraint"),
        ({"table": NO_KEY}, "KMS validation error: com.amazonaws.services.kms.model.NotFoundException: Alias "),
    ],
)
def test_what_is_refused_at_once(desk: Desk, more: Part, text: str) -> None:
    """DDB-IMPORT-009: the table is judged as that of CreateTable is."""
    with pytest.raises(RefusedError) as found:
        begin(desk, **more)
    assert found.value.code == "ValidationException"
    assert text in found.value.text


@pytest.mark.parametrize(
    ("arn", "code"),
    [
        (ARN, "ValidationException"),
        (f"{ARN}/export/01791506763707-476754e8", "ValidationException"),
        (f"{ARN}/import/01791506763707-476754e8", "ImportNotFoundException"),
        (f"{ARN}/import/01791506763707-476754e8".replace("eu-central-1", "us-east-1"), "ImportNotFoundException"),
        (f"{ARN}/import/01791506763707-476754e8".replace(ACCOUNT, "210987654321"), "AccessDeniedException"),
    ],
)
def test_arns_of_imports(desk: Desk, arn: str, code: str) -> None:
    """DDB-IMPORT-010."""
    assert desk.refused("DescribeImport", ImportArn=arn)[0] == code


def test_a_bucket_that_is_not_there(desk: Desk) -> None:
    """DDB-IMPORT-012: the call is taken, no table comes, and the description keeps the ARN of one."""
    answer = begin(desk, S3BucketSource={"S3Bucket": "nowhere"})
    desk.later(5.6)
    found = told(desk, answer["ImportArn"])
    assert (found["ImportStatus"], found["FailureCode"], counts(found)) == ("FAILED", "S3NoSuchBucket", (0, 0, 0))
    assert found["FailureMessage"].startswith(NO_BUCKET)
    assert found["TableArn"] == ARN
    desk.later(200.0)
    assert status(desk) == ""


def test_lists_of_imports(desk: Desk) -> None:
    """DDB-IMPORT-016: the newest first, ten of them, those that are going on or failed as well."""
    for number in range(11):
        begin(desk, table={"TableName": f"t{number:02}"})
        desk.later(1.0)
    begin(desk, S3BucketSource={"S3Bucket": "nowhere"}, table={"TableName": "failed"})
    desk.later(10.0)
    first = desk.send("ListImports", bare=True)
    statuses = [(one["TableArn"].rpartition("/")[2], one["ImportStatus"]) for one in first["ImportSummaryList"]]
    assert statuses[:2] == [("failed", "FAILED"), ("t10", "IN_PROGRESS")]
    assert (len(statuses), len(first["NextToken"])) == (10, 112)
    rest = desk.send("ListImports", NextToken=first["NextToken"])
    assert [one["TableArn"].rpartition("/")[2] for one in rest["ImportSummaryList"]] == ["t01", "t00"]
    assert "NextToken" not in rest


@pytest.mark.parametrize(("size", "text"), [(0, "greater than or equal to 1"), (26, "less than or equal to 25")])
def test_pages_of_lists(desk: Desk, size: int, text: str) -> None:
    """DDB-IMPORT-011: from one to 25 imports a page, and tokens that are some."""
    code, told_ = desk.refused("ListImports", PageSize=size, bare=True)
    assert (code, text in told_) == ("ValidationException", True)
    assert desk.refused("ListImports", NextToken="x" * 112, bare=True)[0] == "ValidationException"
    assert desk.send("ListImports", PageSize=25, bare=True) == {"ImportSummaryList": []}


def test_tokens(desk: Desk) -> None:
    """DDB-IMPORT-017: a token stands for its import, whatever else is asked; not for another table."""
    token = {"ClientToken": "token-1"}
    first = begin(desk, **token)["ImportArn"]
    assert begin(desk, **token)["ImportArn"] == begin(desk, prefix="data", **token)["ImportArn"] == first
    with pytest.raises(RefusedError) as conflict:
        begin(desk, table={"TableName": "other"}, **token)
    assert conflict.value.code == "ImportConflictException"
    assert conflict.value.text == "Import conflict: Duplicate request detected with conflicting parameters"
    desk.later(120.0)
    with pytest.raises(RefusedError) as there:
        begin(desk, **token)
    assert there.value.code == "ResourceInUseException"
    desk.send("DeleteTable")
    desk.later(60.0)
    assert begin(desk, **token)["ImportArn"] == first
    desk.later(120.0)
    assert status(desk) == ""


def test_two_imports_of_one_name(desk: Desk) -> None:
    """DDB-IMPORT-018, 019: no name is reserved; who is later fails, and leaves the table alone."""
    first = begin(desk)["ImportArn"]
    desk.later(1.0)
    second = begin(desk)["ImportArn"]
    assert first != second
    desk.later(30.0)
    assert told(desk, second)["FailureCode"] == "TableAlreadyExists"
    desk.later(90.0)
    assert (told(desk, first)["ImportStatus"], status(desk)) == ("COMPLETED", "ACTIVE")
    with pytest.raises(RefusedError) as active:
        begin(desk)
    assert (active.value.code, active.value.text) == ("ResourceInUseException", "Table already exists: orders")
    desk.send("DeleteTable")
    with pytest.raises(RefusedError) as deleting:
        begin(desk)
    assert deleting.value.code == "ResourceInUseException"
    desk.later(60.0)
    assert begin(desk)["ImportStatus"] == "IN_PROGRESS"


def test_fifty_imports_at_a_time(desk: Desk) -> None:
    """5: as many as the service's description says."""
    for number in range(50):
        begin(desk, table={"TableName": f"t{number:02}"})
    with pytest.raises(RefusedError) as refused_:
        begin(desk, table={"TableName": "one-more"})
    assert refused_.value.code == "LimitExceededException"
    desk.later(120.0)
    assert begin(desk, table={"TableName": "one-more"})["ImportStatus"] == "IN_PROGRESS"
