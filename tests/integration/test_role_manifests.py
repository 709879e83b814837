# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manifests as variables of the role."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.tests.integration.conftest import make_client
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import REGION, PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.role import FACTS, INCLUDE, ROLE, facts, prefixed
from devkit.engines import Engine

EXAMPLES = Path(__file__).parents[2] / "examples" / "manifests"
KEY = {"AwsKmsKey": {"audit-key": {"key_arn": "alias/aws/dynamodb"}}}
one_engine = pytest.mark.parametrize("engine", ["strict"], indirect=True)


def manifest(name: str, **spec: Any) -> dict[str, Any]:
    return {
        "apiVersion": "aws.openmcf.org/v1",
        "kind": "AwsDynamodb",
        "metadata": {"name": name},
        "spec": {
            "billingMode": "PAY_PER_REQUEST",
            "attributeDefinitions": [{"name": "id", "type": "S"}],
            "keySchema": [{"attributeName": "id", "keyType": "HASH"}],
            **spec,
        },
    }


@one_engine
def test_a_directory_of_manifests(playbook: PlaybookRunner, client: Any) -> None:
    variables = prefixed(manifests=str(EXAMPLES), manifest_values=KEY)
    planned = playbook(ROLE, variables, check=True)
    assert planned.changed and not planned.writes

    made = playbook(ROLE, variables)
    assert sorted(client.list_tables()["TableNames"]) == ["audit-log", "carts", "orders", "products", "sessions"]
    results = facts(made)["results"]
    assert {name: each["plan"]["id"] for name, each in results.items()} == {
        name: each["plan"]["id"] for name, each in facts(planned)["results"].items()
    }
    assert all(each["converged"] for each in results.values())

    again = playbook(ROLE, variables)
    assert not again.changed and not again.writes


@one_engine
def test_one_manifest_in_place(playbook: PlaybookRunner) -> None:
    run = playbook(ROLE, prefixed(manifests=manifest("orders"), manifest_tags="planton"))
    assert facts(run)["outputs"]["table_name"] == "orders"
    assert facts(run)["results"]["orders"]["spec"]["tags"]["planton.ai/resource"] == "true"


@one_engine
def test_text_a_path_and_a_dictionary_beside_tables(playbook: PlaybookRunner, client: Any) -> None:
    variables = prefixed(
        tables=[{"name": "plain-table"}],
        table_defaults={
            "billing_mode": "PAY_PER_REQUEST",
            "attribute_definitions": [{"name": "pk", "type": "S"}],
            "key_schema": [{"attribute_name": "pk", "key_type": "HASH"}],
            "tags": {"team": "shop"},
        },
        manifests=[
            yaml.safe_dump_all([manifest("text-one"), manifest("text-two")]),
            str(EXAMPLES / "sessions.yaml"),
            manifest("in-place"),
        ],
        manifest_names={"in-place": "in-place-1a2b"},
    )
    run = playbook(ROLE, variables)
    assert list(facts(run)["results"]) == ["plain-table", "text-one", "text-two", "sessions", "in-place-1a2b"]
    assert facts(run)["results"]["text-one"]["spec"]["tags"] == {"team": "shop"}
    key = client.describe_table(TableName="text-one")["Table"]["KeySchema"]
    assert key == [{"AttributeName": "id", "KeyType": "HASH"}]


@one_engine
def test_tables_of_several_regions(playbook: PlaybookRunner, engine: Engine) -> None:
    variables = prefixed(
        manifests=[manifest("near"), manifest("far", region="us-east-1"), manifest("close", region=REGION)],
        region=REGION,
    )
    run = playbook(ROLE, variables)
    results = facts(run)["results"]
    assert {name: each["outputs"]["table_arn"].split(":")[3] for name, each in results.items()} == {
        "near": REGION,
        "close": REGION,
        "far": "us-east-1",
    }
    assert not playbook(ROLE, variables).changed


@one_engine
def test_a_region_that_fails_leaves_the_others(playbook: PlaybookRunner, recorder: Any) -> None:
    near, far = manifest("near-table", region=REGION), manifest("far-table", region="us-east-1")
    recorder.fail("CreateTable", "AccessDeniedException", "User is not authorized", times=1)
    rescue = [{"name": "Try", "block": [INCLUDE], "rescue": [FACTS]}]
    results = facts(playbook(rescue, prefixed(manifests=[near, far])))["results"]
    assert results["near-table"]["failed"]
    assert results["far-table"]["outputs"]["table_arn"]


