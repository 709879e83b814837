# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Items, limits, the caller and what happens by itself."""

from __future__ import annotations

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.operations import data, limits, sts
from ansible_collections.planton.dynamodb.tests.simulator.operations.due import later, run_due
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.simulator.world import World
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import (
    INDEXED,
    add_table,
    creating,
    deleting,
    made_world,
    refusal,
)

SCHEMA = "The provided key element does not match the schema"
BOTH: Part = {
    **INDEXED,
    "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "b", "KeyType": "RANGE"}],
}
P = "One or more parameter values were invalid: "


@pytest.fixture
def world() -> World:
    """An account with a table that has a partition key S and a sort key N."""
    world = made_world()
    add_table(world, **BOTH)
    return world


def item(a: str, b: str, **more: Part) -> Part:
    """An item of that table."""
    return {"a": {"S": a}, "b": {"N": b}, **more}


def send(world: World, operation: str, **members: object) -> Part:
    """One call about the table."""
    return data.HANDLERS[operation](world, {"TableName": "t1", **members})


def test_items_are_kept_by_their_whole_key(world: World) -> None:
    """A second item with the same key takes the place of the first; 1 and 1.0 are one number."""
    assert send(world, "PutItem", Item=item("x", "1")) == {}
    old = send(world, "PutItem", Item=item("x", "1.0", c={"S": "new"}), ReturnValues="ALL_OLD")
    assert old == {"Attributes": item("x", "1")}
    assert send(world, "GetItem", Key=item("x", "1"))["Item"]["c"] == {"S": "new"}
    assert world.tables["t1"].items == 1
    assert send(world, "DeleteItem", Key=item("x", "1"), ReturnValues="ALL_OLD")["Attributes"]["c"] == {"S": "new"}
    assert send(world, "GetItem", Key=item("x", "1")) == {}
    assert world.tables["t1"].items == 0


REFUSED: list[tuple[str, Part, str]] = [
    ("GetItem", {"Key": {"a": {"S": "x"}}}, SCHEMA),
    ("GetItem", {"Key": item("x", "1", c={"S": "x"})}, SCHEMA),
    ("DeleteItem", {"Key": {"a": {"S": "x"}, "b": {"S": "1"}}}, SCHEMA),
    ("PutItem", {"Item": {"a": {"S": "x"}}}, P + "Missing the key b in the item"),
    ("PutItem", {"Item": {"a": {"N": "1"}, "b": {"N": "1"}}}, P + "Type mismatch for key a expected: S actual: N"),
    (
        "PutItem",
        {"Item": item("", "1")},
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty"
        " string value. Key: a",
    ),
    ("PutItem", {"Item": item("x", "1"), "ConditionExpression": "x"}, "ConditionExpression is not simulated"),
    ("Scan", {"IndexName": "none"}, "The table does not have the specified index: none"),
    ("Query", {"KeyConditionExpression": "begins_with(a, :v)"}, "Only a KeyConditionExpression of the form"),
    ("Query", {"KeyConditionExpression": "a = :v"}, "Invalid KeyConditionExpression: An expression attribute value"),
    (
        "Query",
        {"KeyConditionExpression": "b = :v", "ExpressionAttributeValues": {":v": {"N": "1"}}},
        "Query condition missed key schema element: a",
    ),
]


@pytest.mark.parametrize(("operation", "request_", "text"), REFUSED)
def test_keys_are_checked(world: World, operation: str, request_: Part, text: str) -> None:
    """The texts of the data plane, as its emulators have them."""
    code, told = refusal(data.HANDLERS[operation], world, {"TableName": "t1", **request_})
    assert code == "ValidationException"
    assert told.startswith(text)


