# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Estimates for people of how long a call takes until its effect is complete, measured on empty tables.

Each is the longest time that was measured, see ``_settings/table.yml``. An index of a large table takes longer.
"""

from __future__ import annotations

import typing as t

from .._settings.seconds import BESIDE_OTHERS, SECONDS

if t.TYPE_CHECKING:
    from .._texts.facts import AnyFacts

SHORTEST = 2


def usual_seconds(operation: str, request: AnyFacts) -> int:
    """Return how many seconds a call usually takes; if it changes several things, the longest time counts."""
    return max((time for name, time in SECONDS.items() if _is_part(name, operation, request)), default=SHORTEST)


def holds_nothing_up(operation: str, request: AnyFacts) -> bool:
    """Tell whether other calls for the table go on while this one takes effect."""
    return any(_is_part(name, operation, request) for name in BESIDE_OTHERS)


def _is_part(name: str, operation: str, request: AnyFacts) -> bool:
    """Tell whether the request of a call has the member and the value that ``name`` lists after the operation."""
    first, *rest = name.split(".")
    parts: list[t.Any] = [request]
    for word in rest:
        inside = [part[word] for part in parts if isinstance(part, dict) and word in part]
        if not inside and word not in parts:
            return False
        parts = [each for part in inside for each in (part if isinstance(part, list) else [part])]
    return first == operation


def duration(seconds: float) -> str:
    """Return a duration as people write it, such as ``45 s`` or ``2 min 5 s``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min" + (f" {rest} s" if rest and minutes < 10 else "")
