# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Shortens failed results, because Ansible prints a failed result completely, however long it is."""

from __future__ import annotations

import typing as t

from ansible.utils.display import Display

if t.TYPE_CHECKING:
    from ansible.playbook.task import Task

# The keys that stay in a failed result: the message for people, and the errors for programs that read the output.
KEPT = frozenset(
    (
        *("changed", "failed", "msg", "errors", "error"),
        *("module_stderr", "module_stdout", "rc"),
        *("exception", "warnings", "deprecations", "unreachable", "invocation"),
    )
)

display = Display()


def shortened(result: dict[str, t.Any], task: Task) -> dict[str, t.Any]:
    """Return a failed result with ``KEPT`` keys only, unless the play can read it or the user asked for verbose output.

    The play can read the result if the task registers it, or if a block rescues it.
    """
    if not result.get("failed") or display.verbosity or task.register or _is_rescued(task):
        return result
    return {name: value for name, value in result.items() if name in KEPT or name.startswith("_ansible")}


def _is_rescued(task: Task) -> bool:
    """Tell whether a failure of the task leads to a ``rescue`` or an ``always`` of a block around it."""
    block = task._parent
    while block is not None:
        if getattr(block, "rescue", None) or getattr(block, "always", None):
            return True
        block = getattr(block, "_parent", None)
    return bool(task.failed_when)
