# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks by their full names, with nothing but variables."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.tests.integration.support.capabilities import requires
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRunner
from devkit.engines import Engine

CONVERGE, PLAN, DESTROY = "planton.dynamodb.converge", "planton.dynamodb.plan", "planton.dynamodb.destroy"
EXAMPLES = Path(__file__).parents[2] / "examples" / "use_cases"
TABLE = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
ORDERS = {f"aws_dynamodb_{name}": value for name, value in {"name": "orders", **TABLE}.items()}
SHOP = {"aws_dynamodb_table_defaults": TABLE, "aws_dynamodb_tables": [{"name": "orders"}, {"name": "carts"}]}
CONFIRMED = {"aws_dynamodb_destroy_confirm": True}
# What the engine has no part in is tried on one of them.
one_engine = pytest.mark.parametrize("engine", ["ministack"], indirect=True)


def tables(client: Any) -> list[str]:
    return sorted(client.list_tables()["TableNames"])


@one_engine
def test_converge_prints_the_outputs_in_columns(playbook: PlaybookRunner, client: Any) -> None:
    run = playbook(CONVERGE, SHOP)
    head, *rows = run.result("Show the outputs")["msg"]
    assert head.split() == ["table_name", "table_arn", "table_id", "stream_arn", "stream_label"]
    assert [row.split()[0] for row in rows] == ["orders", "carts"] == [row[:6].strip() for row in rows]
    column = head.index("table_arn")
    assert all(row[column:].startswith("arn:aws:dynamodb:") for row in rows)
    assert tables(client) == ["carts", "orders"]
    assert not playbook(CONVERGE, SHOP).changed


@one_engine
def test_converge_shows_what_was_done_before_a_failure(playbook: PlaybookRunner) -> None:
    broken = {"name": "broken", "key_schema": [{"attribute_name": "nowhere", "key_type": "HASH"}]}
    run = playbook(CONVERGE, {**SHOP, "aws_dynamodb_tables": [{"name": "orders"}, broken]}, code=2)
    assert [row.split()[0] for row in run.result("Show the outputs")["msg"][1:]] == ["orders", "broken"]


@one_engine
def test_converge_fails_before_it_begins(playbook: PlaybookRunner) -> None:
    run = playbook(CONVERGE, code=2)
    assert "Set aws_dynamodb_name for one table" in run.output
    assert [task.task for task in run.tasks] == ["Make the tables match their specifications", "Set the facts"]


@one_engine
def test_plan_changes_nothing_and_tells_everything(playbook: PlaybookRunner, client: Any) -> None:
    run = playbook(PLAN, SHOP, environ={"ANSIBLE_SHOW_CUSTOM_STATS": "1"})
    assert not run.writes and tables(client) == []

    lines = run.result("Show the plans")["msg"]
    assert lines[0].startswith("orders: 1 operation: create the table")
    assert lines[1] == "  1. CreateTable orders [planned]"
    assert lines[2].startswith("     reason: create the table")
    assert "BillingMode: PAY_PER_REQUEST" in lines[3] and "TableName: orders" in lines[3]
    assert "  + billing_mode: PAY_PER_REQUEST" in lines
    assert any(line.startswith("  needs: dynamodb:CreateTable") for line in lines)

    ids = run.result("Publish the plans")["ansible_stats"]["data"]["aws_dynamodb_plans"]
    assert ids.keys() == {"orders", "carts"}
    assert f"  plan id: {ids['orders']}" in lines


@one_engine
def test_plan_marks_what_destroys(playbook: PlaybookRunner) -> None:
    owner = {"attribute_name": "owner", "key_type": "HASH"}
    index = {"name": "by_owner", "key_schema": [owner], "projection": {"type": "ALL"}}
    definitions = [*TABLE["attribute_definitions"], {"name": "owner", "type": "S"}]
    indexed = {"aws_dynamodb_attribute_definitions": definitions, "aws_dynamodb_global_secondary_indexes": [index]}
    playbook(CONVERGE, {**ORDERS, **indexed})

    run = playbook(PLAN, {**ORDERS, "aws_dynamodb_global_secondary_indexes": []})
    lines = run.result("Show the plans")["msg"]
    assert "(1 destructive)" in lines[0]
    assert any(line.endswith("[planned] DESTRUCTIVE") and "orders/index/by_owner" in line for line in lines)
    assert any(line.startswith("  - global_secondary_indexes.by_owner") for line in lines)


@one_engine
def test_plan_tells_what_is_wrong_and_plans_the_rest(playbook: PlaybookRunner) -> None:
    broken = {"name": "broken", "ttl": {"enabled": True}}
    run = playbook(PLAN, {**SHOP, "aws_dynamodb_tables": [broken, {"name": "carts"}]}, code=2)
    lines = run.result("Show the plans")["msg"]
    assert lines[0].startswith("broken: ") and lines[1].startswith("  FAILED: ")
    assert any("[V45]" in line for line in lines)
    assert run.result("Publish the plans")["ansible_stats"]["data"]["aws_dynamodb_plans"].keys() == {"carts"}


@one_engine
def test_a_plan_is_what_converge_carries_out(playbook: PlaybookRunner, client: Any) -> None:
    planned = playbook(PLAN, ORDERS).result("Publish the plans")["ansible_stats"]["data"]["aws_dynamodb_plans"]

    refused = playbook(CONVERGE, {**ORDERS, "aws_dynamodb_expected_plan": "0" * 16}, code=2)
    assert not refused.writes

    expected = {"aws_dynamodb_plans": planned, "aws_dynamodb_expected_plan": "{{ aws_dynamodb_plans['orders'] }}"}
    assert playbook(CONVERGE, {**ORDERS, **expected}).changed
    assert tables(client) == ["orders"]


