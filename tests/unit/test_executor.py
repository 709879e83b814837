# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out plans: what overlaps and what waits for what, beyond scenes.yml."""

from __future__ import annotations

import concurrent.futures
import threading
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._run.outcome import PENDING, Outcome
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.table_class.setting import TABLE_CLASS
from ansible_collections.planton.dynamodb.tests.unit.scenes import (
    BUSY,
    BY_ID,
    BY_ID_TOO,
    CLASS,
    ENCRYPTED,
    LOCKED,
    NAME,
    PROVISIONED,
    RECOVERY,
    SIMPLE,
    STREAM,
    TAGS,
    TO_CLASS,
    TO_KEY,
    TO_STREAM,
    TTL,
    UNITS,
    Scene,
    statuses,
)
from ansible_collections.planton.dynamodb.tests.unit.service import START, refusal

LIMITED = ("LimitExceededException", "Encryption mode changes are limited in the 24h window.")


def attempts(outcome: Outcome) -> set[int]:
    return {step.attempts for step in outcome.steps}


def test_one_call_moves_the_table_at_a_time() -> None:
    """Also where the answers are on their way while the next look is made."""
    scene = Scene({}, {**STREAM, **CLASS, "global_secondary_indexes": [BY_ID]})
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        outcome = scene.run(pool=pool)
    assert attempts(outcome) == {1} and outcome.settled


def test_the_class_waits_until_the_key_is_changing() -> None:
    """But not until it has changed. The other way round the service would lose the class."""
    scene = Scene({}, {**CLASS, **ENCRYPTED})
    throttled = ("ThrottlingException", "Rate exceeded")
    scene.refuse("UpdateTable", throttled, times=3)
    outcome = scene.run()
    moments = scene.reasons()
    assert 2.0 < moments[TO_KEY] <= moments[TO_CLASS] < 6.0
    assert outcome.settled and outcome.observed
    assert outcome.observed.of(TABLE_CLASS) == "STANDARD_INFREQUENT_ACCESS"


@pytest.mark.parametrize("wait", [True, False])
def test_a_mode_that_is_put_off_holds_new_indexes_back(wait: bool) -> None:
    """They would have a capacity that the table has not."""
    scene = Scene({}, {**PROVISIONED, **TAGS, "global_secondary_indexes": [{**BY_ID, **UNITS}]})
    scene.refuse("UpdateTable", LIMITED)
    found = statuses(scene.run(wait=wait))
    assert found.pop("set tag(s) team") == "done"
    assert set(found.values()) == {PENDING} and len(found) == 2


def test_a_mode_comes_between_the_indexes_that_go_and_those_that_come() -> None:
    scene = Scene(
        {"global_secondary_indexes": [BY_ID]},
        {**PROVISIONED, **ENCRYPTED, "global_secondary_indexes": [{**BY_ID_TOO, **UNITS}]},
    )
    outcome = scene.run()
    moments = scene.reasons()
    gone, came = moments["delete index by_id"], moments["build index by_id_too"]
    (switched,) = (moment for reason, moment in moments.items() if "billing mode" in reason)
    assert gone < switched < came
    # Not all that is still to be sent is known to be taken while the key changes; a new index is.
    assert switched == moments[TO_KEY]
    assert attempts(outcome) == {1} and outcome.settled


def test_the_second_write_of_tags_waits_for_the_lock_of_the_first() -> None:
    for wait in (True, False):
        scene = Scene({"tags": {"stage": "test"}}, TAGS)
        scene.refuse("UntagResource", LOCKED, times=2)
        outcome = scene.run(wait=wait)
        times = [round(moment - START, 3) for moment, _operation, _request in scene.service.sent]
        assert times == [0.0, 1.5, 1.675, 1.85]
        assert set(statuses(outcome).values()) == {"done"}


def while_it_lasts(scene: Scene, member: str, until: float, counted: list[float]) -> None:
    """Refuse calls with that member as busy until then."""
    send = scene.service.send

    def refused(operation: str, request: Any) -> Any:
        if member in request:
            counted.append(scene.took())
            if scene.took() < until:
                raise refusal(operation, *BUSY)
        return send(operation, request)

    scene.service.send = refused  # type: ignore[method-assign]


def test_what_is_busy_for_an_index_is_tried_rarely_and_soon_after_it() -> None:
    scene = Scene({}, {**STREAM, "global_secondary_indexes": [BY_ID]})
    tried: list[float] = []
    while_it_lasts(scene, "StreamSpecification", 500.0, tried)
    assert set(statuses(scene.run()).values()) == {"done"}
    assert len(tried) <= 50
    assert 500.0 <= tried[-1] < 1.07 * 500.0


def test_what_is_busy_is_tried_when_something_has_come_on() -> None:
    """The key has changed after 22 seconds, which shows; the next attempt would not have been due."""
    scene = Scene({}, {**STREAM, **ENCRYPTED})
    tried: list[float] = []
    while_it_lasts(scene, "StreamSpecification", 22.0, tried)
    assert set(statuses(scene.run()).values()) == {"done"}
    assert len(tried) <= 10
    assert 22.0 <= tried[-1] < 1.07 * 22.0


def test_a_look_that_fails_leaves_a_busy_call_to_its_next_attempt() -> None:
    scene = Scene({}, STREAM)
    scene.refuse("UpdateTable", BUSY)
    look, failing = scene.service.describe_table, [refusal("DescribeTable", "InternalServerError", "unknown error")]

    def looks(name: str) -> Any:
        if failing:
            raise failing.pop()
        return look(name)

    scene.service.describe_table = looks  # type: ignore[method-assign]
    outcome = scene.run()
    assert statuses(outcome) == {TO_STREAM: "done"} and not failing


def test_nothing_is_refused_when_every_wait_is_kept() -> None:
    spec = {**STREAM, **TTL, **RECOVERY, **TAGS, "global_secondary_indexes": [BY_ID, BY_ID_TOO]}
    spec |= {"table_class": "STANDARD_INFREQUENT_ACCESS", "server_side_encryption": {"enabled": True}}
    scene = Scene({}, {**spec, "contributor_insights_indexes": ["by_id"]})
    outcome = scene.run()
    assert len(scene.service.sent) == len(scene.plan.operations)
    assert all(step.attempts == 1 for step in outcome.steps)
    assert scene.took() >= 1000.0


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
