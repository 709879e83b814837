# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is true of a scaled capacity, for the table and for its indexes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple

Options = Mapping[str, Any]
Path = tuple[str, ...]
Facts = dict[Path, Any]
Units = tuple[int, int]


class Scaled(NamedTuple):
    """How a capacity is scaled: its bounds and its policy, and its scheduled actions by name."""

    words: dict[str, Any]
    actions: dict[str, dict[str, Any]]

    @property
    def band(self) -> tuple[int, int]:
        """The least and the most that the capacity can be, by its bounds and by its actions."""
        every = [self.words, *self.actions.values()]
        least = [each["min_capacity"] for each in every if "min_capacity" in each]
        most = [each["max_capacity"] for each in every if "max_capacity" in each]
        return min(least), max(most)


UNUSED = {"scale_in_cooldown": 0, "scale_out_cooldown": 0, "disable_scale_in": False}


def read_scaling(item: Options) -> dict[str, Scaled | None]:
    """How the capacities of a table or of an index are scaled, by ``read`` and ``write``; ``None`` for not at all."""
    return {unit: _scaled(target) for unit, target in (item.get("auto_scaling") or {}).items() if target}


def _scaled(target: Options) -> Scaled | None:
    if target.get("enabled") is False:
        return None
    words = {name: value for name, value in target.items() if value is not None}
    actions = {item["name"]: {**item} for item in words.pop("scheduled_actions", ())}
    words.pop("enabled", None)
    for action in actions.values():
        del action["name"]
    return Scaled({**UNUSED, **words}, actions)


def scaling_facts(path: Path, item: Options) -> Facts:
    """The facts about what is scaled; what is not scaled has none."""
    found: Facts = {}
    for unit, scaled in read_scaling(item).items():
        here = (*path, "auto_scaling", unit)
        if scaled:
            found |= {(*here, name): value for name, value in scaled.words.items()}
            for name, action in scaled.actions.items():
                found |= {(*here, "scheduled_actions", name, member): value for member, value in action.items()}
    return found


def scaling_words(scaled: Options) -> dict[str, Any]:
    """The scaling of a table or of an index of the engine as options have it, what is not scaled as off."""
    return {"auto_scaling": {unit: _target_words(scaled.get(unit)) for unit in ("read", "write")}}


def _target_words(held: Options | None) -> dict[str, Any]:
    if held is None:
        return {"enabled": False}
    tracking: Options = next(iter(held["policies"].values()), {})
    members = {
        "target_value": "TargetValue",
        "scale_in_cooldown": "ScaleInCooldown",
        "scale_out_cooldown": "ScaleOutCooldown",
        "disable_scale_in": "DisableScaleIn",
    }
    policy = {name: tracking[member] for name, member in members.items() if member in tracking}
    actions = [_action_words(name, action) for name, action in held["actions"].items()]
    return {"min_capacity": held["least"], "max_capacity": held["most"], **policy, "scheduled_actions": actions}


def _action_words(name: str, action: Options) -> dict[str, Any]:
    bounds = action["ScalableTargetAction"]
    found = {
        "name": name,
        "schedule": action["Schedule"],
        "timezone": None if action.get("Timezone") == "UTC" else action.get("Timezone"),
        "start_time": _time_words(action.get("StartTime")),
        "end_time": _time_words(action.get("EndTime")),
        "min_capacity": bounds.get("MinCapacity"),
        "max_capacity": bounds.get("MaxCapacity"),
    }
    return {option: value for option, value in found.items() if value is not None}


def _time_words(value: Any) -> str | None:
    if isinstance(value, (int, float)):
        value = datetime.datetime.fromtimestamp(value, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return None if value is None else str(value)


UNIT = ("read", "write")


def stays(old: Scaled | None, new: Scaled | None, units: int) -> bool:
    if new is None:
        return False
    least, most = new.band
    return old is not None or least <= units <= most
