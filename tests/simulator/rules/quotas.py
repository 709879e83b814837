# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an account may have unless AWS raised it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from ..refusal import RefusedError, limited, wrong
from ..state import Part, Table


@dataclasses.dataclass(frozen=True)
class Quotas:
    """The quotas of an account."""

    units: int = 40_000
    global_indexes: int = 20


def check_quotas(table: Table, quotas: Quotas, *, new: bool) -> None:
    """Refuse a table that would go beyond the quotas."""
    if len(table.global_indexes) > quotas.global_indexes:
        if new:
            raise wrong(f"GlobalSecondaryIndex count exceeds the per-table limit of {quotas.global_indexes}")
        raise limited(f"Number of global secondary indexes exceeds per-table limit of {quotas.global_indexes}")
    _check_units("table", table.throughput, quotas.units)
    for index in table.global_indexes.values():
        _check_units("index", index.throughput or {}, quotas.units)


def _check_units(what: str, units: Part, limit: int) -> None:
    for member, value in units.items():
        if value > limit:
            text = f"The requested {member}, {value}, is above the per {what} maximum for the account in this Region."
            raise RefusedError("LimitExceededException", f"{text} Per {what} maximum: {limit}.")


ACCOUNT_UNITS = 80_000


def check_account(tables: Sequence[Table], region: str) -> None:
    """5: the capacity of all tables and indexes of an account together."""
    for member in ("ReadCapacityUnits", "WriteCapacityUnits"):
        parts = [part for table in tables for part in (table.throughput, *_index_units(table))]
        total = sum(part.get(member, 0) for part in parts)
        if total > ACCOUNT_UNITS:
            text = f"This request would have caused the {member} limit to be exceeded for the account in {region}."
            limits = f"Limit: {ACCOUNT_UNITS}. Requested: {total}. Refer to the Amazon DynamoDB Developer Guide."
            raise RefusedError("LimitExceededException", f"{text} {limits}")


def _index_units(table: Table) -> list[Part]:
    return [index.throughput or {} for index in table.global_indexes.values()]
