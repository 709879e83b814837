# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks of scripts/test, one function each, in the order they run."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from devkit.environments import BUILD, ROOT, Environment, find_pythons
from devkit.packaging import build
from devkit.run import Run, venv_environ
from devkit.workspace import copied_tree, linked_tree

# The tests that a further core runs: options as the core reads them, playbooks, roles, plugins.
OF_THE_CORE = (
    *("modules/test_five.py", "modules/test_five_fleet.py", "modules/test_bad_input.py", "modules/test_fleet.py"),
    *("modules/test_write_files.py", "test_role.py", "test_manifests.py", "test_adopting.py"),
)
# Unit tests by the thousand that differ in their data alone; ansible-test forks for each.
OF_DATA = (
    "test_architecture.py",
    "test_cases.py",
    "test_converge.py",
    "test_manifest_cases.py",
    "test_recorded.py",
    "test_rules.py",
)
PURE_PACKAGES = ("_texts", "_fields", "_settings", "_plan", "_manifests", "_adopting")
COLLECTION_PACKAGE = "ansible_collections.planton.dynamodb"
PACKAGE = f"{COLLECTION_PACKAGE}.plugins.module_utils"
ENGINE_PACKAGE = f"{COLLECTION_PACKAGE}.tests.simulator"
FIGURES = re.compile("^figures of (.*)")
SKIPS = re.compile(r"^SKIPPED (\[\d+\]) \S+ (.*)")  # without the place, which is that of requires()

# ansible-test makes its environments without pip and fetches a script to install it from a host of its own. Python
# carries the same pip, so this stands in for that script. ensurepip runs in a process of its own because it changes
# the environment of the one it runs in.
GET_PIP = """\
import os, subprocess, sys
env = dict(os.environ)
env.pop("GET_PIP", None)
subprocess.check_call([sys.executable, "-m", "ensurepip"], stdout=subprocess.DEVNULL, env=env)
packages = [argument for argument in sys.argv[1:] if not argument.startswith("--no-")]
sys.exit(subprocess.call([sys.executable, "-m", "pip", "install", "--quiet", *packages], env=env))
"""
GET_PIP_NAMES = ("get_pip_24_2.py", "get_pip_25_2.py")  # what core 2.19 and 2.21 look for


def _tool(run: Run, name: str) -> str:
    """A program of the environment that has the linters."""
    return run.cores[0].tool(name)


def lint(run: Run) -> None:
    """ruff, the generated files, yamllint, mypy --strict and ansible-lint with the production profile"""
    run.command("ruff check", [_tool(run, "ruff"), "check", "."])
    run.command("ruff format", [_tool(run, "ruff"), "format", "--check", "."])
    run.command("generated files", [str(ROOT / "scripts" / "generate"), "--check"])
    run.command("yamllint", [_tool(run, "yamllint"), "--strict", "."])
    with linked_tree() as tree:
        path = {"MYPYPATH": str(tree)}
        run.command("mypy", [_tool(run, "mypy"), "-p", PACKAGE], environ=path)
        run.command("mypy of the strict engine", [_tool(run, "mypy"), "-p", ENGINE_PACKAGE], environ=path)
        run.command("mypy of the tools", [_tool(run, "mypy"), "-p", "devkit"], environ={"MYPYPATH": "scripts"})
        environ = {**venv_environ(run.cores[0]), "ANSIBLE_COLLECTIONS_PATH": str(tree)}
        run.command("ansible-lint", [_tool(run, "ansible-lint"), "--offline", "--nocolor"], environ=environ)


def docs(run: Run) -> None:
    """Documentation of modules, filters and roles, the site of it all, and the changelog"""
    run.at_once(
        lambda: run.command("site", [str(ROOT / "scripts" / "site")], show=re.compile("pages in")),
        lambda: _plugin_docs(run, run.cores[0]),
    )


def _plugin_docs(run: Run, core: Environment) -> None:
    flags = ["--plugin-docs", "--check-extra-docs-refs", "--validate-collection-refs", "dependent"]
    lint_docs = [core.tool("antsibull-docs"), "lint-collection-docs", *flags, "."]
    with copied_tree(core) as collection:
        environ = {
            **venv_environ(core),
            "ANSIBLE_COLLECTIONS_PATH": str(collection.parents[2]),
            # It finds amazon.aws below .venvs too, and would ask git for the files there, which git ignores.
            "GIT_CEILING_DIRECTORIES": str(ROOT),
        }
        run.command("antsibull-docs", lint_docs, cwd=collection, environ=environ)
    run.command("antsibull-changelog", [core.tool("antsibull-changelog"), "lint"], environ=venv_environ(core))


def unit(run: Run) -> None:
    """Unit tests with branch coverage, all of it in the pure packages; as ansible-test runs them, on the newest core"""
    core = run.cores[0]
    test_cores = run.cores if run.whole else run.cores[-1:]
    run.at_once(lambda: _unit_tests(run, core), *(partial(_ansible_test_units, run, core) for core in test_cores))
    environ = _coverage(core)
    report = [core.python, "-m", "coverage", "report"]
    whole = re.compile("^TOTAL")
    run.command("branch coverage of the plugins", report, environ=environ, show=whole)
    for package in PURE_PACKAGES:
        strict = ["--precision=2", "--fail-under=100", f"--include=plugins/module_utils/{package}/*"]
        run.command(f"branch coverage of {package}", [*report, *strict], environ=environ, show=whole)


