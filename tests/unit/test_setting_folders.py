# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each setting has a folder below tests/settings, and what judges the collection does not use what it judges."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.catalog import ENTRIES
from ansible_collections.planton.dynamodb.tests.settings import folders
from ansible_collections.planton.dynamodb.tests.unit import strategies
from ansible_collections.planton.dynamodb.tests.walks import facts
from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml

ROOT = Path(__file__).resolve().parents[2]
COLLECTION = "ansible_collections.planton.dynamodb."
SETTINGS = [entry.name for entry in ENTRIES]
# What the files truth.py, the facts and the bound judge.
JUDGED = ("plugins.module_utils._plan", "plugins.module_utils._run", "plugins.module_utils._settings")
WALKS = Path(facts.__file__).parent
JUDGES = [*folders.files("truth.py"), *sorted(WALKS.glob("bound*.py")), WALKS / "facts.py"]
# Options that say how tags are compared, or what a policy may deny, and nothing of the table.
NOT_DRAWN = {"purge_tags", "confirm_remove_self_resource_access"}


@pytest.mark.parametrize("name", SETTINGS)
def test_each_setting_has_a_folder(name: str) -> None:
    folder = folders.HERE / name
    assert {"plans", "draw.py", "truth.py"} <= {path.name for path in folder.iterdir()}
    assert [*(folder / "plans").glob("*.yml")]


def test_each_folder_is_of_a_setting() -> None:
    found = {path.parent.name for path in folders.files("*") if path.parent.name != "__pycache__"}
    assert found == {*SETTINGS, folders.TOGETHER}


@pytest.mark.parametrize("name", SETTINGS)
def test_all_options_of_a_setting_are_drawn(name: str) -> None:
    described = ROOT / "plugins" / "module_utils" / "_settings" / name / "options.yml"
    options = read_yaml(described)["options"]
    drawn = [option for group in strategies.DRAWS[name].GROUPS for option in group]
    assert sorted(drawn) == sorted({*options} - NOT_DRAWN)


def imported(path: Path) -> Iterator[str]:
    """What a file imports of the collection, without the name of the collection."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*above, *([node.module] if node.module else [])])
            names = [module, *(f"{module}.{each.name}" for each in node.names)]
            yield from (name.removeprefix(COLLECTION) for name in names if node.level or name.startswith(COLLECTION))
        elif isinstance(node, ast.Import):
            names = [each.name for each in node.names]
            yield from (name.removeprefix(COLLECTION) for name in names if name.startswith(COLLECTION))


@pytest.mark.parametrize("path", JUDGES, ids=lambda path: path.relative_to(folders.HERE.parent).as_posix())
def test_who_judges_does_not_use_what_is_judged(path: Path) -> None:
    """Neither by itself nor by way of other files."""
    waiting, seen = [path.resolve()], set[Path]()
    while waiting:
        each = waiting.pop()
        seen.add(each)
        for name in imported(each):
            assert not name.startswith(JUDGED), f"{each} imports {name}"
            source = ROOT / f"{name.replace('.', '/')}.py"
            waiting += [source] if source.is_file() and source not in seen else []
    # So much is to be looked into that a mistake here would be seen.
    assert len(seen) > 1 or path.name == "bound_rules.py"
