# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Items, as far as it takes to see that a table still has its own: by key, all of them, or those of a partition.

control_plane.md is about the control plane; the texts here are those of the API as emulators and their tests have
them ([S], [Y]).
"""

from __future__ import annotations

import decimal
import json
import re
from collections.abc import Sequence

from .. import flights as kinds
from ..group import others
from ..refusal import RefusedError, invalid, wrong
from ..settings.encryption import Encryption, refuse_lost
from ..state import Part, Table
from ..world import World
from .keys import is_disabled, kms_error

Items = dict[str, Part]
SCHEMA = "The provided key element does not match the schema"
EQUALS = re.compile(r"\s*(?P<name>#?[\w.-]+)\s*=\s*(?P<value>:\w+)\s*")
# What would change the answer and is not simulated.
EXPRESSIONS = ("ConditionExpression", "FilterExpression", "Expected", "KeyConditions", "ScanFilter", "QueryFilter")


def items_of(world: World, table: Table) -> Items:
    """The items of a table, by their keys."""
    store: dict[str, Items] = world.stores.setdefault("items", {})
    return store.setdefault(table.table_id, {})


def copy_items(world: World, source: str, target: str, home: World | None = None) -> int:
    """Give one store of items, by its id, what another has, perhaps in another Region; return how many."""
    store: dict[str, Items] = world.stores.setdefault("items", {})
    there: dict[str, Items] = (home or world).stores.get("items", {})
    store[target] = {key: dict(item) for key, item in there.get(source, {}).items()}
    return len(store[target])


def _usable(world: World, request: Part) -> Table:
    """A table whose items can be reached: not while it is created (4.3); while it is deleted "might" [D]."""
    for member in EXPRESSIONS:
        if member in request:
            raise invalid(f"{member} is not simulated")
    table = world.find(request["TableName"])
    hidden = (kinds.CREATING,) if world.behaviour.unknown else (kinds.CREATING, kinds.DELETING)
    if table is None or table.flights.find(world.now(), *hidden):
        raise RefusedError("ResourceNotFoundException", "Requested resource not found")
    refuse_lost(world, table)
    key = table.of(Encryption).encryption_key
    if others(table, world.now()) and is_disabled(world, key):
        # L-311, L-329: the items of a replica are out of reach long before its status tells.
        raise kms_error("KMS key disabled error", "DisabledException", f"{key} is disabled.")
    if table.lost:
        raise invalid(f"Table {table.name} cannot be used: {table.lost}")
    return table


def put_item(world: World, request: Part) -> Part:
    """Add or replace an item; its keys, and those of indexes where it has them, are of the defined types."""
    table = _usable(world, request)
    item = request["Item"]
    for name in _names(table.keys):
        if name not in item:
            raise wrong(f"Missing the key {name} in the item")
        _check_type(table, name, item[name], "Type mismatch for key {} expected: {} actual: {}")
    for index in table.indexes():
        for name in set(index.attributes) & set(item):
            text = "Type mismatch for Index Key {} Expected: {} Actual: {} IndexName: " + index.name
            _check_type(table, name, item[name], text)
    items = items_of(world, table)
    key = key_of(table, item)
    old = items.get(key)
    items[key] = dict(item)
    table.items = len(items)
    return {"Attributes": old} if old and request.get("ReturnValues") == "ALL_OLD" else {}


def _check_type(table: Table, name: str, value: Part, text: str) -> None:
    if not value:
        raise invalid("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")
    expected, actual = table.attributes[name], next(iter(value))
    if actual != expected:
        raise wrong(text.format(name, expected, actual))
    if value[actual] in ("", b""):
        what = "empty string" if actual == "S" else "empty binary"
        raise invalid(
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an"
            f" {what} value. Key: {name}"
        )


def get_item(world: World, request: Part) -> Part:
    """One item, or none."""
    table = _usable(world, request)
    found = items_of(world, table).get(_asked(table, request["Key"]))
    return {"Item": dict(found)} if found else {}


def delete_item(world: World, request: Part) -> Part:
    """No item is no error."""
    table = _usable(world, request)
    items = items_of(world, table)
    old = items.pop(_asked(table, request["Key"]), None)
    table.items = len(items)
    return {"Attributes": old} if old and request.get("ReturnValues") == "ALL_OLD" else {}


def _asked(table: Table, key: Part) -> str:
    """The whole key and nothing else, each part of the defined type."""
    names = _names(table.keys)
    if set(key) != set(names) or any(table.attributes[name] not in key[name] for name in names):
        raise invalid(SCHEMA)
    return key_of(table, key)


def _names(keys: Sequence[Part]) -> list[str]:
    return [key["AttributeName"] for key in keys]


def key_of(table: Table, item: Part) -> str:
    """One number written in two ways is one key."""
    values = [next(iter(item[name].items())) for name in _names(table.keys)]
    return json.dumps([_same(kind, value) for kind, value in values])


def _same(kind: str, value: str | bytes) -> str:
    if kind == "N":
        try:
            return str(decimal.Decimal(str(value)).normalize())
        except decimal.InvalidOperation:
            raise invalid(f"The parameter cannot be converted to a numeric value: {value!s}") from None
    return value.hex() if isinstance(value, bytes) else value


def scan(world: World, request: Part) -> Part:
    """Every item, page by page; an index has those that have its keys."""
    table = _usable(world, request)
    return _page(table, request, _reached(world, table, _keys(table, request)))


def query(world: World, request: Part) -> Part:
    """The items of one partition."""
    table = _usable(world, request)
    keys = _keys(table, request)
    name, value = _partition(request)
    if name != keys[0]:
        raise invalid(f"Query condition missed key schema element: {keys[0]}")
    return _page(table, request, [item for item in _reached(world, table, keys) if item[name] == value])


def _keys(table: Table, request: Part) -> list[str]:
    if "IndexName" not in request:
        return _names(table.keys)
    for index in table.indexes():
        if index.name == request["IndexName"]:
            return index.attributes
    raise invalid(f"The table does not have the specified index: {request['IndexName']}")


def _reached(world: World, table: Table, keys: Sequence[str]) -> list[Part]:
    items = items_of(world, table)
    return [items[key] for key in sorted(items) if set(keys) <= set(items[key])]


def _partition(request: Part) -> tuple[str, Part]:
    match = EQUALS.fullmatch(request.get("KeyConditionExpression", ""))
    if match is None:
        raise invalid("Only a KeyConditionExpression of the form name = :value is simulated")
    name = request.get("ExpressionAttributeNames", {}).get(match["name"], match["name"])
    value: Part | None = request.get("ExpressionAttributeValues", {}).get(match["value"])
    if value is None:
        text = f"An expression attribute value used in expression is not defined; attribute value: {match['value']}"
        raise invalid(f"Invalid KeyConditionExpression: {text}")
    return name, value


def _page(table: Table, request: Part, found: Sequence[Part]) -> Part:
    start = request.get("ExclusiveStartKey")
    if start and not {*_names(table.keys)} <= {*start}:
        raise invalid("The provided starting key is invalid")
    after = key_of(table, start) if start else ""
    left = [item for item in found if key_of(table, item) > after]
    page = left[: request.get("Limit", len(left))]
    answer: Part = {"Count": len(page), "ScannedCount": len(page)}
    if request.get("Select") != "COUNT":
        answer["Items"] = [dict(item) for item in page]
    if len(page) < len(left):
        answer["LastEvaluatedKey"] = {name: page[-1][name] for name in _names(table.keys)}
    return answer


HANDLERS = {
    "PutItem": put_item,
    "GetItem": get_item,
    "DeleteItem": delete_item,
    "Scan": scan,
    "Query": query,
}
