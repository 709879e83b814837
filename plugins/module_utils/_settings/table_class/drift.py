# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What the dearer requests of a table class cost."""

from __future__ import annotations

import typing as t

from ..drift import Cost, Drift
from .setting import TABLE_CLASS

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

INFREQUENT = "STANDARD_INFREQUENT_ACCESS"
# Below this size, in bytes, the cheaper storage of the class saves less than its dearer requests cost.
SMALL = 1024**3


class TableClassDrift(Drift):
    """The class for infrequent access is meant for much data that is seldom read."""

    setting = TABLE_CLASS

    def costs(self, spec: Mapping[str, t.Any], table: Mapping[str, t.Any]) -> Iterator[Cost]:
        if spec.get("table_class") == INFREQUENT and table.get("table_size_bytes", 0) < SMALL:
            text = f"With the class {INFREQUENT} requests cost more, and less than 1 GiB of storage costs less"
            yield Cost("class", "table", text)


DRIFT = TableClassDrift()
