# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables that go: absent, and replaced by another; with protection, items and backups."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Recorder
from ansible_collections.planton.dynamodb.tests.integration.support.specs import (
    INDEXED,
    ON_DEMAND,
    SORTED,
    Options,
    attributes,
    including,
    index,
    keys,
)
from ansible_collections.planton.dynamodb.tests.integration.support.states import Answered
from ansible_collections.planton.dynamodb.tests.integration.support.tables import NAME, Tables

ABSENT: Options = {"state": "absent"}
PROTECTED: Options = {**ON_DEMAND, "deletion_protection_enabled": True}
ITEM = {"pk": {"S": "one"}}
DELETE = "delete the table and all its items"
LIFT = "lift deletion protection, as force allows"
BACK_UP = "back the table up before it is deleted"
EMPTY = "make sure that the table is still empty"


# --- absent ------------------------------------------------------------------


def test_absent(table: Tables) -> None:
    table(**INDEXED)
    spec = table.spec()
    run = table.converge(**ABSENT)
    assert run.planned == [DELETE]
    assert run["plan"]["operations"][0]["destructive"]
    assert run["diff"]["after"] == {"state": "absent"}
    assert run["diff"]["before"]["global_secondary_indexes"].keys() == {"by_customer"}
    assert run["diff"]["before"]["billing_mode"] == spec["billing_mode"]
    assert run["table"] == run["spec"] == {}
    nothing = {"kinesis_stream_arns": [], "replicas": {}, "index_arns": {}}
    assert run["outputs"] == dict.fromkeys(run["outputs"], "") | {"table_name": NAME, **nothing}
    assert table.unchanged(**ABSENT).operations == ["DescribeTable"]


def test_absent_needs_no_specification_and_bears_one(table: Tables) -> None:
    table(**ON_DEMAND)
    table.converge(**ABSENT, **ON_DEMAND, tags={"team": "shop"})


def test_a_protected_table_stays(table: Tables) -> None:
    table(**PROTECTED)
    run = table.refused("V4", **ABSENT)
    assert "set force: true to lift the protection in the same run" in run["msg"]
    assert table.refused("V4", **ABSENT, backup_before_delete=True).writes == []
    assert table.spec()["deletion_protection_enabled"] is True


def test_force_lifts_the_protection(table: Tables) -> None:
    table(**PROTECTED)
    run = table.converge(**ABSENT, force=True)
    assert run.planned == [LIFT, DELETE]
    assert run.writes == ["UpdateTable", "DeleteTable"]


def test_a_backup_before_all_else(table: Tables, client: Any) -> None:
    table(**PROTECTED)
    client.put_item(TableName=NAME, Item=ITEM)
    run = table.converge(**ABSENT, force=True, backup_before_delete=True)
    assert run.planned == [BACK_UP, LIFT, DELETE]
    backup = client.describe_backup(BackupArn=run["backup_arn"])["BackupDescription"]
    assert backup["SourceTableDetails"]["TableName"] == NAME
    assert backup["BackupDetails"]["BackupName"] == f"{NAME}-before-delete"
    assert backup["BackupDetails"]["BackupStatus"] == "AVAILABLE"


def test_nothing_is_deleted_without_the_backup(table: Tables, recorder: Recorder) -> None:
    table(**PROTECTED)
    recorder.fail("CreateBackup", "AccessDeniedException", "not authorized to perform: dynamodb:CreateBackup", times=9)
    run = table(fails=True, **ABSENT, force=True, backup_before_delete=True)
    assert run.statuses == [("CreateBackup", "failed"), ("UpdateTable", "pending"), ("DeleteTable", "pending")]
    assert not run["changed"]
    assert run.writes == ["CreateBackup"]
    assert table.spec()["deletion_protection_enabled"] is True


# --- replaced ----------------------------------------------------------------

OTHER_KEYS: Options = {"attribute_definitions": attributes(id="S"), "key_schema": keys("id")}
OTHER_TYPE: Options = {"attribute_definitions": attributes(pk="N")}
OTHER_LOCAL: Options = {
    "attribute_definitions": attributes(date="N", pk="S", sk="N"),
    "local_secondary_indexes": [index("by_date", "pk", "date", projection=including("total"))],
}


