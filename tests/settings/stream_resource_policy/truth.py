# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The policy of the stream."""

from __future__ import annotations

import json
from typing import Any

from ansible_collections.planton.dynamodb.tests.settings import documents
from ansible_collections.planton.dynamodb.tests.settings.truths import Difference, Facts, Options, Seconds
from ansible_collections.planton.dynamodb.tests.simulator.settings.policy import Slot
from ansible_collections.planton.dynamodb.tests.simulator.settings.stream import Stream, label
from ansible_collections.planton.dynamodb.tests.simulator.state import Table

OFF: dict[str, Any] = {"stream_resource_policy": {}}
NOT_IN_DESCRIBE_TABLE = ("stream_resource_policy",)
Read = tuple[str, documents.Meaning, bool]


def facts(options: Options) -> Facts:
    return documents.facts("stream_resource_policy", options["stream_resource_policy"])


def of_table(table: Table) -> dict[str, Any]:
    if table.of(Stream).stream is None:
        return {"stream_resource_policy": {}}
    policy = Slot(table, f"{table.arn}/stream/{label(table)}").held()[0]
    return {"stream_resource_policy": json.loads(policy or "{}")}


def read(options: Options) -> Read:
    return documents.read(options["stream_resource_policy"])


def after_creation(value: Read) -> dict[str, int]:
    """The ARN of a stream is known when it is there."""
    return {"PutResourcePolicy": int(bool(value[0]))}


def creation_takes(value: Read, seconds: Seconds) -> float:
    return seconds["policy_lag"] if value[0] else 0.0


def writes(difference: Difference) -> dict[str, int]:
    """Another stream begins without one; the old one goes with the old stream."""
    old, new = difference.of("stream_resource_policy")
    if difference.before["stream"] != difference.after["stream"]:
        return {"PutResourcePolicy": int(bool(new[0]))}
    changed = old[0] != new[0]
    return {"PutResourcePolicy": int(changed and bool(new[0])), "DeleteResourcePolicy": int(changed and not new[0])}


def takes(difference: Difference, seconds: Seconds, _cooldown: bool) -> float:
    """That of a new stream is put while the stream is being enabled."""
    if difference.before["stream"] != difference.after["stream"]:
        return 0.0
    return seconds["policy_lag"] if sum(writes(difference).values()) else 0.0
