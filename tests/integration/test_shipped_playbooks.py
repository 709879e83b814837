# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks by their full names, with nothing but variables."""

from __future__ import annotations

import json
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
def test_converge_tells_what_it_did(playbook: PlaybookRunner, client: Any) -> None:
    run = playbook(CONVERGE, SHOP)
    lines = run.output.splitlines()
    for name in ("orders", "carts"):
        (line,) = (line for line in lines if line.startswith(f"+ {name}: created, 1 call in "))
        assert line.endswith(": create the table")
        place = lines.index(f"  {name}:", lines.index("Outputs:"))
        assert lines[place + 1].startswith("    table_arn: arn:aws:dynamodb:")
        assert lines[place + 2].startswith("    table_id: ")
    assert "stream_arn" not in run.output
    assert tables(client) == ["carts", "orders"]

    again = playbook(CONVERGE, SHOP)
    assert not again.changed and "= 2 tables without changes" in again.output and "Outputs:" not in again.output
    every = playbook(CONVERGE, {**SHOP, "aws_dynamodb_all_outputs": "true"})
    assert every.output.count("    table_arn: ") == 2


@one_engine
def test_converge_shows_what_was_done_before_a_failure(playbook: PlaybookRunner) -> None:
    broken = {"name": "broken", "key_schema": [{"attribute_name": "nowhere", "key_type": "HASH"}]}
    run = playbook(CONVERGE, {**SHOP, "aws_dynamodb_tables": [{"name": "orders"}, broken]}, code=2)
    assert "+ orders: created, 1 call in " in run.output and "? broken: failed, 0 calls" in run.output


@one_engine
def test_converge_fails_before_it_begins(playbook: PlaybookRunner) -> None:
    run = playbook(CONVERGE, code=2)
    assert "Set aws_dynamodb_name for one table" in run.output
    assert [task.task for task in run.tasks] == ["Make the tables match their specifications", "Set the facts"]


@one_engine
def test_plan_changes_nothing_and_tells_everything(playbook: PlaybookRunner, client: Any) -> None:
    run = playbook(PLAN, SHOP, environ={"ANSIBLE_SHOW_CUSTOM_STATS": "1"})
    assert not run.writes and tables(client) == []

    lines = run.output.splitlines()
    start = lines.index("+ orders: create")
    assert lines[start + 1] == "    + billing_mode: PAY_PER_REQUEST"
    assert "    1. CreateTable: create the table" in lines
    assert any(line.startswith("Plan: 2 to create, 0 to change, ") for line in lines)

    ids = run.result("Publish the plans")["ansible_stats"]["data"]["aws_dynamodb_plans"]
    assert ids.keys() == {"orders", "carts"}
    assert f"    plan id: {ids['orders']}" in lines


@one_engine
@pytest.mark.parametrize("how", [(), ("-v",), ("--diff",)])
def test_a_plan_is_shown_once_and_as_plain_lines(playbook: PlaybookRunner, how: tuple[str, ...]) -> None:
    run = playbook(PLAN, ORDERS, *how)
    assert run.output.splitlines().count("    1. CreateTable: create the table") == 1


@one_engine
def test_colours_are_those_of_ansible(playbook: PlaybookRunner) -> None:
    forced = playbook(PLAN, ORDERS, environ={"ANSIBLE_FORCE_COLOR": "1", "ANSIBLE_NOCOLOR": ""})
    assert "\x1b[0;32m+ orders: create" in forced.output.replace("\x1b[0m", "")
    assert "\x1b" not in playbook(PLAN, ORDERS).output


@one_engine
def test_plan_marks_what_destroys(playbook: PlaybookRunner) -> None:
    owner = {"attribute_name": "owner", "key_type": "HASH"}
    index = {"name": "by_owner", "key_schema": [owner], "projection": {"type": "ALL"}}
    definitions = [*TABLE["attribute_definitions"], {"name": "owner", "type": "S"}]
    indexed = {"aws_dynamodb_attribute_definitions": definitions, "aws_dynamodb_global_secondary_indexes": [index]}
    playbook(CONVERGE, {**ORDERS, **indexed})

    lines = playbook(PLAN, {**ORDERS, "aws_dynamodb_global_secondary_indexes": []}).output.splitlines()
    first = lines.index("DESTRUCTIVE, 1 call:")
    assert lines[first + 1] == "  ! orders/index/by_owner: delete index by_owner"
    assert lines[first + 2] == "~ orders: change"
    assert any(line.startswith("    - global_secondary_indexes.by_owner: {key_schema: ") for line in lines)
    assert any(line.endswith("delete index by_owner  DESTRUCTIVE") for line in lines)
    assert any("; 1 call, 1 destructive; about 5 s, an estimate" in line for line in lines)


@one_engine
def test_plan_tells_what_is_wrong_and_plans_the_rest(playbook: PlaybookRunner) -> None:
    broken = {"name": "broken", "ttl": {"enabled": True}}
    run = playbook(PLAN, {**SHOP, "aws_dynamodb_tables": [broken, {"name": "carts"}]}, code=2)
    lines = run.output.splitlines()
    place = lines.index("? broken: not planned")
    assert (
        lines[place + 2].startswith("    - aws_dynamodb_tables[0].ttl.attribute_name: ") and "[V45]" in lines[place + 2]
    )
    assert "+ carts: create" in lines
    assert run.result("Publish the plans")["ansible_stats"]["data"]["aws_dynamodb_plans"].keys() == {"carts"}


