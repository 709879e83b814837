# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs ansible-playbook as a user would, in a process of its own, and reads back what each task returned.

Most runs are forked from a process that has Ansible imported (forking.py). A run with more in its environment than
what belongs to AWS is started by the command itself, because Ansible reads its configuration when it is imported.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .recorder import Call, Recorder

# Twelve digits, because both engines take such an access key for the account number.
ACCESS_KEY = "123456789012"
# One that occurs in no result, because Ansible masks a secret wherever it occurs.
SECRET_KEY = "not-a-real-secret-7f3a"
REGION = "eu-central-1"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY, "AWS_REGION": REGION}
SECONDS = 300
_KEPT: list[subprocess.Popen[bytes]] = []


class Forks:
    """A process that forks runs, for one environment; it ends with this process, because its input ends then."""

    def __init__(self, environ: dict[str, str]) -> None:
        script = str(Path(__file__).with_name("forking.py"))
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._process = subprocess.Popen([sys.executable, script], env=environ, **pipes)

    def run(self, command: list[str], directory: Path, environ: dict[str, str]) -> tuple[int, str]:
        """Return the exit code and the output of a run."""
        output = directory / "output"
        request = {"command": command, "directory": str(directory), "environ": environ, "output": str(output)}
        requests, answers = self._process.stdin, self._process.stdout
        assert requests and answers
        print(json.dumps(request), file=requests, flush=True)
        if not select.select([answers], [], [], SECONDS)[0]:
            self._process.kill()
            raise subprocess.TimeoutExpired(command, SECONDS)
        return int(answers.readline()), output.read_text(encoding="utf-8")


@functools.cache
def _home() -> Path:
    """What Ansible keeps between the runs of this process, and no longer."""
    home = Path(tempfile.mkdtemp(prefix="ansible-home-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home


@functools.cache
def ready_python() -> str:
    """The path of an interpreter that has the client library imported already (ready_python.py)."""
    interpreter = _home() / "python"
    script = str(Path(__file__).with_name("ready_python.py"))
    command = [sys.executable, script, str(_home() / "socket"), str(interpreter)]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    process = subprocess.Popen(command, env=environ, stdin=subprocess.PIPE)
    deadline = time.monotonic() + SECONDS
    while not interpreter.exists():
        assert process.poll() is None and time.monotonic() < deadline, "the process that forks modules did not start"
        time.sleep(0.02)
    # It ends with this process, because its input ends then.
    _KEPT.append(process)
    return str(interpreter)


@functools.cache
def _forks(environ: frozenset[tuple[str, str]]) -> Forks:
    return Forks(dict(environ))


@dataclass
class TaskResult:
    """What one task returned."""

    task: str
    action: str
    status: str
    result: dict[str, Any]


@dataclass
class PlaybookRun:
    """A finished run: its exit code, its output, its tasks, and the calls it made."""

    code: int
    output: str
    tasks: list[TaskResult] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

    @property
    def operations(self) -> list[str]:
        return [call.operation for call in self.calls]

    @property
    def writes(self) -> list[str]:
        return [call.operation for call in self.calls if call.writes]

    @property
    def changed(self) -> list[str]:
        """The names of the tasks that changed something."""
        return [task.task for task in self.tasks if task.result.get("changed")]

    def result(self, name: str) -> dict[str, Any]:
        """The last result of the task with that name, or of the last task that ran that module or action."""
        for task in reversed(self.tasks):
            if name in (task.task, task.action, task.action.rpartition(".")[2]):
                return task.result
        raise KeyError(f"no task {name!r} ran; there were {[task.task for task in self.tasks]}\n{self.output}")


@dataclass
class PlaybookRunner:
    """Runs playbooks against one engine, through a recorder."""

    directory: Path
    recorder: Recorder

    def __call__(
        self,
        play: str | Path | list[dict[str, Any]],
        variables: dict[str, Any] | None = None,
        *arguments: str,
        check: bool = False,
        diff: bool = False,
        endpoint_url: str | None = None,
        environ: dict[str, str] | None = None,
        code: int | None = 0,
    ) -> PlaybookRun:
        """Run a list of tasks or plays, a file, or a playbook of the collection by its full name.

        code is the exit code to expect; None takes any.
        """
        number = sum(1 for _run in self.directory.glob("run-*"))
        place = self.directory / f"run-{number}"
        place.mkdir()
        results = place / "results.jsonl"
        command = [
            str(Path(sys.executable).with_name("ansible-playbook")),
            *("-i", str(self._inventory(place))),
            *(("-e", "@" + str(self._written(place / "variables.json", variables))) if variables else ()),
            *(("--check",) if check else ()),
            *(("--diff",) if diff else ()),
            *arguments,
            self._play(place, play),
        ]
        before = len(self.recorder.calls)
        ended, output = self._run(place, command, results, endpoint_url or self.recorder.url, environ or {})
        run = PlaybookRun(ended, output, calls=self.recorder.calls[before:])
        if results.exists():
            run.tasks = [TaskResult(**json.loads(line)) for line in results.read_text().splitlines()]
        if code is not None:
            assert run.code == code, f"ansible-playbook ended with {run.code}, not {code}:\n{run.output}"
        return run

    def _run(
        self, place: Path, command: list[str], results: Path, endpoint: str, more: dict[str, str]
    ) -> tuple[int, str]:
        base = self._base_environ()
        environ = {**base, **CREDENTIALS, "AWS_URL": endpoint, "RESULTS_PATH": str(results), **more}
        if all(name.startswith("AWS_") for name in more):
            return _forks(frozenset(base.items())).run(command, place, environ)
        finished = subprocess.run(
            command,
            env=environ,
            cwd=place,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        return finished.returncode, finished.stdout

    def _play(self, place: Path, play: str | Path | list[dict[str, Any]]) -> str:
        if not isinstance(play, list):
            return str(play)
        if not all("hosts" in item or "import_playbook" in item for item in play):
            play = [{"name": "Test", "hosts": "localhost", "gather_facts": False, "tasks": play}]
        return str(self._written(place / "play.yml", play))

    def _inventory(self, place: Path) -> Path:
        inventory = place / "inventory"
        inventory.write_text(f"localhost ansible_connection=local ansible_python_interpreter={ready_python()}\n")
        return inventory

    @staticmethod
    def _written(path: Path, content: Any) -> Path:
        path.write_text(json.dumps(content))  # JSON is YAML
        return path

    @staticmethod
    def _base_environ() -> dict[str, str]:
        """The environment of every run, without what belongs to one."""
        dropped = ("PYTHONDONTWRITEBYTECODE", "PYTEST_CURRENT_TEST")
        kept = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("AWS_", "ANSIBLE_")) and key not in dropped
        }
        return {
            **kept,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "ANSIBLE_HOME": str(_home() / "home"),
            "ANSIBLE_REMOTE_TEMP": str(_home() / "remote"),
            "ANSIBLE_COLLECTIONS_PATH": os.environ["ANSIBLE_COLLECTIONS_PATH"],
            "ANSIBLE_CALLBACK_PLUGINS": str(Path(__file__).parent / "callbacks"),
            "ANSIBLE_CALLBACKS_ENABLED": "results",
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_RETRY_FILES_ENABLED": "false",
        }