def _unit_tests(run: Run, core: Environment) -> None:
    command = [core.python, "-m", "coverage", "run", "-m", "pytest", "tests/unit"]
    run.command(f"unit tests on {core.name}", command, environ=_coverage(core))


def _ansible_test_units(run: Run, core: Environment) -> None:
    if run.whole:
        return _ansible_test(run, core, "units", "--python", core.version)
    found = sorted((ROOT / "tests" / "unit").glob("test_*.py"))
    quick = [str(path.relative_to(ROOT)) for path in found if path.name in OF_DATA]
    others = [str(path.relative_to(ROOT)) for path in found if path.name not in OF_DATA]
    command = [core.python, "-m", "pytest", "-p", "no:xdist", *quick]
    run.command(f"unit tests of data on {core.name}", command, environ={**venv_environ(core), **_hypothesis()})
    run.left_out.append("left out: unit tests of data, and of the strict engine, in ansible-test to save time: --whole")
    return _ansible_test(run, core, "units", "--python", core.version, *others)


def _coverage(core: Environment) -> dict[str, str]:
    return {**venv_environ(core), **_hypothesis(), "COVERAGE_FILE": str(BUILD / f"coverage-{core.name}")}


def integration(run: Run) -> None:
    """Playbooks against the local engines, on each core; a further core on one of them"""
    for core in run.cores:
        first = core is run.cores[0]
        places = ["tests/integration"] if first or run.whole else [f"tests/integration/{name}" for name in OF_THE_CORE]
        # One process more than processors: some test always waits for a server.
        command = [core.python, "-m", "pytest", "-n", "3", "--durations=30", *places]
        if not run.whole:
            # What an engine holds does not depend on the core that the modules run on, nor on a playbook around them,
            # and is known from the scenarios, which go through the same modules. One use case is as good as another.
            command += [
                "-k",
                "not moto or test_engines" if first else "not moto and not ministack and not test_use_case",
            ]
            others = "most of a second engine" if first else "what no core has a part in"
            run.left_out.append(f"left out: {others} on {core.name} to save time; scripts/test --whole has it")
        environ = {**_hypothesis(), **venv_environ(core), **({} if run.whole else {"ONE_ENGINE": "1"})}
        run.command(f"integration tests on {core.name}", command, environ=environ, show=SKIPS)


def walks(run: Run) -> None:
    """Random walks, runs that are killed, faults and two runs at once, on the strict engine and its clock"""
    core = run.cores[0]
    command = [core.python, "-m", "pytest", "-n", "2", "tests/walks"]
    run.command(f"walks on {core.name}", command, environ={**_hypothesis(), **venv_environ(core)}, show=FIGURES)


def scenarios(run: Run) -> None:
    """The same scenarios on every engine; where one is wrong, exactly as it is known to be"""
    core = run.cores[0]
    command = [core.python, "-m", "pytest", "-n", "2", "tests/scenarios"]
    run.command(f"scenarios on {core.name}", command, environ=venv_environ(core), show=SKIPS)


def mesh(run: Run) -> None:
    """A fleet in slices over three nodes with the parts of AWX, one of them lost half-way; the example fleet"""
    core = run.cores[0]
    command = [core.python, "-m", "pytest", "tests/mesh"]
    run.command(f"mesh on {core.name}", command, environ=venv_environ(core), show=FIGURES)
    why = "no package index has it: the runner's streams go through pipes, see tests/mesh/README.md"
    run.left_out.append(f"left out: receptor between the nodes because {why}")


def awx(run: Run) -> None:
    """What awx_setup makes of an AWX in memory, and its job templates run by ansible-runner"""
    core = run.cores[0]
    command = [core.python, "-m", "pytest", "-n", "2", "--dist", "loadfile", "tests/awx"]
    run.command(f"AWX on {core.name}", command, environ=venv_environ(core))
    run.left_out.append("left out: a real AWX because none can be had here: see docs/awx.md")


def sanity(run: Run) -> None:
    """ansible-test sanity on each core, without ignores"""
    ignores = [str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "sanity").glob("ignore*")]
    if ignores:
        run.fail(f"sanity faults are mended, not ignored: remove {', '.join(ignores)}")
    if not shutil.which("shellcheck", path=os.defpath) and any(ROOT.glob("**/*.sh")):
        run.left_out.append("left out: shellcheck because it is not installed")
    run.at_once(*(partial(_ansible_test, run, core, "sanity") for core in run.cores))


def _ansible_test(run: Run, core: Environment, what: str, *more: str) -> None:
    home = BUILD / "home" / core.name
    cache = home / ".ansible" / "test" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    for name in GET_PIP_NAMES:
        (cache / name).write_text(GET_PIP)
    interpreters = {str(Path(python).parent) for python in find_pythons().values()}
    environ = {**venv_environ(core, *sorted(interpreters)), "HOME": str(home), **_hypothesis()}
    label = f"ansible-test {what} on {core.name}"
    command = [core.tool("ansible-test"), what, "--local", "--color", "no", *more]
    with copied_tree(core) as collection:
        output = run.command(label, command, cwd=collection, environ=environ)
    if "All targets skipped" in output or not re.search(r"^Running sanity test|\b\d+ passed\b", output, re.M):
        run.fail(f"{label} tested nothing:\n{output}")


def _hypothesis() -> dict[str, str]:
    return {"HYPOTHESIS_STORAGE_DIRECTORY": str(BUILD / "hypothesis")}


STAGES: dict[str, Callable[[Run], None]] = {
    stage.__name__: stage for stage in (lint, docs, unit, walks, scenarios, integration, mesh, awx, sanity, build)
}
