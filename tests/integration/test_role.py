# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role aws_dynamodb against each engine: what its variables do, which facts it leaves, and how it fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.tests.integration.support.capabilities import requires
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.role import FACTS, INCLUDE, ROLE, facts, prefixed
from ansible_collections.planton.dynamodb.tests.integration.support.tables import OUTPUT_KEYS
from devkit.engines import Engine

EXAMPLES = Path(__file__).parents[2] / "examples" / "use_cases"
# Use cases by file, and what an engine must be able to hold for it.
USE_CASES = {
    "key_value_store": (),
    "time_series_ttl": ("ttl",),
    "event_sourcing": ("stream", "point_in_time_recovery"),
    "change_capture": ("kinesis_destination",),
    "access_patterns": ("local_index",),
    "cost_optimisation": ("table_class_at_creation", "deletion_protection"),
}
HASH_KEY = {
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
PLAIN = {"billing_mode": "PAY_PER_REQUEST", **HASH_KEY}
# What the engine has no part in is tried on one of them.
one_engine = pytest.mark.parametrize("engine", ["ministack"], indirect=True)


def test_one_table_first_in_check_mode(playbook: PlaybookRunner, client: Any) -> None:
    table = prefixed(name="orders", tags={"team": "checkout"}, **PLAIN)

    planned = playbook(ROLE, table, check=True)
    assert planned.changed and not planned.writes
    assert client.list_tables()["TableNames"] == []
    assert facts(planned)["results"]["orders"]["plan"]["operations"][0]["operation"] == "CreateTable"

    made = playbook(ROLE, table)
    arn = client.describe_table(TableName="orders")["Table"]["TableArn"]
    assert made.changed
    assert facts(made)["outputs"].keys() == OUTPUT_KEYS
    assert facts(made)["outputs"]["table_arn"] == arn
    assert facts(made)["results"]["orders"]["plan"]["id"] == facts(planned)["results"]["orders"]["plan"]["id"]

    again = playbook(ROLE, table)
    assert not again.changed and not again.writes
    assert facts(again)["outputs"] == facts(made)["outputs"]


def test_several_tables_over_their_defaults(playbook: PlaybookRunner, client: Any) -> None:
    variables = prefixed(
        table_defaults={**PLAIN, "tags": {"team": "checkout", "stage": "test"}},
        tables=[
            {"name": "orders"},
            # A value of the item takes the place of the default; the two are not merged.
            {"name": "carts", "tags": {"team": "basket"}, "ttl": {"enabled": True, "attribute_name": "expires_at"}},
        ],
    )
    made = playbook(ROLE, variables)

    assert list(facts(made)["results"]) == ["orders", "carts"]
    assert facts(made)["outputs"] == {}
    results = facts(made)["results"]
    assert tags_of(client, results["orders"]) == {"team": "checkout", "stage": "test"}
    assert tags_of(client, results["carts"]) == {"team": "basket"}
    ttl = client.describe_time_to_live(TableName="carts")["TimeToLiveDescription"]
    assert ttl == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}

    assert not playbook(ROLE, variables).changed


def tags_of(client: Any, result: dict[str, Any]) -> dict[str, str]:
    tags = client.list_tags_of_resource(ResourceArn=result["outputs"]["table_arn"])["Tags"]
    return {tag["Key"]: tag["Value"] for tag in tags}


def test_both_spellings_mean_the_same(playbook: PlaybookRunner, engine: Engine) -> None:
    requires(engine, "stream", "table_class_at_creation")
    aws = {
        "name": "orders",
        "billing_mode": "PAY_PER_REQUEST",
        "attribute_definitions": [{"name": "id", "type": "S"}, {"name": "owner", "type": "N"}],
        "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
        "global_secondary_indexes": [
            {
                "name": "by_owner",
                "key_schema": [{"attribute_name": "owner", "key_type": "HASH"}],
                "projection": {"type": "KEYS_ONLY"},
            }
        ],
        "stream_enabled": True,
        "stream_view_type": "NEW_IMAGE",
        "table_class": "STANDARD_INFREQUENT_ACCESS",
    }
    resource = {
        **aws,
        "billing_mode": "BILLING_MODE_PAY_PER_REQUEST",
        "attribute_definitions": [
            {"name": "id", "type": "ATTRIBUTE_TYPE_S"},
            {"name": "owner", "type": "ATTRIBUTE_TYPE_N"},
        ],
        "key_schema": [{"attribute_name": "id", "key_type": "KEY_TYPE_HASH"}],
        "global_secondary_indexes": [
            {
                "name": "by_owner",
                "key_schema": [{"attribute_name": "owner", "key_type": "KEY_TYPE_HASH"}],
                "projection": {"type": "PROJECTION_TYPE_KEYS_ONLY"},
            }
        ],
        "stream_view_type": "STREAM_VIEW_TYPE_NEW_IMAGE",
        "table_class": "TABLE_CLASS_STANDARD_INFREQUENT_ACCESS",
    }
    made = playbook(ROLE, prefixed(**resource))
    again = playbook(ROLE, prefixed(**aws))
    assert made.changed and not again.changed
    assert facts(again)["results"]["orders"]["spec"]["billing_mode"] == "PAY_PER_REQUEST"
    assert facts(again)["outputs"]["stream_arn"]


