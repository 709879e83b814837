# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A table that comes into being from another one, from a backup or from S3: made, left alone, changed, refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.conftest import make_client
from ansible_collections.planton.dynamodb.tests.integration.support.capabilities import requires
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.role import ROLE, facts, prefixed
from ansible_collections.planton.dynamodb.tests.integration.support.specs import ON_DEMAND, attributes, index
from ansible_collections.planton.dynamodb.tests.integration.support.tables import NAME, Tables
from devkit.engines import Engine

SOURCE, BUCKET = "orders_old", "shop-exports"
TAGS = {"tags": {"team": "shop"}}
LATEST = {"restore_from": {"source_table_name": SOURCE, "to_latest_time": True}}
IMPORT = {"import_from": {"s3_bucket": BUCKET, "s3_key_prefix": "orders/", "input_format": "DYNAMODB_JSON"}}
LINE = json.dumps({"Item": {"pk": {"S": "a"}}})


@pytest.fixture
def source(client: Any, engine: Engine) -> str:
    """A table that can be restored, with an item, and the ARN of a backup of it."""
    client.create_table(
        TableName=SOURCE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("customer", "pk")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by_customer",
                "KeySchema": [{"AttributeName": "customer", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    engine.later(60.0)
    recovery = {"PointInTimeRecoveryEnabled": True}
    client.update_continuous_backups(TableName=SOURCE, PointInTimeRecoverySpecification=recovery)
    client.put_item(TableName=SOURCE, Item={"pk": {"S": "a"}})
    engine.later(3600.0)
    backup = client.create_backup(TableName=SOURCE, BackupName="before")["BackupDetails"]
    return str(backup["BackupArn"])


@pytest.fixture
def bucket(engine: Engine) -> str:
    """A bucket with an item of the table."""
    if engine.name == "strict":
        engine.set_up({"buckets": {BUCKET: {"orders/1.json": LINE}}})
        return BUCKET
    s3 = make_client(engine.url, "s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    s3.put_object(Bucket=BUCKET, Key="orders/1.json", Body=LINE.encode())
    return BUCKET


def items(client: Any) -> int:
    return int(client.scan(TableName=NAME)["Count"])


@pytest.mark.usefixtures("source")
def test_a_table_is_restored_as_another_one_was(table: Tables, client: Any) -> None:
    """All that is left out is that of the source; what a restore drops comes after it."""
    run = table.converge(**LATEST, **TAGS, stream_enabled=True, stream_view_type="KEYS_ONLY")
    assert run.planned[0] == f"restore the table from {SOURCE} in its latest state"
    assert run["plan"]["operations"][0]["operation"] == "RestoreTableToPointInTime"
    assert run["diff"]["before"] == {"state": "absent"}
    assert run["diff"]["after"]["restore_from"] == LATEST["restore_from"]
    spec = table.spec()
    assert spec["key_schema"] == ON_DEMAND["key_schema"] and spec["tags"] == TAGS["tags"]
    assert [each["name"] for each in spec["global_secondary_indexes"]] == ["by_customer"]
    assert items(client) == 1


def test_a_table_is_restored_from_a_backup(table: Tables, client: Any, source: str, engine: Engine) -> None:
    requires(engine, "backup_tells_indexes")
    run = table.converge(restore_from={"backup_arn": source}, **TAGS)
    assert run.statuses[0] == ("RestoreTableFromBackup", "done")
    assert [each["name"] for each in table.spec()["global_secondary_indexes"]] == ["by_customer"]
    assert items(client) == 1


def test_an_index_less_and_one_more(table: Tables, source: str, engine: Engine) -> None:
    requires(engine, "restore_overrides")
    options = {**ON_DEMAND, "attribute_definitions": attributes(pk="S", region="N")}
    run = table.converge(
        restore_from={"backup_arn": source}, **options, global_secondary_indexes=[index("by_region", "region")]
    )
    assert "without index(es) by_customer" in run.planned[0]
    assert run.planned[1] == "build index by_region"


@pytest.mark.usefixtures("source")
def test_later_runs_ignore_the_source_and_change_the_table(table: Tables, client: Any) -> None:
    table.converge(**LATEST)
    client.delete_table(TableName=SOURCE)
    run = table.converge(**LATEST, **TAGS)
    assert run.planned == ["set tag(s) team"]
    assert "DescribeContinuousBackups" not in run.operations


def test_a_source_that_is_not_there(table: Tables) -> None:
    run = table.refused("V82", **LATEST)
    assert "the source table is not there in eu-central-1" in run["msg"]


@pytest.mark.usefixtures("bucket")
def test_a_table_is_imported(table: Tables, client: Any, engine: Engine) -> None:
    run = table.converge(**ON_DEMAND, **IMPORT, **TAGS)
    assert run.statuses[0] == ("ImportTable", "done")
    assert "/import/" in run["outputs"]["import_arn"]
    assert table.spec()["tags"] == TAGS["tags"] and items(client) == 1
    engine.later(60.0)
    assert table.converge(**ON_DEMAND, **IMPORT, tags={}).planned == ["remove tag(s) team"]


def test_a_bucket_that_is_not_there(table: Tables, engine: Engine) -> None:
    requires(engine, "missing_bucket")
    run = table.refused("V87", **ON_DEMAND, **IMPORT)
    assert f"there is no bucket '{BUCKET}'" in run["msg"]


def test_options_that_go_against_each_other(table: Tables) -> None:
    table.refused("V89", **ON_DEMAND, **IMPORT, **LATEST)
    table.refused("V89", **ON_DEMAND, **IMPORT, replacement="when_empty")
    for given, told in (
        ({"input_format": "ION"}, "missing required arguments: s3_bucket found in import_from"),
        ({"s3_bucket": BUCKET, "input_format": "XML"}, "DYNAMODB_JSON, ION, CSV"),
    ):
        run = table.run("dynamodb_table", {"name": NAME, **ON_DEMAND, "import_from": given})
        assert told in run["msg"]


@pytest.mark.usefixtures("source", "bucket")
def test_the_role_restores_and_imports(playbook: PlaybookRunner, client: Any) -> None:
    """Options of a list, as text and as a template; a blank one counts as left out."""
    variables = {
        "origin": SOURCE,
        **prefixed(
            table_defaults={"tags": {"team": "shop"}},
            tables=[
                {"name": NAME, "restore_from": {"source_table_name": "{{ origin }}", "to_latest_time": "yes"}},
                {"name": "imported", **ON_DEMAND, "import_from": json.dumps(IMPORT["import_from"]), "restore_from": ""},
            ],
        ),
    }
    planned = playbook(ROLE, variables, check=True)
    assert planned.changed and not planned.writes
    made = playbook(ROLE, variables)
    results = facts(made)["results"]
    assert made.changed and {*results} == {NAME, "imported"}
    assert results["imported"]["outputs"]["import_arn"] and not results[NAME]["outputs"]["import_arn"]
    assert all(results[name]["plan"]["id"] == facts(planned)["results"][name]["plan"]["id"] for name in results)
    assert (items(client), client.scan(TableName="imported")["Count"]) == (1, 1)
    again = playbook(ROLE, variables)
    assert not again.changed and not again.writes


@pytest.mark.parametrize("engine", ["strict"], indirect=True)
def test_the_role_tells_faults_where_they_were_written(playbook: PlaybookRunner) -> None:
    wrong = prefixed(name=NAME, restore_from={"source_table_name": SOURCE, "date_time": "yesterday"})
    run = playbook(ROLE, wrong, code=2)
    assert "aws_dynamodb_restore_from.date_time: 'yesterday' is no date with a time zone [V82]" in run.output
    slip = playbook(ROLE, prefixed(name=NAME, restore_form={}), code=2)
    assert "did you mean aws_dynamodb_restore_from?" in slip.output
