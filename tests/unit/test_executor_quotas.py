# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out plans: what the service puts off until a time, and whether that time is waited for."""

from __future__ import annotations

import datetime
from typing import Any

from ansible_collections.planton.dynamodb.tests.unit.service import MIDNIGHT, START, refusal
from ansible_collections.planton.dynamodb.tests.unit.test_executor import STREAM, TTL, Scene, only, statuses
from ansible_collections.planton.dynamodb.tests.unit.test_executor_lanes import (
    CLASS,
    ENCRYPTED,
    PROVISIONED,
    TO_CLASS,
    TO_KEY,
    TO_STREAM,
)

KEYS = "Subscriber limit exceeded: Encryption mode changes are limited in the 24h window. Next changes can be made at "
CLASSES = "Subscriber limit exceeded: Updates to TableClass are limited to 2 times in 30 day(s)."
DECREASES = "Provisioned throughput decreases are limited within a given UTC day. Last decrease"
INTERVAL = "Time to live has been modified multiple times within a fixed interval"
RENAMED = {"ttl": {"enabled": True, "attribute_name": "until"}}


def after(seconds: float) -> str:
    """The date so long after the start."""
    when = MIDNIGHT + datetime.timedelta(seconds=START + seconds)
    return f"{when:%Y-%m-%dT%H:%M:%SZ}"


def limited(scene: Scene, text: str, *, times: int = 1) -> None:
    operation = scene.plan.operations[0].operation
    code = "ValidationException" if text == INTERVAL else "LimitExceededException"
    scene.service.refusals[operation] = [refusal(operation, code, text) for _once in range(times)]


def test_a_time_before_the_deadline_is_waited_for() -> None:
    scene = Scene({}, {**CLASS, **ENCRYPTED})
    limited(scene, KEYS + after(600))
    outcome = scene.run()
    assert statuses(outcome) == {TO_KEY: "done", TO_CLASS: "done"}
    moments = scene.reasons()
    assert moments[TO_CLASS] == 0.0
    assert moments[TO_KEY] == 600.0
    assert outcome.settled


def test_a_time_is_waited_for_once() -> None:
    scene = Scene({}, ENCRYPTED)
    limited(scene, KEYS + after(600), times=2)
    outcome = scene.run()
    assert only(outcome) == "pending"
    assert outcome.steps[0].attempts == 2


def test_a_time_after_the_deadline_is_told() -> None:
    scene = Scene({}, {**CLASS, **ENCRYPTED})
    limited(scene, KEYS + after(2000))
    outcome = scene.run()
    assert statuses(outcome) == {TO_KEY: "pending", TO_CLASS: "done"}
    assert outcome.steps[0].facts()["retry_at"] == after(2000)
    assert scene.clock.now() - START < 30.0


def test_a_time_is_told_where_nobody_waits() -> None:
    scene = Scene({}, ENCRYPTED)
    limited(scene, KEYS + after(2))
    outcome = scene.run(wait=False)
    assert only(outcome) == "pending"
    assert outcome.steps[0].facts()["retry_at"] == after(2)


def renaming(timeout: float) -> tuple[Scene, Any]:
    """Another attribute: the service takes the one that is on away at once, and the new one half an hour later."""
    scene = Scene(TTL, RENAMED)
    send = scene.service.send

    def send_later(operation: str, request: Any) -> Any:
        if request["TimeToLiveSpecification"]["Enabled"] and scene.clock.now() - START < 1872.0:
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
    assert scene.clock.now() - START < 1900.0


def test_the_last_change_of_class_is_known() -> None:
    changed = datetime.datetime(2026, 2, 20, tzinfo=datetime.timezone.utc)
    summary = {"TableClass": "STANDARD", "LastUpdateDateTime": changed}
    scene = Scene({}, CLASS, table={"TableClassSummary": summary})
    limited(scene, CLASSES)
    outcome = scene.run()
    assert outcome.steps[0].facts()["retry_at"] == "2026-03-22T00:00:00Z"


def test_a_capacity_that_may_not_fall_yet_is_lowered_later() -> None:
    """What comes after it in its lane goes on meanwhile, and it has its turn again when it may."""
    lower = {"provisioned_throughput": {"read_capacity_units": 1, "write_capacity_units": 1}}
    scene = Scene(PROVISIONED, {**lower, **STREAM})
    limited(scene, f"{DECREASES} at {after(-3000)}")
    outcome = scene.run()
    assert [step.status for step in outcome.steps] == ["done", "done"]
    moments = scene.reasons()
    assert moments.pop(TO_STREAM) == 0.0
    assert list(moments.values()) == [600.0]
    assert outcome.settled
