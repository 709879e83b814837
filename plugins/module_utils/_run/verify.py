# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Reads the table again after the writes: answers may be stale, accepted writes lost, and insights may fail later."""

from __future__ import annotations

import dataclasses
import typing as t

from .._aws.errors import ServiceError
from .._aws.pace import lag_interval, poll_interval
from .._aws.reading import Reading, complete
from .._aws.verdicts import Verdict
from .._plan.compare import comparable, compare
from .._plan.remaining import remaining
from .._plan.unread import unreadable
from .._settings.catalog import BY_NAME, ENTRIES
from .._settings.observed import Answers
from .._settings.plannings import planning_of
from .._settings.settings import merged
from .needed import also_needed
from .view import look_at

if t.TYPE_CHECKING:
    import concurrent.futures

    from .._aws.api import TableApi
    from .._aws.clock import Clock
    from .._aws.reading import Wanted
    from .._settings.planning import Watch
    from .._settings.setting import Change
    from .run import Run

# The settings are read again for this long: AWS shows new tags up to three seconds late, a new key up to nine.
LAG_LIMIT = 10.0
# The run watches changes that go on after the answer to their call for this long: insights take up to sixteen seconds.
WATCH_LIMIT = 30.0
FAILED = "FAILED"


class Verifier:
    """Compares the table after a run with its specification."""

    def __init__(self, api: TableApi, clock: Clock, pool: concurrent.futures.Executor) -> None:
        self._api = api
        self._clock = clock
        self._pool = pool

    def look_again(self, run: Run, wanted: Wanted, deadline: float) -> None:
        """Read the settings again until they are as specified, or until AWS must have shown the change."""
        if not any(step.over for step in run.outcome.steps):
            _adopt_table(run)
            # A run without calls may have waited for a change of another run, which is perhaps not the wanted one.
            run.differs = list(run.plan.changes) or remaining(run.desired, run.reading.observed)
            return
        again = _out_of_date(run, wanted)
        self._until_equal(run, wanted._replace(emptiness=False, reads=again), deadline)
        self._settle(run, again, deadline)
        if run.reading.observed and run.desired.state == "present":
            run.warnings += tuple(str(unknown) for unknown in unreadable(run.desired, run.reading.observed))

    def _until_equal(self, run: Run, wanted: Wanted, deadline: float) -> None:
        patient = run.waited and all(step.over for step in run.outcome.steps) and not run.outcome.stopped
        start = self._clock.now()
        while True:
            self._reread(run, wanted)
            run.differs = remaining(run.desired, run.reading.observed)
            wanted = self._read_more(run, wanted)
            waited = self._clock.now() - start
            late = waited > LAG_LIMIT and all(
                state.holds(run.reading.observed) for state in run.plan.final_conditions()
            )
            if not run.differs or not patient or late or self._clock.now() > deadline:
                return
            # AWS admits few calls of some reads, so only settings that still differ are read again.
            lagging = {name for change in run.differs for name in _reads_of(change)}
            wanted = wanted._replace(reads=wanted.reads & lagging)
            self._clock.sleep(self._pause(run, lagging, waited))
            moved = any(not _reads_of(change) for change in run.differs)
            run.outcome.table = None if moved or run.reading.answers is None else dict(run.reading.answers.table)

    def _read_more(self, run: Run, wanted: Wanted) -> Wanted:
        """Read what tells whether a difference is one, such as the scaling of a capacity, and compare again."""
        observed = comparable(run.desired, run.reading.observed)
        if not run.differs or observed is None or run.reading.answers is None:
            return wanted
        comparison = compare(run.desired, observed)
        known = wanted._replace(reads=wanted.reads | {*run.reading.answers.reads})
        more = None if comparison.needs_new_table else also_needed(comparison, known)
        if more is None:
            return wanted
        run.reading = complete(self._api, run.reading.answers, more, self._pool)
        run.differs = remaining(run.desired, run.reading.observed)
        return wanted._replace(reads=wanted.reads | more.reads)

    def _pause(self, run: Run, lagging: set[str], waited: float) -> float:
        """Return the seconds until the next read, from the time of the write, which may be long before this look."""
        lags = [read.lag for name in lagging if (read := BY_NAME[name].read)]
        if not lags or not all(lags):
            return lag_interval(waited)
        lanes = (step.done_at for step in run.outcome.steps if step.operation.lane in lagging)
        written = [moment for moment in lanes if moment]
        since = (self._clock.today() - max(written)).total_seconds() if written else waited
        return lag_interval(since, min(lags))

    def _reread(self, run: Run, wanted: Wanted) -> None:
        """Take the executor's last look at the table, or a new one, and read the settings in ``wanted`` again."""
        table = run.outcome.table or look_at(self._api, run.desired.name, run.outcome)
        if table is None:
            run.reading = Reading()
            return
        before = run.reading.answers or Answers(table, keys=run.reading.keys)
        now = dataclasses.replace(before, table=table, making=run.outcome.making is not None)
        run.reading = complete(self._api, now, wanted, self._pool)

    def _settle(self, run: Run, names: frozenset[str], deadline: float) -> None:
        """Watch the changes that are still in flight until they end, and note the reason if one has failed."""
        until = min(deadline, self._clock.now() + WATCH_LIMIT)
        for watch in _watches(run, names):
            if watch.status in watch.moving and not run.waited:
                run.outcome.settled = False
            elif watch.status == FAILED or watch.status in watch.moving:
                self._follow(run, watch, until)

    def _follow(self, run: Run, watch: Watch, until: float) -> None:
        start, table = self._clock.now(), run.reading.answers.table if run.reading.answers else {}
        while True:
            try:
                answer = self._api.read(watch.read, table, **watch.request)
            except ServiceError as error:
                if error.verdict not in (Verdict.DENIED, Verdict.UNSUPPORTED):
                    raise
                kind = watch.what.partition(" of index")[0]
                run.warnings += (f"{run.desired.name}: whether {kind} came through is unknown: {error}",)
                return
            status = answer.get(watch.member)
            if status == FAILED:
                run.outcome.stop(_failure(watch, answer.get(watch.reason) or {}))
            if status not in watch.moving:
                return
            if self._clock.now() > until:
                run.outcome.settled = False
                return
            self._clock.sleep(poll_interval(self._clock.now() - start))


