# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Pairs of numbers, for reads and for writes, that a table has and each of its global secondary indexes."""

from __future__ import annotations

import abc
import types
import typing as t

from .setting import Setting

if t.TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from .setting import Answer, Options, Part

# The option whose items are the global secondary indexes, and the member of DescribeTable.
LISTED, INDEXES = "global_secondary_indexes", "GlobalSecondaryIndexes"
# The place of the table among places; the others are named by their index.
TABLE = ""
NOTHING: Mapping[str, t.Any] = types.MappingProxyType({})


class Pair(t.NamedTuple):
    """A number for reads and one for writes; ``None`` stands for one that is left out or not there."""

    read: int | None = None
    write: int | None = None

    def joined(self, other: Pair, choose: Callable[[int | None, int | None], int | None]) -> Pair:
        """Return the pair that ``choose`` makes of both numbers for reads and of both for writes."""
        return Pair(choose(self.read, other.read), choose(self.write, other.write))


Pairs = t.Mapping[str, Pair]


def given_by_place(options: Mapping[str, t.Any], option: str) -> dict[str, t.Any]:
    """Return what options give by place, in the user's order; an index without a name is named by its position."""
    items = {item.get("name") or f"[{position}]": item for position, item in enumerate(options.get(LISTED) or ())}
    return {place: item.get(option) for place, item in {TABLE: options, **items}.items()}


class Names(t.NamedTuple):
    """How a pair is called: the option and its suboptions, the member of requests and answers, and its members."""

    option: str
    options: tuple[str, str]
    member: str
    members: tuple[str, str]

    def given(self, options: Mapping[str, t.Any]) -> dict[str, Pair]:
        """Return the pairs that options give by place, an empty pair where they leave it out."""
        given = given_by_place(options, self.option).items()
        return {place: self._pair(self.options, value or {}) for place, value in given}

    def shown(self, table: Answer) -> dict[str, Pair]:
        """Return the pairs that DescribeTable shows by place; only positive numbers count."""
        pairs = ((place, self._pair(self.members, item.get(self.member) or {})) for place, item in items_of(table))
        return {place: pair.joined(Pair(), lambda found, _none: _positive(found)) for place, pair in pairs}

    @staticmethod
    def _pair(names: tuple[str, str], values: Mapping[str, t.Any]) -> Pair:
        return Pair(*(values.get(name) for name in names))

    def words(self, pair: Pair | None) -> Options | None:
        """Return a pair as an option, ``None`` if it has no number."""
        return self._named(self.options, pair) or None

    def request(self, pair: Pair | None) -> Part:
        """Return a pair as a member of a request; empty if it has no number, because AWS refuses an empty member."""
        found = self._named(self.members, pair)
        return {self.member: found} if found else {}

    @staticmethod
    def _named(names: tuple[str, str], pair: Pair | None) -> dict[str, int]:
        numbers = zip(names, pair or (), strict=False)
        return {name: value for name, value in numbers if value is not None}

    def path(self, place: str, places: Iterable[str]) -> str:
        """Return where the user wrote the pair of a place; ``places`` are those of :meth:`given`."""
        return f"{LISTED}[{[*places].index(place) - 1}].{self.option}" if place else self.option

    def change_path(self, place: str) -> tuple[str, ...]:
        """Return the path of a change."""
        return (LISTED, place, self.option) if place else (self.option,)


class PairsSetting(Setting[t.Any]):
    """The common part of settings whose value has a pair for each place."""

    called: t.ClassVar[Names]

    @abc.abstractmethod
    def pairs(self, value: t.Any) -> Pairs:
        """Return the pairs of a value that are told as options."""

    def to_options(self, value: t.Any) -> Options:
        return {self.called.option: self.called.words(self.pairs(value).get(TABLE))}

    def inside(self, value: t.Any) -> Mapping[str, Mapping[str, Options]]:
        told = ((place, self.called.words(pair)) for place, pair in self.pairs(value).items() if place)
        return {LISTED: {place: {self.called.option: words} for place, words in told if words}}


def items_of(table: Answer) -> Iterator[tuple[str, Answer]]:
    """Return the descriptions of the table and of its global secondary indexes by place."""
    yield TABLE, table
    yield from ((index["IndexName"], index) for index in table.get(INDEXES) or ())


def named(place: str) -> str:
    """Return how a sentence calls a place."""
    return f"index {place}" if place else "the table"


def target(table: str, place: str) -> str:
    """Return the target of an operation."""
    return f"{table}/index/{place}" if place else table


def _positive(value: t.Any) -> int | None:
    return value if isinstance(value, int) and value > 0 else None
