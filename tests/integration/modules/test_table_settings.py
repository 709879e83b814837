# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stream, time to live, recovery, class and protection of a table that is there: changed and removed."""

from __future__ import annotations

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.cases import DAY, Case, Options, check_change
from ansible_collections.planton.dynamodb.tests.integration.support.specs import ON_DEMAND
from ansible_collections.planton.dynamodb.tests.integration.support.tables import Tables
from devkit.engines import Engine

INFREQUENT = "STANDARD_INFREQUENT_ACCESS"
TWO_TAGS = {"team": "shop", "stage": "test"}
TWO_VIEWS = {"stream_enabled": True, "stream_view_type": "NEW_AND_OLD_IMAGES"}


def stream(view: str | None) -> Options:
    return {"stream_enabled": True, "stream_view_type": view} if view else {"stream_enabled": False}


def ttl(attribute: str | None) -> Options:
    return {"ttl": {"enabled": True, "attribute_name": attribute} if attribute else {"enabled": False}}


def recovery(days: int | None = None, enabled: bool = True) -> Options:
    return {"point_in_time_recovery_enabled": enabled, **({"recovery_period_in_days": days} if days else {})}


CASES = [
    Case(
        "stream on",
        ON_DEMAND,
        TWO_VIEWS,
        ["enable the stream with NEW_AND_OLD_IMAGES"],
        {"stream_enabled": False},
        TWO_VIEWS,
        needs=("stream",),
    ),
    Case(
        "stream off",
        {**ON_DEMAND, **TWO_VIEWS},
        stream(None),
        ["disable the stream"],
        TWO_VIEWS,
        {"stream_enabled": False},
        reads={"stream_view_type": None},
        needs=("stream_off",),
    ),
    Case(
        "another view of the stream",
        {**ON_DEMAND, **TWO_VIEWS},
        stream("KEYS_ONLY"),
        ["disable the stream", "enable the stream with KEYS_ONLY"],
        {"stream_view_type": "NEW_AND_OLD_IMAGES"},
        {"stream_view_type": "KEYS_ONLY"},
        needs=("stream_on_again",),
    ),
    Case(
        "time to live on",
        ON_DEMAND,
        ttl("expires"),
        ["enable time to live on attribute expires"],
        ttl(None),
        ttl("expires"),
        needs=("ttl",),
    ),
    Case(
        "time to live off",
        {**ON_DEMAND, **ttl("expires")},
        ttl(None),
        ["disable time to live on attribute expires"],
        ttl("expires"),
        ttl(None),
    ),
    Case(
        "time to live on another attribute",
        {**ON_DEMAND, **ttl("expires")},
        ttl("dies"),
        ["disable time to live on attribute expires", "enable time to live on attribute dies"],
        {"ttl": {"attribute_name": "expires"}},
        {"ttl": {"attribute_name": "dies"}},
        needs=("ttl_changes_at_once",),
    ),
    Case(
        "recovery on",
        ON_DEMAND,
        recovery(),
        ["enable point-in-time recovery"],
        {"point_in_time_recovery_enabled": False},
        recovery(),
        reads={"recovery_period_in_days": 35},
        needs=("point_in_time_recovery",),
    ),
    Case(
        "recovery on for some days",
        ON_DEMAND,
        recovery(7),
        ["enable point-in-time recovery for 7 days"],
        {"point_in_time_recovery_enabled": False},
        recovery(7),
        needs=("point_in_time_recovery", "recovery_period"),
    ),
    Case(
        "another recovery period",
        {**ON_DEMAND, **recovery(7)},
        recovery(14),
        ["enable point-in-time recovery for 14 days"],
        {"recovery_period_in_days": 7},
        {"recovery_period_in_days": 14},
        needs=("point_in_time_recovery", "recovery_period"),
    ),
    Case(
        "recovery off",
        {**ON_DEMAND, **recovery()},
        recovery(enabled=False),
        ["disable point-in-time recovery"],
        {**recovery(), "recovery_period_in_days": 35},
        recovery(enabled=False),
        reads={"recovery_period_in_days": None},
        needs=("point_in_time_recovery",),
    ),
    Case(
        "another table class",
        ON_DEMAND,
        {"table_class": INFREQUENT},
        [f"change table class to {INFREQUENT}"],
        {"table_class": "STANDARD"},
        {"table_class": INFREQUENT},
        needs=("table_class_update",),
    ),
    Case(
        "back to the standard class",
        {**ON_DEMAND, "table_class": INFREQUENT},
        {"table_class": "STANDARD"},
        ["change table class to STANDARD"],
        {"table_class": INFREQUENT},
        {"table_class": "STANDARD"},
        needs=("table_class_at_creation", "table_class_update"),
    ),
    Case(
        "protection on",
        ON_DEMAND,
        {"deletion_protection_enabled": True},
        ["enable deletion protection"],
        {"deletion_protection_enabled": False},
        {"deletion_protection_enabled": True},
        needs=("deletion_protection",),
    ),
    Case(
        "protection off",
        {**ON_DEMAND, "deletion_protection_enabled": True},
        {"deletion_protection_enabled": False},
        ["disable deletion protection"],
        {"deletion_protection_enabled": True},
        {"deletion_protection_enabled": False},
        needs=("deletion_protection",),
    ),
    Case(
        "several things at once, in the order AWS wants",
        {**ON_DEMAND, "deletion_protection_enabled": True},
        {
            "table_class": INFREQUENT,
            **TWO_VIEWS,
            **ttl("expires"),
            "tags": TWO_TAGS,
            "deletion_protection_enabled": False,
        },
        [
            "disable deletion protection",
            "enable the stream with NEW_AND_OLD_IMAGES",
            f"change table class to {INFREQUENT}",
            "enable time to live on attribute expires",
            "set tag(s) stage, team",
        ],
        {"deletion_protection_enabled": True, "table_class": "STANDARD", "stream_enabled": False, **ttl(None)},
        {
            "deletion_protection_enabled": False,
            "table_class": INFREQUENT,
            "tags": TWO_TAGS,
            **TWO_VIEWS,
            **ttl("expires"),
        },
        needs=("table_class_update", "stream", "ttl", "tags"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_change(case: Case, table: Tables, engine: Engine) -> None:
    check_change(case, table, engine)


@pytest.mark.parametrize("engine", ["strict"], indirect=True)
def test_another_attribute_of_time_to_live_takes_half_an_hour(table: Tables, engine: Engine) -> None:
    """The old one goes at once; the run says when another will succeed in turning the new one on."""
    table(**ON_DEMAND, **ttl("expires"))
    engine.later(DAY)
    run = table(fails=True, **ttl("dies"))
    assert run.statuses == [("UpdateTimeToLive", "done"), ("UpdateTimeToLive", "pending")]
    assert run["plan"]["operations"][1]["retry_at"] in run["msg"]
    assert run["changed"] and not run["converged"]
    engine.later(DAY)
    run = table.converge(**ttl("dies"))
    assert run.planned == ["enable time to live on attribute dies"]
