# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out plans: not waiting, waiting too long, waiting in vain, and the last look before items are lost."""

from __future__ import annotations

import concurrent.futures
import threading
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.unit.service import START, refusal
from ansible_collections.planton.dynamodb.tests.unit.test_executor import (
    BUSY,
    BY_ID,
    REPLACED,
    SIMPLE,
    STREAM,
    TAGS,
    TTL,
    Scene,
    only,
    statuses,
)

LOCKED = ("LimitExceededException", "Subscriber limit exceeded: Table tags are being updated: orders")


def test_without_waiting_what_can_start_starts() -> None:
    scene = Scene({}, {**STREAM, "table_class": "STANDARD_INFREQUENT_ACCESS", **TTL})
    outcome = scene.run(wait=False)
    assert list(statuses(outcome).values()) == ["done", "pending", "done"]
    assert scene.clock.slept == []
    assert not outcome.settled and not outcome.stopped


def test_without_waiting_a_table_is_only_begun() -> None:
    scene = Scene(None, {**SIMPLE, **TTL})
    assert list(statuses(scene.run(wait=False)).values()) == ["done", "pending"]
    assert scene.clock.slept == []


def test_without_waiting_the_next_run_goes_on() -> None:
    scene = Scene(None, {**SIMPLE, **TTL})
    scene.run(wait=False)
    scene.clock.time += 60
    following = Scene({}, {**SIMPLE, **TTL})
    assert only(following.run(wait=False)) == "done"


def test_without_waiting_busy_is_left_to_the_next_run() -> None:
    scene = Scene({}, STREAM)
    scene.service.refusals["UpdateTable"] = [refusal("UpdateTable", *BUSY)]
    outcome = scene.run(wait=False)
    assert only(outcome) == "pending"
    assert outcome.steps[0].facts()["error"]["code"] == "ResourceInUseException"


def test_without_waiting_short_locks_are_sat_out() -> None:
    scene = Scene({}, TAGS)
    scene.service.refusals["TagResource"] = [refusal("TagResource", *LOCKED)]
    assert only(scene.run(wait=False)) == "done"
    assert sum(scene.clock.slept) < 5.0


def test_without_waiting_the_end_is_not_awaited() -> None:
    scene = Scene({}, {"global_secondary_indexes": [BY_ID]})
    outcome = scene.run(wait=False)
    assert only(outcome) == "done"
    assert not outcome.settled
    assert scene.clock.now() == START


def test_patience_ends_before_the_next_call() -> None:
    scene = Scene({}, {"global_secondary_indexes": [BY_ID, {**BY_ID, "name": "by_id_too"}]})
    outcome = scene.run(timeout=100.0)
    assert list(statuses(outcome).values()) == ["done", "pending"]
    assert "wait_timeout" in outcome.stopped and "no other index" in outcome.stopped
    assert 100.0 < scene.clock.now() - START < 130.0


def test_patience_ends_before_the_end() -> None:
    scene = Scene({}, {"global_secondary_indexes": [BY_ID]})
    outcome = scene.run(timeout=100.0)
    assert only(outcome) == "done"
    assert "wait_timeout" in outcome.stopped and "index by_id built" in outcome.stopped
    assert not outcome.settled


def test_patience_ends_with_a_service_that_is_busy() -> None:
    scene = Scene({}, STREAM)
    scene.service.refusals["UpdateTable"] = [refusal("UpdateTable", *BUSY) for _once in range(100)]
    outcome = scene.run(timeout=20.0)
    assert only(outcome) == "pending"
    assert "Table is being used" in outcome.stopped


def test_a_table_that_goes_meanwhile_is_not_waited_for() -> None:
    """Somebody else deletes it: ten seconds may be a stale answer, more is not."""
    scene = Scene({}, {"global_secondary_indexes": [BY_ID]})
    scene.service.before_send = lambda _operation: None
    sleep = scene.clock.sleep

    def sleeps(seconds: float) -> None:
        if scene.clock.now() - START > 30.0:
            scene.model.table = None
        sleep(seconds)

    scene.clock.sleep = sleeps  # type: ignore[method-assign]
    outcome = scene.run()
    assert "in vain: the table is gone" in outcome.stopped
    assert scene.clock.now() - START < 90.0


def test_an_index_that_goes_meanwhile_is_not_waited_for() -> None:
    scene = Scene({}, {"global_secondary_indexes": [BY_ID]})
    sleep = scene.clock.sleep

    def sleeps(seconds: float) -> None:
        if scene.model.table and scene.clock.now() - START > 30.0:
            scene.model.table.global_indexes.clear()
        sleep(seconds)

    scene.clock.sleep = sleeps  # type: ignore[method-assign]
    assert "index by_id built is in vain" in scene.run().stopped


