# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Auto scaling, as both sources describe it: a target, its policies and its scheduled actions, each on its own."""

from __future__ import annotations

import dataclasses
import typing as t

from .notes import Notes, Options
from .options import said

READ, WRITE = "read", "write"
DIMENSIONS = {"ReadCapacityUnits": READ, "WriteCapacityUnits": WRITE}
METRICS = {READ: "DynamoDBReadCapacityUtilization", WRITE: "DynamoDBWriteCapacityUtilization"}
UTC = "UTC"
BY_HAND = "no option says it, and it is left alone; to be rid of it, remove it with the tool that made it"


class Scaled(t.NamedTuple):
    """What is scaled: a table, or an index of it, in one direction."""

    table: str
    index_name: str
    direction: str


@dataclasses.dataclass
class Target:
    """A scalable target."""

    path: str
    min_capacity: int | None
    max_capacity: int | None


@dataclasses.dataclass
class Policy:
    """A policy that follows the use of the capacity."""

    path: str
    target_value: int | float | None
    scale_in_cooldown: int | None
    scale_out_cooldown: int | None
    disable_scale_in: bool | None


@dataclasses.dataclass
class Scaling:
    """All that a document says of one direction of one table or index."""

    targets: list[Target] = dataclasses.field(default_factory=list)
    policies: list[Policy] = dataclasses.field(default_factory=list)
    actions: list[tuple[str, Options]] = dataclasses.field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        """Return the places of everything."""
        told = [*(each.path for each in self.targets), *(each.path for each in self.policies)]
        return [*told, *(path for path, _action in self.actions)]


def scaled(resource_id: str, dimension: str) -> Scaled | None:
    """Return what a target of Application Auto Scaling is about, nothing if it is no table and no index."""
    parts = resource_id.split("/")
    direction = DIMENSIONS.get(dimension.rpartition(":")[2], "")
    if parts[0] != "table" or len(parts) not in (2, 4) or not direction:
        return None
    if len(parts) == 4 and parts[2] != "index":
        return None
    return Scaled(parts[1], parts[3] if len(parts) == 4 else "", direction)


def band(scaling: Scaling, notes: Notes) -> Options | None:
    """Return one direction of the option ``auto_scaling``."""
    several = [*(each.path for each in scaling.targets[1:]), *(each.path for each in scaling.policies[1:])]
    for path in several:
        notes.leave(path, "is a second one for the same capacity", "keep one of the two")
    if not scaling.targets or not scaling.policies:
        _alone(scaling, notes)
        return None
    target, policy = scaling.targets[0], scaling.policies[0]
    return said(
        min_capacity=target.min_capacity,
        max_capacity=target.max_capacity,
        target_value=policy.target_value,
        scale_in_cooldown=policy.scale_in_cooldown or None,
        scale_out_cooldown=policy.scale_out_cooldown or None,
        disable_scale_in=policy.disable_scale_in or None,
        scheduled_actions=sorted((action for _path, action in scaling.actions), key=lambda each: each["name"]) or None,
    )


def _alone(scaling: Scaling, notes: Notes) -> None:
    message = "has no policy that follows the use of the capacity" if scaling.targets else "has no scalable target"
    hint = "add what is missing, or the document that has it; until then this is left alone"
    for path in scaling.paths:
        notes.leave(path, f"auto scaling {message}", hint)


def action(
    name: str, schedule: str, timezone: str, times: tuple[str, str], bounds: tuple[int | None, int | None]
) -> Options:
    """Return a scheduled action; UTC is its time zone by default."""
    start, end = times
    lowest, highest = bounds
    return {
        "name": name,
        "schedule": schedule,
        **said(
            timezone=timezone if timezone not in ("", UTC) else None,
            start_time=start or None,
            end_time=end or None,
            min_capacity=lowest,
            max_capacity=highest,
        ),
    }


def put_band(options: Options, direction: str, found: Options) -> None:
    """Add one direction to the option ``auto_scaling`` of a table, an index or a replica."""
    both = {**options.get("auto_scaling", {}), direction: found}
    options["auto_scaling"] = {name: both[name] for name in (READ, WRITE) if name in both}
