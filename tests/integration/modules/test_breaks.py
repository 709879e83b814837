# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Internal errors, changes that are accepted and not kept, and tables that cannot be used."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.capabilities import lacks, requires
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Recorder
from ansible_collections.planton.dynamodb.tests.integration.support.specs import (
    ON_DEMAND,
    Options,
)
from ansible_collections.planton.dynamodb.tests.integration.support.states import answer, status
from ansible_collections.planton.dynamodb.tests.integration.support.tables import NAME, Tables
from devkit.engines import Engine

MANY = 99
TAGS: Options = {"tags": {"team": "shop"}}
INFREQUENT: Options = {"table_class": "STANDARD_INFREQUENT_ACCESS"}
MANAGED: Options = {"server_side_encryption": {"enabled": True}}
PROTECTED: Options = {"deletion_protection_enabled": True}


# --- broken off --------------------------------------------------------------


@pytest.mark.parametrize(("operation", "options"), [("UpdateTable", PROTECTED), ("TagResource", TAGS)])
def test_one_internal_error(operation: str, options: Options, table: Tables, recorder: Recorder) -> None:
    table(**ON_DEMAND)
    recorder.fail(operation, "InternalServerError", "The request processing has failed", status=500)
    assert table(**options).statuses == [(operation, "done")]


def test_internal_errors_without_end(table: Tables, recorder: Recorder) -> None:
    table(**ON_DEMAND)
    recorder.fail("UpdateTable", "InternalServerError", "The request processing has failed", status=500, times=MANY)
    run = table(fails=True, **PROTECTED)
    assert run.statuses == [("UpdateTable", "failed")]
    assert run["error"]["code"] == "InternalServerError"
    assert run.operations.count("UpdateTable") <= 20  # the tries of the client library included


@pytest.mark.parametrize("check", [True, False], ids=["check mode", ""])
def test_internal_errors_while_reading(check: bool, table: Tables, recorder: Recorder) -> None:
    table(**ON_DEMAND)
    recorder.fail("DescribeTable", "InternalServerError", "The request processing has failed", status=500, times=MANY)
    run = table(fails=True, check=check, **PROTECTED)
    assert run["error"]["operation"] == "DescribeTable" and run["error"]["code"] == "InternalServerError"
    assert run.operations.count("DescribeTable") <= 15


# --- accepted and lost -------------------------------------------------------


FORGOTTEN = [
    ("table_class_update", INFREQUENT, "table_class is STANDARD, not STANDARD_INFREQUENT_ACCESS"),
    ("encryption_update", MANAGED, "server_side_encryption is {'enabled': False}, not {'enabled': True}"),
]


@pytest.mark.parametrize(("feature", "options", "text"), FORGOTTEN, ids=["class", "encryption"])
def test_a_change_that_is_accepted_and_not_kept(
    feature: str, options: Options, text: str, table: Tables, recorder: Recorder, engine: Engine
) -> None:
    """The service says yes and the table stays as it was: told as what it is, with both values."""
    table(**ON_DEMAND)
    if not lacks(engine.name, feature):
        answer(recorder, "UpdateTable", {"TableDescription": {"TableName": NAME, "TableStatus": "ACTIVE"}})
    run = table(fails=True, **options)
    assert run.statuses == [("UpdateTable", "done")]
    assert not run["converged"]
    assert "the service accepted all calls, but reads back otherwise" in run["msg"] and text in run["msg"]
    assert run.operations.count("UpdateTable") == 1


def test_a_mode_that_is_accepted_and_not_kept(table: Tables, engine: Engine) -> None:
    requires(engine, "contributor_insights")
    table(**ON_DEMAND)
    run = table(fails=True, contributor_insights_enabled=True, contributor_insights_mode="THROTTLED_KEYS")
    assert "contributor_insights_mode is ACCESSED_AND_THROTTLED_KEYS, not THROTTLED_KEYS" in run["msg"]


# --- the state of the table --------------------------------------------------


def test_a_table_without_its_key(table: Tables, recorder: Recorder, client: Any) -> None:
    table(**ON_DEMAND)
    status(recorder, client, "INACCESSIBLE_ENCRYPTION_CREDENTIALS")
    run = table.refused("V76", **PROTECTED)
    assert "INACCESSIBLE_ENCRYPTION_CREDENTIALS" in run["msg"] and "restore the key" in run["msg"]
    assert run["table"] == {} or run["table"]["table_status"] == "INACCESSIBLE_ENCRYPTION_CREDENTIALS"
    recorder.faults.clear()
    status(recorder, client, "INACCESSIBLE_ENCRYPTION_CREDENTIALS", times=2)
    assert table(state="absent").statuses == [("DeleteTable", "done")]


def being_deleted(table: Tables, recorder: Recorder, client: Any) -> None:
    """The table is DELETING for two looks, then gone."""
    table(**ON_DEMAND)
    found = client.describe_table(TableName=NAME)["Table"]
    client.delete_table(TableName=NAME)
    answer(recorder, "DescribeTable", {"Table": {**found, "TableStatus": "DELETING"}}, times=2)


def test_a_table_that_is_being_deleted_is_made_anew(table: Tables, recorder: Recorder, client: Any) -> None:
    being_deleted(table, recorder, client)
    planned = table(check=True, **ON_DEMAND)
    recorder.faults.clear()
    being_deleted(table, recorder, client)
    run = table(**ON_DEMAND)
    assert planned.planned == run.planned == ["create the table"]
    assert run["plan"]["operations"][0]["waits_for"] == ["table gone"]
    assert run["converged"]


def test_a_table_that_is_being_deleted_is_soon_absent(table: Tables, recorder: Recorder, client: Any) -> None:
    being_deleted(table, recorder, client)
    run = table(state="absent")
    assert run.planned == [] and not run["changed"] and run["converged"]
    assert run.operations == ["DescribeTable"] * 3


def test_a_table_that_loses_its_key_while_it_is_waited_for(table: Tables, recorder: Recorder, client: Any) -> None:
    """What is waited for cannot come any more; the run ends within seconds."""
    table(**ON_DEMAND)
    status(recorder, client, "UPDATING", times=2)
    status(recorder, client, "INACCESSIBLE_ENCRYPTION_CREDENTIALS")
    run = table(fails=True, **INFREQUENT)
    assert run.statuses == [("UpdateTable", "pending")]
    assert "in vain" in run["msg"] and "INACCESSIBLE_ENCRYPTION_CREDENTIALS" in run["msg"]
