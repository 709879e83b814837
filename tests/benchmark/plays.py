# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs plays and bare processes as a user would, and tells how long they took."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from devkit.environments import clean_environ

from .specs import REGION, Call

HERE = Path(__file__).resolve().parent
Task = dict[str, Any]
# The first task of a play has to load what every play needs.
WARM_UP: Task = {"name": "warm up", "ansible.builtin.ping": {}}


class BenchmarkError(Exception):
    """Something that was to be measured failed, or did something else."""


class Duration(NamedTuple):
    """One task of a play that is over."""

    task: str
    seconds: float
    changed: bool


class Workplace:
    """A directory to run in, and the tree with the collection."""

    def __init__(self, directory: Path, tree: Path, url: str) -> None:
        self._directory, self._tree, self._url = directory, tree, url
        self._memory = directory / "memory"
        launcher = directory / "interpreter"
        command = [sys.executable, str(HERE / "interpreter.py"), str(self._memory)]
        launcher.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n')
        launcher.chmod(0o755)
        for name, python in (("plain", sys.executable), ("watched", str(launcher))):
            line = f"localhost ansible_connection=local ansible_python_interpreter={python}\n"
            directory.joinpath(name).write_text(line)

    def play(
        self, account: str, tasks: list[Task], variables: dict[str, Any] | None = None, playbook: str = ""
    ) -> list[Duration]:
        """Run tasks in a play of their own, and a playbook after them; tell of each task but the one that warms up."""
        return self._play("plain", account, tasks, variables or {}, playbook)

    def peak_memory(self, account: str, tasks: list[Task], variables: dict[str, Any]) -> float:
        """Run tasks, and return the most memory that one of their processes had, in MiB."""
        self._memory.unlink(missing_ok=True)
        self._play("watched", account, tasks, variables)
        return max(int(line) for line in self._memory.read_text().splitlines()) / 1024

    def _play(
        self, inventory: str, account: str, tasks: list[Task], variables: dict[str, Any], playbook: str = ""
    ) -> list[Duration]:
        durations = self._directory / "durations"
        durations.unlink(missing_ok=True)
        plays: list[dict[str, Any]] = [{"hosts": "localhost", "gather_facts": False, "tasks": [WARM_UP, *tasks]}]
        if playbook:
            plays.append({"import_playbook": playbook})
        self._directory.joinpath("play.yml").write_text(json.dumps(plays))
        self._directory.joinpath("variables.json").write_text(json.dumps(variables))
        program = str(Path(sys.executable).with_name("ansible-playbook"))
        command = [program, "-i", inventory, "-e", "@variables.json", "play.yml"]
        self._run(command, {**self._environ(account), "DURATIONS_PATH": str(durations)})
        return [Duration(**json.loads(line)) for line in durations.read_text().splitlines()[1:]]

    def bare(self, account: str, stages: list[list[list[Call]]], workers: int) -> float:
        """Make calls by plain boto3 in a fresh process; return the seconds from its start to its end."""
        job = self._directory / "job.json"
        job.write_text(json.dumps({"url": self._url, "workers": workers, "stages": stages}))
        start = time.perf_counter()
        self._run([sys.executable, str(HERE / "bare.py"), str(job)], self._environ(account))
        return time.perf_counter() - start

    def _run(self, command: list[str], environ: dict[str, str]) -> None:
        run = subprocess.run(
            command,
            cwd=self._directory,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if run.returncode:
            raise BenchmarkError(f"{shlex.join(command)} ended with {run.returncode}:\n{run.stdout[-4000:]}")

    def _environ(self, account: str) -> dict[str, str]:
        return {
            **clean_environ(),
            "AWS_ACCESS_KEY_ID": account,
            "AWS_SECRET_ACCESS_KEY": "not-a-real-secret-7f3a",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_URL": self._url,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "ANSIBLE_HOME": str(self._directory / "home"),
            "ANSIBLE_COLLECTIONS_PATH": str(self._tree),
            "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callbacks"),
            "ANSIBLE_STDOUT_CALLBACK": "durations",
            "ANSIBLE_NOCOLOR": "1",
        }
