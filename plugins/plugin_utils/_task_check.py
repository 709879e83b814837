# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The tasks that only check variables: for unknown names, and for templates that cannot be resolved."""

from __future__ import annotations

from ._table_outcome import refusal
from ._task_context import Context, Options
from ._variable_names import KNOWN


def check(context: Context) -> Options:
    """Fail if a variable has an unknown name, or a template that cannot be resolved and would silently be ignored."""
    context.variables.check_names()
    return check_templates(context)


def check_templates(context: Context) -> Options:
    """Fail if a variable has a template that cannot be resolved and would silently be ignored."""
    context.variables.check_templates(KNOWN)
    faults = context.variables.faults
    return refusal(faults) if faults else {"changed": False}
