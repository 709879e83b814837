# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks and the plan of docs/global_tables.md, on the strict engine."""

from __future__ import annotations

import json
import re
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.tests.integration.conftest import make_client
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRun, PlaybookRunner
from devkit.engines import Engine

pytestmark = pytest.mark.parametrize("engine", ["strict"], indirect=True)

PAGE = (Path(__file__).parents[2] / "docs" / "global_tables.md").read_text(encoding="utf-8")
ORDERS, OUTPUTS, SCALED, STRONG, SOURCE, MEMBER, MOVED = (
    yaml.safe_load(text) for text in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.M | re.S)
)
SHOWN, LEAVING = re.findall(r"^```text\n(.*?)^```$", PAGE, re.M | re.S)
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


def documented(engine: Engine) -> None:
    """Have the engine carry out what AWS documents and nobody has measured."""
    request = urllib.request.Request(f"{engine.url}/_simulator/behaviour", json.dumps({"documented": True}).encode())
    urllib.request.urlopen(request).close()


def test_a_region_leaves(playbook: PlaybookRunner, engine: Engine) -> None:
    documented(engine)
    playbook(ORDERS)
    table = {**ORDERS[0]["vars"]["orders"], "replica_removal": "disassociate", "force": True}
    near = ORDERS[0]["tasks"][0]["planton.dynamodb.dynamodb_table"]["replicas"][:1]
    left = [{**ONE[0], "tasks": [{"planton.dynamodb.dynamodb_table": {**table, "replicas": near}}]}]
    planned = playbook(left, check=True)
    assert LEAVING in planned.result("dynamodb_table")["plan"]["text"] and planned.writes == []
    assert where(playbook(left)) == [("UpdateTable", "us-east-1")] * 2
    assert playbook(left).writes == []
    far = make_client(engine.url, "dynamodb", "us-east-1").describe_table(TableName="orders")["Table"]
    assert far["TableStatus"] == "ACTIVE" and not far.get("Replicas")


def test_several_accounts(playbook: PlaybookRunner, engine: Engine) -> None:
    documented(engine)
    assert where(playbook(SOURCE)) == [("CreateTable", "eu-central-1"), ("PutResourcePolicy", "eu-central-1")]
    assert playbook(SOURCE).writes == []
    keys = {"access_key": "210987654321", "secret_key": "not-a-real-secret-7f3a"}
    options = {**MEMBER[0]["tasks"][0]["planton.dynamodb.dynamodb_table"], **keys}
    member = [{**MEMBER[0], "tasks": [{"planton.dynamodb.dynamodb_table": options}]}]
    made = playbook(member)
    assert where(made) == [("CreateTable", "eu-west-1")]
    arn = "arn:aws:dynamodb:eu-west-1:210987654321:table/invoices"
    assert made.result("dynamodb_table")["outputs"]["table_arn"] == arn
    assert playbook(member).writes == []
    assert playbook(SOURCE).result("dynamodb_table")["outputs"]["replicas"]["eu-west-1"]["table_arn"] == arn
