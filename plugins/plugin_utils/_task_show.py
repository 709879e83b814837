# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The task ``show``: shows lines of text as they are, while ``debug`` would show a list of quoted strings."""

from __future__ import annotations

from ..module_utils._plan.text import plain
from ._task_context import Context, Options
from ._text_display import show


def show_lines(context: Context) -> Options:
    """Show the lines in the task's argument ``lines``."""
    lines = [plain(line) for line in context.action._task.args.get("lines") or ()]
    show("\n".join(lines), context.host)
    return {"changed": False, "lines": lines}
