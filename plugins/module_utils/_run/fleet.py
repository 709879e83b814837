# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Many tables in one process: each is read, and as soon as the account admits it, carried out; none waits for another.

Threads are cheap while they wait, and waiting is most of what a run does. How many calls are under way at a time, and
how fast changes follow each other, is the pacer's business: see pacing.
"""

from __future__ import annotations

import collections
import concurrent.futures
import contextlib
import queue
import traceback
import typing as t

from .._aws.errors import ServiceError
from .._aws.pacing import REFUSED_LIMIT
from .._aws.reading import Wanted, wanted_by
from .._settings.catalog import ENTRIES
from .steps import PENDING

if t.TYPE_CHECKING:
    from .._aws.clock import Clock
    from .._aws.pacing import Pacer
    from .converge import Converger
    from .jobs import Job
    from .run import Run

# Tables that are read at a time; what is read of them is limited by the pacer.
LOOKS = 32
# Tables that are carried out at a time: AWS takes no more operations of an account at once.
WORK = 500
# Once the account's limit is met, a table begins when so few changes stand in line: it would only wait, and age.
LINE = 4
# How many tables begin between two looks at that line, and the seconds between these.
BATCH, TICK = 4, 0.025
# A plan that is older was made from a table that may have moved.
FRESH = 30.0
# The code of what a table is told that stood in line in vain.
NOT_ADMITTED = "ThrottlingException"


Threads = t.Callable[[int], concurrent.futures.Executor]


class Arrivals(t.Protocol):
    """Where tables arrive when they have been read."""

    def put(self, item: Job, /) -> None: ...
    def get(self) -> Job: ...
    def empty(self) -> bool: ...


class Fleet:
    """Carries out jobs side by side; ``threads`` makes the pools, for a test that has a clock of its own."""

    def __init__(
        self,
        converger: Converger,
        pacer: Pacer,
        clock: Clock,
        threads: Threads = concurrent.futures.ThreadPoolExecutor,
        looked: Arrivals | None = None,
    ) -> None:
        self._converger = converger
        self._pacer = pacer
        self._clock = clock
        self._threads = threads
        self._looked = looked or queue.SimpleQueue()

    def run(self, jobs: t.Sequence[Job]) -> None:
        """Carry out all jobs; what came of each is in the job. Returns when the last one is over."""
        with self._threads(LOOKS) as lookers, self._threads(WORK) as workers:
            for job in sorted(jobs, key=_reads_slowly):
                lookers.submit(self._look_and_tell, job)
            self._dispatch(len(jobs), workers)

    def _dispatch(self, left: int, workers: concurrent.futures.Executor) -> None:
        """Let tables begin as they are read, at the pace that the account admits."""
        waiting: collections.deque[Job] = collections.deque()
        while left or waiting:
            while left and not (waiting and self._looked.empty()):
                job = self._looked.get()
                left -= 1
                if not job.has_work:
                    job.over = True
                elif job.changes:
                    waiting.append(job)
                else:
                    self._begin(job, workers)
            for number in range(min(BATCH, len(waiting))):
                if self._given_up(waiting[0]):
                    waiting.popleft()
                elif self._admits(number):
                    self._begin(waiting.popleft(), workers)
            if waiting:
                self._clock.sleep(TICK)

    def _begin(self, job: Job, workers: concurrent.futures.Executor) -> None:
        job.begun = True
        workers.submit(self._carry_out, job)

    def _given_up(self, job: Job) -> bool:
        """End a table that has not begun, where AWS has refused every change for as long as the table may take."""
        seconds = self._pacer.nothing_admitted()
        if not job.run or seconds < max(job.rules.wait_timeout, REFUSED_LIMIT):
            return False
        text = f"AWS has admitted no change of any table for {seconds:.0f} seconds, so this one was not begun"
        _leave(job.run, ServiceError(job.run.plan.operations[0].operation, NOT_ADMITTED, text))
        job.over = True
        return True

    def _admits(self, begun: int) -> bool:
        limit = LINE if self._pacer.limited else self._pacer.concurrency
        return self._pacer.backlog + begun < limit

    def _look_and_tell(self, job: Job) -> None:
        with _kept_apart(job):
            self._look(job)
            if not job.has_work:
                self._finish(job)
        self._looked.put(job)

    def _carry_out(self, job: Job) -> None:
        with _kept_apart(job):
            if self._clock.now() - job.looked_at > FRESH:
                self._look(job)
            self._finish(job)
        job.over = True

    def _look(self, job: Job) -> None:
        if job.desired:
            job.run = self._converger.look(job.desired, job.rules)
            job.looked_at = self._clock.now()

    def _finish(self, job: Job) -> None:
        if job.run and job.rules.apply and not job.run.errors:
            self._converger.carry_out(job.run, job.rules)


def _leave(run: Run, error: ServiceError) -> None:
    """End a run whose plan cannot be begun; all of it stays pending."""
    run.applied, run.differs = True, list(run.plan.changes)
    run.outcome.stop(error)
    for step in run.outcome.steps:
        step.status = PENDING


@contextlib.contextmanager
def _kept_apart(job: Job) -> t.Iterator[None]:
    """Keep what goes wrong with one table from the others."""
    try:
        yield
    except ServiceError as error:
        job.error = error
    except Exception:
        job.crash = traceback.format_exc()


def _reads_slowly(job: Job) -> bool:
    """Tell whether the look may have to wait, so that these tables are read last.

    AWS admits few of some calls; a key that is named by an alias is looked up once for all tables, at another service,
    which may be out of reach.
    """
    wanted = wanted_by(job.desired.settings) if job.desired else Wanted()
    return bool(wanted.keys) or any(entry.read and entry.read.slow for entry in ENTRIES if entry.name in wanted.reads)
