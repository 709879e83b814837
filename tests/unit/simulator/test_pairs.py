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
from collections.abc import Iterator
from itertools import combinations, combinations_with_replacement

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.compare import compare
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.updates import (
    BESIDE_REPLICAS,
    BRIEF,
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
from ansible_collections.planton.dynamodb.tests.simulator.operations.replica_rules import check_replicas
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.simulator.rules.combinations import check_combination
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit import literal
from ansible_collections.planton.dynamodb.tests.unit.simulator.changes import CHANGES, TABLES, Options

NAME = "orders"
# Seconds, longer than any transition.
ENOUGH = 4000.0


PAIRS = [*combinations_with_replacement(CHANGES, 2)]

# Concerns that are another one under a name of its own, because the call has another place.
SAME = {BESIDE_REPLICAS: "encryption"}
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
    **{
        (concern, "replica"): "a table with a capacity has replicas only where its writes are scaled"
        for concern in ("to provisioned", "units", "index units")
    },
    **{(units, vectors): NO_VECTORS for units in ("units", "index units") for vectors in VECTORS},
    **{
        (concern, concern): "the member that says it has one value"
        for concern in CHANGES
        if concern not in ("index units", "index maximum", "warm", "index", "index gone", "replica", *VECTORS)
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
                _check(request)
            return "not measured" if "not measured" in refused.text else "refused"
        return "admitted"


def _check(request: Part) -> None:
    """Judge the request by itself."""
    check_combination(request)
    if "ReplicaUpdates" in request:
        check_replicas(request, "eu-central-1")


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
    named = {*ORDER, *CAPACITIES} - {FIRST, BRIEF, LONG, SHORT, LATE}
    assert named - {*SAME} == {*CHANGES}


@pytest.mark.parametrize(("concern", "other"), SAME.items())
def test_the_same_change_under_another_name_stands_beside_the_same_changes(concern: str, other: str) -> None:
    beside = {name: {pair - {name} for pair in TOGETHER if name in pair} for name in (concern, other)}
    assert concern in ORDER and beside[concern] == beside[other]


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
