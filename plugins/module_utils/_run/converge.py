# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""One table made so: read, plan, execute, look again. Check mode is the same road without its last steps."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import typing as t

from .._aws.errors import ServiceError
from .._aws.pace import poll_interval
from .._aws.reading import ASPECTS, Reading, Wanted, complete, read, wanted_by
from .._observed.model import Answers
from .._plan.changes import unreadable
from .._plan.model import Plan
from .._plan.planner import make_plan, needs_replacement, rebuilds_indexes, remaining
from .._spec.rule_model import InvalidSpecError, Violation
from .steps import Outcome, Step

if t.TYPE_CHECKING:
    from .._aws.api import TableApi
    from .._aws.pace import Clock
    from .._plan.model import Change
    from .._spec.model import Desired

# Tags are read back up to three seconds late, a changed key up to nine: look again this long.
LAG_LIMIT = 10.0
# What each write has to be read again for.
WRITTEN = {
    "UpdateTimeToLive": "ttl",
    "UpdateContinuousBackups": "recovery",
    "UpdateContributorInsights": "insights",
    "TagResource": "tags",
    "UntagResource": "tags",
}


class Rules(t.NamedTuple):
    """How a run may go about it: ``apply`` is false in check mode, ``expected_plan`` empty where any plan will do."""

    apply: bool = True
    wait: bool = True
    wait_timeout: float = 1800.0
    expected_plan: str = ""


