# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out plans: refusals, what is put off, and what goes wrong meanwhile, beyond scenes.yml."""

from __future__ import annotations

import concurrent.futures
import datetime
import threading
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.unit.scenes import (
    BUSY,
    BY_ID,
    CLASS,
    INTERVAL,
    NAME,
    REPLACED,
    STREAM,
    TAGS,
    TTL,
    Scene,
    after,
    only,
    statuses,
)
from ansible_collections.planton.dynamodb.tests.unit.service import refusal

CLASSES = "Subscriber limit exceeded: Updates to TableClass are limited to 2 times in 30 day(s)."
RENAMED = {"ttl": {"enabled": True, "attribute_name": "until"}}


def test_busy_is_believed_while_something_is_in_flight() -> None:
    scene = Scene({}, {"server_side_encryption": {"enabled": True}})
    scene.service.seconds = {**scene.service.seconds, "index": 100.0}
    scene.service.send(
        "UpdateTable",
        {
            "TableName": NAME,
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "GlobalSecondaryIndexUpdates": [
                {
                    "Create": {
                        "IndexName": "by_id",
                        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                        "Projection": {"ProjectionType": "ALL"},
                    }
                }
            ],
        },
    )
    scene.refuse("UpdateTable", BUSY, times=20)
    assert only(scene.run()) == "done"
    assert scene.took() > 60.0


def test_a_stated_time_is_kept() -> None:
    scene = Scene({}, {"deletion_protection_enabled": True})
    when = scene.clock.today().replace(microsecond=0)
    text = "Deletion protection setting for table orders modified within the previous 15000 milliseconds."
    stated = f"{text} Please try again after {(when.isoformat()).replace('+00:00', 'Z')}"
    later = stated.replace("16:40Z", "16:49Z")
    scene.refuse("UpdateTable", ("ThrottlingException", later))
    assert only(scene.run()) == "done"
    assert scene.moments()["UpdateTable"] == pytest.approx(9.0)


def test_throttling_backs_off() -> None:
    scene = Scene({}, TAGS)
    rate = ("ThrottlingException", "The rate of control plane requests made by this account is too high")
    scene.refuse("TagResource", rate, times=4)
    assert only(scene.run()) == "done"
    gaps = [later[0] - earlier[0] for earlier, later in zip(scene.service.sent, scene.service.sent[1:], strict=False)]
    assert len(gaps) == 4
    assert all(0.7 < gap < 1.3 for gap in gaps)


def test_deleting_what_is_gone_is_skipped() -> None:
    scene = Scene({}, {"state": "absent"})
    scene.refuse("DeleteTable", ("ResourceNotFoundException", "Requested resource not found: Table: orders not found"))
    scene.service.before_send = lambda _operation: setattr(scene.model, "table", None)
    outcome = scene.run()
    assert only(outcome) == "skipped"
    assert outcome.settled


def test_our_own_faults_are_not_hidden() -> None:
    scene = Scene({}, TTL)
    scene.service.refusals["UpdateTimeToLive"] = [KeyError("oops")]
    with pytest.raises(KeyError):
        scene.run()


def renaming(timeout: float) -> tuple[Scene, Any]:
    """Another attribute: the service takes the one that is on away at once, and the new one half an hour later."""
    scene = Scene(TTL, RENAMED)
    send = scene.service.send

    def send_later(operation: str, request: Any) -> Any:
        if request["TimeToLiveSpecification"]["Enabled"] and scene.took() < 1872.0:
            raise refusal(operation, "ValidationException", INTERVAL)
        return send(operation, request)

    scene.service.send = send_later  # type: ignore[method-assign]
    return scene, scene.run(timeout=timeout)


def test_half_an_hour_after_the_first_change_is_too_late() -> None:
    _scene, outcome = renaming(1800.0)
    assert [step.status for step in outcome.steps] == ["done", "pending"]
    assert outcome.steps[1].facts()["retry_at"] == after(1872)


def test_half_an_hour_is_waited_for_by_whoever_has_the_time() -> None:
    scene, outcome = renaming(3600.0)
    assert [step.status for step in outcome.steps] == ["done", "done"]
    assert scene.took() < 1900.0


def test_the_last_change_of_class_is_known() -> None:
    changed = datetime.datetime(2026, 2, 20, tzinfo=datetime.timezone.utc)
    summary = {"TableClass": "STANDARD", "LastUpdateDateTime": changed}
    scene = Scene({}, CLASS, table={"TableClassSummary": summary})
    scene.refuse("UpdateTable", ("LimitExceededException", CLASSES))
    outcome = scene.run()
    assert outcome.steps[0].facts()["retry_at"] == "2026-03-22T00:00:00Z"


def test_a_table_that_goes_meanwhile_is_not_waited_for() -> None:
    """Somebody else deletes it: ten seconds may be a stale answer, more is not."""
    scene = Scene({}, {"global_secondary_indexes": [BY_ID]})
    scene.service.before_send = lambda _operation: None
    sleep = scene.clock.sleep

    def sleeps(seconds: float) -> None:
        if scene.took() > 30.0:
            scene.model.table = None
        sleep(seconds)

    scene.clock.sleep = sleeps  # type: ignore[method-assign]
    outcome = scene.run()
    assert "in vain: the table is gone" in outcome.stopped
    assert scene.took() < 90.0


def test_an_index_that_goes_meanwhile_is_not_waited_for() -> None:
    scene = Scene({}, {"global_secondary_indexes": [BY_ID]})
    sleep = scene.clock.sleep

    def sleeps(seconds: float) -> None:
        if scene.model.table and scene.took() > 30.0:
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
    scene.refuse("UpdateTable", ("ValidationException", "wrong"))
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        outcome = scene.run(pool=pool)
    assert list(statuses(outcome).values()) == ["failed", "done"]


@pytest.mark.parametrize("protected", [False, True])
def test_a_table_that_gets_an_item_while_its_deletion_stands_in_line_is_not_deleted(protected: bool) -> None:
    scene = Scene(
        {"deletion_protection_enabled": protected},
        {**REPLACED, "replacement": "when_empty", "force": True},
        empty=True,
    )
    scene.refuse("DeleteTable", ("ThrottlingException", "Rate exceeded"))

    def put(operation: str) -> None:
        if operation == "Scan" and not scene.service.refusals["DeleteTable"] and scene.model.table:
            scene.model.table.items = 1

    scene.service.before_send = put
    outcome = scene.run()
    assert statuses(outcome)["delete the table and all its items"] == "failed"
    assert scene.model.table is not None and scene.model.created == 1
    error = next(step.error for step in outcome.steps if step.error)
    assert "it was not deleted" in error.text and "protection" in error.hint
