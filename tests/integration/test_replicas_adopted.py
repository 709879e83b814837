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
    statement = {"Effect": "Allow", "Principal": {"AWS": "210987654321"}, "Action": action, "Resource": arn}
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
    assert entry["section"] == "same"


def test_everything_of_three_regions(playbook: PlaybookRunner, engine: Engine, tmp_path: Path) -> None:
    wanted = encrypted(engine)
    playbook(CONVERGE, prefixed(**wanted))
    place = tmp_path / "adopted"
    run = adopt(playbook, place)
    assert not run.writes
    file, found = written(place)
    assert found.pop("region") == HOME
    near = {name: (value, wanted["replicas"][0].get(name)) for name, value in found["replicas"][0].items()}
    assert {name: both for name, both in near.items() if both[0] != both[1]} == {}
    assert found.pop("replicas") == wanted.pop("replicas")
    assert found == {**wanted, "multi_region_consistency": "EVENTUAL"}
    text = file.read_text(encoding="utf-8")
    assert "#" not in text.partition("by default.")[2].partition("aws_dynamodb_region")[0].strip()
    changes_nothing(playbook, tmp_path, "-e", f"@{file}")
    assert not adopt(playbook, place).changed
