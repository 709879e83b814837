# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The yardstick for plans and runs, tried on cases counted by hand and on itself made slow and simple.

What a case says is what shared/reference/control_plane.md says; C13 and the like are its rules.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.settings.names import KEY_ONE, Options
from ansible_collections.planton.dynamodb.tests.settings.truths import Difference
from ansible_collections.planton.dynamodb.tests.unit.strategies import pairs, wholes
from ansible_collections.planton.dynamodb.tests.walks import bound_rules as rules
from ansible_collections.planton.dynamodb.tests.walks.bound import (
    SECONDS,
    fewest_update_tables_by_search,
    fewest_writes,
    looked_for,
    shortest,
)
from ansible_collections.planton.dynamodb.tests.walks.bound_table import atoms_of, read
from ansible_collections.planton.dynamodb.tests.walks.bound_time import STARTS
from ansible_collections.planton.dynamodb.tests.walks.facts import OFF
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

repeatable = settings(
    derandomize=True,
    max_examples=150,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
BUILD = SECONDS["index_allocation"] + SECONDS["index_backfill"]
INFREQUENT: Options = {"table_class": "STANDARD_INFREQUENT_ACCESS"}
ENCRYPTED: Options = {"server_side_encryption": {"enabled": True}}
PROTECTED: Options = {"deletion_protection_enabled": True}


def index(name: str, on: str = "id", units: int = 0) -> Options:
    key = [{"attribute_name": on, "key_type": "HASH"}]
    capacity = {"provisioned_throughput": throughput(units)} if units else {}
    return {"name": name, "key_schema": key, "projection": {"type": "ALL"}, **capacity}


def throughput(units: int) -> Options:
    return {"read_capacity_units": units, "write_capacity_units": units}


def table(*indexes: Options, units: int = 0, **others: Any) -> Options:
    """A table with nothing turned on; on demand, or with units."""
    mode: Options = {"billing_mode": "PROVISIONED", "provisioned_throughput": throughput(units)} if units else {}
    return {
        "billing_mode": "PAY_PER_REQUEST",
        "attribute_definitions": [{"name": name, "type": "S"} for name in ("id", "state", "total")],
        "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
        **OFF,
        "global_secondary_indexes": [*indexes],
        **mode,
        **others,
    }


def stream(view: str) -> Options:
    return {"stream_enabled": True, "stream_view_type": view}


def ttl(name: str) -> Options:
    return {"ttl": {"enabled": True, "attribute_name": name}}


def key(name: str) -> Options:
    return {"server_side_encryption": {"enabled": True, "kms_key_arn": name}}


def recovery(days: int) -> Options:
    return {"point_in_time_recovery_enabled": True, "recovery_period_in_days": days}


def insights(*names: str, on_table: bool = False, mode: str = "THROTTLED_KEYS") -> Options:
    return {
        "contributor_insights_enabled": on_table,
        "contributor_insights_indexes": [*names],
        "contributor_insights_mode": mode,
    }


def vector(name: str, on: str = "embedding", dimensions: int = 8) -> Options:
    part = {"name": name, "vector_attribute": on, "dimensions": dimensions, "distance_function": "COSINE"}
    return {**part, "search_schema": [], "projection": {"type": "ALL"}}


def vectors(*indexes: Options) -> Options:
    return {"vector_indexes": [*indexes]}


VECTOR = SECONDS["index_allocation"] + SECONDS["vector_backfill"]
KEYS_ONLY, NEW_IMAGE = stream("KEYS_ONLY"), stream("NEW_IMAGE")
ONE, TWO = index("by_one"), index("by_two")
A1, A2, B1 = index("a", units=1), index("a", units=2), index("b", units=1)
UPDATES: dict[str, tuple[Options, Options, int]] = {
    "nothing": (table(ONE), table(ONE), 0),
    "C1 to C3: each alone": (table(), table(**INFREQUENT, **ENCRYPTED, **PROTECTED), 3),
    "C10: to provisioned, the indexes too": (table(ONE), table(index("by_one", units=2), units=1), 1),
    "C11: units of table and index": (table(A1, units=1), table(A2, units=2), 1),
    "C12: units ride with a new index": (table(A1, units=1), table(A2, B1, units=1), 1),
    "C13: on demand with a new index": (table(units=1), table(ONE), 1),
    "C14: on demand with the stream": (table(units=1), table(**KEYS_ONLY), 1),
    "C14: one half of another view": (table(units=1, **NEW_IMAGE), table(**KEYS_ONLY), 2),
    "C17: deletion with units is unknown": (table(A1, B1, units=1), table(A2, units=1), 2),
    "C20: to provisioned and a stream": (table(), table(units=1, **KEYS_ONLY), 2),
    "C21: units of the table and a new index": (table(units=1), table(A1, units=2), 2),
    "C21: so the units of an index gain nothing": (table(A1, units=1), table(A2, B1, units=2), 2),
    "C21: to provisioned and a new index": (table(), table(A1, units=1), 2),
    "C22: a stream and an index": (table(), table(ONE, **KEYS_ONLY), 2),
    "C22: on demand carries one of both": (table(units=1), table(ONE, **KEYS_ONLY), 2),
    "C24: two indexes": (table(), table(ONE, TWO), 2),
    "C24: an index anew": (table(ONE), table(index("by_one", "state")), 2),
    "C25: an index anew needs no units": (table(A1, units=1), table(index("a", "state", units=2), units=1), 2),
    "page 8.4, first example": (table(units=1), table(A1, units=2, **KEYS_ONLY), 3),
    "deletion and on demand: unknown, apart": (table(A1, units=1), table(), 2),
    "another view: off and on": (table(**KEYS_ONLY), table(**NEW_IMAGE), 2),
    "C7: a vector index stands alone": (table(units=1), table(**vectors(vector("v")), **KEYS_ONLY), 2),
    "C24: a vector index and an index": (table(), table(ONE, **vectors(vector("v"))), 2),
    "C24: two vector indexes": (table(), table(**vectors(vector("v"), vector("w"))), 2),
    "V62: none, to be provisioned": (table(**vectors(vector("v"))), table(units=1), 2),
    "a vector index anew": (table(**vectors(vector("v"))), table(**vectors(vector("v", dimensions=9))), 2),
    "another name of the same key": (table(**key("alias/one")), table(**key(KEY_ONE)), 0),
    "the managed key by its alias": (table(**ENCRYPTED), table(**key("alias/aws/dynamodb")), 0),
    "another key": (table(**key("alias/one")), table(**key("alias/two")), 1),
}


@pytest.mark.parametrize(("before", "after", "count"), UPDATES.values(), ids=UPDATES)
def test_fewest_update_tables(before: Options, after: Options, count: int) -> None:
    assert fewest_update_tables_by_search(before, after) == count
    assert fewest_writes(before, after) == +Counter(UpdateTable=count)


FULL = table(ONE, **KEYS_ONLY, **ttl("expires"), **recovery(7), **insights("by_one", on_table=True), tags={"a": "x"})
WRITES: dict[str, tuple[Options | None, Options | None, dict[str, int]]] = {
    "nothing from nothing": (None, None, {}),
    "create": (None, table(ONE, **KEYS_ONLY, **PROTECTED, tags={"a": "x"}), {"CreateTable": 1}),
    "create, full": (
        None,
        FULL,
        {"CreateTable": 1, "UpdateTimeToLive": 1, "UpdateContinuousBackups": 1, "UpdateContributorInsights": 2},
    ),
    "delete": (FULL, None, {"DeleteTable": 1}),
    "delete, protected": (table(**PROTECTED), None, {"UpdateTable": 1, "DeleteTable": 1}),
    "ttl off": (table(**ttl("expires")), table(), {"UpdateTimeToLive": 1}),
    "ttl renamed": (table(**ttl("expires")), table(**ttl("until")), {"UpdateTimeToLive": 2}),
    "another period": (table(**recovery(7)), table(**recovery(8)), {"UpdateContinuousBackups": 1}),
    "tags set and removed": (table(tags={"a": "x"}), table(tags={"b": ""}), {"TagResource": 1, "UntagResource": 1}),
    "tags removed": (table(tags={"a": "x"}), table(), {"UntagResource": 1}),
    "insights in another mode": (
        table(ONE, **insights("by_one", on_table=True)),
        table(ONE, **insights("by_one", on_table=True, mode="ACCESSED_AND_THROTTLED_KEYS")),
        {"UpdateContributorInsights": 2},
    ),
    "insights go with their index": (table(ONE, **insights("by_one")), table(), {"UpdateTable": 1}),
    "and are set again with it": (
        table(ONE, **insights("by_one")),
        table(index("by_one", "state"), **insights("by_one")),
        {"UpdateTable": 2, "UpdateContributorInsights": 1},
    ),
}


@pytest.mark.parametrize(("before", "after", "counts"), WRITES.values(), ids=WRITES)
def test_fewest_writes(before: Options | None, after: Options | None, counts: dict[str, int]) -> None:
    assert fewest_writes(before, after) == Counter(counts)


# Where what is unknown makes no difference there is one number, else first the one without and then the one with it.
TIMES: dict[str, tuple[Options | None, Options | None, tuple[float, ...]]] = {
    "nothing": (table(), table(), (0,)),
    "create": (None, table(), (4,)),
    "create with an index and insights": (None, table(ONE, **insights("by_one")), (18 + 8,)),
    "create with recovery": (None, table(**recovery(7)), (4 + 2,)),
    "delete, protected": (table(**PROTECTED), None, (5,)),
    "synchronous ones": (table(), table(**PROTECTED, **ttl("expires"), **recovery(7)), (0,)),
    "the key, then the class beside it": (table(), table(**INFREQUENT, **ENCRYPTED), (22,)),
    "class and stream follow each other": (table(), table(**INFREQUENT, **KEYS_ONLY), (10,)),
    "the key hides both": (table(), table(**INFREQUENT, **ENCRYPTED, **KEYS_ONLY), (22,)),
    "units first, the key beside them": (table(units=1), table(units=2, **ENCRYPTED), (22,)),
    "after a deletion, the key beside it": (table(ONE), table(**ENCRYPTED), (22,)),
    "two deletions": (table(ONE, TWO), table(), (8,)),
    "an index anew": (table(ONE), table(index("by_one", "state")), (4 + BUILD,)),
    "units of another index beside a deletion": (table(A1, B1, units=1), table(A2, units=1), (4,)),
    "units of the table not": (table(A1, units=1), table(units=2), (1.5 + 4,)),
    "units in the backfill": (table(units=1), table(A1, units=2), (BUILD,)),
    "a stream in the backfill is unknown": (table(), table(ONE, **KEYS_ONLY), (5 + BUILD, BUILD)),
    "the key in the allocation": (table(), table(ONE, **ENCRYPTED), (BUILD,)),
    "a switch in the backfill is unknown": (table(), table(A1, units=1), (80 + BUILD, BUILD)),
    "to on demand with a build": (table(units=1), table(ONE), (BUILD,)),
    "to on demand with a stream": (table(units=1), table(**KEYS_ONLY), (150,)),
    "to on demand with half a view": (table(units=1, **NEW_IMAGE), table(**KEYS_ONLY), (155,)),
    "the class while units change is unknown": (table(units=1), table(units=2, **INFREQUENT), (6.5, 5)),
    "a class while an index goes is unknown": (table(ONE), table(**INFREQUENT), (9, 5)),
    "insights after the build": (table(), table(ONE, **insights("by_one")), (BUILD + 8,)),
    "the one with insights first": (table(), table(ONE, TWO, **insights("by_two")), (2 * BUILD,)),
    "insights of what is there at once": (table(ONE), table(ONE, **insights("by_one"), **KEYS_ONLY), (8,)),
    "create with a vector index": (None, table(ONE, **vectors(vector("v"))), (20,)),
    "a vector index after an index": (table(), table(ONE, **vectors(vector("v"))), (BUILD + VECTOR,)),
    "on demand, then a vector index": (table(units=1), table(**vectors(vector("v"))), (150 + VECTOR,)),
    "a vector index gone, then provisioned": (table(**vectors(vector("v"))), table(units=1), (4 + 80,)),
    "a name for another kind": (table(**vectors(vector("by_one"))), table(ONE), (4 + BUILD,)),
    "tags are seen late": (table(), table(tags={"a": "x"}), (2,)),
    "tags lock": (table(tags={"a": "x"}), table(tags={"b": "x"}), (1.6 + 2,)),
}


@pytest.mark.parametrize("unknown", [False, True])
@pytest.mark.parametrize(("before", "after", "times"), TIMES.values(), ids=TIMES)
def test_shortest(before: Options | None, after: Options | None, times: tuple[float, ...], unknown: bool) -> None:
    assert shortest(before, after, SECONDS, unknown) == times[-1 if unknown else 0]


def test_on_demand_again_is_quick() -> None:
    assert shortest(table(units=1), table(), SECONDS, was_on_demand=True) == SECONDS["to_on_demand_again"]


def test_cooldown_is_awaited_when_asked() -> None:
    before, after = table(**ttl("expires")), table(**ttl("until"))
    assert shortest(before, after, SECONDS, cooldown=True) == SECONDS["ttl_cooldown"]


def test_type_held_by_another_index() -> None:
    """The attribute keeps its type until the last index that uses it is gone, here both before any is made."""
    before = table(index("a", "state"), index("b", "state"))
    definitions = [{"name": "id", "type": "S"}, {"name": "state", "type": "N"}]
    after = table(index("a", "state"), index("b", "state"), attribute_definitions=definitions)
    assert fewest_writes(before, after) == {"UpdateTable": 4}
    assert shortest(before, after, SECONDS) == 8 + 2 * BUILD


def differences(before: Options, after: Options) -> int:
    return len(atoms_of(Difference(read(before), read(after))))


@repeatable
@given(pairs())
def test_formula_is_what_the_search_finds(pair: tuple[Options, Options]) -> None:
    assume(differences(*pair) <= 8)
    assert fewest_writes(*pair)["UpdateTable"] == fewest_update_tables_by_search(*pair)


@repeatable
@given(pairs(), st.lists(st.integers(1, 20), min_size=len(SECONDS), max_size=len(SECONDS)), st.booleans())
def test_quick_search_finds_what_the_plain_one_finds(
    pair: tuple[Options, Options], lengths: list[int], unknown: bool
) -> None:
    """With any lengths, as with those of AWS most orders are equally long. The plain one tries every legal call."""
    assume(1 < differences(*pair) <= 5)
    seconds = dict(zip(SECONDS, lengths, strict=True))
    plain = looked_for(*pair, seconds, unknown, plainly=True)
    assert shortest(*pair, seconds, unknown) == plain.seconds


@repeatable
@given(pairs(), st.booleans())
def test_unknown_never_costs_time_and_few_states_are_looked_at(pair: tuple[Options, Options], again: bool) -> None:
    strict = looked_for(*pair, SECONDS, False, was_on_demand=again)
    lenient = looked_for(*pair, SECONDS, True, was_on_demand=again)
    assert lenient.seconds <= strict.seconds
    assert max(strict.states, lenient.states) < 6000


def test_large_pair_is_quick() -> None:
    before = table(*(index(name, units=1) for name in "abc"), units=1, **KEYS_ONLY)
    after = table(*(index(name, "state") for name in "abc"), **NEW_IMAGE, **INFREQUENT, **ENCRYPTED, **insights("b"))
    assert differences(before, after) == 11
    for unknown in (False, True):
        assert looked_for(before, after, SECONDS, unknown).states < 200


@repeatable
@given(wholes())
def test_what_is_there_needs_nothing(options: Options) -> None:
    assert (fewest_writes(options, options), shortest(options, options, SECONDS)) == (Counter(), 0)


def test_matrix_is_whole() -> None:
    assert {row for row, _name in STARTS.values()} | {rules.ALLOCATION, rules.BACKFILL, rules.INSIGHTS} == {
        *rules.MATRIX
    }
    assert {*rules.CELLS.values()} == {"y", "n", "?"}
