# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""On-demand maximums of the table and of its global secondary indexes."""

from __future__ import annotations

import typing as t

from ..._texts.flow import flow
from ..capacity.setting import CAPACITY
from ..indexes.setting import INDEXES
from ..places import TABLE, Names, Pair, PairsSetting, named
from ..setting import Change, Inner
from ..throughput import PAY_PER_REQUEST, PROVISIONED, UNIT_LIMIT
from ..violations import Violation

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..observed import Observed
    from ..places import Pairs
    from ..setting import Answer
    from ..settings import Settings

NAMES = Names(
    "on_demand_throughput",
    ("max_read_request_units", "max_write_request_units"),
    "OnDemandThroughput",
    ("MaxReadRequestUnits", "MaxWriteRequestUnits"),
)
# AWS takes this number for "no limit" (2, OnDemandThroughput).
UNLIMITED = -1


class MaximumsSetting(PairsSetting):
    """A value has a pair for each place; in a table and in what it will be, ``None`` means no limit."""

    name = "maximums"
    called = NAMES

    def pairs(self, value: Pairs) -> Pairs:
        return {place: limits_of(pair) for place, pair in value.items()}

    def from_options(self, options: Mapping[str, t.Any]) -> Pairs | None:
        found = NAMES.given(options)
        return found if any(pair != Pair() for pair in found.values()) else None

    def from_aws(self, answer: t.Any, table: Answer) -> Pairs:
        return NAMES.shown(table)

    def rules(self, value: Pairs, own: Settings) -> Iterator[Violation]:
        """Judge by V32 and V33."""
        capacity = own.of(CAPACITY)
        if capacity and capacity.mode == PROVISIONED:
            yield from self.needless(value)
        for place, pair in value.items():
            for name, number in zip(NAMES.options, pair, strict=True):
                if number is not None and not is_maximum(number):
                    message = f"{flow(number)} is no maximum"
                    hint = "give a whole number of request units a second, at least 1, or -1 for no limit"
                    yield Violation("V33", f"{NAMES.path(place, value)}.{name}", message, hint)

    def needless(self, value: Pairs) -> Iterator[Violation]:
        """Return a violation of V32 for each maximum of a PROVISIONED table."""
        for place in (place for place, pair in value.items() if limits_of(pair) != Pair()):
            message = f"{named(place)} is PROVISIONED, and an on-demand maximum is for PAY_PER_REQUEST only"
            hint = "remove it, or use billing_mode PAY_PER_REQUEST"
            yield Violation("V32", NAMES.path(place, value), message, hint)

    def advice(self, value: Pairs, own: Settings, present: Settings) -> Iterator[str]:
        """Warn about V38, unless the table shows that AWS has raised the quota."""
        there = present.of(self) or {}
        for place, pair in value.items():
            if _most(pair) > max(UNIT_LIMIT, _most(there.get(place, Pair()))):
                path = NAMES.path(place, value)
                yield f"{path}: AWS allows {UNIT_LIMIT} units unless the quota was raised [V38]"

    def merged(self, own: Pairs | None, there: Pairs | None, table: Settings) -> Pairs:
        """Return the maximums that the table and its future indexes will have.

        A PROVISIONED table loses those that it has. Those that a specification wants are kept here, to be refused.
        """
        own, there, capacity = own or {}, there or {}, table.of(CAPACITY)
        places = (TABLE, *(index.name for index in table.of(INDEXES) or ()))
        if capacity is None or capacity.mode != PAY_PER_REQUEST:
            return {place: limits_of(own.get(place, Pair())) for place in places}
        return {place: limits_of(own.get(place, Pair()).joined(there.get(place, Pair()), _or)) for place in places}

    def changes(self, there: Pairs | None, wanted: Pairs, observed: Observed) -> Iterator[Change]:
        if there is None:
            return
        for place in {**wanted, **there}:
            before, pair = there.get(place, Pair()), wanted.get(place, Pair())
            if before != pair:
                yield Change(NAMES.change_path(place), NAMES.words(before), NAMES.words(pair))

    def in_index(self, value: Pairs, name: str, table: Settings, replaced: Observed | None) -> Inner:
        limits = limits_of(value.get(name, Pair()))
        kept = f"its on-demand maximum of {told(limits)}" if replaced and limits != Pair() else ""
        return Inner(NAMES.request(limits), kept)


def limits_of(pair: Pair) -> Pair:
    """Return the pair with ``None`` where there is no limit."""
    return pair.joined(Pair(), lambda number, _none: None if number == UNLIMITED else number)


def told(pair: Pair) -> str:
    """Return limits as a part of a sentence."""
    numbers = zip(pair, ("read", "write"), strict=True)
    return " and ".join(f"{_number(number)} {word}" for number, word in numbers if number is not None) + " units"


def _number(number: int) -> str:
    return "any number of" if number == UNLIMITED else str(number)


def is_maximum(number: t.Any) -> bool:
    """Tell whether AWS takes the number."""
    return isinstance(number, int) and not isinstance(number, bool) and (number >= 1 or number == UNLIMITED)


def _or(own: int | None, there: int | None) -> int | None:
    return there if own is None else own


def _most(pair: Pair) -> int:
    return max(pair.read or 0, pair.write or 0)


MAXIMUMS = MaximumsSetting()
