# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Carries out the plans of a table in all its Regions, at the same time where AWS admits that."""

from __future__ import annotations

import dataclasses
import typing as t

from .._plan.early import HOLDING
from .._settings.states import ACTIVE
from .carrying import carry_out_there, execute, executor_of
from .elsewhere import each_of, regions_of
from .outcome import DONE

if t.TYPE_CHECKING:
    from .._settings.observed import Observed
    from .converge import Converger
    from .elsewhere import Region
    from .executor import Executor
    from .outcome import Outcome
    from .run import Rules, Run
    from .step import Step

# How often a Region that waits for its replica asks what the last look of the table's own Region showed; no call.
TICK = 0.25
THERE = (ACTIVE, "UPDATING")


def carry_out(converger: Converger, run: Run, rules: Rules, deadline: float) -> None:
    """Carry out the plan of a run that has something to do: tables that leave first, then its Region and the others."""
    if run.plan.leaving:
        from .leaving import leave

        leave(converger, run, rules, deadline)
    if run.elsewhere:
        Everywhere(converger, run, rules, deadline).carry_out()
    else:
        execute(converger, run, executor_of(converger, run, rules, deadline), rules)


class Everywhere:
    """One run in all Regions.

    What another Region changes by calls of its own begins when its replica is ACTIVE. Where it needs UpdateTable too,
    or where the table's own changes decide what it needs, the rest begins when the table's own Region is done.
    """

    def __init__(self, converger: Converger, run: Run, rules: Rules, deadline: float) -> None:
        self._converger, self._run, self._rules, self._deadline = converger, run, rules, deadline
        self._clock = converger.clock
        self._wanted = [region for region in run.elsewhere.values() if region.stays]
        self._executor: Executor | None = None
        self._home_is_done = False
        self._seen: Observed | None = None

    def carry_out(self) -> None:
        """Carry out what is to be done; replicas that are not there in the end are left for a later run."""
        regions = [region for region in self._wanted if not region.settled]
        # Where the table itself needs no such call, another Region need not wait for it with its own.
        free = not any(_holds(step) for step in self._run.outcome.steps)
        early = {region.name for region in regions if region.quiet or (free and not region.follows)}
        tasks = [lambda region=region: self._when_ready(region, early=region.name in early) for region in regions]
        # Without threads, the other Regions have their turn when the table's own Region is done.
        each_of(_do, [self._home, *tasks], self._converger.threads)
        self._settle()
        # What keeps a table from leaving the global table is told there, and is no difference of the table at home.
        leaving = (region for region in self._run.elsewhere.values() if region.leaves)
        staying = {region.option for region in leaving if not region.converged}
        self._run.differs = [change for change in self._run.differs if change.path not in staying]

    def _home(self) -> None:
        try:
            ends = (region.ended(self._rules, self._deadline) for region in self._run.elsewhere.values())
            if not self._run.outcome.settled and all(ends):
                self._executor = executor_of(self._converger, self._run, self._rules, self._deadline)
                execute(self._converger, self._run, self._executor, self._rules)
                self._wait_for_replicas()
        finally:
            self._home_is_done = True

    def _wait_for_replicas(self) -> None:
        """Wait for replicas that were begun though another call was put off, such as that of a time to live."""
        left = any(step.passed_over for step in self._run.outcome.steps)
        missing = {region.name for region in self._wanted} - {*self._there()}
        if self._rules.wait and left and missing and not self._run.outcome.stopped:
            self._seen = self._wait(self._converger, self._run).observed

    def _wait(self, converger: Converger, run: Run) -> Outcome:
        """Wait until the table of a Region is settled; no call is made."""
        waiting = dataclasses.replace(run.plan, operations=(), elsewhere={})
        return executor_of(converger, run, self._rules, self._deadline).run(waiting, None)

    def _there(self) -> t.Collection[str]:
        """Return the Regions that have a replica by the last look."""
        return self._seen.beside.replicas if self._seen else regions_of(self._run)

    def _when_ready(self, region: Region, *, early: bool) -> None:
        """Carry out the plan of a Region when the table's own Region is done, or as soon as its replica is there."""
        if region.early and region.run and not (early or self._home_is_done):
            self._begin(region, region.run)
        self._clock.wait_until(lambda: self._home_is_done or (early and self._is_ready(region)), TICK)
        self._in_region(region)

    def _begin(self, region: Region, run: Run) -> None:
        """Make the calls of a Region that need not wait, as far as AWS takes them now; the others are planned again."""
        here = self._converger.there(region.name)
        executor = executor_of(here, run, self._rules._replace(wait=False), self._deadline)
        plan = dataclasses.replace(run.plan, operations=region.early, settles=())
        region.begun = executor.run(plan, run.reading.observed).with_status(DONE)

    def _is_ready(self, region: Region) -> bool:
        """Tell whether the replica is there, by the last look of the table's own Region."""
        observed = self._executor.observed if self._executor else self._run.reading.observed
        listed = (observed.table.get("Replicas") or ()) if observed else ()
        return any(each.get("RegionName") == region.name and each.get("ReplicaStatus") in THERE for each in listed)

    def _in_region(self, region: Region) -> None:
        """Plan again from what is there, and carry that out."""
        if self._home_is_done and region.name not in self._there():
            region.left = True
            return
        self._run.wait_for(f"the table in {region.name} to be as specified", self._clock.now())
        carry_out_there(self._converger, region, self._rules, self._deadline)

    def _settle(self) -> None:
        """Wait until the tables are settled again, if a call in one Region has held those of all (L-297)."""
        regions = [region for region in self._wanted if region.run]
        steps = [step for region in regions for step in region.steps if step.status == DONE]
        if not self._rules.wait or not any(map(_holds, steps)):
            return
        there = [(self._converger.there(region.name), region.run) for region in regions]
        for converger, run in ((self._converger, self._run), *there):
            if run and run.outcome.settled:
                found = self._wait(converger, run)
                run.outcome.settled, run.outcome.stopped, run.outcome.error = found.settled, found.stopped, found.error


def _holds(step: Step) -> bool:
    return step.operation.operation == HOLDING


def _do(task: t.Callable[[], None]) -> None:
    task()
