# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Writes the progress of a fleet to a file once a second; the action plugin shows it while the module runs."""

from __future__ import annotations

import contextlib
import json
import os
import threading
import typing as t

from .._plan.durations import duration, usual_seconds
from .failure import failure
from .turns import startable

if t.TYPE_CHECKING:
    from .._aws.clock import Clock
    from .._aws.pacing import Pacer
    from .._settings.observed import Observed
    from .._texts.facts import Facts
    from .jobs import Job
    from .outcome import Outcome
    from .step import Step

SECONDS = 1.0


def snapshot(jobs: t.Sequence[Job], pacer: Pacer | None, now: float) -> Facts:
    """Return how the finished tables ended, and what the others wait for and for how many seconds.

    ``unread`` counts the tables that were not read yet, ``in_line`` those that were read and wait for their turn. Only
    a fleet has a pacer.
    """
    over = {job.name: _ending(job) for job in jobs if job.over}
    waits = {
        job.name: {"for": job.run.awaits[0], "seconds": round(now - job.run.awaits[1])}
        for job in jobs
        if not job.over and job.run and job.run.awaits[0]
    }
    unread = sum(not (job.over or job.run) for job in jobs)
    return {
        "total": len(jobs),
        "over": over,
        "waits": waits,
        "unread": unread,
        "in_line": sum(job.stands_in_line for job in jobs),
        "seconds_between_changes": round(pacer.limited, 2) if pacer else 0.0,
        "seconds_between_reads": {name: round(s, 2) for name, s in pacer.limited_reads.items()} if pacer else {},
    }


def _ending(job: Job) -> str:
    if job.error or job.crash or job.run is None or failure(job.run):
        return "failed"
    return "changed" if job.run.changed else "ok"


class Progress:
    """Writes snapshots to a file while a block runs; ``warnings`` says if the file could not be written."""

    def __init__(self, path: str | None, jobs: t.Sequence[Job], pacer: Pacer | None, clock: Clock) -> None:
        self._path = path
        self._jobs = jobs
        self._pacer = pacer
        self._clock = clock
        self._end = threading.Event()
        self.warnings: list[str] = []

    @contextlib.contextmanager
    def shown(self) -> t.Iterator[None]:
        """Write a snapshot every second while the block runs."""
        if not self._path:
            yield
            return
        writer = threading.Thread(target=self._write, args=(self._path,), daemon=True)
        writer.start()
        try:
            yield
        finally:
            self._end.set()
            writer.join()

    def _write(self, path: str) -> None:
        while not self._end.wait(SECONDS):
            try:
                with open(f"{path}.new", "w", encoding="utf-8") as file:
                    json.dump(snapshot(self._jobs, self._pacer, self._clock.now()), file)
                os.replace(f"{path}.new", path)
            except OSError as error:
                self.warnings.append(f"how far the tables are could not be written to {path}: {error}")
                return


# A call that usually takes effect within this many seconds is shown without an estimate.
SHORT = 30


def activity(outcome: Outcome, observed: Observed | None) -> str:
    """Return which call is taking effect, how long that usually takes, and which call is next.

    If no call is in flight, return the next one and what it waits for.
    """
    doing = [step for step in outcome.steps if step.over and _open(step, observed)][-1:]
    doing += [step for step in outcome.steps if step.future]
    following = [step for step in outcome.steps if not (step.over or step.future)][:1]
    if not doing:
        return "".join(f"{step.operation.reason}: " for step in following) + awaited(outcome)
    told = ", ".join(dict.fromkeys(_told(step) for step in doing))
    errors = [f" ({step.error})" for step in following if step.error]
    return told + "".join(f", then {step.operation.reason}" for step in following) + "".join(errors)


def _open(step: Step, observed: Observed | None) -> bool:
    return any(not condition.holds(observed) for condition in step.operation.settles)


def _told(step: Step) -> str:
    usual = usual_seconds(step.operation.operation, step.operation.request)
    return step.operation.reason + (f" (usually about {duration(usual)})" if usual > SHORT else "")


def awaited(outcome: Outcome) -> str:
    """Return the conditions and errors that the next calls wait for."""
    left = [step for step in outcome.steps if not step.over]
    names = [str(need) for step in startable(outcome.steps) for need in step.needs if not need.holds(outcome.observed)]
    errors = [str(step.error) for step in left if step.error]
    calls = [f"{step.operation.operation} to be admitted" for step in left if step.future]
    return "; ".join(dict.fromkeys([*names, *errors, *calls])) or "the service"
