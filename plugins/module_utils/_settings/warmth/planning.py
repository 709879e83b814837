# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The calls that raise the warm throughput."""

from __future__ import annotations

import typing as t

from ..calls import Effect, Update, update_table
from ..indexes.work import index_work
from ..places import TABLE, Pair, named, target
from ..planning import Planning
from .conditions import INDEXES_ALLOCATED, WarmSettled
from .recreated import extra_pair, kept_pair, new_pair, told
from .setting import WARMTH
from .values import NAMES, Warmth, above

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..comparison import Comparison
    from ..observed import Observed
    from ..places import Pairs
    from ..planning import Work
    from ..setting import Part
    from ..settings import Settings

LANE = "warm throughput"
BILLED = "AWS bills it and never lowers it"


class WarmthPlanning(Planning[Warmth]):
    """Plans the warm throughput: a call for the table and one for each index, all before a new index is built (C4).

    The table stays ACTIVE, and AWS takes all other calls meanwhile but DeleteTable.
    """

    setting = WARMTH

    def always_differs(self, change: t.Any) -> bool:
        """Tell whether nothing is shown: some endpoints take a warm throughput and never show one."""
        return change.before is None

    def is_affected(self, comparison: Comparison) -> bool:
        return bool(comparison.changes and index_work(comparison).rebuilt)

    def shows(self, value: Pairs, observed: Observed, planned: Observed | None) -> bool:
        there = observed.of(WARMTH)
        return there is not None and all(
            above(pair, there.shown.get(place, Pair())) == Pair() for place, pair in value.items()
        )

    def creates(self, wanted: Warmth, table: Settings, replaced: Observed | None) -> Part:
        return NAMES.request(new_pair(wanted, TABLE, table, replaced))

    def created(self, wanted: Warmth) -> str:
        return ""

    def kept(self, table: Settings, replaced: Observed) -> Iterator[str]:
        pair = kept_pair(TABLE, table, replaced)
        if pair != Pair():
            yield f"the table with its warm throughput of {told(pair)}, which AWS bills"

    def updates(self, work: Work[Warmth]) -> Iterator[Update]:
        built = index_work(work.comparison).build
        for place, pair in sorted(work.wanted.asked.items()):
            rise = above(pair, work.wanted.shown[place])
            if rise == Pair() or place in built:
                continue
            part = NAMES.request(rise)
            body = {"GlobalSecondaryIndexUpdates": [{"Update": {"IndexName": place, **part}}]} if place else part
            yield Update(
                "warm",
                update_table(
                    work.name,
                    body,
                    f"raise the warm throughput of {named(place)} to {told(rise)}: {BILLED}",
                    lane=LANE,
                    key=f"warm {place}",
                    target=target(work.name, place),
                    needs=(WarmSettled(place), INDEXES_ALLOCATED),
                    settles=(WarmSettled(place),),
                    effects=(Effect(PLANNING, {place: rise}),),
                    blocks=False,
                ),
                minutes=True,
            )

    def warnings(self, work: Work[Warmth]) -> Iterator[str]:
        """Warn about warm throughput that a rebuilt index loses."""
        for index in index_work(work.comparison).rebuilt:
            yield from _lost(work, index)

    def replacement_warnings(self, work: Work[Warmth]) -> Iterator[str]:
        for place in work.wanted.shown:
            yield from _lost(work, place)


def _lost(work: Work[Warmth], place: str) -> Iterator[str]:
    """Warn about warm throughput of a capacity that was lowered since, which is not asked for again."""
    found = extra_pair(place, work.comparison.wanted, work.observed).get(place, Pair())
    if found != Pair() and kept_pair(place, work.comparison.wanted, work.observed) == Pair():
        lost = f"{named(place)} is warm for {told(found)}, perhaps from a capacity that was lowered since"
        yield f"{work.name}: {lost}; the new one is warm for its capacity only"


PLANNING = WarmthPlanning()
