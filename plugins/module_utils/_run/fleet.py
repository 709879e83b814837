# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Runs many tables in one process: reads each table and carries out its plan as soon as the account's limit allows.

No table waits for another table. Each has a thread, because threads are cheap while they wait, and runs mostly wait.
The pacer limits how many calls are made at a time and how fast changes follow each other, see ``_aws/pacing.py``.
"""

from __future__ import annotations

import collections
import concurrent.futures
import contextlib
import queue
import traceback
import typing as t

from .._aws.api import TableApi
from .._aws.clock import Clock
from .._aws.connecting import connector
from .._aws.errors import ServiceError
from .._aws.inline import Inline
from .._aws.listing import HOME, share
from .._aws.pacing import REFUSED_LIMIT, Pacer
from .._aws.reading import Wanted, wanted_by
from .._settings.catalog import BY_NAME, ENTRIES
from .aws_module import exit_with
from .converge import Converger
from .fleet_result import fleet_result
from .jobs import jobs_of
from .outcome import PENDING
from .progress import Progress

if t.TYPE_CHECKING:
    from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

    from .._aws.listing import Listing
    from .._settings.desired import Desired
    from .._texts.facts import Facts
    from .jobs import Job
    from .run import Run

# How many tables are read at a time; the pacer limits their calls.
LOOKS = 32
# How many plans are carried out at a time: AWS allows no more operations of an account in flight.
WORK = 500
# Once AWS limits changes, a table begins only if fewer changes than these wait in line: its plan would grow old there.
LINE = 4
# How many tables can begin at once, and the seconds until the next can begin.
BATCH, TICK = 4, 0.025
# A plan that is older, in seconds, is made again, because the table may have changed.
FRESH = 30.0
# The error code for a table that was not begun because AWS admitted no change.
NOT_ADMITTED = "ThrottlingException"


Threads = t.Callable[[int], concurrent.futures.Executor]


class Arrivals(t.Protocol):
    """The queue of the jobs whose tables were read."""

    def put(self, item: Job, /) -> None: ...
    def get(self) -> Job: ...
    def empty(self) -> bool: ...


class Fleet:
    """Carries out jobs in parallel; tests with virtual time give their own ``threads`` and ``looked``."""

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
        """Carry out all jobs, and return when the last one is over; each job has its own outcome."""
        with self._threads(LOOKS) as lookers, self._threads(WORK) as workers:
            for job in sorted(jobs, key=_reads_slowly):
                lookers.submit(self._look_and_tell, job)
            self._dispatch(len(jobs), workers)

    def _dispatch(self, left: int, workers: concurrent.futures.Executor) -> None:
        """Begin the tables in the order in which they were read, as fast as the account's limit allows."""
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
        """End a job that has not begun, if AWS has refused every change for as long as the job may wait.

        Returns whether it was ended.
        """
        seconds = self._pacer.nothing_admitted()
        if not job.run or seconds < max(job.rules.wait_timeout, REFUSED_LIMIT):
            return False
        text = f"AWS has admitted no change of any table for {seconds:.0f} seconds, so this one was not begun"
        _leave(job.run, ServiceError(job.run.plan.every_operation[0].operation, NOT_ADMITTED, text))
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
            job.run = self._converger.look(job.desired, job.rules, again=job.run is not None)
            job.looked_at = self._clock.now()

    def _finish(self, job: Job) -> None:
        if job.run and job.rules.apply and not job.run.errors:
            self._converger.carry_out(job.run, job.rules)


def _leave(run: Run, error: ServiceError) -> None:
    """End a run whose plan cannot be begun; all its calls stay pending."""
    run.applied, run.differs = True, list(run.plan.changes)
    run.outcome.stop(error)
    for step in run.outcome.steps:
        step.status = PENDING


@contextlib.contextmanager
def _kept_apart(job: Job) -> t.Iterator[None]:
    """Store an error or a crash of one table in its job, so that the other tables go on."""
    try:
        yield
    except ServiceError as error:
        job.error = error
    except Exception:
        job.crash = traceback.format_exc()


