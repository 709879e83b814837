# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Vector indexes: made with a table, added to one that is there, built anew, removed; in tasks and by the role."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.capabilities import requires
from ansible_collections.planton.dynamodb.tests.integration.support.cases import Case, Options, check_change
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.role import ROLE, facts, prefixed
from ansible_collections.planton.dynamodb.tests.integration.support.specs import (
    BY_CUSTOMER,
    INDEXED,
    ON_DEMAND,
    PROVISIONED,
    attributes,
    capacity,
    including,
)
from ansible_collections.planton.dynamodb.tests.integration.support.tables import NAME, Tables
from devkit.engines import Engine

HASH = {"attribute_name": "customer", "type": "HASH"}


def vector(name: str, *schema: Options, **more: Any) -> Options:
    """A vector index."""
    part = {"name": name, "vector_attribute": "embedding", "dimensions": 8, "distance_function": "COSINE"}
    return {**part, "search_schema": list(schema), "projection": {"type": "KEYS_ONLY"}, **more}


LIKE = vector("by_likeness", HASH)
LOOK = vector("by_look", vector_attribute="picture", distance_function="EUCLIDEAN", projection=including("a", "b"))
DEFINED = {"attribute_definitions": attributes(customer="S", pk="S")}
SEARCHED: Options = {**ON_DEMAND, **DEFINED, "vector_indexes": [LIKE]}


def words(*indexes: Options) -> Options:
    """Vector indexes as a diff shows them: keyed by name."""
    told = {item["name"]: {field: value for field, value in item.items() if field != "name"} for item in indexes}
    return {"vector_indexes": told}


