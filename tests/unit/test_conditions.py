# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What operations wait for, judged from one look at the table."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.conditions import (
    TABLE_ACTIVE,
    TABLE_EXISTS,
    TABLE_GONE,
    Condition,
)
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.encryption.conditions import ENCRYPTION_SETTLED
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.in_flight import TABLE_DELETABLE, quiet
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.index_conditions import IndexGone, SlotFree
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.index_states import IndexBuilt
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.observed import Answers, Observed, observe
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.warmth.conditions import (
    INDEXES_ALLOCATED,
    WarmSettled,
)


def seen(status: str = "ACTIVE", encryption: str = "", moving: str = "", **indexes: tuple[str, bool]) -> Observed:
    """A table in these states; ``moving`` is the name of a vector index that is being built."""
    table: dict[str, Any] = {"TableName": "orders", "TableStatus": status}
    table["GlobalSecondaryIndexes"] = [
        {"IndexName": name, "IndexStatus": state, "Backfilling": filling} for name, (state, filling) in indexes.items()
    ]
    if encryption:
        table["SSEDescription"] = {"Status": encryption, "KMSMasterKeyArn": "arn:aws:kms:eu-central-1:1:key/x"}
    if moving:
        table["VectorIndexes"] = [{"IndexName": moving, "IndexStatus": "CREATING"}]
    return observe(Answers(table))


def warm(status: str) -> Observed:
    """A table whose warm throughput is in this state."""
    return observe(Answers({"TableName": "orders", "TableStatus": "ACTIVE", "WarmThroughput": {"Status": status}}))


READY, FILLING, COMING, GOING = ("ACTIVE", False), ("CREATING", True), ("CREATING", False), ("DELETING", False)


@pytest.mark.parametrize(
    ("condition", "holding", "waiting"),
    [
        (TABLE_EXISTS, [seen(), seen("UPDATING")], [None, seen("CREATING"), seen("DELETING")]),
        (TABLE_ACTIVE, [seen()], [None, seen("CREATING"), seen("UPDATING"), seen("ARCHIVED")]),
        (TABLE_GONE, [None], [seen("DELETING"), seen()]),
        (
            TABLE_DELETABLE,
            [seen(), seen("INACCESSIBLE_ENCRYPTION_CREDENTIALS"), seen(by_id=READY)],
            [None, seen("UPDATING"), seen("CREATING"), seen(encryption="UPDATING"), seen(by_id=COMING), seen(x=GOING)],
        ),
        (
            ENCRYPTION_SETTLED,
            [seen(), seen(encryption="ENABLED"), seen("UPDATING")],
            [None, seen(encryption="UPDATING")],
        ),
        (
            IndexBuilt("by_id"),
            [seen(by_id=READY), seen("UPDATING", by_id=READY)],
            [None, seen(), seen(by_id=("ACTIVE", True)), seen(by_id=FILLING), seen(other=READY)],
        ),
        (IndexGone("by_id"), [None, seen(), seen(other=READY)], [seen(by_id=GOING), seen(by_id=READY)]),
        (
            SlotFree("by_id"),
            [seen(), seen(by_id=READY, other=READY), seen(by_id=FILLING)],
            [
                *(None, seen(other=COMING), seen(other=FILLING), seen(other=GOING), seen(by_id=COMING)),
                *(seen(by_id=GOING), seen(moving="likeness")),
            ],
        ),
        (INDEXES_ALLOCATED, [seen(), seen(by_id=READY), seen(by_id=FILLING)], [None, seen(by_id=COMING)]),
        (WarmSettled(""), [seen(), warm("ACTIVE")], [None, warm("UPDATING")]),
        (WarmSettled("by_id"), [seen(by_id=READY)], [None, seen()]),
    ],
)
def test_conditions_are_judged_by_one_look(condition: Condition, holding: list[Any], waiting: list[Any]) -> None:
    assert [condition.holds(observed) for observed in holding] == [True] * len(holding)
    assert [condition.holds(observed) for observed in waiting] == [False] * len(waiting)


@pytest.mark.parametrize(
    ("condition", "observed", "hopeless"),
    [
        (TABLE_GONE, None, False),
        (TABLE_GONE, seen(), False),
        (IndexGone("by_id"), None, False),
        (IndexGone("by_id"), seen(), False),
        (IndexGone("by_id"), seen(by_id=COMING), False),
        (IndexGone("by_id"), seen(by_id=READY), True),
        (TABLE_ACTIVE, None, True),
        (TABLE_ACTIVE, seen("ARCHIVED"), True),
        (TABLE_ACTIVE, seen("UPDATING"), False),
        (IndexBuilt("by_id"), seen(), True),
        (IndexBuilt("by_id"), seen(by_id=COMING), False),
    ],
)
def test_some_waits_are_in_vain(condition: Condition, observed: Observed | None, hopeless: bool) -> None:
    assert condition.hopeless(observed) is hopeless


def test_conditions_have_names() -> None:
    assert [str(condition) for condition in (TABLE_ACTIVE, IndexBuilt("by_id"), SlotFree("by_id"))] == [
        "table ACTIVE",
        "index by_id built",
        "no other index being built or deleted",
    ]


def test_vector_indexes_take_the_place_of_other_indexes_while_they_are_built() -> None:
    states: list[dict[str, Any]] = [
        {"IndexStatus": "ACTIVE"},
        {"IndexStatus": "ACTIVE", "Backfilling": True},
        {"IndexStatus": "CREATING"},
    ]
    vectors = [{"IndexName": f"likeness_{number}", **state} for number, state in enumerate(states)]
    observed = observe(Answers({"TableName": "orders", "VectorIndexes": vectors}))
    found = ["index likeness_1 ACTIVE, filling", "index likeness_2 CREATING"]
    assert [each.what for each in observed.moving] == found
    assert not SlotFree("by_id").holds(observed)


def test_quiet_means_nothing_in_flight() -> None:
    assert quiet(seen(by_id=READY))
    assert not quiet(seen("UPDATING"))
    assert not quiet(seen(by_id=COMING))
    assert not quiet(seen(encryption="UPDATING"))
    assert not quiet(seen(moving="likeness"))
    assert not quiet(None)


def test_a_replica_that_comes_is_in_flight() -> None:
    there = [{"RegionName": "eu-west-1", "ReplicaStatus": "CREATING"}, {"RegionName": "eu-west-2"}]
    observed = observe(
        Answers(
            {
                "TableName": "orders",
                "TableArn": "arn:aws:dynamodb:eu-central-1:123456789012:table/orders",
                "Replicas": there,
            }
        )
    )
    assert [each.what for each in observed.moving] == ["replica in eu-west-1"]
    assert not TABLE_DELETABLE.holds(observed)
