# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The project's virtual environments, each from one pinned file: made by uv, or where that is missing by venv and pip.

A session of nox has an environment to itself. Most of ours need the same one, and so do the engines, the tests and
those who run pytest by hand: they ask here for it.
"""

from __future__ import annotations

import fcntl
import functools
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / ".build"
VENVS = ROOT / ".venvs"
NOX = "nox"

_VERSIONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
# Settings of the caller's shell that would change what runs, or slow it: without bytecode a task takes 0.3 s more.
_UNWANTED = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
_UNWANTED_PREFIXES = ("ANSIBLE_", "_ANSIBLE_", "AWS_", "PYTEST_", "BOTO_")
# What uv calls these settings of pip.
_UV_SETTINGS = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "cert": "SSL_CERT_FILE"}


class SetupError(Exception):
    """Something the project's tools need is not there; the text says what, and what to do."""


@dataclass(frozen=True)
class Environment:
    """One virtual environment: the file that fills it and the Pythons it may be made with, the best one first."""

    name: str
    pythons: tuple[str, ...] = ("3.11", "3.12", "3.13")

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

    @property
    def missing(self) -> str:
        """Why it cannot be made, if it cannot."""
        if any(find_python(version) for version in self.pythons):
            return ""
        return f"no Python of {', '.join(sorted(self.pythons))} with venv and ensurepip was found on PATH or in pyenv"


ENVIRONMENTS = {
    environment.name: environment
    for environment in (
        Environment(NOX),
        Environment("core-2.19"),
        Environment("core-newest", ("3.13", "3.12", "3.14")),
        Environment("engine-strict"),
        Environment("engine-ministack"),
        Environment("engine-moto"),
        Environment("importer"),
        Environment("mesh"),
        Environment("site"),
    )
}


def clean_environ() -> dict[str, str]:
    """The caller's environment without what would make a run depend on the machine it runs on."""
    return {
        key: value
        for key, value in os.environ.items()
        if key not in _UNWANTED and not key.startswith(_UNWANTED_PREFIXES)
    }


@functools.cache
def find_python(version: str) -> str | None:
    """A usable interpreter of that version: not a shim of pyenv, which fails for versions that are not chosen."""
    managed = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions").glob("3.*/bin")
    places = [os.path.join(sys.base_prefix, "bin"), *map(str, sorted(managed)), *os.get_exec_path()]
    for candidate in (os.path.join(place, f"python{version}") for place in places):
        probe = [candidate, "-c", "import ensurepip, venv"]
        if os.access(candidate, os.X_OK) and not subprocess.run(probe, capture_output=True, check=False).returncode:
            return candidate
    return None


def venv_environ(environment: Environment) -> dict[str, str]:
    """PATH with the environment first, then real interpreters, and no shims, which ansible-test cannot use."""
    found = {os.path.dirname(python) for version in _VERSIONS if (python := find_python(version))}
    system = [path for path in ("/usr/local/bin", "/usr/bin", "/bin") if os.path.isdir(path)]
    return {"PATH": os.pathsep.join([str(environment.bin), *sorted(found), *system]), "LC_ALL": "C.UTF-8"}


@functools.cache
def uv_environ() -> dict[str, str]:
    """Have uv ask the package index that pip asks, and download no Python."""
    listing = [ENVIRONMENTS[NOX].python, "-m", "pip", "config", "list"]
    settings = subprocess.run(listing, capture_output=True, text=True, check=False).stdout.splitlines()
    pairs = [(key.rpartition(".")[2], value.strip("'")) for key, _equals, value in (s.partition("=") for s in settings)]
    named = {_UV_SETTINGS[key]: value for key, value in pairs if key in _UV_SETTINGS}
    return {"UV_PYTHON_DOWNLOADS": "never", **{key: value for key, value in named.items() if key not in os.environ}}


def ensure(name: str) -> Environment:
    """The environment of that name, made first where it is missing or outdated; several processes may ask at once."""
    environment = ENVIRONMENTS[name]
    stamp = environment.path / ".complete"
    wanted = hashlib.sha256(environment.requirements.read_bytes()).hexdigest()
    if _stamped(stamp, wanted):
        return environment
    if name != NOX:
        ensure(NOX)
    with _locked(BUILD / "locks" / f"{name}.lock"):
        if not _stamped(stamp, wanted):
            _make(environment)
            stamp.write_text(wanted)
    return environment


def _stamped(stamp: Path, wanted: str) -> bool:
    return stamp.is_file() and stamp.read_text() == wanted


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _make(environment: Environment) -> None:
    if environment.missing:
        raise SetupError(f"cannot make the environment {environment.name}: {environment.missing}")
    python = next(found for version in environment.pythons if (found := find_python(version)))
    print(f"making the environment {environment.name} with {python}", file=sys.stderr, flush=True)
    shutil.rmtree(environment.path, ignore_errors=True)
    uv = ENVIRONMENTS[NOX].tool("uv")
    # Of the hundred collections that come with Ansible few are used; Python compiles what is, with its first use.
    pip = [environment.python, "-m", "pip", "install", "--quiet", "--no-compile"]
    if environment.name != NOX and os.path.exists(uv):
        _must([uv, "venv", "--quiet", "--python", python, str(environment.path)])
    else:
        _must([python, "-m", "venv", str(environment.path)])
    if environment.name == NOX:
        # pip takes ten times as long as uv for the rest.
        _must([*pip, *(line for line in environment.requirements.read_text().splitlines() if line.startswith("uv=="))])
    install = [uv, "pip", "install", "--quiet", "--python", environment.python] if os.path.exists(uv) else pip
    _must([*install, "-r", str(environment.requirements)])


def _must(command: list[str]) -> None:
    environ = {**clean_environ(), **(uv_environ() if os.path.basename(command[0]) == "uv" else {})}
    result = subprocess.run(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if result.returncode:
        raise SetupError(f"{' '.join(command)} failed:\n{result.stdout}")
