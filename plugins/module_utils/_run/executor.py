# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Carrying out a plan: each call as soon as AWS admits it, side by side where it can, and nothing lost on the way."""

from __future__ import annotations

import concurrent.futures
import typing as t

from .._aws.errors import ServiceError, Verdict
from .._aws.pace import backoff, poll_interval
from .._observed.describe import observe
from .._observed.model import Answers
from .._plan.conditions import quiet
from .._plan.effects import took_effect
from .steps import DONE, FAILED, PENDING, PLANNED, SKIPPED, Outcome, Step, startable

if t.TYPE_CHECKING:
    from .._aws.api import TableApi
    from .._aws.pace import Clock
    from .._observed.model import Observed
    from .._plan.conditions import Condition
    from .._plan.model import Operation, Plan

# A refusal as "in use" while nothing can be seen in flight is believed this long (tag, policy and scaling locks).
UNSEEN_LIMIT = 60.0
# A table or index that was just asked for may be unknown to some answers this long.
MISSING_LIMIT = 10.0
BACKUP_POLL = 1.0
# Once the old table is deleted, its replacement is waited for this long beyond all patience.
BRIDGE_LIMIT = 600.0
# Calls that fail inside the service or on the way to it are made this often; some such failures are for ever.
SHAKY_ATTEMPTS = 5


class StoppedError(Exception):
    """The run cannot go on for a reason that is no answer of the service."""


class Patience(t.NamedTuple):
    """Whether to wait for what is in flight, and until when by the clock."""

    wait: bool
    deadline: float


