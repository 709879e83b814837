# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules that the code keeps to everywhere: who may import what, and how long anything may be."""

from __future__ import annotations

import ast
import functools
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml

ROOT = Path(__file__).parents[2]
UTILS = ROOT / "plugins" / "module_utils"
# What each pure package may import beside the standard library.
PURE = {
    "_texts": {"_texts"},
    "_fields": {"_fields", "_texts"},
    "_settings": {"_settings", "_fields", "_texts"},
    "_plan": {"_plan", "_settings", "_texts"},
    "_manifests": {"_manifests", "_fields", "_plan", "_settings", "_texts"},
    "_migrating": {"_migrating"},
    "_adopting": {"_adopting", "_manifests", "_fields", "_settings", "_texts"},
}
# What goes over all settings.
MACHINERY = ("_plan", "_aws", "_run")
# No clock, no chance, no machine, no network.
FORBIDDEN = {
    *("time", "random", "secrets", "uuid", "os", "io", "pathlib", "shutil", "tempfile", "platform", "getpass"),
    *("socket", "ssl", "http", "urllib", "ftplib", "smtplib", "subprocess", "threading", "asyncio", "multiprocessing"),
    *("concurrent", "signal", "ctypes", "sqlite3", "select", "selectors", "logging"),
}
FORBIDDEN_NAMES = {"now", "utcnow", "today", "open", "print", "input", "eval", "exec", "environ"}
SDK = {"boto3", "botocore"}
LONGEST_FILE = 300
LONGEST_FUNCTION = 60
DOCUMENTATION = ("DOCUMENTATION", "EXAMPLES", "RETURN")


def sources(*places: str) -> list[Path]:
    found = (path for place in places for path in sorted((ROOT / place).rglob("*.py")))
    return [path for path in found if "__pycache__" not in path.parts]


def parameters(paths: list[Path]) -> list[object]:
    return [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in paths]


