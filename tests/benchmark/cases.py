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
# The same fleet through what people use in place of the module.
ROLE, CONVERGE, PLAN = "role", "converge", "plan"
PLAYBOOKS = {CONVERGE: "planton.dynamodb.converge", PLAN: "planton.dynamodb.plan"}
WAYS = (ROLE, *PLAYBOOKS)
VARIANTS = (CALLER, BARE, TABLES, *WAYS, TABLE, COMMUNITY)
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
    if variant in (TABLES, *WAYS):
        # The way a user has it: the fleet in variables, one task.
        tables = [_options(case, name, account, owner) for name in names]
        if variant == TABLES:
            return [{"name": variant, "planton.dynamodb.dynamodb_tables": {"tables": "{{ tables }}"}}], {
                "tables": tables
            }
        role = {"name": variant, "ansible.builtin.include_role": {"name": "planton.dynamodb.aws_dynamodb"}}
        return [role] if variant == ROLE else [], {"aws_dynamodb_tables": tables}
    if variant == TABLE:
        return [_loop("planton.dynamodb.dynamodb_table", _options(case, ITEM, account, owner))], {"names": names}
    table = _loop("community.aws.dynamodb_table", specs.community_table(ITEM, owner))
    return [table, _loop("community.aws.dynamodb_ttl", specs.community_ttl(ITEM))], {"names": names}


def _options(case: Case, name: str, account: str, owner: str) -> specs.Options:
    return specs.table_level(name) if case.scenario == TABLE_LEVEL else specs.full(name, account, owner)


def _loop(module: str, options: specs.Options) -> Task:
    return {"name": module, module: options, "loop": "{{ names }}"}


def stages_of(case: Case, account: str, owner: str) -> list[list[list[Call]]]:
    """Return the bare calls: the reads that tell what there is to do, the writes, and the reads that confirm them.

    A table is looked for before it is created, and read again when it is made, as only that tells whether it has
    worked. A new table is described once after CreateTable, which tells both that it is ACTIVE and what it has.
    """
    names = specs.names(case.tables)
    looks = [[specs.look(name)] for name in names]
    if case.scenario == TABLE_LEVEL:
        return [looks]
    rest = [
        [call] for call in [*specs.insights(names), *(call for name in names for call in specs.rest(name, account))]
    ]
    if case.scenario == CREATE:
        made = [specs.creation(name, account, owner) for name in names]
        return [
            looks,
            [[first, specs.look(name), *more] for name, (first, *more) in zip(names, made, strict=True)],
            rest,
        ]
    writes = [[specs.change(name, account, owner)] for name in names]
    return [[*looks, *rest], writes, [*looks, *rest]] if case.scenario == CHANGE else [[*looks, *rest]]
