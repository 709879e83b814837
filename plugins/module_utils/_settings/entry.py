# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The facts about a setting, and about a way into being, that are known before its code is imported."""

from __future__ import annotations

import functools
import importlib
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    # Ansible sends to a host what import statements name. This one names all that is imported by name here.
    from . import shipped  # noqa: F401
    from .origins.origin import Origin
    from .read import Read
    from .setting import Answer, Setting


@functools.cache
def imported(module: str, name: str) -> t.Any:
    """Return what a file below this folder has by a name; ``shipped.py`` must name the file."""
    return getattr(importlib.import_module(f".{module}", __package__), name)


class OriginEntry(t.NamedTuple):
    """The facts about a way into being that are known before it is imported: its option, its calls, its outputs."""

    option: str
    operations: tuple[str, ...] = ()
    outputs: Mapping[str, t.Any] = {}

    def load(self, given: t.Any) -> Origin:
        """Import the way into being, and return it as the option gives it."""
        origin: Origin = imported(f"origins.{self.option}.origin", "from_options")(given)
        return origin


class Entry(t.NamedTuple):
    """The facts about a setting that are known before it is imported.

    ``options`` are the options that give it a value, each with what it is for a table that has none of the setting, or
    ``None``. If DescribeTable shows the setting, ``shown_in`` has the members of the answer that do, ``A.B`` for a
    member of the items of a list; otherwise a call of its own does. ``inside`` are options inside the items of another
    option, such as ``("global_secondary_indexes", "warm_throughput")``. ``ordinary`` are the values with which a member
    counts as missing, ``usual`` what AWS takes for options that are left out. ``outputs`` are the outputs of the
    setting, each with its value where the setting is off. ``named_by`` has the member that names the items of an option
    that is a list, where that is not ``name``. ``judged_anyway`` means that a new table is judged by its rules even if
    the specification leaves it out. What ``outlives`` the table is read to end it.
    """

    name: str
    options: Mapping[str, t.Any]
    shown_in: tuple[str, ...] = ()
    inside: tuple[tuple[str, str], ...] = ()
    ordinary: Mapping[str, t.Any] = {}
    usual: Mapping[str, t.Any] = {}
    outputs: Mapping[str, t.Any] = {}
    named_by: Mapping[str, str] = {}
    judged_anyway: bool = False
    outlives: bool = False

    def load(self) -> Setting[t.Any]:
        """Import the setting."""
        setting: Setting[t.Any] = imported(f"{self.name}.setting", self.name.upper())
        return setting

    @property
    def option(self) -> str:
        """The option that messages about the setting name."""
        return next(iter(self.options))

    @property
    def has_read(self) -> bool:
        """Whether a call of its own shows the setting."""
        return not self.shown_in

    @property
    def read(self) -> Read | None:
        """The call that shows the setting, if it has one of its own; this imports the setting."""
        return self.load().read if self.has_read else None

    def is_named(self, options: Mapping[str, t.Any]) -> bool:
        """Tell whether options give the setting a value."""
        if any(options.get(name) is not None for name in self.options):
            return True
        return any(item.get(inner) is not None for outer, inner in self.inside for item in options.get(outer) or ())

    def is_shown(self, table: Answer) -> bool:
        """Tell whether an answer of DescribeTable shows the setting."""
        for member in self.shown_in:
            outer, dot, inner = member.partition(".")
            items, name = (table.get(outer) or (), inner) if dot else ((table,), outer)
            if any(value and value != self.ordinary.get(name) for value in (item.get(name) for item in items)):
                return True
        return False

    def has(self, path: tuple[str, ...]) -> bool:
        """Tell whether the path of a change belongs to the setting."""
        return path[0] in self.options or (path[0], *path[2:3]) in self.inside
