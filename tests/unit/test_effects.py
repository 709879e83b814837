# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a call has taken effect, where another one could be taken for it."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.calls import Effect, Operation
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.encryption.setting import (
    ENCRYPTION,
    Encryption,
)
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.in_flight import in_flight
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.indexes.effect import IndexEffect
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.indexes.setting import INDEXES
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.observed import Answers, Observed, observe
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.plannings import planning_of
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.setting import Unknown
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.stream.setting import STREAM, Stream
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.vector_indexes.setting import VECTOR_INDEXES
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.vector_indexes.updates import VectorEffect
from ansible_collections.planton.dynamodb.tests.unit.literal import make
from ansible_collections.planton.dynamodb.tests.unit.scenes import BY_ID, SIMPLE
from ansible_collections.planton.dynamodb.tests.unit.table_model import TableModel
from ansible_collections.planton.dynamodb.tests.unit.test_conditions import COMING, FILLING, READY, seen

ONE, TWO = (f"arn:aws:kms:eu-central-1:123456789012:key/{digit * 8}-1111-1111-1111-111111111111" for digit in "12")


def update(*effects: Effect) -> Operation:
    return Operation("UpdateTable", "orders", {"TableName": "orders"}, "", effects=effects)


def with_index(index: dict[str, Any], kind: str = "S") -> Observed:
    """The table with one index on an attribute of its own."""
    keys = [{"attribute_name": "customer", "key_type": "HASH"}]
    definitions = [*SIMPLE["attribute_definitions"], {"name": "customer", "type": kind}]
    indexed = {"attribute_definitions": definitions, "global_secondary_indexes": [{**index, "key_schema": keys}]}
    description = make(TableModel(), "orders", {**SIMPLE, **indexed}).describe()
    assert description is not None
    return observe(Answers(description))


def encrypted(key: str | None, **keys: str | Unknown) -> Observed:
    names = {name.replace("_", "/"): arn for name, arn in keys.items()}
    description = {"Status": "ENABLED", **({"KMSMasterKeyArn": key} if key else {})}
    return observe(Answers({"TableName": "orders", "SSEDescription": description}, keys=names))


DELETE = update(Effect(planning_of(INDEXES), IndexEffect("Delete", {"IndexName": "by_id"}, {})))
OFF = update(Effect(planning_of(STREAM), Stream(False)))
TO_ALIAS = update(Effect(planning_of(ENCRYPTION), Encryption(True, "alias/orders")))
TO_MANAGED = update(Effect(planning_of(ENCRYPTION), Encryption(True)))


@pytest.mark.parametrize(
    ("index", "kind", "gone"),
    [
        (BY_ID, "S", False),
        ({**BY_ID, "projection": {"type": "KEYS_ONLY"}}, "S", True),
        (BY_ID, "N", True),
    ],
)
def test_an_index_of_another_shape_is_another_index(index: dict[str, Any], kind: str, gone: bool) -> None:
    assert DELETE.took_effect(with_index(index, kind), with_index(BY_ID)) is gone
    assert not DELETE.took_effect(with_index(index, kind))


def test_an_index_that_was_not_there_when_it_was_planned_is_another_one() -> None:
    assert DELETE.took_effect(with_index(BY_ID), seen())


