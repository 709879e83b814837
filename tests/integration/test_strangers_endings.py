# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How runs end for people: short failures, tasks in the background, and nothing left out in silence."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Recorder
from ansible_collections.planton.dynamodb.tests.integration.support.role import FACTS, INCLUDE, ROLE, facts, prefixed
from ansible_collections.planton.dynamodb.tests.integration.support.strangers import (
    CONVERGE,
    DESTROY,
    ORDERS,
    PLAN,
    TABLE,
    UNLIKELY,
    failure,
)

pytestmark = pytest.mark.parametrize("engine", ["strict"], indirect=True)


def test_a_failure_of_one_of_fifty_is_short(playbook: PlaybookRunner) -> None:
    tables = [{"name": f"table-{number:02}"} for number in range(50)]
    broken = {"name": "broken", "key_schema": [{"attribute_name": "nowhere", "key_type": "HASH"}]}
    for how in (ROLE, CONVERGE, PLAN):
        run = playbook(how, prefixed(table_defaults=TABLE, tables=[*tables, broken]), code=2)
        printed = run.output.partition("FAILED!")[2].partition("\n")[0]
        assert "1 of 51 tables failed" in printed and len(printed) < 600


@pytest.mark.parametrize("register", [False, True])
def test_a_failed_task_of_the_module_is_short_where_nobody_can_read_it(
    playbook: PlaybookRunner, register: bool
) -> None:
    tables = [{"name": f"table-{number:02}", **TABLE} for number in range(20)]
    task = {"name": "Make", "planton.dynamodb.dynamodb_tables": {"tables": [*tables, {"name": "x"}]}}
    more = {"register": "made"} if register else {}
    run = playbook([{**task, **more}], code=2)
    assert "1 of 21 tables failed" in run.result("Make")["msg"]
    assert ("tables" in run.result("Make")) is register
    rescued = playbook(
        [
            {
                "name": "Try",
                "block": [task],
                "rescue": [{"name": "Use", "debug": {"msg": "{{ ansible_failed_result.tables | length }}"}}],
            }
        ]
    )
    assert rescued.result("Use")["msg"] == 21


def test_a_fleet_in_the_background(playbook: PlaybookRunner, recorder: Recorder) -> None:
    task = {"name": "Make", "planton.dynamodb.dynamodb_tables": {"tables": [{"name": "orders", **TABLE}]}}
    waited = playbook([{**task, "async": 60, "poll": 1}])
    assert waited.result("Make")["tables"]["orders"]["converged"]
    tasks = [
        {**task, "async": 60, "poll": 0, "register": "job"},
        {
            "name": "Wait",
            "async_status": {"jid": "{{ job.ansible_job_id }}"},
            "register": "done",
            "until": "done is finished",
            "retries": 60,
            "delay": 1,
        },
    ]
    assert playbook(tasks).result("Wait")["tables"]["orders"]["converged"]
    refused = playbook([{**task, "async": 60, "poll": 1}], check=True, code=2)
    assert "check mode" in failure(refused).lower() and "async" in failure(refused)


@pytest.mark.parametrize("guard", [{"plan_file": "plan.json"}, {"fail_on_changes": True}])
@pytest.mark.parametrize("how", [CONVERGE, DESTROY, "role"])
def test_a_guard_of_another_playbook_is_refused(playbook: PlaybookRunner, how: str, guard: dict[str, Any]) -> None:
    """Whoever sets it means to be kept from something."""
    run = playbook([INCLUDE] if how == "role" else how, {**ORDERS, **prefixed(**guard)}, code=2)
    assert "has no effect here: plan reads it" in failure(run) and run.calls == []


def test_other_variables_of_another_playbook_are_warned_of(playbook: PlaybookRunner) -> None:
    run = playbook(PLAN, {**ORDERS, **prefixed(destroy_confirm=True)})
    assert "aws_dynamodb_destroy_confirm has no effect here: destroy reads it" in " ".join(run.output.split())


def test_what_was_approved_and_is_described_no_more_is_told(playbook: PlaybookRunner) -> None:
    approval = {"localhost": {"ghost": {"id": "0" * 16, "text": "+ ghost: create"}}, "elsewhere": {}}
    playbook(CONVERGE, ORDERS)
    run = playbook(CONVERGE, {**ORDERS, **prefixed(approval=approval)}, code=2)
    assert "described by no variable any more, so not carried out: ghost" in failure(run) and run.writes == []
    assert "aws_dynamodb_approval has plans of hosts that are not in this play: elsewhere" in " ".join(
        run.output.split()
    )
    given = playbook(ROLE, {**ORDERS, **prefixed(expected_plans={"ordres": "0" * 16})})
    assert "expected_plans.ordres names no table; did you mean orders?" in " ".join(given.output.split())


def test_a_table_to_delete_that_does_not_exist_is_named(playbook: PlaybookRunner) -> None:
    for check in (True, False):
        run = playbook(DESTROY, prefixed(name="ordres", destroy_confirm=True), check=check)
        assert "= ordres: there is no such table" in run.output


def test_tables_of_a_region_that_could_not_be_asked_are_not_planned(playbook: PlaybookRunner) -> None:
    keys = prefixed(profile="shop", access_key="123456789012", secret_key=UNLIKELY)
    run = playbook(PLAN, {**ORDERS, **keys}, code=2)
    assert "? orders: not planned" in run.output and " 1 not planned; 0 calls" in run.output


def test_a_plan_file_for_other_hosts_says_so(playbook: PlaybookRunner) -> None:
    planned = {"shop-1": {"connection": {}, "calls": []}, "shop-2": {"connection": {}, "calls": []}}
    run = playbook(CONVERGE, prefixed(planned=planned, approval={}), code=2)
    assert "The plan file is for the hosts shop-1, shop-2, and this is localhost." in failure(run)


def test_an_ignored_refusal_is_one_error(playbook: PlaybookRunner) -> None:
    include = {**INCLUDE["include_role"], "apply": {"ignore_errors": True}}
    run = playbook([{"name": "Include", "include_role": include, "vars": prefixed(nmae="orders")}, FACTS])
    assert run.output.count("[ERROR]") == 1 and facts(run) == {"outputs": {}, "results": {}}


def test_a_cause_that_ansible_knows_is_not_lost(playbook: PlaybookRunner, tmp_path: Any) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'sudo: a password is required' >&2\nexit 1\n")
    python.chmod(0o755)
    run = playbook([INCLUDE], {**ORDERS, "ansible_python_interpreter": str(python)}, code=2)
    assert "sudo: a password is required" in failure(run)
