# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks of the project: `nox -l` names them, tags are the stages of scripts/test, antsibull-nox.toml has the rest.

A session ends at its first fault, and the others still run. What a command prints is in .build/logs.
"""

# What a nox of your own takes to read this file; scripts/test takes what requirements/nox.txt pins.
# /// script
# dependencies = ["nox[uv]>=2026.8.10", "antsibull-nox>=1.10"]
# ///

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import antsibull_nox
import nox
from nox.command import CommandFailed

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "scripts"))

from devkit import chores, environments, packaging, sanity_pip  # noqa: E402
from devkit.environments import BUILD, Environment, ensure, venv_environ  # noqa: E402
from devkit.workspace import copied_tree, linked_tree  # noqa: E402

# The newest is tested only where a Python for it is found.
FLOOR, NEWEST = "core-2.19", "core-newest"
CORES = nox.parametrize("name", [nox.param(name, id=name) for name in (FLOOR, NEWEST)])
WHOLE = bool(os.environ.get(chores.WHOLE))
# The tests that a further core runs: options as the core reads them, playbooks, roles, plugins.
OF_THE_CORE = (
    *("modules/test_five.py", "modules/test_five_fleet.py", "modules/test_bad_input.py", "modules/test_fleet.py"),
    *("modules/test_write_files.py", "test_role.py", "test_manifests.py", "test_adopting.py", "test_migrating_page.py"),
)
# Unit tests by the thousand that differ in their data alone, of code that imports nothing but the standard library, or
# of what the project's own scripts read and write.
OF_DATA = ("architecture", "cases", "converge", "generated", "manifest_cases", "recorded", "rules")
# Unit tests that try random specifications for long, on code that is the same on every core.
OF_CHANCE = ("adoption_properties", "bound", "manifest_properties", "migrating_properties", "properties")
# Unit tests that are not traced for coverage, which takes twice as long again as they take: those of what is no plugin,
# such as the strict engine, the files as text and the scripts, and those of chance, as other tests reach every branch.
UNTRACED = (
    "simulator",
    *(f"test_{name}.py" for name in ("architecture", "generated", "table_model", *OF_CHANCE)),
)
# Tests of sanity in which other tools read the files; a newer core brings newer ones.
READERS = ("pylint", "pep8", "yamllint", "changelog")
PURE_PACKAGES = ("_texts", "_fields", "_settings", "_plan", "_manifests", "_adopting", "_migrating")
COLLECTION = "ansible_collections.planton.dynamodb"
FIGURES = re.compile("^figures of (.*)")
SKIPS = re.compile(r"^SKIPPED (\[\d+\]) \S+ (.*)")  # without the place, which is that of requires()

nox.options.default_venv_backend = "uv|venv"
nox.options.reuse_venv = "yes"
# Sessions that keep every processor busy want the machine for themselves, and say so.
nox.options.allow_parallel = True
for _name in {*os.environ} - {*environments.clean_environ()}:
    del os.environ[_name]
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(BUILD / "hypothesis")
# The amazon.aws of a session lies below .nox, which git ignores; antsibull-docs copies what git knows.
os.environ["GIT_CEILING_DIRECTORIES"] = str(ROOT)
if "UV_PYTHON_DOWNLOADS" not in os.environ:
    os.environ.update(environments.uv_environ())


# Most of our sessions work in environments that the project shares, so nox makes none for them.
chore = partial(nox.session, python=False)
alone = partial(chore, allow_parallel=False)


def step(
    session: nox.Session,
    label: str,
    *command: str,
    environ: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    show: re.Pattern[str] | None = None,
) -> str:
    """Run a command and return its output, which goes to a log, and to the terminal on failure.

    show picks lines to print in any case, or only its groups of them.
    """
    log = BUILD / "logs" / f"{session.name}-{re.sub('[^a-z0-9.]+', '-', label.lower())}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    began, failure = time.monotonic(), None
    try:
        with log.open("w") as file, contextlib.chdir(cwd):
            session.run(*command, env=environ, external=True, log=False, stdout=file, stderr=subprocess.STDOUT)
    except CommandFailed as error:
        failure = error
    output = log.read_text(errors="replace")
    chores.tell(label, bool(failure), time.monotonic() - began, output, show)
    if failure:
        session.error(f"{' '.join(command)}\n{chores.tail(output)}\n(all of it in {log})")
    return output


def core_of(session: nox.Session, name: str) -> Environment:
    """The environment of a core; the session is skipped where no Python is found for it."""
    if name == NEWEST and (missing := environments.ENVIRONMENTS[name].missing):
        chores.left_out(f"{name} because {missing}")
        session.skip(missing)
    return ensure(name)


def pytest(session: nox.Session, label: str, core: Environment, *arguments: str, **environ: str) -> None:
    show = FIGURES if session.name in ("walks", "mesh") else SKIPS
    command = [core.python, "-m", "pytest", *arguments]
    step(session, f"{label} on {core.name}", *command, environ={**venv_environ(core), **environ}, show=show)


def ansible_test(session: nox.Session, core: Environment, what: str, *more: str) -> None:
    """Run ansible-test without a container, on this machine's Pythons, in a copy of the checkout."""
    home = BUILD / "home" / core.name
    cache = home / ".ansible" / "test" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    for name in sanity_pip.NAMES:
        (cache / name).write_text(sanity_pip.script())
    label = f"ansible-test {what} on {core.name}"
    command = [core.tool("ansible-test"), what, "--local", "--color", "no", *more]
    environ = {**venv_environ(core), "HOME": str(home)}
    with copied_tree(core) as collection:
        output = step(session, label, *command, environ=environ, cwd=collection)
    if "All targets skipped" in output or not re.search(r"^Running sanity test|\b\d+ passed\b", output, re.M):
        session.error(f"{label} tested nothing:\n{output}")


