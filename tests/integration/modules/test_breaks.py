# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Internal errors, and tables that cannot be used."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.cases import one_engine
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Recorder
from ansible_collections.planton.dynamodb.tests.integration.support.specs import ON_DEMAND, Options
from ansible_collections.planton.dynamodb.tests.integration.support.states import answer, status
from ansible_collections.planton.dynamodb.tests.integration.support.tables import NAME, Tables

pytestmark = one_engine

MANY = 99
TAGS: Options = {"tags": {"team": "shop"}}
INFREQUENT: Options = {"table_class": "STANDARD_INFREQUENT_ACCESS"}
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
    assert run.operations.count("UpdateTable") == 4  # the client library makes a write once


@pytest.mark.parametrize("check", [True, False], ids=["check mode", ""])
def test_internal_errors_while_reading(check: bool, table: Tables, recorder: Recorder) -> None:
    table(**ON_DEMAND)
    recorder.fail("DescribeTable", "InternalServerError", "The request processing has failed", status=500, times=MANY)
    run = table(fails=True, check=check, **PROTECTED)
    assert run["error"]["operation"] == "DescribeTable" and run["error"]["code"] == "InternalServerError"
    assert run.operations.count("DescribeTable") <= 15


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
