# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of the engine: each is a file of its own, and the rest of the engine knows none of them by name."""

from __future__ import annotations

import ast
import dataclasses
import pkgutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ansible_collections.planton.dynamodb.tests.simulator import settings
from ansible_collections.planton.dynamodb.tests.simulator.engine import OPERATIONS
from ansible_collections.planton.dynamodb.tests.simulator.settings import all_settings
from ansible_collections.planton.dynamodb.tests.simulator.state import Table
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import PLAIN, add_table, made_world
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import made

ENGINE = Path(settings.__file__).parents[1]
NAMES = {found.name for found in pkgutil.iter_modules(settings.__path__)}
# What knows a setting by its name all the same, and why.
KNOWN_BY_NAME = {
    ("operations/backups.py", "encryption"): "no backup of a table whose key is lost",
    ("operations/backups.py", "recovery"): "backups can be made as soon as recovery can be turned on",
    ("operations/data.py", "encryption"): "nor a look at its items",
    ("operations/kms.py", "encryption"): "a key that is disabled takes its tables along",
    ("operations/giving_up.py", "encryption"): "a replica whose key is disabled at once does not come about",
    ("operations/multi_account.py", "policy"): "the policy of a table lets it be replicated to another account",
    ("operations/replica_keys.py", "encryption"): "each replica has a key of its own, or none has",
    ("operations/replica_tables.py", "encryption"): "and it is one of its Region",
    ("operations/replicas.py", "stream"): "the first replica turns the stream on",
    ("operations/restores.py", "recovery"): "a restore to a point in time needs it",
}


def _fields() -> Iterator[str]:
    for setting in all_settings():
        if setting.state is not None:
            yield from (field.name for field in dataclasses.fields(setting.state))


def test_every_file_is_a_setting() -> None:
    assert len(all_settings()) == len(NAMES) == len({type(setting) for setting in all_settings()})


def test_every_operation_is_of_one_setting_and_every_member_too() -> None:
    operations = Counter(name for setting in all_settings() for name in setting.handlers)
    members = Counter(setting.member for setting in all_settings() if setting.member)
    assert {*operations.values(), *members.values()} == {1}
    assert {*operations} <= {*OPERATIONS["dynamodb"]}
    assert all({*setting.writes} <= {*setting.handlers} for setting in all_settings())


def test_the_field_of_a_state_has_a_name_that_no_other_has() -> None:
    """The engine's own interface sets them by their names."""
    assert {*Counter([*_fields(), *(field.name for field in dataclasses.fields(Table))]).values()} == {1}


def test_a_setting_that_nobody_has_looked_at_makes_no_difference() -> None:
    one, other = add_table(made_world()), add_table(made_world())
    for setting in all_settings():
        assert setting.state is not None
        one.of(setting.state)
        assert one == other


def test_settings_are_as_in_a_new_table_where_a_request_says_nothing() -> None:
    table = made({}).engine.world().tables["orders"]
    world = made_world()
    fresh = add_table(world, **PLAIN)
    assert all(setting.described(table, 0.0) == setting.described(fresh, 0.0) for setting in all_settings())


def test_the_rest_of_the_engine_knows_no_setting_by_name() -> None:
    known = {
        (str(path.relative_to(ENGINE)), node.module.rpartition(".")[2])
        for path in ENGINE.rglob("*.py")
        if path.parent.name != "settings"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module and "settings." in f".{node.module}"
    }
    assert known == {*KNOWN_BY_NAME}
    assert {setting for _path, setting in known} <= NAMES
