# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""What is told of vector indexes when a table is adopted."""

from __future__ import annotations

import typing as t

from ..._fields.told import Told
from ..adopting import Adopting, index_doubts
from .setting import OPTION, VECTOR_INDEXES

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class VectorIndexesAdopting(Adopting):
    """As of global secondary indexes, one that is being deleted is left out."""

    setting = VECTOR_INDEXES

    def doubts(self, table: Mapping[str, t.Any]) -> Iterator[Told]:
        for told, status in index_doubts("vector index", table.get(OPTION) or ()):
            yield Told(50, f"{told}, and is left out" if status == "DELETING" else told)


ADOPTING = VectorIndexesAdopting()
