# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an account may have unless AWS raised it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from ..refusal import RefusedError, limited, wrong
from ..state import Index, Part, Table

REFER = "Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits."
ACCOUNT_UNITS = 80_000


@dataclasses.dataclass(frozen=True)
class Quotas:
    """The quotas of an account."""

    units: int = 40_000
    global_indexes: int = 20


def check_quotas(table: Table, quotas: Quotas, *, new: bool) -> None:
    """Refuse a table that would go beyond the quotas (5; texts in 6.1 and 6.3)."""
    if len(table.global_indexes) > quotas.global_indexes:
        if new:
            raise wrong(f"GlobalSecondaryIndex count exceeds the per-table limit of {quotas.global_indexes}")
        raise limited(f"Number of global secondary indexes exceeds per-table limit of {quotas.global_indexes}")
    region = table.arn.split(":")[3]
    _check_units(table.throughput, quotas.units, "table", "", region)
    _check_requests(table, quotas.units, "", region)
    for index in table.global_indexes.values():
        _check_units(index.throughput or {}, quotas.units, "index", f" for index {index.name}", region)
        _check_requests(index, quotas.units, index.name, region)


def _check_units(units: Part, limit: int, what: str, named: str, region: str) -> None:
    for member, value in units.items():
        if value > limit:
            text = (
                f"The requested {member}{named}, {value}, is above the per {what} maximum for the account in {region}."
            )
            raise RefusedError("LimitExceededException", f"{text} Per {what} maximum: {limit}. {REFER}")


def _check_requests(part: Table | Index, limit: int, index: str, region: str) -> None:
    """An index is named in two ways (L-154)."""
    for name, units, named in (
        ("OnDemandThroughput", part.on_demand_units, "index : "),
        ("WarmThroughput", part.warm, "index "),
    ):
        what = f"{named}{index}" if index else "table"
        for member, value in units.items():
            if value > limit:
                kind = "Read" if "Read" in member else "Write"
                text = f"exceeds TableMax{kind}CapacityUnits of the account in region {region}"
                raise limited(f"Requested {member} for {name} for {what} {text}")


def check_account(tables: Sequence[Table], after: Table) -> None:
    """5: the capacity of all tables and indexes of an account together; ``tables`` are the others."""
    for member in ("ReadCapacityUnits", "WriteCapacityUnits"):
        reserved, asked = sum(_units(table, member) for table in tables), _units(after, member)
        if reserved + asked > ACCOUNT_UNITS:
            region = after.arn.split(":")[3]
            text = f"This request would have caused the {member} limit to be exceeded for the account in {region}."
            told = f"Current {member} reserved by the account: {reserved}. Limit: {ACCOUNT_UNITS}. Requested: {asked}."
            raise RefusedError("LimitExceededException", f"{text} {told} {REFER}")


def _units(table: Table, member: str) -> int:
    parts = [table.throughput, *(index.throughput or {} for index in table.global_indexes.values())]
    return sum(part.get(member, 0) for part in parts)
