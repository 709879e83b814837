# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""What a setting tells of a table that is adopted, beside its options.

A folder beside this file may have an ``adopting.py`` with a subclass of :class:`Adopting`, where its options do not say
all. ``adoptings.py``, which ``scripts/generate`` writes, lists them. They are imported on the controller only.
"""

from __future__ import annotations

import typing as t

from .states import ACTIVE

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .._fields.told import Told
    from .setting import Options, Setting

CHANGING = ("ENABLING", "DISABLING", "UPDATING")


class Adopting:
    """What is told of one setting. All that is given here is as dynamodb_table_info returned it.

    ``while_created`` tells that its doubts are told of a table that is being created, too. ``of_a_region`` tells that
    each Region of a global table has the setting by itself, so that its doubts are told of every Region.
    """

    setting: t.ClassVar[Setting[t.Any]]
    while_created: t.ClassVar[bool] = False
    of_a_region: t.ClassVar[bool] = False

    def meant(self, spec: Mapping[str, t.Any], found: Mapping[str, t.Any]) -> Options:
        """Return options that describe the table better than those that were read; ``found`` is all that was read."""
        return {}

    def fewest(self, options: Options, usual: Mapping[str, t.Any]) -> Options:
        """Return options of the setting with less inside; ``usual`` is what a table has of which nothing is said."""
        return {}

    def doubts(self, table: Mapping[str, t.Any]) -> Iterator[Told]:
        """Tell what was changing, or had failed, when the table was read."""
        yield from ()

    def notes(self, spec: Mapping[str, t.Any]) -> Iterator[Told]:
        """Tell what no option describes."""
        yield from ()


def index_doubts(kind: str, indexes: Iterable[Mapping[str, t.Any]]) -> Iterator[tuple[str, str]]:
    """Tell which indexes were changing, each with its status."""
    for index in indexes:
        status = index.get("index_status") or ACTIVE
        if status != ACTIVE or index.get("backfilling"):
            told = status if status != ACTIVE else "still being filled"
            yield f"{kind} {index.get('index_name')} was {told}", status
