# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The call that reads a setting which DescribeTable does not show."""

from __future__ import annotations

import typing as t


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
    longer than usual. ``slow`` means that AWS admits few of these calls. ``listed`` means that one that names no table
    answers for all of the Region, in items that name theirs.

    ``service`` is that of the call. With the form ``resources``, it is about the table and its indexes, and the answer
    has lists by member; ``further`` are calls about those that it shows.
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
    listed: bool = False
    service: str = "dynamodb"
    further: tuple[str, ...] = ()

    @property
    def action(self) -> str:
        """The IAM action."""
        return f"{self.service}:{self.operation}"

    @property
    def nothing(self) -> t.Any:
        """The answer for a table that has nothing of the setting."""
        assumed = self.new if self.restored is None else self.restored
        return assumed if assumed is not None else () if self.form in ("list", "pages") else {}
