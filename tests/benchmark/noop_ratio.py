# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a task over one table takes that has nothing to do, beside amazon.aws.aws_caller_info in the same play.

The tasks alternate, each time starting with another, so that what else the machine does meets all alike. The first
round is left out: in it Ansible packs each module, which it does once a play. Between plays, packing included, they are
compared by the rows for one table of the benchmark's table.
"""

from __future__ import annotations

import statistics
from typing import Any

from . import specs
from .cases import CALLER, NO_CHANGE, OWNER, Case
from .measuring import Bench
from .plays import Task

TABLE, TABLES = "planton.dynamodb.dynamodb_table", "planton.dynamodb.dynamodb_tables"


def one_table_ratios(bench: Bench, rounds: int) -> dict[str, float]:
    """The median, over the rounds, of the time of each task over that of the caller_info beside it."""
    account = bench.account(Case(NO_CHANGE, 1, 0))
    bench.desk.add_latency(0)
    tasks = _tasks(account)
    order = [task for number in range(rounds + 1) for task in _round(tasks, number)]
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for duration in bench.workplace.play(account, order)[len(tasks) :]:
        seconds[duration.task].append(duration.seconds)
    base = seconds.pop(CALLER)
    return {
        name: statistics.median(one / other for one, other in zip(times, base, strict=True))
        for name, times in seconds.items()
    }


def _tasks(account: str) -> dict[str, Task]:
    """The tasks by their names; an alias has to be looked up by a client of another service, an ARN has not."""
    (name,) = specs.names(1)
    plain, full = specs.table_level(name), specs.full(name, account, OWNER)
    by_alias = {**full, "server_side_encryption": {"enabled": True, "kms_key_arn": specs.KEY_ALIAS}}
    return {
        CALLER: {"amazon.aws.aws_caller_info": {}},
        "dynamodb_table, table-level options": {TABLE: plain},
        "dynamodb_table, everything": {TABLE: full},
        "dynamodb_table, everything, key by alias": {TABLE: by_alias},
        "dynamodb_tables, table-level options": {TABLES: {"tables": [plain]}},
        "dynamodb_tables, everything": {TABLES: {"tables": [full]}},
    }


def _round(tasks: dict[str, Task], number: int) -> list[dict[str, Any]]:
    """All tasks, each time starting with another."""
    names = list(tasks)
    first = number % len(names)
    return [{"name": name, **tasks[name]} for name in names[first:] + names[:first]]
