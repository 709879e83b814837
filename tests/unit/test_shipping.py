# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Ansible sends to a host has every file that a module may import there, also those that it imports by name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._settings import shipped
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.catalog import ENTRIES, ORIGINS
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.plannings import planning_of

HERE = Path(__file__).parent
PACKAGE = "ansible_collections.planton.dynamodb.plugins.module_utils._settings"
# Each imports all that is imported by one file by name, in a process that has nothing but what was sent.
SETTINGS = f"""
from {PACKAGE}.catalog import ENTRIES, ORIGINS
from {PACKAGE}.entry import imported
settings = [entry.load() for entry in ENTRIES]
found = [type(each) for each in settings]
found += [imported(f"origins.{{origin.option}}.origin", "from_options") for origin in ORIGINS]
"""
PLANNINGS = f"""
from {PACKAGE}.plannings import planning_of
found += [type(planning_of(each)) for each in settings]
"""
PRINTED = "print(*(each.__module__ for each in found))"


# dynamodb_table_info plans nothing.
@pytest.mark.parametrize("module", ["dynamodb_table", "dynamodb_tables", "dynamodb_table_info"])
def test_what_is_imported_by_name_is_sent(module: str, tmp_path: Path) -> None:
    subprocess.run([sys.executable, HERE / "payload.py", module, tmp_path], check=True)
    plans = module != "dynamodb_table_info"
    names = [f"{entry.name}.setting" for entry in ENTRIES] + [f"origins.{way.option}.origin" for way in ORIGINS]
    names += [f"{entry.name}.planning" for entry in ENTRIES if plans]
    script = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{SETTINGS}{PLANNINGS if plans else ''}{PRINTED}"
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=environ, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [f"{PACKAGE}.{name}" for name in names]


def test_what_is_sent_to_be_imported_by_name_is_what_is_imported() -> None:
    settings = [entry.load() for entry in ENTRIES]
    assert [*shipped.SETTINGS] == settings
    assert [*shipped.PLANNINGS] == [planning_of(setting) for setting in settings]
    assert [way.__module__.split(".")[-2] for way in shipped.ORIGINS] == [way.option for way in ORIGINS]
