# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""GetResources of the Resource Groups Tagging API: the tags of all tables of a Region, as they were some time ago.

Documented are its pages, and that it tells of what has tags or had some. That it lags is known, for how long is not, so
that ``tagging_lag`` is a guess. Nothing of it was measured.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from ..refusal import RefusedError
from ..state import Part
from ..world import World

STORE = "tagging"
PAGE = 100
# The types that tables are found by, and what of a request is looked at.
TYPES = ("dynamodb", "dynamodb:table")
TAKEN = ("ResourceTypeFilters", "ResourcesPerPage", "PaginationToken")


@dataclasses.dataclass
class Change:
    """What the tags of a resource became, and when; ``None`` where it has gone. ``seen_at`` is drawn when asked for."""

    at: float
    tags: dict[str, str] | None
    seen_at: float | None = None


def note(world: World, arn: str, tags: Mapping[str, str] | None) -> None:
    """Write down what the tags of a resource have become."""
    change = Change(world.now(), None if tags is None else dict(tags))
    _changes(world).setdefault(arn, []).append(change)


def _changes(world: World) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = world.stores.setdefault(STORE, {})
    return found


def _seen(world: World, changes: list[Change]) -> dict[str, str] | None:
    """The last change that has arrived; what came before it is forgotten."""
    for change in changes:
        if change.seen_at is None:
            change.seen_at = change.at + (world.draw("tagging_lag") if world.behaviour.lags else 0.0)
    arrived = [number for number, change in enumerate(changes) if (change.seen_at or 0.0) <= world.now()]
    if not arrived:
        return None
    del changes[: arrived[-1]]
    return changes[0].tags


def _refuse(text: str) -> RefusedError:
    return RefusedError("InvalidParameterException", f"{text} (text not measured)")


def get_resources(world: World, request: Part) -> Part:
    """By ARN, in pages; the last page has an empty token."""
    others = sorted(name for name in request if name not in TAKEN)
    if others:
        raise _refuse(f"not simulated: {', '.join(others)}")
    size = request.get("ResourcesPerPage", PAGE)
    if not 1 <= size <= PAGE:
        raise _refuse(f"ResourcesPerPage is from 1 to {PAGE}: {size}")
    types, after = request.get("ResourceTypeFilters") or TYPES, request.get("PaginationToken", "")
    seen = {arn: _seen(world, changes) for arn, changes in _changes(world).items()} if {*types} & {*TYPES} else {}
    left = sorted((arn, tags) for arn, tags in seen.items() if tags is not None and arn > after)
    items = [
        {"ResourceARN": arn, "Tags": [{"Key": key, "Value": value} for key, value in sorted(tags.items())]}
        for arn, tags in left[:size]
    ]
    return {"ResourceTagMappingList": items, "PaginationToken": left[size - 1][0] if len(left) > size else ""}


HANDLERS = {"GetResources": get_resources}
