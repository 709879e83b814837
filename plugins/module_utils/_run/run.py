# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""One run over one table: how it may go about it, and everything that is known of it."""

from __future__ import annotations

import dataclasses
import typing as t

from .._aws.reading import Wanted
from .ansible import acts

if t.TYPE_CHECKING:
    from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

    from .._aws.reading import Reading
    from .._plan.plan import Plan
    from .._settings.desired import Desired
    from .._settings.setting import Change
    from .._settings.violations import Violation
    from .steps import Outcome


# A look at the table alone.
TABLE_ONLY = Wanted()
# What is expected of a table where plans were approved, but none of it.
NOT_APPROVED = "none"


class Rules(t.NamedTuple):
    """How a run may go about it: ``apply`` is false in check mode, ``expected_plan`` empty where any plan will do."""

    apply: bool = True
    wait: bool = True
    wait_timeout: float = 1800.0
    expected_plan: str = ""

    @classmethod
    def of(cls, module: AnsibleAWSModule, options: t.Mapping[str, t.Any]) -> Rules:
        """Return the rules that the task and the options of a table give."""
        return cls(acts(module), options["wait"], options["wait_timeout"], options["expected_plan"] or "")


@dataclasses.dataclass
class Run:
    """Everything known of one table's run; ``reading`` is the last look, ``differs`` what it still lacks.

    ``awaits`` is what it waits for at the moment, and since when by the clock; ``seconds`` is how long it worked.
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

    def wait_for(self, what: str, now: float) -> None:
        """Note what the run waits for, for whoever watches it."""
        if what != self.awaits[0]:
            self.awaits = (what, now)

    @property
    def changed(self) -> bool:
        """What was changed, or in check mode would be."""
        if self.errors:
            return False
        return self.outcome.changed if self.applied else bool(self.plan.operations)

    @property
    def in_doubt(self) -> bool:
        """Whether the run may have failed: something is wrong, left or different."""
        left = not all(step.over for step in self.outcome.steps)
        return bool(self.errors or (self.applied and (left or self.outcome.stopped or self.differs)))

    @property
    def converged(self) -> bool:
        """Nothing is pending, in flight or different."""
        reached = self.outcome.settled and not self.outcome.stopped and not self.differs
        return reached and all(step.over for step in self.outcome.steps)
