# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Global tables that are adopted: what each Region has of its own is written, and what was written changes nothing."""

from __future__ import annotations

import json
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.tests.integration.conftest import make_client
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import REGION as HOME
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRun, PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.role import prefixed
from ansible_collections.planton.dynamodb.tests.integration.support.strangers import (
    ADOPT,
    CONVERGE,
    PLAN,
    REPORT,
    TABLE,
    failure,
)
from devkit.engines import Engine

pytestmark = pytest.mark.parametrize("engine", ["strict"], indirect=True)

NEAR, FAR = "eu-west-1", "us-east-1"
INDEX = {
    "name": "by_day",
    "key_schema": [{"attribute_name": "day", "key_type": "HASH"}],
    "projection": {"type": "ALL"},
}
INDEXED = {
    **TABLE,
    "attribute_definitions": [{"name": "day", "type": "S"}, {"name": "id", "type": "S"}],
    "global_secondary_indexes": [INDEX],
}
SHARED: dict[str, Any] = {
    **INDEXED,
    "ttl": {"enabled": True, "attribute_name": "expires"},
    "stream_enabled": True,
    "stream_view_type": "NEW_AND_OLD_IMAGES",
}


def policy(region: str, action: str, resource: str = "") -> dict[str, Any]:
    arn = f"arn:aws:dynamodb:{region}:123456789012:table/orders{resource}"
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::210987654321:root"},
        "Action": action,
        "Resource": arn,
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


# All that a replica can have of its own on demand, each different from the table.
ALL: dict[str, Any] = {
    "region_name": NEAR,
    "table_class": "STANDARD_INFREQUENT_ACCESS",
    "max_read_request_units": 500,
    "global_secondary_indexes": [{"name": "by_day", "max_read_request_units": 50}],
    "point_in_time_recovery_enabled": True,
    "recovery_period_in_days": 7,
    "deletion_protection_enabled": True,
    "contributor_insights_enabled": True,
    "contributor_insights_mode": "THROTTLED_KEYS",
    "contributor_insights_indexes": ["by_day"],
    "kinesis_streaming_destinations": [
        {
            "stream_arn": f"arn:aws:kinesis:{NEAR}:123456789012:stream/orders",
            "approximate_creation_date_time_precision": "MICROSECOND",
        }
    ],
    "resource_policy": policy(NEAR, "dynamodb:GetItem"),
    "tags": {"stage": "near"},
}
ON_DEMAND: dict[str, Any] = {
    "name": "orders",
    **SHARED,
    "tags": {"team": "shop"},
    "replicas": [ALL, {"region_name": FAR, "propagate_tags": True}],
}


def encrypted(engine: Engine) -> dict[str, Any]:
    """The table with a key of its own in each Region."""
    keys = {
        region: make_client(engine.url, "kms", region).create_key()["KeyMetadata"]["Arn"]
        for region in (HOME, NEAR, FAR)
    }
    replicas = [{**each, "kms_key_arn": keys[each["region_name"]]} for each in ON_DEMAND["replicas"]]
    return {
        **ON_DEMAND,
        "server_side_encryption": {"enabled": True, "kms_key_arn": keys[HOME]},
        "replicas": replicas,
    }


def adopt(playbook: PlaybookRunner, place: Path, **more: Any) -> PlaybookRun:
    return playbook(ADOPT, prefixed(adopt_directory=str(place), **more))


def written(place: Path, name: str = "orders") -> tuple[Path, dict[str, Any]]:
    file = place / "variables" / f"{name}.yml"
    found = yaml.safe_load(file.read_text(encoding="utf-8"))
    return file, {option.removeprefix("aws_dynamodb_"): value for option, value in found.items()}


def fault(engine: Engine, **fault: Any) -> None:
    request = urllib.request.Request(f"{engine.url}/_simulator/faults", json.dumps(fault).encode())
    urllib.request.urlopen(request).close()


def changes_nothing(playbook: PlaybookRunner, place: Path, *given: str) -> None:
    """Planned, carried out in check mode, and compared: nothing differs in any Region."""
    planned = playbook(PLAN, None, *given)
    assert "0 calls, 0 destructive" in " ".join(planned.output.split()) and not planned.writes
    done = playbook(CONVERGE, None, *given, check=True)
    assert not done.changed and not done.writes
    assert {call.region for call in done.calls} == {HOME, NEAR, FAR}
    data = place / "drift.json"
    playbook(REPORT, prefixed(report_path=str(place / "drift.html"), report_json=str(data)), *given)
    (entry,) = json.loads(data.read_text(encoding="utf-8"))["tables"]
    assert entry["section"] == "in_order"


