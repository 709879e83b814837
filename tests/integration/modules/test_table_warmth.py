# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Warm throughput of a table and of its indexes: creation, no change, a change, check mode, errors."""

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
    index,
)
from ansible_collections.planton.dynamodb.tests.integration.support.tables import NAME, Tables
from devkit.engines import Engine

OPTION, READS, WRITES = "warm_throughput", "read_units_per_second", "write_units_per_second"
BILLED = "AWS bills it and never lowers it"


def warm(reads: Any = None, writes: Any = None) -> Options:
    """The option with the members that are given."""
    return {OPTION: {name: number for name, number in ((READS, reads), (WRITES, writes)) if number is not None}}


def by_customer(*numbers: Any, **named: Any) -> Options:
    """The index with a warm throughput."""
    return {"global_secondary_indexes": [{**BY_CUSTOMER, **warm(*numbers, **named)}]}


USUAL = warm(12_000, 4_000)
CASES = [
    Case(
        "raised",
        ON_DEMAND,
        warm(13_000, 5_000),
        [f"raise the warm throughput of the table to 13000 reads and 5000 writes a second: {BILLED}"],
        USUAL,
        warm(13_000, 5_000),
        needs=("warm_throughput_update", "warm_throughput_is_shown"),
    ),
    Case(
        "one number is sent alone",
        ON_DEMAND,
        warm(13_000, 1_000),
        [f"raise the warm throughput of the table to 13000 reads a second: {BILLED}"],
        warm(12_000),
        warm(13_000),
        reads=warm(13_000),
        needs=("warm_throughput_update", "warm_throughput_is_shown"),
    ),
    Case(
        "of an index",
        INDEXED,
        by_customer(13_000),
        [f"raise the warm throughput of index by_customer to 13000 reads a second: {BILLED}"],
        {"global_secondary_indexes": {"by_customer": warm(12_000)}},
        {"global_secondary_indexes": {"by_customer": warm(13_000)}},
        needs=("warm_throughput_of_index_update", "warm_throughput_is_shown"),
    ),
    Case(
        "of table and index, a call each",
        INDEXED,
        {**warm(writes=5_000), **by_customer(writes=6_000)},
        [
            f"raise the warm throughput of the table to 5000 writes a second: {BILLED}",
            f"raise the warm throughput of index by_customer to 6000 writes a second: {BILLED}",
        ],
        {**warm(writes=4_000), "global_secondary_indexes": {"by_customer": warm(writes=4_000)}},
        {**warm(writes=5_000), "global_secondary_indexes": {"by_customer": warm(writes=6_000)}},
        needs=("warm_throughput_of_index_update", "warm_throughput_is_shown"),
    ),
    Case(
        "of a provisioned table",
        PROVISIONED,
        warm(100),
        [f"raise the warm throughput of the table to 100 reads a second: {BILLED}"],
        warm(5),
        warm(100),
        needs=("warm_throughput_update", "warm_throughput_is_shown", "provisioned_since_creation"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_change(case: Case, table: Tables, engine: Engine) -> None:
    check_change(case, table, engine)


def test_created(table: Tables, engine: Engine) -> None:
    """What a new table has by itself is not sent."""
    requires(engine, "warm_throughput_at_creation", "warm_throughput_of_index_at_creation")
    run = table.converge(**{**INDEXED, **warm(13_000, 4_000), **by_customer(5_000, 5_000)})
    (step,) = run["plan"]["operations"]
    assert step["operation"] == "CreateTable"
    assert step["request"]["WarmThroughput"] == {"ReadUnitsPerSecond": 13_000}
    assert step["request"]["GlobalSecondaryIndexes"][0]["WarmThroughput"] == {"WriteUnitsPerSecond": 5_000}


def test_usual_or_less_is_no_change(table: Tables, engine: Engine) -> None:
    requires(engine, "warm_throughput_is_shown")
    run = table.converge(**ON_DEMAND, **warm(5_000, 4_000))
    assert "WarmThroughput" not in run["plan"]["operations"][0]["request"]
    table.unchanged(**warm(12_000))
    table.unchanged(**warm(1, 1))


@pytest.mark.parametrize("engine", ["strict"], indirect=True)
def test_it_never_comes_down(table: Tables) -> None:
    """Less than there is, nothing at all, or another mode: none of them lowers it, and nothing is sent."""
    table(**ON_DEMAND, **warm(20_000, 8_000))
    for less in (warm(15_000, 5_000), warm(1), {OPTION: {}}, {}):
        table.unchanged(**ON_DEMAND, **less)
    assert table.spec()[OPTION] == warm(20_000, 8_000)[OPTION]


@pytest.mark.parametrize("engine", ["strict"], indirect=True)
def test_a_rise_comes_before_a_new_index(table: Tables) -> None:
    """AWS fails inside if a warm throughput is to rise while it allocates an index."""
    table(**ON_DEMAND)
    indexed = {**INDEXED, "attribute_definitions": attributes(customer="S", day="N", pk="S")}
    indexed["global_secondary_indexes"] = [index("by_day", "day"), {**BY_CUSTOMER, **warm(14_000)}]
    run = table.converge(**indexed, **warm(13_000))
    assert run.planned[0].startswith("raise the warm throughput of the table to 13000 reads a second")
    built = [step["request"] for step in run["plan"]["operations"] if step["reason"].startswith("build index")]
    created = [each["Create"] for part in built for each in part["GlobalSecondaryIndexUpdates"]]
    assert {each["IndexName"]: each.get("WarmThroughput") for each in created} == {
        "by_customer": {"ReadUnitsPerSecond": 14_000},
        "by_day": None,
    }


@pytest.mark.parametrize("engine", ["strict"], indirect=True)
def test_who_does_not_wait_asks_once(table: Tables, engine: Engine) -> None:
    """AWS shows the old numbers for minutes, so the next run must not ask again."""
    table(**ON_DEMAND)
    first = table(**warm(13_000), wait=False)
    assert first.writes == ["UpdateTable"] and first["changed"]
    second = table(**warm(13_000), wait=False)
    assert second.writes == []
    assert table(**warm(13_000)).writes == []
    table.unchanged(**warm(13_000))


@pytest.mark.parametrize("engine", ["strict"], indirect=True)
def test_info_tells_it_where_somebody_asked_for_it(table: Tables) -> None:
    """What every table has is no part of a specification."""
    table(**ON_DEMAND)
    assert OPTION not in table.spec()
    table(**warm(13_000))
    assert table.spec()[OPTION] == warm(13_000)[OPTION]
    shown = table.info(names=[NAME])["tables"][0]["table"]["warm_throughput"]
    assert shown["read_units_per_second"] == 13_000 and shown["write_units_per_second"] == 4_000


WRONG: list[tuple[str, Options, str]] = [
    ("zero", warm(0), f"{OPTION}.{READS}"),
    ("below", warm(writes=-1), f"{OPTION}.{WRITES}"),
    ("of an index", {**INDEXED, **by_customer(0)}, f"global_secondary_indexes[0].{OPTION}.{READS}"),
]


@one_engine
@pytest.mark.parametrize(("options", "path"), [pytest.param(*rest, id=name) for name, *rest in WRONG])
def test_what_is_wrong_is_told_before_any_call(table: Tables, options: Options, path: str) -> None:
    run = table.refused("V35", **{**ON_DEMAND, **options})
    assert [error["path"] for error in run["errors"]] == [path]
    assert "at least 1, or leave it out" in run["msg"] and run.calls == []


@pytest.mark.parametrize("engine", ["strict"], indirect=True)
def test_a_refusal_of_the_service_leaves_the_rest_done(table: Tables) -> None:
    """A quota that the account has used up is told, and what has nothing to do with it is made."""
    table(**ON_DEMAND)
    text = "Subscriber limit exceeded: Table: orders would exceed the warm throughput quota of the account"
    table.run.recorder.fail("UpdateTable", "LimitExceededException", text, times=9)
    run = table(fails=True, **warm(13_000), point_in_time_recovery_enabled=True)
    assert text in run["msg"] and not run["converged"]
    table.run.recorder.faults.clear()
    assert table.converge(**warm(13_000), point_in_time_recovery_enabled=True)["converged"]
