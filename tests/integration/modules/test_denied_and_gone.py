# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a table has in one Region, where something is denied, refused or gone: told clearly, and the rest is done."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.cases import Options
from ansible_collections.planton.dynamodb.tests.integration.support.specs import ON_DEMAND, PROVISIONED
from ansible_collections.planton.dynamodb.tests.integration.support.tables import NAME, Tables
from botocore.exceptions import ClientError
from devkit.engines import Engine

pytestmark = pytest.mark.parametrize("engine", ["strict"], indirect=True)

# What has nothing to do with the fault.
REST: Options = {"tags": {"team": "shop"}, "point_in_time_recovery_enabled": True}
READ = {"min_capacity": 5, "max_capacity": 50, "target_value": 70}
SCALED: Options = {"auto_scaling": {"read": READ}}
STREAM_ARN = "arn:aws:kinesis:eu-central-1:123456789012:stream/gone"
KINESIS: Options = {"kinesis_streaming_destinations": [{"stream_arn": STREAM_ARN}]}
BUCKET = "shop-exports"
IMPORT: Options = {"import_from": {"s3_bucket": BUCKET, "input_format": "DYNAMODB_JSON"}}
BACKUP = "arn:aws:dynamodb:{region}:123456789012:table/old/backup/01700000000000-abcdef12"
RESTORE: Options = {"restore_from": {"source_table_name": "old", "to_latest_time": True}}
STREAM: Options = {"stream_enabled": True, "stream_view_type": "KEYS_ONLY"}


def policy(arn: str = "__TABLE_ARN__", action: str = "dynamodb:GetItem", principal: str = "210987654321") -> Options:
    grant = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": action, "Resource": arn}
    return {"Version": "2012-10-17", "Statement": [grant]}


def ask(engine: Engine, path: str, **body: Any) -> None:
    """Tell the engine what goes wrong."""
    request = urllib.request.Request(f"{engine.url}/_simulator/{path}", json.dumps(body).encode())
    urllib.request.urlopen(request).close()


def deny(engine: Engine, operation: str) -> None:
    ask(engine, "faults", kind="deny", operation=operation)


@pytest.fixture(autouse=True)
def _no_faults(engine: Engine) -> Any:
    yield
    ask(engine, "faults", clear=True)
    ask(engine, "state", missing_streams=[])


# A table, what is wanted of it, the read that is denied, and the action that the message asks for.
DENIED = [
    (ON_DEMAND, {"resource_policy": policy()}, "GetResourcePolicy", "dynamodb:GetResourcePolicy"),
    (
        {**ON_DEMAND, **STREAM},
        {"stream_resource_policy": policy("__STREAM_ARN__", "dynamodb:GetRecords")},
        "GetResourcePolicy",
        "dynamodb:GetResourcePolicy",
    ),
    (ON_DEMAND, KINESIS, "DescribeKinesisStreamingDestination", "dynamodb:DescribeKinesisStreamingDestination"),
    (PROVISIONED, SCALED, "DescribeScalableTargets", "application-autoscaling:DescribeScalableTargets"),
    (PROVISIONED, SCALED, "DescribeScalingPolicies", "application-autoscaling:DescribeScalingPolicies"),
    (PROVISIONED, SCALED, "DescribeScheduledActions", "application-autoscaling:DescribeScheduledActions"),
]


@pytest.mark.parametrize(
    ("table_", "wanted", "operation", "action"), DENIED, ids=[f"{next(iter(row[1]))} {row[2]}" for row in DENIED]
)
def test_a_read_that_is_denied(
    table: Tables, engine: Engine, table_: Options, wanted: Options, operation: str, action: str
) -> None:
    """It is an error where the setting is wanted, and unknown elsewhere; both name the action."""
    table(**table_)
    table(**wanted)
    deny(engine, operation)
    run = table.refused("unreadable", **wanted, **REST)
    assert action in run["msg"] and NAME in run["msg"]
    assert table.converge(**REST)["converged"]
    info = table.info(names=[NAME])
    assert operation in json.dumps(info["tables"][0]["table"]["unknown"]) and action.split(":")[1] in info.warnings
    ask(engine, "faults", clear=True)
    table.unchanged(**wanted, **REST)