@alone
def setup(session: nox.Session) -> None:
    """The environments that sessions share, below .venvs/; only those that are named after --"""
    for name in session.posargs or environments.ENVIRONMENTS:
        if name not in environments.ENVIRONMENTS:
            session.error(f"unknown environment {name}; there are {', '.join(environments.ENVIRONMENTS)}")
        if name == NEWEST and (missing := environments.ENVIRONMENTS[name].missing):
            chores.left_out(f"{name} because {missing}")
        else:
            print(f"ready: {name} in {ensure(name).path.relative_to(ROOT)}", flush=True)


# The longest sessions come first, so that none runs by itself in the end.
@chore(tags=["sanity"])
@CORES
def sanity(session: nox.Session, name: str) -> None:
    """ansible-test sanity on each core, without ignores; after --, what ansible-test is given, such as --test pylint"""
    ignores = [str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "sanity").glob("ignore*")]
    if ignores:
        session.error(f"sanity faults are mended, not ignored: remove {', '.join(ignores)}")
    if not shutil.which("shellcheck", path=os.defpath) and any(ROOT.glob("**/*.sh")):
        chores.left_out("shellcheck because it is not installed")
    core, fewer = core_of(session, name), list(session.posargs)
    if not (WHOLE or fewer or environments.ENVIRONMENTS[NEWEST].missing):
        # Both cores look at the same code: which Pythons it imports on does not depend on them, and the rules of tools
        # that read the code are those of the newest.
        readers = [f"--skip-test={tool}" for tool in READERS]
        fewer = readers if name == FLOOR else ["--python", core.version]
        what = ", ".join(READERS) if name == FLOOR else "imports on Pythons but its own"
        chores.left_out(f"{what} in sanity on {name} to save time, because the other core has it: --whole")
    ansible_test(session, core, "sanity", *fewer)


@chore(tags=["unit"])
def unit(session: nox.Session) -> None:
    """Unit tests with branch coverage, all of it in the pure packages"""
    core = ensure(FLOOR)
    environ = {**venv_environ(core), "COVERAGE_FILE": str(BUILD / f"coverage-{core.name}")}
    coverage = [core.python, "-m", "coverage"]
    others = [f"tests/unit/{name}" for name in UNTRACED]
    tests = ["run", "-m", "pytest", "tests/unit", *(f"--ignore={other}" for other in others)]
    step(session, f"unit tests on {core.name}", *coverage, *tests, environ=environ)
    report = partial(step, session, environ=environ, show=re.compile("^TOTAL"))
    report("branch coverage of the plugins", *coverage, "report")
    for package in PURE_PACKAGES:
        strict = ["--precision=2", "--fail-under=100", f"--include=plugins/module_utils/{package}/*"]
        report(f"branch coverage of {package}", *coverage, "report", *strict)
    pytest(session, "unit tests without coverage", core, "-p", "no:xdist", *others)


@chore(tags=["scenarios"])
def scenarios(session: nox.Session) -> None:
    """The same scenarios on every engine; where one is wrong, exactly as it is known to be"""
    pytest(session, "scenarios", ensure(FLOOR), "-n", "2", "tests/scenarios")


@chore(name="unit-ansible-test", tags=["unit"])
@CORES
def unit_ansible_test(session: nox.Session, name: str) -> None:
    """Unit tests as ansible-test runs them, on the newest core there is; --whole on each"""
    if name == FLOOR and not (WHOLE or environments.ENVIRONMENTS[NEWEST].missing):
        session.skip("the newest core does it")
    core = core_of(session, name)
    if WHOLE:
        return ansible_test(session, core, "units", "--python", core.version)
    found = {str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "unit").glob("test_*.py")}
    elsewhere = {f"tests/unit/test_{name}.py" for name in (*OF_DATA, *OF_CHANCE, "iam_page")}
    what = "unit tests of data, of random specifications and of the strict engine"
    chores.left_out(f"{what} in ansible-test on {name} to save time, because no core has a part in them: --whole")
    return ansible_test(session, core, "units", "--python", core.version, *sorted(found - elsewhere))


