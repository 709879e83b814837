# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A setting that exists only here is one folder: it is documented, planned, carried out and adopted, and no other file
is edited.

The folder is ``new_setting/colour``. The test puts it into a copy of the collection, lets scripts/generate write what
it writes, and runs the collection there. The setting's folder of the tests and its file of the strict engine stand
beside it, ``iam.yml`` and ``engine.py``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.scripts.devkit.generator.files import generated
from ansible_collections.planton.dynamodb.scripts.devkit.generator.options import PLACE
from ansible_collections.planton.dynamodb.tests.unit.test_imports import MOST, imported

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent / "new_setting"
Facts = dict[str, Any]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the collection that has the setting, its tests, and its part of the strict engine."""
    tree = tmp_path_factory.mktemp("tree")
    collection = tree / "ansible_collections" / "planton" / "dynamodb"
    ignore = shutil.ignore_patterns("__pycache__")
    for name in ("plugins", "roles", "docs", "tests"):
        shutil.copytree(ROOT / name, collection / name, ignore=ignore)
    shutil.copytree(HERE / "colour", collection / PLACE / "colour", ignore=ignore)
    (collection / "tests" / "settings" / "colour").mkdir()
    shutil.copy2(HERE / "iam.yml", collection / "tests" / "settings" / "colour" / "iam.yml")
    shutil.copy2(HERE / "engine.py", collection / "tests" / "simulator" / "settings" / "colour.py")
    for path, text in generated(collection).items():
        (collection / path).write_text(text, encoding="utf-8")
    return tree


def outcome(tree: Path, name: str) -> Facts:
    """What a file of new_setting prints in the copy."""
    environ = {**os.environ, "PYTHONPATH": str(tree), "AWS_DATA_PATH": str(HERE / "botocore")}
    module = f"ansible_collections.planton.dynamodb.tests.unit.new_setting.{name}"
    done = subprocess.run([sys.executable, "-m", module], env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def runs(tree: Path) -> Facts:
    return outcome(tree, "runs")


def calls(result: Facts) -> list[str]:
    return [step["operation"] for step in result["plan"]["operations"]]


def test_it_is_planned_in_check_mode_and_carried_out(runs: Facts) -> None:
    checked, created = runs["check mode"], runs["create"]
    assert calls(checked) == calls(created) == ["CreateTable", "UpdateColour"]
    assert checked["plan"]["id"] == created["plan"]["id"]
    assert checked["changed"] and not checked["converged"]
    assert created["changed"] and created["converged"] and created["spec"]["colour"] == "RED"


def test_it_is_in_the_diff_the_plan_and_its_text(runs: Facts) -> None:
    changed = runs["change"]
    assert changed["diff"] == {"before": {"colour": "RED"}, "after": {"colour": "BLUE"}}
    assert changed["changes"] == [{"path": "colour", "before": "RED", "after": "BLUE"}]
    assert "    ~ colour: RED -> BLUE\n    1. UpdateColour: paint the table BLUE\n" in changed["plan"]["text"]
    assert calls(runs["back"]) == ["UpdateColour"]


def test_a_second_run_does_nothing_and_what_is_left_out_is_not_read(runs: Facts) -> None:
    for name in ("again", "left alone"):
        assert (calls(runs[name]), runs[name]["changed"], runs[name]["converged"]) == ([], False, True)
    assert "colour" not in runs["left alone"]["spec"]


def test_the_plan_names_its_permissions(runs: Facts) -> None:
    assert runs["change"]["plan"]["iam_actions"] == [
        "dynamodb:DescribeColour",
        "dynamodb:DescribeTable",
        "dynamodb:UpdateColour",
    ]
    assert runs["left alone"]["plan"]["iam_actions"] == ["dynamodb:DescribeTable"]


def test_it_is_adopted_and_shown(runs: Facts) -> None:
    assert runs["adopted"]["colour"] == "BLUE"
    assert runs["change"]["table"]["colour_description"] == {"colour": "BLUE"}


def test_its_rule_is_judged(runs: Facts) -> None:
    (wrong,) = runs["wrong"]
    assert (wrong["rule"], wrong["path"]) == ("V900", "colour")


@pytest.mark.parametrize("name", MOST)
def test_a_run_that_does_not_name_it_compiles_its_option_and_its_entry_in_the_catalog(tree: Path, name: str) -> None:
    """A line each. So the lines of a run do not grow with the number of settings, but for what is told of options."""
    options, _most = MOST[name]
    before, after = imported(options), imported(options, tree)
    more = {file: after.get(file, 0) - before.get(file, 0) for file in {**before, **after}}
    assert {file: lines for file, lines in more.items() if lines} == {"_argspec": 1, "_settings.catalog": 1}


def test_its_permissions_are_on_their_page(tree: Path) -> None:
    """As of every option, by runs on the strict engine: those that are named are those of the calls."""
    found = outcome(tree, "permissions")
    own = ["dynamodb:DescribeColour", "dynamodb:DescribeTable", "dynamodb:UpdateColour"]
    assert found["named"] == found["called"] == own
    assert "## `colour`" in found["page"]
    assert all(f'"{action}"' in found["page"] for action in own)
