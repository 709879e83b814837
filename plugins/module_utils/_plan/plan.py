# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""A plan as data."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from .._settings.calls import Operation
    from .._settings.conditions import Condition
    from .._settings.setting import Change
    from .._texts.facts import Facts


def digest(text: str) -> str:
    """Return an id that is always the same for the same text, and short enough to copy by hand."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclasses.dataclass(frozen=True)
class Plan:
    """The ordered operations that make a table match its specification, and the state that they start from.

    ``start`` is everything that the plan depends on: if any of it changes, the plan has another id. ``settles`` are the
    conditions that hold when the table is as specified. ``elsewhere`` has the plans for the table in other Regions, of
    which those in ``leaving``, where it leaves the global table, are carried out first.
    """

    name: str
    operations: tuple[Operation, ...] = ()
    changes: tuple[Change, ...] = ()
    before: Facts = dataclasses.field(default_factory=dict)
    after: Facts = dataclasses.field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    start: Facts = dataclasses.field(default_factory=dict)
    settles: tuple[Condition, ...] = ()
    elsewhere: Mapping[str, Plan] = dataclasses.field(default_factory=dict)
    leaving: tuple[str, ...] = ()

    @property
    def every_operation(self) -> tuple[Operation, ...]:
        """The operations in all Regions, those of the table's own first."""
        return (*self.operations, *(step for plan in self.elsewhere.values() for step in plan.operations))

    @property
    def id(self) -> str:
        """The id, always the same for the same operations from the same start, on any machine and at any time."""
        operations = [[step.operation, step.target, step.request] for step in self.operations]
        regions = [[region, plan.id] for region, plan in sorted(self.elsewhere.items()) if plan.operations]
        text = json.dumps([self.name, self.start, operations, *regions], sort_keys=True, default=str)
        return digest(text)

    @property
    def summary(self) -> str:
        """One line with the number of calls, how many of them are destructive, and their reasons."""
        if not self.every_operation:
            return f"{self.name}: no changes"
        from .told import summary_of

        return summary_of(self)

    def final_conditions(self) -> tuple[Condition, ...]:
        """Return the conditions that hold when all is done: of the last call by lane and target, and of the plan."""
        last = {(step.lane, step.target): step.settles for step in self.operations if step.settles}
        return tuple(dict.fromkeys([*(condition for settles in last.values() for condition in settles), *self.settles]))
