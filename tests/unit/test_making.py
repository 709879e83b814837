# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What AWS tells of an import while it goes on and at its end, and what a restore defines."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.origins.import_from.making import (
    ImportMaking,
)
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.origins.import_from.origin import (
    LAST,
    from_options,
)
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.origins.origin import Failure, Place
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.origins.restore_from.source import definitions

ARN = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders/import/01772323200000-00000001"
GROUP = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws-dynamodb/imports"


def ended(status: str, **more: Any) -> Failure | None:
    return ImportMaking(ARN).failure({"ImportStatus": status, "ImportArn": ARN, **more})


def test_an_import_that_ends_well_is_no_failure() -> None:
    assert ended("COMPLETED") is None
    assert ended("IN_PROGRESS") is None


def test_a_failed_import_tells_why_and_where_its_log_is() -> None:
    counts = {"ProcessedItemCount": 5, "ImportedItemCount": 4, "ErrorCount": 1}
    failure = ended("FAILED", FailureCode="ItemValidationError", FailureMessage="bad.", **counts)
    assert failure is not None
    assert (failure.operation, failure.code, failure.overtaken) == ("ImportTable", "ItemValidationError", False)
    assert failure.text == (
        f"ItemValidationError bad; 4 of 5 items were imported, with 1 error(s); the import is {ARN}"
    )
    logged = ended("FAILED", FailureCode="ItemValidationError", CloudWatchLogGroupArn=f"{GROUP}:*", **counts)
    assert logged is not None
    assert f"; see the log group {GROUP}; " in logged.text


def test_a_cancelled_import_has_its_status_as_code() -> None:
    failure = ended("CANCELLED")
    assert failure is not None
    assert failure.code == "CANCELLED"


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        ([], None),
        ([{"ImportStatus": "FAILED", "ImportArn": "a"}], None),
        (
            [
                {"ImportStatus": "IN_PROGRESS", "ImportArn": "a", "StartTime": "2026-03-01T00:00:00+00:00"},
                {"ImportStatus": "IN_PROGRESS", "ImportArn": "b", "StartTime": "2026-03-01T00:00:09+00:00"},
                {"ImportStatus": "FAILED", "ImportArn": "c", "StartTime": "2026-03-01T00:00:10+00:00"},
            ],
            ImportMaking("b"),
        ),
    ],
)
def test_of_several_imports_into_a_table_the_last_that_has_not_failed_counts(
    listed: list[dict[str, str]], found: ImportMaking | None
) -> None:
    table = {"TableArn": ARN.partition("/import")[0]}
    ask = ImportMaking(ARN).ask_faster(table)
    assert (ask.operation, ask.request["TableArn"]) == ("ListImports", table["TableArn"])
    assert ImportMaking(ARN).faster(listed) == found


def test_an_import_that_another_run_began_is_gone_on_with() -> None:
    origin = from_options({"s3_bucket": "shop", "input_format": "ION"})
    place = Place("orders", "eu-central-1", None)
    going_on = {"ImportArn": ARN, "ImportStatus": "IN_PROGRESS"}
    assert origin.making(place, {LAST: going_on}) == (ImportMaking(ARN), going_on)
    assert origin.making(place, {LAST: {**going_on, "ImportStatus": "FAILED"}}) is None


def test_a_restore_defines_the_attributes_that_vectors_are_searched_by() -> None:
    request = {
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "VectorIndexes": [{"IndexName": "by_look", "SearchSchema": [{"AttributeName": "day", "KeyType": "HASH"}]}],
    }
    side = {"AttributeDefinitions": [{"AttributeName": "day", "AttributeType": "N"}]}
    assert definitions(request, [side]) == [
        {"AttributeName": "day", "AttributeType": "N"},
        {"AttributeName": "id", "AttributeType": "S"},
    ]
