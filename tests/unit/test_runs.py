# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole runs where time and faults come between: replacements, quotas, insights, looks that come too late."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.verdicts import Verdict
from ansible_collections.planton.dynamodb.plugins.module_utils._run.failure import failure
from ansible_collections.planton.dynamodb.plugins.module_utils._run.result import plan_facts, run_warnings
from ansible_collections.planton.dynamodb.tests.unit.scenes import (
    BY_ID,
    CLASS,
    REPLACED,
    SIMPLE,
    STREAM,
    TAGS,
    TTL,
    Scene,
    run,
    service_of,
    statuses,
)
from ansible_collections.planton.dynamodb.tests.unit.service import START, refusal

INSIGHTS = {"contributor_insights_enabled": True}
QUOTA = (
    "LimitExceededException",
    "Subscriber limit exceeded: Updates to TableClass are limited to 2 times in 30 day(s).",
)
REPLACE = {**SIMPLE, **REPLACED, "replacement": "when_empty"}


@pytest.mark.parametrize("rules", [{"wait": False}, {"wait_timeout": 1.0}])
def test_a_replacement_that_has_begun_is_seen_through(rules: dict[str, Any]) -> None:
    """Between the two tables nothing knows the settings of the old one, so no impatience ends the run there."""
    service = service_of({**SIMPLE, **TAGS})
    replaced = run(service, REPLACE, **rules)
    assert service.operations()[:3] == ["Scan", "DeleteTable", "CreateTable"]
    assert service.model.tags() == TAGS["tags"]
    assert replaced.changed
    service.clock.time += 600
    assert run(service, REPLACE).converged


def test_a_replacement_that_cannot_be_seen_through_says_where_the_settings_are() -> None:
    service = service_of({**SIMPLE, **TAGS})
    service.refusals["CreateTable"] = [refusal("CreateTable", "AccessDeniedException", "no")]
    replaced = run(service, REPLACE)
    told = failure(replaced)
    assert told is not None
    assert "what the specification leaves out of it is only in the requests of these" in told["msg"]
    assert "Run again" not in told["msg"]


def test_a_look_before_a_deletion_changes_nothing() -> None:
    service = service_of(SIMPLE)
    service.refusals["DeleteTable"] = [refusal("DeleteTable", "AccessDeniedException", "no")]
    assert not run(service, REPLACE).changed


def test_a_quota_puts_off_only_what_needs_it() -> None:
    scene = Scene({}, {**CLASS, **STREAM, "global_secondary_indexes": [BY_ID], "deletion_protection_enabled": True})
    scene.service.refusals["UpdateTable"] = []
    scene.service.before_send = lambda _operation: None
    send = scene.service.send

    def limited(operation: str, request: Any) -> Any:
        if "TableClass" in request:
            raise refusal("UpdateTable", *QUOTA)
        return send(operation, request)

    scene.service.send = limited  # type: ignore[method-assign]
    outcome = scene.run()
    found = statuses(outcome)
    assert found.pop("change table class to STANDARD_INFREQUENT_ACCESS") == "pending"
    assert set(found.values()) == {"done"}
    assert not outcome.settled


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("AccessDeniedException", "User is not authorized"),
        ("ValidationException", "One or more parameter values were invalid"),
        ("UnknownOperationException", ""),
        ("LimitExceededException", "The requested ReadCapacityUnits, 50000, is above the per table maximum"),
    ],
)
def test_what_time_cannot_heal_is_not_to_be_run_again(code: str, text: str) -> None:
    service = service_of(SIMPLE)
    service.refusals["UpdateTable"] = [refusal("UpdateTable", code, text)]
    told = failure(run(service, {**CLASS, **STREAM}))
    assert told is not None
    assert told["msg"].endswith("Another run meets the same until that is mended; then it goes on from here.")
    assert "un again" not in told["msg"]


