# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carries out the tasks of the role and the playbooks: reads their variables, and runs modules for each Region."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.planton.dynamodb.plugins.plugin_utils._task_adopt import adopt
from ansible_collections.planton.dynamodb.plugins.plugin_utils._task_check import check, check_templates
from ansible_collections.planton.dynamodb.plugins.plugin_utils._task_context import Context
from ansible_collections.planton.dynamodb.plugins.plugin_utils._task_plan_file import plan_file
from ansible_collections.planton.dynamodb.plugins.plugin_utils._task_show import show_lines
from ansible_collections.planton.dynamodb.plugins.plugin_utils._task_tables import OVERRIDES, apply

OTHERS: dict[str, t.Callable[[Context], dict[str, t.Any]]] = {
    "adopt": adopt,
    "check": check,
    "check_templates": check_templates,
    "plan_file": plan_file,
    "show": show_lines,
}


class ActionModule(ActionBase):
    """Calls the function that carries out the task."""

    _requires_connection = True
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the result of the task; errors in variables are reported before the first call."""
        super().run(tmp, task_vars)
        task = str(self._task.args.get("task") or "converge")
        context = Context(self, task_vars or {})
        if task in OVERRIDES:
            return apply(context, task)
        if task in OTHERS:
            return OTHERS[task](context)
        raise AnsibleActionFail(f"task: '{task}' is none of {', '.join((*OVERRIDES, *OTHERS))}")
