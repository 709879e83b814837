# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tags and contributor insights of a table that is there."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.capabilities import requires
from ansible_collections.planton.dynamodb.tests.integration.support.cases import Case, Options, check_change
from ansible_collections.planton.dynamodb.tests.integration.support.specs import INDEXED, ON_DEMAND
from ansible_collections.planton.dynamodb.tests.integration.support.tables import NAME, Tables
from devkit.engines import Engine

TAGS = {"team": "shop", "stage": "test"}
TAGGED: Options = {**ON_DEMAND, "tags": TAGS}


def insights(enabled: bool, *indexes: str, **more: Any) -> Options:
    return {"contributor_insights_enabled": enabled, "contributor_insights_indexes": list(indexes), **more}


MODE = {"contributor_insights_mode": "ACCESSED_AND_THROTTLED_KEYS"}
NO_MODE = {"contributor_insights_mode": None}

CASES = [
    Case("tags set", ON_DEMAND, {"tags": TAGS}, ["set tag(s) stage, team"], {}, {"tags": TAGS}),
    Case(
        "one tag changed, one removed, one kept",
        {**ON_DEMAND, "tags": {**TAGS, "kept": "yes"}},
        {"tags": {"team": "sales", "kept": "yes"}},
        ["set tag(s) team", "remove tag(s) stage"],
        {"tags": TAGS},
        {"tags": {"team": "sales"}},
        needs=("tag_overwrite",),
    ),
    Case(
        "one tag removed",
        TAGGED,
        {"tags": {"team": "shop"}},
        ["remove tag(s) stage"],
        {"tags": {"stage": "test"}},
        {},
    ),
    Case("all tags removed", TAGGED, {"tags": {}}, ["remove tag(s) stage, team"], {"tags": TAGS}, {}),
    Case(
        "insights of the table on",
        ON_DEMAND,
        {"contributor_insights_enabled": True},
        ["enable contributor insights"],
        {"contributor_insights_enabled": False},
        {"contributor_insights_enabled": True},
        reads=MODE,
        needs=("contributor_insights",),
    ),
    Case(
        "insights of the table off",
        {**ON_DEMAND, "contributor_insights_enabled": True},
        {"contributor_insights_enabled": False},
        ["disable contributor insights"],
        {"contributor_insights_enabled": True, **MODE},
        {"contributor_insights_enabled": False},
        reads=NO_MODE,
        needs=("contributor_insights",),
    ),
    Case(
        "insights of an index on, and those of the table left alone",
        INDEXED,
        {"contributor_insights_indexes": ["by_customer"]},
        ["enable contributor insights of index by_customer"],
        {"contributor_insights_indexes": []},
        {"contributor_insights_indexes": ["by_customer"]},
        reads=MODE,
        needs=("contributor_insights_of_index",),
    ),
    Case(
        "insights from the index to the table",
        {**INDEXED, **insights(False, "by_customer")},
        insights(True),
        [
            "disable contributor insights of index by_customer",
            "enable contributor insights (ACCESSED_AND_THROTTLED_KEYS)",
        ],
        insights(False, "by_customer"),
        insights(True),
        needs=("contributor_insights_of_index",),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_change(case: Case, table: Tables, engine: Engine) -> None:
    check_change(case, table, engine)


def test_tags_are_kept_where_they_are_not_purged(table: Tables) -> None:
    table(**TAGGED)
    run = table.converge(tags={"owner": "ann"}, purge_tags=False)
    assert run["diff"] == {"before": {}, "after": {"tags": {"owner": "ann"}}}
    table.unchanged(tags={}, purge_tags=False)
    assert table.spec()["tags"] == {**TAGS, "owner": "ann"}


def test_tags_of_aws_are_nobody_elses(table: Tables, client: Any, engine: Engine) -> None:
    arn = table(**TAGGED)["outputs"]["table_arn"]
    stack = {"aws:cloudformation:stack-name": "shop"}
    if engine.name == "strict":
        # Nobody can write such a tag but AWS.
        engine.set_up({"tables": {NAME: {"tags": {**TAGS, **stack}}}})
    else:
        client.tag_resource(ResourceArn=arn, Tags=[{"Key": key, "Value": value} for key, value in stack.items()])
    table.unchanged(tags=TAGS)
    assert table.spec()["tags"] == TAGS
    run = table.converge(tags={})
    assert run["diff"] == {"before": {"tags": TAGS}, "after": {}}
    assert run["table"]["tags"] == {"aws:cloudformation:stack-name": "shop"}


def test_tags_are_text(table: Tables) -> None:
    table.converge(**ON_DEMAND, tags={"number": 5, "flag": True, "empty": "", "script": "Straße 7"})
    assert table.spec()["tags"] == {"number": "5", "flag": "True", "empty": "", "script": "Straße 7"}


def test_room_is_made_before_more_tags_come(table: Tables, engine: Engine) -> None:
    old, new = ({f"{kind}{number}": "x" for number in range(50)} for kind in ("old", "new"))
    table(**ON_DEMAND, tags=old)
    run = table.converge(tags=new)
    assert run.statuses == [("UntagResource", "done"), ("TagResource", "done")]
    assert table.spec()["tags"] == new


def test_tags_that_are_not_named_are_not_read(table: Tables) -> None:
    table(**TAGGED)
    assert table.unchanged(**ON_DEMAND).operations == ["DescribeTable"]


def test_insights_of_what_is_no_index(table: Tables, engine: Engine) -> None:
    requires(engine, "contributor_insights_of_index")
    table(**INDEXED)
    run = table.refused("V50", **insights(True, "by_region"))
    assert "use one of by_customer" in run["msg"]


def test_insights_of_a_new_index_wait_for_it(table: Tables, engine: Engine) -> None:
    requires(engine, "contributor_insights_of_index", "index_creation")
    table(**ON_DEMAND)
    run = table.converge(**{**INDEXED, **insights(False, "by_customer")})
    assert run.planned == ["build index by_customer", "enable contributor insights of index by_customer"]
    assert run["plan"]["operations"][1]["waits_for"] == ["index by_customer built"]
    assert run["plan"]["operations"][1]["target"] == f"{NAME}/index/by_customer"
