# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The session build of noxfile.py: the tarball as users get it, and the execution environment made of it."""

from __future__ import annotations

import json
import re
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import Protocol

from devkit.contents import dangling_links, image_faults, tarball_faults
from devkit.engines import running
from devkit.environments import BUILD, ROOT, Environment, ensure, venv_environ
from devkit.workspace import COLLECTION, add_dependencies, tracked_files

COLLECTION_NAME = "planton.dynamodb"
EXAMPLE = "examples/use_cases/key_value_store.yml"
CHANGED = re.compile(r"changed=(\d+).*failed=0")
# Which Pythons ansible-core runs on, and whether that one is among them: packaging comes with ansible-core.
REQUIRES_PYTHON = """
import importlib.metadata as metadata, sys
from packaging.specifiers import SpecifierSet
core = metadata.metadata("ansible-core")
fits = sys.argv[1] in SpecifierSet(core["Requires-Python"])
print("" if fits else f"Python {sys.argv[1]} of the execution environment is none of those that ansible-core"
      f" {core['Version']} runs on: {core['Requires-Python']}")
"""


class PackagingError(Exception):
    """Something is not as it should be; the text says what."""


class Step(Protocol):
    """Runs a command that has to succeed, with these variables, and returns its output."""

    def __call__(
        self,
        label: str,
        *command: str,
        environ: dict[str, str] | None = None,
        cwd: Path = ROOT,
        show: re.Pattern[str] | None = None,
    ) -> str: ...


def build(run: Step, cores: list[Environment]) -> None:
    """Build the collection, install it, and try what comes of it."""
    core = cores[0]
    environ = venv_environ(core)
    with tempfile.TemporaryDirectory(prefix="planton-dynamodb-") as temporary:
        place = Path(temporary)
        galaxy = [core.tool("ansible-galaxy"), "collection"]
        run("collection build", *galaxy, "build", "--output-path", str(place), environ=environ)
        tarball = next(place.glob("planton-dynamodb-*.tar.gz"))
        # Where execution-environment.yml takes it from.
        shutil.copy2(tarball, BUILD)
        installed = place / "installed"
        install = [*galaxy, "install", str(tarball), "--offline", "--force", "-p", str(installed)]
        add_dependencies(core, installed)
        run("collection install", *install, environ=environ)
        _contents(tarball, installed / COLLECTION)
        at = {**environ, "ANSIBLE_COLLECTIONS_PATH": str(installed)}
        _documented(run, core, at)
        _at_work(run, core, installed / COLLECTION, at)
        _execution_environment(run, cores, place, environ)
        _imported(run, place, tarball, environ)


def _contents(tarball: Path, installed: Path) -> None:
    """What users need is in the tarball, nothing else is, and no link of its pages leads nowhere."""
    with tarfile.open(tarball) as archive:
        names = [member.name for member in archive if member.isfile()]
    faults = [*tarball_faults(names, tracked_files()), *dangling_links(installed)]
    if faults:
        raise PackagingError("the tarball is not as it should be:\n" + "\n".join(faults))
    print(f"    {len(names)} files, {tarball.stat().st_size // 1024} KiB", flush=True)


def _documented(run: Step, core: Environment, environ: dict[str, str]) -> None:
    listing = [core.tool("ansible-galaxy"), "collection", "list", COLLECTION_NAME]
    run("collection list", *listing, cwd=BUILD, show=re.compile(COLLECTION_NAME), environ=environ)
    modules = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py"))
    names = [f"{COLLECTION_NAME}.{module}" for module in modules]
    command = [core.tool("ansible-doc"), "-t", "module", "--json", *names]
    found = json.loads(run("ansible-doc", *command, cwd=BUILD, environ=environ))
    if sorted(found) != names or not names:
        raise PackagingError(f"ansible-doc documents {sorted(found)}, not {names}")


def _at_work(run: Step, core: Environment, installed: Path, environ: dict[str, str]) -> None:
    """Run playbooks of the installed collection on an example that came with it."""
    with tempfile.TemporaryDirectory(prefix="planton-dynamodb-") as empty, running("strict", scale=4000.0) as engine:
        settings = {
            "ANSIBLE_HOME": empty,
            "AWS_ENDPOINT_URL": engine.url,
            "AWS_REGION": "eu-central-1",
            "AWS_ACCESS_KEY_ID": "123456789012",
            "AWS_SECRET_ACCESS_KEY": "not-a-real-secret-7f3a",
        }
        for playbook, changes in (("plan", None), ("converge", True), ("converge", False), ("adopt", True)):
            label = f"{playbook} from the tarball"
            command = [core.tool("ansible-playbook"), f"{COLLECTION_NAME}.{playbook}", "-e", f"@{installed / EXAMPLE}"]
            output = run(label, *command, cwd=Path(empty), environ={**environ, **settings})
            recap = CHANGED.search(output)
            if recap is None or (changes is not None and (int(recap[1]) > 0) != changes):
                raise PackagingError(f"{label} did not end as it should:\n{output}")


def _execution_environment(run: Step, cores: list[Environment], place: Path, environ: dict[str, str]) -> None:
    builder = cores[0].tool("ansible-builder")
    context = place / "context"
    definition = ROOT / "execution-environment.yml"
    where = ["-f", str(definition), "-c", str(context), "--output-filename", "Containerfile"]
    run("ansible-builder create", builder, "create", *where, cwd=place, environ=environ)
    _image(run, cores, (context / "Containerfile").read_text(), [path.name for path in place.glob("*.tar.gz")])
    # Given the directory above ansible_collections, it reads what each collection there asks for.
    installed = str(place / "installed")
    needs = run("ansible-builder introspect", builder, "introspect", installed, cwd=place, environ=environ)
    if f"from collection {COLLECTION_NAME}" not in needs:
        raise PackagingError(f"an execution environment would lack what the collection needs:\n{needs}")


def _image(run: Step, cores: list[Environment], containerfile: str, tarballs: list[str]) -> None:
    """Hold the image to what the collection asks for, as far as that can be told without building it."""
    definition, runtime = ((ROOT / name).read_text() for name in ("execution-environment.yml", "meta/runtime.yml"))
    python, faults = image_faults(containerfile, definition, runtime, tarballs)
    for core in cores if python else []:
        label = f"Python of the image, ansible-core of {core.name}"
        faults.append(run(label, core.python, "-c", REQUIRES_PYTHON, python).strip())
    if told := [fault for fault in faults if fault]:
        raise PackagingError("the execution environment would not work:\n" + "\n".join(told))


def _imported(run: Step, place: Path, tarball: Path, environ: dict[str, str]) -> None:
    """Have Galaxy's importer look at it: build-import-check of antsibull-nox lets its warnings and errors pass."""
    home = place / "home"
    home.mkdir()
    # It starts ansible-doc and ansible-lint by name; those of the core's environment know amazon.aws.
    command = [ensure("importer").python, "-m", "galaxy_importer.main", str(tarball)]
    output = run("galaxy-importer", *command, cwd=place, environ={**environ, "HOME": str(home)})
    complaints = [line for line in output.splitlines() if line.startswith(("WARNING", "ERROR"))]
    if complaints:
        raise PackagingError("galaxy-importer is not content:\n" + "\n".join(complaints))