@functools.cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Every imported module by its full name; relative ones from module_utils on."""
    package = path.relative_to(ROOT / "plugins").with_suffix("").parts
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield str(node.module)
        elif isinstance(node, ast.ImportFrom):
            base = package[: -node.level]
            yield ".".join([*base, node.module] if node.module else [*base, node.names[0].name])


@pytest.mark.parametrize("path", parameters(sources(*(f"plugins/module_utils/{package}" for package in PURE))))
def test_pure_packages_import_each_other_only(path: Path) -> None:
    allowed = PURE[path.relative_to(UTILS).parts[0]]
    for name in imports(path):
        first, *rest = name.split(".")
        if first == "module_utils":
            assert rest[0] in allowed, name
        else:
            assert first in sys.stdlib_module_names | {"__future__"}, name
            assert first not in FORBIDDEN, name


@pytest.mark.parametrize("path", parameters(sources(*(f"plugins/module_utils/{package}" for package in PURE))))
def test_pure_packages_have_no_clock_and_no_machine(path: Path) -> None:
    used = {node.attr for node in ast.walk(parsed(path)) if isinstance(node, ast.Attribute)}
    used |= {
        node.func.id
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not used & FORBIDDEN_NAMES


FOLDERS = {path.parent.name for path in (UTILS / "_settings").glob("*/options.yml")}
OPTIONS = {option for path in (UTILS / "_settings").glob("*/options.yml") for option in read_yaml(path)["options"]}
# What this file calls capacity, stream and encryption are concerns of UpdateTable: kinds of changes, of any setting.
CONCERNS = UTILS / "_plan" / "updates.py"


def texts(path: Path) -> Iterator[str]:
    """The texts in the code, without the docstrings."""
    tree = parsed(path)
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    documented = (node.body[0] for node in ast.walk(tree) if isinstance(node, kinds) and node.body)
    docstrings = {id(node.value) for node in documented if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


@pytest.mark.parametrize("path", parameters(sources(*(f"plugins/module_utils/{name}" for name in MACHINERY))))
def test_machinery_knows_no_setting_by_name(path: Path) -> None:
    """Neither its folder, nor an option: the catalog has them."""
    assert not [name for name in imports(path) if FOLDERS & {*name.split(".")}]
    if path != CONCERNS:
        assert not (FOLDERS | OPTIONS) & {*texts(path)}


@pytest.mark.parametrize("path", parameters(sources("plugins/module_utils/_settings")))
def test_no_setting_imports_the_calls_of_another(path: Path) -> None:
    others = FOLDERS - {path.parent.name}
    for name in imports(path):
        *_above, folder, file = ["", *name.split(".")]
        assert path.name == "shipped.py" or folder not in others or file != "planning", name


@pytest.mark.parametrize("path", parameters(sources("plugins")))
def test_sdk_stays_in_one_package(path: Path) -> None:
    if path.parent != UTILS / "_aws":
        assert not {name.split(".")[0] for name in imports(path)} & SDK


@pytest.mark.parametrize("path", parameters([path for path in sources("plugins") if "_run" not in path.parts]))
def test_runs_are_on_top(path: Path) -> None:
    """Only the modules themselves know what carries them out."""
    if "modules" not in path.parts:
        assert not [name for name in imports(path) if name.startswith("module_utils._run")]


def test_check_mode_is_decided_once() -> None:
    nodes = (node for path in sources("plugins/module_utils") for node in ast.walk(parsed(path)))
    reads = [node for node in nodes if isinstance(node, ast.Attribute) and node.attr == "check_mode"]
    assert len(reads) == 1


def documentation(tree: ast.Module) -> dict[str, ast.Assign]:
    """The documentation of a module or of a fragment, wherever it stands."""
    assigned = (node for node in ast.walk(tree) if isinstance(node, ast.Assign))
    named = ((node.targets[0].id, node) for node in assigned if isinstance(node.targets[0], ast.Name))
    return {name: node for name, node in named if name in DOCUMENTATION}


@pytest.mark.parametrize("path", parameters(sources("plugins", "scripts", "tests/unit", "tests/settings")))
def test_files_and_functions_are_short(path: Path) -> None:
    """Documentation in the code, which Ansible wants there, does not count."""
    tree = parsed(path)
    written = sum(node.end_lineno - node.lineno + 1 for node in documentation(tree).values() if node.end_lineno)
    assert len(path.read_text(encoding="utf-8").splitlines()) - written <= LONGEST_FILE
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno:
            assert node.end_lineno - node.lineno < LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("path", parameters(sources("plugins/modules")))
def test_modules_are_documented(path: Path) -> None:
    found = {name: ast.literal_eval(node.value) for name, node in documentation(parsed(path)).items()}
    assert set(found) == {*DOCUMENTATION}
    words = yaml.safe_load(found["DOCUMENTATION"])
    assert words["module"] == path.stem
    assert words["short_description"] and words["description"] and words["author"] and words["version_added"]
    fragments = words["extends_documentation_fragment"]
    assert "attributes" in words or any("attributes" in fragment for fragment in fragments)
    assert yaml.safe_load(found["EXAMPLES"]) and yaml.safe_load(found["RETURN"])


@pytest.mark.parametrize("path", parameters(sources("plugins/modules")))
def test_modules_only_begin(path: Path) -> None:
    """A module is its documentation and main(): what it does is elsewhere."""
    functions = [node.name for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef)]
    text = path.read_text(encoding="utf-8")
    in_action = "virtual module" in text and (ROOT / "plugins" / "action" / path.name).exists()
    assert functions == ([] if in_action else ["main"])


@pytest.mark.parametrize("path", parameters(sources("plugins/module_utils")))
def test_module_utils_are_private(path: Path) -> None:
    head = path.read_text(encoding="utf-8")[:600]
    assert "GNU General Public License v3.0+" in head and "GPL-3.0-or-later" in head
    assert "**PRIVATE**" in head


def _imported_at_run_time(path: Path) -> Iterator[ast.stmt]:
    """The import statements of a file, also those of functions, but for what only type checkers read."""
    waiting: list[ast.AST] = [parsed(path)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "t.TYPE_CHECKING":
            continue
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield node
        waiting += ast.iter_child_nodes(node)


def _names(node: ast.stmt, package: tuple[str, ...]) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom):
        base = [*package[: len(package) - node.level]] if node.level else []
        module = [*base, *(node.module or "").split(".")] if node.module else base
        yield ".".join(module)
        yield from (".".join([*module, name.name]) for name in node.names)
    elif isinstance(node, ast.Import):
        yield from (name.name for name in node.names)


# Files that import others by name, and what these are called; shipped.py imports all of them, and never runs.
BY_NAME = {
    "module_utils._settings.entry": ("setting", "origin"),
    "module_utils._settings.plannings": ("planning",),
}
SHIPPED = "module_utils._settings.shipped"


def import_graph(root: str, place: str) -> dict[str, set[str]]:
    """Which files each file imports."""
    graph = _static_imports(root, place)
    for name, kinds in BY_NAME.items():
        by_name = {each for each in graph.get(SHIPPED, ()) if each.rpartition(".")[2] in kinds}
        assert by_name or SHIPPED not in graph
        graph |= {name: graph[name] | by_name} if by_name else {}
    return graph


def _static_imports(root: str, place: str) -> dict[str, set[str]]:
    files = {".".join(path.relative_to(ROOT / root).with_suffix("").parts): path for path in sources(place)}
    prefix = "ansible_collections.planton.dynamodb.plugins."
    return {
        name: {
            found.removeprefix(prefix)
            for node in _imported_at_run_time(path)
            for found in _names(node, tuple(name.split(".")))
            if found.removeprefix(prefix) in files
        }
        for name, path in files.items()
    }


def reached_from(name: str, graph: dict[str, set[str]]) -> set[str]:
    """All that a file imports, by however many others."""
    seen: set[str] = set()
    waiting = [*graph[name]]
    while waiting:
        each = waiting.pop()
        if each not in seen:
            seen.add(each)
            waiting += graph[each]
    return seen


@pytest.mark.parametrize("path", parameters(sources("plugins/module_utils")))
def test_only_what_is_shipped_is_imported_by_name(path: Path) -> None:
    """Ansible does not send to a host what is imported by name alone."""
    if any(name == "importlib" for name in imports(path)):
        assert path == UTILS / "_settings" / "entry.py"
    using = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.ImportFrom) and node.module == "entry"]
    if any(name.name == "imported" for node in using for name in node.names):
        assert ".".join(path.relative_to(ROOT / "plugins").with_suffix("").parts) in BY_NAME


@pytest.mark.parametrize(("root", "place"), [("plugins", "plugins"), ("scripts", "scripts/devkit")])
def test_no_circle_of_imports(root: str, place: str) -> None:
    """No file imports, by however many others, itself."""
    graph = import_graph(root, place)
    reached = {name: reached_from(name, graph) for name in graph}
    assert any(reached.values())
    assert [name for name, seen in reached.items() if name in seen] == []


def test_what_the_controller_alone_needs_is_not_sent_to_hosts() -> None:
    """A module is sent with all that it imports, and no module reads manifests or adopts tables."""
    graph = import_graph("plugins", "plugins")
    modules = [name for name in graph if name.startswith("modules.")]
    sent = {each for name in modules for each in reached_from(name, graph)}
    assert len(sent) > 50
    apart = ("_fields", "_manifests", "_adopting", "manifest", "manifests", "adopting", "adoptings", "drift", "drifts")
    assert not [name for name in sent if {*name.split(".")} & {*apart}]