ADDING = ("vector_index_creation", "vector_index_deletion")
CASES = [
    Case(
        "one more",
        ON_DEMAND,
        {**DEFINED, "vector_indexes": [LIKE]},
        ["build vector index by_likeness"],
        {},
        {"attribute_definitions": {"customer": "S"}, **words(LIKE)},
        needs=ADDING,
    ),
    Case(
        "one more beside a global index",
        ON_DEMAND,
        {**DEFINED, "global_secondary_indexes": [BY_CUSTOMER], "vector_indexes": [LIKE]},
        ["build index by_customer", "build vector index by_likeness"],
        {},
        {
            "attribute_definitions": {"customer": "S"},
            "global_secondary_indexes": {
                "by_customer": {name: value for name, value in BY_CUSTOMER.items() if name != "name"}
            },
            **words(LIKE),
        },
        needs=(*ADDING, "index_creation"),
    ),
    Case(
        "other dimensions",
        SEARCHED,
        {"vector_indexes": [{**LIKE, "dimensions": 16}]},
        ["delete vector index by_likeness to build it anew", "build vector index by_likeness"],
        {"vector_indexes": {"by_likeness": {"dimensions": 8}}},
        {"vector_indexes": {"by_likeness": {"dimensions": 16}}},
        needs=ADDING,
    ),
    Case(
        "one for another",
        SEARCHED,
        {**ON_DEMAND, "vector_indexes": [LOOK]},
        ["delete vector index by_likeness", "build vector index by_look"],
        {"attribute_definitions": {"customer": "S"}, **words(LIKE)},
        words(LOOK),
        needs=ADDING,
    ),
    Case(
        "all removed",
        SEARCHED,
        {**ON_DEMAND, "vector_indexes": []},
        ["delete vector index by_likeness"],
        {"attribute_definitions": {"customer": "S"}, **words(LIKE)},
        {},
        needs=ADDING,
    ),
    Case(
        "the way back to on demand first",
        PROVISIONED,
        {**ON_DEMAND, "vector_indexes": [LOOK]},
        ["change billing mode to PAY_PER_REQUEST", "build vector index by_look"],
        {"billing_mode": "PROVISIONED", "provisioned_throughput": capacity(5, 3)},
        {"billing_mode": "PAY_PER_REQUEST", **words(LOOK)},
        reads={"provisioned_throughput": None},
        needs=(*ADDING, "to_on_demand"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_change(case: Case, table: Tables, engine: Engine) -> None:
    check_change(case, table, engine)


def test_made_with_the_table(table: Tables, engine: Engine) -> None:
    requires(engine, "vector_index_at_creation")
    run = table.converge(**{**SEARCHED, "vector_indexes": [LIKE, LOOK]})
    assert run.writes == ["CreateTable"]
    assert run["spec"]["vector_indexes"] == [LIKE, LOOK]
    assert {index["index_status"] for index in run["table"]["vector_indexes"]} == {"ACTIVE"}


def test_what_has_no_meaning_is_no_change(table: Tables, engine: Engine) -> None:
    requires(engine, "vector_index_at_creation")
    schema = [HASH, {"attribute_name": "pk", "type": "INLINE_FILTER"}]
    table.converge(**{**SEARCHED, "vector_indexes": [vector("by_likeness", *schema), LOOK]})
    turned = {**LOOK, "projection": including("b", "a")}
    table.unchanged(vector_indexes=[turned, vector("by_likeness", *reversed(schema))])
    left_out = {name: value for name, value in LIKE.items() if name != "search_schema"}
    table.unchanged(vector_indexes=[LOOK, left_out])
    table.unchanged(**ON_DEMAND)


def test_a_rebuilt_index_is_announced(table: Tables, engine: Engine) -> None:
    requires(engine, "vector_index_at_creation")
    table(**SEARCHED)
    run = table(check=True, vector_indexes=[{**LIKE, "distance_function": "DOT_PRODUCT"}])
    assert "vector index by_likeness is built anew and cannot be searched for minutes [V67]" in run.warnings
    assert "2 operations (1 destructive)" in run["plan"]["summary"]


def test_what_is_wrong_is_told_before_any_write(table: Tables, engine: Engine) -> None:
    table.refused("V62", **PROVISIONED, vector_indexes=[LOOK])
    wrong = vector("by", {"attribute_name": "region", "type": "RANGE"}, dimensions=0, distance_function="cosine")
    run = table.refused("V2", "V7", "V62", **ON_DEMAND, vector_indexes=[wrong])
    assert [error["path"] for error in run["errors"]] == [
        "vector_indexes[0].name",
        "vector_indexes[0].dimensions",
        "vector_indexes[0].distance_function",
        "vector_indexes[0].search_schema[0].type",
        "vector_indexes[0].search_schema[0].attribute_name",
    ]
    requires(engine, "vector_index_at_creation")
    table(**SEARCHED)
    run = table.refused("V62", billing_mode="PROVISIONED", provisioned_throughput=capacity(1, 1))
    assert run["errors"][0]["path"] == "billing_mode" and "by_likeness" in run["msg"]
    table.refused("V3", **{**INDEXED, "vector_indexes": [{**LIKE, "name": "by_customer"}]})


def test_a_replacement_takes_them_along(table: Tables, engine: Engine) -> None:
    requires(engine, "vector_index_at_creation")
    table(**SEARCHED)
    keys = [{"attribute_name": "id", "key_type": "HASH"}]
    run = table.converge(key_schema=keys, attribute_definitions=attributes(id="S"), replacement="when_empty")
    assert run["spec"]["vector_indexes"] == [LIKE]
    assert run["spec"]["attribute_definitions"] == attributes(customer="S", id="S")


def test_the_five_by_the_role(playbook: PlaybookRunner, engine: Engine) -> None:
    requires(engine, "vector_index_at_creation", *ADDING)
    # As text, as a survey gives it, with a number that is text too.
    variables = prefixed(
        name=NAME,
        **{
            **SEARCHED,
            "vector_indexes": '[{"name": "by_likeness", "vector_attribute": "embedding", '
            '"dimensions": "8", "distance_function": "COSINE", "projection": {"type": "KEYS_ONLY"}, '
            '"search_schema": [{"attribute_name": "customer", "type": "HASH"}]}]',
        },
    )
    planned = playbook(ROLE, variables, check=True)
    assert planned.changed and not planned.writes
    made = playbook(ROLE, variables)
    assert made.writes == ["CreateTable"]
    assert facts(made)["results"][NAME]["spec"]["vector_indexes"] == [LIKE]
    assert not playbook(ROLE, variables).changed

    items = [{"name": NAME, **SEARCHED, "vector_indexes": [{**LIKE, "dimensions": "{{ size }}"}]}]
    changed = playbook(ROLE, {**prefixed(tables=items), "size": 16})
    assert changed.writes == ["UpdateTable", "UpdateTable"]
    assert facts(changed)["results"][NAME]["spec"]["vector_indexes"][0]["dimensions"] == 16

    items = [{"name": NAME, **SEARCHED, "vector_indexes": [{**LIKE, "dimension": 16}]}]
    failed = playbook(ROLE, prefixed(tables=items), code=2)
    assert "dimension" in failed.output and not failed.writes
