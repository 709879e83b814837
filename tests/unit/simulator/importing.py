# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Helpers of the tests of imports: an account with a bucket, and what becomes of an import."""

from __future__ import annotations

import json
from typing import Any

from ansible_collections.planton.dynamodb.tests.simulator.operations.buckets import buckets_of
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import PLAIN
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import Desk

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


def with_bucket() -> Desk:
    """An account with a bucket."""
    made = Desk(seconds=SECONDS)
    buckets_of(made.engine.world())["shop"] = dict(OBJECTS)
    return made
