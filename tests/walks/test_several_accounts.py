# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Global tables of several accounts: documented by AWS, and measured by nobody."""

from __future__ import annotations

import functools
from typing import Any

import pytest
from ansible_collections.amazon.aws.plugins.module_utils.retries import RetryingBotoClientWrapper
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.connecting import ONCE, READ_RETRY, RETRIES
from ansible_collections.planton.dynamodb.tests.walks.account import WIRE, Account, writes
from ansible_collections.planton.dynamodb.tests.walks.runs import PLAIN, SHORT
from ansible_collections.planton.dynamodb.tests.walks.test_kills import interrupt, points
from botocore.config import Config

HOME, NEAR = "eu-central-1", "eu-west-1"
OURS, THEIRS = "123456789012", "210987654321"
SOURCE = f"arn:aws:dynamodb:{HOME}:{OURS}:table/orders"
REPLICA = f"arn:aws:dynamodb:{NEAR}:{THEIRS}:table/orders"
MODE = {"global_table_settings_replication_mode": "ENABLED"}


def policy(own: str, *joining: str) -> dict[str, Any]:
    """What AWS documents: all members may replicate, and an account may join."""
    names = {"aws:SourceAccount": [OURS, THEIRS], "aws:SourceArn": [SOURCE, REPLICA]}
    replicate = {
        "Sid": "Replicate",
        "Effect": "Allow",
        "Principal": {"Service": "replication.dynamodb.amazonaws.com"},
        "Action": [
            "dynamodb:ReadDataForReplication",
            "dynamodb:WriteDataForReplication",
            "dynamodb:ReplicateSettings",
        ],
        "Resource": own,
        "Condition": {"StringEquals": names},
    }
    join = {
        "Sid": "Join",
        "Effect": "Allow",
        "Principal": {"AWS": [*joining]},
        "Action": "dynamodb:AssociateTableReplica",
        "Resource": own,
    }
    return {"resource_policy": {"Version": "2012-10-17", "Statement": [replicate, *([join] if joining else [])]}}


@functools.cache
def their_client(service: str, repeats: bool, region: str) -> Any:
    made = WIRE.client(service, Config(retries=RETRIES if repeats else ONCE), region=region, account=THEIRS)
    return RetryingBotoClientWrapper(made, READ_RETRY)


class Theirs(Account):
    """The same engine and the same time, as the other account in its Region."""

    def __init__(self, ours: Account) -> None:
        self.engine, self.host, self.clock, self.lengths = ours.engine, ours.host, ours.clock, ours.lengths

    def connect(self, service: str, *, repeats: bool = True, region: str = "") -> Any:
        return their_client(service, repeats, region or NEAR)


@pytest.fixture
def ours() -> Account:
    return Account(lengths=SHORT, documented=True)


SHARED = {**PLAIN, **MODE, **policy(SOURCE, THEIRS)}
OWN = {"deletion_protection_enabled": True, "tags": {"team": "shop"}, "point_in_time_recovery_enabled": True}
THERE = {"global_table_source_arn": SOURCE, **policy(REPLICA), **OWN}


def converged(account: Account, options: dict[str, Any]) -> dict[str, Any]:
    planned = account.result(options, apply=False)
    before = len(account.host.calls)
    done = account.result(options)
    assert done["converged"], done.get("msg") or done["plan"]
    told = [step["operation"] for step in planned["plan"]["operations"]]
    assert [call.operation for call in writes(account.calls_since(before))] == told
    again = account.result(options)
    assert again["converged"] and not again["changed"] and not again["plan"]["operations"], again["changes"]
    return done


def test_from_one_account_to_two(ours: Account) -> None:
    converged(ours, SHARED)
    ours.later(60.0)
    theirs = Theirs(ours)
    done = converged(theirs, THERE)
    first, *rest = [step["operation"] for step in done["plan"]["operations"]]
    assert first == "CreateTable" and rest == ["UpdateContinuousBackups"]
    assert {"dynamodb:AssociateTableReplica", "dynamodb:PutResourcePolicy"} <= {*done["plan"]["iam_actions"]}
    request = done["plan"]["operations"][0]["request"]
    assert request["GlobalTableSourceArn"] == SOURCE and request["GlobalTableSettingsReplicationMode"] == "ENABLED"
    assert done["outputs"]["table_arn"] == REPLICA
    assert done["outputs"]["replicas"][HOME]["table_arn"] == SOURCE
    assert ours.result(SHARED)["outputs"]["replicas"][NEAR]["table_arn"] == REPLICA
    assert converged(theirs, {"tags": {"team": "store"}})["changed"]


def test_each_account_deletes_its_own_table(ours: Account) -> None:
    converged(ours, SHARED)
    ours.later(60.0)
    theirs = Theirs(ours)
    converged(theirs, {**THERE, "deletion_protection_enabled": False})
    ours.later(90_000.0)
    kept = ours.result({"replicas": [], "replica_removal": "delete"})
    assert [(fault["rule"], fault["path"]) for fault in kept["errors"]] == [("V91", "replicas")]
    assert ours.result({"replicas": []})["errors"][0]["rule"] == "V83"
    gone = theirs.result({"state": "absent"})
    assert gone["converged"], gone.get("msg")
    assert [step["operation"] for step in gone["plan"]["operations"]] == ["DeleteTable"]
    ours.later(300.0)
    assert ours.result(SHARED)["outputs"]["replicas"] == {}


def test_a_member_leaves_and_goes_with_its_account_alone(ours: Account) -> None:
    converged(ours, SHARED)
    ours.later(60.0)
    theirs = Theirs(ours)
    converged(theirs, {**THERE, "deletion_protection_enabled": False})
    left = theirs.result({"replicas": [], "replica_removal": "disassociate"})
    assert {fault["rule"] for fault in left["errors"]} == {"V91"}


def test_the_source_is_not_ready(ours: Account) -> None:
    """AWS judges the source, which the other account cannot read; its words are those of the run."""
    converged(ours, {**PLAIN, **policy(SOURCE, THEIRS)})
    ours.later(60.0)
    failed = Theirs(ours).result(THERE)
    assert "is not ENABLED" in failed["msg"] and not failed["changed"]


def test_killed_at_any_call(ours: Account) -> None:
    def arranged() -> Theirs:
        account = Account(lengths=SHORT, documented=True)
        account.result(SHARED)
        account.later(60.0)
        return Theirs(account)

    account = arranged()
    before = len(account.host.calls)
    assert account.result(THERE)["converged"]
    for point in points(account.calls_since(before)):
        account = arranged()
        interrupt(account, THERE, point, before=len(account.host.calls))
        again = account.result(THERE)
        assert again["converged"], (str(point), again.get("msg"))
