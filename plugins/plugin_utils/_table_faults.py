# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Checks the options of tables before a module is started: unknown names, and values of wrong types."""

from __future__ import annotations

import typing as t

from ..module_utils._item_options import ItemOptions
from ._table_calls import Call
from ._table_outcome import placed


def option_faults(calls: t.Sequence[Call]) -> t.Iterator[str]:
    """Return a message for each wrong option of each table, with its place in the variables."""
    checker = ItemOptions()
    for call in calls:
        for table, place in zip(call.tables, call.places, strict=True):
            for violation in checker.check(table)[1]:
                fault = placed(violation, place)
                yield f"{fault.path}: {fault.message}; {fault.hint}"
