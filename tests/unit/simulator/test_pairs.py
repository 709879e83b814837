# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which changes go in one UpdateTable call: the collection's table of pairs is what the strict engine admits.

The collection joins two changes where ``TOGETHER`` (``_plan/updates.py``) has the pair of their concerns. Here every
pair is asked for: a specification that differs from a table in both is planned, all parts of UpdateTable that the
collection would make of it are put into one request, and the engine, which knows the combinations that were measured
(control_plane.md, 3.1 to 3.3, C1 to C31) and nothing of the collection, takes it or refuses it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations, combinations_with_replacement
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.compare import compare
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.updates import (
    CAPACITIES,
    FIRST,
    LATE,
    LONG,
    ORDER,
    SHORT,
    TOGETHER,
)
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.calls import Update
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import desired_from_options
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.observed import Answers, observe
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.planning import Work
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.plannings import planning_of
from ansible_collections.planton.dynamodb.tests.simulator.behaviour import Behaviour
from ansible_collections.planton.dynamodb.tests.simulator.engine import Engine
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.simulator.rules.combinations import check_combination
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit import literal

Options = dict[str, Any]
NAME = "orders"
# Seconds, longer than any transition.
ENOUGH = 4000.0
OLD = ("by_a", "by_b")


def _units(amount: int) -> Options:
    return {"provisioned_throughput": {"read_capacity_units": amount, "write_capacity_units": amount}}


def _index(attribute: str, **more: Any) -> Options:
    key = [{"attribute_name": attribute, "key_type": "HASH"}]
    return {"name": f"by_{attribute}", "key_schema": key, "projection": {"type": "ALL"}, **more}


def _vector(name: str) -> Options:
    part = {"name": name, "vector_attribute": "vector", "dimensions": 8, "distance_function": "COSINE"}
    return {**part, "projection": {"type": "ALL"}}


def _table(*indexes: str, provisioned: bool, protected: bool, vectors: int = 0) -> Options:
    units = _units(5) if provisioned else {}
    return {
        "billing_mode": "PROVISIONED" if provisioned else "PAY_PER_REQUEST",
        "attribute_definitions": [{"name": name, "type": "S"} for name in ("id", *indexes)],
        "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
        "global_secondary_indexes": [_index(name, **units) for name in indexes],
        "deletion_protection_enabled": protected,
        "vector_indexes": [_vector(name) for name in ("by_v", "by_w")[:vectors]],
        **units,
    }


TABLES = [
    _table(*indexes, provisioned=provisioned, protected=protected)
    for indexes in ((), ("a", "b"))
    for provisioned in (False, True)
    for protected in (False, True)
]
TABLES += [_table("a", provisioned=False, protected=protected, vectors=1) for protected in (False, True)]
TABLES += [_table(provisioned=False, protected=False, vectors=number) for number in (1, 2)]


# What is wanted otherwise, for the first and for the second time. Nothing where a table cannot differ in this.


def _to_provisioned(table: Options) -> Options | None:
    if table["billing_mode"] == "PROVISIONED":
        return None
    indexes = [{**index, **_units(5)} for index in table["global_secondary_indexes"]]
    return {**table, "billing_mode": "PROVISIONED", "global_secondary_indexes": indexes, **_units(5)}


def _to_on_demand(table: Options) -> Options | None:
    if table["billing_mode"] != "PROVISIONED":
        return None
    drop = "provisioned_throughput"
    indexes = [{name: index[name] for name in index if name != drop} for index in table["global_secondary_indexes"]]
    whole = {name: table[name] for name in table if name != drop}
    return {**whole, "billing_mode": "PAY_PER_REQUEST", "global_secondary_indexes": indexes}


def _to_units(table: Options) -> Options | None:
    return {**table, **_units(7)} if _units(5).items() <= table.items() else None


def _to_index_units(table: Options) -> Options | None:
    indexes = list(table["global_secondary_indexes"])
    old = [number for number, index in enumerate(indexes) if index == {**index, **_units(5)}]
    if not old:
        return None
    indexes[old[0]] = {**indexes[old[0]], **_units(7)}
    return {**table, "global_secondary_indexes": indexes}


def _with_index(table: Options) -> Options:
    name = "c" if "c" not in {item["name"] for item in table["attribute_definitions"]} else "d"
    units = _units(5) if table["billing_mode"] == "PROVISIONED" else {}
    definitions = [*table["attribute_definitions"], {"name": name, "type": "S"}]
    indexes = [*table["global_secondary_indexes"], _index(name, **units)]
    return {**table, "attribute_definitions": definitions, "global_secondary_indexes": indexes}


