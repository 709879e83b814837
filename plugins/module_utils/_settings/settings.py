# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The settings of one table by name: those that a user wants, that the table has, or that it will have."""

from __future__ import annotations

import dataclasses
import functools
import typing as t

from .catalog import BY_NAME, ENTRIES

if t.TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping

    from .observed import Observed
    from .setting import Options, Setting, V


@dataclasses.dataclass(frozen=True)
class Settings:
    """Values by setting; a missing value means "left alone" in a specification, and "not read" in a table.

    ``region`` is the Region of the table, if it is known, ``planned_at`` the time for which a run plans. ``specified``
    are the settings of the specification alone, where these are of a table as it will be. Those that are wanted
    ``elsewhere`` are of a replica.
    """

    values: Mapping[str, t.Any] = dataclasses.field(default_factory=dict)
    region: str | None = None
    planned_at: datetime.datetime | None = None
    specified: Settings | None = None
    elsewhere: bool = False

    @property
    def own(self) -> Settings:
        """The settings of the specification alone."""
        return self.specified or self

    def named(self, name: str) -> t.Any:
        """Return the value of the setting of that name, or ``None``: for code that must not import the setting."""
        return self.values.get(name)

    def of(self, setting: Setting[V]) -> V | None:
        """Return the value of a setting, or ``None``."""
        value: V | None = self.values.get(setting.name)
        return value

    def items(self, *, without: str = "") -> Iterator[tuple[Setting[t.Any], t.Any]]:
        """Return the settings that have a value, in the order of the catalog, except the one named ``without``."""
        for entry in ENTRIES:
            if entry.name != without and self.values.get(entry.name) is not None:
                yield entry.load(), self.values[entry.name]

    def to_options(self) -> Options:
        """Return the values as options; settings without a value give none."""
        options: Options = {}
        for setting, value in self.items():
            setting.add_options(options, value)
        return {name: value for name, value in options.items() if value is not None}

    def key_attributes(self, *, without: str = "") -> list[str]:
        """Return the names of the key attributes of the table and its indexes, each once, in order of use."""
        used = (setting.key_attributes(value) for setting, value in self.items(without=without))
        return list(dict.fromkeys(name for names in used for name in names))


def from_options(options: Mapping[str, t.Any]) -> Settings:
    """Return the settings that the options give values to."""
    values = {entry.name: entry.load().from_options(options) for entry in ENTRIES if entry.is_named(options)}
    return Settings({name: value for name, value in values.items() if value is not None})


class _Merged(Settings):
    """The settings that a table will have; each is computed on first use, because one may depend on another."""

    def __init__(self, own: Settings, observed: Observed) -> None:
        super().__init__({entry.name: entry for entry in ENTRIES}, observed.region, own.planned_at, own)
        self._own = own
        self._observed = observed
        self._value = functools.cache(self._merge)

    def named(self, name: str) -> t.Any:
        known = self._own.values.get(name) is not None or name in self._observed.settings.values
        return self._value(BY_NAME[name].load()) if known else None

    def of(self, setting: Setting[V]) -> V | None:
        value: V | None = self._value(setting)
        return value

    def items(self, *, without: str = "") -> Iterator[tuple[Setting[t.Any], t.Any]]:
        for entry in (each for each in ENTRIES if each.name != without):
            if self._own.values.get(entry.name) is not None or self._observed.shows(entry):
                setting = entry.load()
                yield setting, self.of(setting)

    def _merge(self, setting: Setting[t.Any]) -> t.Any:
        return setting.merged(self._own.of(setting), self._observed.of(setting), self)


def merged(own: Settings, observed: Observed) -> Settings:
    """Return the settings that the table will have; those that the specification leaves out stay as observed."""
    whole = _Merged(own, observed)
    return Settings({setting.name: value for setting, value in whole.items()}, observed.region, own.planned_at, own)
