# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The class of a setting of a table, with a method for each step from options to a comparison.

Each setting is a folder beside this file. Its ``setting.py`` has a subclass of :class:`Setting`, its ``planning.py`` a
subclass of ``Planning``, its ``options.yml`` the options with their documentation and the facts of ``entry.py``.
``scripts/generate`` writes ``catalog.py``, which lists the folders. No other code uses a setting by its name.
"""

from __future__ import annotations

import abc
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .conditions import Condition
    from .elsewhere import Elsewhere
    from .observed import Observed
    from .read import Read
    from .settings import Settings
    from .violations import Violation

Options = dict[str, t.Any]
Answer = t.Mapping[str, t.Any]
Part = dict[str, t.Any]
V = t.TypeVar("V")


class Change(t.NamedTuple):
    """One difference: its path in the specification, and the value before and after (``None`` for no value)."""

    path: tuple[str, ...]
    before: t.Any
    after: t.Any


class Unknown(t.NamedTuple):
    """Stands for an answer that is denied, or whose API the endpoint does not offer; it never means "off"."""

    reason: str
    offered: bool = True


class Inner(t.NamedTuple):
    """What a setting gives to an index that is created: members of the request, and for the reason of the call what
    the index keeps of the one that it replaces."""

    members: Mapping[str, t.Any]
    kept: str = ""


NO_PART = Inner({})


class Setting(abc.ABC, t.Generic[V]):
    """One setting: reads its value from options and from AWS, and compares both. The defaults suit most settings.

    ``read`` is the call that shows the setting, if DescribeTable does not. ``new`` is the value of a new table if the
    specification leaves the setting out but its rules are judged anyway.
    """

    name: t.ClassVar[str]
    read: t.ClassVar[Read | None] = None
    new: V | None = None

    @abc.abstractmethod
    def from_options(self, options: Mapping[str, t.Any]) -> V | None:
        """Return the value that options give, ``None`` if they leave the setting out; invalid values are kept."""

    @abc.abstractmethod
    def to_options(self, value: V) -> Options:
        """Return the value as options; the caller leaves out an option that is ``None``."""

    def inside(self, value: V) -> Mapping[str, Mapping[str, Options]]:
        """Return the options that the value has inside the items of another option, by that option and item."""
        return {}

    def add_options(self, options: Options, value: V) -> None:
        """Add the value to the options of a table."""
        options |= self.to_options(value)
        for outer, items in self.inside(value).items():
            options[outer] = [{**item, **items.get(item["name"], {})} for item in options.get(outer) or ()]

    @abc.abstractmethod
    def from_aws(self, answer: t.Any, table: Answer) -> V | Unknown:
        """Return the value that AWS shows.

        ``answer`` is the answer to the setting's own read, or else of DescribeTable; ``table`` is always the latter.
        """

    def rules(self, value: V, own: Settings) -> Iterator[Violation]:
        """Judge the value by the specification alone, without a table."""
        yield from ()

    def advice(self, value: V, own: Settings, present: Settings) -> Iterator[str]:
        """Return warnings about values that are allowed but rarely intended; ``present`` is the table, if it exists."""
        yield from ()

    def unreadable(self, own: V, observed: Observed) -> Iterator[Violation]:
        """Return what the comparison needs and could not be read, other than a failure of the setting's own read."""
        yield from ()

    def merged(self, own: V | None, there: V | None, table: Settings) -> V | None:
        """Return the value that the table will have; ``table`` has all settings that it will have."""
        return there if own is None else self.ordered(own)

    def ordered(self, value: V) -> V:
        """Return the value with its parts in the order that AWS uses; users may write them in any order."""
        return value

    def changes(self, there: V | None, wanted: V, observed: Observed) -> Iterator[Change]:
        """Return the changes from the value of the table to the wanted one; a value that was not read has none."""
        if there is not None:
            yield from changed(self.to_options(there), self.to_options(wanted))

    def is_off(self, value: V) -> bool:
        """Tell whether the value means "off", so that an endpoint without the API satisfies it too."""
        return False

    def names(self, value: V) -> tuple[str, ...]:
        """Return the aliases and ids of KMS keys that must be looked up to compare the value."""
        return ()

    def key_attributes(self, value: V) -> Iterable[str]:
        """Return the attributes that the setting uses as keys: AWS wants definitions of these and of no others."""
        return ()

    def settled(self, value: V) -> tuple[Condition, ...]:
        """Return the conditions that hold once the table has the value, no matter which run changed it."""
        return ()

    def moving(self, table: Answer) -> Iterator[Moving]:
        """Return the parts of the setting that DescribeTable shows in flight."""
        yield from ()

    def warning(self, own: V, observed: Observed) -> str:
        """Return a warning about what AWS does not show at the moment, so that a plan cannot know it; mostly empty."""
        return ""

    def in_index(self, value: V, name: str, table: Settings, replaced: Observed | None) -> Inner:
        """Return what the setting gives to a new index; ``replaced`` is the table that has an index of that name."""
        return NO_PART

    def elsewhere(self, value: V, own: Settings) -> Mapping[str, Elsewhere]:
        """Return what is wanted of the table in other Regions, by Region."""
        return {}

    def outputs(self, value: V) -> dict[str, t.Any]:
        """Return the outputs of the resource that belong to the setting."""
        return {}


class Moving(t.NamedTuple):
    """Something in flight; while it ``holds_deletion``, AWS refuses DeleteTable."""

    what: str
    holds_deletion: bool = True


def changed(before: Options, after: Options) -> Iterator[Change]:
    """Return a change for each option that differs."""
    for name in {**before, **after}:
        yield from value_change(name, before.get(name), after.get(name))


def value_change(option: str, before: t.Any, after: t.Any) -> Iterator[Change]:
    """Return a change of one option if its value differs."""
    if before != after:
        yield Change((option,), before, after)


def changes_by_name(option: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    """Return a change for each name whose value differs, such as a tag."""
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield Change((option, name), before.get(name), after.get(name))


def bare(value: str | None, prefix: str) -> str | None:
    """Return an enumeration value as AWS spells it; the zero value (``..._UNSPECIFIED``) and ``""`` give ``None``.

    The resource of ProjectPlanton prefixes every value with the name of its enumeration.
    """
    text = (value or "").removeprefix(prefix)
    return None if text in ("", "UNSPECIFIED") else text
