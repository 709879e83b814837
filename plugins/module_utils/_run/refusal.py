# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Decides how a step goes on after its call was refused or failed."""

from __future__ import annotations

import typing as t

from .._aws.pace import TRANSIENT_ATTEMPTS, backoff, busy_interval, lock_interval
from .._aws.quotas import admitted_at, timestamp
from .._aws.verdicts import Verdict
from .._settings.in_flight import in_flight, quiet
from .outcome import DONE, FAILED, PENDING, SKIPPED

if t.TYPE_CHECKING:
    from .._aws.clock import Clock
    from .._aws.errors import ServiceError
    from .outcome import Outcome
    from .step import Step
    from .view import View

# A call that is refused as "in use" is repeated for this long while no look shows a reason: locks of tags, policies and
# auto scaling are not shown.
UNSEEN_LIMIT = 60.0
# AWS may answer for this long that a new table or index does not exist.
MISSING_LIMIT = 10.0
# The calls, beside those that create a table, whose effect DescribeTable shows. Of other calls, the reads of the
# settings show the effects that they name.
TELLING = ("UpdateTable", "DeleteTable")


class Patience(t.NamedTuple):
    """Whether the run waits for what is in flight, and until when by the clock."""

    wait: bool
    deadline: float


class RefusedCalls:
    """Decides from the verdict on an error, and from a look at the table if that says more, how a step goes on."""

    def __init__(self, view: View, clock: Clock, patience: Patience, outcome: Outcome) -> None:
        self._view = view
        self._clock = clock
        self._patience = patience
        self._outcome = outcome

    def decide(self, step: Step, error: ServiceError) -> None:
        """Note the error in the step, and decide whether and when its call is repeated."""
        now = self._clock.now()
        if step.error is None or step.error.verdict is not error.verdict:
            step.since = now
        step.error, step.seen = error, None
        step.stumbles += error.verdict is Verdict.TRANSIENT
        step.doubtful = step.doubtful or error.retried or error.verdict is Verdict.TRANSIENT
        if self._is_so(step, error):
            step.succeed()
        elif error.verdict in (Verdict.OVERTAKEN, Verdict.ALREADY):
            # Where an earlier attempt had no answer, it may be this run itself that it was overtaken by.
            step.status = DONE if step.doubtful else SKIPPED
        elif error.verdict is Verdict.LATER:
            self._put_off(step, error)
        elif error.verdict is Verdict.SOON:
            stated = error.seconds_until_retry(self._clock.today())
            step.not_before = now + (stated or lock_interval(error))
        elif error.verdict is Verdict.BUSY:
            self._busy(step)
        elif _worth_another_try(step, error, now):
            step.not_before = now + backoff(step.stumbles or step.attempts)
        else:
            step.status = FAILED

    def _is_so(self, step: Step, error: ServiceError) -> bool:
        """Tell whether the table is as the call asks.

        AWS also refuses a call as needless if only a part of it is, so a call of several parts needs a look.
        """
        if error.verdict is Verdict.ALREADY:
            whole = step.operation.operation != "UpdateTable" or _parts(step) < 2
            return whole or not self._view.can_look() or self._view.shows(step.operation)
        return self._took_effect(step, error)

    def _took_effect(self, step: Step, error: ServiceError) -> bool:
        """Tell whether a look shows the effect, of an earlier attempt without an answer or of another process."""
        overtaken = error.verdict is Verdict.FINAL and step.operation.operation == "UpdateTable"
        # Other APIs have no text of their own for what is so already: they refuse it as they do while it changes.
        refused = error.verdict is Verdict.BUSY and not _tells(step)
        if not _is_shown(step) or not (step.doubtful or overtaken or refused):
            return False
        return self._view.can_look(step.operation) and self._view.shows(step.operation)

    def _busy(self, step: Step) -> None:
        """Set when to repeat a call that was refused as busy.

        If a look shows nothing in flight for a minute, the step has failed.
        """
        now = self._clock.now()
        step.calm_since = step.calm_since or now
        explained = False
        if self._view.can_look(step.operation):
            explained = not quiet(self._view.observed) or self._is_changing(step)
            step.seen = in_flight(self._view.observed) if explained else None
            if not explained and now - step.calm_since > UNSEEN_LIMIT:
                step.status = FAILED
        if explained:
            step.calm_since = 0.0
        replicas = bool(self._view.observed and self._view.observed.beside.replicas)
        step.not_before = now + busy_interval(now - step.since, explained=explained, replicas=replicas)

    def _is_changing(self, step: Step) -> bool:
        """Tell whether the last look shows a change in flight that the effects of the call have to wait for."""
        observed = self._view.observed
        plannings = (effect.planning for effect in step.operation.effects)
        return observed is not None and any(planning.is_changing(observed) for planning in plannings)

    def _put_off(self, step: Step, error: ServiceError) -> None:
        """Wait once for the time at which AWS admits the call, if it is before the deadline; else leave the call."""
        today = self._clock.today()
        when = admitted_at(error.text, today, self._changed_at(step))
        if when is None:
            step.status = PENDING
            return
        error.retry_at = timestamp(when)
        moment = self._clock.now() + max(0.0, (when - today).total_seconds())
        if self._patience.wait and not step.put_off and moment <= self._patience.deadline:
            step.put_off, step.not_before = True, moment
        else:
            step.status = PENDING

    def _changed_at(self, step: Step) -> object:
        """Return the time of the last change of the same kind, from the table or from this run; ``None`` if unknown."""
        observed = self._view.observed
        shown = [effect.planning.changed_at(observed) for effect in step.operation.effects] if observed else []
        if any(shown):
            return next(when for when in shown if when)
        own = (other.done_at for other in self._outcome.with_status(DONE) if _alike(step, other))
        return max((when for when in own if when), default=None)


def _is_shown(step: Step) -> bool:
    """Tell whether a look shows what the call brings about."""
    return _tells(step) or bool(step.operation.effects)


def _tells(step: Step) -> bool:
    return step.operation.creates or step.operation.operation in TELLING


def _parts(step: Step) -> int:
    """Return how many changes a call makes, each of which the table may have already."""
    request = step.operation.request
    updates = request.get("GlobalSecondaryIndexUpdates", ())
    return len(updates) + len({*request} - {"TableName", "AttributeDefinitions", "GlobalSecondaryIndexUpdates"})


def _alike(step: Step, other: Step) -> bool:
    return step.operation.operation == other.operation.operation != "UpdateTable"


def _worth_another_try(step: Step, error: ServiceError, now: float) -> bool:
    if error.verdict is Verdict.MISSING:
        return now - step.since < MISSING_LIMIT
    return error.verdict is Verdict.TRANSIENT and step.stumbles < TRANSIENT_ATTEMPTS