@dataclasses.dataclass
class Run:
    """Everything known of one table's run; ``reading`` is the last look, ``differs`` what it still lacks."""

    desired: Desired
    plan: Plan
    reading: Reading
    outcome: Outcome
    applied: bool = False
    waited: bool = True
    differs: list[Change] = dataclasses.field(default_factory=list)
    errors: tuple[Violation, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """What was changed, or in check mode would be."""
        if self.errors:
            return False
        return self.outcome.changed if self.applied else bool(self.plan.operations)

    @property
    def converged(self) -> bool:
        """Nothing is pending, in flight or different."""
        reached = self.outcome.settled and not self.outcome.stopped and not self.differs
        return reached and all(step.over for step in self.outcome.steps)


class Converger:
    """Makes tables match, one call of :meth:`run` each; clients, clock and pool serve all of them."""

    def __init__(self, api: TableApi, clock: Clock, pool: concurrent.futures.Executor) -> None:
        self._api = api
        self._clock = clock
        self._pool = pool

    def run(self, desired: Desired, rules: Rules) -> Run:
        """Read, plan and, where the rules say so, carry out. Raises ``ServiceError`` when the table cannot be read."""
        deadline = self._clock.now() + rules.wait_timeout
        wanted = wanted_by(desired.settings) if desired.state == "present" else Wanted()
        reading = self._read(desired, wanted)
        try:
            plan = make_plan(desired, reading.observed, self._api.region)
        except InvalidSpecError as error:
            return Run(desired, Plan(desired.name), reading, Outcome([]), errors=error.violations)
        run = Run(desired, plan, reading, self._untouched(plan, reading), warnings=plan.warnings)
        self._check(run, rules)
        if rules.apply and not run.errors:
            run.applied, run.waited = True, rules.wait
            if not run.outcome.settled:
                self._execute(run, wanted, rules, deadline)
        return run

    def _execute(self, run: Run, wanted: Wanted, rules: Rules, deadline: float) -> None:
        # Imported here because most runs find nothing to do, and importing is most of what they cost.
        from .executor import Executor, Patience

        executor = Executor(self._api, self._clock, self._pool, Patience(rules.wait, deadline))
        run.outcome = executor.run(run.plan, run.reading.observed)
        try:
            self._look_again(run, wanted, rules, deadline)
        except ServiceError as error:
            run.outcome.stop(error)

    def _read(self, desired: Desired, wanted: Wanted) -> Reading:
        reading = read(self._api, desired.name, wanted, self._pool)
        more = self._also_needed(desired, wanted, reading)
        return complete(self._api, reading.answers, more, self._pool) if reading.answers and more else reading

    @staticmethod
    def _also_needed(desired: Desired, wanted: Wanted, reading: Reading) -> Wanted | None:
        """Return what else has to be known where a table or an index is replaced: what is left alone comes back."""
        if needs_replacement(desired, reading.observed):
            if desired.replacement == "never":
                return None
            return Wanted(frozenset(ASPECTS), wanted.keys, desired.replacement == "when_empty")
        if "insights" not in wanted.aspects and rebuilds_indexes(desired, reading.observed):
            return Wanted(frozenset({"insights"}))
        return None

    @staticmethod
    def _untouched(plan: Plan, reading: Reading) -> Outcome:
        settled = not plan.operations and all(condition.holds(reading.observed) for condition in plan.settles)
        return Outcome([Step(step) for step in plan.operations], observed=reading.observed, settled=settled)

    def _check(self, run: Run, rules: Rules) -> None:
        """Refuse, before anything is written, a plan that is not the approved one or that the SDK cannot send."""
        found = []
        if rules.expected_plan and rules.expected_plan != run.plan.id:
            message = (
                f"the plan is {run.plan.id} now, not {rules.expected_plan}: the table or the specification changed"
            )
            found.append(Violation("expected_plan", "expected_plan", message, "review the plan and approve its id"))
        for step in run.plan.operations:
            report = self._api.unknown_to_sdk(step.operation, step.request)
            if report:
                message = f"the installed botocore cannot send {step.operation} ({step.reason}): {report}"
                found.append(Violation("V64", "botocore", message, "install a newer boto3 and botocore"))
        run.errors = tuple(found)

    def _look_again(self, run: Run, wanted: Wanted, rules: Rules, deadline: float) -> None:
        """Read what was written: answers are stale, and some accepted writes are lost."""
        if not any(step.over for step in run.outcome.steps):
            run.differs = list(run.plan.changes)
            self._adopt_table(run)
            return
        wanted = wanted._replace(aspects=_written_over(run, wanted), emptiness=False)
        patient = rules.wait and all(step.over for step in run.outcome.steps) and not run.outcome.stopped
        start = self._clock.now()
        while True:
            self._reread(run, wanted)
            run.differs = remaining(run.desired, run.reading.observed)
            waited = self._clock.now() - start
            late = waited > LAG_LIMIT and all(state.holds(run.reading.observed) for state in run.plan.rests_on())
            if not run.differs or not patient or late or self._clock.now() > deadline:
                break
            self._clock.sleep(2 * poll_interval(waited))
            run.outcome.table = None
        if run.reading.observed and run.desired.state == "present":
            run.warnings += tuple(str(unknown) for unknown in unreadable(run.desired, run.reading.observed))

    def _reread(self, run: Run, wanted: Wanted) -> None:
        """Take the executor's last look at the table, or a new one, and the answers that were written over."""
        table = run.outcome.table or self._api.describe_table(run.desired.name)
        if table is None:
            run.reading = Reading()
            return
        before = run.reading.answers or Answers(table, keys=run.reading.keys)
        run.reading = complete(self._api, dataclasses.replace(before, table=table), wanted, self._pool)

    def _adopt_table(self, run: Run) -> None:
        """Keep the executor's last look, where it waited for something that another run had begun."""
        if run.outcome.table and run.reading.answers:
            run.reading = Reading.of(dataclasses.replace(run.reading.answers, table=run.outcome.table))


def _written_over(run: Run, wanted: Wanted) -> frozenset[str]:
    """Return the aspects whose answers are out of date; a new table has none of the old ones."""
    done = {step.operation.operation for step in run.outcome.steps if step.over}
    answers = run.reading.answers
    known = {aspect for aspect in ASPECTS if answers and getattr(answers, aspect) is not None}
    if done & {"CreateTable", "DeleteTable"}:
        return wanted.aspects | known
    # An index that goes takes its insights along.
    indexes = any("GlobalSecondaryIndexUpdates" in step.operation.request for step in run.outcome.steps if step.over)
    return frozenset(WRITTEN[name] for name in done & {*WRITTEN}) | (known & {"insights"} if indexes else set())