def test_a_look_that_fails_ends_the_run() -> None:
    scene = Scene({}, {**STREAM, "table_class": "STANDARD_INFREQUENT_ACCESS"})
    scene.service.reads["table"] = refusal("DescribeTable", "ExpiredTokenException", "expired")
    outcome = scene.run()
    assert list(statuses(outcome).values()) == ["done", "pending"]
    assert outcome.error and outcome.error.code == "ExpiredTokenException"
    assert "expired" in outcome.stopped


def test_calls_on_their_way_are_awaited_after_a_failure() -> None:
    """What they did is known, though something else failed."""
    scene = Scene({}, {**STREAM, **TTL})
    failed = threading.Event()

    def held(operation: str) -> None:
        if operation == "UpdateTable":
            failed.set()
        else:
            failed.wait(10)

    scene.service.before_send = held
    scene.service.refusals["UpdateTable"] = [refusal("UpdateTable", "ValidationException", "wrong")]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        outcome = scene.run(pool=pool)
    assert list(statuses(outcome).values()) == ["failed", "done"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_backup_is_complete_before_anything_goes(count: int) -> None:
    scene = Scene({}, {"state": "absent", "backup_before_delete": True})
    scene.service.backups = ["CREATING"] * count + ["AVAILABLE"]
    outcome = scene.run()
    assert scene.service.operations() == ["CreateBackup", "DeleteTable"]
    assert scene.moments()["DeleteTable"] >= count / 2
    assert outcome.backup_arn
    assert outcome.settled


def test_nothing_goes_without_its_backup() -> None:
    scene = Scene({}, {"state": "absent", "backup_before_delete": True})
    scene.service.backups = ["CREATING"]
    outcome = scene.run(timeout=30.0)
    assert list(statuses(outcome).values()) == ["failed", "pending"]
    assert outcome.steps[0].error and "nothing was deleted" in outcome.steps[0].error.text
    assert outcome.changed and outcome.backup_arn
    assert scene.model.table is not None


def test_nothing_goes_when_the_backup_is_refused() -> None:
    scene = Scene({}, {**REPLACED, "replacement": "backup_and_replace"})
    scene.service.refusals["CreateBackup"] = [refusal("CreateBackup", "LimitExceededException", "too many backups")]
    outcome = scene.run()
    assert list(statuses(outcome).values()) == ["failed", "pending", "pending"]
    assert scene.service.operations() == ["CreateBackup"]


def test_a_table_that_got_an_item_is_not_replaced() -> None:
    scene = Scene({}, {**REPLACED, "replacement": "when_empty"}, empty=True)
    assert scene.model.table is not None
    scene.model.table.items = 1
    outcome = scene.run()
    assert list(statuses(outcome).values()) == ["failed", "pending", "pending"]
    assert outcome.steps[0].error and "got an item meanwhile" in outcome.steps[0].error.text
    assert scene.service.operations() == ["Scan"]


@pytest.mark.parametrize("protected", [False, True])
def test_a_table_that_gets_an_item_while_its_deletion_stands_in_line_is_not_deleted(protected: bool) -> None:
    scene = Scene(
        {"deletion_protection_enabled": protected},
        {**REPLACED, "replacement": "when_empty", "force": True},
        empty=True,
    )
    scene.service.refusals["DeleteTable"] = [refusal("DeleteTable", "ThrottlingException", "Rate exceeded")]

    def put(operation: str) -> None:
        if operation == "Scan" and not scene.service.refusals["DeleteTable"] and scene.model.table:
            scene.model.table.items = 1

    scene.service.before_send = put
    outcome = scene.run()
    assert statuses(outcome)["delete the table and all its items"] == "failed"
    assert scene.model.table is not None and scene.model.created == 1
    error = next(step.error for step in outcome.steps if step.error)
    assert "it was not deleted" in error.text and "protection" in error.hint


def test_an_empty_table_is_replaced() -> None:
    scene = Scene({}, {**REPLACED, "replacement": "when_empty"}, empty=True)
    outcome = scene.run()
    assert set(statuses(outcome).values()) == {"done"}
    assert scene.model.created == 2


def test_a_lost_key_does_not_keep_a_table_from_going() -> None:
    lost: Any = {"TableStatus": "INACCESSIBLE_ENCRYPTION_CREDENTIALS"}
    scene = Scene({}, {"state": "absent"}, table=lost)
    assert only(scene.run()) == "done"
