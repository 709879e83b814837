# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Playbooks about what tables have that no option describes, and about what a variable switches."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRunner
from devkit.engines import Engine

strict = pytest.mark.parametrize("engine", ["strict"], indirect=True)
pytestmark = strict

NAME = "orders"
MODULE = "planton.dynamodb.dynamodb_table"
FLEET = "planton.dynamodb.dynamodb_tables"
BASE: dict[str, Any] = {
    "name": NAME,
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
LIMITS = {"MaxReadRequestUnits": 200, "MaxWriteRequestUnits": 20}


def indexed(projection: str) -> dict[str, Any]:
    index = {"name": "by_id", "key_schema": BASE["key_schema"], "projection": {"type": projection}}
    return {**BASE, "global_secondary_indexes": [index]}


def with_maximum(playbook: PlaybookRunner, client: Any) -> None:
    playbook([{MODULE: indexed("ALL")}])
    update = {"Update": {"IndexName": "by_id", "OnDemandThroughput": LIMITS}}
    client.update_table(TableName=NAME, GlobalSecondaryIndexUpdates=[update])


def test_a_rebuilt_index_has_its_maximum(playbook: PlaybookRunner, client: Any) -> None:
    with_maximum(playbook, client)
    planned = playbook([{MODULE: indexed("KEYS_ONLY")}], check=True).result("dynamodb_table")["plan"]
    run = playbook([{MODULE: indexed("KEYS_ONLY")}])
    assert run.result("dynamodb_table")["plan"]["id"] == planned["id"]
    (index,) = client.describe_table(TableName=NAME)["Table"]["GlobalSecondaryIndexes"]
    assert (index["OnDemandThroughput"], index["Projection"]["ProjectionType"]) == (LIMITS, "KEYS_ONLY")


@pytest.mark.parametrize("check", [True, False])
def test_a_table_whose_index_has_one_is_replaced_with_it(playbook: PlaybookRunner, client: Any, check: bool) -> None:
    with_maximum(playbook, client)
    other = {"key_schema": [{"attribute_name": "number", "key_type": "HASH"}]}
    other["attribute_definitions"] = [{"name": "number", "type": "S"}]
    options = {"name": NAME, **other, "replacement": "when_empty"}
    run = playbook([{MODULE: options}], check=check)
    planned = run.result("dynamodb_table")["plan"]["operations"]
    (create,) = (step for step in planned if step["operation"] == "CreateTable")
    assert "OnDemandThroughput" in create["request"]["GlobalSecondaryIndexes"][0]
    assert bool(run.writes) is not check


@pytest.mark.parametrize("check", [True, False])
def test_the_stream_that_feeds_a_replica_stays(playbook: PlaybookRunner, client: Any, check: bool) -> None:
    playbook([{MODULE: {**BASE, "stream_enabled": True, "stream_view_type": "NEW_AND_OLD_IMAGES"}}])
    client.update_table(TableName=NAME, ReplicaUpdates=[{"Create": {"RegionName": "us-west-2"}}])
    run = playbook([{MODULE: {**BASE, "stream_enabled": False, "tags": {"a": "b"}}}], check=check, code=2)
    message = run.result("dynamodb_table")["msg"]
    assert run.writes == []
    assert "replicas in us-west-2" in message and "[V41]" in message and "un again" not in message


# A variable that switches, and what of the specification goes with it.
SWITCHED = {
    "ttl": {"enabled": "{{ on }}", "attribute_name": "{{ 'expires' if on else omit }}"},
    "stream_enabled": "{{ on }}",
    "stream_view_type": "{{ 'NEW_IMAGE' if on else omit }}",
    "point_in_time_recovery_enabled": "{{ on }}",
    "recovery_period_in_days": "{{ 7 if on else omit }}",
    "server_side_encryption": {"enabled": "{{ on }}", "kms_key_arn": "{{ 'alias/aws/dynamodb' if on else omit }}"},
    "contributor_insights_enabled": "{{ on }}",
    "contributor_insights_mode": "{{ 'THROTTLED_KEYS' if on else omit }}",
}
BLANK = {
    "ttl": {"enabled": False, "attribute_name": ""},
    "stream_enabled": False,
    "stream_view_type": "",
    "server_side_encryption": {"enabled": False, "kms_key_arn": ""},
    "contributor_insights_enabled": False,
    "contributor_insights_mode": "",
}


@pytest.mark.parametrize("task", ["one", "fleet"])
def test_one_variable_turns_it_on_and_off(playbook: PlaybookRunner, engine: Engine, task: str) -> None:
    """As the hints of V40, V42, V45, V46 and V51 say."""

    def play(options: dict[str, Any], **variables: Any) -> bool:
        item = {**BASE, **options}
        run = playbook([{MODULE: item} if task == "one" else {FLEET: {"tables": [item]}}], variables)
        engine.later(86_400.0)
        return bool(run.tasks[-1].result["changed"])

    assert play(SWITCHED, on=True)
    assert not play(SWITCHED, on=True)
    assert play(SWITCHED, on=False)
    assert not play(SWITCHED, on=False)
    assert not play({**BLANK, **({"recovery_period_in_days": ""} if task == "fleet" else {})})


def test_a_switch_that_is_half_off_is_told_how_to_write_it(playbook: PlaybookRunner) -> None:
    task = {MODULE: {**BASE, "ttl": {"enabled": "{{ on }}", "attribute_name": "expires"}}}
    run = playbook([task], {"on": False}, code=2)
    message = run.result("dynamodb_table")["msg"]
    assert """attribute_name: "{{ 'expires' if enabled else omit }}\"""" in message
    assert run.calls == []


def test_an_unknown_option_of_a_table(playbook: PlaybookRunner) -> None:
    items = [{"name": NAME, "biling_mode": "PAY_PER_REQUEST", "ttl": {"enabled": True, "attribute": "x"}}]
    run = playbook([{FLEET: {"tables": items}}], code=2)
    message = run.result("dynamodb_tables")["msg"]
    assert f"table {NAME}" in message and run.calls == []
    for place, meant in (("biling_mode", "billing_mode"), ("ttl.attribute", "attribute_name")):
        assert f"tables[0].{place}: " in message and f"did you mean {meant}?" in message


def test_a_python_that_is_too_old(playbook: PlaybookRunner) -> None:
    """With a real one, where this machine has it."""
    places = [*Path("/usr/bin").glob("python3.[89]"), *Path.home().glob(".pyenv/versions/3.[89].*/bin/python")]
    if not places:
        pytest.skip("no Python 3.8 or 3.9 here; tests/unit/test_old_python.py shows what is said")
    version = subprocess.run([places[0], "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    run = playbook([{MODULE: BASE}], {"ansible_python_interpreter": str(places[0])}, code=2)
    message = run.result("dynamodb_table")["msg"]
    assert f"need Python 3.10 or newer on the host that they run on, and this is Python {version}" in message
    assert "set ansible_python_interpreter" in message and run.calls == []


@pytest.mark.parametrize("variable", ["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_DEFAULT_REGION"])
def test_a_blank_variable_of_the_environment(playbook: PlaybookRunner, variable: str) -> None:
    assert playbook([{MODULE: BASE}], environ={variable: ""}).result("dynamodb_table")["changed"]
