# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Whether the settings of a table are replicated to tables of other accounts. Documented, not measured."""

from __future__ import annotations

import typing as t

from ..setting import Setting, value_change
from ..violations import Violation

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..observed import Observed
    from ..setting import Answer, Change, Options
    from ..settings import Settings

OPTION, MEMBER = "global_table_settings_replication_mode", "GlobalTableSettingsReplicationMode"
ENABLED, DISABLED = "ENABLED", "DISABLED"
# What AWS gives a global table of one account; UpdateTable refuses it (L-442).
OF_AWS = "ENABLED_WITH_OVERRIDES"


class SettingsReplicationSetting(Setting[str]):
    """A mode that AWS changes only while the table has no replicas."""

    name = "settings_replication"

    def from_options(self, options: Mapping[str, t.Any]) -> str | None:
        return options.get(OPTION)

    def to_options(self, value: str) -> Options:
        """Return the mode as an option; that of AWS itself is none."""
        return {OPTION: None if value == OF_AWS else value}

    def from_aws(self, answer: t.Any, table: Answer) -> str:
        return str(table.get(MEMBER) or DISABLED)

    def changes(self, there: str | None, wanted: str, observed: Observed) -> Iterator[Change]:
        """Return the change. Beside replicas of one account, the mode of AWS is as good as DISABLED."""
        if there is not None and (there, wanted) != (OF_AWS, DISABLED):
            yield from value_change(OPTION, there, wanted)

    def rules(self, value: str, own: Settings) -> Iterator[Violation]:
        """Judge by V61."""
        if value == OF_AWS:
            message = f"AWS gives {OF_AWS} to global tables of one account by itself, and nobody else can"
            yield Violation("V61", OPTION, message, f"leave it out, or use {ENABLED} or {DISABLED}")
        elif value not in (ENABLED, DISABLED):
            yield Violation("V61", OPTION, f"'{value}' is no mode", f"use {ENABLED} or {DISABLED}")


SETTINGS_REPLICATION = SettingsReplicationSetting()
