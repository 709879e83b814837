# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/migrating.md as a stranger follows it: its playbooks word for word, on tables that the other tool has made."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import REGION, PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.terraform import apply
from devkit.environments import ROOT

PAGE = (ROOT / "docs" / "migrating.md").read_text(encoding="utf-8")
strict = pytest.mark.parametrize("engine", ["strict"], indirect=True)
ORDERS: dict[str, Any] = {
    "name": "orders",
    "billing_mode": "PROVISIONED",
    "read_capacity": 5,
    "write_capacity": 3,
    "hash_key": "id",
    "attributes": {"id": "S", "status": "S"},
    "global_secondary_index": [
        {"name": "by_status", "hash_key": "status", "projection_type": "ALL", "read_capacity": 1, "write_capacity": 1}
    ],
    "recovery": None,
    "tags": {"team": "shop"},
}
STACK = {
    "StackId": f"arn:aws:cloudformation:{REGION}:123456789012:stack/shop/0a1b",
    "StackName": "shop",
    "Parameters": [{"ParameterKey": "Days", "ParameterValue": "9"}],
    "Tags": [{"Key": "stage", "Value": "live"}],
}
TEMPLATE = """
Parameters: {Days: {Type: Number, Default: 35}}
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: !Ref Days}
      Tags: [{Key: table, Value: !Sub "${AWS::StackName}-orders"}]
"""


def playbook_of_the_page(name: str, place: Path) -> Path:
    """A playbook of the page, written into a directory as the page says."""
    found = re.search(rf"This is `{name}`:\n\n```yaml\n(.*?)^```$", PAGE, re.M | re.S)
    assert found, name
    path = place / name
    path.write_text(found[1], encoding="utf-8")
    return path


def taken_over(playbook: PlaybookRunner, variables: Path) -> None:
    """The two playbooks that follow on the page find nothing to do."""
    values = yaml.safe_load(variables.read_text(encoding="utf-8"))
    for name in ("plan", "converge"):
        assert f"ansible-playbook planton.dynamodb.{name} -e @tables.yml" in PAGE
        run = playbook(f"planton.dynamodb.{name}", values, diff=True)
        assert not run.changed and not run.writes


@strict
def test_from_terraform(playbook: PlaybookRunner, client: Any, tmp_path: Path) -> None:
    place = tmp_path / "shop"
    place.mkdir()
    (place / "state.json").write_text(json.dumps(apply(client, [ORDERS])))
    run = playbook(playbook_of_the_page("take_over.yml", place))
    assert not run.calls
    assert (place / "carried_over.txt").read_text() == "aws_dynamodb_table.orders\n"
    taken_over(playbook, place / "tables.yml")


@strict
def test_from_cloudformation(playbook: PlaybookRunner, client: Any, tmp_path: Path) -> None:
    place = tmp_path / "shop"
    place.mkdir()
    name = "shop-Orders-1A2B3C"
    tags = {"stage": "live", "table": "shop-orders"}
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
    )
    recovery = {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 9}
    client.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=recovery)
    resources = [{"StackName": "shop", "LogicalResourceId": "Orders", "PhysicalResourceId": name}]
    # The body of a template in YAML is a text for the AWS CLI too.
    for file, content in (
        ("template.json", TEMPLATE),
        ("stack.json", {"Stacks": [STACK]}),
        ("resources.json", {"StackResources": resources}),
    ):
        (place / file).write_text(json.dumps(content))
    run = playbook(playbook_of_the_page("take_over_stack.yml", place))
    assert not run.calls
    assert "Resources.Orders.DeletionPolicy" in run.output
    written = yaml.safe_load((place / "tables.yml").read_text())
    assert written["aws_dynamodb_region"] == REGION
    (table,) = written["aws_dynamodb_tables"]
    assert (table["name"], table["tags"], "purge_tags" in table) == (name, tags, False)
    taken_over(playbook, place / "tables.yml")
