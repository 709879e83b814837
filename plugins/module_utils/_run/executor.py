# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Carries out a plan: makes each call as soon as AWS admits it, in parallel if possible, and keeps every result."""

from __future__ import annotations

import concurrent.futures
import typing as t

from .._aws.errors import ServiceError, not_empty
from .._aws.pace import poll_interval
from .._aws.verdicts import Verdict
from .._settings.calls import DYNAMODB
from .._settings.conditions import LOST, TABLE_GONE
from .._settings.in_flight import in_flight
from .filling import filled
from .outcome import DONE, FAILED, PENDING, PLANNED, Outcome
from .progress import activity, awaited
from .refusal import MISSING_LIMIT, Patience, RefusedCalls
from .step import Step
from .turns import between, startable
from .view import View

if t.TYPE_CHECKING:
    from .._aws.api import TableApi
    from .._aws.clock import Clock
    from .._plan.plan import Plan
    from .._settings.calls import Operation
    from .._settings.conditions import Condition
    from .._settings.observed import Observed
    from .._settings.origins.origin import Making

__all__ = ["Executor", "Patience", "StoppedError"]

# If the old table or index is deleted and the new one is not asked for yet, the run waits this long after the deadline.
BRIDGE_LIMIT = 600.0
# A failure that AWS shows so soon after a call may be that of an earlier attempt.
STALE = 1.0
# A run deletes only the table that it has read, and not a table of the same name that another process made since.
REPLACED = "somebody else has made another table of that name meanwhile, which was left alone"
# Refusals that the run waits out even without ``wait``, because they end within seconds.
BRIEF = (Verdict.SOON, Verdict.MISSING, Verdict.TRANSIENT)


Tell = t.Callable[[str, float], None]


def _untold(_what: str, _now: float) -> None:
    """Do nothing; the default for ``tell``."""


