# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the way in share: tables, the role with variables of one call, an inventory, and failures."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .playbooks import PlaybookRun, PlaybookRunner
from .role import INCLUDE, facts, prefixed

PLAN, CONVERGE, DESTROY = "planton.dynamodb.plan", "planton.dynamodb.converge", "planton.dynamodb.destroy"
ADOPT, REPORT = "planton.dynamodb.adopt", "planton.dynamodb.drift_report"
TABLE = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
ORDERS = prefixed(name="orders", **TABLE)
OTHER_REGION = "us-east-1"
# Ansible masks a secret wherever it occurs in a result.
UNLIKELY = "no-secret-of-anybody-7f3a"


def failure(run: PlaybookRun) -> str:
    """The message of the task that failed."""
    return next(str(task.result["msg"]) for task in run.tasks if task.status == "failed")


def included(**variables: Any) -> dict[str, Any]:
    """The role with variables of this call alone."""
    return {**INCLUDE, "vars": prefixed(**variables)}


def inventory(playbook: PlaybookRunner, monkeypatch: pytest.MonkeyPatch, **variables: Any) -> None:
    """Give the host of the inventory variables of its own."""
    usual = playbook._inventory

    def with_variables(place: Any) -> Any:
        host_vars = place / "host_vars"
        host_vars.mkdir()
        (host_vars / "localhost.json").write_text(json.dumps(prefixed(**variables)))
        return usual(place)

    monkeypatch.setattr(playbook, "_inventory", with_variables)


def region_of(run: PlaybookRun, name: str = "orders") -> str:
    return str(facts(run)["results"][name]["outputs"]["table_arn"]).split(":")[3]
