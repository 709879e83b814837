# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out plans: order, lanes, and what is waited for."""

from __future__ import annotations

import concurrent.futures
import threading
from typing import Any

from ansible_collections.planton.dynamodb.plugins.module_utils._plan.plan import Plan
from ansible_collections.planton.dynamodb.plugins.module_utils._run.executor import Executor, Patience
from ansible_collections.planton.dynamodb.plugins.module_utils._run.steps import Outcome
from ansible_collections.planton.dynamodb.tests.unit.literal import make
from ansible_collections.planton.dynamodb.tests.unit.looking import Overrides, look, planned
from ansible_collections.planton.dynamodb.tests.unit.service import (
    IN_USE,
    START,
    DirectPool,
    FakeClock,
    FakeService,
)
from ansible_collections.planton.dynamodb.tests.unit.table_model import TableModel

NAME = "orders"
SIMPLE: dict[str, Any] = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
BY_ID = {"name": "by_id", "key_schema": SIMPLE["key_schema"], "projection": {"type": "ALL"}}
BY_ID_TOO = {**BY_ID, "name": "by_id_too"}
STREAM = {"stream_enabled": True, "stream_view_type": "NEW_IMAGE"}
TTL = {"ttl": {"enabled": True, "attribute_name": "expires"}}
RECOVERY = {"point_in_time_recovery_enabled": True}
TAGS = {"tags": {"team": "payments"}}
BUSY = ("ResourceInUseException", f"{IN_USE}Table is being used: orders")
REPLACED = {
    "attribute_definitions": [{"name": "number", "type": "S"}],
    "key_schema": [{"attribute_name": "number", "key_type": "HASH"}],
}


class Scene:
    """A table, what is wanted of it, and the service that it lives in."""

    def __init__(self, exists: dict[str, Any] | None, spec: dict[str, Any], **answers: Any) -> None:
        self.model = TableModel() if exists is None else make(TableModel(), NAME, {**SIMPLE, **exists})
        self.clock = FakeClock()
        self.service = FakeService(self.model, self.clock)
        self.overrides = Overrides(**answers)
        self.desired, self.plan = planned(NAME, spec, self.model, self.overrides)
        self.seen = look(self.model, self.desired, self.overrides)

    def run(self, *, wait: bool = True, timeout: float = 1800.0, pool: Any = None, plan: Plan | None = None) -> Outcome:
        """Carry the plan out."""
        patience = Patience(wait, self.clock.now() + timeout)
        executor = Executor(self.service, self.clock, pool or DirectPool(), patience)  # type: ignore[arg-type]
        return executor.run(plan or self.plan, self.seen)

    def moments(self) -> dict[str, float]:
        """How many seconds after the start each write was made, by the last of each name."""
        return {operation: moment - START for moment, operation, _request in self.service.sent}

    def reasons(self) -> dict[str, float]:
        """How many seconds after the start each operation was last tried, by its reason."""
        found = {}
        for moment, operation, request in self.service.sent:
            (step,) = (step for step in self.plan.operations if (step.operation, step.request) == (operation, request))
            found[step.reason] = moment - START
        return found


def statuses(outcome: Outcome) -> dict[str, str]:
    """What became of each operation, by its reason."""
    return {step.operation.reason: step.status for step in outcome.steps}


def only(outcome: Outcome) -> str:
    """What became of the one operation there is."""
    (status,) = statuses(outcome).values()
    return status


def test_nothing_to_do_makes_no_call() -> None:
    scene = Scene({}, {})
    outcome = scene.run()
    assert (scene.service.sent, outcome.steps, outcome.settled, outcome.changed) == ([], [], True, False)
    assert scene.clock.slept == []


def test_what_moves_the_table_goes_one_after_the_other() -> None:
    spec = {**STREAM, "table_class": "STANDARD_INFREQUENT_ACCESS", "deletion_protection_enabled": True}
    scene = Scene({}, spec)
    outcome = scene.run()
    moments = scene.reasons()
    # Two seconds each on this service; protection is admitted beside anything.
    assert moments["enable the stream with NEW_IMAGE"] == moments["enable deletion protection"] == 0.0
    assert 2.0 <= moments["change table class to STANDARD_INFREQUENT_ACCESS"] < 2.2
    assert set(statuses(outcome).values()) == {"done"}
    assert outcome.settled and outcome.changed and not outcome.stopped


