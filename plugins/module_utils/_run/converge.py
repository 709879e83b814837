# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Runs one table: reads it, plans, executes the plan, and reads again. Check mode does the first two steps only."""

from __future__ import annotations

import concurrent.futures
import contextlib
import dataclasses
import typing as t

from .._aws.reading import OUTLIVING, Reading, Wanted, complete_if_there, read, wanted_by
from .._plan.compare import comparable, compare
from .._plan.plan import Plan
from .._plan.planner import make_plan
from .._settings.violations import InvalidSpecError
from .outcome import Outcome
from .run import Rules, Run

if t.TYPE_CHECKING:
    from .._aws.api import TableApi
    from .._aws.clock import Clock
    from .._settings.comparison import Comparison
    from .._settings.desired import Desired
    from .step import Step

Around = t.Callable[[Run], t.ContextManager[object]]
Threads = t.Callable[[int], concurrent.futures.Executor]


class Converger:
    """Makes tables match, one with each call of :meth:`run`; all of them share the clients, the clock and the pool.

    With ``threads``, other Regions are read and changed at the same time, in threads of their own.
    """

    def __init__(
        self, api: TableApi, clock: Clock, pool: concurrent.futures.Executor, threads: Threads | None = None
    ) -> None:
        self.api, self.clock, self.pool, self.threads = api, clock, pool, threads

    def there(self, region: str) -> Converger:
        """Return the same for another Region."""
        return Converger(self.api.there(region), self.clock, self.pool)

    def run(self, desired: Desired, rules: Rules, around: Around = contextlib.nullcontext) -> Run:
        """Read the table, make the plan and, if the rules allow it, carry it out inside the context ``around``.

        Raises ``ServiceError`` if the table cannot be read.
        """
        run = self.look(desired, rules)
        if rules.apply and not run.errors:
            with around(run):
                self.carry_out(run, rules)
        return run

    def look(self, desired: Desired, rules: Rules, *, again: bool = False) -> Run:
        """Read the table and make the plan. Raises ``ServiceError`` if the table cannot be read.

        With ``again``, nothing that was read for another table is used.
        """
        settings = dataclasses.replace(desired.settings, planned_at=self.clock.today())
        desired = dataclasses.replace(desired, settings=settings)
        reading, comparison, looked_at = self.read_compared(desired, self.wanted_of(desired)._replace(again=again))
        try:
            plan = make_plan(desired, reading.observed, self.api.region, comparison, reading.sources)
        except InvalidSpecError as error:
            return Run(desired, Plan(desired.name), reading, Outcome([]), looked_at, errors=error.violations)
        outcome = self.untouched(plan, reading)
        run = Run(desired, plan, reading, outcome, looked_at, warnings=plan.warnings, source=reading.source)
        if plan.changes or desired.elsewhere:
            from .checks import look_further

            look_further(self, run, rules, comparison)
        return run

    def carry_out(self, run: Run, rules: Rules, deadline: float = 0.0) -> None:
        """Carry out the plan of a run that has just read its table; ``wait_timeout`` begins here, or did before."""
        run.applied, run.waited = True, rules.wait
        begun = self.clock.now()
        deadline = deadline or begun + rules.wait_timeout
        if run.plan.leaving or not run.settled:
            from .everywhere import carry_out

            carry_out(self, run, rules, deadline)
        run.seconds = self.clock.now() - begun

    def read_compared(self, desired: Desired, wanted: Wanted) -> tuple[Reading, Comparison | None, Wanted]:
        """Read and compare the table; if the changes need more to be known, read the rest and compare again."""
        reading = self.read(desired, wanted)
        comparison = _compared(desired, reading)
        if reading.answers is None or comparison is None or not comparison.changes:
            return reading, comparison, wanted
        from .needed import also_needed

        more = also_needed(comparison, wanted)
        if more is None:
            return reading, comparison, wanted
        whole = complete_if_there(self.api, reading.answers, more, self.pool)
        reading = dataclasses.replace(whole, source=reading.source)
        return reading, _compared(desired, reading), more._replace(reads=more.reads | wanted.reads)

    def read(self, desired: Desired, wanted: Wanted) -> Reading:
        """Read the table, and what it is to come into being from."""
        if not desired.origins or desired.state == "absent":
            return read(self.api, desired.name, wanted, self.pool)
        from .._aws.sources import read_with_source

        return read_with_source(self.api, desired.name, desired.origins[0], wanted, self.pool)

    @staticmethod
    def wanted_of(desired: Desired) -> Wanted:
        """Return what must be read to compare a specification, or to delete its table."""
        return wanted_by(desired.settings) if desired.state == "present" else Wanted(OUTLIVING)

    @staticmethod
    def untouched(plan: Plan, reading: Reading) -> Outcome:
        """Return the outcome of a plan that nobody has begun to carry out."""
        settled = not plan.operations and all(condition.holds(reading.observed) for condition in plan.settles)
        return Outcome(_steps(plan), observed=reading.observed, settled=settled)


def _steps(plan: Plan) -> list[Step]:
    if not plan.operations:
        return []
    from .step import Step

    return [Step(operation) for operation in plan.operations]


def _compared(desired: Desired, reading: Reading) -> Comparison | None:
    """Return the comparison, or ``None`` if there is no table to compare."""
    observed = comparable(desired, reading.observed)
    return compare(desired, observed) if observed else None
