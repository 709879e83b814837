# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What a backup or a table tells of the table that a restore makes, as members of CreateTable."""

from __future__ import annotations

import typing as t

from ...throughput import PAY_PER_REQUEST, PROVISIONED
from ..described import CAPACITY, MAXIMUM, UNITS

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ...setting import Part

    Answer = Mapping[str, t.Any]

GLOBAL, LOCAL, VECTOR = "GlobalSecondaryIndexes", "LocalSecondaryIndexes", "VectorIndexes"
# The options of these members.
INDEXES = {GLOBAL: "global_secondary_indexes", LOCAL: "local_secondary_indexes", VECTOR: "vector_indexes"}
SHAPE = ("IndexName", "KeySchema", "Projection")
# What a vector index shows and no request has.
SHOWN = ("IndexStatus", "IndexArn", "IndexSizeBytes", "ItemCount", "Backfilling")
# An index in one of these states is in no restore: it was not there at the time, or will not be.
CHANGING = ("CREATING", "DELETING")
# What is assumed of a key attribute whose type nothing tells. AWS does not need it: the type is in the backup.
ASSUMED = "S"


def request_of_table(table: Answer) -> Part:
    """Return the members of CreateTable for what DescribeTable shows and a restore takes over."""
    mode = (table.get("BillingModeSummary") or {}).get("BillingMode")
    return _request({**table, "BillingMode": mode})


def request_of_backup(backup: Answer, assumed: Answer) -> Part:
    """Return the members of CreateTable for what a backup tells; ``assumed`` are members that it does not tell."""
    features = backup.get("SourceTableFeatureDetails") or {}
    return _request({**backup["SourceTableDetails"], **features, **assumed})


def _request(source: Answer) -> Part:
    mode = source.get("BillingMode") or PROVISIONED
    request: Part = {"BillingMode": mode, "KeySchema": source["KeySchema"], **_throughput(source, mode)}
    if source.get("AttributeDefinitions"):
        request["AttributeDefinitions"] = source["AttributeDefinitions"]
    live = (index for index in source.get(GLOBAL) or () if index.get("IndexStatus") not in CHANGING)
    lists = {
        GLOBAL: [{**_members(index, SHAPE), **_throughput(index, mode)} for index in live],
        LOCAL: [_members(index, SHAPE) for index in source.get(LOCAL) or ()],
        VECTOR: [{name: index[name] for name in index if name not in SHOWN} for index in source.get(VECTOR) or ()],
    }
    return {**request, **{member: indexes for member, indexes in lists.items() if indexes}}


def _members(item: Answer, names: Iterable[str]) -> Part:
    return {name: item[name] for name in names if name in item}


def _throughput(item: Answer, mode: str) -> Part:
    if mode == PAY_PER_REQUEST:
        limits = {name: value for name, value in (item.get(MAXIMUM) or {}).items() if value > 0}
        return {MAXIMUM: limits} if limits else {}
    units = _members(item.get(CAPACITY) or {}, UNITS)
    return {CAPACITY: units} if units else {}


def definitions(request: Answer, sides: Iterable[Answer]) -> list[Part]:
    """Return the definitions of all key attributes, with the types that one of ``sides`` gives; the last one counts."""
    types = {
        item["AttributeName"]: item["AttributeType"] for side in sides for item in side.get("AttributeDefinitions", ())
    }
    used = sorted({*_key_attributes(request)})
    return [{"AttributeName": name, "AttributeType": types.get(name, ASSUMED)} for name in used]


def _key_attributes(request: Answer) -> Iterator[str]:
    for item in (request, *request.get(GLOBAL, ()), *request.get(LOCAL, ())):
        yield from (key["AttributeName"] for key in item["KeySchema"])
    for index in request.get(VECTOR, ()):
        yield from (item["AttributeName"] for item in index.get("SearchSchema", ()))
