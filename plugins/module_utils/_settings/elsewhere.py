# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What a setting wants of the table in other Regions."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from .setting import Options


# What becomes of the replicas of a table that leaves its global table: it is as ``replica_removal``, and no option.
LEAVE = "leave"


class Elsewhere(t.NamedTuple):
    """What is wanted of the table in another Region: its options there, and where the user wrote them.

    ``option`` has the path of changes and outputs there. ``shows`` has members of DescribeTable that the table has from
    the beginning, because the call that adds it names them. ``names`` are the paths that have another name where the
    user wrote them. ``inside`` are options whose items have only what other settings have there, such as the scaling of
    an index: they are no wish for the indexes themselves. A table that ``leaves`` the global table is no replica any
    more when that is done.
    """

    options: Options
    path: str
    option: tuple[str, ...]
    shows: Mapping[str, t.Any] = {}
    names: Mapping[str, str] = {}
    inside: Mapping[str, t.Any] = {}
    leaves: bool = False
