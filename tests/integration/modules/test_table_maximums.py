# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""On-demand maximums of a table and of its indexes: creation, no change, a change, check mode, errors."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.capabilities import requires
from ansible_collections.planton.dynamodb.tests.integration.support.cases import Case, Options, check_change, one_engine
from ansible_collections.planton.dynamodb.tests.integration.support.specs import (
    BY_CUSTOMER,
    INDEXED,
    ON_DEMAND,
    PROVISIONED,
    attributes,
    capacity,
    keys,
)
from ansible_collections.planton.dynamodb.tests.integration.support.tables import Tables
from devkit.engines import Engine

OPTION, READ, WRITE = "on_demand_throughput", "max_read_request_units", "max_write_request_units"


def limit(read: Any = None, write: Any = None) -> Options:
    """The option with the members that are given."""
    return {OPTION: {name: number for name, number in ((READ, read), (WRITE, write)) if number is not None}}


def by_customer(*numbers: Any) -> Options:
    """A table on demand with an index that has a maximum."""
    return {**INDEXED, "global_secondary_indexes": [{**BY_CUSTOMER, **limit(*numbers)}]}


def told(*numbers: Any) -> Options:
    """The maximum of that index in a diff."""
    return {"global_secondary_indexes": {"by_customer": limit(*numbers)}}


