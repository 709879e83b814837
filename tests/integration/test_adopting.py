# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook adopt: what exists is written down, and applying what it wrote changes nothing."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.tests.integration.conftest import make_client
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import ACCESS_KEY, REGION, PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.specs import (
    INDEXED,
    ON_DEMAND,
    PROVISIONED_INDEXED,
    SORTED,
    attributes,
    index,
    keys,
)
from devkit.engines import Engine

ADOPT, CONVERGE = "planton.dynamodb.adopt", "planton.dynamodb.converge"
strict = pytest.mark.parametrize("engine", ["strict"], indirect=True)
WIDE = {
    "name": "by_place",
    "key_schema": [{"attribute_name": name, "key_type": "HASH"} for name in ("country", "city")],
    "projection": {"type": "KEYS_ONLY"},
}
TABLES: list[dict[str, Any]] = [
    {"name": "audit-log", **ON_DEMAND, "tags": {"team": "shop", "yes": "no"}, "deletion_protection_enabled": True},
    {
        "name": "carts",
        **ON_DEMAND,
        "ttl": {"enabled": True, "attribute_name": "expires"},
        "point_in_time_recovery_enabled": True,
        "recovery_period_in_days": 7,
    },
    {
        "name": "events",
        **SORTED,
        "local_secondary_indexes": [index("near", "pk", "at", projection={"type": "KEYS_ONLY"})],
        "attribute_definitions": attributes(pk="S", sk="N", at="N"),
        "stream_enabled": True,
        "stream_view_type": "KEYS_ONLY",
    },
    {"name": "orders", **PROVISIONED_INDEXED, "tags": {"team": "shop"}},
    {
        "name": "places",
        **ON_DEMAND,
        "attribute_definitions": attributes(pk="S", country="S", city="S"),
        "global_secondary_indexes": [WIDE],
        "server_side_encryption": {"enabled": True},
        "table_class": "STANDARD_INFREQUENT_ACCESS",
    },
    {
        "name": "shop-insights",
        **INDEXED,
        "contributor_insights_enabled": True,
        "contributor_insights_mode": "THROTTLED_KEYS",
        "contributor_insights_indexes": ["by_customer"],
    },
    {
        "name": "shop-templates",
        "billing_mode": "PAY_PER_REQUEST",
        "attribute_definitions": attributes(**{"{{ name }}": "N"}),
        "key_schema": keys("{{ name }}"),
    },
]
NAMES = [each["name"] for each in TABLES]


@pytest.fixture
def made(playbook: PlaybookRunner) -> PlaybookRunner:
    """An account with tables of many kinds."""
    playbook([{"planton.dynamodb.dynamodb_tables": {"tables": _unsafe(TABLES)}}])
    return playbook