class StoppedError(Exception):
    """The run cannot go on, for a reason other than an error of AWS; ``for_good`` if a later run cannot either."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good


class Executor:
    """Carries out one plan. Other runs may share the pool. ``tell`` gets what the run waits for, and the time."""

    def __init__(
        self, api: TableApi, clock: Clock, pool: concurrent.futures.Executor, patience: Patience, tell: Tell = _untold
    ) -> None:
        self._api = api
        self._clock = clock
        self._pool = pool
        self.patience = patience
        self._tell = tell

    def run(self, plan: Plan, observed: Observed | None, making: Making | None = None) -> Outcome:
        """Make the calls of the plan for the table as it was observed; ``making`` is what AWS still makes of it.

        Never raises ``ServiceError``: the outcome has the status and the error of each call.
        """
        self._outcome = Outcome([Step(step) for step in plan.operations], observed=observed, making=making)
        self._view = View(self._api, plan.name, self._outcome)
        self._refused = RefusedCalls(self._view, self._clock, self.patience, self._outcome)
        self._moved = self._clock.now()
        self._lost_since: float | None = None
        try:
            self._make_calls()
            self._outcome.settled = self._await(_still_to_come(plan, observed))
        except StoppedError as reason:
            self._outcome.stopped, self._outcome.for_good = str(reason), reason.for_good
        except ServiceError as error:
            self._outcome.stop(error)
        self._finish_running()
        for step in self._outcome.with_status(PLANNED):
            step.status = PENDING
        return self._outcome

    @property
    def observed(self) -> Observed | None:
        """The table at the last look, for those who wait for what it shows."""
        return self._outcome.observed

    def _make_calls(self) -> None:
        while True:
            self._collect()
            waiting = startable(self._outcome.steps)
            if any(step.operation.stops for step in self._outcome.with_status(FAILED)):
                # After a failure no call is begun; only calls that had no answer are repeated, to learn what they did.
                waiting = [step for step in waiting if step.unanswered]
                if not (waiting or self._running()):
                    return
            if [step for step in waiting if self._advance(step)]:
                continue
            if not (self._running() or self._worth_waiting(waiting)):
                return
            self._pause(waiting)

    def _advance(self, step: Step) -> bool:
        """Make the call if AWS admits it now; skip it if the table already shows what it asks for.

        Returns whether one of both was done.
        """
        if self._held(step) or (step.occupies and any(other.occupies for other in self._running())):
            return False
        if step.needs:
            self._view.refresh(step.needs)
        if self._needless(step):
            step.succeed()
        elif not all(need.holds(self._view.observed) for need in step.needs):
            return False
        else:
            self._launch(step)
        return True

    def _needless(self, step: Step) -> bool:
        """Tell whether the table shows that the call was made before, or that another process made it unnecessary."""
        steps = self._outcome.steps
        deletion = next((other for other in steps if other.operation.operation == "DeleteTable"), None)
        if deletion and not deletion.over and self._view.removed and steps.index(step) <= steps.index(deletion):
            if self._view.replaced and not any(other.operation.creates for other in steps):
                raise StoppedError(REPLACED, for_good=True)
            return True
        if step.operation.creates:
            return self._view.replaced
        operation = step.operation
        return operation.operation == "UpdateTable" and not operation.again and self._view.shows(operation)

    def _held(self, step: Step) -> bool:
        """Tell whether it is too early for another attempt: before its time, unless what was in flight has changed."""
        if step.not_before <= self._clock.now():
            return False
        if step.seen is None:
            return True
        self._view.refresh()
        return in_flight(self._view.observed) == step.seen

    def _launch(self, step: Step) -> None:
        step.attempts += 1
        step.operation = step.operation.current(self._view.observed)
        step.future = self._pool.submit(self._call, step.operation, filled(step, self._view.observed))

    def _call(self, operation: Operation, request: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
        """Make one call; for a backup, also wait until it is complete."""
        scans = [step.operation.request for step in self._outcome.steps if step.operation.operation == "Scan"]
        if scans and operation.operation == "DeleteTable":
            # The call may have waited in line, or was refused and is repeated: the table may have items by now.
            return self._api.sender.delete_if_empty(request, scans[0])
        if operation.service != DYNAMODB:
            return self._api.sender.send_to(operation.service, operation.operation, request)
        answer = self._api.sender.send(operation.operation, request)
        if operation.operation == "Scan" and answer["Count"]:
            raise not_empty()
        if operation.operation == "CreateBackup":
            self._await_backup(answer["BackupDetails"]["BackupArn"])
        return answer

    def _await_backup(self, arn: str) -> None:
        self._outcome.backup_arn = arn
        start = self._clock.now()
        while self._api.sender.backup_status(arn) == "CREATING":
            if self._clock.now() > self.patience.deadline:
                raise ServiceError("CreateBackup", "Timeout", "the backup is not complete; nothing was deleted")
            self._clock.sleep(poll_interval(self._clock.now() - start, 0.5))

    def _running(self) -> list[Step]:
        return [step for step in self._outcome.steps if step.future]

    def _collect(self) -> None:
        for step in self._running():
            future = step.future
            if future is None or not future.done():
                continue
            step.future = None
            error = future.exception()
            if error is None:
                self._view.written(step.operation)
                self._note_done(step, future.result())
            elif isinstance(error, ServiceError):
                self._view.aged()
                self._refused.decide(step, error)
                if step.over or step.doubtful:
                    self._moved = self._clock.now()
            else:
                raise error

    def _note_done(self, step: Step, answer: t.Mapping[str, t.Any]) -> None:
        step.status, step.error, step.done_at = DONE, None, self._clock.today()
        if step.operation.makes:
            self._outcome.begin(step.operation.makes(answer))
        self._moved = self._clock.now()
        for other in self._outcome.steps:
            if step.operation.lane == other.operation.lane and step.operation.pause and not other.over:
                other.not_before = self._moved + step.operation.pause

    def _worth_waiting(self, waiting: list[Step]) -> bool:
        """Tell whether waiting can help some step; without ``wait`` the run waits only for short locks."""
        if not waiting:
            return False
        held = [step for step in waiting if step.not_before > self._clock.now()]
        short = [step for step in held if step.error is None or step.error.verdict in BRIEF]
        return bool(self.patience.wait or short or between(self._outcome))

    def _pause(self, waiting: list[Step]) -> None:
        """Wait until a call returns, or until the next look or attempt is due.

        Raises ``StoppedError`` after the deadline.
        """
        now = self._clock.now()
        if now > self.patience.deadline + (BRIDGE_LIMIT if between(self._outcome) else 0):
            raise StoppedError(f"wait_timeout reached while waiting for {awaited(self._outcome)}")
        held = [step for step in waiting if step.not_before > now]
        due = [step.not_before - now for step in held]
        due += [poll_interval(now - max(self._moved, step.since)) for step in held if step.seen]
        if len(held) < len(waiting) or not held:
            due.append(poll_interval(now - self._moved))
        self._check_hope([need for step in waiting for need in step.needs if not need.holds(self._view.observed)])
        running = [step.future for step in self._running() if step.future]
        self._tell(activity(self._outcome, self._view.observed), now)
        if running:
            concurrent.futures.wait(running, min(due), concurrent.futures.FIRST_COMPLETED)
        else:
            self._clock.sleep(min(due))
        if waiting:
            self._view.aged()

    def _await(self, conditions: tuple[Condition, ...]) -> bool:
        """Wait until the conditions hold, if all calls of the plan were made; return whether they hold."""
        if not all(step.over for step in self._outcome.steps):
            return False
        while not self._view.hold(conditions):
            now = self._clock.now()
            if not self.patience.wait:
                return False
            open_ones = [condition for condition in conditions if not condition.holds(self._view.observed)]
            if now > self.patience.deadline:
                raise StoppedError(f"wait_timeout reached while waiting for {', '.join(map(str, open_ones))}")
            self._check_hope(open_ones)
            if TABLE_GONE in open_ones and self._view.replaced:
                raise StoppedError(REPLACED, for_good=True)
            self._tell(activity(self._outcome, self._view.observed), now)
            self._clock.sleep(poll_interval(now - self._moved))
            self._view.aged()
        return True

    def _check_hope(self, conditions: t.Iterable[Condition]) -> None:
        """Raise ``StoppedError`` if a condition has been hopeless for longer than answers of AWS can be stale.

        Raises ``ServiceError`` if AWS says that the change to it has failed.
        """
        now, conditions = self._clock.now(), [*conditions]
        failures = (condition.failure(self._view.observed) for condition in conditions)
        failure = next((each for each in failures if each), None)
        if failure and now - self._moved > STALE:
            raise ServiceError(*failure)
        lost = [condition for condition in conditions if condition.hopeless(self._view.observed)]
        self._lost_since = (self._lost_since or now) if lost else None
        if self._lost_since and now - self._lost_since > MISSING_LIMIT:
            status = self._view.observed.status if self._view.observed else "gone"
            reason = f"waiting for {', '.join(map(str, lost))} is in vain: the table is {status}"
            raise StoppedError(reason, for_good=status in LOST)

    def _finish_running(self) -> None:
        """Wait for the answers of calls that were sent, so that the outcome says what they did."""
        while self._running():
            concurrent.futures.wait([step.future for step in self._running() if step.future])
            self._collect()


def _still_to_come(plan: Plan, observed: Observed | None) -> tuple[Condition, ...]:
    """Return the conditions at the end of the plan, without those that held before and cost a read to look at.

    The calls of a plan do not end what it wants; and the settings are read again at the end of the run.
    """
    return tuple(each for each in plan.final_conditions() if not (each.reads and each.holds(observed)))
