# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""What is lost without point-in-time recovery."""

from __future__ import annotations

import typing as t

from ..._fields.told import Told
from ..drift import ABSENT, Drift
from .setting import ENABLED, PERIOD, RECOVERY

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..drift import Sides


class RecoveryDrift(Drift):
    """A switch, and a period, of which the longer one protects more."""

    setting = RECOVERY

    def lost(self, sides: Mapping[str, Sides]) -> Iterator[Told]:
        if sides.get(ENABLED) == (False, True):
            yield Told(20, "recovery", "Point-in-time recovery is off. The specification turns it on.")
        before, after = sides.get(PERIOD, ABSENT)
        if before is not None and after is not None and before < after:
            text = f"The table can be restored to the last {before} days. The specification asks for {after}."
            yield Told(30, "recovery_period", text)

    def gaps(self, spec: Mapping[str, t.Any]) -> Iterator[Told]:
        if spec.get(ENABLED) is False:
            yield Told(10, "recovery", "no point-in-time recovery")


DRIFT = RecoveryDrift()
