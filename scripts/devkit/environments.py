# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding Python interpreters and making the project's virtual environments, each from one pinned file."""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / ".build"
VENVS = ROOT / ".venvs"

_PROBE = """
import json, os, sys
try:
    import ensurepip, venv
    usable = True
except ImportError:
    usable = False
executable = getattr(sys, "_base_executable", None) or sys.executable
print(json.dumps([sys.version_info[:2], os.path.realpath(executable), usable]))
"""
_VERSIONS = ((3, 10), (3, 11), (3, 12), (3, 13), (3, 14))
# Settings of the caller's shell that would change what runs, or slow it: without bytecode a task takes 0.3 s more.
_UNWANTED = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
_UNWANTED_PREFIXES = ("ANSIBLE_", "_ANSIBLE_", "AWS_", "PYTEST_", "BOTO_")


class SetupError(Exception):
    """Something the project's tools need is not there; the text says what, and what to do."""


@dataclass(frozen=True)
class Environment:
    """One virtual environment: the file that fills it and the Pythons it may be made with, the best one first."""

    name: str
    pythons: tuple[tuple[int, int], ...]

    @property
    def requirements(self) -> Path:
        return ROOT / "requirements" / f"{self.name}.txt"

    @property
    def path(self) -> Path:
        return VENVS / self.name

    @property
    def bin(self) -> Path:
        return self.path / "bin"

    @property
    def python(self) -> str:
        return self.tool("python")

    def tool(self, name: str) -> str:
        """The path of a program that is installed there."""
        return str(self.bin / name)

    @property
    def version(self) -> str:
        """The Python it was made with, as in 3.11."""
        return next((self.path / "lib").glob("python3.*")).name.removeprefix("python")


_ANY = ((3, 11), (3, 12), (3, 13))
ENVIRONMENTS = {
    environment.name: environment
    for environment in (
        Environment("core-2.19", _ANY),
        Environment("core-newest", ((3, 13), (3, 12), (3, 14))),
        Environment("engine-strict", _ANY),
        Environment("engine-ministack", _ANY),
        Environment("engine-moto", _ANY),
        Environment("importer", _ANY),
        Environment("mesh", _ANY),
        Environment("site", _ANY),
    )
}
# Made only where a Python for it is found; everything else is needed.
OPTIONAL = "core-newest"


def clean_environ() -> dict[str, str]:
    """The caller's environment without what would make a run depend on the machine it runs on."""
    return {
        key: value
        for key, value in os.environ.items()
        if key not in _UNWANTED and not key.startswith(_UNWANTED_PREFIXES)
    }


def find_pythons() -> dict[tuple[int, int], str]:
    """The usable interpreters of this machine by version: real files, not the shims of a version manager."""
    names = ["python3", *(f"python{major}.{minor}" for major, minor in _VERSIONS)]
    managed = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    candidates = [sys.executable, *(path for name in names if (path := shutil.which(name)))]
    candidates += [str(path) for path in sorted(managed.glob("3.*/bin/python3"))]
    found: dict[tuple[int, int], str] = {}
    for candidate in dict.fromkeys(candidates):
        probe = subprocess.run([candidate, "-c", _PROBE], capture_output=True, text=True, check=False)
        if probe.returncode:
            continue
        version, executable, usable = json.loads(probe.stdout)
        if usable:
            found.setdefault((version[0], version[1]), executable)
    return found


def missing_python(environment: Environment) -> str:
    wanted = ", ".join(f"{major}.{minor}" for major, minor in sorted(environment.pythons))
    return f"no Python of {wanted} with venv and ensurepip was found on PATH or in pyenv"


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def ensure(name: str, pythons: dict[tuple[int, int], str] | None = None) -> Environment:
    """The environment of that name, made first where it is missing or outdated; several processes may ask at once."""
    environment = ENVIRONMENTS[name]
    stamp = environment.path / ".complete"
    wanted = hashlib.sha256(environment.requirements.read_bytes()).hexdigest()
    if _stamped(stamp, wanted):
        return environment
    with _locked(BUILD / "locks" / f"{name}.lock"):
        if _stamped(stamp, wanted):
            return environment
        found = find_pythons() if pythons is None else pythons
        chosen = next((found[version] for version in environment.pythons if version in found), None)
        if chosen is None:
            raise SetupError(f"cannot make the environment {name}: {missing_python(environment)}")
        print(f"making the environment {name} with {chosen}", file=sys.stderr, flush=True)
        shutil.rmtree(environment.path, ignore_errors=True)
        _must([chosen, "-m", "venv", str(environment.path)])
        # Of the hundred collections that come with Ansible few are used; Python compiles what is, with its first use.
        quick = ["--quiet", "--no-compile"]
        _must([environment.python, "-m", "pip", "install", *quick, "-r", str(environment.requirements)])
        stamp.write_text(wanted)
    return environment


def _stamped(stamp: Path, wanted: str) -> bool:
    return stamp.is_file() and stamp.read_text() == wanted


def _must(command: list[str]) -> None:
    result = subprocess.run(
        command, env=clean_environ(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if result.returncode:
        raise SetupError(f"{' '.join(command)} failed:\n{result.stdout}")


def ensure_all(names: list[str]) -> list[str]:
    """Make these environments, two at a time; returns those left out, each with its reason."""
    pythons = find_pythons()
    left_out = []
    if OPTIONAL in names and not any(version in pythons for version in ENVIRONMENTS[OPTIONAL].pythons):
        names = [name for name in names if name != OPTIONAL]
        left_out.append(f"left out: {OPTIONAL} because {missing_python(ENVIRONMENTS[OPTIONAL])}")
    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(lambda name: ensure(name, pythons), names))
    return left_out


def main(arguments: list[str], prog: str) -> int:
    parser = argparse.ArgumentParser(prog=prog, description="Make the virtual environments, below .venvs/.")
    parser.add_argument("names", nargs="*", help=f"which ones; all by default: {', '.join(ENVIRONMENTS)}")
    names = parser.parse_args(arguments).names or list(ENVIRONMENTS)
    unknown = [name for name in names if name not in ENVIRONMENTS]
    if unknown:
        parser.error(f"unknown environment {', '.join(unknown)}; there are {', '.join(ENVIRONMENTS)}")
    left_out = ensure_all(names)
    for line in left_out:
        print(line)
    for name in names:
        if Path(ENVIRONMENTS[name].python).exists():
            print(f"ready: {name} in {ENVIRONMENTS[name].path.relative_to(ROOT)}")
    return 0
