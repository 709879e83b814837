# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""How far the operations of a plan have come."""

from __future__ import annotations

import dataclasses
import typing as t

from .._aws.verdicts import Verdict
from .._settings.conditions import TABLE_ACTIVE

if t.TYPE_CHECKING:
    import datetime
    from concurrent.futures import Future

    from .._aws.errors import ServiceError
    from .._settings.calls import Operation
    from .._settings.conditions import Condition
    from .._settings.observed import Observed
    from .._texts.facts import Facts

PLANNED = "planned"
DONE = "done"
PENDING = "pending"
FAILED = "failed"
SKIPPED = "skipped"


@dataclasses.dataclass
class Step:
    """One operation on its way.

    ``pending`` means that a later run can do it, ``skipped`` that it was so already. Moments are by the clock:
    ``since`` of the first refusal of its kind, ``calm_since`` of the first that nothing to be seen explains,
    ``not_before`` of the next attempt. ``seen`` is what was in flight when the call was refused as busy: it is made
    earlier if that changes. ``stumbles`` are the attempts that failed for no reason of ours; ``doubtful`` means that an
    earlier one may have taken effect unseen, ``put_off`` that the next one has to wait for a time that the service
    named.
    """

    operation: Operation
    status: str = PLANNED
    error: ServiceError | None = None
    attempts: int = 0
    stumbles: int = 0
    since: float = 0.0
    calm_since: float = 0.0
    not_before: float = 0.0
    seen: tuple[object, ...] | None = None
    doubtful: bool = False
    put_off: bool = False
    done_at: datetime.datetime | None = None
    future: Future[dict[str, t.Any]] | None = None

    @property
    def over(self) -> bool:
        """The call was made, or did not have to be."""
        return self.status in (DONE, SKIPPED)

    @property
    def unanswered(self) -> bool:
        """The last attempt had no answer to go by, and another one will tell."""
        return self.error is not None and self.error.verdict is Verdict.SHAKY

    @property
    def passed_over(self) -> bool:
        """The call was put off, and what comes after it does not depend on it."""
        return not self.over and not self.operation.blocks and (self.status == PENDING or self.put_off)

    @property
    def needs(self) -> tuple[Condition, ...]:
        """What must hold before the call; one that was put off has lost its place, so it waits for a table at rest."""
        if self.put_off and self.operation.operation == "UpdateTable":
            return tuple(dict.fromkeys((*self.operation.needs, TABLE_ACTIVE)))
        return self.operation.needs

    @property
    def occupies(self) -> bool:
        """The call may take the table from ACTIVE, so no other such call can rely on the same look."""
        return self.operation.operation == "UpdateTable" and TABLE_ACTIVE in self.needs

    def succeed(self) -> None:
        """Note that the state is as the operation wants it: by our call, or by somebody else's."""
        self.status, self.error = DONE if self.doubtful else SKIPPED, None

    def facts(self) -> Facts:
        """Return what a result tells of the operation."""
        facts = {**self.operation.facts(), "status": self.status}
        if self.error and not self.over:
            facts["error"] = self.error.facts()
            if self.error.retry_at:
                facts["retry_at"] = self.error.retry_at
        return facts


@dataclasses.dataclass
class Outcome:
    """What became of a plan: every step, the table as last seen, and why the run ended early if it did.

    ``for_good`` tells that it would end so again, however late it is tried.
    """

    steps: list[Step]
    table: dict[str, t.Any] | None = None
    observed: Observed | None = None
    settled: bool = False
    stopped: str = ""
    error: ServiceError | None = None
    for_good: bool = False
    backup_arn: str = ""

    @property
    def changed(self) -> bool:
        """Whether any call took effect, also a backup that was only begun; the last look before a deletion does not."""
        done = any(step.status == DONE and step.operation.operation != "Scan" for step in self.steps)
        return done or bool(self.backup_arn)

    @property
    def between_tables(self) -> bool:
        """Whether the old table is on its way out and not all of the one that replaces it is asked for yet.

        What the specification leaves out is known from the old table alone, so nothing of it may be left behind.
        """
        names = [step.operation.operation for step in self.steps]
        if "DeleteTable" not in names:
            return False
        deletion, *later = self.steps[names.index("DeleteTable") :]
        return deletion.over and not all(step.over for step in later)

    @property
    def between_indexes(self) -> bool:
        """Whether an index is on its way out and the one in its place is not asked for yet that keeps more than the
        specification says: its maximum is known from the old index alone."""
        over = {step.operation.key for step in self.steps if step.over}
        left = (step.operation for step in self.steps if not step.over)
        return any(operation.remembers & over for operation in left)

    @property
    def between(self) -> bool:
        """Whether ending now would lose what only the requests that are left know."""
        return self.between_tables or self.between_indexes

    def stop(self, error: ServiceError) -> None:
        """Keep the error that ended the run early, unless it had ended before."""
        if not self.stopped:
            self.stopped, self.error, self.for_good = str(error), error, not error.may_heal

    def followed_by(self, other: Outcome) -> Outcome:
        """Return what became of a further plan, with the steps of this one before its own."""
        return dataclasses.replace(other, steps=[*self.steps, *other.steps], backup_arn=self.backup_arn)

    def with_status(self, status: str) -> list[Step]:
        """Return the steps that ended so."""
        return [step for step in self.steps if step.status == status]


def startable(steps: t.Sequence[Step]) -> list[Step]:
    """Return, in the order of the plan, the steps whose turn it is.

    That is the first of each lane that is not over, if what it follows is done and nothing goes before it. A step that
    was put off is passed over where it does not block, and has its turn again beside the others when its time comes.
    """
    done = {step.operation.key for step in steps if step.over}
    ahead = {step.operation.key for step in steps if step.status == PLANNED and not step.put_off}
    lanes: set[str] = set()
    turn = []
    for step in steps:
        if step.over or (step.passed_over and step.status == PENDING):
            continue
        first = step.passed_over or step.operation.lane not in lanes
        if not step.passed_over:
            lanes.add(step.operation.lane)
        ordered = step.operation.follows <= done and not step.operation.after & ahead
        if first and ordered and step.status == PLANNED and step.future is None:
            turn.append(step)
    return turn