@pytest.mark.parametrize(
    ("start", "options", "path"),
    [
        (ON_DEMAND, OTHER_KEYS, "key_schema"),
        (ON_DEMAND, OTHER_TYPE, "attribute_definitions.pk"),
        (SORTED, OTHER_LOCAL, "local_secondary_indexes.by_date"),
    ],
    ids=["keys", "type of a key", "local index"],
)
def test_only_a_new_table_can_match(start: Options, options: Options, path: str, table: Tables) -> None:
    """Refused, unless the table is empty and may be replaced."""
    table(**start)
    refused = table.refused("V66", **options)
    assert [error["path"] for error in refused["errors"]] == [path]
    assert "when_empty" in refused["errors"][0]["hint"]
    run = table.converge(**options, replacement="when_empty")
    assert run.planned[:2] == [EMPTY, DELETE]
    assert run.planned[2].startswith("create the table")
    assert "the table is replaced; its items are not carried over" in run.warnings
    table.unchanged(**options)


def test_a_table_with_items_is_not_replaced_as_if_it_were_empty(table: Tables, client: Any) -> None:
    table(**ON_DEMAND)
    client.put_item(TableName=NAME, Item=ITEM)
    run = table.refused("V66", **OTHER_KEYS, replacement="when_empty")
    assert "the table must be replaced and has items" in run["msg"]
    assert "backup_and_replace" in run["msg"]


def test_an_item_that_comes_meanwhile_saves_the_table(table: Tables, recorder: Recorder, client: Any) -> None:
    """The item is written between the decision and the deletion."""
    table(**ON_DEMAND)
    client.put_item(TableName=NAME, Item=ITEM)
    recorder.faults.append(Answered("Scan", lambda: {"Count": 0, "ScannedCount": 0, "Items": []}, 1))
    run = table(fails=True, **OTHER_KEYS, replacement="when_empty")
    assert run.statuses == [("Scan", "failed"), ("DeleteTable", "pending"), ("CreateTable", "pending")]
    assert "the table got an item meanwhile; it was not deleted" in run["msg"]
    assert client.get_item(TableName=NAME, Key=ITEM)["Item"] == ITEM


def test_replaced_after_a_backup(table: Tables, client: Any) -> None:
    """What the options leave out is as it was on the old table, but for the items."""
    kept: Options = {
        "tags": {"team": "shop"},
        "ttl": {"enabled": True, "attribute_name": "expires"},
        "stream_enabled": True,
        "stream_view_type": "KEYS_ONLY",
        "point_in_time_recovery_enabled": True,
    }
    table(**ON_DEMAND, **kept)
    client.put_item(TableName=NAME, Item=ITEM)
    run = table.converge(**OTHER_KEYS, replacement="backup_and_replace")
    assert run.planned[:4] == [BACK_UP, DELETE, "create the table", "enable time to live on attribute expires"]
    assert run.planned[4].startswith("enable point-in-time recovery")
    assert run["backup_arn"]
    spec = table.spec()
    assert {option: spec[option] for option in kept} == kept
    assert client.scan(TableName=NAME)["Count"] == 0


def test_a_protected_table_is_replaced_only_by_force(table: Tables) -> None:
    table(**PROTECTED)
    run = table.refused("V4", **OTHER_KEYS, replacement="when_empty")
    assert "set force: true" in run["msg"]
    run = table.converge(**OTHER_KEYS, replacement="when_empty", force=True)
    assert run.planned == [EMPTY, LIFT, DELETE, "create the table"]
    assert table.spec()["deletion_protection_enabled"] is True


@pytest.mark.parametrize("replacement", ["when_empty", "backup_and_replace"])
def test_nothing_is_replaced_that_need_not_be(replacement: str, table: Tables) -> None:
    table(**ON_DEMAND)
    run = table.converge(replacement=replacement, tags={"team": "shop"})
    assert run.writes == ["TagResource"]