def test_a_new_index_has_keys_of_the_wanted_types() -> None:
    shape = {
        "IndexName": "by_id",
        "KeySchema": [{"AttributeName": "customer", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
    }
    for kind in ("S", "N"):
        build = update(Effect(planning_of(INDEXES), IndexEffect("Create", shape, {"customer": kind})))
        assert build.took_effect(with_index(BY_ID, "S")) is (kind == "S")


LIKENESS: dict[str, Any] = {
    "name": "near",
    "vector_attribute": "embedding",
    "dimensions": 8,
    "distance_function": "COSINE",
    "search_schema": [{"attribute_name": "customer", "type": "HASH"}],
    "projection": {"type": "ALL"},
}


def with_vector(kind: str = "S", **index: Any) -> Observed:
    """The table with one vector index."""
    definitions = [*SIMPLE["attribute_definitions"], {"name": "customer", "type": kind}]
    options = {**SIMPLE, "attribute_definitions": definitions, "vector_indexes": [{**LIKENESS, **index}]}
    description = make(TableModel(), "orders", options).describe()
    assert description is not None
    return observe(Answers(description))


@pytest.mark.parametrize(
    ("there", "gone"),
    [
        (with_vector(), False),
        (with_vector("N"), True),
        (with_vector(dimensions=9), True),
        (with_vector(distance_function="EUCLIDEAN"), True),
        (with_vector(projection={"type": "KEYS_ONLY"}), True),
        (with_vector(name="far"), True),
        (seen(), True),
    ],
)
def test_a_vector_index_that_differs_is_another_one(there: Observed, gone: bool) -> None:
    delete = update(Effect(planning_of(VECTOR_INDEXES), VectorEffect("near", None, {})))
    (wanted,) = with_vector().of(VECTOR_INDEXES) or ()
    build = update(Effect(planning_of(VECTOR_INDEXES), VectorEffect("near", wanted, {"customer": "S"})))
    assert delete.took_effect(there, with_vector()) is gone
    assert build.took_effect(there) is not gone
    assert delete.took_effect(there) is (there.of(VECTOR_INDEXES) == () or "far" in str(there.of(VECTOR_INDEXES)))
    assert delete.took_effect(with_vector(), seen())


def streaming(arn: str, view: str = "NEW_IMAGE") -> Observed:
    stream = {"StreamEnabled": True, "StreamViewType": view}
    return observe(Answers({"TableName": "orders", "StreamSpecification": stream, "LatestStreamArn": arn}))


def test_a_stream_that_was_replaced_is_off() -> None:
    assert OFF.took_effect(streaming("two"), streaming("one"))
    assert not OFF.took_effect(streaming("one"), streaming("one"))
    assert not OFF.took_effect(streaming("two"))
    assert OFF.took_effect(seen(), streaming("one"))


@pytest.mark.parametrize(
    ("operation", "observed", "planned", "shown"),
    [
        (TO_ALIAS, encrypted(ONE, alias_orders=ONE), encrypted(TWO), True),
        (TO_ALIAS, encrypted(TWO, alias_orders=ONE), encrypted(TWO), False),
        (TO_ALIAS, encrypted(ONE, alias_orders=Unknown("denied")), encrypted(TWO), True),
        (TO_ALIAS, encrypted(TWO, alias_orders=Unknown("denied")), encrypted(TWO), False),
        (TO_ALIAS, encrypted(ONE, alias_orders=Unknown("denied")), None, False),
        (TO_MANAGED, encrypted(None), encrypted(TWO), True),
        (TO_MANAGED, encrypted(ONE), encrypted(TWO), False),
    ],
)
def test_a_name_of_a_key_stands_for_its_arn(
    operation: Operation, observed: Observed, planned: Observed | None, shown: bool
) -> None:
    """A name that nobody may look up is taken for the key that is shown if another one was."""
    assert operation.took_effect(observed, planned) is shown


def test_what_is_in_flight_shows_when_it_comes_on() -> None:
    states = [
        in_flight(None),
        in_flight(seen()),
        in_flight(seen("UPDATING")),
        in_flight(seen("UPDATING", by_id=COMING)),
        in_flight(seen(by_id=FILLING)),
        in_flight(seen(encryption="UPDATING")),
        in_flight(observe(Answers({"TableName": "orders", "WarmThroughput": {"Status": "UPDATING"}}))),
    ]
    assert len(set(states)) == len(states)
    assert in_flight(seen(by_id=READY, by_id_too=COMING)) == in_flight(seen(by_id_too=COMING, by_id=READY))
