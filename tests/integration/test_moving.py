# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/moving.md: its playbooks run on the strict engine, and its tasks are valid."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRunner
from devkit.engines import Engine

PAGE = (Path(__file__).parents[2] / "docs" / "moving.md").read_text(encoding="utf-8")
BLOCKS = [yaml.safe_load(text) for text in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.M | re.S)]
PLAYS = [block for block in BLOCKS if "hosts" in block[0]]
TASKS = [block for block in BLOCKS if "hosts" not in block[0]]
TABLE = {
    "TableName": "orders",
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "order_id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "order_id", "KeyType": "HASH"}],
}


@pytest.mark.parametrize("engine", ["strict"], indirect=True)
def test_a_table_gets_another_name(playbook: PlaybookRunner, client: Any, engine: Engine) -> None:
    rename, remove = PLAYS
    client.create_table(**TABLE)
    client.put_item(TableName="orders", Item={"order_id": {"S": "one"}})
    engine.later(3600.0)
    made = playbook(rename)
    assert made.operations.count("RestoreTableToPointInTime") == 1
    found = client.describe_table(TableName="shop-orders")["Table"]
    assert found["DeletionProtectionEnabled"] and found["StreamSpecification"]["StreamEnabled"]
    again = playbook(rename)
    assert not again.changed and not again.writes
    gone = playbook(remove)
    assert re.fullmatch(r"restore_from: {backup_arn: 'arn:[^']+/backup/[^']+'}", gone.result("debug")["msg"])
    assert client.list_tables()["TableNames"] == ["shop-orders"]
    # The restore stays in the specification, although its source is gone.
    assert not playbook([{**rename[0], "tasks": rename[0]["tasks"][1:]}]).changed


@pytest.mark.parametrize("engine", ["strict"], indirect=True)
def test_the_tasks_of_the_page_are_valid(playbook: PlaybookRunner) -> None:
    assert len(PLAYS) == 2 and len(TASKS) == 2
    module = "planton.dynamodb.dynamodb_table"
    for task in (each for block in TASKS for each in block):
        run = playbook([{**task, module: {**task[module], "validate_only": True}}])
        assert not run.operations
