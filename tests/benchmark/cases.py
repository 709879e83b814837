# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured: the scenarios, and how each variant goes about them."""

from __future__ import annotations

from typing import Any, NamedTuple

from . import specs
from .plays import Task
from .specs import Call

NO_CHANGE, TABLE_LEVEL, CREATE, CHANGE = "no-change", "table-level", "create", "change"
SCENARIOS = (NO_CHANGE, TABLE_LEVEL, CREATE, CHANGE)

CALLER, BARE, TABLES, TABLE, COMMUNITY = "caller_info", "bare", "dynamodb_tables", "dynamodb_table", "community"
VARIANTS = (CALLER, BARE, TABLES, TABLE, COMMUNITY)
# A process a table, so over a second each.
LOOPS = (TABLE, COMMUNITY)
ITEM = "{{ item }}"
OWNER = "somebody"


class Case(NamedTuple):
    """One scenario with so many tables, and so many milliseconds added to each call."""

    scenario: str
    tables: int
    latency: float

    @property
    def place(self) -> tuple[str, int]:
        """What cases that can use the same tables have in common."""
        return self.scenario, self.tables

    @property
    def changes(self) -> bool:
        """Whether there is anything to do."""
        return self.scenario in (CREATE, CHANGE)


def tasks_of(variant: str, case: Case, account: str, owner: str) -> tuple[list[Task], dict[str, Any]]:
    """Return the tasks of a variant that runs in Ansible, and the variables that they need."""
    names = specs.names(case.tables)
    if variant == CALLER:
        return [{"name": variant, "amazon.aws.aws_caller_info": {}}], {}
    if variant == TABLES:
        # The way a user has it: the fleet in variables, one task.
        options = {"tables": [_options(case, name, account, owner) for name in names]}
        return [{"name": variant, "planton.dynamodb.dynamodb_tables": {"tables": "{{ tables }}"}}], options
    if variant == TABLE:
        return [_loop("planton.dynamodb.dynamodb_table", _options(case, ITEM, account, owner))], {"names": names}
    table = _loop("community.aws.dynamodb_table", specs.community_table(ITEM, owner))
    return [table, _loop("community.aws.dynamodb_ttl", specs.community_ttl(ITEM))], {"names": names}


def _options(case: Case, name: str, account: str, owner: str) -> specs.Options:
    return specs.table_level(name) if case.scenario == TABLE_LEVEL else specs.full(name, account, owner)


def _loop(module: str, options: specs.Options) -> Task:
    return {"name": module, module: options, "loop": "{{ names }}"}


def stages_of(case: Case, account: str, owner: str) -> list[list[list[Call]]]:
    """Return the bare calls: the reads that tell what there is to do, and the writes.

    Tables are created without looking for them, and nothing is read again after a write, though only that tells
    whether it has worked.
    """
    names = specs.names(case.tables)
    looks = [[specs.reads(name, account)[0]] for name in names]
    if case.scenario == TABLE_LEVEL:
        return [looks]
    if case.scenario == CREATE:
        return [specs.creations(names, account, owner)]
    calls = [call for name in names for call in specs.reads(name, account)]
    reads = [[call] for call in [*specs.insights(names), *calls]]
    writes = [[specs.change(name, account, owner)] for name in names]
    return [reads, writes] if case.scenario == CHANGE else [reads]
