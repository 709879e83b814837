# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The classes of a way into being: how an absent table is made if not by CreateTable.

Each way is a folder beside this file. Its ``origin.py`` has a subclass of :class:`Origin` and a function
``from_options``, its ``planning.py`` a subclass of :class:`OriginPlanning`, its ``options.yml`` the option with its
documentation. ``scripts/generate`` lists the folders in ``catalog.py``. No other code uses one by its name.

An origin is no setting: it is never compared with a table. It takes the place of CreateTable. ``_plan/birth.py`` asks
it for the first call and for the table that comes out of it, and compares that table with the specification. So every
setting is carried by the first call, or made afterwards as on an existing table, and no setting has to know which.
"""

from __future__ import annotations

import abc
import dataclasses
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ..observed import Observed
    from ..setting import Answer, Options, Part
    from ..violations import Violation

    # The answers to the reads of a source, by name: an answer, ``Missing``, or ``Unknown``.
    Sources = Mapping[str, t.Any]


class Missing(t.NamedTuple):
    """Stands for an answer that the thing asked for does not exist."""

    reason: str


class Ask(t.NamedTuple):
    """A read about the source of a table.

    ``member`` is the member of the answer to use, a path with dots; if it is empty, the whole answer. ``region`` is the
    Region that is asked, if not that of the table. ``pages`` means a list over all pages. ``needs`` is the IAM action,
    if it is not named as the call. A read that is ``optional`` may fail for any reason: then its answer is unknown.
    """

    operation: str
    request: Part
    member: str = ""
    service: str = "dynamodb"
    region: str = ""
    pages: bool = False
    needs: str = ""
    optional: bool = False

    @property
    def action(self) -> str:
        """The IAM action."""
        return self.needs or f"{self.service}:{self.operation}"


class Place(t.NamedTuple):
    """Where the table is to be made, and DescribeTable's answer if there is a table already."""

    name: str
    region: str
    table: Answer | None = None


class Making(abc.ABC):
    """A table that AWS goes on making after its call was answered, with a read that shows how that goes.

    Until it is over, every look at the table asks it too: the table may not be shown yet, or look complete too early.
    """

    @property
    @abc.abstractmethod
    def ask(self) -> Ask:
        """The read."""

    @property
    @abc.abstractmethod
    def outputs(self) -> dict[str, str]:
        """The outputs of the resource that it has."""

    @abc.abstractmethod
    def is_over(self, answer: Answer) -> bool:
        """Tell whether it has ended, well or not."""

    @abc.abstractmethod
    def seen(self, table: Answer | None, answer: Answer) -> Answer:
        """Return what to take the table for until it is over; ``table`` is DescribeTable's answer, if there is one."""

    @abc.abstractmethod
    def failure(self, answer: Answer) -> Failure | None:
        """Return why it has failed, or ``None``."""

    @abc.abstractmethod
    def ask_faster(self, answer: Answer) -> Ask:
        """Return the read that shows who was faster, if a failure says that somebody was."""

    @abc.abstractmethod
    def faster(self, answer: t.Any) -> Making | None:
        """Return the making of another process that was faster, from the answer to that read."""


class Failure(t.NamedTuple):
    """Why a making has failed. ``overtaken`` means that another process made the table, which may be the wanted one."""

    operation: str
    code: str
    text: str
    overtaken: bool = False


@dataclasses.dataclass(frozen=True)
class Origin(abc.ABC):
    """How a user wants an absent table to come into being, other than by CreateTable."""

    option: t.ClassVar[str]

    @abc.abstractmethod
    def to_options(self) -> Options:
        """Return the options, without those that were left out."""

    @abc.abstractmethod
    def rules(self, region: str | None) -> Iterator[Violation]:
        """Judge the options without any call."""

    def beside(self, given: Options) -> Iterator[Violation]:
        """Judge the options of the table that are given beside it, without any call."""
        yield from ()

    @abc.abstractmethod
    def asks(self, place: Place, found: Sources) -> Mapping[str, Ask]:
        """Return the reads that are needed, by name; called again with the answers until nothing is missing."""

    def making(self, place: Place, found: Sources) -> tuple[Making, Answer] | None:
        """Return the making of this table that another run has begun and that is not over, with its answer."""
        return None

    def outputs(self, place: Place, found: Sources) -> dict[str, str]:
        """Return the outputs of the resource that the answers show."""
        return {}

    def warnings(self, observed: Observed, found: Sources) -> Iterator[str]:
        """Return warnings about a table that is there already; the option itself is ignored for it."""
        yield from ()

    @abc.abstractmethod
    def planning(self, place: Place, found: Sources, own: Own) -> OriginPlanning:
        """Return what plans the first call; imported only where a table is to be made."""


class Own(t.NamedTuple):
    """What the specification says of the table: as options, and as members of CreateTable."""

    options: Options
    request: Part


class First(t.NamedTuple):
    """The call that takes the place of CreateTable, and DescribeTable's answer for the table that comes out of it.

    ``more_actions``, ``makes`` and ``token`` are as in ``Operation``. ``reads`` has what the call sets of settings with
    a read of their own: the answers to these reads, by setting.
    """

    operation: str
    request: Part
    reason: str
    table: Answer
    more_actions: tuple[str, ...] = ()
    makes: Callable[[Mapping[str, t.Any]], Making] | None = None
    token: str = ""
    reads: Mapping[str, t.Any] = {}


class OriginPlanning(abc.ABC):
    """Plans the first call of a table. ``rule`` refuses what only another table could have."""

    rule: t.ClassVar[str]
    # Stands for the ARN of the table in requests, if that is known only when the table is there.
    stand_in: str = ""

    @abc.abstractmethod
    def refusals(self) -> Iterator[Violation]:
        """Return why the source cannot be used, or not as the specification wants it."""

    def source(self) -> Answer | None:
        """Return DescribeTable's answer for the table that the call makes if it says nothing else.

        ``None`` means that the call makes what it says and nothing else, as CreateTable does.
        """
        return None

    @abc.abstractmethod
    def first(self, wanted: Part, source: Part) -> First:
        """Return the first call.

        ``wanted`` is the request of CreateTable for the wanted table, ``source`` the request for what :meth:`source`
        returned. The call takes of the first what it has members for.
        """

    @abc.abstractmethod
    def only_another(self, path: str, message: str) -> Violation:
        """Return the violation for a difference that remains and that no later call can make."""

    def warnings(self) -> Iterator[str]:
        """Return warnings about what the source does not tell."""
        yield from ()
