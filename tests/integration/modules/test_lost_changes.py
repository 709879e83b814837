# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes that an engine accepts and drops: told as what they are, with both values, and the run ends."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.capabilities import lacks, requires
from ansible_collections.planton.dynamodb.tests.integration.support.specs import ON_DEMAND, Options
from ansible_collections.planton.dynamodb.tests.integration.support.tables import Tables
from devkit.engines import Engine


class Change(NamedTuple):
    """What the engine must lack for the change to be lost, the change, and what is told."""

    lacking: str
    options: Options
    operation: str
    text: str
    needs: tuple[str, ...] = ()


CHANGES = [
    Change(
        "table_class_update",
        {"table_class": "STANDARD_INFREQUENT_ACCESS"},
        "UpdateTable",
        "table_class is STANDARD, not STANDARD_INFREQUENT_ACCESS",
    ),
    Change(
        "encryption_update",
        {"server_side_encryption": {"enabled": True}},
        "UpdateTable",
        "server_side_encryption is {enabled: false}, not {enabled: true}",
    ),
    Change(
        "contributor_insights_mode",
        {"contributor_insights_enabled": True, "contributor_insights_mode": "THROTTLED_KEYS"},
        "UpdateContributorInsights",
        "contributor_insights_mode is ACCESSED_AND_THROTTLED_KEYS, not THROTTLED_KEYS",
        ("contributor_insights",),
    ),
    Change(
        "recovery_period",
        {"point_in_time_recovery_enabled": True, "recovery_period_in_days": 7},
        "UpdateContinuousBackups",
        "recovery_period_in_days is nothing, not 7",
    ),
]


@pytest.mark.parametrize("change", CHANGES, ids=[change.lacking for change in CHANGES])
def test_a_change_that_is_accepted_and_not_kept(change: Change, table: Tables, engine: Engine) -> None:
    requires(engine, *change.needs)
    if not lacks(engine.name, change.lacking):
        pytest.skip(f"{engine.name} keeps it")
    table(**ON_DEMAND)
    run = table(fails=True, **change.options)
    assert run.statuses == [(change.operation, "done")]
    assert not run["converged"] and run["changed"]
    assert "the service accepted all calls, but reads back otherwise" in run["msg"] and change.text in run["msg"]
    assert run.operations.count(change.operation) == 1
