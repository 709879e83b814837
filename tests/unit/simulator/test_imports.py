# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports from S3 (control_plane.md, 1.3 and 2 "Import"; findings DDB-IMPORT-001 to 020)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.operations.buckets import buckets_of, head_bucket
from ansible_collections.planton.dynamodb.tests.simulator.operations.data import put_item
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import ACCOUNT, PLAIN
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import ARN, KEY, Desk

SECONDS = {
    "import_visible": (30.0, 30.0),
    "import": (110.0, 110.0),
    "import_gap": (6.0, 6.0),
    "import_no_bucket": (5.6, 5.6),
    "unknown_while_creating": (2.6, 2.6),
    "tag_lock": (1.0, 1.0),
    "recovery_delay": (2.0, 2.0),
}
LINE = json.dumps({"Item": {"a": {"S": "one"}, "size": {"N": "1"}}})
OBJECTS = {"data/1.json": LINE, "data2/x.json": "garbage", "data.bak": "garbage", "rows.csv": "a,size\none,1\ntwo,2\n"}
NO_BUCKET = "The specified bucket does not exist (Service: Amazon S3; Status Code: 404; Error Code: NoSuchBucket)"


@pytest.fixture
def desk() -> Desk:
    """An account with a bucket."""
    made = Desk(seconds=SECONDS)
    buckets_of(made.engine.world())["shop"] = dict(OBJECTS)
    return made


def begin(desk: Desk, prefix: str = "data/", table: Part | None = None, **more: Any) -> Part:
    """Begin to import the objects with a prefix; what the answer says."""
    request: Part = {
        "S3BucketSource": {"S3Bucket": "shop", "S3KeyPrefix": prefix},
        "InputFormat": "DYNAMODB_JSON",
        "TableCreationParameters": {**PLAIN, "TableName": "orders", **(table or {})},
        **more,
    }
    answer: Part = desk.send("ImportTable", **request)["ImportTableDescription"]
    return answer


def told(desk: Desk, arn: str) -> Part:
    """What DescribeImport says."""
    request = {"ImportArn": arn}
    answer: Part = desk.send("DescribeImport", **request)["ImportTableDescription"]
    return answer


def status(desk: Desk, name: str = "orders") -> str:
    """The status of a table; of one that is not there, nothing."""
    try:
        request = {"TableName": name}
        return str(desk.send("DescribeTable", **request)["Table"]["TableStatus"])
    except RefusedError:
        return ""


def counts(description: Part) -> tuple[int, int, int]:
    """How many items were looked at, came, and were wrong."""
    members = ("ProcessedItemCount", "ImportedItemCount", "ErrorCount")
    processed, imported, errors = (description[member] for member in members)
    return processed, imported, errors


def scanned(desk: Desk) -> list[Part]:
    """The items of the table."""
    found: list[Part] = desk.send("Scan")["Items"]
    return found


def ended(desk: Desk, **more: Any) -> Part:
    """Import; what is told at the end."""
    arn = begin(desk, **more)["ImportArn"]
    desk.later(120.0)
    return told(desk, arn)


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


def test_a_prefix_of_nothing(desk: Desk) -> None:
    """DDB-IMPORT-012: an empty table."""
    found = ended(desk, prefix="nothing/")
    assert (found["ImportStatus"], counts(found), status(desk)) == ("COMPLETED", (0, 0, 0), "ACTIVE")
    assert scanned(desk) == []


LINES = [json.dumps({"Item": {"a": {"S": str(number)}}}) for number in range(10)]


@pytest.mark.parametrize(
    ("bad", "found", "there"),
    [(json.dumps({"Item": {"b": {"S": "x"}}}), (10, 9, 1), 9), ("garbage", (6, 5, 1), 5)],
)
def test_lines_that_are_wrong(desk: Desk, bad: str, found: tuple[int, int, int], there: int) -> None:
    """DDB-IMPORT-013: one is enough; the others come, but for those behind a line that cannot be read."""
    lines = "\n".join([*LINES[:5], bad, *LINES[6:]])
    buckets_of(desk.engine.world())["shop"] = {"data/1.json": lines}
    answer = ended(desk)
    assert (answer["ImportStatus"], answer["FailureCode"]) == ("FAILED", "ItemValidationError")
    assert answer["FailureMessage"].startswith("Some of the items failed validation checks and were not imported.")
    assert (counts(answer), status(desk), len(scanned(desk))) == (found, "ACTIVE", there)


@pytest.mark.parametrize(("prefix", "found"), [("data", (3, 1, 2)), ("data/1.json", (1, 1, 0))])
def test_prefixes(desk: Desk, prefix: str, found: tuple[int, int, int]) -> None:
    """DDB-IMPORT-014: a prefix is that of the key; a whole key is one, too."""
    answer = ended(desk, prefix=prefix)
    assert (answer["S3BucketSource"]["S3KeyPrefix"], counts(answer)) == (prefix, found)


@pytest.mark.parametrize(
    ("text", "options", "found"),
    [
        ("a,size\none,1\ntwo,2\n", None, (2, 2, 0)),
        ("one;1\ntwo;2\n", {"Csv": {"Delimiter": ";", "HeaderList": ["a", "size"]}}, (2, 2, 0)),
    ],
)
def test_csv(desk: Desk, text: str, options: Part | None, found: tuple[int, int, int]) -> None:
    """DDB-IMPORT-015: the first line has the names unless the request has them; there are no default options."""
    buckets_of(desk.engine.world())["shop"] = {"rows.csv": text}
    given = {"InputFormatOptions": options} if options else {}
    answer = ended(desk, prefix="rows", InputFormat="CSV", **given)
    assert (answer["ImportStatus"], counts(answer)) == ("COMPLETED", found)
    assert answer.get("InputFormatOptions") == options
    assert {"a": {"S": "one"}, "size": {"S": "1"}} in scanned(desk)


@pytest.mark.parametrize(
    ("prefix", "compression", "found", "end"),
    [
        ("exp/", "GZIP", (3, 1, 2), "FAILED"),
        ("exp/data/", "GZIP", (1, 1, 0), "COMPLETED"),
        ("exp/data/", "NONE", (1, 0, 1), "FAILED"),
        ("exp/data/", "ZSTD", (1, 0, 1), "FAILED"),
        ("exp/m", "GZIP", (2, 0, 2), "FAILED"),
    ],
)
def test_what_is_compressed(desk: Desk, prefix: str, compression: str, found: tuple[int, int, int], end: str) -> None:
    """DDB-IMPORT-015, 020: what an export leaves is imported from its folder of data, as GZIP."""
    names = ("exp/manifest-summary.json", "exp/manifest-files.json", "exp/data/1.json.gz")
    buckets_of(desk.engine.world())["shop"] = dict.fromkeys(names, LINE)
    answer = ended(desk, prefix=prefix, InputCompressionType=compression)
    assert (answer["ImportStatus"], counts(answer), status(desk)) == (end, found, "ACTIVE")


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


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        ({"Bucket": "nowhere"}, "NoSuchBucket"),
        ({"Bucket": "shop", "ExpectedBucketOwner": "210987654321"}, "AccessDenied"),
    ],
)
def test_looks_at_buckets(desk: Desk, request_: Part, code: str) -> None:
    """HeadBucket, the only operation of S3: there or not, and whose."""
    world = desk.engine.world()
    assert head_bucket(world, {"Bucket": "shop", "ExpectedBucketOwner": ACCOUNT}) == {}
    with pytest.raises(RefusedError) as found:
        head_bucket(world, request_)
    assert found.value.code == code
