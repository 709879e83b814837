# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""What is lost where deletion protection drifts."""

from __future__ import annotations

import typing as t

from ..._fields.told import Told
from ..drift import Drift
from .setting import OPTION, PROTECTION

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..drift import Sides


class ProtectionDrift(Drift):
    """A switch."""

    setting = PROTECTION

    def lost(self, sides: Mapping[str, Sides]) -> Iterator[Told]:
        if sides.get(OPTION) == (False, True):
            yield Told(10, "deletion", "Deletion protection is off. The specification turns it on.")

    def gaps(self, spec: Mapping[str, t.Any]) -> Iterator[Told]:
        if spec.get(OPTION) is False:
            yield Told(20, "deletion", "no deletion protection")


DRIFT = ProtectionDrift()
