# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The variables of a task by level of precedence, so that a value below a blank extra variable can be read.

An extra variable hides the value from the inventory even if it is blank, as is an unanswered question of a survey.
Ansible has no public way to read hidden values; only this file uses Ansible's variable manager.
"""

from __future__ import annotations

import contextlib
import typing as t

from ansible.utils.vars import load_extra_vars

from ._variables import Level

if t.TYPE_CHECKING:
    from ansible.parsing.dataloader import DataLoader
    from ansible.playbook.task import Task
    from ansible.template import Templar


class TaskVariables:
    """The variables of one task of an action plugin."""

    def __init__(self, task: Task, templar: Templar, loader: DataLoader, task_vars: t.Mapping[str, t.Any]) -> None:
        self._task = task
        self._templar = templar
        self._task_vars = task_vars
        self.extra: t.Mapping[str, t.Any] = load_extra_vars(loader)
        self.top = Level(task_vars, templar.template)

    def beneath(self, blank: t.Collection[str]) -> list[Level]:
        """Return all variables without blank extra variables, then those of the play, then those of the host."""
        try:
            hosts = self._task_vars["hostvars"]
            host = hosts._inventory.get_host(self._task_vars["inventory_hostname"])
            with _without(hosts._variable_manager, blank) as manager:
                play = self._task.play
                found = [
                    manager.get_vars(play=play, host=host, task=self._task),
                    manager.get_vars(play=play, host=host, include_hostvars=False),
                    manager.get_vars(host=host, include_hostvars=False),
                ]
        except AttributeError as error:
            raise LookupError(f"this ansible-core does not tell what the inventory says ({error})") from error
        return [self._level(values) for values in found]

    def _level(self, values: t.Mapping[str, t.Any]) -> Level:
        """Return a level whose templates can use all variables of the task."""
        seen = {**self._task_vars, **values}
        return Level(values, self._templar.copy_with_new_env(available_variables=seen).template)


@contextlib.contextmanager
def _without(manager: t.Any, names: t.Collection[str]) -> t.Iterator[t.Any]:
    """Remove extra variables while the block runs; this is safe because each task has its own process and manager."""
    given = manager._extra_vars
    manager._extra_vars = {name: value for name, value in given.items() if name not in names}
    try:
        yield manager
    finally:
        manager._extra_vars = given
