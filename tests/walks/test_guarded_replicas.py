# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A replica whose table is protected against deletion goes only if the user says so, and a plan knows that."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.walks.account import Account, writes
from ansible_collections.planton.dynamodb.tests.walks.runs import PLAIN, SHORT
from ansible_collections.planton.dynamodb.tests.walks.test_replica_scaling import BOTH, TABLE, targets
from ansible_collections.planton.dynamodb.tests.walks.test_replicas import (
    DELETED,
    FAR,
    HOME,
    NEAR,
    converge,
    regions,
    replicas,
)

PROTECTED = {"deletion_protection_enabled": True}
FORCED = {**DELETED, "force": True}
ABSENT = {"state": "absent"}
LIFTED = ("UpdateTable", {"TableName": "orders", "DeletionProtectionEnabled": False})


@pytest.fixture
def account() -> Account:
    return Account(lengths=SHORT)


def told(done: dict[str, Any]) -> list[tuple[str, str]]:
    return [(step["operation"], step.get("region", HOME)) for step in done["plan"]["operations"]]


@pytest.mark.parametrize(
    ("options", "path"), [({**replicas(FAR), **DELETED}, "replica_removal"), ({**ABSENT, **DELETED}, "state")]
)
@pytest.mark.parametrize("apply", [True, False])
def test_without_force_it_is_refused_before_any_call(
    account: Account, options: dict[str, Any], path: str, apply: bool
) -> None:
    account.arrange({**PLAIN, **replicas(NEAR, FAR)})
    converge(account, {"replicas": [{"region_name": NEAR, **PROTECTED}, {"region_name": FAR}]})
    before = len(account.host.calls)
    refused = account.result(options, apply=apply)
    assert [(fault["rule"], fault["path"]) for fault in refused["errors"]] == [("V4", path)]
    assert f"{NEAR}: the table orders is protected against deletion" in refused["msg"]
    assert "force: true" in refused["msg"]
    assert not refused["changed"] and not writes(account.calls_since(before), carried_out=False)
    assert regions(account) == {HOME, NEAR, FAR}


def test_with_force_its_protection_is_lifted_first(account: Account) -> None:
    """The plan names the Region of that call, and only that Region loses its protection."""
    account.arrange({**PLAIN, **PROTECTED, **replicas(NEAR, FAR)})
    converge(account, replicas(NEAR, FAR, **PROTECTED))
    before = len(account.host.calls)
    done = converge(account, {**replicas(FAR), **FORCED})
    assert told(done) == [("UpdateTable", NEAR), ("UpdateTable", HOME)]
    first, second = done["plan"]["operations"]
    assert (first["operation"], first["request"]) == LIFTED and first["destructive"]
    assert second["request"]["ReplicaUpdates"] == [{"Delete": {"RegionName": NEAR}}]
    made = [(call.operation, call.caller.region) for call in writes(account.calls_since(before))]
    assert made == told(done)
    account.later(120.0)
    assert regions(account) == {HOME, FAR}
    for region in (HOME, FAR):
        assert account.client_in(region).describe_table(TableName="orders")["Table"]["DeletionProtectionEnabled"]


def test_with_force_the_whole_table_goes(account: Account) -> None:
    account.arrange({**PLAIN, **PROTECTED, **replicas(NEAR, FAR)})
    converge(account, replicas(NEAR, FAR, **PROTECTED))
    done = account.result({**ABSENT, **FORCED})
    assert done["converged"], done.get("msg")
    assert told(done)[:2] == [("UpdateTable", NEAR), ("UpdateTable", FAR)]
    account.later(120.0)
    assert regions(account) == set()


def test_its_scaling_ends_before_its_protection(account: Account) -> None:
    converge(account, {**TABLE, "replicas": [{**BOTH["replicas"][0], **PROTECTED}]})
    done = converge(account, {**replicas(), **FORCED})
    assert told(done) == [("DeregisterScalableTarget", NEAR)] * 4 + [("UpdateTable", NEAR), ("UpdateTable", HOME)]
    account.later(120.0)
    assert regions(account) == {HOME} and not targets(account)


def test_a_region_that_leaves_with_its_items_keeps_its_protection() -> None:
    leaving = Account(lengths=SHORT, documented=True)
    leaving.arrange({**PLAIN, **replicas(NEAR)})
    converge(leaving, replicas(NEAR, **PROTECTED))
    converge(leaving, {**replicas(), "replica_removal": "disassociate", "force": True})
    assert leaving.client_in(NEAR).describe_table(TableName="orders")["Table"]["DeletionProtectionEnabled"]


def test_a_protection_that_may_not_be_lifted_keeps_the_replica(account: Account) -> None:
    account.arrange({**PLAIN, **replicas(NEAR)})
    converge(account, replicas(NEAR, **PROTECTED))
    account.host.faults.add("deny", region=NEAR, operation="UpdateTable")
    done = account.result({**replicas(), **FORCED})
    assert NEAR in done["msg"] and not done["converged"] and not done["changed"]
    assert regions(account) == {HOME, NEAR}
    account.host.faults.clear()
    converge(account, {**replicas(), **FORCED})
