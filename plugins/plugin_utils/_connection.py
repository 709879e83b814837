# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The connection options of a task: from the role's variables, and otherwise from ``module_defaults`` of the play."""

from __future__ import annotations

import typing as t

from ._variable_names import CONNECTION

if t.TYPE_CHECKING:
    from ansible.playbook.task import Task

Options = dict[str, t.Any]

# If a play sets ``module_defaults`` for these modules, they apply to the role too, because the role runs the modules.
MODULES = tuple(f"planton.dynamodb.{name}" for name in ("dynamodb_table_info", "dynamodb_table", "dynamodb_tables"))
# The aliases that amazon.aws gives to the options of a connection.
ALIASES = {
    **{f"aws_{name}": name for name in CONNECTION},
    "aws_access_key_id": "access_key",
    "aws_secret_access_key": "secret_key",
    "ec2_region": "region",
}
KEYS = ("access_key", "secret_key", "session_token")


def connection_options(values: t.Mapping[str, t.Any], task: Task, template: t.Callable[[t.Any], t.Any]) -> Options:
    """Return the options of the connection; a variable of the role has priority over a default of the play."""
    given = {name: values[name] for name in CONNECTION if name in values}
    defaults = _defaults(task, template)
    # A profile and keys exclude each other: if a variable gives one of them, a default for the other is ignored.
    hidden = ("profile",) if any(name in given for name in KEYS) else KEYS if "profile" in given else ()
    return {**{name: value for name, value in defaults.items() if name not in hidden}, **given}


def _defaults(task: Task, template: t.Callable[[t.Any], t.Any]) -> Options:
    """Return the defaults of the play; Ansible has already added those of the action group to the task's arguments."""
    found: Options = {}
    for defaults in task.module_defaults or ():
        for module in MODULES:
            found.update(template(defaults.get(module) or {}))
    named = {ALIASES.get(name, name): value for name, value in {**task.args, **found}.items()}
    return {name: value for name, value in named.items() if name in CONNECTION}