@one_engine
@pytest.mark.parametrize(
    ("variables", "complaints"),
    [
        (
            prefixed(manifests=[manifest("orders", ttl={"enabled": True}), manifest("carts", tabelClass=1)]),
            [
                "2 faults in 2 of 2 manifests:",
                "manifests[0]: spec.ttl.attributeName: an enabled time to live needs an attribute "
                "[ttl_attribute_when_enabled, V45]",
                "manifests[1]: spec.tabelClass: there is no field 'tabelClass' here [unknown_field]; "
                "did you mean tableClass?",
            ],
        ),
        (
            prefixed(manifests=[manifest("orders"), manifest("orders", region="us-east-1")]),
            ["manifests[1]: metadata.name: the table 'orders' is described by manifests[0] already [duplicate_name]"],
        ),
        (
            prefixed(manifests=[manifest("orders")], tables=[{"name": "orders"}]),
            ["manifests[0]: metadata.name: the table 'orders' is described by the list of tables already"],
        ),
        (prefixed(manifests="nowhere/"), ["'nowhere/' is no file, no directory with manifests"]),
        (
            prefixed(manifests=[manifest("orders")], name="orders", ttl={"enabled": False}),
            ["aws_dynamodb_manifests is set", "aws_dynamodb_name, aws_dynamodb_ttl"],
        ),
        (
            prefixed(manifests=[manifest("orders")], manifest_tags="all"),
            ["upstream_tags is to be true, false or one of"],
        ),
    ],
)
def test_manifests_that_cannot_be_meant(
    playbook: PlaybookRunner, variables: dict[str, Any], complaints: list[str]
) -> None:
    run = playbook(ROLE, variables, code=2)
    for complaint in complaints:
        assert complaint in run.output
    assert not run.calls


@one_engine
def test_no_manifests_are_no_work(playbook: PlaybookRunner) -> None:
    run = playbook(ROLE, prefixed(manifests=[]))
    assert facts(run) == {"outputs": {}, "results": {}}
    assert not run.calls


@one_engine
def test_outputs_of_one_run_are_the_references_of_the_next(playbook: PlaybookRunner, engine: Engine) -> None:
    kms = make_client(engine.url, "kms")
    arn = kms.create_key()["KeyMetadata"]["Arn"]
    # What is referred to is taken from wherever it is known; that a table has a key among its outputs is made up.
    source = {"kind": "AwsDynamodb", "name": "keys", "fieldPath": "status.outputs.key_arn"}
    spec = {"region": REGION, "serverSideEncryption": {"enabled": True, "kmsKeyArn": {"valueFrom": source}}}
    refused = playbook(ROLE, prefixed(manifests=manifest("orders", **spec)), code=2)
    assert "spec.serverSideEncryption.kmsKeyArn.valueFrom: nothing is known of AwsDynamodb keys" in refused.output
    run = playbook(ROLE, prefixed(manifests=manifest("orders", **spec), manifest_outputs={"keys": {"key_arn": arn}}))
    assert facts(run)["results"]["orders"]["spec"]["server_side_encryption"] == {"enabled": True, "kms_key_arn": arn}


@one_engine
def test_the_shipped_playbook_tells_what_is_wrong_with_manifests_and_nothing_else(playbook: PlaybookRunner) -> None:
    broken = prefixed(manifests=[manifest("orders", tabelClass="STANDARD")])
    run = playbook("planton.dynamodb.plan", broken, code=2)
    failed = [task.task for task in run.tasks if task.status == "failed"]
    assert failed == ["Compute the plans without changing anything"]
    assert "did you mean tableClass?" in run.output

    run = playbook("planton.dynamodb.plan", prefixed(manifests=[manifest("orders")]))
    assert not run.writes and "CreateTable" in run.output


@one_engine
def test_what_would_be_deleted_is_called_as_it_is_in_aws(playbook: PlaybookRunner) -> None:
    """The refusal reads manifests as the role does: with what references stand for, and with other names of tables."""
    source = {"kind": "AwsKmsKey", "name": "audit-key", "fieldPath": "status.outputs.key_arn"}
    spec = {"serverSideEncryption": {"enabled": True, "kmsKeyArn": {"valueFrom": source}}, "region": REGION}
    variables = prefixed(
        manifests=[manifest("orders", **spec)], manifest_values=KEY, manifest_names={"orders": "orders-of-2026"}
    )
    run = playbook("planton.dynamodb.destroy", variables, code=2)
    assert "This would delete orders-of-2026 with all data." in run.output
    assert not run.calls
