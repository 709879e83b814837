# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scaling of the table and of its global indexes; the facts about an index are told with the index."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.names import GLOBAL
from ansible_collections.planton.dynamodb.tests.settings.scaling_truths import (
    Scaled,
    read_scaling,
    scaling_facts,
    scaling_words,
)
from ansible_collections.planton.dynamodb.tests.settings.truths import Difference, Facts, Options
from ansible_collections.planton.dynamodb.tests.simulator.state import Table

OFF = {"auto_scaling": {"read": {"enabled": False}, "write": {"enabled": False}}}
POLICY = ("target_value", "scale_in_cooldown", "scale_out_cooldown", "disable_scale_in")


def facts(options: Options) -> Facts:
    return scaling_facts((), options)


def of_table(table: Table) -> dict[str, Any]:
    return scaling_words(table.scaled)


# How each capacity is scaled, by index, the table being "", and by read or write.
Scaling = dict[tuple[str, str], Scaled]


def read(options: Options) -> Scaling:
    places = {"": options, **{item["name"]: item for item in options[GLOBAL]}}
    return {
        (place, unit): found for place, item in places.items() for unit, found in read_scaling(item).items() if found
    }


def after_creation(scaling: Scaling) -> dict[str, int]:
    """1.4: each is registered, then gets its policy and its scheduled actions."""
    count: Counter[str] = Counter()
    for wanted in scaling.values():
        count.update(calls(None, wanted))
    return count


def before_deletion(scaling: Scaling) -> dict[str, int]:
    """8.4: "AAS targets are **not** removed: Deregister them"."""
    return {"DeregisterScalableTarget": len(scaling)}


def writes(difference: Difference) -> dict[str, int]:
    """The scaling of an index that is deleted for good ends before; while an index is built anew, it may stay."""
    old, new = difference.of("auto_scaling")
    staying = {"", *({*difference.before["indexes"]} & {*difference.after["indexes"]})}
    count: Counter[str] = Counter()
    for each in old:
        count["DeregisterScalableTarget"] += each not in new or each[0] not in staying
    for each, wanted in new.items():
        count.update(calls(old.get(each) if each[0] in staying else None, wanted))
    return {name: number for name, number in count.items() if number}


def calls(old: Scaled | None, new: Scaled) -> dict[str, int]:
    """A bound that a scheduled action has set is as it has to be."""
    before, after = old or Scaled({}, {}), new
    explained = old is not None and all(
        before.words[name] in {after.words[name], *(action.get(name) for action in after.actions.values())}
        for name in ("min_capacity", "max_capacity")
    )
    return {
        "RegisterScalableTarget": int(not explained),
        "PutScalingPolicy": int(any(before.words.get(name) != after.words.get(name) for name in POLICY)),
        "DeleteScheduledAction": len({*before.actions} - {*after.actions}),
        "PutScheduledAction": sum(before.actions.get(name) != action for name, action in after.actions.items()),
    }
