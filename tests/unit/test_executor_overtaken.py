# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out plans: what an earlier run, another run, or a call whose answer was lost has done already."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._run.converge import Run
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.table_class.setting import TABLE_CLASS
from ansible_collections.planton.dynamodb.tests.unit.scenes import (
    BY_ID,
    CLASS,
    LOST,
    NAME,
    PROVISIONED,
    SIMPLE,
    STREAM,
    TO_CLASS,
    Scene,
    run,
    service_of,
    statuses,
)
from ansible_collections.planton.dynamodb.tests.unit.service import START, FakeService, refusal

MANAGED = {"server_side_encryption": {"enabled": True}}
ALIAS = {"server_side_encryption": {"enabled": True, "kms_key_arn": "alias/orders"}}
OFF = {"server_side_encryption": {"enabled": False}}
BY_ID_KEYS_ONLY = {**BY_ID, "projection": {"type": "KEYS_ONLY"}}


def drop(service: FakeService) -> None:
    """Lose the answer to the next write, which is carried out."""
    send = service.send

    def lost(operation: str, request: Any) -> Any:
        service.send = send  # type: ignore[method-assign]
        send(operation, request)
        raise refusal(operation, *LOST)

    service.send = lost  # type: ignore[method-assign]


def found(done: Run) -> dict[str, str]:
    return statuses(done.outcome)


KMS = {"Enabled": True, "SSEType": "KMS"}


@pytest.mark.parametrize(
    ("exists", "spec", "asked_for"),
    [
        (SIMPLE, CLASS, {"TableClass": "STANDARD_INFREQUENT_ACCESS"}),
        ({**SIMPLE, **MANAGED}, ALIAS, {"SSESpecification": {**KMS, "KMSMasterKeyId": "alias/orders"}}),
        ({**SIMPLE, **ALIAS}, MANAGED, {"SSESpecification": KMS}),
    ],
)
def test_what_a_killed_run_asked_for_is_not_asked_for_again(
    exists: dict[str, Any], spec: dict[str, Any], asked_for: dict[str, Any]
) -> None:
    """The old class or key is shown until the change is over, or nearly; a second call would be counted."""
    service = service_of(exists)
    service.send("UpdateTable", {"TableName": NAME, **asked_for})
    done = run(service, spec)
    assert list(found(done).values()) == ["skipped"]
    assert len(service.sent) == 1
    assert (done.changed, done.converged) == (False, True)


@pytest.mark.parametrize(
    ("exists", "spec"),
    [
        (SIMPLE, CLASS),
        (SIMPLE, ALIAS),
        (SIMPLE, MANAGED),
        ({**SIMPLE, **ALIAS}, MANAGED),
        ({**SIMPLE, **MANAGED}, ALIAS),
        ({**SIMPLE, **MANAGED}, OFF),
        (SIMPLE, STREAM),
        (SIMPLE, {"global_secondary_indexes": [BY_ID]}),
        ({**SIMPLE, "global_secondary_indexes": [BY_ID]}, {"global_secondary_indexes": []}),
        (SIMPLE, {"deletion_protection_enabled": True}),
        (SIMPLE, PROVISIONED),
    ],
)
def test_a_call_whose_answer_was_lost_is_not_made_again(exists: dict[str, Any], spec: dict[str, Any]) -> None:
    service = service_of(exists)
    drop(service)
    done = run(service, spec)
    assert len(service.sent) == 1
    assert (done.changed, done.converged) == (True, True)
    assert service.clock.now() - START < 600.0


@pytest.mark.parametrize("code", ["AccessDeniedException", "InternalServerError"])
def test_a_key_that_nobody_may_look_up_is_known_by_its_change(code: str) -> None:
    service = service_of(SIMPLE)
    service.reads["keys"] = refusal("DescribeKey", code, "no")
    drop(service)
    assert list(found(run(service, MANAGED)).values()) == ["done"]
    assert len(service.sent) == 1


def test_a_call_that_was_lost_on_its_way_is_made_again() -> None:
    service = service_of(SIMPLE)
    service.refusals["UpdateTable"] = [refusal("UpdateTable", *LOST)]
    done = run(service, ALIAS)
    assert len(service.sent) == 2
    assert (done.changed, done.converged) == (True, True)


