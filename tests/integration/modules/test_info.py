# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""dynamodb_table_info: one, several and all tables, with everything that can be read of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.capabilities import lacks, requires
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Recorder
from ansible_collections.planton.dynamodb.tests.integration.support.specs import INDEXED, ON_DEMAND, Options
from ansible_collections.planton.dynamodb.tests.integration.support.states import answer
from ansible_collections.planton.dynamodb.tests.integration.support.tables import NAME, OUTPUT_KEYS, Tables
from devkit.engines import Engine

RAW = {
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
}
READS = [
    "DescribeContinuousBackups",
    "DescribeKinesisStreamingDestination",
    "DescribeScalableTargets",
    "DescribeTable",
    "DescribeTimeToLive",
    "GetResourcePolicy",
    "ListContributorInsights",
    "ListTagsOfResource",
]
SOME: Options = {
    **INDEXED,
    "ttl": {"enabled": True, "attribute_name": "expires"},
    "point_in_time_recovery_enabled": True,
    "tags": {"team": "shop"},
}
# The API behind each aspect, its name in `unknown`, and the options that need it.
ASPECTS = [
    ("DescribeTimeToLive", "ttl", ["ttl"]),
    ("DescribeContinuousBackups", "recovery", ["point_in_time_recovery_enabled", "recovery_period_in_days"]),
    (
        "ListContributorInsights",
        "insights",
        ["contributor_insights_enabled", "contributor_insights_indexes", "contributor_insights_mode"],
    ),
    ("ListTagsOfResource", "tags", ["tags"]),
]


def create(client: Any, *names: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda name: client.create_table(TableName=name, **RAW), names))


def names(run: Any) -> list[str]:
    return [found["outputs"]["table_name"] for found in run["tables"]]


def test_one_table(table: Tables, engine: Engine) -> None:
    made = table(**SOME)
    run = table.info(names=[NAME])
    found = run["tables"]
    assert len(found) == 1
    assert sorted(run.operations) == READS or lacks(engine.name, "contributor_insights")
    assert found[0].keys() == {"table", "spec", "outputs"}
    assert found[0]["outputs"] == made["outputs"]
    assert found[0]["outputs"].keys() == OUTPUT_KEYS
    assert {option: found[0]["spec"][option] for option in SOME} == SOME
    assert found[0]["table"]["table_status"] == "ACTIVE"
    assert found[0]["table"]["tags"] == {"team": "shop"}
    assert found[0]["table"]["time_to_live_description"]["attribute_name"] == "expires"
    assert table.info(name=NAME)["tables"][0]["spec"] == found[0]["spec"]


def test_several_tables_one_of_them_missing(table: Tables, client: Any) -> None:
    create(client, "customers", "orders", "other")
    assert names(table.info(names=["orders", "missing", "customers", "orders"])) == ["customers", "orders"]
    assert table.info(names=["missing"])["tables"] == []
    assert table.info(names=[])["tables"] == []


def test_no_table_at_all(table: Tables) -> None:
    run = table.info()
    assert run["tables"] == [] and run.operations == ["ListTables"]
    assert "warnings" not in run.result


def test_more_tables_than_one_page_has(table: Tables, recorder: Recorder, client: Any) -> None:
    """ListTables answers with a hundred names at a time."""
    answer(recorder, "ListContributorInsights", {"ContributorInsightsSummaries": []})
    many = [f"stage-{number:03}" for number in range(118)]
    create(client, *many, "other")
    run = table.info(seconds=120)
    assert names(run) == ["other", *many]
    assert run.operations.count("ListTables") == 2
    few = table.info(prefix="stage-11")
    assert names(few) == many[110:]
    assert few.operations.count("DescribeTable") == 8
    assert table.info(prefix="none")["tables"] == []


