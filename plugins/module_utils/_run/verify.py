# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The look back after the writes: answers are stale, some accepted writes are lost, and insights may fail later."""

from __future__ import annotations

import dataclasses
import typing as t

from .._aws.errors import ServiceError, Verdict
from .._aws.pace import lag_interval, poll_interval
from .._aws.reading import ASPECTS, Reading, complete
from .._observed.model import Answers
from .._plan.changes import unreadable
from .._plan.effective import effective
from .._plan.planner import remaining

if t.TYPE_CHECKING:
    import concurrent.futures

    from .._aws.api import TableApi
    from .._aws.pace import Clock
    from .._aws.reading import Wanted
    from .run import Run

# Tags are read back up to three seconds late, a changed key up to nine: look again this long.
LAG_LIMIT = 10.0
# Insights take up to sixteen seconds to turn on; whether CloudWatch has room for them shows only then.
INSIGHTS_LIMIT = 30.0
INSIGHTS_MOVING = ("ENABLING", "DISABLING")
# The aspect behind each option that has a read of its own.
ASPECT_OF = {
    "ttl": "ttl",
    "tags": "tags",
    "point_in_time_recovery_enabled": "recovery",
    "recovery_period_in_days": "recovery",
    "contributor_insights_enabled": "insights",
    "contributor_insights_mode": "insights",
    "contributor_insights_indexes": "insights",
}


class Verifier:
    """Compares what a run left behind with what was asked for."""

    def __init__(self, api: TableApi, clock: Clock, pool: concurrent.futures.Executor) -> None:
        self._api = api
        self._clock = clock
        self._pool = pool

    def look_again(self, run: Run, wanted: Wanted, deadline: float) -> None:
        """Read what was written until it is as asked for, or has had the time to be."""
        if not any(step.over for step in run.outcome.steps):
            _adopt_table(run)
            # Whoever had nothing to do but to wait may find that something else was on its way.
            run.differs = list(run.plan.changes) or remaining(run.desired, run.reading.observed)
            return
        again = _out_of_date(run, wanted)
        self._until_equal(run, wanted._replace(emptiness=False, guards=False, aspects=again), deadline)
        if "insights" in again:
            self._settle_insights(run, deadline)
        if run.reading.observed and run.desired.state == "present":
            run.warnings += tuple(str(unknown) for unknown in unreadable(run.desired, run.reading.observed))

    def _until_equal(self, run: Run, wanted: Wanted, deadline: float) -> None:
        patient = run.waited and all(step.over for step in run.outcome.steps) and not run.outcome.stopped
        start = self._clock.now()
        while True:
            self._reread(run, wanted)
            run.differs = remaining(run.desired, run.reading.observed)
            waited = self._clock.now() - start
            late = waited > LAG_LIMIT and all(state.holds(run.reading.observed) for state in run.plan.rests_on())
            if not run.differs or not patient or late or self._clock.now() > deadline:
                return
            # Some of these reads have small buckets, so only what still differs is read again.
            lagging = {ASPECT_OF[change.path[0]] for change in run.differs if change.path[0] in ASPECT_OF}
            wanted = wanted._replace(aspects=wanted.aspects & lagging)
            self._clock.sleep(self._pause(run, lagging, waited))
            moved = any(change.path[0] not in ASPECT_OF for change in run.differs)
            run.outcome.table = None if moved or run.reading.answers is None else dict(run.reading.answers.table)

    def _pause(self, run: Run, lagging: set[str], waited: float) -> float:
        """Return the seconds until the next read; tags may have been written long before the table was settled."""
        if lagging != {"tags"}:
            return lag_interval(waited)
        written = [step.done_at for step in run.outcome.steps if step.operation.lane == "tags" and step.done_at]
        since = (self._clock.today() - max(written)).total_seconds() if written else waited
        return lag_interval(since, tags=True)

    def _reread(self, run: Run, wanted: Wanted) -> None:
        """Take the executor's last look at the table, or a new one, and the answers that were written over."""
        table = run.outcome.table or self._api.describe_table(run.desired.name)
        if table is None:
            run.reading = Reading()
            return
        before = run.reading.answers or Answers(table, keys=run.reading.keys)
        run.reading = complete(self._api, dataclasses.replace(before, table=table), wanted, self._pool)

    def _settle_insights(self, run: Run, deadline: float) -> None:
        """See insights that are on their way through, and tell why those failed that did."""
        statuses = run.reading.observed.insights_status if run.reading.observed else {}
        until = min(deadline, self._clock.now() + INSIGHTS_LIMIT)
        concerned = _insights_concerned(run)
        for index, status in statuses.items():
            if index not in concerned:
                continue
            if status in INSIGHTS_MOVING and not run.waited:
                run.outcome.settled = False
            elif status == "FAILED" or status in INSIGHTS_MOVING:
                self._follow_insights(run, index, until)

    def _follow_insights(self, run: Run, index: str, until: float) -> None:
        name = run.desired.name
        start = self._clock.now()
        while True:
            try:
                answer = self._api.describe_insights(name, index)
            except ServiceError as error:
                if error.verdict not in (Verdict.DENIED, Verdict.UNSUPPORTED):
                    raise
                run.warnings += (f"{name}: whether contributor insights came through is unknown: {error}",)
                return
            status = answer.get("ContributorInsightsStatus")
            if status == "FAILED":
                run.outcome.stop(_insights_failure(index, answer.get("FailureException") or {}))
            if status not in INSIGHTS_MOVING:
                return
            if self._clock.now() > until:
                run.outcome.settled = False
                return
            self._clock.sleep(poll_interval(self._clock.now() - start, 0.25))


def _insights_concerned(run: Run) -> set[str]:
    """Return whose insights the run has written or is to have on; others may have failed long ago, and stay so."""
    wanted = effective(run.desired, run.reading.observed).insights if run.reading.observed else None
    steps = (step.operation for step in run.outcome.steps if step.over)
    written = {step.request.get("IndexName", "") for step in steps if step.operation == "UpdateContributorInsights"}
    return {*(wanted.targets if wanted else ())} | written


def _insights_failure(index: str, reason: t.Mapping[str, str]) -> ServiceError:
    what = f"contributor insights{f' of index {index}' if index else ''} failed"
    text = f"{what}: {reason.get('ExceptionDescription', 'no reason given')}"
    return ServiceError("UpdateContributorInsights", reason.get("ExceptionName", "FAILED"), text)


def _adopt_table(run: Run) -> None:
    """Keep the executor's last look, where it waited for something that another run had begun."""
    if run.outcome.observed is None:
        run.reading = Reading()
    elif run.outcome.table and run.reading.answers:
        run.reading = Reading.of(dataclasses.replace(run.reading.answers, table=run.outcome.table))


def _out_of_date(run: Run, wanted: Wanted) -> frozenset[str]:
    """Return the aspects to read again: all that are known or wanted, for somebody else may be at work too."""
    answers = run.reading.answers
    return wanted.aspects | {aspect for aspect in ASPECTS if answers and getattr(answers, aspect) is not None}
