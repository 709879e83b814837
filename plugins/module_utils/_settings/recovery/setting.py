# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Point-in-time recovery."""

from __future__ import annotations

import typing as t

from ..._texts.flow import flow
from ..read import Read
from ..setting import Setting, value_change
from ..violations import Violation, wanted_only_while_on

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..observed import Observed
    from ..setting import Answer, Change, Options
    from ..settings import Settings

ENABLED, PERIOD = "point_in_time_recovery_enabled", "recovery_period_in_days"
DAYS = range(1, 36)


class Recovery(t.NamedTuple):
    """Point-in-time recovery; ``days`` is the recovery period, 1 to 35."""

    enabled: bool | None
    days: int | None = None


class RecoverySetting(Setting[Recovery]):
    """Point-in-time recovery as a setting. Only enabled recovery has a period."""

    name = "recovery"
    read = Read("DescribeContinuousBackups", member="ContinuousBackupsDescription", new={})

    def from_options(self, options: Mapping[str, t.Any]) -> Recovery:
        return Recovery(options.get(ENABLED), options.get(PERIOD))

    def to_options(self, value: Recovery) -> Options:
        return {ENABLED: value.enabled, PERIOD: value.days}

    def from_aws(self, answer: t.Any, table: Answer) -> Recovery:
        """Return the value of PointInTimeRecoveryStatus; ContinuousBackupsStatus is ENABLED for every table."""
        recovery = answer.get("PointInTimeRecoveryDescription") or {}
        if recovery.get("PointInTimeRecoveryStatus") != "ENABLED":
            return Recovery(False)
        return Recovery(True, recovery.get("RecoveryPeriodInDays"))

    def rules(self, value: Recovery, own: Settings) -> Iterator[Violation]:
        """Judge by V46."""
        enabled, days = value
        if days is None:
            return
        if days not in DAYS or isinstance(days, bool):
            yield Violation("V46", PERIOD, f"{flow(days)} is not 1 to 35", "give 1 to 35 whole days")
        if not enabled:
            message = "a recovery period goes with point-in-time recovery only"
            hint = f"set {ENABLED}: true, or leave it out; {wanted_only_while_on(PERIOD, flow(days))}"
            yield Violation("V46", PERIOD, message, hint)

    def merged(self, own: Recovery | None, there: Recovery | None, table: Settings) -> Recovery | None:
        """Return the value that the table will have; a period that is left out stays, also in a replaced table."""
        if own and there and own.enabled and there.enabled and own.days is None:
            return there
        return own or there

    def changes(self, there: Recovery | None, wanted: Recovery, observed: Observed) -> Iterator[Change]:
        if there is not None:
            yield from value_change(ENABLED, there.enabled, wanted.enabled)
            if wanted.days is not None or not wanted.enabled:
                yield from value_change(PERIOD, there.days, wanted.days)

    def is_off(self, value: Recovery) -> bool:
        return not value.enabled


RECOVERY = RecoverySetting()
