# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options that are wrong: told all at once, with what to do, before any call."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.cases import one_engine
from ansible_collections.planton.dynamodb.tests.integration.support.specs import (
    INDEXED,
    ON_DEMAND,
    PROVISIONED,
    SORTED,
    Options,
    attributes,
    capacity,
    index,
    keys,
)
from ansible_collections.planton.dynamodb.tests.integration.support.tables import NAME, Tables, assert_well_formed

pytestmark = one_engine

# What Ansible itself refuses, by the options' types.
MISTYPED: list[tuple[Options, str]] = [
    ({"key_schema": "pk"}, "dictionary"),
    ({"attribute_definitions": [["pk", "S"]]}, "attribute_definitions"),
    ({"provisioned_throughput": {"read_capacity_units": "many"}}, "read_capacity_units"),
    ({"recovery_period_in_days": "week"}, "recovery_period_in_days"),
    ({"recovery_period_in_days": 7.5}, "recovery_period_in_days"),
    ({"deletion_protection_enabled": "perhaps"}, "deletion_protection_enabled"),
    ({"ttl": "on"}, "dictionary"),
    ({"ttl": True}, "argument 'ttl' is of type bool"),
    ({"provisioned_throughput": 5}, "provisioned_throughput"),
    ({"global_secondary_indexes": [{"name": "by_x", "projection": True}]}, "projection"),
    ({"key_schema": [5]}, "key_schema"),
    ({"attribute_definitions": True}, "attribute_definitions"),
    ({"ttl": {"attribute_name": "expires"}}, "enabled"),
    ({"tags": ["team"]}, "tags"),
    ({"kinesis_streaming_destinations": {"stream_arn": "orders"}}, "kinesis_streaming_destinations"),
    ({"kinesis_streaming_destinations": [{}]}, "stream_arn"),
    ({"kinesis_streaming_destinations": [{"stream_arn": "x", "precision": "MICROSECOND"}]}, "precision"),
    ({"kinesis_streaming_destination": [{"stream_arn": "x"}]}, "kinesis_streaming_destination"),
    ({"wait_timeout": "long"}, "wait_timeout"),
    ({"state": "gone"}, "state"),
    ({"replacement": "always"}, "replacement"),
    ({"hash_key_name": "pk"}, "hash_key_name"),
    ({"ttl": {"enabled": True, "attribute": "expires"}}, "attribute"),
    ({"global_secondary_indexes": [{"name": "by_x", "hash_key": "x"}]}, "hash_key"),
]


@pytest.mark.parametrize(("options", "word"), MISTYPED, ids=[f"{i} {m[1]}" for i, m in enumerate(MISTYPED)])
def test_wrong_types_and_unknown_fields(options: Options, word: str, table: Tables) -> None:
    for check in (True, False):
        run = table.run("dynamodb_table", {"name": NAME, **ON_DEMAND, **options}, check)
        assert_well_formed(run, fails=True)
        assert word in run["msg"]
        assert run.calls == []


def test_no_name(table: Tables) -> None:
    run = table.run("dynamodb_table", {**ON_DEMAND})
    assert_well_formed(run, fails=True)
    assert run["msg"] == "missing required arguments: name"


def changed(base: Options, **options: Any) -> Options:
    return {**base, **options}


# A table, what is wrong with it, and where.
BROKEN: list[tuple[str, Options, list[tuple[str, str]]]] = [
    ("name", changed(ON_DEMAND, name="a table"), [("V1", "name")]),
    ("name as ARN", changed(ON_DEMAND, name="arn:aws:dynamodb:eu-central-1:123456789012:table/x"), [("V1", "name")]),
    ("billing mode", changed(ON_DEMAND, billing_mode="FREE"), [("V28", "billing_mode")]),
    ("no keys", changed(ON_DEMAND, key_schema=[], attribute_definitions=[]), [("V5", "key_schema")]),
    ("two hash keys", changed(SORTED, key_schema=[*keys("pk"), *keys("sk")]), [("V5", "key_schema")]),
    (
        "undefined key",
        changed(ON_DEMAND, key_schema=keys("id")),
        [("V8", "attribute_definitions"), ("V7", "key_schema")],
    ),
    (
        "unused attribute",
        changed(ON_DEMAND, attribute_definitions=attributes(pk="S", total="N")),
        [("V8", "attribute_definitions")],
    ),
    (
        "attribute type",
        changed(ON_DEMAND, attribute_definitions=attributes(pk="STRING")),
        [("V10", "attribute_definitions")],
    ),
    (
        "zero capacity",
        changed(ON_DEMAND, billing_mode="PROVISIONED", provisioned_throughput=capacity(0, 0)),
        [("V29", "provisioned_throughput")],
    ),
    ("capacity on demand", changed(PROVISIONED, billing_mode="PAY_PER_REQUEST"), [("V31", "provisioned_throughput")]),
    (
        "index of zero capacity",
        changed(
            INDEXED,
            billing_mode="PROVISIONED",
            provisioned_throughput=capacity(1, 1),
            global_secondary_indexes=[index("by_customer", "customer", provisioned_throughput=capacity(0, 0))],
        ),
        [("V30", "global_secondary_indexes")],
    ),
    (
        "include without attributes",
        changed(INDEXED, global_secondary_indexes=[index("by_customer", "customer", projection={"type": "INCLUDE"})]),
        [("V22", "global_secondary_indexes")],
    ),
    (
        "local index without a sort key",
        changed(INDEXED, global_secondary_indexes=[], local_secondary_indexes=[index("by_c", "pk", "customer")]),
        [("V17", "local_secondary_indexes")],
    ),
    ("stream without view", changed(ON_DEMAND, stream_enabled=True), [("V40", "stream_view_type")]),
    ("view without stream", changed(ON_DEMAND, stream_view_type="NEW_IMAGE"), [("V40", "stream_view_type")]),
    ("class", changed(ON_DEMAND, table_class="COLD"), [("V44", "table_class")]),
    ("ttl", changed(ON_DEMAND, ttl={"enabled": False, "attribute_name": "expires"}), [("V45", "ttl.attribute_name")]),
    (
        "period",
        changed(ON_DEMAND, point_in_time_recovery_enabled=True, recovery_period_in_days=36),
        [("V46", "recovery_period_in_days")],
    ),
    ("tag", changed(ON_DEMAND, tags={"AWS:team": "x"}), [("V47", "tags.AWS:team")]),
    (
        "insights of no index",
        changed(ON_DEMAND, contributor_insights_indexes=["by_x"], global_secondary_indexes=[]),
        [("V50", "contributor_insights_indexes")],
    ),
    (
        "protected and absent",
        {"state": "absent", "deletion_protection_enabled": True},
        [("V4", "deletion_protection_enabled")],
    ),
]