def _without_index(table: Options) -> Options | None:
    names = [index["name"] for index in table["global_secondary_indexes"]]
    gone = next((name for name in ("b", "a") if f"by_{name}" in names), None)
    if gone is None:
        return None
    definitions = [item for item in table["attribute_definitions"] if item["name"] != gone]
    indexes = [index for index in table["global_secondary_indexes"] if index["name"] != f"by_{gone}"]
    return {**table, "attribute_definitions": definitions, "global_secondary_indexes": indexes}


def _to_maximum(table: Options) -> Options | None:
    if table["billing_mode"] == "PROVISIONED":
        return None
    number = table.get("on_demand_throughput", {}).get("max_read_request_units", 0)
    return {**table, "on_demand_throughput": {"max_read_request_units": number + 5}}


def _in_an_index(option: str, value: Options) -> Callable[[Options], Options | None]:
    def change(table: Options) -> Options | None:
        indexes = list(table["global_secondary_indexes"])
        old = [number for number, index in enumerate(indexes) if option not in index and index["name"] in OLD]
        if not old or (option == "on_demand_throughput" and table["billing_mode"] == "PROVISIONED"):
            return None
        indexes[old[0]] = {**indexes[old[0]], option: value}
        return {**table, "global_secondary_indexes": indexes}

    return change


def _warm(table: Options) -> Options | None:
    if "warm_throughput" not in table:
        return {**table, "warm_throughput": {"read_units_per_second": 13000}}
    return _in_an_index("warm_throughput", {"read_units_per_second": 13000})(table)


def _with_vector(table: Options) -> Options:
    """Another vector index; those of a table that is there are by_v and by_w."""
    found = table["vector_indexes"]
    name = next(name for name in ("by_x", "by_y") if name not in {index["name"] for index in found})
    return {**table, "vector_indexes": [*found, _vector(name)]}


def _without_vector(table: Options) -> Options | None:
    found = table["vector_indexes"]
    gone = next((index for index in found if index["name"] in ("by_v", "by_w")), None)
    return {**table, "vector_indexes": [index for index in found if index != gone]} if gone else None


def _setting(value: Options) -> Callable[[Options], Options | None]:
    return lambda table: None if value.items() <= table.items() else {**table, **value}


CHANGES: dict[str, Callable[[Options], Options | None]] = {
    "to provisioned": _to_provisioned,
    "to on demand": _to_on_demand,
    "units": _to_units,
    "index units": _to_index_units,
    "maximum": _to_maximum,
    "index maximum": _in_an_index("on_demand_throughput", {"max_read_request_units": 5}),
    "warm": _warm,
    "index": _with_index,
    "index gone": _without_index,
    "vector index": _with_vector,
    "vector index gone": _without_vector,
    "stream": _setting({"stream_enabled": True, "stream_view_type": "KEYS_ONLY"}),
    "class": _setting({"table_class": "STANDARD_INFREQUENT_ACCESS"}),
    "encryption": _setting({"server_side_encryption": {"enabled": True}}),
    "protect": _setting({"deletion_protection_enabled": True}),
    "unprotect": _setting({"deletion_protection_enabled": False}),
}
PAIRS = [*combinations_with_replacement(CHANGES, 2)]

VECTORS = ("vector index", "vector index gone")
NO_VECTORS = "a table with a capacity has no vector indexes"
# Pairs that no specification asks for.
CONTRADICTORY = {
    ("to provisioned", "to on demand"): "a table has one mode",
    ("to on demand", "units"): "a table on demand has no capacity",
    ("to on demand", "index units"): "an index of a table on demand has no capacity",
    ("units", "maximum"): "a table on demand has no capacity",
    ("units", "index maximum"): "a table on demand has no capacity",
    ("index units", "maximum"): "a table on demand has no capacity",
    ("index units", "index maximum"): "a table on demand has no capacity",
    ("to provisioned", "maximum"): "a provisioned table has no maximum",
    ("to provisioned", "index maximum"): "a provisioned table has no maximum",
    ("protect", "unprotect"): "a table is protected or not",
    ("to provisioned", "vector index"): NO_VECTORS,
    ("to on demand", "vector index gone"): NO_VECTORS,
    **{(units, vectors): NO_VECTORS for units in ("units", "index units") for vectors in VECTORS},
    **{
        (concern, concern): "the member that says it has one value"
        for concern in CHANGES
        if concern not in ("index units", "index maximum", "warm", "index", "index gone", *VECTORS)
    },
}
# What the engine admits and the collection has no use for.
ADMITTED_BESIDES = {
    ("index units", "index units"): "C11; the capacities of all indexes that may change at once are one change already",
    ("index maximum", "index maximum"): "C11; the maximums of all indexes are one change already",
}
# What the engine refuses because nobody has tried it on AWS; so the collection does not send it either.
NOT_MEASURED = {
    ("to on demand", "index gone"): "C13 is of a new index only",
    ("index units", "index gone"): "C17 is inferred",
    ("index maximum", "index gone"): "C17 is inferred",
    ("index units", "stream"): "no source has it",
    ("index maximum", "stream"): "no source has it",
    ("to on demand", "vector index"): "C7 is inferred",
    ("to provisioned", "vector index gone"): "C7 is inferred",
    ("units", "vector index gone"): "C7 is inferred; a change to PROVISIONED brings units along",
    **{(vectors, "stream"): "C7 is inferred" for vectors in VECTORS},
    **{("maximum", vectors): "C7 is inferred" for vectors in VECTORS},
}


