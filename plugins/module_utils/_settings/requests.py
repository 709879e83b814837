# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Parts of requests that several settings use, in the API's names."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .index import Index, Projection
    from .key_schema import Key
    from .keys.setting import Attribute
    from .setting import Part
    from .throughput import Throughput


def definitions_to_request(attributes: Iterable[Attribute]) -> list[Part]:
    """Return AttributeDefinitions, sorted so that the same definitions always give the same request."""
    return [{"AttributeName": item.name, "AttributeType": item.type} for item in sorted(attributes)]


def schema_to_request(keys: Iterable[Key]) -> list[Part]:
    """Return KeySchema."""
    return [{"AttributeName": key.attribute_name, "KeyType": key.key_type} for key in keys]


def throughput_to_request(value: Throughput | None) -> Part:
    """Return a request's member ProvisionedThroughput; empty if there is no capacity."""
    if not value:
        return {}
    return {"ProvisionedThroughput": {"ReadCapacityUnits": value.read, "WriteCapacityUnits": value.write}}


def with_current(request: Mapping[str, t.Any], now: Throughput | None, scaled: tuple[str, ...]) -> Mapping[str, t.Any]:
    """Return a request whose ``scaled`` capacities, ``read`` or ``write``, are those of now."""
    units = request.get("ProvisionedThroughput")
    if not (units and now and scaled):
        return request
    current = {f"{unit.title()}CapacityUnits": getattr(now, unit) for unit in scaled}
    return {**request, "ProvisionedThroughput": {**units, **current}}


def index_to_request(index: Index, more: Mapping[str, t.Any] | None = None) -> Part:
    """Return an index for CreateTable or for Create of UpdateTable; ``more`` has members of other settings."""
    return {
        "IndexName": index.name,
        "KeySchema": schema_to_request(index.keys),
        "Projection": projection_to_request(index.projection),
        **throughput_to_request(index.throughput),
        **(more or {}),
    }


def projection_to_request(value: Projection) -> Part:
    """Return Projection, without NonKeyAttributes if there are none: AWS accepts them for INCLUDE only."""
    part: Part = {"ProjectionType": value.type}
    if value.non_key_attributes:
        part["NonKeyAttributes"] = sorted(value.non_key_attributes)
    return part
