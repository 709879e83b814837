# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The local secondary indexes of a new table."""

from __future__ import annotations

import typing as t

from ..calls import Writes
from ..index import Indexes, name_of
from ..index_request import index_to_request

if t.TYPE_CHECKING:
    from ..observed import Observed
    from ..setting import Part
    from ..settings import Settings


class LocalIndexesWrites(Writes[Indexes]):
    """CreateTable only; what cannot be changed needs another table."""

    def creates(self, wanted: Indexes, table: Settings, replaced: Observed | None) -> Part:
        if not wanted:
            return {}
        local = sorted((index._replace(throughput=None) for index in wanted), key=name_of)
        return {"LocalSecondaryIndexes": [index_to_request(index) for index in local]}

    def created(self, wanted: Indexes) -> str:
        return f"{len(wanted)} local secondary index(es)" if wanted else ""


WRITES = LocalIndexesWrites()
