# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The warm throughput of the table and of its global secondary indexes."""

from __future__ import annotations

import typing as t

from ..._texts.flow import flow
from ..capacity.setting import CAPACITY, billing_mode
from ..indexes.setting import INDEXES
from ..places import TABLE, Pair, PairsSetting, items_of, named
from ..setting import Change, Inner, Moving
from ..throughput import PAY_PER_REQUEST, throughput_from_aws
from ..violations import Violation
from .conditions import WarmSettled
from .values import NAMES, Warmth, above, asked_for, extra, floor, more

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..conditions import Condition
    from ..observed import Observed
    from ..places import Pairs
    from ..setting import Answer
    from ..settings import Settings
    from ..throughput import Throughput


class WarmthSetting(PairsSetting):
    """Warm throughput as a setting. It is a floor, so only less than that is a difference."""

    name = "warmth"
    called = NAMES

    def pairs(self, value: Warmth) -> Pairs:
        return {**value.extra, **{place: pair for place, pair in value.asked.items() if pair != Pair()}}

    def from_options(self, options: Mapping[str, t.Any]) -> Warmth:
        return Warmth(NAMES.given(options))

    def from_aws(self, answer: t.Any, table: Answer) -> Warmth:
        mode = billing_mode(table)
        units = {place: throughput_from_aws(item, mode) for place, item in items_of(table)}
        return Warmth(shown=NAMES.shown(table), extra=asked_for(table, mode, extra(table, mode, units)))

    def rules(self, value: Warmth, own: Settings) -> Iterator[Violation]:
        """Judge by V35."""
        for place, pair in value.asked.items():
            for name, number in zip(NAMES.options, pair, strict=True):
                if number is not None and not (
                    isinstance(number, int) and not isinstance(number, bool) and number >= 1
                ):
                    path = f"{NAMES.path(place, value.asked)}.{name}"
                    hint = "give a whole number of units a second, at least 1, or leave it out"
                    yield Violation("V35", path, f"{flow(number)} is no warm throughput", hint)

    def merged(self, own: Warmth | None, there: Warmth | None, table: Settings) -> Warmth:
        """Return what is asked for, and what the table and its future indexes have or get by themselves."""
        own, there, capacity = own or Warmth(), there or Warmth(), table.of(CAPACITY)
        units: dict[str, Throughput | None] = {TABLE: capacity.throughput if capacity else None}
        units |= {index.name: index.throughput for index in table.of(INDEXES) or ()}
        on_demand = capacity is not None and capacity.mode == PAY_PER_REQUEST
        shown = {place: more(there.shown.get(place, Pair()), floor(on_demand, each)) for place, each in units.items()}
        asked = {place: pair for place, pair in own.asked.items() if place in units}
        return Warmth(asked, shown, there.extra)

    def changes(self, there: Warmth | None, wanted: Warmth, observed: Observed) -> Iterator[Change]:
        if there is None:
            return
        for place, pair in wanted.asked.items():
            known = more(wanted.shown.get(place, Pair()), there.asked.get(place, Pair()))
            rise = above(pair, known)
            if rise != Pair():
                before = there.shown.get(place, Pair()).joined(rise, lambda old, new: None if new is None else old)
                yield Change(NAMES.change_path(place), NAMES.words(before), NAMES.words(rise))

    def settled(self, value: Warmth) -> tuple[Condition, ...]:
        return tuple(WarmSettled(place) for place, pair in value.asked.items() if pair != Pair())

    def moving(self, table: Answer) -> Iterator[Moving]:
        for place, item in items_of(table):
            if (item.get(NAMES.member) or {}).get("Status", "ACTIVE") != "ACTIVE":
                yield Moving(f"warm throughput of {named(place)}")

    def in_index(self, value: Warmth, name: str, table: Settings, replaced: Observed | None) -> Inner:
        from .recreated import kept_pair, new_pair, told

        kept = kept_pair(name, table, replaced) if replaced else Pair()
        reason = f"its warm throughput of {told(kept)}, which AWS bills" if kept != Pair() else ""
        return Inner(NAMES.request(new_pair(value, name, table, replaced)), reason)


WARMTH = WarmthSetting()
