# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manifests in playbooks: read, made, read again, written back; and what is wrong told before any call."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.tests.integration.support.capabilities import requires
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import REGION, PlaybookRun, PlaybookRunner
from devkit.engines import Engine

EXAMPLES = Path(__file__).parents[2] / "examples" / "manifests"
one_engine = pytest.mark.parametrize("engine", ["strict"], indirect=True)
MODULE = "planton.dynamodb.dynamodb_table"


def reading(*sources: Any, **arguments: Any) -> list[dict[str, Any]]:
    """A play that makes the tables of manifests."""
    return [
        {
            "name": "Make",
            MODULE: "{{ item }}",
            "loop": "{{ query('planton.dynamodb.manifests', *sources, **arguments) }}",
            "loop_control": {"label": "{{ item.name }}"},
            "vars": {"sources": list(sources), "arguments": arguments},
        }
    ]


def results(run: PlaybookRun) -> dict[str, dict[str, Any]]:
    return {each["outputs"]["table_name"]: each for each in run.result("Make")["results"]}


def shown(name: str, value: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "debug": {"msg": value}, **more}


def test_manifests_of_every_shape(playbook: PlaybookRunner, engine: Engine, client: Any) -> None:
    requires(engine, "stream", "point_in_time_recovery", "ttl", "deletion_protection")
    play = reading(str(EXAMPLES / "*.yaml"), region=REGION)
    planned = playbook(play, check=True)
    assert not planned.writes

    made = playbook(play)
    assert sorted(client.list_tables()["TableNames"]) == ["carts", "orders", "products", "sessions"]
    assert [results(made)[name]["plan"]["id"] for name in results(made)] == [
        results(planned)[name]["plan"]["id"] for name in results(planned)
    ]
    sessions = client.describe_table(TableName="sessions")["Table"]
    assert sessions["ProvisionedThroughput"]["WriteCapacityUnits"] == 5
    assert not playbook(play).changed


