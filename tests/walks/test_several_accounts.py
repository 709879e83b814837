# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Global tables of several accounts: documented by AWS, and measured by nobody."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.walks.account import Account, writes
from ansible_collections.planton.dynamodb.tests.walks.runs import PLAIN, SHORT
from ansible_collections.planton.dynamodb.tests.walks.test_kills import interrupt, points
from ansible_collections.planton.dynamodb.tests.walks.two_accounts import (
    HOME,
    MODE,
    NEAR,
    REPLICA,
    SOURCE,
    THEIRS,
    Theirs,
    policy,
)


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
