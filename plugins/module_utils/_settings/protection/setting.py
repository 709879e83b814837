# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Deletion protection of the table."""

from __future__ import annotations

import typing as t

from ..setting import Setting

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from ..setting import Answer, Options

OPTION = "deletion_protection_enabled"
FORCE = "set force: true to lift the protection in the same run"


class ProtectionSetting(Setting[bool]):
    """Deletion protection as a setting. AWS changes it at once, and at the same time as nearly any other change."""

    name = "protection"

    def from_options(self, options: Mapping[str, t.Any]) -> bool | None:
        return options.get(OPTION)

    def to_options(self, value: bool) -> Options:
        return {OPTION: value}

    def from_aws(self, answer: t.Any, table: Answer) -> bool:
        return bool(table.get("DeletionProtectionEnabled"))


PROTECTION = ProtectionSetting()
