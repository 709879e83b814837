# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Sorts changes of global secondary indexes into the three things that AWS can do: delete, build and resize."""

from __future__ import annotations

import typing as t

from ..key_schema import names_of
from ..keys.setting import KEYS, is_retyped
from .setting import INDEXES

if t.TYPE_CHECKING:
    from ..comparison import Comparison


class IndexWork(t.NamedTuple):
    """The names of the global secondary indexes to delete, to build and to resize."""

    delete: tuple[str, ...]
    build: tuple[str, ...]
    resize: tuple[str, ...]

    @property
    def rebuilt(self) -> tuple[str, ...]:
        """The indexes whose keys or projection change: they are deleted and built again under the same name."""
        return tuple(name for name in self.build if name in self.delete)


def retypes_a_key(comparison: Comparison) -> bool:
    """Tell whether a key attribute of an index gets another type, so that the index must be rebuilt."""
    used = INDEXES.key_attributes(comparison.wanted.of(INDEXES) or ())
    return any(is_retyped(change) and change.path[1] in used for change in comparison.of(KEYS))


def index_work(comparison: Comparison) -> IndexWork:
    """Return which indexes must be deleted, built and resized."""
    touched = comparison.of(INDEXES)
    new = [change.path[1] for change in touched if len(change.path) == 2 and change.before is None]
    gone = [change.path[1] for change in touched if len(change.path) == 2 and change.after is None]
    retyped = {change.path[1] for change in comparison.of(KEYS) if is_retyped(change)}
    reshaped = {
        change.path[1] for change in touched if len(change.path) == 3 and change.path[2] != "provisioned_throughput"
    }
    for index in comparison.wanted.of(INDEXES) or ():
        if index.name not in new and retyped & {*names_of(index.keys)}:
            reshaped.add(index.name)
    rebuilt = sorted(reshaped)
    resized = [change.path[1] for change in touched if change.path[2:] == ("provisioned_throughput",) and change.after]
    return IndexWork(
        delete=(*gone, *rebuilt),
        build=(*new, *rebuilt),
        resize=tuple(name for name in resized if name not in reshaped),
    )
