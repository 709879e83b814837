# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The comparison of a specification with a table: made once, then used by rules, the planner and further reads."""

from __future__ import annotations

import dataclasses
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from .desired import Desired
    from .observed import Observed
    from .setting import Change, Setting, V
    from .settings import Settings


@dataclasses.dataclass(frozen=True)
class Comparison:
    """The specification, the table, the settings that the table will have, and the changes by setting.

    ``needs_new_table`` has the changes that only a new table can bring.
    """

    desired: Desired
    observed: Observed
    wanted: Settings
    by_setting: Mapping[str, tuple[Change, ...]]
    needs_new_table: tuple[Change, ...] = ()

    @property
    def own(self) -> Settings:
        """The settings that the specification names."""
        return self.desired.settings

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes of all settings."""
        return tuple(change for changes in self.by_setting.values() for change in changes)

    def of(self, setting: Setting[t.Any]) -> tuple[Change, ...]:
        """Return the changes of one setting."""
        return self.by_setting.get(setting.name, ())

    def option(self, name: str) -> list[Change]:
        """Return the changes of one option."""
        return [change for change in self.changes if change.path[0] == name]

    def there(self, setting: Setting[V]) -> V | None:
        """Return the value of a setting that the table has now."""
        return self.observed.of(setting)
