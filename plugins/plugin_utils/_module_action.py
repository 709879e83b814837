# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The common part of the actions of dynamodb_table and dynamodb_tables: progress, ``async``, and short failures."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase

from ._failure import shortened
from ._progress_display import progress_option


class ModuleAction(ActionBase):
    """Runs the module of the same name, and shows its progress."""

    MODULE: t.ClassVar[str]
    _requires_connection = True
    _supports_async = True
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Run the module; with ``async`` it runs in the background, and its progress is not shown."""
        super().run(tmp, task_vars)
        variables = task_vars or {}
        arguments = dict(self._task.args)
        if self._task.async_val and self._task.check_mode:
            raise AnsibleActionFail("check mode and async cannot be used on same task.")
        if self._task.async_val:
            return self._execute_module(self.MODULE, arguments, task_vars=variables, wrap_async=True)
        if arguments.get("progress_file"):
            return shortened(self._execute_module(self.MODULE, arguments, task_vars=variables), self._task)
        with progress_option(self, variables) as option:
            answer = self._execute_module(self.MODULE, {**arguments, **option}, task_vars=variables)
        return shortened(answer, self._task)