class Executor:
    """Carries out one plan. The pool is shared with whoever else works at the same time."""

    def __init__(self, api: TableApi, clock: Clock, pool: concurrent.futures.Executor, patience: Patience) -> None:
        self._api = api
        self._clock = clock
        self._pool = pool
        self._patience = patience

    def run(self, plan: Plan, observed: Observed | None) -> Outcome:
        """Make the calls of the plan, starting from the table as it was observed.

        Never raises for what the service says: the outcome tells of each call.
        """
        self._name = plan.name
        self._outcome = Outcome([Step(step) for step in plan.operations], observed=observed)
        self._fresh = True
        self._moved = self._clock.now()
        self._lost_since: float | None = None
        try:
            self._make_calls()
            self._outcome.settled = self._await(plan.rests_on())
        except StoppedError as reason:
            self._outcome.stopped = str(reason)
        except ServiceError as error:
            self._outcome.stop(error)
        self._finish_running()
        for step in self._outcome.with_status(PLANNED):
            step.status = PENDING
        return self._outcome

    def _make_calls(self) -> None:
        while True:
            self._collect()
            if self._outcome.with_status(FAILED):
                return
            waiting = startable(self._outcome.steps)
            ready = [step for step in waiting if self._admitted(step)]
            for step in ready:
                self._launch(step)
            running = self._running()
            if not ready and not (running or self._worth_waiting(waiting)):
                return
            if not ready:
                self._pause(running, waiting)

    def _admitted(self, step: Step) -> bool:
        if step.not_before > self._clock.now():
            return False
        return not step.operation.needs or self._hold(step.operation.needs)

    def _hold(self, conditions: t.Iterable[Condition]) -> bool:
        """Judge conditions by a look that is no older than the last write."""
        if not self._fresh:
            self._look()
        return all(condition.holds(self._outcome.observed) for condition in conditions)

    def _look(self) -> None:
        table = self._api.describe_table(self._name)
        self._outcome.table = table
        self._outcome.observed = observe(Answers(table)) if table else None
        self._fresh = True

    def _can_look(self) -> bool:
        """Look where a failure to do so must not hide the failure that is being judged."""
        try:
            self._look()
        except ServiceError:
            return False
        return True

    def _launch(self, step: Step) -> None:
        step.attempts += 1
        step.future = self._pool.submit(self._call, step.operation)
        self._moved = self._clock.now()

    def _call(self, operation: Operation) -> dict[str, t.Any]:
        """Make one call, and stay with it where its answer is only the beginning."""
        answer = self._api.send(operation.operation, operation.request)
        if operation.operation == "Scan" and answer["Count"]:
            raise ServiceError("Scan", "TableNotEmpty", "the table got an item meanwhile; nothing was deleted")
        if operation.operation == "CreateBackup":
            self._await_backup(answer["BackupDetails"]["BackupArn"])
        return answer

    def _await_backup(self, arn: str) -> None:
        self._outcome.backup_arn = arn
        while self._api.backup_status(arn) == "CREATING":
            if self._clock.now() > self._patience.deadline:
                raise ServiceError("CreateBackup", "Timeout", "the backup is not complete; nothing was deleted")
            self._clock.sleep(BACKUP_POLL)

    def _running(self) -> list[concurrent.futures.Future[dict[str, t.Any]]]:
        return [step.future for step in self._outcome.steps if step.future]

    def _collect(self) -> None:
        for step in self._outcome.steps:
            if step.future and step.future.done():
                future, step.future = step.future, None
                self._fresh, self._outcome.table = False, None
                self._moved = self._clock.now()
                error = future.exception()
                if error is None:
                    step.status, step.error = DONE, None
                elif isinstance(error, ServiceError):
                    self._judge(step, error)
                else:
                    raise error

    def _judge(self, step: Step, error: ServiceError) -> None:
        """Decide from the text of an error what becomes of its call."""
        now = self._clock.now()
        step.error, step.since = error, step.since or now
        refused_for = now - step.since
        if self._took_effect(step, error):
            step.status = DONE
        elif error.verdict is Verdict.ALREADY:
            step.status = DONE if error.retried or step.attempts > 1 else SKIPPED
        elif error.verdict is Verdict.LATER:
            step.status = PENDING
        elif error.verdict is Verdict.SOON:
            stated = error.seconds_until_retry(self._clock.today())
            step.not_before = now + (backoff(step.attempts) if stated is None else stated)
        elif _worth_another_try(step, error.verdict, refused_for):
            step.not_before = now + backoff(step.attempts)
        elif error.verdict is Verdict.BUSY:
            if refused_for > UNSEEN_LIMIT and self._can_look():
                if quiet(self._outcome.observed):
                    step.status = FAILED
                # What can be seen in flight explains the refusal, so the minute begins anew.
                step.since = now
            step.not_before = now + backoff(step.attempts)
        else:
            step.status = FAILED

    def _took_effect(self, step: Step, error: ServiceError) -> bool:
        """Look whether an earlier try, whose answer was lost, has done what this one was refused."""
        doubtful = error.retried or step.attempts > 1 or error.verdict is Verdict.SHAKY
        if not doubtful or step.operation.lane != "table" or error.verdict is Verdict.ALREADY:
            return False
        return self._can_look() and took_effect(step.operation, self._outcome.observed)

    def _worth_waiting(self, waiting: list[Step]) -> bool:
        """Tell whether time alone brings some step on; without ``wait`` only the short locks are sat out."""
        if not waiting:
            return False
        brief = (Verdict.SOON, Verdict.MISSING, Verdict.SHAKY)
        held = [step for step in waiting if step.not_before > self._clock.now()]
        short = [step for step in held if step.error and step.error.verdict in brief]
        return bool(self._patience.wait or short or self._outcome.between_tables)

    def _pause(self, running: list[concurrent.futures.Future[dict[str, t.Any]]], waiting: list[Step]) -> None:
        now = self._clock.now()
        if now > self._patience.deadline + (BRIDGE_LIMIT if self._outcome.between_tables else 0):
            raise StoppedError(f"wait_timeout reached while waiting for {_awaited(self._outcome)}")
        held = [step.not_before for step in waiting if step.not_before > now]
        interval = poll_interval(now - self._moved)
        if len(held) == len(waiting) and held:
            interval = min(held) - now
        observed = self._outcome.observed
        self._check_hope([need for step in waiting for need in step.operation.needs if not need.holds(observed)])
        if running:
            concurrent.futures.wait(running, interval, concurrent.futures.FIRST_COMPLETED)
        else:
            self._clock.sleep(interval)
        self._fresh = self._fresh and not waiting

    def _await(self, conditions: tuple[Condition, ...]) -> bool:
        """Wait for what the plan leads to, as far as its calls were made; tell whether it is reached."""
        if not all(step.over for step in self._outcome.steps):
            return False
        while not self._hold(conditions):
            now = self._clock.now()
            if not self._patience.wait:
                return False
            open_ones = [condition for condition in conditions if not condition.holds(self._outcome.observed)]
            if now > self._patience.deadline:
                raise StoppedError(f"wait_timeout reached while waiting for {', '.join(map(str, open_ones))}")
            self._check_hope(open_ones)
            self._clock.sleep(poll_interval(now - self._moved))
            self._fresh = False
        return True

    def _check_hope(self, conditions: t.Iterable[Condition]) -> None:
        """Stop when what is waited for has been gone for longer than an answer can be stale."""
        lost = [condition for condition in conditions if condition.hopeless(self._outcome.observed)]
        now = self._clock.now()
        self._lost_since = (self._lost_since or now) if lost else None
        if self._lost_since and now - self._lost_since > MISSING_LIMIT:
            status = self._outcome.observed.status if self._outcome.observed else "gone"
            raise StoppedError(f"waiting for {', '.join(map(str, lost))} is in vain: the table is {status}")

    def _finish_running(self) -> None:
        """Let calls that are on their way come back, so that what they did is known."""
        while self._running():
            concurrent.futures.wait(self._running())
            self._collect()


def _worth_another_try(step: Step, verdict: Verdict, refused_for: float) -> bool:
    if verdict is Verdict.MISSING:
        return refused_for < MISSING_LIMIT
    return verdict is Verdict.SHAKY and step.attempts < SHAKY_ATTEMPTS


def _awaited(outcome: Outcome) -> str:
    left = [step for step in outcome.steps if not step.over]
    names = [
        str(need)
        for step in startable(outcome.steps)
        for need in step.operation.needs
        if not need.holds(outcome.observed)
    ]
    errors = [str(step.error) for step in left if step.error]
    return "; ".join(dict.fromkeys([*names, *errors])) or "the service"
