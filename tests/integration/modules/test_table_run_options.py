# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a run goes about it: wait, validate_only and expected_plan."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.cases import one_engine
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Recorder
from ansible_collections.planton.dynamodb.tests.integration.support.specs import (
    BY_CUSTOMER,
    INDEXED,
    ON_DEMAND,
    Options,
    attributes,
    index,
)
from ansible_collections.planton.dynamodb.tests.integration.support.states import being_created, building, status
from ansible_collections.planton.dynamodb.tests.integration.support.tables import Tables

TWO_INDEXES: Options = {
    "attribute_definitions": attributes(customer="S", pk="S", region="N"),
    "global_secondary_indexes": [BY_CUSTOMER, index("by_region", "region")],
}
NOWHERE: dict[str, str | None] = {
    "AWS_ACCESS_KEY_ID": None,
    "AWS_SECRET_ACCESS_KEY": None,
    "AWS_REGION": None,
    "AWS_URL": None,
}
ANOTHER_CLASS: Options = {"table_class": "STANDARD_INFREQUENT_ACCESS"}

pytestmark = one_engine


# --- validate_only -----------------------------------------------------------


@pytest.mark.parametrize("environ", [{}, NOWHERE], ids=["with credentials", "with nothing"])
@pytest.mark.parametrize("check", [False, True], ids=["", "check mode"])
def test_validation_makes_no_call(environ: dict[str, str | None], check: bool, table: Tables) -> None:
    run = table(validate_only=True, check=check, environ=environ, **INDEXED)
    assert run.calls == []
    assert not run["changed"] and run.planned == []
    assert run["spec"]["global_secondary_indexes"] == INDEXED["global_secondary_indexes"]


def test_validation_tells_what_is_wrong_without_a_call(table: Tables) -> None:
    wrong = {**ON_DEMAND, "billing_mode": "CHEAP", "ttl": {"enabled": True}}
    run = table(fails=True, validate_only=True, environ=NOWHERE, **wrong)
    assert run.calls == []
    assert [(error["rule"], error["path"]) for error in run["errors"]] == [
        ("V28", "billing_mode"),
        ("V45", "ttl.attribute_name"),
    ]


# --- expected_plan -----------------------------------------------------------


def test_the_plan_of_check_mode_is_carried_out(table: Tables) -> None:
    planned = table(check=True, **INDEXED)["plan"]["id"]
    run = table(expected_plan=planned, **INDEXED)
    assert run.statuses == [("CreateTable", "done")]
    table.unchanged(**INDEXED)


@pytest.mark.parametrize("check", [False, True], ids=["", "check mode"])
def test_another_plan_than_the_expected_one_is_refused(check: bool, table: Tables) -> None:
    planned = table(check=True, **ON_DEMAND)["plan"]["id"]
    table(**ON_DEMAND)
    run = table(fails=True, check=check, expected_plan=planned, tags={"team": "shop"}, **ON_DEMAND)
    assert run.writes == []
    assert [error["rule"] for error in run["errors"]] == ["expected_plan"]
    assert planned in run["msg"] and run["plan"]["id"] in run["msg"]
    assert [status for _operation, status in run.statuses] == ["planned"]


def test_a_plan_is_another_when_the_table_was_changed_meanwhile(table: Tables) -> None:
    table(**ON_DEMAND)
    planned = table(check=True, tags={"team": "shop"})["plan"]["id"]
    table(deletion_protection_enabled=True)
    run = table(fails=True, expected_plan=planned, tags={"team": "shop"})
    assert [error["rule"] for error in run["errors"]] == ["expected_plan"]


def test_an_expected_plan_that_was_carried_out_is_no_obstacle(table: Tables) -> None:
    planned = table(check=True, **ON_DEMAND)["plan"]["id"]
    table(expected_plan=planned, **ON_DEMAND)
    table.unchanged(expected_plan=planned, **ON_DEMAND)


# --- wait: false -------------------------------------------------------------


def test_without_waiting_a_second_run_goes_on(table: Tables, recorder: Recorder, client: Any) -> None:
    """The first index is being built: the second is pending, the setting beside them is written."""
    table(**ON_DEMAND)
    building(recorder, client, "by_customer")
    goal = {**TWO_INDEXES, "ttl": {"enabled": True, "attribute_name": "expires"}}
    run = table(wait=False, **goal)
    assert run.statuses == [("UpdateTable", "done"), ("UpdateTable", "pending"), ("UpdateTimeToLive", "done")]
    assert run["changed"] and not run["converged"]
    again = table(wait=False, **goal)
    assert again.statuses == [("UpdateTable", "pending")]
    assert not again["changed"] and not again["converged"]
    recorder.faults.clear()
    last = table(wait=False, **goal)
    assert last.statuses == [("UpdateTable", "done")]
    assert last["converged"]
    table.unchanged(**goal)


def test_without_waiting_a_table_is_left_while_it_is_created(table: Tables, recorder: Recorder, client: Any) -> None:
    """What a table that is being created does not take yet is for a later run."""
    created = {**ON_DEMAND, "tags": {"team": "shop"}, "ttl": {"enabled": True, "attribute_name": "expires"}}
    being_created(recorder, client)
    run = table(wait=False, **created)
    assert run.statuses == [("CreateTable", "done"), ("UpdateTimeToLive", "pending")]
    assert run["changed"] and not run["converged"] and run["table"]["table_status"] == "CREATING"
    again = table(wait=False, **created)
    assert again.statuses == [("UpdateTimeToLive", "pending")] and not again["changed"]
    recorder.faults.clear()
    assert table(wait=False, **created).statuses == [("UpdateTimeToLive", "done")]
    table.unchanged(**created)


def test_a_table_that_still_changes_has_not_converged(table: Tables, recorder: Recorder, client: Any) -> None:
    table(**ON_DEMAND)
    status(recorder, client, "UPDATING")
    run = table(wait=False, **ON_DEMAND)
    assert run.planned == []
    assert not run["changed"] and not run["converged"]


def test_waiting_goes_on_until_the_table_is_active(table: Tables, recorder: Recorder, client: Any) -> None:
    table(**ON_DEMAND)
    status(recorder, client, "UPDATING", times=3)
    run = table(**ON_DEMAND)
    assert run["converged"]
    assert run.operations == ["DescribeTable"] * 4


def test_waiting_ends_at_its_limit(table: Tables, recorder: Recorder, client: Any) -> None:
    table(**ON_DEMAND)
    status(recorder, client, "UPDATING")
    run = table(fails=True, wait_timeout=1, tags={"team": "shop"}, **ANOTHER_CLASS)
    assert run.statuses == [("UpdateTable", "pending"), ("TagResource", "done")]
    assert "wait_timeout reached while waiting for table ACTIVE" in run["msg"]
    assert "Done: set tag(s) team" in run["msg"]
    assert "Left: change table class to STANDARD_INFREQUENT_ACCESS" in run["msg"]
    assert run["changed"]