class Case:
    """A table that is there on an engine of its own, and the changes that a specification asks of it."""

    def __init__(self, table: Options, wanted: Options) -> None:
        self._engine = Engine(Behaviour())
        self._engine.call("dynamodb", "CreateTable", literal.create_table(NAME, table))
        self._engine.clock.advance(ENOUGH)
        self.updates = [*self._planned(wanted)]

    def _planned(self, wanted: Options) -> Iterator[Update]:
        there = self._engine.call("dynamodb", "DescribeTable", {"TableName": NAME})["Table"]
        comparison = compare(desired_from_options({"name": NAME, **wanted}), observe(Answers(there)))
        for setting, value in comparison.wanted.items():
            changes, planning = comparison.of(setting), planning_of(setting)
            if changes:
                yield from planning.updates(Work(comparison.there(setting), value, changes, comparison))

    @property
    def concerns(self) -> Counter[str]:
        """How often each is there; of what indexes hold, each index counts."""
        found: Counter[str] = Counter()
        for update in self.updates:
            request = update.call.request
            found[update.concern] += len(request.get("GlobalSecondaryIndexUpdates") or [0])
        return found

    def request(self) -> Part:
        """All of it in one request."""
        whole: Part = {}
        for update in self.updates:
            for name, value in update.call.request.items():
                old = whole.get(name, [])
                joined = [*old, *(each for each in value if each not in old)] if isinstance(value, list) else value
                whole[name] = joined
        return whole

    def verdict(self) -> str:
        """What the engine says to it; a refusal is one of what the request holds, whatever the table is."""
        request = self.request()
        try:
            self._engine.call("dynamodb", "UpdateTable", request)
        except RefusedError as refused:
            with pytest.raises(RefusedError):
                check_combination(request)
            return "not measured" if "not measured" in refused.text else "refused"
        return "admitted"


def _cases(*concerns: str) -> Iterator[Case]:
    """Return each table that fits with a specification that differs in these and, if it must, in nothing else.

    A change to PROVISIONED gives the capacity of the table and of every index that is there.
    """
    for table in TABLES:
        wanted: Options | None = table
        for concern in concerns:
            wanted = CHANGES[concern](wanted) if wanted else None
        if wanted and not (wanted["vector_indexes"] and wanted["billing_mode"] == "PROVISIONED"):
            case = Case(table, wanted)
            if case.concerns >= Counter(concerns):
                yield case


def _expected(case: Case) -> str:
    """All is admitted where each two of all concerns of the request may stand together."""
    named = sorted(case.concerns.elements())
    apart = (
        {frozenset(pair) for pair in combinations(named, 2)} - TOGETHER - {frozenset(each) for each in ADMITTED_BESIDES}
    )
    if not apart:
        return "admitted"
    return "not measured" if apart <= {frozenset(pair) for pair in NOT_MEASURED} else "refused"


def test_every_concern_is_here() -> None:
    assert {*ORDER, *CAPACITIES} - {FIRST, LONG, SHORT, LATE} == {*CHANGES}


@pytest.mark.parametrize("concern", CHANGES)
def test_one_change_alone_is_admitted(concern: str) -> None:
    cases = [*_cases(concern)]
    assert cases
    assert all(case.verdict() == "admitted" for case in cases)


@pytest.mark.parametrize("pair", PAIRS, ids=" and ".join)
def test_the_engine_admits_what_the_collection_joins(pair: tuple[str, str]) -> None:
    """3.1 to 3.3: C1 to C31."""
    cases = [*_cases(*pair)]
    assert (not cases) == (pair in CONTRADICTORY)
    for case in cases:
        assert case.verdict() == _expected(case), case.request()