def _reads_of(change: Change) -> list[str]:
    """Return the setting with its own read that a change belongs to, if there is one."""
    return [entry.name for entry in ENTRIES if entry.has_read and entry.has(change.path)]


def _watches(run: Run, names: frozenset[str]) -> t.Iterator[Watch]:
    """Return the changes that may still be in flight, of the settings that were read again."""
    observed = run.reading.observed
    if observed is None:
        return
    made = [step.operation for step in run.outcome.steps if step.over]
    wanted = merged(run.desired.settings, observed)
    for setting, there in observed.settings.items():
        if setting.name in names:
            yield from planning_of(setting).watches(there, wanted.of(setting), made)


def _failure(watch: Watch, reason: t.Mapping[str, str]) -> ServiceError:
    text = f"{watch.what} failed: {reason.get('ExceptionDescription', 'no reason given')}"
    return ServiceError(watch.write, reason.get("ExceptionName", FAILED), text)


def _adopt_table(run: Run) -> None:
    """Use the executor's last look as the reading, because the executor waited for a change of another run."""
    if run.outcome.observed is None:
        run.reading = Reading()
    elif run.outcome.table and run.reading.answers:
        reads = {**run.reading.answers.reads, **run.outcome.observed.answers.reads}
        run.reading = Reading.of(dataclasses.replace(run.reading.answers, table=run.outcome.table, reads=reads))


def _out_of_date(run: Run, wanted: Wanted) -> frozenset[str]:
    """Return the settings to read again: all that were read or are wanted, as another process may have changed them."""
    answers = run.reading.answers
    return wanted.reads | {*(answers.reads if answers else ())}
