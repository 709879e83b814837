# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The context of a task of the action plugin ``variables``: its variables, its connection, and running modules."""

from __future__ import annotations

import contextlib
import typing as t

from ansible.module_utils.parsing.convert_bool import boolean

from ._connection import connection_options
from ._progress_display import progress_option
from ._variable_levels import TaskVariables
from ._variables import Variables

if t.TYPE_CHECKING:
    from ansible.plugins.action import ActionBase

Options = dict[str, t.Any]

TABLES, TABLE_INFO = "planton.dynamodb.dynamodb_tables", "planton.dynamodb.dynamodb_table_info"


class Context:
    """One task on one host."""

    def __init__(self, action: ActionBase, task_vars: dict[str, t.Any]) -> None:
        self.action = action
        self.task_vars = task_vars
        source = TaskVariables(action._task, action._templar, action._loader, task_vars)
        self.variables = Variables(source)

    @property
    def host(self) -> str:
        """The name of the host in the inventory."""
        return str(self.task_vars.get("inventory_hostname", ""))

    @property
    def shows(self) -> bool:
        """Whether the task shows the text of the plan or of the report."""
        return boolean(self.action._task.args.get("show") or False) and not self.action._task.no_log

    @property
    def diff_mode(self) -> bool:
        """Whether Ansible runs in diff mode."""
        return bool(self.action._task.diff)

    @property
    def check_mode(self) -> bool:
        """Whether Ansible runs in check mode, so that nothing may be changed."""
        return bool(self.action._task.check_mode)

    def run_module(self, module: str, options: Options, values: Options, region: str = "") -> Options:
        """Run a module with the connection of the variables and the play; ``region`` has priority over their Region."""
        connection = connection_options(values, self.action._task, self.action._templar.template)
        named = {"region": region} if region else {}
        with (
            progress_option(self.action, self.task_vars) if module == TABLES else contextlib.nullcontext({}) as progress
        ):
            arguments = {**connection, **named, **options, **progress}
            answer: Options = self.action._execute_module(module, arguments, task_vars=self.task_vars)
        return answer
