# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs that are not alone: what somebody else changes meanwhile is seen at the end, and made again where that helps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._run.failure import failure
from ansible_collections.planton.dynamodb.tests.simulator.settings.tags import Tags
from ansible_collections.planton.dynamodb.tests.simulator.settings.ttl import TimeToLive
from ansible_collections.planton.dynamodb.tests.unit.scenes import SIMPLE, STREAM, TAGS, TTL, run, service_of
from ansible_collections.planton.dynamodb.tests.unit.service import FakeService

BOTH = {**STREAM, **TAGS}


def meddled(times: int = 1) -> FakeService:
    """A table whose tags somebody changes whenever the run has written."""
    service = service_of({**SIMPLE, **TAGS})
    send, left = service.send, [times]

    def meddle(operation: str, request: Mapping[str, Any]) -> Any:
        answer = send(operation, request)
        if left[0] and service.model.table:
            left[0] -= 1
            service.model.table.of(Tags).tags = {"team": f"somebody else {left[0]}"}
        return answer

    service.send = meddle  # type: ignore[method-assign]
    return service


def test_what_somebody_else_changed_is_made_again() -> None:
    service = meddled()
    done = run(service, BOTH)
    assert service.operations() == ["UpdateTable", "TagResource"]
    assert service.model.tags() == TAGS["tags"]
    assert done.converged and failure(done) is None
    assert any("somebody else" in text and "set tag(s) team" in text for text in done.warnings)
    assert [step.status for step in done.outcome.steps] == ["done", "done"]


@pytest.mark.parametrize("rules", [{"wait": False}, {"expected_plan": True}])
def test_it_is_only_told_where_nothing_more_may_be_done(rules: dict[str, Any]) -> None:
    service = meddled()
    if "expected_plan" in rules:
        rules = {"expected_plan": run(service, BOTH, apply=False).plan.id}
    done = run(service, BOTH, **rules)
    assert service.operations() == ["UpdateTable"]
    assert not done.converged
    assert [change.path for change in done.differs] == [("tags", "team")]


def test_nobody_is_fought_for_ever() -> None:
    service = meddled(times=50)
    done = run(service, BOTH)
    assert service.operations() == ["UpdateTable", "TagResource", "TagResource", "TagResource"]
    told = failure(done)
    assert not done.converged and told is not None and "tags.team" in told["msg"]


def test_what_the_endpoint_drops_is_not_sent_again() -> None:
    """It would be dropped again, and may count against a quota."""
    service = service_of(SIMPLE)
    send = service.model.send
    service.model.send = lambda operation, request: {} if "Tags" in request else send(operation, request)  # type: ignore[method-assign]
    done = run(service, BOTH)
    assert service.operations() == ["UpdateTable", "TagResource"]
    told = failure(done)
    assert told is not None and "reads back otherwise" in told["msg"]


def test_a_table_that_somebody_deletes_is_not_made_again() -> None:
    service = service_of(SIMPLE)

    def delete(operation: str) -> None:
        if operation == "UpdateTimeToLive":
            service.model.table = None

    service.before_send = delete
    done = run(service, TTL)
    assert "CreateTable" not in service.operations()
    assert not done.converged and failure(done) is not None


def test_time_to_live_that_somebody_else_has_moved_is_left_to_the_next_plan() -> None:
    service = service_of({**SIMPLE, "ttl": {"enabled": True, "attribute_name": "dies"}})

    def move(operation: str) -> None:
        if operation == "UpdateTimeToLive" and service.model.table and service.model.table.of(TimeToLive).ttl == "dies":
            service.model.table.of(TimeToLive).ttl = "gone"

    service.before_send = move
    done = run(service, {"ttl": {"enabled": False}})
    assert [step.status for step in done.outcome.steps] == ["skipped", "done"]
    assert done.converged and service.model.time_to_live() == {"TimeToLiveStatus": "DISABLED"}
