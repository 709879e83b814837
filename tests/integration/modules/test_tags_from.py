# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tags of several tables from the tagging API, asked for of the module as a process."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Recorder
from ansible_collections.planton.dynamodb.tests.integration.support.specs import ON_DEMAND
from ansible_collections.planton.dynamodb.tests.integration.support.tables import Tables, assert_well_formed
from devkit.engines import Engine

HOUR = 3600
TABLES = [{"name": f"table-{number}", **ON_DEMAND, "tags": {"team": "shop"}} for number in range(3)]
# The only one that has this API and lets it lag.
strict = pytest.mark.parametrize("engine", ["strict"], indirect=True)


def reads_of_tags(calls: list[Any]) -> Counter[str]:
    return Counter(call.operation for call in calls if call.operation in ("ListTagsOfResource", "GetResources"))


@strict
def test_the_module_asks_once_for_all(table: Tables, engine: Engine, recorder: Recorder) -> None:
    options = {"tables": TABLES, "tags_from": "tagging_api"}
    made = table.run("dynamodb_tables", options)
    assert_well_formed(made, fails=False)
    engine.later(HOUR)
    again = table.run("dynamodb_tables", options)
    assert (again["changed"], reads_of_tags(again.calls)) == (False, {"GetResources": 1})
    assert "tag:GetResources" in again["plan"]["iam_actions"] and not again.warnings
    recorder.fail("GetResources", "AccessDeniedException", "User: u is not authorized to perform: tag:GetResources")
    denied = table.run("dynamodb_tables", options)
    assert reads_of_tags(denied.calls) == {"GetResources": 1, "ListTagsOfResource": 3}
    assert "tags were read table by table" in denied.warnings
    usual = table.run("dynamodb_tables", {"tables": TABLES})
    assert reads_of_tags(usual.calls) == {"ListTagsOfResource": 3}
    assert "tag:GetResources" not in usual["plan"]["iam_actions"]
    refused = table.run("dynamodb_tables", {"tables": TABLES, "tags_from": "elsewhere"})
    assert "value of tags_from must be one of: table, tagging_api" in refused["msg"]
