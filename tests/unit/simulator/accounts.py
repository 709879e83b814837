# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts and tables for the tests of single operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator import flights as kinds
from ansible_collections.planton.dynamodb.tests.simulator.behaviour import Behaviour
from ansible_collections.planton.dynamodb.tests.simulator.clock import VirtualClock
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.simulator.rules.creation import made_table
from ansible_collections.planton.dynamodb.tests.simulator.state import Part, Place, Table
from ansible_collections.planton.dynamodb.tests.simulator.world import World

Handler = Callable[[World, Part], Part]
REGION, ACCOUNT = "eu-central-1", "123456789012"
ARN = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/t1"
PLAIN: Part = {
    "TableName": "t1",
    "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST",
}
UNITS: Part = {"ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}}
PROVISIONED: Part = {"BillingMode": "PROVISIONED", **UNITS}
INDEX: Part = {
    "IndexName": "byB",
    "KeySchema": [{"AttributeName": "b", "KeyType": "HASH"}],
    "Projection": {"ProjectionType": "ALL"},
}
INDEXED: Part = {
    "AttributeDefinitions": [
        {"AttributeName": "a", "AttributeType": "S"},
        {"AttributeName": "b", "AttributeType": "N"},
    ],
    "GlobalSecondaryIndexes": [INDEX],
}
PROVISIONED_INDEXED: Part = {**INDEXED, **PROVISIONED, "GlobalSecondaryIndexes": [{**INDEX, **UNITS}]}


def made_world(**settings: Any) -> World:
    """An account with nothing in it."""
    return World(Place(), VirtualClock(), Behaviour(**{"seed": 1, **settings}))


def add_table(world: World, **members: Any) -> Table:
    """Put a table there that is ACTIVE already."""
    table = made_table({**PLAIN, **members}, world.place, world.behaviour.identifier(), lambda name: name or "managed")
    table.made_at = world.now()
    world.tables[table.name] = table
    return table


def creating(world: World, seconds: float = 10.0, **members: Any) -> Table:
    """Put a table there that is CREATING for so long, and has recovery two seconds later."""
    table = add_table(world, **members)
    table.flights.begin(kinds.CREATING, world.now(), seconds)
    table.flights.begin("recovery_unavailable", world.now(), seconds + 2.0)
    return table


def deleting(world: World, seconds: float = 5.0, **members: Any) -> Table:
    """Put a table there that is DELETING for so long."""
    table = add_table(world, **members)
    table.flights.begin(kinds.DELETING, world.now(), seconds)
    table.deleted_at = world.now() + seconds
    return table


def refusal(handler: Handler, world: World, request: Part) -> tuple[str, str]:
    """Code and text of the refusal that a call gets; it must get one."""
    with pytest.raises(RefusedError) as refused:
        handler(world, request)
    return refused.value.code, refused.value.text


def actions(kind: str, *regions: str, **more: Any) -> Part:
    """The replica updates of one kind."""
    return {"ReplicaUpdates": [{kind: {"RegionName": region, **more}} for region in regions]}


def witness(kind: str, region: str) -> Part:
    """A witness update."""
    return {"GlobalTableWitnessUpdates": [{kind: {"RegionName": region}}]}
