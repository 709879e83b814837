# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Plans again if another process undid changes during a run, so that of two runs mostly one wins completely."""

from __future__ import annotations

import random
import typing as t

from .._plan.planner import make_plan
from .._settings.catalog import ENTRIES
from .._settings.plannings import planning_of
from .._settings.violations import InvalidSpecError
from .outcome import DONE

if t.TYPE_CHECKING:
    from .._aws.clock import Clock
    from .._aws.reading import Reading
    from .._plan.plan import Plan
    from .._settings.setting import Change, Setting
    from .run import Run

# At most so many new plans: two runs that want different things would undo each other's changes for ever.
ROUNDS = 3
# Each run waits for a random part of these seconds, so that two runs do not meet again.
PAUSE = 4.0


class Replanner:
    """Plans again for a run whose last look shows differences that another process made.

    If a setting still has its old value after the call, the endpoint has dropped the change; the same is true of any
    difference in a table that the run has created. Such a difference is reported and not sent again: the endpoint would
    drop it again, and the call may count against a quota. A table that was made from a source may have come out
    otherwise than the source tells, so it is planned again. A new plan never creates or replaces a table.
    """

    def __init__(self, read: t.Callable[[], Reading], region: str, clock: Clock, deadline: float) -> None:
        self._read = read
        self._region = region
        self._clock = clock
        self._deadline = deadline
        self._rounds = 0
        self._known: list[Change] = []

    def plan(self, run: Run) -> Plan | None:
        """Return the next plan; ``None`` if there is nothing to do, or nothing that this run should do."""
        if not self._worth(run):
            return None
        self._rounds += 1
        self._clock.sleep(random.uniform(0.0, PAUSE * self._rounds))
        reading = self._read()
        try:
            plan = make_plan(run.desired, reading.observed, self._region, sources=reading.sources)
        except InvalidSpecError:
            return None
        if any(step.creates or step.operation == "DeleteTable" for step in plan.operations):
            return None
        self._known += plan.changes
        run.reading, run.differs = reading, list(plan.changes)
        if plan.operations:
            reasons = "; ".join(step.reason for step in plan.operations)
            why = "somebody else changed the table meanwhile; made again"
            if any(map(_is_sent_again, run.differs)):
                why = "AWS lost what it had accepted; asked for once more"
            if any(step.operation.creates for step in run.outcome.steps):
                why = "the table came out otherwise than its source tells; then made"
            run.warnings += (f"{plan.name}: {why}: {reasons}",)
        return plan if plan.operations else None

    def _worth(self, run: Run) -> bool:
        made = any(step.operation.operation == "CreateTable" and step.status == DONE for step in run.outcome.steps)
        # AWS may lose what it accepted, also of a table that this run has made.
        lost = self._rounds == 0 and any(map(_is_sent_again, run.differs))
        finished = (
            (lost or not made)
            and run.waited
            and not run.outcome.stopped
            and all(step.over for step in run.outcome.steps)
        )
        known = [*run.plan.changes, *self._known]
        # If another process made part of a call needless, AWS refused the whole call, so the rest is still to do.
        spared = any(step.over and step.error for step in run.outcome.steps)
        news = any((spared or change not in known) and not _always_differs(change) for change in run.differs)
        return finished and (lost or news) and self._rounds < ROUNDS and self._clock.now() < self._deadline


def _is_sent_again(change: Change) -> bool:
    """Tell whether a change that did not come is asked for once more."""
    return any(planning_of(setting).sent_again(change) for setting in _settings_of(change))


def _settings_of(change: Change) -> t.Iterator[Setting[t.Any]]:
    return (entry.load() for entry in ENTRIES if entry.has(change.path))


def _always_differs(change: Change) -> bool:
    """Tell whether some endpoints always show this difference, so that no other process need have made it."""
    return any(planning_of(setting).always_differs(change) for setting in _settings_of(change))
