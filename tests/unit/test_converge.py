# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run from the first look to the last: every planning case carried out, and how many calls it takes."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.errors import ServiceError
from ansible_collections.planton.dynamodb.plugins.module_utils._run.failure import failure
from ansible_collections.planton.dynamodb.tests.unit.origins import Source
from ansible_collections.planton.dynamodb.tests.unit.scenes import (
    EVERYTHING,
    SIMPLE,
    STREAM,
    TAGS,
    TTL,
    run,
    service_of,
)
from ansible_collections.planton.dynamodb.tests.unit.service import FakeClock, FakeService, refusal
from ansible_collections.planton.dynamodb.tests.unit.test_cases import Case, accepted, settled


@pytest.mark.parametrize("case", accepted())
def test_every_case_is_carried_out(case: Case) -> None:
    """To the end, as planned in check mode, without one refusal; a second run does nothing."""
    model = settled(case)
    service = FakeService(model, FakeClock(), source=Source(**case.overrides.source))
    checked = run(service, case.spec, case.name, apply=False)
    assert service.sent == []
    applied = run(service, case.spec, case.name)
    assert applied.plan.id == checked.plan.id
    assert [step.operation for step in applied.outcome.steps] == list(checked.plan.operations)
    assert {step.status for step in applied.outcome.steps} <= {"done"}
    assert all(step.attempts == 1 for step in applied.outcome.steps)
    assert (applied.changed, applied.converged) == (checked.changed, True)
    count = len(service.sent)
    again = run(service, case.spec, case.name)
    assert (again.changed, again.converged, len(service.sent)) == (False, True, count)


@pytest.mark.parametrize(
    ("spec", "looks"),
    [
        ({}, {"table": 1}),
        (SIMPLE, {"table": 1}),
        ({**SIMPLE, **STREAM}, {"table": 1}),
        ({"tags": TAGS["tags"]}, {"table": 1, "tags": 1}),
        (EVERYTHING, {"table": 1, "ttl": 1, "recovery": 1, "insights": 1, "tags": 1, "keys": 1}),
    ],
)
def test_only_what_is_named_is_read(spec: dict[str, Any], looks: dict[str, int]) -> None:
    service = service_of(EVERYTHING)
    assert not run(service, spec).changed
    assert dict(service.looks) == looks


def test_a_table_that_is_not_there_is_one_call() -> None:
    service = service_of(None)
    run(service, {**SIMPLE, **TTL, **TAGS}, apply=False)
    assert dict(service.looks) == {"table": 1}


def test_another_plan_than_the_approved_one_is_not_carried_out() -> None:
    service = service_of(SIMPLE)
    refused = run(service, STREAM, expected_plan="0123456789abcdef")
    assert [violation.rule for violation in refused.errors] == ["expected_plan"]
    assert (service.sent, refused.changed, refused.converged) == ([], False, False)
    assert run(service, STREAM, expected_plan=refused.plan.id).changed


def test_what_the_sdk_cannot_send_is_told_before_any_call() -> None:
    service = service_of(SIMPLE)
    service.unsendable = "Unknown parameter in input"
    for apply in (False, True):
        refused = run(service, STREAM, apply=apply)
        assert [violation.rule for violation in refused.errors] == ["V64"]
    assert service.sent == []


def test_what_cannot_be_done_is_told_with_the_table() -> None:
    service = service_of(SIMPLE)
    refused = run(service, {"key_schema": [{"attribute_name": "number", "key_type": "HASH"}]})
    assert "V66" in [violation.rule for violation in refused.errors]
    assert refused.reading.observed is not None
    assert (service.sent, refused.changed, refused.converged) == ([], False, False)


def test_answers_that_lag_are_read_again() -> None:
    """Tags are served from before for some seconds."""
    service = service_of(SIMPLE)
    old = service.list_tags
    service.list_tags = lambda _arn: old(_arn) if service.clock.slept else {}  # type: ignore[method-assign]
    done = run(service, TAGS)
    assert done.converged and not done.differs
    assert 0 < sum(service.clock.slept) < 10


def test_an_accepted_write_that_is_lost_is_noticed() -> None:
    service = service_of(SIMPLE)
    service.list_tags = lambda _arn: {}  # type: ignore[method-assign]
    lost = run(service, TAGS)
    assert [change.path for change in lost.differs] == [("tags", "team")]
    assert lost.changed and not lost.converged
    assert sum(service.clock.slept) < 30


