# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resource policies of a table and of its stream: creation, no change, a change, check mode, errors."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.capabilities import requires
from ansible_collections.planton.dynamodb.tests.integration.support.cases import Options, one_engine
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Recorder
from ansible_collections.planton.dynamodb.tests.integration.support.specs import ON_DEMAND
from ansible_collections.planton.dynamodb.tests.integration.support.tables import NAME, Tables
from devkit.engines import Engine

MINUTE = 60.0
STREAM = {"stream_enabled": True, "stream_view_type": "NEW_IMAGE"}


def policy(*actions: str, resource: str = "__TABLE_ARN__", **more: Any) -> Options:
    grant = {"Effect": "Allow", "Principal": {"AWS": "210987654321"}, "Action": list(actions), "Resource": resource}
    return {"Version": "2012-10-17", "Statement": [{**grant, **more}]}


GET = policy("dynamodb:GetItem")
READ = policy("dynamodb:GetRecords", resource="__STREAM_ARN__")


def test_a_new_table_with_a_policy(table: Tables, engine: Engine) -> None:
    requires(engine, "resource_policy_at_creation")
    run = table.converge(**ON_DEMAND, resource_policy=policy("dynamodb:GetItem", resource="*"))
    assert run.statuses == [("CreateTable", "done")]
    assert run["outputs"]["policy_revision_id"]


def test_a_new_table_whose_policy_names_it(table: Tables, engine: Engine) -> None:
    run = table.converge(**ON_DEMAND, resource_policy=GET)
    assert run.statuses == [("CreateTable", "done"), ("PutResourcePolicy", "done")]
    shown = table.spec()["resource_policy"]["Statement"][0]
    assert shown["Resource"] == run["outputs"]["table_arn"]


def test_a_policy_is_put_changed_and_removed(table: Tables, engine: Engine) -> None:
    table(**ON_DEMAND)
    first = table.converge(resource_policy=GET)
    assert first.planned == ["put the resource policy"]
    assert first["diff"]["before"] == {} and first["diff"]["after"].keys() == {"resource_policy"}
    engine.later(MINUTE)
    second = table.converge(resource_policy=policy("dynamodb:GetItem", "dynamodb:Query"))
    revisions = [run["outputs"]["policy_revision_id"] for run in (first, second)]
    assert second.planned == ["put the resource policy"] and revisions[0] != revisions[1]
    engine.later(MINUTE)
    gone = table.converge(resource_policy={})
    assert [(step["operation"], step["destructive"]) for step in gone["plan"]["operations"]] == [
        ("DeleteResourcePolicy", True)
    ]
    assert table.spec()["resource_policy"] == {}


@pytest.mark.parametrize(
    "spelled",
    [
        json.dumps(GET, indent=2),
        {**GET, "Statement": GET["Statement"][0]},
        policy("dynamodb:getitem", Principal={"AWS": ["arn:aws:iam::210987654321:root"]}, Effect="allow"),
    ],
)
def test_what_means_the_same_is_no_change(table: Tables, spelled: Any) -> None:
    table(**ON_DEMAND, resource_policy=GET)
    table.unchanged(resource_policy=spelled)


def test_the_stream_and_its_policy(table: Tables, engine: Engine) -> None:
    requires(engine, "stream_resource_policy")
    run = table.converge(**ON_DEMAND, **STREAM, resource_policy=GET, stream_resource_policy=READ)
    assert run["outputs"]["stream_policy_revision_id"]
    engine.later(MINUTE)
    other = table.converge(**STREAM | {"stream_view_type": "KEYS_ONLY"}, stream_resource_policy=READ)
    assert other.planned[-1] == "put the resource policy of the stream"
    shown = table.spec()["stream_resource_policy"]["Statement"][0]
    assert shown["Resource"] == other["outputs"]["stream_arn"] != run["outputs"]["stream_arn"]


def test_a_replacement_keeps_the_policy(table: Tables, engine: Engine) -> None:
    requires(engine, "resource_policy_at_creation")
    table(**ON_DEMAND, resource_policy=GET)
    keys = {
        "attribute_definitions": [{"name": "other", "type": "S"}],
        "key_schema": [{"attribute_name": "other", "key_type": "HASH"}],
    }
    run = table(**keys, replacement="when_empty")
    assert "ResourcePolicy" in run["plan"]["operations"][-1]["request"]
    table.unchanged(**keys, resource_policy=GET)


def test_a_policy_that_is_not_named_is_not_read(table: Tables) -> None:
    table(**ON_DEMAND, resource_policy=GET)
    assert table.unchanged(**ON_DEMAND).operations == ["DescribeTable"]


def test_what_the_service_refuses(table: Tables, engine: Engine) -> None:
    """Only AWS knows the names of all actions; nothing is changed."""
    requires(engine, "resource_policy_in_full")
    table(**ON_DEMAND)
    unknown = policy("dynamodb:GetItem", Principal={"AWS": ["AROAEXAMPLE0123456789"]})
    run = table(fails=True, resource_policy=unknown)
    assert "Invalid principal in policy document" in run["msg"]
    assert "check that each account, role and user in the policy exists" in run["msg"]
    assert table.spec()["resource_policy"] == {}


WRONG = [
    ("no JSON", "{no json", "V49", "resource_policy", "column 2"),
    ("a list", [GET], "V49", "resource_policy", "give a dictionary"),
    ("too long", policy("dynamodb:GetItem", Sid="x" * 20_480), "V49", "resource_policy", "AWS takes 20480"),
    (
        "everybody",
        policy("dynamodb:GetItem", Principal="*"),
        "V79",
        "resource_policy.Statement[0].Principal",
        "name the",
    ),
    (
        "an account as a number",
        policy("dynamodb:GetItem", Principal={"AWS": 210987654321}),
        "V49",
        "resource_policy.Statement[0].Principal.AWS",
        "in quotes",
    ),
    (
        "an action of streams",
        policy("dynamodb:GetRecords"),
        "V49",
        "resource_policy.Statement[0].Action",
        "stream_resource_policy",
    ),
    (
        "its own change denied",
        policy("dynamodb:*", Effect="Deny", Principal="*"),
        "V79",
        "resource_policy",
        "confirm_remove_self_resource_access: true",
    ),
]


@one_engine
@pytest.mark.parametrize(("given", "rule", "path", "told"), [pytest.param(*rest, id=name) for name, *rest in WRONG])
def test_bad_policies_are_told_before_any_call(table: Tables, given: Any, rule: str, path: str, told: str) -> None:
    run = table.refused(rule, **ON_DEMAND, resource_policy=given)
    assert [error["path"] for error in run["errors"]] == [path]
    assert told in run["msg"]


@one_engine
def test_a_policy_of_no_stream(table: Tables) -> None:
    run = table.refused("V80", **ON_DEMAND, stream_resource_policy=READ)
    assert "set stream_enabled: true" in run["msg"]


@one_engine
def test_a_blank_policy_is_left_out(table: Tables) -> None:
    table(**ON_DEMAND)
    assert table.unchanged(resource_policy="").operations == ["DescribeTable"]


def test_a_denied_read_is_named(table: Tables, recorder: Recorder) -> None:
    table(**ON_DEMAND, resource_policy=GET)
    recorder.fail("GetResourcePolicy", "AccessDeniedException", "User: ann is not authorized", times=9)
    run = table.refused("unreadable", resource_policy={})
    assert "allow dynamodb:GetResourcePolicy" in run["msg"] and NAME in run["msg"]