CASES = [
    Case(
        "set",
        ON_DEMAND,
        limit(40, 20),
        ["limit the table to 40 read and 20 write units"],
        {},
        limit(40, 20),
        needs=("maximum_update",),
    ),
    Case(
        "one number leaves the other alone",
        {**ON_DEMAND, **limit(40, 20)},
        limit(read=60),
        ["limit the table to 60 read units"],
        limit(40),
        limit(60),
        reads=limit(60, 20),
        needs=("maximum_at_creation", "maximum_keeps_what_is_not_named"),
    ),
    Case(
        "one number removed",
        {**ON_DEMAND, **limit(40, 20)},
        limit(write=-1),
        ["limit the table to any number of write units"],
        limit(write=20),
        {},
        reads=limit(40),
        needs=("maximum_at_creation", "maximum_removal"),
    ),
    Case(
        "all removed",
        {**ON_DEMAND, **limit(40, 20)},
        limit(-1, -1),
        ["limit the table to any number of read and any number of write units"],
        limit(40, 20),
        {},
        reads={OPTION: None},
        needs=("maximum_at_creation", "maximum_removal"),
    ),
    Case(
        "with the change to on-demand",
        PROVISIONED,
        {"billing_mode": "PAY_PER_REQUEST", **limit(40, 20)},
        ["change billing mode to PAY_PER_REQUEST; limit the table to 40 read and 20 write units"],
        {"billing_mode": "PROVISIONED", "provisioned_throughput": capacity(5, 3)},
        {"billing_mode": "PAY_PER_REQUEST", **limit(40, 20)},
        reads={"provisioned_throughput": None},
        needs=("maximum_update", "to_on_demand"),
    ),
    Case(
        "of an index",
        INDEXED,
        {"global_secondary_indexes": [{**BY_CUSTOMER, **limit(8, 4)}]},
        ["limit index by_customer to 8 read and 4 write units"],
        {},
        told(8, 4),
        needs=("maximum_of_index_update",),
    ),
    Case(
        "of table and index, a call each",
        by_customer(8, 4),
        {**limit(40, 20), "global_secondary_indexes": [{**BY_CUSTOMER, **limit(9, 4)}]},
        ["limit index by_customer to 9 read units", "limit the table to 40 read and 20 write units"],
        told(8),
        {**limit(40, 20), **told(9)},
        needs=("maximum_of_index_update", "maximum_update"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_change(case: Case, table: Tables, engine: Engine) -> None:
    check_change(case, table, engine)


def test_created(table: Tables, engine: Engine) -> None:
    """The table and its index begin with their maximums; -1 is not sent."""
    requires(engine, "maximum_at_creation", "maximum_of_index_at_creation")
    run = table.converge(**{**by_customer(8, 4), **limit(40, -1)})
    assert run.writes == ["CreateTable"]
    (step,) = run["plan"]["operations"]
    assert step["request"]["OnDemandThroughput"] == {"MaxReadRequestUnits": 40}
    spec = table.spec()
    assert spec[OPTION] == limit(40)[OPTION]
    assert spec["global_secondary_indexes"] == by_customer(8, 4)["global_secondary_indexes"]


def test_left_out_is_left_alone(table: Tables, engine: Engine) -> None:
    requires(engine, "maximum_at_creation", "maximum_of_index_at_creation")
    table(**{**by_customer(8, 4), **limit(40, 20)})
    assert table.unchanged(**INDEXED).operations == ["DescribeTable"]
    table.unchanged(**INDEXED, on_demand_throughput={})
    assert table.spec()[OPTION] == limit(40, 20)[OPTION]


def test_a_change_to_provisioned_warns_of_what_goes(table: Tables, engine: Engine) -> None:
    requires(engine, "maximum_at_creation", "maximum_goes_with_the_mode")
    table(**ON_DEMAND, **limit(40, 20))
    run = table(billing_mode="PROVISIONED", provisioned_throughput=capacity(5, 3))
    assert "the on-demand maximum of the table goes with the change to PROVISIONED" in run.warnings
    assert OPTION not in table.spec()


def test_a_rebuilt_index_and_a_replacement_keep_theirs(table: Tables, engine: Engine) -> None:
    requires(engine, "maximum_at_creation", "maximum_of_index_update")
    table(**{**by_customer(8, 4), **limit(40, 20)})
    other = {**BY_CUSTOMER, "projection": {"type": "KEYS_ONLY"}}
    rebuilt = table.converge(**{**INDEXED, "global_secondary_indexes": [other]})
    assert rebuilt["spec"]["global_secondary_indexes"] == [{**other, **limit(8, 4)}]
    moved = {"attribute_definitions": attributes(id="S"), "key_schema": keys("id")}
    made = table(**moved, replacement="when_empty")
    assert made["converged"] and made.writes[-1] == "CreateTable"
    assert made["spec"][OPTION] == limit(40, 20)[OPTION]
    assert made["spec"]["global_secondary_indexes"] == [{**other, **limit(8, 4)}]


WRONG: list[tuple[str, Options, str, str, str]] = [
    ("zero", {**ON_DEMAND, **limit(0)}, "V33", f"{OPTION}.{READ}", "at least 1, or -1 for no limit"),
    ("below", {**ON_DEMAND, **limit(write=-2)}, "V33", f"{OPTION}.{WRITE}", "at least 1, or -1"),
    ("provisioned", {**PROVISIONED, **limit(40)}, "V32", OPTION, "remove it, or use billing_mode PAY_PER_REQUEST"),
    (
        "zero of an index",
        by_customer(8, 0),
        "V33",
        f"global_secondary_indexes[0].{OPTION}.{WRITE}",
        "at least 1, or -1",
    ),
]


@one_engine
@pytest.mark.parametrize(("options", "rule", "path", "hint"), [pytest.param(*rest, id=name) for name, *rest in WRONG])
def test_what_is_wrong_is_told_before_any_call(
    table: Tables, options: Options, rule: str, path: str, hint: str
) -> None:
    run = table.refused(rule, **options)
    assert [error["path"] for error in run["errors"]] == [path]
    assert hint in run["msg"] and run.calls == []
    assert table(fails=True, **options, validate_only=True)["errors"] == run["errors"]


def test_a_provisioned_table_takes_none(table: Tables) -> None:
    """The specification names no billing mode, so only the table tells."""
    table(**PROVISIONED)
    run = table.refused("V32", **limit(40, 20))
    assert "the table is PROVISIONED, and an on-demand maximum is for PAY_PER_REQUEST only" in run["msg"]
    table.unchanged(**PROVISIONED, **limit(-1, -1))


@one_engine
def test_more_than_the_usual_quota_is_a_warning(table: Tables) -> None:
    run = table(check=True, **ON_DEMAND, **limit(50_000))
    assert "AWS allows 40000 units unless the quota was raised [V38]" in run.warnings


DENIED = "User: ann is not authorized to perform: dynamodb:UpdateTable"


@pytest.mark.parametrize("engine", ["strict"], indirect=True)
def test_a_maximum_that_is_denied_is_set_by_the_next_run(table: Tables) -> None:
    table(**ON_DEMAND)
    table.run.recorder.fail("UpdateTable", "AccessDeniedException", DENIED, times=1)
    run = table(fails=True, **limit(40, 20), tags={"team": "shop"})
    assert "UpdateTable" in run["msg"] and "allow" in run["error"]["hint"]
    rest = table.converge(**limit(40, 20), tags={"team": "shop"})
    assert rest.planned[0] == "limit the table to 40 read and 20 write units"
