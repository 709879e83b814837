# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What a setting of a table is: one class, with a method for each step from options to a comparison.

A setting is a folder beside this file. Its ``setting.py`` has a subclass of :class:`Setting`, its ``planning.py`` a
subclass of ``Planning``, its ``options.yml`` the options with their documentation. ``catalog.py``, which
``scripts/generate`` writes, lists the folders. Nothing else knows a setting by name.
"""

from __future__ import annotations

import abc
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from .conditions import Condition
    from .observed import Observed
    from .settings import Settings
    from .violations import Violation

Options = dict[str, t.Any]
Answer = t.Mapping[str, t.Any]
Part = dict[str, t.Any]
V = t.TypeVar("V")


class Change(t.NamedTuple):
    """One difference: where, in the words of the specification, and the value on either side (``None`` for none)."""

    path: tuple[str, ...]
    before: t.Any
    after: t.Any


class Unknown(t.NamedTuple):
    """The answer of an API that is denied by policy, or that the endpoint does not offer; never taken for "off"."""

    reason: str
    offered: bool = True


class Read(t.NamedTuple):
    """The call that shows a setting which DescribeTable does not show.

    ``member`` is what of the answer counts, all of it if empty. ``by`` is the parameter that names the table,
    ``TableName`` or ``ResourceArn``. ``form`` is ``one``, ``list``, ``pages`` (a list over all pages), ``dict`` (tags
    over all pages) or ``json`` (a document as text). ``none`` is the error code that means that there is none.
    ``new`` is what a table would answer that is being created, nothing where it can be asked; ``restored`` the same of
    a table that a restore is making. ``late`` tells that the API knows a new table later than DynamoDB itself, ``lag``
    how many seconds a change may read back as before, where that is more than for other reads, and ``slow`` that AWS
    admits few of these calls.
    """

    operation: str
    member: str = ""
    by: str = "TableName"
    form: str = "one"
    none: str = ""
    new: t.Any = None
    restored: t.Any = None
    late: bool = False
    lag: float = 0.0
    slow: bool = False

    @property
    def action(self) -> str:
        """The IAM action."""
        return f"dynamodb:{self.operation}"


class Entry(t.NamedTuple):
    """What is known of a setting without loading it.

    ``options`` are those that give it a value. A table has it where one of the members ``shown_in`` is in the answer
    of DescribeTable, or else by the answer to ``read``. ``absent`` are the options of a table that has none of it,
    ``usual`` what AWS takes where an option is left out. ``judged_anyway`` tells that it is judged in every
    specification of a new table.
    """

    name: str
    load: Callable[[], Setting[t.Any]]
    options: tuple[str, ...]
    shown_in: tuple[str, ...] = ()
    read: Read | None = None
    absent: Mapping[str, t.Any] = {}
    usual: Mapping[str, t.Any] = {}
    outputs: tuple[str, ...] = ()
    judged_anyway: bool = False


class Watch(t.NamedTuple):
    """Something that goes on after the call for it was answered, and may fail: what, its status, and who tells more.

    ``read`` has the status under ``member``, and where it is ``FAILED`` the reason under ``reason``.
    """

    what: str
    status: str
    moving: tuple[str, ...]
    read: Read
    request: Part
    member: str
    reason: str
    write: str


class Setting(abc.ABC, t.Generic[V]):
    """One setting: its value, as options say it and as AWS shows it. What is not said here is the ordinary case.

    ``new`` is the value of a new table where the specification is silent, for settings that are judged even then.
    """

    name: t.ClassVar[str]
    new: V | None = None

    @abc.abstractmethod
    def from_options(self, options: Mapping[str, t.Any]) -> V | None:
        """Return the value that options give, ``None`` where they leave the setting alone; wrong values are kept."""

    @abc.abstractmethod
    def to_options(self, value: V) -> Options:
        """Return the value as options; an option that is ``None`` is left out by the caller."""

    @abc.abstractmethod
    def from_aws(self, answer: t.Any, table: Answer) -> V | Unknown:
        """Return the value that AWS shows.

        ``answer`` is that of the setting's own read, or that of DescribeTable, which is ``table`` too.
        """

    def rules(self, value: V, own: Settings) -> Iterator[Violation]:
        """Judge the value by the specification alone."""
        yield from ()

    def advice(self, value: V, own: Settings, present: Settings) -> Iterator[str]:
        """Tell what is allowed and seldom meant; ``present`` is the table where there is one."""
        yield from ()

    def unreadable(self, own: V, observed: Observed) -> Iterator[Violation]:
        """Tell what has to be known for the comparison and could not be read, beside the setting's own read."""
        yield from ()

    def merged(self, own: V | None, there: V | None, table: Settings) -> V | None:
        """Return the value that the table will have; ``table`` is the whole table as it will be."""
        return there if own is None else self.ordered(own)

    def ordered(self, value: V) -> V:
        """Return the value with its parts in the order of AWS, where users may write them in any."""
        return value

    def changes(self, there: V | None, wanted: V, observed: Observed) -> Iterator[Change]:
        """Return what differs, in the words of the specification; what was not read is not compared."""
        if there is not None:
            yield from changed(self.to_options(there), self.to_options(wanted))

    def is_off(self, value: V) -> bool:
        """Tell whether nothing is asked for, so that an endpoint without the API is as good."""
        return False

    def names(self, value: V) -> tuple[str, ...]:
        """Return the names of KMS keys that have to be looked up to compare the value."""
        return ()

    def key_attributes(self, value: V) -> Iterable[str]:
        """Return the attributes that the setting uses as keys: AWS wants a definition of each, and no others."""
        return ()

    def settled(self, value: V) -> tuple[Condition, ...]:
        """Return what must hold when the value is reached, whoever brought it about."""
        return ()

    def moving(self, table: Answer) -> Iterator[Moving]:
        """Return what of the setting is in flight, as DescribeTable shows it."""
        yield from ()

    def warning(self, own: V, observed: Observed) -> str:
        """Return what a plan cannot know of the setting at the moment; mostly nothing."""
        return ""

    def outputs(self, value: V) -> dict[str, str]:
        """Return the outputs of the resource that the setting has."""
        return {}


class Moving(t.NamedTuple):
    """Something in flight; all but what does ``holds_deletion`` lets DeleteTable pass."""

    what: str
    holds_deletion: bool = True


def changed(before: Options, after: Options) -> Iterator[Change]:
    """Return a change for each option that differs."""
    for name in {**before, **after}:
        yield from value_change(name, before.get(name), after.get(name))


def value_change(option: str, before: t.Any, after: t.Any) -> Iterator[Change]:
    """Return a change of an option if it differs."""
    if before != after:
        yield Change((option,), before, after)


def changes_by_name(option: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    """Return a change for each member that differs."""
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield Change((option, name), before.get(name), after.get(name))


def bare(value: str | None, prefix: str) -> str | None:
    """Return the AWS spelling of an enumeration value; the zero value (``..._UNSPECIFIED``) and ``""`` are unset.

    The resource of ProjectPlanton prefixes every value with the name of its enumeration.
    """
    text = (value or "").removeprefix(prefix)
    return None if text in ("", "UNSPECIFIED") else text
