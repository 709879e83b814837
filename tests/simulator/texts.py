# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the service prints values in its texts: some come in the order of hash tables of Java, which is no order of ours.

Seen in findings L-038, L-042, L-126, L-127 and L-457; with the tables rebuilt all of their texts come out as measured.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

SPACE = "com.amazonaws.dynamodb.v20120810"
# A table of Java has this many places unless it is made for a number of entries.
PLACES = 16
# The values of a type in the order of the service; the description has another one.
ORDERS = {
    "StreamViewType": ["OLD_IMAGE", "KEYS_ONLY", "NEW_AND_OLD_IMAGES", "NEW_IMAGE"],
    "ScalarAttributeType": ["B", "N", "S"],
    "ContributorInsightsMode": ["THROTTLED_KEYS", "ACCESSED_AND_THROTTLED_KEYS"],
    "ProjectionType": ["ALL", "INCLUDE", "KEYS_ONLY"],
}


def _hash(text: str) -> int:
    code = 0
    for letter in text:
        code = (31 * code + ord(letter)) & 0xFFFFFFFF
    return code


def hashed_order(names: Iterable[str], places: int = PLACES) -> list[str]:
    """Return names in the order in which a hash table of Java shows them."""
    given = list(dict.fromkeys(names))

    def place(name: str) -> int:
        code = _hash(name)
        return (code ^ (code >> 16)) & (places - 1)

    return sorted(given, key=place)


def made_for(names: Sequence[str]) -> list[str]:
    """Return names in the order of a hash table that was made for exactly so many, and has grown if it had to."""
    places = 1
    while places < len(names):
        places *= 2
    if len(names) > places * 3 / 4:
        places *= 2
    return hashed_order(names, places)


def printed(value: Any, shape: Any) -> str:
    """Return a value between the quotes of a text; structures are printed as objects of Java are."""
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_item(item, shape.member) for item in value) + "]"
    return str(value)


def _item(item: Any, shape: Any) -> str:
    if shape.type_name != "structure":
        return str(item)
    return f"{SPACE}.{shape.name}@{_hash(json.dumps(item, sort_keys=True, default=str)):x}"