def _unsafe(value: Any) -> Any:
    """What looks like a template, so that it comes through as it is."""
    if isinstance(value, dict):
        return {name: _unsafe(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_unsafe(item) for item in value]
    return {"__ansible_unsafe": value} if isinstance(value, str) and "{{" in value else value


def files(directory: Path) -> dict[str, str]:
    found = (path for path in sorted(directory.rglob("*")) if path.is_file())
    return {path.relative_to(directory).as_posix(): path.read_text() for path in found}


def adopting(directory: Path, **variables: Any) -> dict[str, Any]:
    names = {f"aws_dynamodb_adopt_{name}": value for name, value in variables.items()}
    return {"aws_dynamodb_adopt_directory": str(directory), **names}


@strict
def test_a_file_each_and_nothing_changes(made: PlaybookRunner, tmp_path: Path) -> None:
    place = tmp_path / "adopted"
    planned = made(ADOPT, adopting(place), check=True)
    assert planned.changed and not place.exists()

    run = made(ADOPT, adopting(place))
    assert run.changed and not run.writes
    written = files(place)
    assert list(written) == [f"{kind}/{name}.yml" for kind in ("manifests", "variables") for name in NAMES]

    again = made(ADOPT, adopting(place), diff=True)
    assert not again.changed and files(place) == written
    assert "generation G3 leave tags alone (tables: audit-log, orders)" in " ".join(run.output.split())
    assert "by_place has several attributes" in " ".join(run.output.split())

    for name in ("orders", "shop-templates"):
        variables = made(CONVERGE, None, "-e", f"@{place}/variables/{name}.yml")
        assert not variables.changed and not variables.writes, variables.output
    manifests = made(CONVERGE, {"aws_dynamodb_manifests": str(place / "manifests")})
    assert not manifests.changed and not manifests.writes
    assert len([call for call in manifests.operations if call == "DescribeTable"]) >= len(NAMES)


@strict
def test_places_are_meant_from_where_one_is(made: PlaybookRunner) -> None:
    """And not from the installed collection, in which the playbook lies."""
    made(ADOPT, adopting(Path("adopted"), one_file=True))
    [place] = made.directory.glob("run-*/adopted")
    assert [*files(place)] == ["manifests.yml", "variables.yml"]
    manifests = made(CONVERGE, {"aws_dynamodb_manifests": f"../{place.parent.name}/adopted/manifests.yml"})
    assert not manifests.changed and not manifests.writes
    assert f"= {len(NAMES)} tables without changes" in manifests.output


@strict
def test_all_in_one_and_nothing_changes(made: PlaybookRunner, tmp_path: Path) -> None:
    place = tmp_path / "adopted"
    made(ADOPT, adopting(place, one_file="true", generation="G5"))
    assert [*files(place)] == ["manifests.yml", "variables.yml"]
    variables = made(CONVERGE, None, "-e", f"@{place}/variables.yml")
    assert not variables.changed and not variables.writes
    assert f"= {len(NAMES)} tables without changes" in variables.output
    manifests = made(CONVERGE, {"aws_dynamodb_manifests": str(place / "manifests.yml")})
    assert not manifests.changed and not manifests.writes
    assert not made(ADOPT, adopting(place, one_file="true", generation="G5")).changed


@strict
def test_masked_text_is_not_written(playbook: PlaybookRunner, client: Any, tmp_path: Path) -> None:
    """A secret that occurs in a tag is masked there, and whoever applied that would write asterisks to AWS."""
    for name, tags in (("orders", {"stage": "test", "team": "latest"}), ("carts", {"team": "shop"})):
        _made(client, name, Tags=[{"Key": key, "Value": value} for key, value in tags.items()])
    place = tmp_path / "adopted"
    secret = {"AWS_SECRET_ACCESS_KEY": "test"}
    for more in ({}, {"tags": {"stage": "test"}}, {"one_file": True}):
        run = playbook(ADOPT, adopting(place, **more), environ=secret, code=2)
        told = " ".join(run.output.split())
        assert "table orders.spec.tags.stage, table orders.spec.tags.team" in told
        assert "Ansible hides a secret of a task" in told and "Use credentials whose secret occurs in no table" in told
        assert not place.exists() and not run.writes

    tasks = [
        {"planton.dynamodb.dynamodb_table_info": {}, "register": "found"},
        {"ansible.builtin.copy": {"content": "", "dest": str(place)}},
    ]
    for text in ("to_role_variables", "to_manifest"):
        tasks[1]["ansible.builtin.copy"] = {
            "content": f"{{{{ found.tables | planton.dynamodb.{text} }}}}",
            "dest": str(place),
        }
        run = playbook(tasks, environ=secret, code=2)
        assert f"{text}: masked values at table orders" in " ".join(run.output.split()) and not place.exists()

    run = playbook(ADOPT, adopting(place))
    assert "stage: test" in files(place)["variables/orders.yml"]


@strict
def test_what_no_option_describes_is_in_comments(playbook: PlaybookRunner, client: Any, engine: Engine) -> None:
    arn = _made(client, "orders", **SCALED)
    _made(client, "keyed", SSESpecification={"Enabled": True, "SSEType": "KMS"})
    statement = {"Effect": "Allow", "Principal": {"AWS": ACCESS_KEY}, "Action": "dynamodb:GetItem", "Resource": arn}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    client.put_resource_policy(ResourceArn=arn, Policy=policy, ConfirmRemoveSelfResourceAccess=True)
    stream = f"arn:aws:kinesis:{REGION}:{ACCESS_KEY}:stream/changes"
    client.enable_kinesis_streaming_destination(TableName="orders", StreamArn=stream)
    scaling = make_client(engine.url, "application-autoscaling")
    for unit in ("Read", "Write"):
        scaling.register_scalable_target(
            ServiceNamespace="dynamodb",
            ResourceId="table/orders",
            ScalableDimension=f"dynamodb:table:{unit}CapacityUnits",
            MinCapacity=5,
            MaxCapacity=50,
        )
    engine.settle()

    run = playbook(ADOPT, adopting(playbook.directory / "adopted", formats=["variables"], names=["keyed", "orders"]))
    assert not run.writes
    written = files(playbook.directory / "adopted")
    assert [line for line in written["variables/orders.yml"].splitlines() if line.startswith("# -")] == [
        "# - scaling of the read capacity of the table did nothing, because it had no policy",
        "# - scaling of the write capacity of the table did nothing, because it had no policy",
    ]
    assert (
        f"aws_dynamodb_kinesis_streaming_destinations:\n  - stream_arn: {stream}\n" in written["variables/orders.yml"]
    )
    assert "aws_dynamodb_server_side_encryption:\n  enabled: true\n" in written["variables/keyed.yml"]
    assert "kms_key_arn" not in written["variables/keyed.yml"]
    for name in written:
        converged = playbook(CONVERGE, None, "-e", f"@{playbook.directory}/adopted/{name}")
        assert not converged.changed and not converged.writes


@strict
def test_what_may_not_be_read_is_told(playbook: PlaybookRunner, client: Any) -> None:
    """The variables leave it alone; a manifest would turn it off, so there is none."""
    _made(client, "orders")
    for operation in ("GetResourcePolicy", "DescribeScalableTargets", "DescribeTimeToLive"):
        playbook.recorder.fail(operation, "AccessDeniedException", "You may not", times=1)
    run = playbook(ADOPT, adopting(playbook.directory / "adopted"))
    written = files(playbook.directory / "adopted")
    assert [*written] == ["variables/orders.yml"]
    told = " ".join(run.output.split())
    for aspect, operation in (("ttl", "DescribeTimeToLive"), ("resource_policy", "GetResourcePolicy")):
        assert f"orders: {aspect} is unknown: {operation} is denied" in told
        assert f"# - {aspect} could not be read: {operation} is denied" in written["variables/orders.yml"]
    assert "# - auto_scaling could not be read: DescribeScalableTargets is denied" in written["variables/orders.yml"]
    assert "generation G3 of manifests cannot hold a table, and no other generation can" in told


@strict
def test_regions_tags_and_prefixes(playbook: PlaybookRunner, client: Any, engine: Engine) -> None:
    for name, team in (("shop-orders", "shop"), ("shop-carts", "ledger"), ("audit", "shop")):
        _made(client, name, Tags=[{"Key": "team", "Value": team}])
    place = playbook.directory / "adopted"
    chosen = adopting(place, prefix="shop-", tags={"team": "shop"}, regions=f"{REGION}, us-east-1", one_file=True)
    run = playbook(ADOPT, chosen)
    assert not playbook(ADOPT, chosen).changed
    assert [*files(place)] == [f"{REGION}/manifests.yml", f"{REGION}/variables.yml"]
    tables = yaml.safe_load(files(place)[f"{REGION}/variables.yml"])["aws_dynamodb_tables"]
    assert [each["name"] for each in tables] == ["shop-orders"]
    assert run.operations.count("ListTables") == 2


@strict
def test_hosts_are_accounts_in_regions(playbook: PlaybookRunner, client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody logs in to them, and the files are written where the playbook runs."""

    def inventory(_runner: PlaybookRunner, directory: Path) -> Path:
        path = directory / "inventory"
        local = f"ansible_connection=local ansible_python_interpreter={sys.executable}"
        path.write_text("".join(f"shop.{region} {local} aws_dynamodb_region={region}\n" for region in (REGION, "x")))
        return path

    monkeypatch.setattr(PlaybookRunner, "_inventory", inventory)
    _made(client, "orders")
    place = playbook.directory / "adopted"
    playbook(ADOPT, {**adopting(place, formats="manifests"), "aws_dynamodb_hosts": f"shop.{REGION}"})
    assert [*files(place)] == [f"shop.{REGION}/manifests/orders.yml"]


@strict
def test_a_name_that_is_not_there_and_a_wrong_generation(playbook: PlaybookRunner, client: Any) -> None:
    _made(client, "orders")
    place = playbook.directory / "adopted"
    missing = playbook(ADOPT, adopting(place, names=["orders", "other"]), code=2)
    assert "There is no table other." in missing.output and not place.exists()
    wrong = playbook(ADOPT, adopting(place, generation="G9"), code=2)
    assert "generation is to be one of G1 to G5, not 'G9'" in " ".join(wrong.output.split())
    assert not place.exists()


SCALED = {
    "BillingMode": "PROVISIONED",
    "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
}


def _made(client: Any, name: str, **more: Any) -> str:
    """Make a table, and return its ARN."""
    key = {
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
    }
    return str(client.create_table(TableName=name, **{**key, **more})["TableDescription"]["TableArn"])


def test_on_every_engine(playbook: PlaybookRunner, client: Any) -> None:
    """With what each lacks, which is no reason for a change."""
    _made(client, "orders", Tags=[{"Key": "team", "Value": "shop"}])
    client.update_time_to_live(
        TableName="orders", TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"}
    )
    recovery = {"PointInTimeRecoveryEnabled": True}
    client.update_continuous_backups(TableName="orders", PointInTimeRecoverySpecification=recovery)
    _made(client, "scaled", **SCALED)
    _made(client, "streaming", StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})

    place = playbook.directory / "adopted"
    chosen = adopting(place, one_file=True)
    assert playbook(ADOPT, chosen).changed and not playbook(ADOPT, chosen).changed
    manifests = playbook(CONVERGE, {"aws_dynamodb_manifests": str(place / "manifests.yml")})
    variables = playbook(CONVERGE, None, "-e", f"@{place}/variables.yml")
    for run in (manifests, variables):
        assert not run.changed and not run.writes
        assert "= 3 tables without changes" in run.output
