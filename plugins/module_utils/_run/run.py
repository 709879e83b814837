# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""One run for one table: its rules, and everything that is known about it."""

from __future__ import annotations

import dataclasses
import typing as t

from .._aws.reading import Wanted
from .aws_module import acts

if t.TYPE_CHECKING:
    from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

    from .._aws.reading import Reading
    from .._aws.sources import Source
    from .._plan.plan import Plan
    from .._settings.desired import Desired
    from .._settings.setting import Change
    from .._settings.violations import Violation
    from .elsewhere import Region
    from .outcome import Outcome


# A look with DescribeTable only.
TABLE_ONLY = Wanted()
# The expected plan of a table that has no approved plan although other tables have one.
NOT_APPROVED = "none"


class Rules(t.NamedTuple):
    """What a run may do: ``apply`` is false in check mode, ``expected_plan`` is empty if any plan is accepted."""

    apply: bool = True
    wait: bool = True
    wait_timeout: float = 1800.0
    expected_plan: str = ""

    @classmethod
    def of(cls, module: AnsibleAWSModule, options: t.Mapping[str, t.Any]) -> Rules:
        """Return the rules that check mode and the options of a table give."""
        return cls(acts(module), options["wait"], options["wait_timeout"], options["expected_plan"] or "")


@dataclasses.dataclass
class Run:
    """Everything that is known about one table's run.

    ``reading`` is the last look, ``differs`` has the changes that remain, ``looked_at`` is what was read. ``awaits`` is
    what the run waits for, and since when by the clock. ``seconds`` is how long it carried out its plan. ``source`` is
    what was read about what the table comes into being from. ``elsewhere`` has the table in other Regions.
    """

    desired: Desired
    plan: Plan
    reading: Reading
    outcome: Outcome
    looked_at: Wanted = TABLE_ONLY
    applied: bool = False
    waited: bool = True
    differs: list[Change] = dataclasses.field(default_factory=list)
    errors: tuple[Violation, ...] = ()
    warnings: tuple[str, ...] = ()
    awaits: tuple[str, float] = ("", 0.0)
    seconds: float = 0.0
    source: Source | None = None
    elsewhere: dict[str, Region] = dataclasses.field(default_factory=dict)

    def wait_for(self, what: str, now: float) -> None:
        """Note what the run waits for, so that the progress can show it."""
        if what != self.awaits[0]:
            self.awaits = (what, now)

    @property
    def outputs(self) -> dict[str, str]:
        """The outputs of the resource that belong to the way in which the table came into being."""
        return {**(self.source.outputs if self.source else {}), **self.outcome.outputs}

    @property
    def changed(self) -> bool:
        """Whether something was changed, or in check mode would be."""
        if self.errors:
            return False
        if not self.applied:
            return bool(self.plan.every_operation)
        return self.outcome.changed or any(region.changed for region in self.elsewhere.values())

    @property
    def settled(self) -> bool:
        """Whether there is nothing to do, in no Region."""
        return self.outcome.settled and all(region.settled for region in self.elsewhere.values())

    @property
    def in_doubt(self) -> bool:
        """Whether the run may have failed: there are errors, calls that are left, or differences."""
        left = not all(step.over for step in self.outcome.steps)
        here = self.errors or (self.applied and (left or self.outcome.stopped or self.differs))
        return bool(here or any(region.error or not region.converged for region in self.elsewhere.values()))

    @property
    def converged(self) -> bool:
        """Whether nothing is pending, in flight or different."""
        reached = self.outcome.settled and not self.outcome.stopped and not self.differs
        here = reached and all(step.over for step in self.outcome.steps)
        return here and all(region.converged for region in self.elsewhere.values())
