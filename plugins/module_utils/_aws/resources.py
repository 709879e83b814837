# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!
"""Reads what another service has about tables and their indexes, as resources of its own.

Such a service answers for one resource, or for all of the account in the Region at once. A run over several tables asks
once for all, and every table takes its part. Where a table may have changed since, it asks for that table alone: for
all of the account again if one answer has it all, and else for each resource of the table.
"""

from __future__ import annotations

import functools
import typing as t

from ansible_collections.amazon.aws.plugins.module_utils.botocore import paginated_query_with_retries

from .connecting import READ_RETRY, no_retry
from .shared import Shared

try:  # noqa: SIM105
    from botocore import xform_name
except ImportError:
    pass  # Handled by AnsibleAWSModule

if t.TYPE_CHECKING:
    from .._settings.read import Read
    from .api import Answer, TableApi
    from .pacing import Pacer

Lists = dict[str, list["Answer"]]
NAMESPACE = {"ServiceNamespace": "dynamodb"}
# How many resources one call can name.
MOST = 50


class Resources:
    """Makes these reads. Where it ``shares``, several tables are read, and the first answer about all serves each."""

    def __init__(self, api: TableApi, pacer: Pacer | None, *, shares: bool) -> None:
        self._api = api
        self._pacer = pacer
        self._shares = shares
        self._answers: Shared[list[Answer]] = Shared(pacer)

    def read(self, way: Read, table: t.Mapping[str, t.Any], *, again: bool) -> Lists:
        """Return the lists of the answers about a table and its indexes, by their members."""
        indexes = [item["IndexName"] for item in table.get("GlobalSecondaryIndexes") or ()]
        name = table["TableName"]
        ids = [f"table/{name}", *(f"table/{name}/index/{index}" for index in indexes)]
        shared = self._shares and not again
        first = self._shared(way, way.operation, way.member) if shared else self._about(way, ids)
        found = {way.member: [item for item in first if item["ResourceId"] in ids]}
        live = list(dict.fromkeys(item["ResourceId"] for item in found[way.member]))
        for operation, member in (each.split(".") for each in way.further if live):
            if shared:
                found[member] = [item for item in self._shared(way, operation, member) if item["ResourceId"] in live]
            else:
                found[member] = self._of_each(way, operation, member, live)
        return found

    def _of_each(self, way: Read, operation: str, member: str, live: list[str]) -> list[Answer]:
        """Return what there is of these resources; that of several often comes in a single answer."""
        if len(live) > 1:
            call = functools.partial(self._page, self._api.client(way.service), operation, NAMESPACE)
            page = self._api.offered(operation, call)
            if not page.get("NextToken"):
                return [item for item in page.get(member, ()) if item["ResourceId"] in live]
        return [item for each in live for item in self._ask(way, operation, member, ResourceId=each)]

    def _about(self, way: Read, ids: list[str]) -> list[Answer]:
        parts = [ids[start : start + MOST] for start in range(0, len(ids), MOST)]
        return [item for part in parts for item in self._ask(way, way.operation, way.member, ResourceIds=part)]

    def _shared(self, way: Read, operation: str, member: str) -> list[Answer]:
        """Return the answer about all resources."""
        return self._answers.answer(operation, lambda: self._ask(way, operation, member))

    def _ask(self, way: Read, operation: str, member: str, **request: t.Any) -> list[Answer]:
        call = functools.partial(self._pages, self._api.client(way.service), operation, {**NAMESPACE, **request})
        found: list[Answer] = self._api.offered(operation, call).get(member, [])
        return found

    def _pages(self, client: t.Any, operation: str, request: dict[str, t.Any]) -> Answer:
        retry = no_retry if self._pacer else READ_RETRY
        answer: Answer = paginated_query_with_retries(client, xform_name(operation), retry, **request)
        return answer

    @staticmethod
    def _page(client: t.Any, operation: str, request: dict[str, t.Any]) -> Answer:
        answer: Answer = getattr(client, xform_name(operation))(aws_retry=True, **request)
        return answer