def test_nothing_is_refused_when_every_wait_is_kept() -> None:
    spec = {**STREAM, **TTL, **RECOVERY, **TAGS, "global_secondary_indexes": [BY_ID, BY_ID_TOO]}
    spec |= {"table_class": "STANDARD_INFREQUENT_ACCESS", "server_side_encryption": {"enabled": True}}
    scene = Scene({}, {**spec, "contributor_insights_indexes": ["by_id"]})
    outcome = scene.run()
    assert len(scene.service.sent) == len(scene.plan.operations)
    assert all(step.attempts == 1 for step in outcome.steps)
    assert scene.clock.now() - START >= 1000.0


def test_sub_resources_do_not_wait_for_the_chain() -> None:
    scene = Scene({}, {**STREAM, **TTL, **RECOVERY, **TAGS, "global_secondary_indexes": [BY_ID, BY_ID_TOO]})
    scene.run()
    moments = scene.moments()
    assert {moments[name] for name in ("UpdateTimeToLive", "UpdateContinuousBackups", "TagResource")} == {0.0}
    assert moments["UpdateTable"] >= 500.0


def test_what_follows_waits_for_what_it_follows() -> None:
    scene = Scene({}, {"global_secondary_indexes": [BY_ID], "contributor_insights_indexes": ["by_id"]})
    scene.run()
    assert scene.service.operations() == ["UpdateTable", "UpdateContributorInsights"]
    assert scene.moments()["UpdateContributorInsights"] >= 500.0


def test_one_index_at_a_time() -> None:
    scene = Scene({}, {"global_secondary_indexes": [BY_ID, BY_ID_TOO]})
    scene.run()
    moments = [moment for moment, _operation, _request in scene.service.sent]
    assert 500.0 <= moments[1] - moments[0] < 560.0


def test_lanes_run_side_by_side() -> None:
    """Four calls that all must be on their way before any may return."""
    scene = Scene({}, {**STREAM, **TTL, **RECOVERY, **TAGS})
    together = threading.Barrier(4, timeout=10)

    def together_only(_operation: str) -> None:
        together.wait()

    scene.service.before_send = together_only
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        outcome = scene.run(pool=pool)
    assert set(statuses(outcome).values()) == {"done"}


def test_tags_are_set_before_others_are_removed() -> None:
    scene = Scene({"tags": {"stage": "test"}}, TAGS)
    scene.run()
    assert scene.service.operations() == ["TagResource", "UntagResource"]


def test_a_new_table_gets_the_rest_when_it_is_there() -> None:
    scene = Scene(None, {**SIMPLE, **TTL, **RECOVERY, "contributor_insights_enabled": True})
    outcome = scene.run()
    assert scene.service.operations()[0] == "CreateTable"
    assert all(moment >= START + 5.0 for moment, _operation, _request in scene.service.sent[1:])
    assert outcome.settled and outcome.observed and outcome.observed.status == "ACTIVE"


def test_a_table_goes_when_nothing_is_in_flight() -> None:
    scene = Scene({}, {"state": "absent"})
    scene.service.send("UpdateTable", {"TableName": NAME, "SSESpecification": {"Enabled": True, "SSEType": "KMS"}})
    outcome = scene.run()
    assert scene.moments()["DeleteTable"] >= 22.0
    assert outcome.settled and outcome.observed is None


def test_replacement_waits_until_the_name_is_free() -> None:
    scene = Scene({}, {**REPLACED, "replacement": "backup_and_replace"})
    outcome = scene.run()
    assert scene.service.operations() == ["CreateBackup", "DeleteTable", "CreateTable"]
    assert scene.moments()["CreateTable"] - scene.moments()["DeleteTable"] >= 4.0
    assert outcome.settled and outcome.backup_arn.endswith("/backup/00000000000001")