def test_everything_of_three_regions(playbook: PlaybookRunner, engine: Engine, tmp_path: Path) -> None:
    wanted = encrypted(engine)
    playbook(CONVERGE, prefixed(**wanted))
    place = tmp_path / "adopted"
    run = adopt(playbook, place)
    assert not run.writes
    file, found = written(place)
    assert found.pop("region") == HOME
    assert found == {**wanted, "multi_region_consistency": "EVENTUAL"}
    text = file.read_text(encoding="utf-8")
    assert "#" not in text.partition("by default.")[2].partition("aws_dynamodb_region")[0].strip()
    changes_nothing(playbook, tmp_path, "-e", f"@{file}")
    assert not adopt(playbook, place).changed


SCALED = {
    "min_capacity": 4,
    "max_capacity": 40,
    "target_value": 60,
    "scale_in_cooldown": 60,
    "scale_out_cooldown": 0,
    "disable_scale_in": False,
    "scheduled_actions": [],
}
WRITES = {"auto_scaling": {"write": SCALED}}
UNITS = {"provisioned_throughput": {"read_capacity_units": 5, "write_capacity_units": 5}}
ONCE = {"name": "once", "schedule": "cron(0 3 1 1 ? 2090)", "max_capacity": 20}


def test_scaled_reads_of_a_replica_and_of_its_index(playbook: PlaybookRunner, tmp_path: Path) -> None:
    """What AWS shows as the capacity of the moment is not written beside the scaling."""
    reads = {"read": {**SCALED, "scheduled_actions": [ONCE]}}
    index = {"name": "by_day", "auto_scaling": {"read": SCALED}}
    wanted = {
        **SHARED,
        "name": "orders",
        "billing_mode": "PROVISIONED",
        **UNITS,
        **WRITES,
        "global_secondary_indexes": [{**INDEX, **UNITS, **WRITES}],
        "replicas": [
            {"region_name": NEAR, "global_secondary_indexes": [index], "auto_scaling": reads},
            {"region_name": FAR, "read_capacity_units": 7},
        ],
    }
    playbook(CONVERGE, prefixed(**wanted))
    adopt(playbook, tmp_path / "adopted", adopt_formats=["variables"])
    file, found = written(tmp_path / "adopted")
    assert found["replicas"] == wanted["replicas"]
    assert not playbook(CONVERGE, None, "-e", f"@{file}", check=True).changed


def test_what_a_stream_has_of_its_own(playbook: PlaybookRunner, client: Any, tmp_path: Path) -> None:
    """The policy of a stream names the stream, whose ARN is known when it is there."""
    made = {"name": "orders", **SHARED, "replicas": [{"region_name": NEAR}, {"region_name": FAR}]}
    playbook(CONVERGE, prefixed(**made))
    statement = {**policy(NEAR, "dynamodb:GetRecords")["Statement"][0], "Resource": "__STREAM_ARN__"}
    one = {"region_name": NEAR, "stream_resource_policy": {"Version": "2012-10-17", "Statement": [statement]}}
    playbook(CONVERGE, prefixed(**{**made, "replicas": [one, {"region_name": FAR}]}))
    adopt(playbook, tmp_path / "adopted")
    file, found = written(tmp_path / "adopted")
    (told,) = found["replicas"][0]["stream_resource_policy"]["Statement"]
    assert f":{NEAR}:" in told["Resource"] and found["replicas"][1] == {"region_name": FAR}
    assert not playbook(CONVERGE, None, "-e", f"@{file}", check=True).changed


MANIFESTED = {
    **SHARED,
    "name": "orders",
    "deletion_protection_enabled": True,
    "replicas": [
        {"region_name": NEAR, "point_in_time_recovery_enabled": True, "deletion_protection_enabled": True},
        {"region_name": FAR, "tags": {"stage": "far"}, "max_read_request_units": 500},
    ],
}


def test_a_manifest_of_the_newest_generation_has_the_replicas(playbook: PlaybookRunner, tmp_path: Path) -> None:
    playbook(CONVERGE, prefixed(**MANIFESTED))
    place = tmp_path / "adopted"
    run = adopt(playbook, place, adopt_generation="G5", adopt_formats=["manifests"])
    text = (place / "manifests" / "orders.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(text)["spec"]["replicas"] == [
        {
            "regionName": NEAR,
            "pointInTimeRecovery": True,
            "deletionProtectionEnabled": True,
            "consistencyMode": "EVENTUAL",
        },
        {"regionName": FAR, "consistencyMode": "EVENTUAL"},
    ]
    alone = f"max_read_request_units and tags of the replica in {FAR}"
    assert f"# Generation G5 does not say this, and it is left alone: {alone}" in text
    assert f"manifests of generation G5 leave {alone} alone" in " ".join(run.output.split())
    changes_nothing(playbook, tmp_path, "-e", json.dumps({"aws_dynamodb_manifests": [str(place / "manifests")]}))


