# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Tells what DescribeTable shows of a table that a request makes."""

from __future__ import annotations

import typing as t

from ..states import CREATING
from ..throughput import PAY_PER_REQUEST
from ..warmth.values import NAMES, ON_DEMAND

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from ..setting import Part

# Members of a request that DescribeTable shows as they are.
SAME = ("AttributeDefinitions", "KeySchema", "LocalSecondaryIndexes", "VectorIndexes")
# Those of the table and of an index that an on-demand table shows, and a provisioned one.
MAXIMUM, CAPACITY = "OnDemandThroughput", "ProvisionedThroughput"
UNITS = ("ReadCapacityUnits", "WriteCapacityUnits")


def described(name: str, arn: str, request: Mapping[str, t.Any]) -> Part:
    """Return DescribeTable's answer for a table that is CREATING with these members of CreateTable.

    Everything that the request does not say is as in a new table.
    """
    on_demand = request.get("BillingMode") == PAY_PER_REQUEST
    answer: Part = {
        "TableName": name,
        "TableArn": arn,
        "TableStatus": CREATING,
        **_throughput(request, on_demand),
        **{member: request[member] for member in SAME if request.get(member)},
    }
    if on_demand:
        answer["BillingModeSummary"] = {"BillingMode": PAY_PER_REQUEST}
    indexes = [_index(index, on_demand) for index in request.get("GlobalSecondaryIndexes") or ()]
    if indexes:
        answer["GlobalSecondaryIndexes"] = indexes
    key = request.get("SSESpecification") or {}
    if key.get("Enabled"):
        named = {"KMSMasterKeyArn": key["KMSMasterKeyId"]} if key.get("KMSMasterKeyId") else {}
        answer["SSEDescription"] = {"Status": "ENABLED", "SSEType": "KMS", **named}
    return answer


def _index(index: Mapping[str, t.Any], on_demand: bool) -> Part:
    shape = {member: value for member, value in index.items() if member not in (CAPACITY, MAXIMUM)}
    return {**shape, **_throughput(index, on_demand)}


def _throughput(request: Mapping[str, t.Any], on_demand: bool) -> Part:
    """Return the throughput of a new table or index: that of its billing mode, and the warm one that it has by itself.

    An on-demand table shows a capacity of 0; a provisioned one has no on-demand maximum.
    """
    units = {} if on_demand else dict(request.get(CAPACITY) or {})
    shown = {member: units.get(member, 0) for member in UNITS}
    warm = dict(zip(NAMES.members, ON_DEMAND if on_demand else shown.values(), strict=True))
    limits = request.get(MAXIMUM) if on_demand else None
    return {CAPACITY: shown, NAMES.member: warm, **({MAXIMUM: dict(limits)} if limits else {})}
