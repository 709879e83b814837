# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What is told of resource policies when a table is adopted, and where they drift; only the controller imports it."""

from __future__ import annotations

import typing as t

from .._fields.told import Told
from .adopting import Adopting
from .documents import ALLOW, DENY, effect, listed, unique_ids
from .drift import ABSENT, Drift
from .policies import PolicySetting

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .drift import Sides


class PolicyAdopting(Adopting):
    """AWS refuses a document that names what was deleted, so such a table could not be made anew from it."""

    setting: t.ClassVar[PolicySetting]
    of_a_region = True

    def doubts(self, table: Mapping[str, t.Any]) -> Iterator[Told]:
        option = self.setting.option
        for name in unique_ids(table.get(option)):
            yield Told(80, f"{option}: {name} was deleted, so it has no access, and AWS takes no policy that names it")


class PolicyDrift(Drift):
    """Somebody has access who is to have none, or does what is to be denied."""

    setting: t.ClassVar[PolicySetting]
    # What the sentence is about, and the place of the sentence among those of other settings.
    what: t.ClassVar[str]
    place: t.ClassVar[int]

    def lost(self, sides: Mapping[str, Sides]) -> Iterator[Told]:
        option = self.setting.option
        there, wanted = (listed(side) for side in sides.get(f"{option}.Statement", ABSENT))
        if any(effect(each) == ALLOW and each not in wanted for each in there):
            yield Told(self.place, "access", f"{self.what} allows what the specification does not.")
        elif any(effect(each) == DENY and each not in there for each in wanted):
            yield Told(self.place, "access", f"{self.what} does not deny what the specification denies.")