def test_scan_and_query_come_in_pages(world: World) -> None:
    """By key; COUNT leaves out the items; an index has the items that have its keys."""
    for a, b in (("x", "1"), ("x", "2"), ("y", "1")):
        send(world, "PutItem", Item=item(a, b))
    first = send(world, "Scan", Limit=2)
    assert first["Count"] == 2
    rest = send(world, "Scan", ExclusiveStartKey=first["LastEvaluatedKey"])
    assert rest["Items"] == [item("y", "1")]
    assert "LastEvaluatedKey" not in rest
    assert send(world, "Scan", Select="COUNT") == {"Count": 3, "ScannedCount": 3}
    assert send(world, "Scan", IndexName="byB", Select="COUNT")["Count"] == 3
    values = {":v": {"S": "x"}}
    asked = {"KeyConditionExpression": "#k = :v", "ExpressionAttributeNames": {"#k": "a"}}
    assert send(world, "Query", **asked, ExpressionAttributeValues=values, Select="COUNT")["Count"] == 2


def test_keys_of_indexes_have_their_type() -> None:
    """An item without the key of an index is not in it; with one of another type it is refused."""
    world = made_world()
    add_table(world, **INDEXED)
    send(world, "PutItem", Item={"a": {"S": "x"}})
    assert send(world, "Scan", IndexName="byB")["Count"] == 0
    _code, text = refusal(data.put_item, world, {"TableName": "t1", "Item": {"a": {"S": "x"}, "b": {"S": "1"}}})
    assert text == P + "Type mismatch for Index Key b Expected: N Actual: S IndexName: byB"


def test_4_3_items_cannot_be_reached_while_the_table_is_not_there() -> None:
    """4.3: ResourceNotFoundException while CREATING; in DELETING [D] only says "might"."""
    world = made_world()
    request = {"TableName": "t1", "Key": {"a": {"S": "x"}}}
    gone = ("ResourceNotFoundException", "Requested resource not found")
    assert refusal(data.get_item, world, request) == gone
    creating(world)
    assert refusal(data.get_item, world, request) == gone
    deleting(world)
    assert refusal(data.get_item, world, request) == gone
    lenient = made_world(unknown=True)
    deleting(lenient)
    assert data.get_item(lenient, request) == {}


def test_4_3_a_lost_table_has_no_data_plane(world: World) -> None:
    """4.3, the row of INACCESSIBLE_ENCRYPTION_CREDENTIALS."""
    world.tables["t1"].lost = "INACCESSIBLE_ENCRYPTION_CREDENTIALS"
    code, _text = refusal(data.scan, world, {"TableName": "t1"})
    assert code == "ValidationException"


def test_5_limits_as_measured(world: World) -> None:
    """5: account 80,000, table 40,000; 1.2: an endpoint."""
    answer = limits.HANDLERS["DescribeLimits"](world, {})
    assert set(answer.values()) == {80_000, 40_000}
    assert answer["TableMaxReadCapacityUnits"] == 40_000
    endpoints = limits.HANDLERS["DescribeEndpoints"](world, {})["Endpoints"]
    assert endpoints[0]["Address"] == "dynamodb.eu-central-1.amazonaws.com"


def test_8_1_the_caller_has_the_account_of_the_arns(world: World) -> None:
    """8.1: the ARN of a table is built with "account from one cached sts:GetCallerIdentity"."""
    answer = sts.HANDLERS["GetCallerIdentity"](world, {})
    assert answer["Account"] == world.place.account
    assert answer["Arn"].startswith(f"arn:aws:iam::{world.place.account}:user/")


def test_what_is_due_happens_once_and_in_order() -> None:
    """An action may put off the next one; that is not run in the same go."""
    world = made_world()
    seen: list[str] = []
    later(world, 2.0, lambda _world: seen.append("second"))

    def first(then: World) -> None:
        seen.append("first")
        later(then, 0.0, lambda _world: seen.append("third"))

    later(world, 1.0, first)
    run_due(world)
    assert seen == []
    world.clock.advance(5.0)
    run_due(world)
    assert seen == ["first", "second"]
    run_due(world)
    run_due(world)
    assert seen == ["first", "second", "third"]