@one_engine
def test_answers_of_a_survey(playbook: PlaybookRunner, client: Any) -> None:
    """A survey gives text; an optional question that is not answered gives the empty text."""
    run = playbook(
        ROLE,
        prefixed(
            **{**PLAIN, "billing_mode": "PROVISIONED"},
            name="orders",
            provisioned_throughput={"read_capacity_units": "5", "write_capacity_units": "4"},
            deletion_protection_enabled="true",
            point_in_time_recovery_enabled="no",
            wait_timeout="600",
            state="",
            table_class="",
            stream_view_type="",
            expected_plan="",
            region="",
            profile="",
        ),
    )
    found = client.describe_table(TableName="orders")["Table"]
    assert found["ProvisionedThroughput"]["ReadCapacityUnits"] == 5
    assert found["DeletionProtectionEnabled"] is True
    request = next(call.body for call in run.calls if call.operation == "CreateTable")
    assert {"TableClass", "StreamSpecification"}.isdisjoint(request)


def test_empty_lists_and_dictionaries_are_values(playbook: PlaybookRunner, client: Any) -> None:
    index = {
        "name": "by_owner",
        "key_schema": [{"attribute_name": "owner", "key_type": "HASH"}],
        "projection": {"type": "ALL"},
    }
    whole = {
        **PLAIN,
        "attribute_definitions": [{"name": "id", "type": "S"}, {"name": "owner", "type": "S"}],
        "global_secondary_indexes": [index],
        "tags": {"team": "checkout"},
    }
    playbook(ROLE, prefixed(name="orders", **whole))

    unnamed = playbook(ROLE, prefixed(name="orders", billing_mode=None))
    assert not unnamed.changed, "what is left out is left alone"

    emptied = playbook(ROLE, prefixed(name="orders", global_secondary_indexes=[], tags={}))
    found = client.describe_table(TableName="orders")["Table"]
    assert not found.get("GlobalSecondaryIndexes")
    assert tags_of(client, facts(emptied)["results"]["orders"]) == {}


@one_engine
def test_nothing_but_the_two_facts_is_left(playbook: PlaybookRunner) -> None:
    names = "{{ lookup('varnames', '.*') | split(',') | union(hostvars[inventory_hostname].keys()) | sort }}"
    run = playbook(
        [
            {"name": "Before", "debug": {"msg": names}},
            {**INCLUDE, "vars": prefixed(name="orders", **PLAIN)},
            {"name": "After", "debug": {"msg": names}},
        ]
    )
    left = set(run.result("After")["msg"]) - set(run.result("Before")["msg"])
    assert {name for name in left if not name.startswith("ansible_")} == {
        "aws_dynamodb_outputs",
        "aws_dynamodb_results",
    }


@one_engine
def test_results_hold_what_the_module_told_of_the_table(playbook: PlaybookRunner) -> None:
    result = facts(playbook(ROLE, prefixed(name="orders", **PLAIN)))["results"]["orders"]
    assert {"changed", "converged", "plan", "diff", "outputs", "table", "spec"} <= result.keys()
    assert {"item", "ansible_loop_var", "invocation", "ansible_facts"}.isdisjoint(result)


