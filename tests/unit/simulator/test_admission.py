# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The admission matrix (control_plane.md 4.3): each call while each transition is in flight, as admission.yml has it.

What was not measured is refused, unless the engine was told to admit it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.refusal import IN_USE
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import PLAIN, actions
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import (
    ARN,
    BASES,
    KEY,
    Desk,
    action,
    in_full,
    new_index,
    units,
    vector,
)
from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml

ROWS: list[Part] = read_yaml(Path(__file__).parent / "admission.yml")
FIVE = units(5)
STREAM: Part = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}}
USED = ("ResourceInUseException", f"{IN_USE}Table is being used: orders")


def _policy(effect: str) -> str:
    principal = {"AWS": "arn:aws:iam::123456789012:root"}
    statement = {"Effect": effect, "Principal": principal, "Action": "dynamodb:GetItem", "Resource": ARN}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _tags(**pairs: str) -> Part:
    return {"Tags": [{"Key": key, "Value": value} for key, value in pairs.items()]}


def _to_provisioned(*names: str) -> Part:
    updates = [{"Update": {"IndexName": name, **FIVE}} for name in names]
    return {"BillingMode": "PROVISIONED", **FIVE, "GlobalSecondaryIndexUpdates": updates}


# Of the members with a capacity, what a table on demand is sent instead.
CALLS: dict[str, tuple[str, Part]] = {
    "units": ("UpdateTable", units(7)),
    "to_on_demand": ("UpdateTable", {"BillingMode": "PAY_PER_REQUEST"}),
    "to_provisioned": ("UpdateTable", _to_provisioned("byB", "byC")),
    "stream": ("UpdateTable", STREAM),
    "stream_off": ("UpdateTable", {"StreamSpecification": {"StreamEnabled": False}}),
    "class": ("UpdateTable", {"TableClass": "STANDARD_INFREQUENT_ACCESS"}),
    "encryption": ("UpdateTable", {"SSESpecification": {"Enabled": True}}),
    "warm": ("UpdateTable", {"WarmThroughput": {"ReadUnitsPerSecond": 13000}}),
    "warmer": ("UpdateTable", {"WarmThroughput": {"ReadUnitsPerSecond": 14000}}),
    "maximum": ("UpdateTable", {"OnDemandThroughput": {"MaxReadRequestUnits": 9}}),
    "protection": ("UpdateTable", {"DeletionProtectionEnabled": True}),
    "index_create": ("UpdateTable", new_index("byE", "e", **FIVE)),
    "index_delete": ("UpdateTable", action("Delete", "byC")),
    "other_delete": ("UpdateTable", action("Delete", "byB")),
    "index_update": ("UpdateTable", action("Update", "byB", **units(9))),
    "vector_create": ("UpdateTable", {"VectorIndexUpdates": [{"Create": vector("near")}]}),
    "replica": ("UpdateTable", actions("Create", "us-west-2")),
    "delete_table": ("DeleteTable", {}),
    "create_table": ("CreateTable", {**PLAIN, **BASES["on_demand"], "TableName": "orders"}),
    "describe": ("DescribeTable", {}),
    "ttl": ("UpdateTimeToLive", {"TimeToLiveSpecification": {"Enabled": True, "AttributeName": "x"}}),
    "describe_ttl": ("DescribeTimeToLive", {}),
    "recovery": (
        "UpdateContinuousBackups",
        {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}},
    ),
    "describe_recovery": ("DescribeContinuousBackups", {}),
    "policy": ("PutResourcePolicy", {"Policy": _policy("Allow")}),
    "other_policy": ("PutResourcePolicy", {"Policy": _policy("Deny")}),
    "policy_off": ("DeleteResourcePolicy", {}),
    "backup": ("CreateBackup", {"BackupName": "bak"}),
    "tags": ("TagResource", _tags(k="v")),
    "more_tags": ("TagResource", _tags(k="v", l="w")),
    "other_tags": ("TagResource", _tags(l="w")),
    "untag": ("UntagResource", {"TagKeys": ["k"]}),
    "describe_tags": ("ListTagsOfResource", {}),
    "insights": ("UpdateContributorInsights", {"ContributorInsightsAction": "ENABLE"}),
    "describe_insights": ("DescribeContributorInsights", {}),
    "kinesis": (
        "EnableKinesisStreamingDestination",
        {"StreamArn": "arn:aws:kinesis:eu-central-1:123456789012:stream/s"},
    ),
}
# Calls that depend on what is in flight, most of them about the index itself.
OWN: dict[tuple[str, str], Part] = {
    ("allocation", "own_delete"): action("Delete", "byD"),
    ("allocation", "own_update"): action("Update", "byD", **units(9)),
    ("backfill", "own_delete"): action("Delete", "byD"),
    ("backfill", "own_update"): action("Update", "byD", **units(9)),
    ("backfill", "to_provisioned"): _to_provisioned("byB", "byC", "byD"),
    ("index_delete", "to_provisioned"): _to_provisioned("byB"),
    ("index_delete", "own_create"): new_index("byC", "c", **FIVE),
    ("index_delete", "own_update"): action("Update", "byC", **units(9)),
    ("index_update", "own_update"): action("Update", "byC", **units(10)),
    # The same key again is answered with 200 (L-065).
    ("encryption", "encryption"): {"SSESpecification": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY}},
}


