# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same five of dynamodb_tables, in playbooks, where its action plugin runs too; and what is shown meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.specs import INDEXED, ON_DEMAND, Options

SPECS: list[Options] = [
    {"name": "orders", **INDEXED, "ttl": {"enabled": True, "attribute_name": "until"}},
    {"name": "carts", **ON_DEMAND, "tags": {"team": "shop"}},
]
CHANGED: list[Options] = [SPECS[0], {**SPECS[1], "tags": {"team": "basket"}}]
one_engine = pytest.mark.parametrize("engine", ["strict"], indirect=True)


def task(name: str, specs: list[Options], **more: Any) -> Options:
    return {"name": name, "planton.dynamodb.dynamodb_tables": {"tables": specs}, **more}


@one_engine
def test_tables_created(playbook: PlaybookRunner) -> None:
    run = playbook([task("Create", SPECS)], diff=True)
    result = run.result("Create")
    assert run.changed == ["Create"] and result["converged"]
    assert list(result["tables"]) == ["orders", "carts"]
    assert all(table["converged"] and table["outputs"]["table_arn"] for table in result["tables"].values())
    assert run.output.count("+ orders: create\n") == run.output.count("+ carts: create\n") == 1
    assert "Plan: 2 to create, " in run.output and '"billing_mode"' not in run.output
    # The run was over before there was anything to tell.
    assert "progress:" not in run.output


@one_engine
def test_tables_unchanged(playbook: PlaybookRunner) -> None:
    run = playbook([task("Create", SPECS), task("Again", SPECS)], diff=True)
    assert run.changed == ["Create"]
    assert run.result("Again")["plan"]["operations"] == []


@one_engine
def test_tables_changed(playbook: PlaybookRunner) -> None:
    run = playbook([task("Create", SPECS), task("Change", CHANGED), task("Again", CHANGED)])
    assert run.changed == ["Create", "Change"]
    result = run.result("Change")
    assert result["tables"]["carts"]["diff"] == {
        "before": {"tags": {"team": "shop"}},
        "after": {"tags": {"team": "basket"}},
    }
    assert [entry.get("before_header") for entry in result["diff"]] == ["carts", None]
    assert "= 1 table without changes\nPlan: 0 to create, 1 to change, " in result["plan"]["text"]


@one_engine
def test_tables_in_check_mode(playbook: PlaybookRunner) -> None:
    for specs in (SPECS, CHANGED):
        planned = playbook([task("Make", specs)], check=True)
        assert planned.writes == []
        made = playbook([task("Make", specs)])
        expected, result = planned.result("Make"), made.result("Make")
        assert expected.keys() == result.keys()
        assert expected["changed"] and result["changed"]
        for key in ("id", "summary", "iam_actions"):
            assert expected["plan"][key] == result["plan"][key]
        assert expected["diff"] == result["diff"]


@one_engine
def test_tables_error(playbook: PlaybookRunner) -> None:
    wrong = [*SPECS, {"name": "events", **ON_DEMAND, "table_class": "COLD"}]
    run = playbook([task("Create", wrong, register="made")], code=2)
    result = run.result("Create")
    assert [(error["table"], error["rule"], error["path"]) for error in result["errors"]] == [
        ("events", "V44", "tables[2].table_class")
    ]
    assert result["msg"].startswith("1 of 3 tables failed.") and "Traceback" not in run.output
    assert [name for name, table in result["tables"].items() if table["changed"]] == ["orders", "carts"]


@one_engine
def test_a_long_run_tells_how_far_it_is(playbook: PlaybookRunner) -> None:
    refused = "The rate of control plane requests made by this account is too high"
    playbook.recorder.fail("CreateTable", "ThrottlingException", refused, times=12)
    run = playbook([task("Create", SPECS)])
    assert run.changed == ["Create"]
    lines = [line for line in run.output.splitlines() if line.startswith("progress: [localhost]")]
    assert "0 of 2 tables done; AWS admits a change every" in lines[0] and len(lines) < 5
    assert "  in progress: " in run.output and ": create the table" in run.output