def test_strong_consistency_in_a_manifest(playbook: PlaybookRunner, tmp_path: Path) -> None:
    strong = {"multi_region_consistency": "STRONG", "global_table_witness": {"region_name": "eu-west-2"}}
    stream = {"stream_enabled": True, "stream_view_type": "NEW_AND_OLD_IMAGES"}
    playbook(CONVERGE, prefixed(name="orders", **TABLE, **stream, replicas=[{"region_name": NEAR}], **strong))
    run = adopt(playbook, tmp_path / "adopted", adopt_generation="G5")
    assert {call.region for call in run.calls} == {HOME, NEAR}
    file, found = written(tmp_path / "adopted")
    assert {name: found[name] for name in strong} == strong
    manifest = tmp_path / "adopted" / "manifests" / "orders.yml"
    spec = yaml.safe_load(manifest.read_text(encoding="utf-8"))["spec"]
    assert spec["globalTableWitness"] == {"regionName": "eu-west-2"}
    for given in (f"@{file}", json.dumps({"aws_dynamodb_manifests": [str(manifest)]})):
        assert not playbook(CONVERGE, None, "-e", given, check=True).changed


@pytest.mark.parametrize("kind", ["deny", "unreachable"])
def test_a_region_that_is_denied_or_down_is_named(
    playbook: PlaybookRunner, engine: Engine, tmp_path: Path, kind: str
) -> None:
    playbook(CONVERGE, prefixed(**MANIFESTED))
    fault(engine, kind=kind, region=NEAR)
    place = tmp_path / "adopted"
    run = adopt(playbook, place, adopt_generation="G5")
    fault(engine, clear=True)
    told = " ".join(run.output.split())
    assert f"orders in {NEAR}: table is unknown: DescribeTable: " in told
    file, found = written(place)
    assert found["replicas"] == [{"region_name": NEAR}, MANIFESTED["replicas"][1]]
    text = file.read_text(encoding="utf-8")
    assert f"# - table in {NEAR} could not be read: DescribeTable: " in text
    assert f"# - what the tables in {NEAR} have of their own, such as recovery" in text
    assert f"recovery and deletion protection of its replicas in {NEAR} were not read" in told
    assert "\napiVersion: aws.planton.dev/v1\n" in (place / "manifests" / "orders.yml").read_text(encoding="utf-8")
    assert not playbook(CONVERGE, None, "-e", f"@{file}", check=True).changed


def test_what_is_denied_in_one_region_is_named(playbook: PlaybookRunner, engine: Engine, tmp_path: Path) -> None:
    playbook(CONVERGE, prefixed(**MANIFESTED))
    fault(engine, kind="deny", region=FAR, operation="ListTagsOfResource")
    run = adopt(playbook, tmp_path / "adopted")
    fault(engine, clear=True)
    file, found = written(tmp_path / "adopted")
    assert found["replicas"][1] == {"region_name": FAR, "max_read_request_units": 500}
    assert f"# - tags in {FAR} could not be read: ListTagsOfResource is denied" in file.read_text(encoding="utf-8")
    assert f"orders in {FAR}: tags is unknown" in " ".join(run.output.split())


def test_many_tables_ask_once_in_each_region(playbook: PlaybookRunner, tmp_path: Path) -> None:
    """What one answer has of all tables is asked for once, and nobody asks another Region for what all share."""
    both = [{"region_name": NEAR, "tags": {"stage": "near"}}, {"region_name": FAR}]
    tables = [{"name": f"table_{number}", "replicas": both} for number in range(3)]
    playbook(CONVERGE, prefixed(tables=tables, table_defaults=SHARED))
    run = adopt(playbook, tmp_path / "adopted")
    for region in (NEAR, FAR):
        counted = Counter(call.operation for call in run.calls if call.region == region)
        assert (counted["DescribeTable"], counted["DescribeScalableTargets"]) == (3, 1)
        assert not counted["DescribeTimeToLive"] and not counted["ListTables"]
    assert written(tmp_path / "adopted", "table_1")[1]["replicas"] == both


def test_a_secret_that_occurs_in_another_region_is_refused(playbook: PlaybookRunner, tmp_path: Path) -> None:
    playbook(CONVERGE, prefixed(name="orders", **TABLE, replicas=[{"region_name": NEAR, "tags": {"stage": "test"}}]))
    secret = {"AWS_SECRET_ACCESS_KEY": "test"}
    run = playbook(ADOPT, prefixed(adopt_directory=str(tmp_path / "adopted")), environ=secret, code=2)
    assert "table orders" in failure(run) and "other_regions" in failure(run) and not (tmp_path / "adopted").exists()
