# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Reads from the answers of AWS what a table has and no option describes, such as replicas or Kinesis destinations."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from .observed import Answers
    from .setting import Answer

# DescribeTable does not show the replicas of a global table of this version; DescribeGlobalTable does.
LEGACY_GLOBAL = "2017.11.29"


class Beside:
    """What one table has that is no setting, read from the answers of AWS."""

    def __init__(self, answers: Answers, region: str) -> None:
        self._answers = answers
        self._region = region
        self._table = answers.table

    @property
    def replicas(self) -> tuple[str, ...]:
        """The other Regions of a global table, with the witness; AWS may list the table's own Region too."""
        table = self._table
        members = (*(table.get("Replicas") or ()), *(table.get("GlobalTableWitnesses") or ()))
        regions = (member.get("RegionName", "") for member in members)
        return tuple(region for region in regions if region != self._region)

    def unmodelled(self) -> Iterator[str]:
        """Return the names of what a replacement of the table would lose because no option describes it."""
        if self.replicas:
            yield "Replicas"
        else:
            yield from self._without_replicas()

    def _without_replicas(self) -> Iterator[str]:
        """Return the properties of a global table that a table can have even if it shows no replica."""
        if self._table.get("GlobalTableVersion") == LEGACY_GLOBAL:
            yield f"place in a global table of version {LEGACY_GLOBAL}"


def indexes(table: Answer) -> t.Sequence[Answer]:
    """Return the global secondary indexes in an answer of DescribeTable."""
    found: t.Sequence[Answer] = table.get("GlobalSecondaryIndexes") or ()
    return found
