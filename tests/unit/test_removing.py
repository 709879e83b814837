# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes before a replica goes: what guards its table, and whether the user allows that to be lifted."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.removing import before_it_goes
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import desired_from_options
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.observed import Answers, Observed, observe
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.violations import InvalidSpecError
from ansible_collections.planton.dynamodb.tests.unit.test_replicas import ARN

TARGET = {
    "ResourceId": "table/orders",
    "ScalableDimension": "dynamodb:table:WriteCapacityUnits",
    "MinCapacity": 5,
    "MaxCapacity": 50,
}


def protected() -> Observed:
    """A table that is protected against deletion, and scaled."""
    table = {"TableName": "orders", "TableArn": ARN, "TableStatus": "ACTIVE", "DeletionProtectionEnabled": True}
    return observe(Answers(table, {"auto_scaling": {"ScalableTargets": [TARGET]}}))


@pytest.mark.parametrize(("options", "path"), [({"replicas": []}, "replica_removal"), ({"state": "absent"}, "state")])
def test_a_protected_replica_stays_unless_force_allows_more(options: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidSpecError) as refused:
        before_it_goes(protected(), desired_from_options({"name": "orders", **options}))
    assert [(fault.rule, fault.path) for fault in refused.value.violations] == [("V4", path)]
    calls, warnings = before_it_goes(protected(), desired_from_options({"name": "orders", **options, "force": True}))
    assert [call.operation for call in calls] == ["DeregisterScalableTarget", "UpdateTable"]
    assert calls[-1].request == {"TableName": "orders", "DeletionProtectionEnabled": False}
    assert calls[-1].destructive and not warnings
