# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The task ``check``: reports names of variables that the collection does not have."""

from __future__ import annotations

from ._table_outcome import refusal
from ._task_context import Context, Options


def check(context: Context) -> Options:
    """Fail where a variable has a name that nobody reads."""
    context.variables.check_names()
    faults = context.variables.faults
    return refusal(faults) if faults else {"changed": False}