SOURCES = [
    (RESTORE, "DescribeContinuousBackups", "dynamodb:DescribeContinuousBackups"),
    ({"restore_from": {"backup_arn": BACKUP.format(region="eu-central-1")}}, "DescribeBackup", "DescribeBackup"),
]


@pytest.mark.parametrize(("origin", "operation", "action"), SOURCES, ids=[row[1] for row in SOURCES])
def test_a_source_that_may_not_be_read(
    table: Tables, engine: Engine, client: Any, origin: Options, operation: str, action: str
) -> None:
    keys = {"AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}]}
    keys["KeySchema"] = [{"AttributeName": "pk", "KeyType": "HASH"}]
    client.create_table(TableName="old", BillingMode="PAY_PER_REQUEST", **keys)
    engine.set_up({"buckets": {BUCKET: {}}})
    deny(engine, operation)
    run = table(fails=True, **ON_DEMAND, **origin, **REST)
    assert action in run["msg"] and run.writes == []
    assert client.list_tables()["TableNames"] == ["old"]


def test_imports_that_may_not_be_listed_are_a_warning(table: Tables, engine: Engine) -> None:
    engine.set_up({"buckets": {BUCKET: {}}})
    deny(engine, "ListImports")
    assert table(**ON_DEMAND, **IMPORT, **REST)["converged"]
    again = table.unchanged(**ON_DEMAND, **IMPORT, **REST)
    assert "whether an import is going on, or has failed, is unknown" in again.warnings
    assert "dynamodb:ListImports" in again.warnings


def test_an_import_that_may_not_be_followed(table: Tables, engine: Engine, client: Any) -> None:
    """It goes on at AWS. The next run finds what came of it, and does the rest."""
    line = json.dumps({"Item": {"pk": {"S": "a"}}})
    engine.set_up({"buckets": {BUCKET: {"one.json": line}}})
    deny(engine, "DescribeImport")
    run = table(fails=True, **ON_DEMAND, **IMPORT, **REST)
    assert "dynamodb:DescribeImport" in run["msg"] and run.writes == ["ImportTable"] and run["changed"]
    ask(engine, "faults", clear=True)
    engine.later(600.0)
    done = table(**ON_DEMAND, **IMPORT, **REST)
    assert done["converged"] and "ImportTable" not in done.writes and client.scan(TableName=NAME)["Count"] == 1


def test_a_bucket_that_may_not_be_asked_for_is_no_obstacle(table: Tables, engine: Engine) -> None:
    """That the bucket is there is checked for the user's sake. ImportTable itself needs no HeadBucket."""
    engine.set_up({"buckets": {BUCKET: {}}})
    deny(engine, "HeadBucket")
    assert table(**ON_DEMAND, **IMPORT, **REST)["converged"]


def test_a_bucket_that_is_not_there(table: Tables) -> None:
    run = table.refused("V87", **ON_DEMAND, **IMPORT, **REST)
    assert f"import_from.s3_bucket: there is no bucket '{BUCKET}'" in run["msg"]


def test_a_backup_of_another_region_is_read_there(table: Tables) -> None:
    run = table.refused("V82", restore_from={"backup_arn": BACKUP.format(region="us-east-1")}, **REST)
    assert "is not there in us-east-1" in run["msg"] and "check the source and its Region" in run["msg"]


def test_a_policy_that_is_refused_leaves_the_rest_done(table: Tables, engine: Engine) -> None:
    """AWS alone knows which principals there are."""
    role = "arn:aws:iam::210987654321:role/gone"
    ask(engine, "principals", deleted=[role])
    wanted = {**ON_DEMAND, "resource_policy": policy(principal=role), **REST}
    run = table(fails=True, **wanted)
    assert "Invalid principal in policy document" in run["msg"] and not run["converged"]
    assert dict(run.statuses)["PutResourcePolicy"] == "failed"
    assert dict(run.statuses)["UpdateContinuousBackups"] == "done"
    spec = table.spec()
    assert spec["tags"] == REST["tags"] and spec["point_in_time_recovery_enabled"] and not spec["resource_policy"]
    assert table(**{**wanted, "resource_policy": policy()}).writes == ["PutResourcePolicy"]


def test_a_policy_that_is_refused_leaves_the_old_one(table: Tables, engine: Engine) -> None:
    table(**ON_DEMAND, resource_policy=policy())
    before = table.spec()["resource_policy"]
    engine.later(60.0)
    table(fails=True, resource_policy=policy(principal="AROAEXAMPLE0123456789"), **REST)
    assert table.spec()["resource_policy"] == before


def test_a_stream_that_is_gone_leaves_the_rest_done(table: Tables, engine: Engine) -> None:
    ask(engine, "state", missing_streams=[STREAM_ARN])
    run = table(fails=True, **ON_DEMAND, **KINESIS, **REST, **STREAM)
    assert run["error"]["code"] == "ENABLE_FAILED" and "check that the stream exists" in run["msg"]
    assert dict(run.statuses)["UpdateContinuousBackups"] == "done"
    assert table.spec()["tags"] == REST["tags"]
    ask(engine, "state", missing_streams=[])
    assert table(**ON_DEMAND, **KINESIS, **REST, **STREAM).writes == ["EnableKinesisStreamingDestination"]


def test_a_destination_that_may_not_be_enabled_leaves_the_rest_done(table: Tables, engine: Engine) -> None:
    deny(engine, "EnableKinesisStreamingDestination")
    run = table(fails=True, **ON_DEMAND, **KINESIS, **REST)
    assert "dynamodb:EnableKinesisStreamingDestination" in run["msg"]
    assert dict(run.statuses)["UpdateContinuousBackups"] == "done"


PAST = {"name": "once", "schedule": "at(2020-01-01T08:00:00)", "min_capacity": 5}


def test_a_schedule_in_the_past_is_refused_before_any_write(table: Tables) -> None:
    scaled = {"auto_scaling": {"read": {**READ, "scheduled_actions": [PAST]}}}
    run = table.refused("V85", **PROVISIONED, **scaled, **REST)
    (error,) = run["errors"]
    assert error["path"] == "auto_scaling.read.scheduled_actions[0].schedule"
    assert "the time of at(2020-01-01T08:00:00) (UTC) is past" in run["msg"] and error["hint"]


def test_a_schedule_that_has_become_past_is_no_change(table: Tables) -> None:
    """It stays in the specification of a table that was scaled before, and is not put again."""
    table(**PROVISIONED, **SCALED)
    late = {"auto_scaling": {"read": {**READ, "max_capacity": 60, "scheduled_actions": [PAST]}}}
    run = table(**late, **REST)
    assert "PutScheduledAction" not in run.writes and run["converged"]
    assert "the time of scheduled action once of the read capacity of the table is past" in run.warnings
    table.unchanged(**late, **REST)


def test_a_fleet_goes_on_without_the_table_that_is_refused(table: Tables, engine: Engine, client: Any) -> None:
    deny(engine, "GetResourcePolicy")
    client.create_table(
        TableName="shared",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    )
    tables = [{"name": "shared", "resource_policy": policy()}, {"name": NAME, **ON_DEMAND, **REST}]
    run = table.run("dynamodb_tables", {"tables": tables})
    results = run["tables"]
    assert results["shared"]["failed"] and "allow dynamodb:GetResourcePolicy" in results["shared"]["msg"]
    assert results[NAME]["converged"] and results[NAME]["changed"]


def test_what_is_left_of_a_table_is_told_where_a_removal_is_denied(table: Tables, engine: Engine, client: Any) -> None:
    """A table whose scaling may not be ended is kept, so that the next run finds both."""
    table(**PROVISIONED, **SCALED)
    deny(engine, "DeregisterScalableTarget")
    run = table(fails=True, state="absent")
    assert "application-autoscaling:DeregisterScalableTarget" in run["msg"] and "DeleteTable" not in run.writes
    assert client.describe_table(TableName=NAME)
    ask(engine, "faults", clear=True)
    assert table(state="absent").writes == ["DeregisterScalableTarget", "DeleteTable"]
    with pytest.raises(ClientError):
        client.describe_table(TableName=NAME)