def _reads_slowly(job: Job) -> bool:
    """Tell whether reading the table may take long; such tables are read last.

    AWS admits few calls of some reads. The look-up of a KMS key, once for all tables, needs another service, which may
    not answer.
    """
    wanted = wanted_by(job.desired.settings) if job.desired else Wanted()
    return bool(wanted.keys) or any(entry.read and entry.read.slow for entry in ENTRIES if entry.name in wanted.reads)


# The verbosity from which Ansible shows the options of a module.
WHOLE_OPTIONS = 3
# The choice of where tags come from that needs no call for each table.
TAGGING = "tagging_api"
# How many threads make calls or wait for their turn.
CALLERS = 512


def run_tables(module: AnsibleAWSModule) -> None:
    """Carry out dynamodb_tables."""
    exit_with(module, {**tables_result(module), **_invocation(module)})


def _invocation(module: AnsibleAWSModule) -> Facts:
    """Return the options that Ansible adds to a result, with the tables by their names alone.

    Ansible shows them from ``-vvv`` on, and then they are whole; for many tables they are longer than the result.
    """
    if module._verbosity >= WHOLE_OPTIONS:
        return {}
    tables = [{"name": table.get("name")} for table in module.params["tables"]]
    return {"invocation": {"module_args": {**module.params, "tables": tables}}}


def tables_result(module: AnsibleAWSModule) -> Facts:
    """Return the result of dynamodb_tables; it is a failure if it has a ``msg``."""
    jobs = jobs_of(module)
    sound = [job for job in jobs if job.sound and not job.validate_only]
    warnings: list[str] = []
    listing: Listing | None = None
    if sound:
        try:
            warnings, listing = _carry_out(module, sound)
        except ServiceError as error:
            for job in sound:
                job.error = error
    result = fleet_result(jobs, everything=module.params["detail"] == "all" or len(jobs) == 1)
    result = with_listing(result, listing)
    return {**result, "warnings": [*result["warnings"], *warnings]}


def share_answers(api: TableApi, jobs: t.Sequence[Job], pacer: Pacer, *, tagging: bool = False) -> None:
    """Have all tables of a run use the same answers, where AWS answers for several tables."""
    wanted = ((region, name) for job in jobs if job.desired for region, name in _reads_of(job.desired))
    share(api, ((at, read) for at, name in wanted if (read := BY_NAME[name].read)), len(jobs), pacer, tagging=tagging)


def _reads_of(desired: Desired) -> t.Iterator[tuple[str, str]]:
    """Return the settings of a table that have their own read, each with its Region."""
    yield from ((HOME, name) for name in wanted_by(desired.settings).reads)
    for region, wanted in desired.elsewhere.items():
        from .._plan.elsewhere import desired_there

        yield from ((region, name) for name in wanted_by(desired_there(desired, wanted).settings).reads)


def with_listing(result: Facts, listing: Listing | None) -> Facts:
    """Return the result with what is to be told of answers about all tables of a Region."""
    if listing is None:
        return result
    actions = sorted({*result["plan"]["iam_actions"], *listing.actions})
    plan = {**result["plan"], "iam_actions": actions}
    return {**result, "plan": plan, "warnings": [*result["warnings"], *listing.warnings]}


def _callers(tables: int) -> concurrent.futures.Executor:
    """Return what makes the calls of each table: its own thread, if there are many tables."""
    return Inline() if tables >= LOOKS else concurrent.futures.ThreadPoolExecutor(CALLERS, "call")


def _carry_out(module: AnsibleAWSModule, jobs: list[Job]) -> tuple[list[str], Listing | None]:
    """Carry out jobs; return warnings, and what was read of all tables at once.

    Raises ``ServiceError`` if no client can be made.
    """
    concurrency, clock = module.params["concurrency"], Clock()
    pacer = Pacer(clock, concurrency)
    api = TableApi(connector(module, concurrency), pacer)
    share_answers(api, jobs, pacer, tagging=module.params["tags_from"] == TAGGING)
    progress = Progress(module.params["progress_file"], jobs, pacer, clock)
    with _callers(len(jobs)) as pool, progress.shown():
        converger = Converger(api, clock, pool, concurrent.futures.ThreadPoolExecutor)
        Fleet(converger, pacer, clock).run(jobs)
    return progress.warnings, api.listing
