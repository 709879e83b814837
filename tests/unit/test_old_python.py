# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a module says where Python is too old for it, and that it gets as far as saying it."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
# A virtual module has no code: its action plugin does all of it, on the controller.
MODULES = [path for path in sorted((ROOT / "plugins" / "modules").glob("*.py")) if "def main" in path.read_text()]
GUARD = ROOT / "plugins" / "module_utils" / "_python.py"
NAME = "ansible_collections.planton.dynamodb.plugins.modules"
# As an interpreter of that age would begin: the module is imported and run, with nothing else of the collection loaded.
BEGIN = """
import importlib, sys
sys.path[:0] = {path}
sys.version_info = {version}
importlib.import_module("{name}").main()
"""


@pytest.mark.parametrize("path", [*MODULES, GUARD], ids=lambda path: path.stem)
def test_an_old_python_can_read_it(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_nothing_is_imported_before_python_is_asked(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = [node.module for node in tree.body if isinstance(node, ast.ImportFrom)]
    assert imported == ["__future__", "module_utils._python"]
    (main,) = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    assert ast.unparse(main.body[1]) == "require_python()"


def begun(module: str, version: tuple[int, ...]) -> tuple[int, str]:
    """The exit code and the output of a module under a Python that says it has that version."""
    program = BEGIN.format(path=sys.path, version=version, name=f"{NAME}.{module}")
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, input="{}")
    return ended.returncode, ended.stdout


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 8, 18), (3, 9, 18)])
@pytest.mark.parametrize("module", [path.stem for path in MODULES])
def test_one_sentence(module: str, version: tuple[int, ...]) -> None:
    code, output = begun(module, version)
    told = json.loads(output)
    found = ".".join(map(str, version))
    assert code == 1 and told["failed"]
    assert f"need Python 3.10 or newer on the host that they run on, and this is Python {found} (" in told["msg"]
    assert told["msg"].endswith("set ansible_python_interpreter of that host to a newer one")


@pytest.mark.parametrize("version", [(3, 10, 0), (3, 11, 7), (4, 0, 0)])
def test_a_newer_one_goes_on(version: tuple[int, ...]) -> None:
    """It gets to the arguments, of which there are none here."""
    _code, output = begun("write_files", version)
    assert "3.10 or newer" not in output


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_the_documentation_says_so(path: Path) -> None:
    """Not the fragment of amazon.aws, which says 3.6."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = {node.targets[0].id: node.value for node in tree.body if isinstance(node, ast.Assign)}  # type: ignore[attr-defined]
    fragments = yaml.safe_load(ast.literal_eval(texts["DOCUMENTATION"]))["extends_documentation_fragment"]
    assert any(name.startswith("planton.dynamodb._requirements") for name in fragments)
    assert "amazon.aws.boto3" not in fragments
