# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The examples of scaling, limits and migration on the strict engine, and the playbooks of docs/limits.md."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.tests.integration.conftest import make_client
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.role import ROLE, prefixed
from ansible_collections.planton.dynamodb.tests.integration.support.strangers import failure
from devkit.engines import Engine
from devkit.environments import ROOT

pytestmark = pytest.mark.parametrize("engine", ["strict"], indirect=True)

EXAMPLES = ROOT / "examples"
LIMITED, UNLIMITED = (
    yaml.safe_load(text)
    for text in re.findall(r"^```yaml\n(.*?)^```$", (ROOT / "docs" / "limits.md").read_text(), re.M | re.S)
)


def maximum(client: Any, name: str) -> Any:
    return client.describe_table(TableName=name)["Table"].get("OnDemandThroughput")


def test_limits(playbook: PlaybookRunner, client: Any) -> None:
    made = playbook(EXAMPLES / "limits" / "limits.yml")
    assert made.writes == ["CreateTable"] * 3
    assert maximum(client, "carts") == {"MaxReadRequestUnits": 100, "MaxWriteRequestUnits": 20}
    assert maximum(client, "orders") == {"MaxReadRequestUnits": 200, "MaxWriteRequestUnits": 40}
    assert playbook(EXAMPLES / "limits" / "limits.yml").writes == []


def test_the_page_about_limits(playbook: PlaybookRunner, client: Any) -> None:
    assert playbook(LIMITED).writes == ["CreateTable"]
    assert playbook(LIMITED).writes == []
    assert playbook(UNLIMITED).writes == ["UpdateTable"]
    assert maximum(client, "orders") is None
    (index,) = client.describe_table(TableName="orders")["Table"]["GlobalSecondaryIndexes"]
    assert index["OnDemandThroughput"] == {"MaxReadRequestUnits": 50, "MaxWriteRequestUnits": 40}
    assert playbook(UNLIMITED).writes == []


def test_scaling(playbook: PlaybookRunner, engine: Engine) -> None:
    made = playbook(EXAMPLES / "scaling" / "scale.yml")
    assert made.writes.count("RegisterScalableTarget") == 4 and made.writes.count("PutScheduledAction") == 2
    scaler = make_client(engine.url, "application-autoscaling")
    assert len(scaler.describe_scalable_targets(ServiceNamespace="dynamodb")["ScalableTargets"]) == 4
    assert playbook(EXAMPLES / "scaling" / "scale.yml").writes == []


def test_from_terraform(playbook: PlaybookRunner, engine: Engine) -> None:
    """The tables of two regions are made, each in its own; then nothing is left to do."""
    made = playbook(EXAMPLES / "migrating" / "from_terraform.yml")
    assert made.writes.count("CreateTable") == 2
    told = " ".join(made.output.split())
    assert "aws_dynamodb_table_item.first" in told and "aws_dynamodb_table.orders" in told
    again = playbook(EXAMPLES / "migrating" / "from_terraform.yml")
    assert again.writes == [] and not again.changed


def test_from_cloudformation(playbook: PlaybookRunner, client: Any) -> None:
    made = playbook(EXAMPLES / "migrating" / "from_cloudformation.yml")
    assert made.writes.count("CreateTable") == 2 and made.writes.count("PutScalingPolicy") == 1
    assert client.list_tables()["TableNames"] == ["shop-Carts-4D5E6F", "shop-Orders-1A2B3C"]
    assert "Resources.Carts.DeletionPolicy" in made.output
    again = playbook(EXAMPLES / "migrating" / "from_cloudformation.yml")
    assert again.writes == [] and not again.changed


def test_tables_of_several_regions_in_one_list_are_refused_with_what_to_do(playbook: PlaybookRunner) -> None:
    """The list ``tables`` of a migration, given to the role, says of each table which region it is of."""
    state = (EXAMPLES / "migrating" / "terraform.json").read_text(encoding="utf-8")
    tables = "{{ (state | planton.dynamodb.from_terraform).tables }}"
    run = playbook(ROLE, {"state": state, **prefixed(tables=tables)}, code=2)
    assert "aws_dynamodb_tables[0].region: there is no such option; all tables of a task are in" in failure(run)
    assert "in a loop over by_region" in failure(run) and run.calls == []
