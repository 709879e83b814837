# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The policy of the table."""

from __future__ import annotations

import json
from typing import Any

from ansible_collections.planton.dynamodb.tests.settings import documents
from ansible_collections.planton.dynamodb.tests.settings.truths import Difference, Facts, Options, Seconds
from ansible_collections.planton.dynamodb.tests.simulator.settings.policy import Policy
from ansible_collections.planton.dynamodb.tests.simulator.state import Table

OFF: dict[str, Any] = {"resource_policy": {}}
NOT_IN_DESCRIBE_TABLE = ("resource_policy",)
IN_A_DIFF = {"Statement": documents.meaning}
Read = tuple[str, documents.Meaning, bool]


def facts(options: Options) -> Facts:
    return documents.facts("resource_policy", options["resource_policy"])


def of_table(table: Table) -> dict[str, Any]:
    return {"resource_policy": json.loads(table.of(Policy).policy or "{}")}


def read(options: Options) -> Read:
    return documents.read(options["resource_policy"])


def after_creation(value: Read) -> dict[str, int]:
    """CreateTable takes what names no ARN, which nobody knows before; a denial comes last of all."""
    return {"PutResourcePolicy": int(goes_last(value) or any("__TABLE_ARN__" in each for each in value[1]))}


def creation_takes(value: Read, seconds: Seconds) -> float:
    return seconds["policy_lag"] if after_creation(value)["PutResourcePolicy"] else 0.0


def goes_last(value: Read) -> bool:
    return value[2]


def writes(difference: Difference) -> dict[str, int]:
    old, new = difference.of("resource_policy")
    changed = old[0] != new[0]
    return {"PutResourcePolicy": int(changed and bool(new[0])), "DeleteResourcePolicy": int(changed and not new[0])}


def takes(difference: Difference, seconds: Seconds, _cooldown: bool) -> float:
    """ "Lag 1-2.7 s" (page 2)."""
    return seconds["policy_lag"] if sum(writes(difference).values()) else 0.0
