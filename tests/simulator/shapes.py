# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is judged first of every request: members, types, lengths, values, as the service's own description has them."""

from __future__ import annotations

import copy
import datetime
import functools
import re
from collections.abc import Iterator
from typing import Any

import botocore.session

from .refusal import RefusedError, invalid, listed
from .texts import ORDERS, hashed_order, printed

SCALARS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "structure": (dict,),
    "list": (list, tuple),
    "map": (dict,),
    "double": (float, int),
    "float": (float, int),
    "timestamp": (float, int, str, datetime.datetime),
    "blob": (str, bytes),
}
TABLE_CLASSES = ["STANDARD", "STANDARD_INFREQUENT_ACCESS"]
# 6.1: names whose length is judged with words of their own.
LONG_NAMES = {
    "RestoreTableFromBackup": "TargetTableName",
    "RestoreTableToPointInTime": "TargetTableName",
    "UpdateContributorInsights": "IndexName",
    "DescribeContributorInsights": "IndexName",
}
# Java's pairs of surrogates and its class of printable letters, as Python has them.
WORDS_OF_PATTERNS = {r"\uD800\uDC00-\uDBFF\uDFFF": r"\U00010000-\U0010FFFF", r"\p{Print}": "[ -~]"}
# What the service wants of a new table beside what its description does (1.2).
NEEDED_AT_CREATION = ("AttributeDefinitions", "KeySchema")
# Shapes that are judged with words of their own: operations look at what is in them, and at what is not.
OWN_WORDS = ("Tag", "TagKeyString")
# A table is named by its name or its ARN; the description allows any text for both.
TABLE_NAME = {"min": 3, "max": 255, "pattern": "[a-zA-Z0-9_.-]+"}
# The description gives no longest key schema; the service does, but for global secondary indexes.
TWO_KEYS = ("keySchema", "localSecondaryIndexes")


@functools.cache
def _description(service: str) -> Any:
    return botocore.session.get_session().get_service_model(service)


@functools.cache
def input_shape(service: str, operation: str) -> Any:
    """Return what the service's own description says of the requests of an operation; ``None`` if they are empty."""
    return _description(service).operation_model(operation).input_shape


def known_members(service: str, operation: str, request: dict[str, Any]) -> dict[str, Any]:
    """Return the request without members that nobody knows: the wire ignores them (control_plane.md, 2, L-357)."""
    shape = input_shape(service, operation)
    return {} if shape is None else dict(_known(shape, request))


def _known(shape: Any, value: Any) -> Any:
    if shape.type_name == "structure" and isinstance(value, dict):
        # A member that is null is as good as absent.
        members = ((name, part) for name, part in value.items() if name in shape.members and part is not None)
        return {name: _known(shape.members[name], part) for name, part in members}
    if shape.type_name == "list" and isinstance(value, list):
        return [_known(shape.member, item) for item in value]
    return copy.deepcopy(value) if isinstance(value, dict) else value


def check_shape(operation: str, request: dict[str, Any], service: str = "dynamodb") -> None:
    """Refuse a request that does not have the shape of its operation; all that is wrong is in one answer."""
    _check_name(service, operation, request)
    shape = input_shape(service, operation)
    found = [] if shape is None else list(_structure(shape, request, ""))
    if operation == "CreateTable" and "GlobalTableSourceArn" not in request:
        absent = [name for name in NEEDED_AT_CREATION if name not in request]
        found += [_null(_child("", name)) for name in absent]
    if found:
        count = f"{len(found)} validation error{'s' if len(found) > 1 else ''} detected: "
        raise invalid(count + "; ".join(found))
    if request.get("TableClass") not in (None, *TABLE_CLASSES):
        text = "Invalid table-class parameter provided. Please try again with a valid table-class value"
        raise invalid(f"{text}: {listed(TABLE_CLASSES)}.")


def _check_name(service: str, operation: str, request: dict[str, Any]) -> None:
    shape = input_shape(service, operation)
    needed = shape is not None and "TableName" in shape.required_members
    if service == "dynamodb" and needed and request.get("TableName") is None:
        raise invalid("The parameter 'TableName' is required but was not present in the request")
    member = LONG_NAMES.get(operation, "")
    if isinstance(request.get(member), str) and not 3 <= len(request[member]) <= 255:
        what = "IndexName" if member == "IndexName" else "TableName"
        raise invalid(f"{what} must be at least 3 characters long and at most 255 characters long")


