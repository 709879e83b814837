# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Reads a setting of many tables with one call, where AWS answers for all tables of a Region.

Such an answer comes in pages over all tables of the Region, also those that the run does not know. So it is read only
as long as it has taken fewer calls than the tables of the run would have taken.

Tags are read so only where the user chose it: the service that answers for all tables learns of a change late. Before
a table is changed, and after that, its tags are read from the table itself.
"""

from __future__ import annotations

import collections
import functools
import typing as t

from ansible_collections.amazon.aws.plugins.module_utils.tagging import boto3_tag_list_to_ansible_dict

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
# The Region of the run, among the Regions of its tables.
HOME = ""


class Late(dict[str, t.Any]):
    """An answer that may be older than what the table itself would answer."""


class Call(t.NamedTuple):
    """A call that answers for all tables of a Region, in pages.

    ``member`` has the items; ``by`` is the member of an item that names its table, by what the table has as ``of``.
    ``token`` leads to the next page.
    """

    service: str
    action: str
    operation: str
    request: t.Mapping[str, t.Any]
    member: str
    by: str
    of: str
    token: str


# Tables that never had a tag are missing in its answer.
TAGGED = Call(
    "resourcegroupstaggingapi",
    "tag:GetResources",
    "GetResources",
    {"ResourceTypeFilters": ["dynamodb:table"], "ResourcesPerPage": PAGE},
    "ResourceTagMappingList",
    "ResourceARN",
    "TableArn",
    "PaginationToken",
)


def share(
    api: TableApi,
    reads: t.Iterable[tuple[str, Read]],
    tables: int,
    pacer: Pacer | None = None,
    *,
    tagging: bool = False,
) -> None:
    """Have all tables of a run use the same answers.

    ``reads`` has each read, with its Region, once for each table that asks for it. With ``tagging``, tags are read of
    all tables at once too.
    """
    api.shares = tables > 1
    if api.shares:
        api.listing = Listing(api, collections.Counter((region, read.operation) for region, read in reads), pacer)
        api.listing.tagging = tagging


class Listing:
    """Makes these reads in one Region.

    ``asking`` is how many tables ask for each setting, by the Region and the operation that reads it. ``actions`` are
    the IAM actions of calls that were made in place of others, in all Regions, and ``warnings`` tell what failed.
    """

    def __init__(self, api: TableApi, asking: t.Mapping[tuple[str, str], int], pacer: Pacer | None = None) -> None:
        self._api, self._asking, self._pacer, self._region = api, asking, pacer, HOME
        self._answers: Shared[dict[str, list[Answer]] | None] = Shared(pacer)
        self.tagging = False
        self.actions: set[str] = set()
        self.warnings: list[str] = []

    def there(self, api: TableApi, region: str) -> Listing:
        """Return the same for another Region."""
        other = Listing(api, self._asking, self._pacer)
        other._region, other.tagging = region, self.tagging
        other.actions, other.warnings = self.actions, self.warnings
        return other

    def read(self, way: Read, table: t.Mapping[str, t.Any]) -> t.Any:
        """Return what the answer about all tables has of this one; if there is none, the answer about this table."""
        call = self._call(way)
        most = self._asking.get((self._region, way.operation), 0) // 2
        found = self._answers.answer(call.operation, lambda: self._all(call, most)) if call and most else None
        if call is None or found is None:
            return self._api.read(way, table)
        items = found.get(table[call.of], [])
        return items if way.listed else Late(tag for each in items for tag in _tags(each).items())

    def _call(self, way: Read) -> Call | None:
        """Return the call that answers for all tables, if there is one that the run may make."""
        if way.listed:
            request = {"MaxResults": PAGE}
            return Call("dynamodb", way.action, way.operation, request, way.member, way.by, way.by, "NextToken")
        return TAGGED if self.tagging and way.form == "dict" else None

    def _all(self, call: Call, most: int) -> dict[str, list[Answer]] | None:
        """Return the items by table; ``None`` if they have more pages than ``most``, or are not told.

        A policy may allow the call for some tables alone, and an endpoint may not offer it without a table.
        """
        self.actions.add(call.action)
        found: dict[str, list[Answer]] = {}
        position: dict[str, str] = {}
        for _page in range(most):
            try:
                page = self._api.carry(call.operation, functools.partial(self._page, call, position))
            except ServiceError as error:
                self._tell(call, error)
                return None
            for item in page.get(call.member, ()):
                found.setdefault(item[call.by], []).append(item)
            if not page.get(call.token):
                return found
            position = {call.token: page[call.token]}
        return None

    def _page(self, call: Call, position: t.Mapping[str, str]) -> Answer:
        client = self._api.dynamodb if call.service == "dynamodb" else self._api.client(call.service)
        answer: Answer = getattr(client, xform_name(call.operation))(aws_retry=True, **call.request, **position)
        return answer

    def _tell(self, call: Call, error: ServiceError) -> None:
        """Warn where the user chose a call that fails; that of a list of DynamoDB is nobody's choice."""
        if call is TAGGED:
            self.warnings.append(f"{self._api.region}: tags were read table by table, because this failed: {error}")


def _tags(item: Answer) -> dict[str, str]:
    tags: dict[str, str] = boto3_tag_list_to_ansible_dict(item.get("Tags") or [])
    return tags
