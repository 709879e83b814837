# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The outcome of a plan, and the statuses that its operations can have."""

from __future__ import annotations

import dataclasses
import typing as t

if t.TYPE_CHECKING:
    from .._aws.errors import ServiceError
    from .._settings.observed import Observed
    from .._settings.origins.origin import Making
    from .step import Step

PLANNED = "planned"
DONE = "done"
PENDING = "pending"
FAILED = "failed"
SKIPPED = "skipped"


@dataclasses.dataclass
class Outcome:
    """The outcome of a plan: its steps, the table at the last look, and, if the run ended early, the reason.

    ``for_good`` means that every later run would end for the same reason. ``making`` is what AWS still makes of the
    table after a call was answered, ``outputs`` are the outputs of the resource that belong to it.
    """

    steps: list[Step]
    table: dict[str, t.Any] | None = None
    observed: Observed | None = None
    settled: bool = False
    stopped: str = ""
    error: ServiceError | None = None
    for_good: bool = False
    backup_arn: str = ""
    making: Making | None = None
    outputs: dict[str, str] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.making:
            self.begin(self.making)

    def begin(self, making: Making) -> None:
        """Note what AWS has begun to make."""
        self.making, self.outputs = making, making.outputs

    @property
    def changed(self) -> bool:
        """Whether any call changed something; a backup that was begun counts, the Scan before a deletion does not."""
        done = any(step.status == DONE and step.operation.operation != "Scan" for step in self.steps)
        return done or bool(self.backup_arn)

    def stop(self, error: ServiceError) -> None:
        """Note the error that ends the run early, unless there is an earlier one; nothing is waited for any more."""
        self.making = None
        if not self.stopped:
            self.stopped, self.error, self.for_good = str(error), error, not error.later_run_may_succeed

    def followed_by(self, other: Outcome) -> Outcome:
        """Return the outcome of a further plan, with the steps of this outcome before its own."""
        steps, outputs = [*self.steps, *other.steps], {**self.outputs, **other.outputs}
        return dataclasses.replace(other, steps=steps, backup_arn=self.backup_arn, outputs=outputs)

    def with_status(self, status: str) -> list[Step]:
        """Return the steps that have this status."""
        return [step for step in self.steps if step.status == status]
