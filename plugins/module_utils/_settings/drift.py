# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""What a setting tells in a drift report, beside its differences.

A folder beside this file may have a ``drift.py`` with a subclass of :class:`Drift`, where the setting protects the
table. ``drifts.py``, which ``scripts/generate`` writes, lists them. They are imported on the controller only.
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


class Drift:
    """What is told of the differences of one setting."""

    setting: t.ClassVar[Setting[t.Any]]

    def lost(self, sides: Mapping[str, Sides]) -> Iterator[Told]:
        """Tell which protection the table lacks that is specified, each as a kind and a sentence.

        ``sides`` are the differences of the table by their paths, those of a block each by itself. Less protection
        than there is, as a specification may ask for, is no loss.
        """
        raise NotImplementedError
