# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What is needed of a setting only where a table is created, changed or deleted."""

from __future__ import annotations

import dataclasses
import typing as t

from .setting import V, changed

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .calls import Operation, Update
    from .comparison import Comparison
    from .desired import Desired
    from .observed import Observed
    from .setting import Change, Part, Setting, Watch
    from .settings import Settings
    from .violations import Violation


@dataclasses.dataclass(frozen=True)
class Work(t.Generic[V]):
    """What calls are made from: the value there is, the one that is wanted, and all that differs."""

    there: V | None
    wanted: V
    changes: tuple[Change, ...]
    comparison: Comparison

    @property
    def observed(self) -> Observed:
        """The table as it is."""
        return self.comparison.observed

    @property
    def name(self) -> str:
        """The name of the table."""
        return self.observed.name

    @property
    def options(self) -> set[str]:
        """The options that differ."""
        return {change.path[0] for change in self.changes}


class Planning(t.Generic[V]):
    """What a setting has to say where a table is created, changed or deleted.

    That is what stands against it, the calls with their warnings, and how to tell whether the calls took effect. It is
    imported only then.
    """

    setting: t.ClassVar[Setting[t.Any]]

    def rules_of_absent(self, value: V) -> Iterator[Violation]:
        """Judge the value in a specification that wants the table away."""
        yield from ()

    def creation_refusals(self, value: V, whole: Settings) -> Iterator[Violation]:
        """Judge the value in a specification that has to stand for a whole new table."""
        yield from ()

    def refusals(self, comparison: Comparison) -> Iterator[Violation]:
        """Judge the specification beside the table as it is."""
        yield from ()

    def deletion_refusals(self, there: V, desired: Desired, path: str) -> Iterator[Violation]:
        """Tell what of the table as it is stands against deleting it; ``path`` is the option that asks for that."""
        yield from ()

    def unkept(self, observed: Observed) -> Iterator[Violation]:
        """Tell why the value cannot be carried over to a new table in place of this one, beside the own read.

        That matters where no option gives the value.
        """
        yield from ()

    def limits_lost(self, value: V, comparison: Comparison) -> Iterator[str]:
        """Name the on-demand maximums of a table that is replaced which the new one would not have and could."""
        yield from ()

    def completed(self, own: V | None) -> V | None:
        """Return the value of a new table: what is left out is none."""
        return self.setting.new if own is None else own

    def renewed(self, value: V, table: Settings) -> V:
        """Return the value that a new table in place of the old one gets."""
        return value

    def fixed(self, comparison: Comparison) -> Iterator[Change]:
        """Return the changes that only a new table can satisfy."""
        yield from ()

    def concerned(self, comparison: Comparison) -> bool:
        """Tell whether changes of other settings concern this one, so that it is read, and asked for calls."""
        return False

    def shows(self, value: t.Any, observed: Observed, planned: Observed | None) -> bool:
        """Tell whether a table shows what a call asked for, which is mostly a value.

        ``planned`` is the table that the plan was made from.
        """
        there = observed.of(self.setting)
        return there is not None and not any(changed(self.setting.to_options(there), self.setting.to_options(value)))

    def watches(self, there: V, wanted: V | None, made: Sequence[Operation]) -> Iterator[Watch]:
        """Return what may still be under way, or may have failed, after the calls that were made."""
        yield from ()

    def changed_at(self, observed: Observed) -> t.Any:
        """Return when the setting was changed last, where AWS tells that."""
        return None

    def is_shown_anyway(self, change: Change) -> bool:
        """Tell whether some endpoints show such a difference whatever they are told."""
        return False

    def creates(self, wanted: V, table: Settings, replaced: Observed | None) -> Part:
        """Return members of CreateTable; ``replaced`` is the table whose place the new one takes."""
        return {}

    def created(self, wanted: V) -> str:
        """Return what the reason of CreateTable tells of the setting."""
        return ""

    def kept(self, table: Settings, replaced: Observed) -> Iterator[str]:
        """Return what the reason of CreateTable tells of things that no option describes and the new table keeps."""
        yield from ()

    def also(self, wanted: V) -> tuple[str, ...]:
        """Return the IAM actions that AWS checks beside dynamodb:CreateTable."""
        return ()

    def after_creation(self, name: str, wanted: V, replaced: Observed | None) -> Iterator[Operation]:
        """Return the calls that follow CreateTable, which cannot hold the setting."""
        yield from ()

    def updates(self, work: Work[V]) -> Iterator[Update]:
        """Return the parts of UpdateTable."""
        yield from ()

    def operations(self, work: Work[V]) -> Iterator[Operation]:
        """Return the calls of an API of its own."""
        yield from ()

    def warnings(self, work: Work[V]) -> Iterator[str]:
        """Tell what the changes bring with them that is easily overlooked."""
        yield from ()

    def unread(self, comparison: Comparison) -> Iterator[str]:
        """Tell what changes of other settings take along of this one, where it could not be read."""
        yield from ()

    def replaced(self, work: Work[V]) -> str:
        """Return what the warning about the replacement of the table says more."""
        return ""

    def replacement_warnings(self, work: Work[V]) -> Iterator[str]:
        """Tell what a replacement of the table brings with it."""
        yield from ()

    def lifts(self, name: str, there: V) -> Iterator[Operation]:
        """Return the calls that must be made before the table can be deleted."""
        yield from ()
