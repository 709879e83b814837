# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out plans: what becomes of each refusal."""

from __future__ import annotations

import datetime

import pytest
from ansible_collections.planton.dynamodb.tests.unit.service import MIDNIGHT, START, refusal
from ansible_collections.planton.dynamodb.tests.unit.test_executor import (
    BUSY,
    NAME,
    RECOVERY,
    SIMPLE,
    STREAM,
    TAGS,
    TTL,
    Scene,
    only,
    statuses,
)


def test_busy_is_tried_again() -> None:
    scene = Scene({}, STREAM)
    scene.service.refusals["UpdateTable"] = [refusal("UpdateTable", *BUSY) for _once in range(3)]
    outcome = scene.run()
    assert only(outcome) == "done"
    assert outcome.steps[0].attempts == 4
    assert outcome.steps[0].error is None


def test_busy_is_not_believed_for_ever() -> None:
    """Nothing can be seen in flight, and a minute of "in use" is enough."""
    scene = Scene({}, STREAM)
    scene.service.refusals["UpdateTable"] = [refusal("UpdateTable", *BUSY) for _once in range(100)]
    outcome = scene.run()
    assert only(outcome) == "failed"
    assert outcome.steps[0].error and outcome.steps[0].error.code == "ResourceInUseException"
    assert 60.0 < scene.clock.now() - START < 90.0


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
    scene.service.refusals["UpdateTable"] = [refusal("UpdateTable", *BUSY) for _once in range(20)]
    assert only(scene.run()) == "done"
    assert scene.clock.now() - START > 60.0


def test_a_stated_time_is_kept() -> None:
    scene = Scene({}, {"deletion_protection_enabled": True})
    when = scene.clock.today().replace(microsecond=0)
    text = "Deletion protection setting for table orders modified within the previous 15000 milliseconds."
    stated = f"{text} Please try again after {(when.isoformat()).replace('+00:00', 'Z')}"
    later = stated.replace("16:40Z", "16:49Z")
    scene.service.refusals["UpdateTable"] = [refusal("UpdateTable", "ThrottlingException", later)]
    assert only(scene.run()) == "done"
    assert scene.moments()["UpdateTable"] == pytest.approx(9.0)


def test_throttling_backs_off() -> None:
    scene = Scene({}, TAGS)
    rate = ("ThrottlingException", "The rate of control plane requests made by this account is too high")
    scene.service.refusals["TagResource"] = [refusal("TagResource", *rate) for _once in range(4)]
    assert only(scene.run()) == "done"
    gaps = [later[0] - earlier[0] for earlier, later in zip(scene.service.sent, scene.service.sent[1:], strict=False)]
    assert len(gaps) == 4
    assert all(0.7 < gap < 1.3 for gap in gaps)


def test_later_is_left_to_a_later_run() -> None:
    """The other lanes go on; the rest of the lane waits for it."""
    scene = Scene(TTL, {"ttl": {"enabled": True, "attribute_name": "until"}, **STREAM})
    text = "Time to live has been modified multiple times within a fixed interval"
    scene.service.refusals["UpdateTimeToLive"] = [refusal("UpdateTimeToLive", "ValidationException", text)]
    outcome = scene.run()
    assert list(statuses(outcome).values()) == ["done", "pending", "pending"]
    when = MIDNIGHT + datetime.timedelta(seconds=START + 1872)
    assert outcome.steps[1].facts()["retry_at"] == f"{when:%Y-%m-%dT%H:%M:%SZ}"
    assert not outcome.settled and not outcome.stopped


def test_never_is_a_failure_and_starts_nothing_more() -> None:
    scene = Scene({}, {**STREAM, "table_class": "STANDARD_INFREQUENT_ACCESS", **TTL})
    scene.service.refusals["UpdateTable"] = [refusal("UpdateTable", "ValidationException", "wrong")]
    outcome = scene.run()
    assert list(statuses(outcome).values()) == ["failed", "pending", "done"]
    assert outcome.steps[0].facts()["error"]["message"] == "wrong"
    assert scene.service.operations().count("UpdateTable") == 1
    assert outcome.changed and not outcome.settled


def test_what_had_no_answer_is_seen_through_after_a_failure() -> None:
    """A call that was perhaps made is made again, until it is known what became of it; nothing else is begun."""
    scene = Scene({}, {**STREAM, **TTL, **RECOVERY})
    lost = refusal("UpdateTimeToLive", "ConnectionClosedError", "Connection was closed")
    scene.service.refusals["UpdateTimeToLive"] = [
        lost,
        refusal("UpdateTimeToLive", "ValidationException", "TimeToLive is already enabled"),
    ]
    scene.service.refusals["UpdateTable"] = [refusal("UpdateTable", "ValidationException", "wrong")]
    assert list(statuses(scene.run()).values()) == ["failed", "done", "done"]