@pytest.mark.parametrize("code", ["InternalServerError", "ThrottlingException", "ExpiredTokenException"])
def test_what_time_or_a_new_session_heals_is_to_be_run_again(code: str) -> None:
    service = service_of(SIMPLE)
    service.refusals["UpdateTable"] = [refusal("UpdateTable", code, "no")] * 500
    told = failure(run(service, CLASS, wait_timeout=30.0))
    assert told is not None and told["msg"].endswith("Run again to go on from here.")


def test_a_table_that_was_lost_meanwhile_is_not_to_be_run_again() -> None:
    service = service_of(SIMPLE)
    shown = service.describe_table

    def lost(name: str) -> Any:
        status = {"TableStatus": "INACCESSIBLE_ENCRYPTION_CREDENTIALS"} if service.sent else {}
        return {**(shown(name) or {}), **status}

    service.describe_table = lost
    told = failure(run(service, {**CLASS, **STREAM}))
    assert told is not None
    assert "INACCESSIBLE_ENCRYPTION_CREDENTIALS" in told["msg"] and "un again" not in told["msg"]


def test_a_key_that_is_not_there_does_not_come_by_itself() -> None:
    assert not refusal("DescribeKey", "NotFoundException", "Alias is not found").later_run_may_succeed
    assert refusal("UpdateTable", "ResourceNotFoundException", "Table: orders not found").later_run_may_succeed


def test_what_is_under_way_is_begun_and_not_done() -> None:
    service = service_of(SIMPLE)
    told = failure(run(service, {"global_secondary_indexes": [BY_ID], **STREAM}, wait_timeout=100.0))
    assert told is not None
    assert "index by_id built. Done: enable the stream with NEW_IMAGE. Begun: build index by_id." in told["msg"]
    assert told["msg"].endswith("Run again to go on from here.")


def test_no_value_is_written_as_python_writes_it() -> None:
    service = service_of(SIMPLE)
    send = service.send
    service.send = lambda operation, request: {}  # type: ignore[method-assign]
    wanted = {"ttl": {"enabled": True, "attribute_name": "expires"}, "deletion_protection_enabled": True}
    told = failure(run(service, {**wanted, **STREAM}))
    service.send = send  # type: ignore[method-assign]
    assert told is not None
    assert "ttl is {enabled: false}, not {enabled: true, attribute_name: expires}" in told["msg"]
    assert "deletion_protection_enabled is false, not true" in told["msg"]
    assert "stream_view_type is nothing, not NEW_IMAGE" in told["msg"]


def test_what_has_no_answer_to_the_end_is_said_to_be_perhaps_done() -> None:
    service = service_of(SIMPLE)
    lost = refusal("UpdateTimeToLive", "ConnectionClosedError", "Connection was closed")
    service.refusals["UpdateTimeToLive"] = [lost, refusal("UpdateTimeToLive", "ExpiredTokenException", "expired")]
    told = failure(run(service, TTL))
    assert told is not None
    assert "Left: enable time to live on attribute expires (perhaps done: an answer was lost)" in told["msg"]
    assert told["error"]["code"] == "ExpiredTokenException"


def test_what_is_put_off_is_said_where_nobody_waits() -> None:
    service = service_of(SIMPLE)
    service.refusals["UpdateTable"] = [refusal("UpdateTable", *QUOTA)]
    pending = run(service, CLASS, wait=False)
    assert failure(pending) is None
    assert "try again at: 2026-03-31T00:16:40Z" in " ".join(run_warnings(pending))


def test_a_busy_class_change_has_no_time_to_come_again() -> None:
    text = "Attempt to change a resource which is still in use: TableClassUpdateInProgress: STANDARD"
    assert refusal("UpdateTable", "ResourceInUseException", text).retry_at == ""


@pytest.mark.parametrize("code", ["502", "503", "504"])
def test_a_gateway_is_not_a_lack(code: str) -> None:
    assert refusal("DescribeTimeToLive", code, "").verdict is Verdict.TRANSIENT