@pytest.mark.parametrize(("operation", "aspect", "options"), ASPECTS, ids=[aspect[1] for aspect in ASPECTS])
def test_what_may_not_be_read_is_unknown(
    operation: str, aspect: str, options: list[str], table: Tables, recorder: Recorder, engine: Engine
) -> None:
    """A warning says why, the rest is read, and what is unknown is not taken for off."""
    table(**SOME)
    whole = table.info(names=[NAME])["tables"][0]
    text = f"User: arn:aws:iam::123456789012:user/ann is not authorized to perform: dynamodb:{operation}"
    recorder.fail(operation, "AccessDeniedException", text, times=99)
    run = table.info(names=[NAME])
    found = run["tables"][0]
    assert text in found["table"]["unknown"][aspect]
    assert f"{NAME}: {aspect} is unknown" in run.warnings and text in run.warnings
    expected = {option: value for option, value in whole["spec"].items() if option not in options}
    assert found["spec"] == expected
    assert found["outputs"] == whole["outputs"]
    table.unchanged(**found["spec"])


NEEDED: list[tuple[str, Options]] = [
    ("DescribeTimeToLive", {"ttl": {"enabled": True, "attribute_name": "expires"}}),
    ("DescribeContinuousBackups", {"point_in_time_recovery_enabled": True}),
    ("ListContributorInsights", {"contributor_insights_enabled": True}),
    ("ListTagsOfResource", {"tags": {"team": "shop"}}),
]


@pytest.mark.parametrize(("operation", "options"), NEEDED, ids=[needed[0] for needed in NEEDED])
def test_the_same_denial_fails_a_table_only_where_the_specification_needs_it(
    operation: str, options: Options, table: Tables, recorder: Recorder
) -> None:
    table(**SOME)
    text = f"User: arn:aws:iam::123456789012:user/ann is not authorized to perform: dynamodb:{operation}"
    recorder.fail(operation, "AccessDeniedException", text, times=99)
    table.unchanged(**INDEXED)
    run = table.refused("unreadable", **options)
    assert text in run["msg"]
    assert f"allow dynamodb:{operation}" in run["errors"][0]["hint"]


def test_an_api_that_the_endpoint_lacks(table: Tables, engine: Engine) -> None:
    """moto knows no contributor insights."""
    if not lacks(engine.name, "contributor_insights"):
        pytest.skip(f"{engine.name} has contributor insights")
    table(**ON_DEMAND)
    found = table.info(names=[NAME])
    assert (
        "ListContributorInsights is not offered by the endpoint" in found["tables"][0]["table"]["unknown"]["insights"]
    )
    run = table.refused("unreadable", contributor_insights_enabled=True)
    assert "not offered by the endpoint" in run["msg"] and "use an endpoint that offers it" in run["msg"]
    table.unchanged(**ON_DEMAND)


def test_a_new_table_at_an_endpoint_that_lacks_an_api(table: Tables, engine: Engine) -> None:
    """The table is made, the insights are not, and both are told."""
    if not lacks(engine.name, "contributor_insights"):
        pytest.skip(f"{engine.name} has contributor insights")
    run = table(fails=True, **ON_DEMAND, contributor_insights_enabled=True)
    assert run.statuses == [("CreateTable", "done"), ("UpdateContributorInsights", "failed")]
    assert run["changed"]
    assert "UpdateContributorInsights" in run["msg"] and "Done: create the table" in run["msg"]
    assert "leave the option out" in run["error"]["hint"]


def test_names_are_listed_denied(table: Tables, recorder: Recorder) -> None:
    text = "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: dynamodb:ListTables"
    recorder.fail("ListTables", "AccessDeniedException", text, times=99)
    run = table.info(fails=True)
    assert run["error"]["operation"] == "ListTables" and text in run["msg"]
    assert run["tables"] == []


def test_the_insights_of_table_and_index(table: Tables, engine: Engine) -> None:
    requires(engine, "contributor_insights_of_index")
    table(**INDEXED, contributor_insights_enabled=True, contributor_insights_indexes=["by_customer"])
    spec = table.spec()
    assert spec["contributor_insights_enabled"] is True
    assert spec["contributor_insights_indexes"] == ["by_customer"]