def test_denied_is_a_failure() -> None:
    scene = Scene({}, TTL)
    scene.service.refusals["UpdateTimeToLive"] = [refusal("UpdateTimeToLive", "AccessDeniedException", "no")]
    outcome = scene.run()
    assert only(outcome) == "failed"
    assert not outcome.changed


def test_missing_is_waited_for_a_little() -> None:
    scene = Scene(None, {**SIMPLE, **TTL})
    missing = ("ResourceNotFoundException", "Requested resource not found: Table: orders not found")
    scene.service.refusals["UpdateTimeToLive"] = [refusal("UpdateTimeToLive", *missing) for _once in range(2)]
    assert set(statuses(scene.run()).values()) == {"done"}


def test_missing_is_not_waited_for_long() -> None:
    scene = Scene({}, TTL)
    missing = ("ResourceNotFoundException", "Requested resource not found: Table: orders not found")
    scene.service.refusals["UpdateTimeToLive"] = [refusal("UpdateTimeToLive", *missing) for _once in range(100)]
    assert only(scene.run()) == "failed"
    assert 10.0 < scene.clock.now() - START < 25.0


def test_backups_that_are_not_ready_yet() -> None:
    scene = Scene(None, {**SIMPLE, **RECOVERY})
    text = "Backups are being enabled for the table: orders. Please retry later"
    error = refusal("UpdateContinuousBackups", "ContinuousBackupsUnavailableException", text)
    scene.service.refusals["UpdateContinuousBackups"] = [error, error]
    assert set(statuses(scene.run()).values()) == {"done"}


def test_a_service_that_stumbles_is_asked_again() -> None:
    scene = Scene({}, STREAM)
    shaky = refusal("UpdateTable", "InternalServerError", "The request processing has failed")
    scene.service.refusals["UpdateTable"] = [shaky, shaky]
    assert only(scene.run()) == "done"


def test_a_service_that_stays_down_is_not_asked_for_ever() -> None:
    scene = Scene({}, STREAM)
    shaky = refusal("UpdateTable", "InternalServerError", "The request processing has failed")
    scene.service.refusals["UpdateTable"] = [shaky] * 50
    assert only(scene.run()) == "failed"
    assert len(scene.service.sent) < 10


def test_a_refusal_that_passes_is_no_failed_attempt() -> None:
    """Whoever had to wait for long has as many tries as anybody else when an answer is lost then."""
    scene = Scene({}, RECOVERY)
    busy = refusal("UpdateContinuousBackups", "ContinuousBackupsUnavailableException", "Backups are being enabled")
    lost = refusal("UpdateContinuousBackups", "ConnectionClosedError", "Connection was closed")
    scene.service.refusals["UpdateContinuousBackups"] = [*[busy] * 6, *[lost] * 3]
    assert only(scene.run()) == "done"
    scene.service.refusals["UpdateContinuousBackups"] = [*[busy] * 6, *[lost] * 4]
    assert only(scene.run()) == "failed"


def test_already_so_is_skipped() -> None:
    scene = Scene({}, TTL)
    scene.service.refusals["UpdateTimeToLive"] = [
        refusal("UpdateTimeToLive", "ValidationException", "TimeToLive is already enabled")
    ]
    outcome = scene.run()
    assert only(outcome) == "skipped"
    assert not outcome.changed
    assert "error" not in outcome.steps[0].facts()


def test_already_so_after_an_unseen_answer_was_us() -> None:
    scene = Scene({}, TTL)
    scene.service.refusals["UpdateTimeToLive"] = [
        refusal("UpdateTimeToLive", "ValidationException", "TimeToLive is already enabled", retried=True)
    ]
    outcome = scene.run()
    assert only(outcome) == "done"
    assert outcome.changed


def test_deleting_what_is_gone_is_skipped() -> None:
    scene = Scene({}, {"state": "absent"})
    scene.service.refusals["DeleteTable"] = [
        refusal("DeleteTable", "ResourceNotFoundException", "Requested resource not found: Table: orders not found")
    ]
    scene.service.before_send = lambda _operation: setattr(scene.model, "table", None)
    outcome = scene.run()
    assert only(outcome) == "skipped"
    assert outcome.settled


def test_our_own_faults_are_not_hidden() -> None:
    scene = Scene({}, TTL)
    scene.service.refusals["UpdateTimeToLive"] = [KeyError("oops")]
    with pytest.raises(KeyError):
        scene.run()
