# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order in which an UpdateTable is judged (control_plane.md, 3.5).

Each request breaks the rules of two steps that follow each other; the earlier one is told. The steps:
1 deserialisation, 2 shape, 3 an empty WarmThroughput of an index, 4 "At least one of", 5 combinations, 6 existence,
7 OnDemandThroughput against the billing mode, 8 what is in flight, 9 current values and quotas, 10 it is applied.
"""

from __future__ import annotations

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import PROVISIONED, Desk, action, made, units

INFREQUENT: Part = {"TableClass": "STANDARD_INFREQUENT_ACCESS"}
STREAM: Part = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}}
EMPTY_WARMTH = action("Update", "byB", WarmThroughput={})
MAXIMUM: Part = {"OnDemandThroughput": {"MaxReadRequestUnits": 9}}
NO_SUCH = {"TableName": "nothing"}


def told(desk: Desk, request: Part) -> str:
    """Code and text of the refusal."""
    return ": ".join(desk.not_changed(**request))


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        pytest.param({**units(1), "BillingMode": 7, "TableName": "x"}, "SerializationException", id="1 before 2"),
        pytest.param({"TableName": "x", **EMPTY_WARMTH}, "1 validation error detected", id="2 before 3"),
        pytest.param(
            {"TableName": "x"}, "ValidationException: 1 validation error detected: Value 'x'", id="2 before 4"
        ),
        pytest.param({"TableName": "x", **INFREQUENT, **STREAM}, "1 validation error detected", id="2 before 5"),
        pytest.param({"TableName": "x", **INFREQUENT}, "1 validation error detected", id="2 before 6 (L-070)"),
        pytest.param(
            {**EMPTY_WARMTH, **STREAM, **units(7)},
            "WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond specified for index",
            id="3 before 5",
        ),
        pytest.param({**EMPTY_WARMTH, **NO_SUCH}, "WarmThroughput must have at least one of", id="3 before 6 (L-456)"),
        pytest.param({"GlobalSecondaryIndexUpdates": [], **NO_SUCH}, "At least one of", id="4 before 6"),
        pytest.param({**INFREQUENT, **STREAM, **NO_SUCH}, "TableClass modification must be the only", id="5 before 6"),
        pytest.param({**MAXIMUM, **STREAM}, "can only be combined with BillingMode", id="5 before 7"),
        pytest.param({**MAXIMUM, **NO_SUCH}, "ResourceNotFoundException", id="6 before 7"),
    ],
)
def test_3_5_the_request_and_the_table(request_: Part, text: str) -> None:
    """3.5, 1 to 7, on a provisioned table with nothing in flight."""
    assert text in told(made(PROVISIONED), request_)


def test_3_5_step_4_before_5() -> None:
    """3.5: 4 before 5: an empty list is nothing to change, and only beside another member an empty list (C29, C30)."""
    desk = made(PROVISIONED)
    assert "At least one of" in told(desk, {"GlobalSecondaryIndexUpdates": []})
    assert "List of GlobalSecondaryIndexUpdates is empty" in told(desk, {"GlobalSecondaryIndexUpdates": [], **units(7)})


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        pytest.param({**INFREQUENT, **STREAM}, "TableClass modification must be the only", id="5 before 8 (L-433)"),
        pytest.param(MAXIMUM, "MaxReadRequestUnits for OnDemandThroughput cannot be specified", id="7 before 8"),
        pytest.param(units(5), "A: Can't change table IOPS when stream status", id="8 before 9: the same value"),
        pytest.param(
            {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}},
            "A: A stream status change is currently in progress",
            id="8 before 9: there is a stream",
        ),
        pytest.param(
            action("Create", "byE", KeySchema=[{"AttributeName": "e", "KeyType": "HASH"}], Projection={}),
            "A: Can't create or delete an index when stream status",
            id="8 before 9: what is asked of a new index",
        ),
    ],
)
def test_3_5_what_is_in_flight(request_: Part, text: str) -> None:
    """3.5, 8: on a table whose stream is on its way."""
    desk = made(PROVISIONED)
    desk.change(**STREAM)
    beginning = "ResourceInUseException: Attempt to change a resource which is still in use: "
    assert text.replace("A: ", beginning) in told(desk, request_)


def test_3_5_what_is_in_flight_before_units_of_each_index() -> None:
    """3.5: "8 before per-index PT check (L-375)"."""
    desk = made({**PROVISIONED, "BillingMode": "PAY_PER_REQUEST", "ProvisionedThroughput": None} | _bare_indexes())
    desk.change(**STREAM)
    desk.later(10.0)
    desk.change(**action("Delete", "byC"))
    wanted = {"BillingMode": "PROVISIONED", **units(5)}
    assert "Can't change table IOPS when an index is being deleted" in told(desk, wanted)
    desk.later(10.0)
    assert "ProvisionedThroughput must be specified for index: byB" in told(desk, wanted)


def _bare_indexes() -> Part:
    indexes = PROVISIONED["GlobalSecondaryIndexes"]
    bare = [{name: value for name, value in part.items() if name != "ProvisionedThroughput"} for part in indexes]
    return {"GlobalSecondaryIndexes": bare}


def test_3_5_values_before_quotas_and_both_before_anything_changes() -> None:
    """3.5, 9 and 10: the same value is told before a spent quota, and a refused call changes nothing."""
    desk = Desk(limiter=True)
    desk.create(**PROVISIONED)
    for value in (4, 3, 2, 1):
        desk.change(**units(value, 9))
        desk.later(60.0)
    assert "will not change" in told(desk, units(1, 9))
    before = desk.table()
    request = {**units(1, 8), **action("Update", "byB", **units(6))}
    assert "Provisioned throughput decreases are limited" in told(desk, request)
    assert desk.table() == before


def test_3_5_a_refused_call_costs_nothing() -> None:
    """5, Mutation rate: only "effective mutations" count, so a refused one can be repeated at once."""
    desk = Desk(limiter=True)
    desk.create()
    for _time in range(20):
        assert "has no stream" in told(desk, {"StreamSpecification": {"StreamEnabled": False}})
    desk.change(**STREAM)


def test_3_5_creation_key_schema_before_the_name() -> None:
    """3.5: "CreateTable: key-schema validation before "Table already exists" (L-005)"."""
    desk = made({})
    keys = [{"AttributeName": "a", "KeyType": "RANGE"}]
    definitions = [{"AttributeName": "a", "AttributeType": "S"}]
    request = {"AttributeDefinitions": definitions, "BillingMode": "PAY_PER_REQUEST"}
    first = desk.refused("CreateTable", **request, KeySchema=keys)
    assert first[1] == "Invalid KeySchema: The first KeySchemaElement is not a HASH key type"
    hashed = [{"AttributeName": "a", "KeyType": "HASH"}]
    told = ("ResourceInUseException", "Table already exists: orders")
    assert desk.refused("CreateTable", **request, KeySchema=hashed) == told
