# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks and the plan of docs/global_tables.md, on the strict engine."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.tests.integration.conftest import make_client
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRun, PlaybookRunner
from devkit.engines import Engine

pytestmark = pytest.mark.parametrize("engine", ["strict"], indirect=True)

PAGE = (Path(__file__).parents[2] / "docs" / "global_tables.md").read_text(encoding="utf-8")
ORDERS, OUTPUTS, SCALED, STRONG, MOVED = (
    yaml.safe_load(text) for text in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.M | re.S)
)
(SHOWN,) = re.findall(r"^```text\n(.*?)^```$", PAGE, re.M | re.S)
# The page begins with the table as it is in one Region.
ONE = [{**ORDERS[0], "tasks": [{"planton.dynamodb.dynamodb_table": ORDERS[0]["vars"]["orders"]}]}]


def where(run: PlaybookRun) -> list[tuple[str, str]]:
    return [(call.operation, call.region) for call in run.calls if call.writes]


def test_from_one_region_to_three_and_to_another_home(playbook: PlaybookRunner) -> None:
    playbook(ONE)
    planned = playbook(ORDERS, check=True).result("dynamodb_table")
    assert SHOWN in planned["plan"]["text"]
    made = playbook(ORDERS)
    outputs: dict[str, Any] = made.result("dynamodb_table")["outputs"]
    assert {*outputs["replicas"]} == {"eu-west-1", "us-east-1"}
    assert {*outputs["replicas"]["eu-west-1"]} == {*OUTPUTS["outputs"]["replicas"]["eu-west-1"]}
    assert ("UpdateTable", "us-east-1") in where(made) and len(where(made)) == 5
    assert playbook(ORDERS).writes == []
    moved = playbook(MOVED)
    assert moved.writes == [] and not moved.changed


def test_the_reads_of_a_replica_are_scaled(playbook: PlaybookRunner, engine: Engine) -> None:
    write = {"min_capacity": 2, "max_capacity": 20, "target_value": 70}
    sized = {
        "provisioned_throughput": {"read_capacity_units": 10, "write_capacity_units": 5},
        "auto_scaling": {"write": write},
    }
    keys = [{"attribute_name": "day", "key_type": "HASH"}]
    orders = ORDERS[0]["vars"]["orders"]
    table = {
        **orders,
        "billing_mode": "PROVISIONED",
        "attribute_definitions": [*orders["attribute_definitions"], {"name": "day", "type": "S"}],
        "global_secondary_indexes": [{"name": "by_day", "key_schema": keys, "projection": {"type": "ALL"}, **sized}],
        **sized,
        **SCALED,
    }
    scaled = [{**ONE[0], "tasks": [{"planton.dynamodb.dynamodb_table": table}]}]
    assert ("RegisterScalableTarget", "eu-west-1") in where(playbook(scaled))
    client = make_client(engine.url, "application-autoscaling", "eu-west-1")
    found = client.describe_scalable_targets(ServiceNamespace="dynamodb")["ScalableTargets"]
    bounds = {each["ScalableDimension"]: (each["MinCapacity"], each["MaxCapacity"]) for each in found}
    assert bounds["dynamodb:table:ReadCapacityUnits"] == (5, 100)
    assert bounds["dynamodb:index:ReadCapacityUnits"] == (5, 50)
    assert playbook(scaled).writes == []


def test_strong_consistency(playbook: PlaybookRunner) -> None:
    assert where(playbook(STRONG)) == [("CreateTable", "eu-central-1"), ("UpdateTable", "eu-central-1")]
    assert playbook(STRONG).writes == []
