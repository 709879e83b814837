# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What Contributor Insights costs a table without items."""

from __future__ import annotations

import typing as t

from ..drift import Cost, Drift, holds_data
from .setting import ENABLED, INSIGHTS

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class InsightsDrift(Drift):
    """It is billed by rule and month, whether or not there are items."""

    setting = INSIGHTS

    def costs(self, spec: Mapping[str, t.Any], table: Mapping[str, t.Any]) -> Iterator[Cost]:
        if spec.get(ENABLED) and not holds_data(table):
            yield Cost("insights", "table", "Contributor Insights is on, and the table holds no items")


DRIFT = InsightsDrift()