@pytest.mark.parametrize(("options", "found"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_broken_rule(options: Options, found: list[tuple[str, str]], table: Tables) -> None:
    run = table.refused(*{rule for rule, _path in found}, **options)
    assert [(error["rule"], error["path"].split("[")[0]) for error in run["errors"]] == found
    assert run.calls == []
    for error in run["errors"]:
        assert f"[{error['rule']}]" in run["msg"] and error["hint"] in run["msg"]


def test_everything_that_is_wrong_at_once(table: Tables) -> None:
    parts: Options = {}
    for _name, options, _found in BROKEN:
        parts |= {option: value for option, value in options.items() if value != ON_DEMAND.get(option)}
    run = table(fails=True, **{**ON_DEMAND, **parts, "state": "present"})
    rules = {error["rule"] for error in run["errors"]}
    assert len(run["errors"]) >= 8 and {"V1", "V44", "V45", "V46", "V47", "V50"} <= rules
    assert len(run["msg"].splitlines()) == len(run["errors"]) + 1
    assert run.calls == []


def test_what_only_the_table_can_tell(table: Tables) -> None:
    """A new table needs more than an old one; nothing of it can be told before the table was looked for."""
    run = table.refused("V28", "V5", tags={"team": "shop"})
    assert {error["path"] for error in run["errors"]} == {"billing_mode", "key_schema"}
    assert run.operations == ["DescribeTable"]


def test_insights_of_a_local_index(table: Tables) -> None:
    """Told before any call, for the specification itself says that it is local."""
    local = [index("by_total", "pk", "total")]
    options = changed(
        SORTED, attribute_definitions=attributes(pk="S", sk="S", total="N"), local_secondary_indexes=local
    )
    run = table.refused("V50", **options, contributor_insights_indexes=["by_total"])
    assert "'by_total' is a local secondary index" in run["msg"] and run.calls == []


def test_capacity_that_only_a_new_table_needs(table: Tables) -> None:
    """A table that is there may keep what it has."""
    run = table.refused("V29", **changed(ON_DEMAND, billing_mode="PROVISIONED"))
    assert run.operations == ["DescribeTable"]
    run = table.refused("V30", **changed(INDEXED, billing_mode="PROVISIONED", provisioned_throughput=capacity(1, 1)))
    assert run["errors"][0]["path"] == "global_secondary_indexes[0].provisioned_throughput"
    table(**PROVISIONED)
    run = table(**{name: value for name, value in PROVISIONED.items() if name != "provisioned_throughput"})
    assert not run["changed"] and run["converged"]


def test_an_index_of_an_undefined_attribute_on_an_old_table(table: Tables) -> None:
    table(**ON_DEMAND)
    run = table.refused("V7", global_secondary_indexes=[index("by_x", "x")])
    assert "attribute 'x' of the index 'by_x' has no definition" in run["msg"]


def test_provisioned_without_the_capacity_of_an_index(table: Tables) -> None:
    table(**INDEXED)
    run = table.refused("V68", billing_mode="PROVISIONED", provisioned_throughput=capacity(1, 1))
    assert "by_customer" in run["msg"]


def test_info_of_names_and_prefix(table: Tables) -> None:
    run = table.run("dynamodb_table_info", {"names": [NAME], "prefix": "ord"})
    assert_well_formed(run, fails=True)
    assert run["msg"] == "parameters are mutually exclusive: names|prefix"
