# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""What a setting tells in a drift report, beside its differences.

A folder beside this file may have a ``drift.py`` with a subclass of :class:`Drift`, where the setting protects the
table or costs money. ``drifts.py``, which ``scripts/generate`` writes, lists them. They are imported on the
controller only.
"""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .._fields.told import Told
    from .setting import Setting

# The value of the table, and the one that is specified; each may be None.
Sides = tuple[t.Any, t.Any]
ABSENT: Sides = (None, None)


class Cost(t.NamedTuple):
    """What costs money: the table or one index, as ``where`` says. ``units`` are capacity units that nothing uses."""

    kind: str
    where: str
    text: str
    units: int = 0


class Drift:
    """What is told of one setting. ``spec`` and ``table`` are those of a result of dynamodb_table_info."""

    setting: t.ClassVar[Setting[t.Any]]

    def lost(self, sides: Mapping[str, Sides]) -> Iterator[Told]:
        """Tell which protection the table lacks that is specified, each as a kind and a sentence.

        ``sides`` are the differences of the table by their paths, those of a block each by itself. Less protection
        than there is, as a specification may ask for, is no loss.
        """
        return iter(())

    def elsewhere(self, sides: Mapping[str, Sides]) -> Mapping[str, Mapping[str, Sides]]:
        """Return by Region the differences of the table there, with their paths as in the table's own Region."""
        return {}

    def gaps(self, spec: Mapping[str, t.Any]) -> Iterator[Told]:
        """Tell which protection a table with data lacks, whatever is specified; what could not be read is no gap."""
        return iter(())

    def costs(self, spec: Mapping[str, t.Any], table: Mapping[str, t.Any]) -> Iterator[Cost]:
        """Tell what costs money although the table or index has little or no data, as AWS last counted it."""
        return iter(())


def holds_data(described: Mapping[str, t.Any]) -> bool:
    """Tell whether a table or an index, as it is described, had items when AWS last counted them."""
    counted = ("item_count", "table_size_bytes", "index_size_bytes")
    return any(described.get(name) for name in counted)
