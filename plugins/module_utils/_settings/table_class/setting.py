# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The table class, which determines the prices of storage and requests."""

from __future__ import annotations

import typing as t

from ..encryption.conditions import ENCRYPTION_SETTLED
from ..setting import Setting, bare
from ..violations import Violation

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..conditions import Condition
    from ..setting import Answer, Options
    from ..settings import Settings

PREFIX = "TABLE_CLASS_"
STANDARD = "STANDARD"
CLASSES = (STANDARD, "STANDARD_INFREQUENT_ACCESS")


class TableClassSetting(Setting[str]):
    """The table class as a setting. AWS allows two changes in 30 days."""

    name = "table_class"

    def from_options(self, options: Mapping[str, t.Any]) -> str | None:
        return bare(options.get("table_class"), PREFIX)

    def to_options(self, value: str) -> Options:
        return {"table_class": value}

    def from_aws(self, answer: t.Any, table: Answer) -> str:
        return str((table.get("TableClassSummary") or {}).get("TableClass", STANDARD))

    def settled(self, value: str) -> tuple[Condition, ...]:
        """A change of class that another run has begun arrives unseen if the key was changed meanwhile (L-287).

        AWS shows the table as ACTIVE with the old class then. The new class is there before the key is changed.
        """
        return (ENCRYPTION_SETTLED,)

    def rules(self, value: str, own: Settings) -> Iterator[Violation]:
        """Judge by V44."""
        if value not in CLASSES:
            yield Violation("V44", "table_class", f"'{value}' is no table class", f"use {' or '.join(CLASSES)}")


TABLE_CLASS = TableClassSetting()