def send(name: str) -> Callable[[Desk, str], Part]:
    """Set a flight off by one of the calls."""
    return lambda desk, on: call(desk, on, *CALLS[name])


def call(desk: Desk, on: str, operation: str, request: Part) -> Part:
    """Make a call; an index of a table on demand has no capacity."""
    if on == "on_demand" and "Create" in str(request.get("GlobalSecondaryIndexUpdates")):
        request = json.loads(json.dumps(request))
        del request["GlobalSecondaryIndexUpdates"][0]["Create"]["ProvisionedThroughput"]
    return desk.send(operation, **request)


def _allocate(desk: Desk, on: str) -> None:
    call(desk, on, "UpdateTable", new_index("byD", "d", **FIVE))


def _backfill(desk: Desk, on: str) -> None:
    _allocate(desk, on)
    desk.later(41.0)


def _create(seconds: float) -> Callable[[Desk, str], None]:
    def start(desk: Desk, on: str) -> None:
        desk.create(ready=False, **BASES[on])
        desk.later(seconds)

    return start


def _delete(seconds: float) -> Callable[[Desk, str], None]:
    def start(desk: Desk, _on: str) -> None:
        desk.send("DeleteTable")
        desk.later(seconds)

    return start


STARTS: dict[str, Callable[[Desk, str], Any]] = {
    **{name: send(name) for name in ("to_provisioned", "to_on_demand", "stream", "class", "encryption", "warm")},
    **{name: send(name) for name in ("index_delete", "tags", "policy")},
    "capacity": lambda desk, on: call(desk, on, "UpdateTable", units(6)),
    "allocation": _allocate,
    "backfill": _backfill,
    "index_update": lambda desk, on: call(desk, on, "UpdateTable", action("Update", "byC", **units(8))),
    "replica": lambda desk, _on: desk.change(**actions("Create", "us-east-1")),
    "creating": _create(0.1),
    "creating for 2.6 s": _create(2.7),
    "just created": _create(18.1),
    "deleting": _delete(0.9),
    "deleting for 1.6 s": _delete(1.7),
}


def on_its_way(row: Part, **settings: Any) -> Desk:
    """An engine in which a table has something in flight."""
    desk = Desk(**settings)
    if not row["in_flight"].startswith(("creating", "just")):
        desk.create(**BASES[row["table"]])
    STARTS[row["in_flight"]](desk, row["table"])
    return desk


def judged(desk: Desk, row: Part, name: str) -> Part:
    """Make one of the calls."""
    own = OWN.get((row["in_flight"], name))
    if own is not None:
        return call(desk, row["table"], "UpdateTable", own)
    return call(desk, row["table"], *CALLS[name])


def cases(outcome: str) -> list[Any]:
    """Every call of every row with that outcome."""
    return [
        pytest.param(row, name, id=f"4.3 {row['in_flight']}: {name} ({row['table']})")
        for row in ROWS
        for name in row[outcome]
    ]


def refusal_of(desk: Desk, row: Part, name: str) -> tuple[str, str]:
    """What a call is refused with."""
    own = OWN.get((row["in_flight"], name))
    operation, request = CALLS[name] if own is None else ("UpdateTable", own)
    if row["table"] == "on_demand" and "ProvisionedThroughput" in str(request.get("GlobalSecondaryIndexUpdates")):
        request = json.loads(json.dumps(request))
        for update in request["GlobalSecondaryIndexUpdates"]:
            update.get("Create", {}).pop("ProvisionedThroughput", None)
    return desk.refused(operation, **request)


@pytest.mark.parametrize(("row", "name"), cases("refused"))
def test_refused(row: Part, name: str) -> None:
    """What the page says is refused is, with its words, whether the unknown is admitted or not; nothing changes."""
    for unknown in (False, True):
        desk = on_its_way(row, unknown=unknown)
        before = desk.table()
        code, text = in_full(row["refused"][name].replace("ARN", ARN))
        text = text.replace("LABEL", before.get("LatestStreamLabel", ""))
        assert refusal_of(desk, row, name) == (code, text)
        assert desk.table() == before


@pytest.mark.parametrize(("row", "name"), cases("admitted"))
def test_admitted(row: Part, name: str) -> None:
    """What the page says is admitted is."""
    assert isinstance(judged(on_its_way(row), row, name), dict)


@pytest.mark.parametrize(("row", "name"), cases("unknown"))
def test_unknown(row: Part, name: str) -> None:
    """9: what was not measured is refused, and admitted where the engine was told so."""
    assert refusal_of(on_its_way(row), row, name) == USED
    assert isinstance(judged(on_its_way(row, unknown=True), row, name), dict)