def _constraint(value: str, path: str, text: str) -> str:
    return f"Value '{value}' at '{path}' failed to satisfy constraint: Member must {text}"


def _null(path: str) -> str:
    return f"Value null at '{path}' failed to satisfy constraint: Member must not be null"


def _structure(shape: Any, value: dict[str, Any], path: str) -> Iterator[str]:
    """What is wrong with the members, in the order in which the service looks at them."""
    for name in value:
        if name not in shape.members:
            # The wire takes unknown members and ignores them; no SDK sends them.
            raise RefusedError("ParamValidationError", f"Unknown parameter in input: {path}{name}")
        _check_type(shape.members[name], value[name], _child(path, name))
    if shape.name in OWN_WORDS:
        return
    members = {_small(name): name for name in (*value, *shape.required_members)}
    for small in hashed_order(members):
        name = members[small]
        if value.get(name) is None:
            yield _null(_child(path, name))
        else:
            yield from _any(shape.members[name], value[name], _child(path, name), name)


def _small(name: str) -> str:
    return f"{name[0].lower()}{name[1:]}"


def _child(path: str, name: str) -> str:
    return f"{path}.{_small(name)}".lstrip(".")


def _any(shape: Any, value: Any, path: str, name: str) -> Iterator[str]:
    _check_type(shape, value, path)
    if shape.type_name == "structure":
        yield from _structure(shape, value, path)
    elif shape.type_name == "list":
        yield from _list(shape, value, path)
    elif shape.type_name == "map":
        for key, item in value.items():
            yield from _any(shape.value, item, f"{path}.{key}.member", "")
    elif shape.type_name not in ("timestamp", "blob"):
        yield from _scalar(shape, _limits(shape, value, path, name), value, path)


def _limits(shape: Any, value: Any, path: str, name: str) -> dict[str, Any]:
    if name == "TableName" and not value.startswith("arn:"):
        return TABLE_NAME
    # The class of a table is judged with words of its own, keys of tags too.
    own = path == "tableClass" or shape.name in OWN_WORDS
    limits: dict[str, Any] = {} if own else shape.metadata
    return limits


def _check_type(shape: Any, value: Any, path: str) -> None:
    kinds = SCALARS[shape.type_name]
    # A boolean is an integer to Python, and none to the service.
    if value.__class__ not in kinds:
        raise RefusedError("SerializationException", f"{path} is of a wrong type: {value!r}")


def _list(shape: Any, value: list[Any], path: str) -> Iterator[str]:
    longest = shape.metadata.get("max")
    if path.endswith("keySchema") and path.startswith(TWO_KEYS):
        longest = 2
    if longest and len(value) > longest:
        yield _constraint(printed(value, shape), path, f"have length less than or equal to {longest}")
    if len(value) < shape.metadata.get("min", 0):
        yield _constraint(printed(value, shape), path, f"have length greater than or equal to {shape.metadata['min']}")
    for position, item in enumerate(value, 1):
        yield from _any(shape.member, item, f"{path}.{position}.member", "")


@functools.cache
def _pattern(pattern: str) -> re.Pattern[str]:
    """The descriptions have patterns in the words of another language."""
    for theirs, ours in WORDS_OF_PATTERNS.items():
        pattern = pattern.replace(theirs, ours)
    return re.compile(pattern)


def _scalar(shape: Any, limits: dict[str, Any], value: Any, path: str) -> Iterator[str]:
    size, what = (len(value), "length") if isinstance(value, str) else (value, "value")
    if size < limits.get("min", size):
        yield _constraint(value, path, f"have {what} greater than or equal to {limits['min']}")
    if size > limits.get("max", size):
        yield _constraint(value, path, f"have {what} less than or equal to {limits['max']}")
    if "pattern" in limits and not _pattern(limits["pattern"]).fullmatch(value):
        yield _constraint(value, path, f"satisfy regular expression pattern: {limits['pattern']}")
    if "enum" in limits and value not in limits["enum"]:
        order = ORDERS.get(shape.name, limits["enum"])
        yield _constraint(value, path, f"satisfy enum value set: {listed(order)}")