@one_engine
def test_plan_fails_on_changes_where_a_pipeline_asks_for_it(playbook: PlaybookRunner) -> None:
    wanted = {**SHOP, "aws_dynamodb_fail_on_changes": "true"}
    told = "2 of 2 tables would change, and aws_dynamodb_fail_on_changes is true: orders, carts"
    assert told in playbook(PLAN, wanted, code=2).output
    playbook(CONVERGE, SHOP)
    assert "= 2 tables without changes" in playbook(PLAN, wanted).output


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

    lines = playbook(PLAN, changes).output.splitlines()
    assert "    + ttl.attribute_name: expires_at" in lines
    capacity = "global_secondary_indexes.by_status.provisioned_throughput.read_capacity_units"
    assert f"    ~ {capacity}: 10 -> 15" in lines

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
    lines = moved.output.splitlines()
    start = lines.index("carts: not what was approved, so nothing was done")
    shown = [
        line.strip() for line in lines[start + 1 : lines.index("+ orders: created, 1 call in 0 s: create the table")]
    ]
    assert shown[0] == "approved:" and f"plan id: {approval['localhost']['carts']['id']}" in shown
    now = shown[shown.index("now:") :]
    assert "1. UpdateTable: change billing mode to PAY_PER_REQUEST" in now
    assert f"plan id: {moved.result('variables')['tables']['carts']['plan']['id']}" in now
    assert f"not {approval['localhost']['carts']['id']}: the table or the specification changed" in moved.output

    again = playbook(PLAN, SHOP).result("Publish the plans")["ansible_stats"]["data"]["aws_dynamodb_approval"]
    done = playbook(CONVERGE, {**SHOP, "aws_dynamodb_approval": again})
    assert done.writes == ["UpdateTable"]


@one_engine
def test_an_approval_of_nothing_lets_nothing_happen(playbook: PlaybookRunner, client: Any) -> None:
    run = playbook(CONVERGE, {**SHOP, "aws_dynamodb_approval": {"elsewhere": {}}}, code=2)
    assert run.writes == [] and tables(client) == []
    assert "no plan of this table was approved" in run.output
    assert "approved:\n  nothing\nnow:\n  + orders: create" in run.output


@one_engine
def test_plan_of_no_tables(playbook: PlaybookRunner) -> None:
    run = playbook(PLAN, {"aws_dynamodb_tables": []})
    assert "\nPlan: 0 to create, 0 to change, 0 to replace, 0 to delete, 0 unchanged; 0 calls" in run.output


@one_engine
def test_a_plan_file_is_all_that_converge_needs(playbook: PlaybookRunner, client: Any, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    # An attribute may be called so; nothing of it is a template.
    odd = {"attribute_definitions": [{"name": "{{ 7 * 7 }}", "type": "S"}]}
    keys = {"key_schema": [{"attribute_name": "{{ 7 * 7 }}", "key_type": "HASH"}]}
    play = [
        {
            "name": "Plan",
            "import_playbook": PLAN,
            "vars": {
                "aws_dynamodb_plan_file": str(file),
                "aws_dynamodb_tables": "{{ lookup('file', tables) }}",
            },
        }
    ]
    specs = tmp_path / "tables.json"
    specs.write_text(json.dumps([{"name": "orders", **TABLE}, {"name": "odd", **TABLE, **odd, **keys}]))
    planned = playbook(play, {"tables": str(specs)})
    assert planned.writes == [] and "{\\{ 7 * 7 }}" in planned.output
    assert "not-a-secret" not in file.read_text()

    made = playbook(CONVERGE, None, "-e", f"@{file}")
    assert sorted(made.writes) == ["CreateTable", "CreateTable"]
    key = client.describe_table(TableName="odd")["Table"]["KeySchema"]
    assert key == [{"AttributeName": "{{ 7 * 7 }}", "KeyType": "HASH"}]

    aged = playbook(CONVERGE, None, "-e", f"@{file}")
    # What was planned is there, so there is nothing to approve any more.
    assert aged.writes == [] and "= 2 tables without changes" in aged.output

    client.delete_table(TableName="orders")
    client.create_table(
        TableName="orders",
        BillingMode="PROVISIONED",
        ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1},
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    refused = playbook(CONVERGE, None, "-e", f"@{file}", code=2)
    assert refused.writes == []
    assert "  + orders: create" in refused.output and "  ~ orders: change" in refused.output


@one_engine
def test_a_plan_file_that_cannot_be_written_is_told(playbook: PlaybookRunner, tmp_path: Path) -> None:
    run = playbook(PLAN, {**ORDERS, "aws_dynamodb_plan_file": str(tmp_path / "nowhere" / "plan.json")}, code=2)
    assert "aws_dynamodb_plan_file: the file cannot be written: " in run.output
