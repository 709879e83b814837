# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Reads a setting of many tables with one call, where AWS answers for all tables of a Region.

Such an answer comes in pages over all tables of the Region, also those that the run does not know. So it is read only
as long as it has taken fewer calls than the tables of the run would have taken.
"""

from __future__ import annotations

import collections
import functools
import typing as t

from .errors import ServiceError
from .shared import Shared

try:  # noqa: SIM105
    from botocore import xform_name
except ImportError:
    pass  # Handled by AnsibleAWSModule

if t.TYPE_CHECKING:
    from .._settings.read import Read
    from .api import Answer, TableApi
    from .pacing import Pacer

# One page tells of so many tables and indexes.
PAGE = 100


def share(api: TableApi, reads: t.Iterable[Read], tables: int, pacer: Pacer | None = None) -> None:
    """Have all tables of a run use the same answers; ``reads`` has each read once for each table that asks for it."""
    api.shares = tables > 1
    if api.shares:
        api.listing = Listing(api, collections.Counter(read.operation for read in reads), pacer)


class Listing:
    """Makes these reads. ``asking`` is how many tables ask for each setting, by the operation that reads it."""

    def __init__(self, api: TableApi, asking: t.Mapping[str, int], pacer: Pacer | None = None) -> None:
        self._api, self._asking = api, asking
        self._answers: Shared[dict[str, list[Answer]] | None] = Shared(pacer)

    def read(self, way: Read, table: t.Mapping[str, t.Any]) -> t.Any:
        """Return what the answer about all tables has of this one; if there is none, the answer about this table."""
        most = self._asking.get(way.operation, 0) // 2
        found = self._answers.answer(way.operation, lambda: self._all(way, most)) if most else None
        return self._api.read(way, table) if found is None else found.get(table["TableName"], [])

    def _all(self, way: Read, most: int) -> dict[str, list[Answer]] | None:
        """Return the items by table; ``None`` if they have more pages than ``most``, or are not told.

        A policy may allow the call for some tables alone, and an endpoint may not offer it without a table.
        """
        found: dict[str, list[Answer]] = {}
        position: dict[str, str] = {}
        for _page in range(most):
            try:
                page = self._api.carry(way.operation, functools.partial(self._page, way, position))
            except ServiceError:
                return None
            for item in page.get(way.member, ()):
                found.setdefault(item[way.by], []).append(item)
            if not page.get("NextToken"):
                return found
            position = {"NextToken": page["NextToken"]}
        return None

    def _page(self, way: Read, position: t.Mapping[str, str]) -> Answer:
        method = getattr(self._api.dynamodb, xform_name(way.operation))
        answer: Answer = method(aws_retry=True, MaxResults=PAGE, **position)
        return answer
