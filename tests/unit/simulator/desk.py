# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole engine whose transitions have round lengths, on a clock that moves when told."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.behaviour import Behaviour
from ansible_collections.planton.dynamodb.tests.simulator.engine import Caller, Engine
from ansible_collections.planton.dynamodb.tests.simulator.operations.kms import add_key
from ansible_collections.planton.dynamodb.tests.simulator.refusal import IN_USE, PARAMETERS, SUBSCRIBER, RefusedError
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import ACCOUNT, PLAIN, REGION

LENGTHS = {
    "create": 4.0,
    "create_with_indexes": 18.0,
    "create_with_vectors": 20.0,
    "delete": 5.0,
    "capacity": 2.0,
    "index_capacity": 3.0,
    "to_provisioned": 80.0,
    "to_on_demand": 150.0,
    "to_on_demand_again": 3.0,
    "stream": 5.0,
    "class": 5.0,
    "encryption": 22.0,
    "key_lag": 8.0,
    "warm": 300.0,
    "index_allocation": 40.0,
    "index_backfill": 480.0,
    "vector_backfill": 600.0,
    "index_delete": 4.0,
    "insights_on": 6.0,
    "insights_off": 2.0,
    "tag_lock": 1.5,
    "tag_lag": 2.0,
    "policy_pending": 1.5,
    "policy_lag": 2.0,
    "policy_first_effect": 4.0,
    "policy_effect": 230.0,
    "recovery_delay": 2.0,
    "writable_while_deleting": 1.5,
    "cleared_units": 1.0,
    "ttl_cooldown": 1860.0,
    "replica_create": 30.0,
    "replica_delete": 130.0,
    "replica_visible": 10.0,
    "group_change": 35.0,
    "group_behind": 3.0,
    "group_ttl": 40.0,
    "replica_given_up": 4.0,
    "scaling_unseen": 2.0,
    "disassociation": 36.0,
    "strong_create": 15.6,
    "strong_create_witness": 70.0,
    "strong_delete": 60.0,
    "restore": 100.0,
}
# The codes and beginnings of texts as the page abbreviates them.
CODES = {
    "RIU": "ResourceInUseException",
    "RNF": "ResourceNotFoundException",
    "TNF": "TableNotFoundException",
    "LEE": "LimitExceededException",
    "VE": "ValidationException",
    "TE": "ThrottlingException",
    "ISE": "InternalServerError",
    "IF": "InternalFailure",
    "CBU": "ContinuousBackupsUnavailableException",
}
BEGINNINGS = {"A: ": IN_USE, "P: ": PARAMETERS, "Q: ": SUBSCRIBER}
# Longer than any transition and any cooldown but those of days.
LONG = 4000.0
ARN = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/orders"
KEY = "11111111-1111-1111-1111-111111111111"


def in_full(told: str) -> tuple[str, str]:
    """Code and text of a refusal that is written as the page writes it: ``RIU A: Table is being used: orders``."""
    code, _space, text = told.partition(" ")
    for short, beginning in BEGINNINGS.items():
        if text.startswith(short):
            text = beginning + text.removeprefix(short)
    return CODES[code], text