def moved_on(exists: dict[str, Any], now: dict[str, Any], spec: dict[str, Any]) -> Scene:
    """A plan from a table that was moving, and what the table has come to."""
    scene = Scene(exists, spec, table={"TableStatus": "UPDATING"})
    other = Scene({**exists, **now}, {})
    scene.model.table = other.model.table
    return scene


def test_an_index_that_somebody_else_built_anew_is_not_deleted() -> None:
    spec = {"global_secondary_indexes": [BY_ID_KEYS_ONLY]}
    scene = moved_on({"global_secondary_indexes": [BY_ID]}, spec, spec)
    outcome = scene.run()
    assert [step.status for step in outcome.steps] == ["skipped", "skipped"]
    assert scene.service.sent == [] and outcome.settled and not outcome.changed


def test_an_index_that_is_gone_is_not_deleted() -> None:
    scene = moved_on(
        {"global_secondary_indexes": [BY_ID]}, {"global_secondary_indexes": []}, {"global_secondary_indexes": []}
    )
    assert [step.status for step in scene.run().steps] == ["skipped"]
    assert scene.service.sent == []


def test_an_index_that_is_as_it_was_is_deleted() -> None:
    spec = {"global_secondary_indexes": [BY_ID_KEYS_ONLY]}
    scene = moved_on({"global_secondary_indexes": [BY_ID]}, {}, spec)
    assert [step.status for step in scene.run().steps] == ["done", "done"]


def test_a_stream_that_somebody_else_replaced_is_not_turned_off() -> None:
    images = {**STREAM, "stream_view_type": "NEW_AND_OLD_IMAGES"}
    scene = Scene(STREAM, images, table={"TableStatus": "UPDATING"})
    for part in ({"StreamEnabled": False}, {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}):
        scene.model.send("UpdateTable", {"TableName": NAME, "StreamSpecification": part})
    outcome = scene.run()
    assert [step.status for step in outcome.steps] == ["skipped", "skipped"]
    assert scene.service.sent == []


def test_what_was_done_between_the_look_and_the_call_is_no_failure() -> None:
    scene = Scene({}, {"global_secondary_indexes": [BY_ID]})
    (step,) = scene.plan.operations
    text = "Attempting to create an index which already exists"
    scene.service.refusals["UpdateTable"] = [refusal("UpdateTable", "ValidationException", text)]

    def meanwhile(_operation: str) -> None:
        scene.model.send(step.operation, step.request)

    scene.service.before_send = meanwhile
    outcome = scene.run()
    assert [step.status for step in outcome.steps] == ["skipped"]
    assert len(scene.service.sent) == 1


def test_a_class_that_is_there_does_not_hold_up_the_rest() -> None:
    service = service_of(SIMPLE)
    service.send("UpdateTable", {"TableName": NAME, "TableClass": "STANDARD_INFREQUENT_ACCESS"})
    done = run(service, {**CLASS, **STREAM, **ALIAS})
    assert found(done)[TO_CLASS] == "skipped"
    assert done.converged and done.changed
    assert done.reading.observed is not None
    assert done.reading.observed.of(TABLE_CLASS) == "STANDARD_INFREQUENT_ACCESS"


def test_a_call_that_is_needless_in_part_is_made_for_the_rest() -> None:
    """AWS refuses a call as needless though other parts of it are not; all of it comes to nothing then."""
    low, high = ({"read_capacity_units": units, "write_capacity_units": units} for units in (1, 5))
    there, wanted = (
        {
            **SIMPLE,
            "billing_mode": "PROVISIONED",
            "provisioned_throughput": units,
            "global_secondary_indexes": [{**BY_ID, "provisioned_throughput": units}],
        }
        for units in (low, high)
    )
    service = service_of(there)
    send = service.send

    def refuse(operation: str, request: Any) -> Any:
        """Somebody sets the index as wanted just before."""
        service.send = send  # type: ignore[method-assign]
        units = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
        update = [{"Update": {"IndexName": BY_ID["name"], "ProvisionedThroughput": units}}]
        send(operation, {"TableName": NAME, "GlobalSecondaryIndexUpdates": update})
        service.clock.sleep(60.0)
        text = "The provisioned throughput for the index will not change. The requested value equals the current value."
        raise refusal(operation, "ValidationException", text)

    service.send = refuse  # type: ignore[method-assign]
    done = run(service, wanted)
    assert done.converged, done.differs
    assert [step.status for step in done.outcome.steps] == ["skipped", "done"]
