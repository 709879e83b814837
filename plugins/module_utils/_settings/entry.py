# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The facts about a setting, and about a way into being, that are known before its code is imported."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .origins.origin import Origin
    from .setting import Answer, Setting


class Read(t.NamedTuple):
    """The call that reads a setting which DescribeTable does not show.

    ``member`` is the member of the answer to use; if it is empty, the whole answer. ``by`` is the parameter that names
    the table, ``TableName`` or ``ResourceArn``, and ``arn`` the member of DescribeTable with the ARN to name. ``form``
    is ``one``, ``list``, ``pages`` (a list over all pages), ``dict`` (tags over all pages) or ``json`` (a whole answer
    whose ``member`` is a document as text). ``none`` are the error codes that mean "not set". What belongs to a
    ``part`` of the table, a member of DescribeTable, is not there without it, and is not asked for.
    ``new`` is the answer to assume for a table that is being created, ``None`` if AWS answers the call then;
    ``restored`` is the same for a table that a restore creates. ``late`` means that this API learns of a new table
    later than DynamoDB itself. ``lag`` is for how many seconds AWS may return the old value after a change, if that is
    longer than usual. ``slow`` means that AWS admits few of these calls.

    ``service`` is that of the call. With the form ``resources``, it is about the table and its indexes, and the answer
    has lists by member; ``further`` are calls about those that it shows. What ``outlives`` the table is read to end it.
    """

    operation: str
    member: str = ""
    by: str = "TableName"
    arn: str = "TableArn"
    form: str = "one"
    none: tuple[str, ...] = ()
    part: str = ""
    new: t.Any = None
    restored: t.Any = None
    late: bool = False
    lag: float = 0.0
    slow: bool = False
    service: str = "dynamodb"
    further: tuple[str, ...] = ()
    outlives: bool = False

    @property
    def action(self) -> str:
        """The IAM action."""
        return f"{self.service}:{self.operation}"

    @property
    def nothing(self) -> t.Any:
        """The answer for a table that has nothing of the setting."""
        assumed = self.new if self.restored is None else self.restored
        return assumed if assumed is not None else () if self.form in ("list", "pages") else {}


class OriginEntry(t.NamedTuple):
    """The facts about a way into being that are known before it is imported: its option, its calls, its outputs."""

    option: str
    load: Callable[[Mapping[str, t.Any]], Origin]
    operations: tuple[str, ...] = ()
    outputs: Mapping[str, t.Any] = {}


class Entry(t.NamedTuple):
    """The facts about a setting that are known before it is imported.

    ``options`` are the options that give it a value; ``inside`` are those inside the items of another option, such as
    ``("global_secondary_indexes", "warm_throughput")``. If DescribeTable shows the setting, ``shown_in`` has the
    members of the answer that do, ``A.B`` for a member of the items of a list, and ``ordinary`` the values with which a
    member counts as missing; otherwise ``read`` is the call that does. ``absent`` are the options of a table that does
    not have the setting, ``usual`` the values that AWS uses for options that are left out. ``outputs`` are the outputs
    of the setting, each with its value where the setting is off. ``named_by`` has the member that names the items of an
    option that is a list, where that is not ``name``. ``judged_anyway`` means that a new table is judged by its rules
    even if the specification leaves it out.
    """

    name: str
    load: Callable[[], Setting[t.Any]]
    options: tuple[str, ...]
    inside: tuple[tuple[str, str], ...] = ()
    shown_in: tuple[str, ...] = ()
    ordinary: Mapping[str, t.Any] = {}
    read: Read | None = None
    absent: Mapping[str, t.Any] = {}
    usual: Mapping[str, t.Any] = {}
    outputs: Mapping[str, t.Any] = {}
    named_by: Mapping[str, str] = {}
    judged_anyway: bool = False

    def is_named(self, options: Mapping[str, t.Any]) -> bool:
        """Tell whether options give the setting a value."""
        if any(options.get(name) is not None for name in self.options):
            return True
        return any(item.get(inner) is not None for outer, inner in self.inside for item in options.get(outer) or ())

    def is_shown(self, table: Answer) -> bool:
        """Tell whether an answer of DescribeTable shows the setting."""
        for member in self.shown_in:
            outer, dot, inner = member.partition(".")
            items = table.get(outer) or () if dot else (table,)
            found = (item.get(inner or outer) for item in items)
            if any(value and value != self.ordinary.get(member) for value in found):
                return True
        return False

    def has(self, path: tuple[str, ...]) -> bool:
        """Tell whether the path of a change belongs to the setting."""
        return path[0] in self.options or (path[0], *path[2:3]) in self.inside
