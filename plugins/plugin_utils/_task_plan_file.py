# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The task ``plan_file``: writes the plans of all hosts of the play to one file on the controller."""

from __future__ import annotations

import os
import typing as t

from ._plan_file import write_plan_file
from ._table_outcome import refusal
from ._task_context import Context, Options

# The variable in which the playbook registers the result of each host.
RUN = "__aws_dynamodb_run"


def plan_file(context: Context) -> Options:
    """Write the file that ``aws_dynamodb_plan_file`` names."""
    values = context.variables.read({"plan_file": "path"})
    if context.variables.faults or "plan_file" not in values:
        return refusal(context.variables.faults or ["aws_dynamodb_plan_file: name the file"])
    try:
        path = write_plan_file(str(values["plan_file"]), _hosts(context))
    except OSError as error:
        place = os.path.dirname(os.path.abspath(os.path.expanduser(str(values["plan_file"]))))
        return refusal([f"aws_dynamodb_plan_file: the file cannot be written: {place}: {error.strerror or error}"])
    return {"changed": False, "path": path}


def _hosts(context: Context) -> dict[str, Options]:
    """Return the result of each host that has made its plans."""
    every = context.task_vars["hostvars"]
    runs: t.Iterator[tuple[str, Options]] = (
        (host, every[host].get(RUN) or {}) for host in context.task_vars["ansible_play_hosts_all"]
    )
    return {host: run for host, run in runs if "planned" in run}
