# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The build stage of scripts/test: the tarball as users get it, and the execution environment made of it."""

from __future__ import annotations

import json
import re
import shutil
import tarfile
import tempfile
from pathlib import Path

from devkit.contents import dangling_links, image_faults, tarball_faults
from devkit.engines import running
from devkit.environments import BUILD, ENVIRONMENTS, ROOT, Environment
from devkit.run import Run, venv_environ
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


def build(run: Run) -> None:
    """The built collection: its files, installed, listed, documented, run, imported; the execution environment"""
    core = run.cores[0]
    environ = venv_environ(core)
    with tempfile.TemporaryDirectory(prefix="planton-dynamodb-") as temporary:
        place = Path(temporary)
        galaxy = [core.tool("ansible-galaxy"), "collection"]
        run.command("collection build", [*galaxy, "build", "--output-path", str(place)], environ=environ, must=True)
        tarball = next(place.glob("planton-dynamodb-*.tar.gz"))
        # Where execution-environment.yml takes it from.
        shutil.copy2(tarball, BUILD)
        installed = place / "installed"
        install = [*galaxy, "install", str(tarball), "--offline", "--force", "-p", str(installed)]
        add_dependencies(core, installed)
        run.command("collection install", install, environ=environ, must=True)
        _contents(run, tarball, installed / COLLECTION)
        at = {**environ, "ANSIBLE_COLLECTIONS_PATH": str(installed)}
        _documented(run, core, at)
        _at_work(run, core, installed / COLLECTION, at)
        _execution_environment(run, core, place, environ)
        _imported(run, core, place, tarball)


def _contents(run: Run, tarball: Path, installed: Path) -> None:
    """What users need is in the tarball, nothing else is, and no link of its pages leads nowhere."""
    with tarfile.open(tarball) as archive:
        names = [member.name for member in archive if member.isfile()]
    faults = [*tarball_faults(names, tracked_files()), *dangling_links(installed)]
    if faults:
        run.fail("the tarball is not as it should be:\n" + "\n".join(faults))
    print(f"    {len(names)} files, {tarball.stat().st_size // 1024} KiB", flush=True)


def _documented(run: Run, core: Environment, environ: dict[str, str]) -> None:
    listing = [core.tool("ansible-galaxy"), "collection", "list", COLLECTION_NAME]
    run.command("collection list", listing, environ=environ, cwd=BUILD, show=re.compile(COLLECTION_NAME))
    modules = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py"))
    names = [f"{COLLECTION_NAME}.{module}" for module in modules]
    command = [core.tool("ansible-doc"), "-t", "module", "--json", *names]
    found = json.loads(run.command("ansible-doc", command, environ=environ, cwd=BUILD, must=True))
    if sorted(found) != names or not names:
        run.fail(f"ansible-doc documents {sorted(found)}, not {names}")


def _at_work(run: Run, core: Environment, installed: Path, environ: dict[str, str]) -> None:
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
            output = run.command(label, command, cwd=Path(empty), environ={**environ, **settings})
            recap = CHANGED.search(output)
            if recap is None or (changes is not None and (int(recap[1]) > 0) != changes):
                run.fail(f"{label} did not end as it should:\n{output}")


def _execution_environment(run: Run, core: Environment, place: Path, environ: dict[str, str]) -> None:
    context = place / "context"
    definition = ROOT / "execution-environment.yml"
    where = ["-f", str(definition), "-c", str(context), "--output-filename", "Containerfile"]
    run.command("ansible-builder create", [core.tool("ansible-builder"), "create", *where], cwd=place, environ=environ)
    _image(run, (context / "Containerfile").read_text(), [path.name for path in place.glob("*.tar.gz")])
    # Given the directory above ansible_collections, it reads what each collection there asks for.
    introspect = [core.tool("ansible-builder"), "introspect", str(place / "installed")]
    needs = run.command("ansible-builder introspect", introspect, cwd=place, environ=environ)
    if f"from collection {COLLECTION_NAME}" not in needs:
        run.fail(f"an execution environment would lack what the collection needs:\n{needs}")


def _image(run: Run, containerfile: str, tarballs: list[str]) -> None:
    """Hold the image to what the collection asks for, as far as that can be told without building it."""
    definition, runtime = ((ROOT / name).read_text() for name in ("execution-environment.yml", "meta/runtime.yml"))
    python, faults = image_faults(containerfile, definition, runtime, tarballs)
    for core in run.cores if python else []:
        command = [core.python, "-c", REQUIRES_PYTHON, python]
        faults.append(run.command(f"Python of the image, ansible-core of {core.name}", command).strip())
    if told := [fault for fault in faults if fault]:
        run.fail("the execution environment would not work:\n" + "\n".join(told))


def _imported(run: Run, core: Environment, place: Path, tarball: Path) -> None:
    importer = ENVIRONMENTS["importer"]
    home = place / "home"
    home.mkdir()
    # It starts ansible-doc and ansible-lint by name; those of the core's environment know amazon.aws.
    environ = {**venv_environ(core), "HOME": str(home)}
    command = [importer.python, "-m", "galaxy_importer.main", str(tarball)]
    output = run.command("galaxy-importer", command, cwd=place, environ=environ)
    complaints = [line for line in output.splitlines() if line.startswith(("WARNING", "ERROR"))]
    if complaints:
        run.fail("galaxy-importer is not content:\n" + "\n".join(complaints))