@one_engine
def test_removing_a_line_turns_a_feature_off(playbook: PlaybookRunner, client: Any) -> None:
    whole = yaml.safe_load((EXAMPLES / "orders.yaml").read_text())
    playbook(reading(whole))
    spec = whole["spec"]
    for field in ("globalSecondaryIndexes", "streamEnabled", "streamViewType", "pointInTimeRecoveryEnabled"):
        del spec[field]
    del spec["deletionProtectionEnabled"]
    spec["attributeDefinitions"] = spec["attributeDefinitions"][:2]

    run = playbook(reading(whole))
    found = client.describe_table(TableName="orders")["Table"]
    recovery = client.describe_continuous_backups(TableName="orders")["ContinuousBackupsDescription"]
    assert not found.get("GlobalSecondaryIndexes")
    assert found["DeletionProtectionEnabled"] is False
    assert not found.get("StreamSpecification", {}).get("StreamEnabled")
    assert recovery["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "DISABLED"
    assert run.changed and not playbook(reading(whole)).changed


@one_engine
def test_time_to_live_goes_with_its_line(playbook: PlaybookRunner, engine: Engine, client: Any) -> None:
    manifest = yaml.safe_load((EXAMPLES / "sessions.yaml").read_text())
    playbook(reading(manifest))
    del manifest["spec"]["ttl"]
    engine.later(24 * 60 * 60)
    playbook(reading(manifest))
    assert client.describe_time_to_live(TableName="sessions")["TimeToLiveDescription"]["TimeToLiveStatus"] == "DISABLED"


@one_engine
def test_a_reference_is_resolved_by_what_is_given(playbook: PlaybookRunner, client: Any) -> None:
    play = reading(str(EXAMPLES / "newer"), values={"AwsKmsKey": {"audit-key": {"key_arn": "alias/aws/dynamodb"}}})
    made = playbook(play)
    spec = results(made)["audit-log"]["spec"]
    assert spec["server_side_encryption"]["kms_key_arn"].startswith("arn:aws:kms:")
    assert spec["recovery_period_in_days"] == 14
    assert spec["contributor_insights_mode"] == "THROTTLED_KEYS"
    assert not playbook(play).changed

    refused = playbook(reading(str(EXAMPLES / "newer")), code=2)
    assert (
        f"{EXAMPLES}/newer/audit.yaml:34: spec.serverSideEncryption.kmsKeyArn.valueFrom: nothing is known of AwsKmsKey"
        in (refused.output.replace("\n", " "))
    )
    assert not refused.calls


@one_engine
def test_tags_are_a_switch_and_others_stay(playbook: PlaybookRunner, client: Any) -> None:
    orders = str(EXAMPLES / "orders.yaml")
    made = playbook(reading(orders, upstream_tags=True))
    arn = results(made)["orders"]["outputs"]["table_arn"]
    client.tag_resource(ResourceArn=arn, Tags=[{"Key": "cost", "Value": "shop"}])

    assert not playbook(reading(orders, upstream_tags="pulumi")).changed
    assert not playbook(reading(orders)).changed
    tags = {tag["Key"]: tag["Value"] for tag in client.list_tags_of_resource(ResourceArn=arn)["Tags"]}
    assert tags == {
        "cost": "shop",
        "planton.ai/resource": "true",
        "planton.ai/organization": "acme",
        "planton.ai/environment": "prod",
        "planton.ai/resource-kind": "AwsDynamodb",
        "planton.ai/resource-id": "awsdyn-orders",
    }


@one_engine
def test_outputs_are_written_back_and_read_again(playbook: PlaybookRunner, tmp_path: Path) -> None:
    file = tmp_path / "orders.yaml"
    shutil.copy(EXAMPLES / "orders.yaml", file)
    text = "lookup('ansible.builtin.file', file)"
    play = [
        {
            "name": "Make",
            MODULE: "{{ table }}",
            "vars": {"table": f"{{{{ {text} | planton.dynamodb.from_manifest(file=file) }}}}"},
            "register": "made",
        },
        {
            "name": "Write",
            "copy": {
                "content": f"{{{{ {text} | planton.dynamodb.with_outputs(made) | to_nice_yaml }}}}",
                "dest": "{{ file }}",
                "mode": "0644",
            },
        },
    ]
    made = playbook(play, {"file": str(file)}).result("Make")
    outputs = yaml.safe_load(file.read_text())["status"]["outputs"]
    assert outputs == {
        "tableName": "orders",
        "tableArn": made["outputs"]["table_arn"],
        "tableId": made["outputs"]["table_id"],
        "streamArn": made["outputs"]["stream_arn"],
        "streamLabel": made["outputs"]["stream_label"],
    }
    assert outputs["streamArn"]
    assert not playbook(play[:1], {"file": str(file)}).changed


def manifest_text(name: str, **spec: Any) -> str:
    """A manifest in thirteen lines, and one for each field more."""
    more = "".join(f"  {field}: {value}\n" for field, value in spec.items())
    return f"""\
apiVersion: aws.planton.dev/v1
kind: AwsDynamodb
metadata:
  name: {name}
spec:
  region: eu-central-1
  billingMode: PAY_PER_REQUEST
  attributeDefinitions:
    - name: id
      type: S
  keySchema:
    - attributeName: id
      keyType: HASH
{more}"""


@one_engine
def test_a_folder_of_two_hundred_with_three_broken_ones(playbook: PlaybookRunner, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    for number in range(200):
        (folder / f"table-{number:03}.yaml").write_text(manifest_text(f"table-{number:03}"))
    (folder / "table-017.yaml").write_text(
        manifest_text("table-017", ttl="{enabled: true}", streamEnabled='"yes"', replicas="[{regionName: 5}]")
    )
    (folder / "table-100.yaml").write_text(manifest_text("table-099", tabelClass="STANDARD"))
    (folder / "table-150.yaml").write_text(manifest_text("table-150").replace("spec:", "spec: ["))

    run = playbook(reading(str(folder)), code=2)
    told = [
        line[line.index(f"{folder}/") + len(f"{folder}/") :] for line in run.output.splitlines() if f"{folder}/" in line
    ]
    places = [line.partition(": ")[0] for line in told if line.startswith("table-")]
    assert places[:6] == [
        "table-017.yaml:14",
        "table-017.yaml:15",
        "table-017.yaml:16",
        "table-100.yaml:4",
        "table-100.yaml:14",
        "table-150.yaml:7",
    ]
    assert "6 faults in 3 of 200 manifests:" in run.output
    assert not run.calls


@one_engine
@pytest.mark.parametrize(
    ("sources", "complaint"),
    [
        (
            ["nowhere/*.yaml"],
            "'nowhere/*.yaml' is no file, no directory with manifests and no pattern that matches any in ",
        ),
        ([{"name": "orders"}], "manifests[0]: this is no manifest [not_a_manifest]"),
        (["a: 1\nb: 2"], "manifests[0]:1: this is no manifest [not_a_manifest]"),
        ([{"apiVersion": "aws.planton.dev/v1", "kind": "AwsVpc"}], "manifests[0]: kind: 'AwsVpc' is not AwsDynamodb"),
    ],
)
def test_what_is_no_manifest(playbook: PlaybookRunner, sources: list[Any], complaint: str) -> None:
    run = playbook(reading(*sources), code=2)
    assert complaint in run.output
    assert not run.calls


@one_engine
def test_paths_are_looked_for_beside_the_playbook_and_files_read_once(playbook: PlaybookRunner, tmp_path: Path) -> None:
    (tmp_path / "tables" / "deep").mkdir(parents=True)
    (tmp_path / "tables" / "one.yaml").write_text(manifest_text("one-table"))
    (tmp_path / "tables" / "deep" / "two.json").write_text("{}")
    (tmp_path / "play.yml").write_text(
        yaml.safe_dump(
            [
                {
                    "name": "Read",
                    "hosts": "localhost",
                    "gather_facts": False,
                    "tasks": [
                        shown("Found", "{{ query('planton.dynamodb.manifests', 'tables/*.yaml', 'tables/one.yaml') }}"),
                        shown(
                            "Whole",
                            "{{ query('planton.dynamodb.manifests', 'tables') }}",
                            ignore_errors=True,
                        ),
                    ],
                }
            ]
        )
    )
    run = playbook(tmp_path / "play.yml")
    assert [each["name"] for each in run.result("Found")["msg"]] == ["one-table"]
    assert "tables/deep/two.json:1: this is no manifest" in run.output


@one_engine
def test_a_manifest_in_a_vault(playbook: PlaybookRunner, tmp_path: Path) -> None:
    from ansible.parsing.vault import VaultLib, VaultSecret

    (tmp_path / "password").write_text("open sesame")
    sealed = VaultLib([("default", VaultSecret(b"open sesame"))]).encrypt(manifest_text("sealed-table").encode())
    (tmp_path / "sealed.yaml").write_bytes(sealed)
    task = shown("Found", "{{ query('planton.dynamodb.manifests', file) | map(attribute='name') }}")
    run = playbook([task], {"file": str(tmp_path / "sealed.yaml")}, "--vault-password-file", str(tmp_path / "password"))
    assert run.result("Found")["msg"] == ["sealed-table"]