def test_without_waiting_there_is_one_last_look() -> None:
    service = service_of(SIMPLE)
    pending = run(service, {**STREAM, "table_class": "STANDARD_INFREQUENT_ACCESS"}, wait=False)
    assert pending.changed and not pending.converged
    assert service.clock.slept == []


def test_what_is_denied_is_an_error_only_where_it_is_needed() -> None:
    service = service_of(SIMPLE)
    service.reads["ttl"] = refusal("DescribeTimeToLive", "AccessDeniedException", "not authorized")
    assert run(service, STREAM).converged
    denied = run(service, TTL)
    assert [(violation.rule, violation.path) for violation in denied.errors] == [("unreadable", "ttl")]
    assert "not authorized" in denied.errors[0].message


def test_waits_for_what_somebody_else_began() -> None:
    service = service_of(SIMPLE)
    encryption = {"SSESpecification": {"Enabled": True, "SSEType": "KMS"}}
    service.send("UpdateTable", {"TableName": "orders", **encryption})
    service.sent.clear()
    done = run(service, {"server_side_encryption": {"enabled": True}})
    assert (done.changed, done.converged, service.sent) == (False, True, [])
    assert service.clock.now() >= 1022.0


def test_a_last_look_that_fails_keeps_what_was_done() -> None:
    service = service_of(SIMPLE)
    service.before_send = lambda _operation: service.reads.update(
        tags=refusal("ListTagsOfResource", "InternalServerError", "The request processing has failed")
    )
    done = run(service, TAGS)
    assert done.changed and not done.converged
    assert "InternalServerError" in done.outcome.stopped


def test_what_ends_a_run_says_what_to_do() -> None:
    service = service_of(SIMPLE)
    service.before_send = lambda _operation: service.reads.update(
        tags=refusal("ListTagsOfResource", "ExpiredTokenException", "The security token is expired")
    )
    told = failure(run(service, TAGS))
    assert told is not None
    assert "(renew the session and run again; what is done stays done)" in told["msg"]
    assert told["msg"].endswith("Run again to look at it once more.")


@pytest.mark.parametrize("gone_for_good", [False, True])
def test_a_table_that_goes_while_it_is_read_is_made_anew(gone_for_good: bool) -> None:
    """The first answer shows it ACTIVE, the next ones are those of a table that somebody deletes."""
    service = service_of(SIMPLE)
    shown = service.describe_ttl

    def going(_name: str) -> dict[str, Any]:
        service.send("DeleteTable", {"TableName": "orders"})
        service.sent.clear()
        service.clock.time += 600 if gone_for_good else 0
        service.describe_ttl = shown  # type: ignore[method-assign]
        text = "Cannot describe time to live while table is in DELETING state: Current table state is DELETING"
        raise refusal("DescribeTimeToLive", "ValidationException", text)

    service.describe_ttl = going  # type: ignore[method-assign]
    done = run(service, {**SIMPLE, **TTL})
    assert done.converged and service.operations()[0] == "CreateTable"


def test_a_read_that_is_refused_for_another_reason_is_no_table_that_goes() -> None:
    service = service_of(SIMPLE)
    service.reads["ttl"] = refusal("DescribeTimeToLive", "ResourceNotFoundException", "Table: orders not found")
    with pytest.raises(ServiceError):
        run(service, TTL)


def test_a_table_that_is_being_restored_is_waited_for() -> None:
    """Until then the tag API does not know it; a restore drops the tags."""
    service = service_of(SIMPLE)
    service._status = ("CREATING", service.clock.now() + 300.0)
    describe, list_tags = service.describe_table, service.list_tags

    def restoring(name: str) -> Any:
        table = describe(name)
        return {**table, "RestoreSummary": {"RestoreInProgress": True}} if table["TableStatus"] == "CREATING" else table

    def unknown(arn: str) -> dict[str, str]:
        if restoring("orders")["TableStatus"] == "CREATING":
            raise refusal("ListTagsOfResource", "ResourceNotFoundException", "Requested resource not found")
        return list_tags(arn)

    service.describe_table, service.list_tags = restoring, unknown  # type: ignore[method-assign]
    done = run(service, TAGS)
    assert done.converged and failure(done) is None
    assert service.model.tags() == TAGS["tags"]
