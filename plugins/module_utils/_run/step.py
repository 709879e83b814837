# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""One operation while a plan is carried out. Where a plan has none, which is usual, nobody imports this."""

from __future__ import annotations

import dataclasses
import typing as t

from .._aws.verdicts import Verdict
from .._settings.conditions import TABLE_ACTIVE
from .outcome import DONE, PENDING, PLANNED, SKIPPED

if t.TYPE_CHECKING:
    import datetime
    from concurrent.futures import Future

    from .._aws.errors import ServiceError
    from .._settings.calls import Operation
    from .._settings.conditions import Condition
    from .._texts.facts import Facts


@dataclasses.dataclass
class Step:
    """One operation while a plan is carried out.

    The status ``pending`` means that a later run can make the call, ``skipped`` that the table had the state already.
    Times are by the clock: ``since`` is the first refusal with the same verdict, ``calm_since`` the first refusal as
    busy for which a look shows no reason, ``not_before`` the earliest next attempt. ``seen`` is what was in flight when
    the call was refused as busy: if that changes, the call is repeated earlier. ``stumbles`` counts the attempts that
    failed inside AWS or on the way to it. ``doubtful`` means that an earlier attempt may have taken effect without an
    answer, ``put_off`` that the next attempt waits for the time at which AWS admits it. ``token`` is the same for all
    attempts, so that AWS carries out only one of them.
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
    token: str = ""

    @property
    def over(self) -> bool:
        """Whether the call was made, or did not have to be made."""
        return self.status in (DONE, SKIPPED)

    @property
    def unanswered(self) -> bool:
        """Whether the last attempt had no usable answer, so that another attempt must tell what it did."""
        return self.error is not None and self.error.verdict is Verdict.TRANSIENT

    @property
    def passed_over(self) -> bool:
        """Whether the call was put off and the rest of its lane does not depend on it."""
        return not self.over and not self.operation.blocks and (self.status == PENDING or self.put_off)

    @property
    def needs(self) -> tuple[Condition, ...]:
        """The conditions before the call; an UpdateTable that was put off also needs an ACTIVE table."""
        if self.put_off and self.operation.operation == "UpdateTable":
            return tuple(dict.fromkeys((*self.operation.needs, TABLE_ACTIVE)))
        return self.operation.needs

    @property
    def occupies(self) -> bool:
        """Whether the call may make the table UPDATING, so that another such call needs a new look first."""
        return self.operation.operation == "UpdateTable" and TABLE_ACTIVE in self.needs

    def succeed(self) -> None:
        """Note that the table is as the operation asks, by this run's call or by that of another process."""
        self.status, self.error = DONE if self.doubtful else SKIPPED, None

    def facts(self) -> Facts:
        """Return the operation as results show it, with its status and error."""
        facts = {**self.operation.facts(), "status": self.status}
        if self.error and not self.over:
            facts["error"] = self.error.facts()
            if self.error.retry_at:
                facts["retry_at"] = self.error.retry_at
        return facts
