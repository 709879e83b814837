# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Indexes in the API's own words."""

from __future__ import annotations

import typing as t

from .key_schema import schema_to_request
from .throughput import throughput_to_request

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from .index import Index, Projection
    from .setting import Part


def index_to_request(index: Index, kept: Mapping[str, t.Any] | None = None) -> Part:
    """Return an index as CreateTable and the Create action of UpdateTable take it, with what it keeps beside."""
    return {
        "IndexName": index.name,
        "KeySchema": schema_to_request(index.keys),
        "Projection": projection_to_request(index.projection),
        **throughput_to_request(index.throughput),
        **(kept or {}),
    }


def projection_to_request(value: Projection) -> Part:
    """Return Projection; NonKeyAttributes may be there for INCLUDE only."""
    part: Part = {"ProjectionType": value.type}
    if value.non_key_attributes:
        part["NonKeyAttributes"] = sorted(value.non_key_attributes)
    return part