@one_engine
def test_destroy_asks_for_a_confirmation(playbook: PlaybookRunner, client: Any) -> None:
    playbook(CONVERGE, SHOP)

    refused = playbook(DESTROY, SHOP, code=2)
    message = refused.result("Delete the tables")["msg"]
    assert "orders, carts" in message and "aws_dynamodb_destroy_confirm" in message
    assert not refused.calls

    planned = playbook(DESTROY, SHOP, check=True)
    assert planned.changed and not planned.writes

    # What a variable of the command line says about the state does not matter here.
    playbook(DESTROY, {**SHOP, **CONFIRMED, "aws_dynamodb_table_defaults": {**TABLE, "state": "present"}})
    assert tables(client) == []
    assert not playbook(DESTROY, {**SHOP, **CONFIRMED}).changed


@one_engine
def test_destroy_lifts_protection_only_by_force(playbook: PlaybookRunner, client: Any) -> None:
    table = {**ORDERS, "aws_dynamodb_deletion_protection_enabled": True, **CONFIRMED}
    playbook(CONVERGE, table)

    refused = playbook(DESTROY, table, code=2)
    assert "force" in refused.output and not refused.writes
    assert tables(client) == ["orders"]

    playbook(DESTROY, {**table, "aws_dynamodb_force": "true"})
    assert tables(client) == []


@one_engine
@pytest.mark.parametrize(
    "line",
    [
        pytest.param("", id="implicit localhost"),
        pytest.param(f"localhost ansible_python_interpreter={sys.executable}", id="localhost without a connection"),
    ],
)
def test_any_inventory_will_do(playbook: PlaybookRunner, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def inventory(_runner: PlaybookRunner, place: Path) -> Path:
        path = place / "inventory"
        path.write_text(line + "\n")
        return path

    monkeypatch.setattr(PlaybookRunner, "_inventory", inventory)
    assert playbook(PLAN, ORDERS).changed


@one_engine
def test_hosts_may_be_others(playbook: PlaybookRunner) -> None:
    assert "no hosts matched" in playbook(PLAN, {**ORDERS, "aws_dynamodb_hosts": "aws_gateways"}).output


def test_the_use_cases_together_and_their_changes(playbook: PlaybookRunner, engine: Engine, client: Any) -> None:
    requires(engine, "table_class_at_creation", "index_deletion_drops_attributes")
    use_cases, changes = (yaml.safe_load((EXAMPLES / name).read_text()) for name in ("all.yml", "changes.yml"))
    playbook(CONVERGE, use_cases)
    assert len(tables(client)) == 5
    assert not playbook(CONVERGE, use_cases).changed

    lines = playbook(PLAN, changes).result("Show the plans")["msg"]
    assert "  + ttl.attribute_name: expires_at" in lines
    capacity = "global_secondary_indexes.by_status.provisioned_throughput.read_capacity_units"
    assert f"  ~ {capacity}: 10 -> 15" in lines

    assert playbook(CONVERGE, changes).changed
    assert not playbook(CONVERGE, changes).changed
    indexes = client.describe_table(TableName="orders")["Table"]["GlobalSecondaryIndexes"]
    assert sorted(index["IndexName"] for index in indexes) == ["by_carrier", "by_status"]


@one_engine
def test_only_what_was_approved(playbook: PlaybookRunner, client: Any) -> None:
    """The statistics of plan go to converge as AWX passes them on along a workflow."""
    planned = playbook(PLAN, SHOP)
    approval = planned.result("Publish the plans")["ansible_stats"]["data"]["aws_dynamodb_approval"]
    assert sorted(approval["localhost"]) == ["carts", "orders"]

    # Somebody made one of the tables meanwhile, otherwise than the specification says.
    client.create_table(
        TableName="carts",
        BillingMode="PROVISIONED",
        ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1},
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    moved = playbook(CONVERGE, {**SHOP, "aws_dynamodb_approval": approval}, code=2)
    assert moved.writes == ["CreateTable"] and tables(client) == ["carts", "orders"]
    shown = moved.result("Show what was approved and what would be done now")["msg"]
    assert shown[0] == "carts: not what was approved, so nothing was done"
    assert [line.strip() for line in shown[1:]] == [
        f"approved {approval['localhost']['carts']['id']}",
        "1. CreateTable carts: create the table",
        f"now {moved.result('variables')['tables']['carts']['plan']['id']}",
        "1. UpdateTable carts: change billing mode to PAY_PER_REQUEST",
    ]

    again = playbook(PLAN, SHOP).result("Publish the plans")["ansible_stats"]["data"]["aws_dynamodb_approval"]
    done = playbook(CONVERGE, {**SHOP, "aws_dynamodb_approval": again})
    assert done.writes == ["UpdateTable"]


@one_engine
def test_an_approval_of_nothing_lets_nothing_happen(playbook: PlaybookRunner, client: Any) -> None:
    run = playbook(CONVERGE, {**SHOP, "aws_dynamodb_approval": {"elsewhere": {}}}, code=2)
    assert run.writes == [] and tables(client) == []
    assert "no plan of this table was approved" in run.output
    assert "approved: nothing" in "\n".join(run.result("Show what was approved and what would be done now")["msg"])


@one_engine
def test_plan_of_no_tables(playbook: PlaybookRunner) -> None:
    run = playbook(PLAN, {"aws_dynamodb_tables": []})
    assert run.result("Show the plans")["msg"] == []
