# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!
"""Auto scaling: Application Auto Scaling sets a capacity between two bounds, so that a share of it is used."""

from __future__ import annotations

import dataclasses
import types
import typing as t

from ..capacity.setting import billing_mode
from ..indexes.setting import INDEXES
from ..places import LISTED, TABLE, given_by_place
from ..read import Read
from ..setting import Change, Setting
from ..throughput import PROVISIONED
from .targets import OPTION, POLICY, READ, WRITE, Action, Dimension, Target, from_aws, from_options

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..observed import Observed
    from ..setting import Answer, Options
    from ..settings import Settings
    from ..violations import Violation

Targets = t.Mapping[Dimension, Target]
NONE: Targets = types.MappingProxyType({})


@dataclasses.dataclass(frozen=True)
class Scaling:
    """The targets by what they scale. One that is not enabled stands for a capacity that is not to be scaled.

    ``live`` are the targets that stand, if the value is that of a table, or of a table as it will be. ``paths`` say
    where the user wrote each target. ``idle`` means that the table is on demand, so that its targets do nothing.
    """

    targets: Targets
    live: Targets = dataclasses.field(default_factory=dict)
    paths: Mapping[Dimension, str] = dataclasses.field(default_factory=dict, compare=False)
    idle: bool = False

    def enabled(self) -> Iterator[tuple[Dimension, Target]]:
        """Return what is scaled, in order, the table first."""
        yield from ((each, self.targets[each]) for each in sorted(self.targets) if self.targets[each].enabled)


class AutoScalingSetting(Setting[Scaling]):
    """Auto scaling as a setting; each capacity is left alone, scaled, or not scaled, by itself."""

    name = "auto_scaling"
    read = Read(
        "DescribeScalableTargets",
        service="application-autoscaling",
        member="ScalableTargets",
        form="resources",
        further=("DescribeScalingPolicies.ScalingPolicies", "DescribeScheduledActions.ScheduledActions"),
        new={},
    )

    def from_options(self, options: Mapping[str, t.Any]) -> Scaling | None:
        found, paths = {}, {}
        for number, (place, given) in enumerate(given_by_place(options, OPTION).items()):
            for unit in (READ, WRITE):
                if given and given.get(unit) is not None:
                    found[Dimension(place, unit)] = from_options(given[unit])
                    inside = f"{LISTED}[{number - 1}]." if place else ""
                    paths[Dimension(place, unit)] = f"{inside}{OPTION}.{unit}"
        return Scaling(found, paths=paths) if found else None

    def to_options(self, value: Scaling) -> Options:
        return {OPTION: _words(value, TABLE) or None}

    def inside(self, value: Scaling) -> Mapping[str, Mapping[str, Options]]:
        places = {each.place for each in value.targets if each.place}
        told = {place: words for place in sorted(places) if (words := _words(value, place))}
        return {LISTED: {place: {OPTION: words} for place, words in told.items()}}

    def from_aws(self, answer: t.Any, table: Answer) -> Scaling:
        targets = from_aws(answer, table)
        return Scaling(targets, targets, idle=billing_mode(table) != PROVISIONED)

    def rules(self, value: Scaling, own: Settings) -> Iterator[Violation]:
        """Judge by V53 to V56 and V85."""
        from .rules import violations

        yield from violations(value, own)

    def advice(self, value: Scaling, own: Settings, present: Settings) -> Iterator[str]:
        """Warn about a target that lets most of the capacity go unused (V54)."""
        from .rules import low_targets

        yield from low_targets(value, present.of(self))

    def merged(self, own: Scaling | None, there: Scaling | None, table: Settings) -> Scaling:
        """Return the targets as they will be.

        Those of an index go with it. A single action whose time is past is not made again.
        """
        given, live = own.targets if own else NONE, there.targets if there else NONE
        found = {each: given[each].over(live.get(each)) if each in given else live[each] for each in {**live, **given}}
        # The indexes as they will be cannot be asked for: their capacity depends on this.
        indexes = table.own.of(INDEXES)
        if indexes is not None:
            names = {TABLE, *(index.name for index in indexes)}
            found = {each: target for each, target in found.items() if each.place in names}
        if there is not None:
            found = {each: _timely(target, live.get(each), table) for each, target in found.items()}
        return Scaling(found, live, own.paths if own else {}, bool(there and there.idle))

    def changes(self, there: Scaling | None, wanted: Scaling, observed: Observed) -> Iterator[Change]:
        if there is None:
            return
        for each in sorted({*there.targets, *wanted.targets}):
            old, new = there.targets.get(each), wanted.targets.get(each)
            if old and new and new.enabled:
                yield from _differences(each.path, old, new)
            elif old or (new and new.enabled):
                # Of a capacity that is not scaled there is nothing to show.
                yield Change(each.path, _shown(old), _shown(new))

    def is_off(self, value: Scaling) -> bool:
        return not any(value.enabled())

    def warning(self, own: Scaling, observed: Observed) -> str:
        """Tell of what is suspended, and of a capacity that lies outside of the bounds that scale it."""
        from .rules import standing

        return "; ".join(standing(own, observed.of(self), observed))


def _shown(target: Target | None) -> Options | None:
    """Return a target as a diff shows it, with its actions by name."""
    words = target.words() if target else None
    if words and "scheduled_actions" in words:
        words["scheduled_actions"] = {name: action.words() for name, action in by_name(target).items()}
    return words


def _words(value: Scaling, place: str) -> Options:
    """Return the options of one place. A target that no option describes is left out: without policy, or on demand."""
    found = {each.unit: target for each, target in sorted(value.targets.items()) if each.place == place}
    return {unit: target.words() for unit, target in found.items() if _is_describable(target, value.idle)}


def _is_describable(target: Target, idle: bool) -> bool:
    return not target.enabled or (target.target_value is not None and not idle)


def _timely(target: Target, live: Target | None, table: Settings) -> Target:
    """Return the target without the actions that are past and not there, because AWS would never carry them out."""
    if not target.actions or table.planned_at is None:
        return target
    from .schedule import is_past

    there = {action.name for action in (live.actions if live else None) or ()}
    timely = (each for each in target.actions if each.name in there or not is_past(each, table.planned_at))
    return target._replace(actions=tuple(timely))


def _differences(path: tuple[str, ...], old: Target, new: Target) -> Iterator[Change]:
    for member in ("min_capacity", "max_capacity"):
        if not new.explains(member, getattr(old, member)):
            yield Change((*path, member), getattr(old, member), getattr(new, member))
    for member in POLICY:
        before, after = old.words().get(member), new.words().get(member)
        if before != after:
            yield Change((*path, member), before, after)
    yield from _of_actions(path, old, new)


def _of_actions(path: tuple[str, ...], old: Target, new: Target) -> Iterator[Change]:
    before, after = by_name(old), by_name(new)
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            sides = (side[name].words() if name in side else None for side in (before, after))
            yield Change((*path, "scheduled_actions", name), *sides)


def by_name(target: Target | None) -> dict[str, Action]:
    """Return the scheduled actions of a target by their names."""
    return {action.name: action for action in (target.actions if target else None) or ()}


AUTO_SCALING = AutoScalingSetting()
