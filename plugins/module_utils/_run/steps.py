# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""How far the operations of a plan have come."""

from __future__ import annotations

import dataclasses
import typing as t

if t.TYPE_CHECKING:
    from concurrent.futures import Future

    from .._aws.errors import ServiceError
    from .._observed.model import Observed
    from .._plan.model import Operation, Words

PLANNED = "planned"
DONE = "done"
PENDING = "pending"
FAILED = "failed"
SKIPPED = "skipped"


@dataclasses.dataclass
class Step:
    """One operation on its way.

    ``pending`` means that a later run can do it, ``skipped`` that the service said it is so already. ``since`` is the
    clock's time of the first refusal, ``not_before`` the earliest time of the next attempt.
    """

    operation: Operation
    status: str = PLANNED
    error: ServiceError | None = None
    attempts: int = 0
    since: float = 0.0
    not_before: float = 0.0
    future: Future[dict[str, t.Any]] | None = None

    @property
    def over(self) -> bool:
        """The call was made, or did not have to be."""
        return self.status in (DONE, SKIPPED)

    def words(self) -> Words:
        """Return what a result tells of the operation."""
        words = {**self.operation.words(), "status": self.status}
        if self.error and not self.over:
            words["error"] = self.error.words()
            if self.error.retry_at:
                words["retry_at"] = self.error.retry_at
        return words


@dataclasses.dataclass
class Outcome:
    """What became of a plan: every step, the table as last seen, and why the run ended early if it did."""

    steps: list[Step]
    table: dict[str, t.Any] | None = None
    observed: Observed | None = None
    settled: bool = False
    stopped: str = ""
    error: ServiceError | None = None
    backup_arn: str = ""

    @property
    def changed(self) -> bool:
        """Whether any call took effect; the last look before a deletion changes nothing."""
        return any(step.status == DONE and step.operation.operation != "Scan" for step in self.steps)

    @property
    def between_tables(self) -> bool:
        """Whether the old table is on its way out and the one that replaces it not yet asked for."""
        done = {step.operation.operation: step.over for step in self.steps}
        return done.get("DeleteTable", False) and not done.get("CreateTable", True)

    def stop(self, error: ServiceError) -> None:
        """Keep the error that ended the run early, unless it had ended before."""
        if not self.stopped:
            self.stopped, self.error = str(error), error

    def with_status(self, status: str) -> list[Step]:
        """Return the steps that ended so."""
        return [step for step in self.steps if step.status == status]


def startable(steps: t.Sequence[Step]) -> list[Step]:
    """Return the steps whose turn it is: the first of each lane that is not over, if what it follows is."""
    keys = {step.operation.key for step in steps if step.over}
    lanes: dict[str, Step] = {}
    for step in steps:
        put_off = step.status == PENDING and not step.operation.blocks
        if not step.over and not put_off:
            lanes.setdefault(step.operation.lane, step)
    return [
        step
        for step in lanes.values()
        if step.status == PLANNED and step.future is None and step.operation.follows <= keys
    ]
