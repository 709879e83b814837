# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever is asked, the engine answers or refuses; it has no faults of its own. The requests are left to chance."""

from __future__ import annotations

import random
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.engine import OPERATIONS
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.simulator.shapes import input_shape
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import ARN, KEY, ON_DEMAND, PROVISIONED, Desk

STEPS = 60
# Values that lead further than others, by the name of the member.
USEFUL: dict[str, list[str]] = {
    "TableName": ["orders", "orders", "bills", ARN],
    "IndexName": ["byB", "byC", "byD", "near"],
    "AttributeName": ["a", "b", "c", "d"],
    "ResourceArn": [ARN, ARN, f"{ARN}/stream/x", "nonsense"],
    "RegionName": ["us-east-1", "us-west-2", "eu-central-1"],
    "KMSMasterKeyId": ["alias/one", KEY],
    "StreamArn": ["arn:aws:kinesis:eu-central-1:123456789012:stream/s"],
    "TargetTableName": ["copy", "orders"],
    "SourceTableName": ["orders"],
    "ServiceNamespace": ["dynamodb"],
    "ResourceId": ["table/orders", "table/orders/index/byB"],
    "ScalableDimension": ["dynamodb:table:ReadCapacityUnits", "dynamodb:index:WriteCapacityUnits"],
    "Policy": ["{}", "oops", '{"Statement": 5}', '{"Statement": [{"Effect": 1, "Principal": 1, "Action": 1}]}'],
    "KeyConditionExpression": ["a = :v", "#n = :v"],
    "NextToken": ["1", "x", ""],
}
NUMBERS: dict[str, list[float]] = {
    "integer": [1, 2, 5, 7, 13_000, 40_001, 0, -1],
    "float": [0.0, 70.0],
    "timestamp": [0.0, 1772366500.0, 9e9],
}


class Chance:
    """Requests that have the shape of their operation, most of the time."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)

    def request(self, service: str, operation: str) -> Part:
        """A request; of an UpdateTable mostly one member, because more than one is refused for that."""
        shape = input_shape(service, operation)
        if shape is None:
            return {}
        request: Part = self._structure(shape, 0)
        if operation == "UpdateTable":
            member = self.draw.choice([name for name in shape.members if name != "TableName"])
            kept: Part = {name: request[name] for name in ("TableName", "AttributeDefinitions") if name in request}
            request = {**kept, member: self._value(shape.members[member], member, 1)}
        return request

    def _structure(self, shape: Any, depth: int) -> Part:
        often = self.draw.choice([0.1, 0.4]) if depth < 6 else 0.0
        chosen = [
            name for name in shape.members if self.draw.random() < (0.97 if name in shape.required_members else often)
        ]
        return {name: self._value(shape.members[name], name, depth + 1) for name in chosen}

    def _value(self, shape: Any, name: str, depth: int) -> Any:
        kind = shape.type_name
        if kind == "structure":
            return self._structure(shape, depth)
        if kind == "list":
            return [self._value(shape.member, name, depth + 1) for _time in range(self.draw.choice([0, 1, 1, 2]))]
        if kind == "map":
            return {self._text(shape.key, "AttributeName"): self._value(shape.value, "", depth + 1)}
        if kind == "boolean":
            return self.draw.random() < 0.6
        if kind in ("string", "blob"):
            return self._text(shape, name)
        return self.draw.choice(NUMBERS[{"long": "integer", "double": "float"}.get(kind, kind)])

    def _text(self, shape: Any, name: str) -> str:
        common: list[str] = shape.metadata.get("enum") or USEFUL.get(name) or ["orders", "abc", "YQ==", "7"]
        return self.draw.choice(common) if self.draw.random() < 0.97 else self.draw.choice(["", "x" * 300, "é"])


def ask(desk: Desk, service: str, operation: str, request: Part) -> bool:
    """One call; anything but an answer or a refusal is a fault of the engine."""
    try:
        desk.engine.call(service, operation, request)
    except RefusedError:
        return False
    return True


@pytest.mark.parametrize("seed", range(40))
def test_any_request_is_answered_or_refused(seed: int) -> None:
    """And whatever was admitted, the table can be described afterwards."""
    chance = Chance(seed)
    desk = Desk(seed=seed, **{name: chance.draw.random() < 0.4 for name in ("unknown", "budgets", "instant", "lags")})
    desk.create(**(PROVISIONED if seed % 2 else ON_DEMAND))
    admitted = 0
    for _time in range(STEPS):
        service = chance.draw.choice(["dynamodb"] * 6 + sorted(OPERATIONS))
        likely = ["UpdateTable"] * 20 if service == "dynamodb" else []
        operation = chance.draw.choice([*OPERATIONS[service], *likely])
        if operation != "DeleteTable":
            admitted += ask(desk, service, operation, chance.request(service, operation))
        desk.later(chance.draw.choice([0, 0.5, 3, 10, 60, 600]))
        desk.table()
    assert admitted
