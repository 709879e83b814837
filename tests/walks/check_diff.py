# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a diff must tell: every difference between a table before and after a step, and nothing else."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.names import GLOBAL
from ansible_collections.planton.dynamodb.tests.settings.regional import CLASS, MOST, UNITS
from ansible_collections.planton.dynamodb.tests.settings.truths import Path
from ansible_collections.planton.dynamodb.tests.walks.facts import OWN_BEFORE, Facts, differing, facts_of_diff

REPLICAS = "replicas"


def check_diff(done: dict[str, Any], old: Facts, new: Facts) -> None:
    """The diff names every difference and nothing else."""
    state = ("state",)
    sides = [facts_of_diff(done["diff"][side]) for side in ("before", "after")]
    for facts in sides:
        facts.pop(state, None)
        if facts.get(("multi_region_consistency",)) == "EVENTUAL":
            del facts["multi_region_consistency",]
    free = _scaled({**old, **new}) | _of_new_replicas(old, new)
    gone = _replicas(old) - _replicas(new)
    assert gone <= {*done["diff"]["before"].get(REPLICAS, ())}
    old = {path: value for path, value in old.items() if path[:2] not in {(REPLICAS, region) for region in gone}}
    before, after = (_without_nothing(facts, free, gone) for facts in sides)
    expected = _without_nothing(differing(new, old), free)
    assert after == expected, (differing(after, expected), differing(expected, after))
    free |= {path for path, value in old.items() if path[0] == REPLICAS and path[-1] == CLASS and value == "STANDARD"}
    before = {path: value for path, value in before.items() if path not in free}
    gone, expected = _compared(before), _compared(_without_nothing(differing(old, new), free))
    assert gone == expected, (differing(gone, expected), differing(expected, gone))


def _compared(facts: Facts) -> Facts:
    return {path: value for path, value in facts.items() if not OWN_BEFORE & {*path}}


def _scaled(facts: Facts) -> set[Path]:
    """The paths of capacities that are scaled, before or after: whether they are set depends on more than both."""
    found = set()
    for path in facts:
        if "auto_scaling" in path:
            place = path.index("auto_scaling")
            found.add((*path[:place], "provisioned_throughput", f"{path[place + 1]}_capacity_units"))
    return found


def _replicas(facts: Facts) -> set[str]:
    return {path[1] for path in facts if path[0] == REPLICAS}


def _of_new_replicas(old: Facts, new: Facts) -> set[Path]:
    """What a new replica has of the table unless something is said; and numbers of reads, which may be those of it."""
    reads = {path for path in {**old, **new} if path[0] == REPLICAS and path[-1] in (UNITS, MOST)}
    reads |= {(REPLICAS, region, GLOBAL) for region in _replicas(new)}
    taken_along = {region for region in _replicas(new) if _class(new, region) == new.get((CLASS,))}
    return reads | {(REPLICAS, region, CLASS) for region in taken_along}


def _class(facts: Facts, region: str) -> Any:
    return facts.get((REPLICAS, region, CLASS))


def _without_nothing(facts: Facts, free: set[Path], gone: Container[str] = ()) -> Facts:
    """What is off, empty or none on a table that comes or goes need not be said, nor what is ``free``.

    Of a replica that goes only what the table shows of it is told.
    """
    told = {path: value for path, value in facts.items() if value not in (False, (), None) and path not in free}
    return {path: value for path, value in told.items() if not (path[0] == REPLICAS and path[1] in gone)}