class Desk:
    """Calls to one engine, and its time."""

    def __init__(self, **settings: Any) -> None:
        seconds = {kind: (length, length) for kind, length in LENGTHS.items()}
        wanted = {"seconds": seconds, "limiter": False, "lags": False, "seed": 1, **settings}
        self.engine = Engine(Behaviour(**wanted))
        self.caller = Caller()
        add_key(self.engine.world(), KEY, "alias/one")

    def at(self, region: str) -> Desk:
        """The same engine, called in another Region."""
        other = copy.copy(self)
        other.caller = Caller(region=region)
        return other

    def send(self, operation: str, **request: Any) -> Part:
        """One call; the table is orders unless named, by its ARN where there is no other way."""
        named = {} if {"TableName", "ResourceArn", "bare"} & {*request} else _name_of(operation, self.caller.region)
        request.pop("bare", None)
        return self.engine.call("dynamodb", operation, {**named, **request}, self.caller)

    def refused(self, operation: str, **request: Any) -> tuple[str, str]:
        """Code and text of the refusal that a call gets; it must get one."""
        with pytest.raises(RefusedError) as refused:
            self.send(operation, **request)
        return refused.value.code, refused.value.text

    def change(self, **request: Any) -> Part:
        """UpdateTable; the description that it answers."""
        answer: Part = self.send("UpdateTable", **request)["TableDescription"]
        return answer

    def not_changed(self, **request: Any) -> tuple[str, str]:
        """The refusal of an UpdateTable."""
        return self.refused("UpdateTable", **request)

    def create(self, *, ready: bool = True, **members: Any) -> Part:
        """CreateTable; waits until all that comes after it has come."""
        answer: Part = self.send("CreateTable", **{**PLAIN, "TableName": "orders", **members})["TableDescription"]
        if ready:
            self.later(LONG)
        return answer

    def table(self, name: str = "orders") -> Part:
        """DescribeTable."""
        answer: Part = self.send("DescribeTable", TableName=name)["Table"]
        return answer

    def index(self, name: str) -> Part:
        """What DescribeTable says of an index of any kind."""
        table = self.table()
        found: list[Part] = [*table.get("GlobalSecondaryIndexes", ()), *table.get("VectorIndexes", ())]
        return {index["IndexName"]: index for index in found}[name]

    def later(self, seconds: float) -> None:
        """Let time pass."""
        self.engine.clock.advance(seconds)


def status(desk: Desk) -> str:
    """TableStatus."""
    return str(desk.table()["TableStatus"])


def seen(desk: Desk, view: Callable[[Desk], Any], *moments: float) -> list[Any]:
    """What a view shows so many seconds after now; the last is the end of it."""
    start, shown = desk.engine.clock.now(), []
    for moment in moments:
        desk.later(start + moment - desk.engine.clock.now())
        shown.append(view(desk))
    return shown


def made(base: Part) -> Desk:
    """An engine with a table that is ready."""
    desk = Desk()
    desk.create(**base)
    return desk


def _name_of(operation: str, region: str) -> Part:
    if operation in ("TagResource", "UntagResource", "ListTagsOfResource") or operation.endswith("ResourcePolicy"):
        return {"ResourceArn": ARN.replace(REGION, region)}
    return {"TableName": "orders"}


def units(read: int, write: int | None = None) -> Part:
    """A provisioned throughput, as a member."""
    return {"ProvisionedThroughput": {"ReadCapacityUnits": read, "WriteCapacityUnits": write or read}}


def action(kind: str, name: str, **more: Any) -> Part:
    """GlobalSecondaryIndexUpdates with one action."""
    return {"GlobalSecondaryIndexUpdates": [{kind: {"IndexName": name, **more}}]}


def new_index(name: str, attribute: str = "d", **more: Any) -> Part:
    """GlobalSecondaryIndexUpdates that create an index by an attribute of its own."""
    keys = [{"AttributeName": attribute, "KeyType": "HASH"}]
    created = action("Create", name, KeySchema=keys, Projection={"ProjectionType": "ALL"}, **more)
    return {"AttributeDefinitions": [{"AttributeName": attribute, "AttributeType": "S"}], **created}


def index(name: str, attribute: str, **more: Any) -> Part:
    """A global index of a CreateTable request."""
    keys = [{"AttributeName": attribute, "KeyType": "HASH"}]
    return {"IndexName": name, "KeySchema": keys, "Projection": {"ProjectionType": "ALL"}, **more}


def defined(*names: str) -> Part:
    """AttributeDefinitions, all of them strings."""
    return {"AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in names]}


def vector(name: str, attribute: str = "v", **more: Any) -> Part:
    """A vector index."""
    part = {"IndexName": name, "VectorAttribute": {"AttributeName": attribute}, "Dimensions": 4}
    return {**part, "DistanceFunction": "COSINE", "Projection": {"ProjectionType": "ALL"}, **more}


ON_DEMAND: Part = {**defined("a", "b", "c"), "GlobalSecondaryIndexes": [index("byB", "b"), index("byC", "c")]}
PROVISIONED: Part = {
    **defined("a", "b", "c"),
    "BillingMode": "PROVISIONED",
    **units(5),
    "GlobalSecondaryIndexes": [index("byB", "b", **units(5)), index("byC", "c", **units(5))],
}
BASES = {"on_demand": ON_DEMAND, "provisioned": PROVISIONED, "plain": {}}