@chore(tags=["mesh"])
def mesh(session: nox.Session) -> None:
    """A fleet in slices over three nodes with the parts of AWX, one of them lost half-way; the example fleet"""
    pytest(session, "mesh", ensure(FLOOR), "tests/mesh")
    why = "no package index has it: the runner's streams go through pipes, see tests/mesh/README.md"
    chores.left_out(f"receptor between the nodes because {why}")


@chore(tags=["build"])
def build(session: nox.Session) -> None:
    """The built collection: its files, installed, listed, documented, run, imported; the execution environment"""
    cores = [ensure(name) for name in (FLOOR, NEWEST) if not environments.ENVIRONMENTS[name].missing]
    try:
        packaging.build(partial(step, session), cores)
    except packaging.PackagingError as error:
        session.error(str(error))


@chore(tags=["docs"])
def docs(session: nox.Session) -> None:
    """The documentation as a site, with its links, and the changelog"""
    core = ensure(FLOOR)
    step(session, "antsibull-changelog", core.tool("antsibull-changelog"), "lint", environ=venv_environ(core))
    step(session, "site", str(ROOT / "scripts" / "site"), show=re.compile("pages in"))


@chore(tags=["lint"])
def mypy(session: nox.Session) -> None:
    """mypy --strict of the collection, the strict engine, the tools and this file"""
    core = ensure(FLOOR)
    check = [core.tool("mypy")]
    with linked_tree() as tree:
        path = {"MYPYPATH": str(tree)}
        step(session, "mypy", *check, "-p", f"{COLLECTION}.plugins.module_utils", environ=path)
        step(session, "mypy of the strict engine", *check, "-p", f"{COLLECTION}.tests.simulator", environ=path)
    step(session, "mypy of the tools", *check, "-p", "devkit", environ={"MYPYPATH": "scripts"})
    python = ["--python-executable", ensure(environments.NOX).python]
    step(session, "mypy of the noxfile", *check, *python, "noxfile.py", environ={"MYPYPATH": "scripts"})


@chore(name="format", tags=["lint"])
def format_(session: nox.Session) -> None:
    """Whether files are as ruff formats them, and as scripts/generate writes them"""
    step(session, "ruff format", ensure(FLOOR).tool("ruff"), "format", "--check", ".")
    step(session, "generated files", str(ROOT / "scripts" / "generate"), "--check")


# antsibull-nox also brings ansible-test, in containers and with cores from GitHub, the check of licences, which wants
# them in LICENSES/, and the import by Galaxy's importer: see packaging.py. None of them does what our sessions do.
antsibull_nox.load_antsibull_nox_toml()
_sessions = nox.registry.get()
for _name in ("codeqa", "yamllint", "antsibull-nox-config", "extra-checks", "ansible-lint"):
    _sessions[_name].tags = ["lint"]
_sessions["lint"].requires = [name for name, session in _sessions.items() if session.tags == ["lint"]]
_sessions["docs-check"].tags = ["docs"]


@alone(tags=["walks"])
def walks(session: nox.Session) -> None:
    """Random walks, runs that are killed, faults and two runs at once, on the strict engine and its clock"""
    pytest(session, "walks", ensure(FLOOR), "-n", "2", "tests/walks")


@alone(tags=["integration"])
@CORES
def integration(session: nox.Session, name: str) -> None:
    """Playbooks against the local engines, on each core; a further core on one of them"""
    core = core_of(session, name)
    first = name == FLOOR
    places = ["tests/integration"] if first or WHOLE else [f"tests/integration/{test}" for test in OF_THE_CORE]
    environ: dict[str, str] = {}
    if not WHOLE:
        # What an engine holds does not depend on the core that the modules run on, nor on a playbook around them, and
        # is known from the scenarios, which go through the same modules. One use case is as good as another.
        places += ["-k", "not moto or test_engines" if first else "not moto and not ministack and not test_use_case"]
        environ["ONE_ENGINE"] = "1"
        others = "most of a second engine" if first else "what no core has a part in"
        chores.left_out(f"{others} on {core.name} to save time; scripts/test --whole has it")
    # One process more than processors: some test always waits for a server.
    pytest(session, "integration tests", core, "-n", "3", "--durations=30", *places, **environ)


@alone(tags=["awx"])
def awx(session: nox.Session) -> None:
    """What awx_setup makes of an AWX in memory, and its job templates run by ansible-runner"""
    pytest(session, "AWX", ensure(FLOOR), "-n", "2", "--dist", "loadfile", "tests/awx")
    chores.left_out("a real AWX because none can be had here: see docs/awx.md")


@chore(default=False)
def demo(session: nox.Session) -> None:
    """The five use cases against a local engine, from nothing to a second run that changes nothing"""
    session.run(sys.executable, "scripts/devkit/demo.py", *session.posargs, external=True, log=False)