def moving(service: Any, status: str) -> None:
    entry = {"TableName": "orders", "ContributorInsightsStatus": status}
    service.list_insights = lambda _name: [entry] if service.sent else []


def test_insights_are_followed_until_they_are_on() -> None:
    service = service_of(SIMPLE)
    moving(service, "ENABLING")
    done = run(service, INSIGHTS)
    assert done.converged
    assert service.looks["insight"] == 1


def test_insights_that_fail_later_fail_the_run_with_the_reason() -> None:
    service = service_of(SIMPLE)
    moving(service, "ENABLING")
    reason = {"ExceptionName": "LimitExceededException", "ExceptionDescription": "too many rules"}
    service.insights[""] = {"ContributorInsightsStatus": "FAILED", "FailureException": reason}
    done = run(service, INSIGHTS)
    told = failure(done)
    assert told is not None and "too many rules" in told["msg"]
    assert not done.converged


def test_insights_that_take_too_long_are_not_there_yet() -> None:
    service = service_of(SIMPLE)
    moving(service, "ENABLING")
    service.insights[""] = {"ContributorInsightsStatus": "ENABLING"}
    done = run(service, INSIGHTS)
    assert not done.converged
    assert 30.0 < service.clock.now() - START < 40.0


def test_insights_nobody_waits_for_are_not_there_yet() -> None:
    service = service_of(SIMPLE)
    moving(service, "ENABLING")
    begun = run(service, INSIGHTS, wait=False)
    assert not begun.converged
    assert failure(begun) is None
    assert service.looks["insight"] == 0


def test_insights_that_may_not_be_followed_are_said_to_be_unknown() -> None:
    service = service_of(SIMPLE)
    moving(service, "ENABLING")
    service.reads["insight"] = refusal("DescribeContributorInsights", "AccessDeniedException", "no")
    done = run(service, INSIGHTS)
    assert any("unknown" in text for text in done.warnings)
    assert "dynamodb:DescribeContributorInsights" in plan_facts(done)["iam_actions"]


def test_only_what_lags_is_read_again() -> None:
    service = service_of(SIMPLE)
    service.list_tags = lambda _arn: {}  # type: ignore[method-assign]
    run(service, {**TAGS, **TTL})
    assert service.looks["ttl"] == 2


def test_an_absent_table_names_no_read_but_those_of_what_outlives_it() -> None:
    gone = run(service_of({**SIMPLE, **TAGS}), {**SIMPLE, **TAGS, **TTL, "state": "absent"})
    actions = plan_facts(gone)["iam_actions"]
    assert [each for each in actions if each.startswith("dynamodb:")] == [
        "dynamodb:DeleteTable",
        "dynamodb:DescribeTable",
    ]
    assert {each for each in actions if not each.startswith("dynamodb:")} == {
        "application-autoscaling:DescribeScalableTargets"
    }


def test_an_approved_plan_that_is_done_is_done() -> None:
    service = service_of(SIMPLE)
    planned = run(service, STREAM, apply=False)
    for changed in (True, False):
        assert run(service, STREAM, expected_plan=planned.plan.id).changed is changed


def test_insights_that_failed_long_ago_and_are_not_wanted_fail_no_run() -> None:
    service = service_of({**SIMPLE, "global_secondary_indexes": [BY_ID]})
    failed = {"TableName": "orders", "IndexName": BY_ID["name"], "ContributorInsightsStatus": "FAILED"}
    service.list_insights = lambda _name: [failed]  # type: ignore[method-assign]
    reason = {"ExceptionName": "LimitExceededException", "ExceptionDescription": "too many rules"}
    service.insights[BY_ID["name"]] = {"ContributorInsightsStatus": "FAILED", "FailureException": reason}
    done = run(service, {"contributor_insights_enabled": False, **TAGS})
    assert done.converged and failure(done) is None