@one_engine
def test_a_failing_table_names_itself_and_leaves_the_others(playbook: PlaybookRunner, client: Any) -> None:
    broken = {"name": "broken", "key_schema": [{"attribute_name": "nowhere", "key_type": "HASH"}]}
    variables = prefixed(table_defaults=PLAIN, tables=[{"name": "orders"}, broken, {"name": "carts"}])

    failed = playbook([INCLUDE], variables, code=2)
    assert (
        next(task for task in failed.tasks if task.status == "failed").result["msg"].startswith("1 of 3 tables failed.")
    )
    assert "table broken cannot be carried out" in failed.output
    assert "- aws_dynamodb_tables[1].key_schema[0].attribute_name: key attribute 'nowhere'" in failed.output
    assert sorted(client.list_tables()["TableNames"]) == ["carts", "orders"]

    rescued = playbook([{"name": "Try", "block": [INCLUDE], "rescue": [FACTS]}], variables)
    results = facts(rescued)["results"]
    assert results["orders"]["outputs"]["table_arn"] and results["carts"]["outputs"]["table_arn"]
    assert results["broken"]["failed"] and results["broken"]["errors"]


@one_engine
@pytest.mark.parametrize(
    ("variables", "complaint"),
    [
        ({}, "Set aws_dynamodb_name for one table, or aws_dynamodb_tables"),
        (prefixed(name=""), "Set aws_dynamodb_name for one table, or aws_dynamodb_tables"),
        (prefixed(tables=[{"name": "orders"}], tags={}, force=False), "aws_dynamodb_tags, aws_dynamodb_force"),
        (
            prefixed(tables=[{"name": "orders"}, {"name": "orders"}]),
            "the table orders is named by aws_dynamodb_tables[1] too",
        ),
        (
            prefixed(tables=[{"nmae": "orders"}]),
            "aws_dynamodb_tables[0].nmae: there is no such option; did you mean name?",
        ),
        (prefixed(tables=[{"state": "present"}]), "missing required arguments: name"),
        (prefixed(name="orders", wait_timeout="soon"), "aws_dynamodb_wait_timeout"),
        (prefixed(name="orders", ttl={"enable": True}), "aws_dynamodb_ttl.enable"),
    ],
)
def test_variables_that_cannot_be_meant(playbook: PlaybookRunner, variables: dict[str, Any], complaint: str) -> None:
    run = playbook(ROLE, variables, code=2)
    failed = next(task for task in run.tasks if task.status == "failed")
    assert complaint in "".join(each["msg"] for each in failed.result.get("results", [failed.result]))
    assert not run.calls


@one_engine
def test_an_empty_list_of_tables_is_no_work(playbook: PlaybookRunner) -> None:
    run = playbook(ROLE, prefixed(tables=[]))
    assert facts(run) == {"outputs": {}, "results": {}}
    assert not run.calls


@one_engine
def test_facts_of_an_earlier_run_do_not_stay(playbook: PlaybookRunner) -> None:
    one = {**INCLUDE, "vars": prefixed(name="orders", **PLAIN)}
    none = {**INCLUDE, "vars": prefixed(tables=[])}
    assert facts(playbook([one, none, FACTS])) == {"outputs": {}, "results": {}}


@pytest.mark.parametrize("engine", ["strict"], indirect=True)
def test_tags_come_from_where_the_user_says(playbook: PlaybookRunner, engine: Engine) -> None:
    """The strict engine alone has the tagging API, which lags."""
    variables = prefixed(tables=[{"name": name, **PLAIN, "tags": {"team": "shop"}} for name in ("orders", "carts")])
    assert playbook(ROLE, variables).changed
    engine.later(3600)
    for task, more in ((ROLE, {}), ("planton.dynamodb.plan", {"hosts": "localhost"})):
        run = playbook(task, {**variables, **prefixed(tags_from="tagging_api", **more)})
        operations = [call.operation for call in run.calls]
        assert not run.changed and "ListTagsOfResource" not in operations and operations.count("GetResources") == 1


@pytest.mark.parametrize("use_case", USE_CASES)
def test_use_case(playbook: PlaybookRunner, engine: Engine, use_case: str) -> None:
    requires(engine, *USE_CASES[use_case])
    variables = yaml.safe_load((EXAMPLES / f"{use_case}.yml").read_text())

    planned = playbook(ROLE, variables, check=True, diff=True)
    assert planned.changed and not planned.writes

    made = playbook(ROLE, variables)
    result = facts(made)["results"][variables["aws_dynamodb_name"]]
    assert made.changed and result["converged"]
    assert bool(facts(made)["outputs"]["stream_arn"]) is bool(variables.get("aws_dynamodb_stream_enabled"))

    assert not playbook(ROLE, variables).changed
