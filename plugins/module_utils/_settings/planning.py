# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The methods of a setting that a run needs only if it creates, changes or deletes a table."""

from __future__ import annotations

import dataclasses
import typing as t

from .setting import V, changed

if t.TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from .calls import Operation, Update
    from .comparison import Comparison
    from .desired import Desired
    from .elsewhere import Elsewhere
    from .observed import Observed
    from .read import Read
    from .setting import Change, Part, Setting
    from .settings import Settings
    from .violations import Violation


class Watch(t.NamedTuple):
    """A change that AWS carries out after it has answered the call, and that may still fail.

    ``what`` is its name in messages, ``status`` its status at the last look, ``moving`` the statuses while it goes on.
    ``read`` with ``request`` returns the status in ``member``, and, if it is ``FAILED``, the reason in ``reason``.
    ``write`` is the operation of the call.
    """

    what: str
    status: str
    moving: tuple[str, ...]
    read: Read
    request: Part
    member: str
    reason: str
    write: str


@dataclasses.dataclass(frozen=True)
class Work(t.Generic[V]):
    """The input for the calls of one setting: its value now, its wanted value, its changes, and the comparison."""

    there: V | None
    wanted: V
    changes: tuple[Change, ...]
    comparison: Comparison

    @property
    def observed(self) -> Observed:
        """The table as it is now."""
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
    """The part of a setting that plans: its refusals, its calls, its warnings, and whether the calls took effect.

    A run imports it only if it creates, changes or deletes a table. Each method has a default for settings that do not
    need it. ``shared`` tells that all Regions of a global table have the setting alike, so that nobody asks for it in
    another Region. One that ``guards`` a table keeps AWS from deleting it until a call lifts it, in its Region alone.
    ``asks_nothing`` is a value that leaves all alone, of a setting that goes with an index, so that it is read.
    """

    setting: t.ClassVar[Setting[t.Any]]
    shared: t.ClassVar[bool] = False
    guards: t.ClassVar[bool] = False
    asks_nothing: t.ClassVar[t.Any] = None

    def rules_of_absent(self, value: V) -> Iterator[Violation]:
        """Judge the value in a specification with ``state: absent``."""
        yield from ()

    def creation_refusals(self, value: V, whole: Settings) -> Iterator[Violation]:
        """Judge the value in a specification for a new table, which has to be complete."""
        yield from ()

    def refusals(self, comparison: Comparison) -> Iterator[Violation]:
        """Judge the specification together with the existing table."""
        yield from ()

    def deletion_refusals(self, there: V, desired: Desired, path: str) -> Iterator[Violation]:
        """Return why the table must not be deleted; ``path`` is the option that asks for the deletion."""
        yield from ()

    def cannot_keep(self, observed: Observed) -> Iterator[Violation]:
        """Return why a replacement of the table cannot keep the value, other than a failure of the setting's own read.

        It is called only if the specification leaves the setting out.
        """
        yield from ()

    def completed(self, own: V | None) -> V | None:
        """Return the value of a new table: ``Setting.new`` if the specification leaves the setting out."""
        return self.setting.new if own is None else own

    def of_new_table(self, value: V, whole: Settings) -> V:
        """Return the value as a new table with these settings is asked for."""
        return value

    def for_replacement(self, value: V, table: Settings) -> V:
        """Return the value for the table that replaces the old one."""
        return value

    def needs_new_table(self, comparison: Comparison) -> Iterator[Change]:
        """Return the changes that only a new table can satisfy."""
        yield from ()

    def is_affected(self, comparison: Comparison) -> bool:
        """Tell whether changes of other settings affect this one, so that it must be read and may need calls."""
        return False

    def asks_for_keys(self, comparison: Comparison) -> tuple[str, ...]:
        """Return the aliases of KMS keys that have to be looked up to judge the changes."""
        return ()

    def shows(self, value: t.Any, observed: Observed, planned: Observed | None) -> bool:
        """Tell whether ``observed`` shows what a call asked for; for most settings ``value`` is their value.

        ``planned`` is the table that the plan was made from.
        """
        there = observed.of(self.setting)
        return there is not None and not any(changed(self.setting.to_options(there), self.setting.to_options(value)))

    def current(self, value: t.Any, request: Mapping[str, t.Any], observed: Observed) -> Mapping[str, t.Any]:
        """Return the request of a call with what others set meanwhile as ``observed`` shows it."""
        return request

    def asks_whether_empty(self, comparison: Comparison) -> bool:
        """Tell whether the changes are possible only if the table has no items, so that a run has to look."""
        return False

    def watches(self, there: V, wanted: V | None, made: Sequence[Operation]) -> Iterator[Watch]:
        """Return what may still be in flight, or may have failed, after the calls that were made."""
        yield from ()

    def is_changing(self, observed: Observed) -> bool:
        """Tell whether the setting's own read shows a change in flight, so that AWS refuses another one."""
        return False

    def changed_at(self, observed: Observed) -> t.Any:
        """Return the time of the last change of the setting, or ``None`` if AWS does not show it."""
        return None

    def always_differs(self, change: Change) -> bool:
        """Tell whether some endpoints always show this difference, because they do not keep the value."""
        return False

    def sent_again(self, change: Change) -> bool:
        """Tell whether a change that did not come although AWS had accepted its call is asked for once more."""
        return False

    def creates(self, wanted: V, table: Settings, replaced: Observed | None) -> Part:
        """Return the setting's members of CreateTable; ``replaced`` is the old table if the new one replaces one."""
        return {}

    def created(self, wanted: V) -> str:
        """Return the part of CreateTable's reason that names the setting; empty for none."""
        return ""

    def kept(self, table: Settings, replaced: Observed) -> Iterator[str]:
        """Return the parts of CreateTable's reason that name what the new table keeps and no option describes."""
        yield from ()

    def more_actions(self, wanted: V) -> tuple[str, ...]:
        """Return the IAM actions that AWS checks for this setting in addition to dynamodb:CreateTable."""
        return ()

    def after_creation(self, name: str, wanted: V, replaced: Observed | None) -> Iterator[Operation]:
        """Return the calls after CreateTable, for a setting that CreateTable has no member for."""
        yield from ()

    def updates(self, work: Work[V]) -> Iterator[Update]:
        """Return the changes that UpdateTable makes."""
        yield from ()

    def operations(self, work: Work[V]) -> Iterator[Operation]:
        """Return the calls of the setting's own API."""
        yield from ()

    def warnings(self, work: Work[V]) -> Iterator[str]:
        """Return warnings about consequences of the changes that a user may overlook."""
        yield from ()

    def unread(self, comparison: Comparison) -> Iterator[str]:
        """Return warnings about what changes of other settings remove of this one; called if it could not be read."""
        yield from ()

    def left_behind(self, observed: Observed) -> Iterator[str]:
        """Return warnings about what outlives the table and could not be read before its deletion."""
        yield from ()

    def replaced(self, work: Work[V]) -> str:
        """Return what the setting adds to the warning that the table is replaced."""
        return ""

    def replacement_warnings(self, work: Work[V]) -> Iterator[str]:
        """Return the setting's own warnings about a replacement of the table."""
        yield from ()

    def indexes_lost(self, comparison: Comparison) -> Sequence[str]:
        """Return the indexes that the changes delete, for good or to build them anew: all Regions lose them."""
        return ()

    def members(self, comparison: Comparison) -> Mapping[str, Elsewhere]:
        """Return the other Regions that have the table before and after, with nothing that is wanted there."""
        return {}

    def kept_without(self, own: V, there: V, lost: Collection[str], table: Settings) -> V:
        """Return what to ask for instead of ``own`` where indexes are lost: those that are built anew have it again.

        ``table`` is the table as it will be, as far as all Regions share it.
        """
        return own

    def without(self, there: V, lost: Collection[str]) -> V:
        """Return the value of a table that has lost these indexes."""
        return there

    def leaving(self, comparison: Comparison) -> Mapping[str, Elsewhere]:
        """Return the other Regions whose table is to leave the global table, each with what is wanted there."""
        return {}

    def before_deletion(self, observed: Observed, there: V, desired: Desired) -> Iterator[Operation]:
        """Return the calls that must be made before the table can be deleted."""
        yield from ()
