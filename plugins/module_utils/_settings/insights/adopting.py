# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""What is told of contributor insights when a table is adopted."""

from __future__ import annotations

import typing as t

from ..._fields.told import Told
from ..adopting import CHANGING, Adopting
from .setting import ENABLED, INSIGHTS, MODE, OF_INDEXES

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DIFFERENT_MODES = "contributor insights of the table and of its indexes have different modes"


class InsightsAdopting(Adopting):
    """Insights that failed stay so, and count as off: only that they are turned on again ends it."""

    setting = INSIGHTS
    while_created = True
    of_a_region = True

    def doubts(self, table: Mapping[str, t.Any]) -> Iterator[Told]:
        for entry in table.get("contributor_insights_summaries") or ():
            status, index = entry.get("contributor_insights_status"), entry.get("index_name")
            what = f"contributor insights of {f'index {index}' if index else 'the table'}"
            if status == "FAILED":
                yield Told(60, f"{what} had FAILED, and are told as off")
            elif status in CHANGING:
                yield Told(60, f"{what} were {status}")

    def notes(self, spec: Mapping[str, t.Any]) -> Iterator[Told]:
        if mixed_modes(spec):
            yield Told(10, DIFFERENT_MODES)


def mixed_modes(spec: Mapping[str, t.Any]) -> bool:
    """Tell whether contributor insights are on in more than one mode, which no specification can say."""
    return bool(spec.get(ENABLED) or spec.get(OF_INDEXES)) and not spec.get(MODE)


ADOPTING = InsightsAdopting()
