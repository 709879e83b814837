# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The names and values that specifications are drawn from, and what is told from a key schema."""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Any

Options = dict[str, Any]
GLOBAL, LOCAL, VECTORS = "global_secondary_indexes", "local_secondary_indexes", "vector_indexes"
ATTRIBUTES = ("id", "customer", "placed", "total", "state")
# Attributes that are no keys, for projections.
OTHERS = ("address", "notes", "weight", "colour")
KEY_ONE = "arn:aws:kms:eu-central-1:123456789012:key/11111111-1111-1111-1111-111111111111"
KEY_TWO = "arn:aws:kms:eu-central-1:123456789012:key/mrk-22222222222222222222222222222222"
KEYS: Mapping[str, str] = types.MappingProxyType(
    {"alias/one": KEY_ONE, "11111111-1111-1111-1111-111111111111": KEY_ONE, "alias/two": KEY_TWO}
)


def elements(names: list[str], hashes: int = 1) -> list[Options]:
    """A key schema: so many HASH, the rest RANGE."""
    kinds = ["HASH"] * hashes + ["RANGE"] * (len(names) - hashes)
    return [{"attribute_name": name, "key_type": kind} for name, kind in zip(names, kinds, strict=True)]


def key_names(items: list[Options]) -> list[str]:
    """The attributes of a key schema."""
    return [item["attribute_name"] for item in items]
