# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs ansible-playbook as a user would, in a process of its own, and reads back what each task returned."""

from __future__ import annotations

import json
import os
import subprocess
import sys
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
        finished = subprocess.run(
            command,
            env=self._environ(place, results, endpoint_url or self.recorder.url, environ or {}),
            cwd=place,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        run = PlaybookRun(finished.returncode, finished.stdout, calls=self.recorder.calls[before:])
        if results.exists():
            run.tasks = [TaskResult(**json.loads(line)) for line in results.read_text().splitlines()]
        if code is not None:
            assert run.code == code, f"ansible-playbook ended with {run.code}, not {code}:\n{run.output}"
        return run

    def _play(self, place: Path, play: str | Path | list[dict[str, Any]]) -> str:
        if not isinstance(play, list):
            return str(play)
        if not all("hosts" in item or "import_playbook" in item for item in play):
            play = [{"name": "Test", "hosts": "localhost", "gather_facts": False, "tasks": play}]
        return str(self._written(place / "play.yml", play))

    def _inventory(self, place: Path) -> Path:
        inventory = place / "inventory"
        inventory.write_text(f"localhost ansible_connection=local ansible_python_interpreter={sys.executable}\n")
        return inventory

    @staticmethod
    def _written(path: Path, content: Any) -> Path:
        path.write_text(json.dumps(content))  # JSON is YAML
        return path

    def _environ(self, place: Path, results: Path, endpoint: str, more: dict[str, str]) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "ANSIBLE_"))}
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        return {
            **kept,
            **CREDENTIALS,
            "AWS_URL": endpoint,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "ANSIBLE_HOME": str(self.directory / "home"),
            "ANSIBLE_REMOTE_TEMP": str(self.directory / "remote"),
            "ANSIBLE_COLLECTIONS_PATH": os.environ["ANSIBLE_COLLECTIONS_PATH"],
            "ANSIBLE_CALLBACK_PLUGINS": str(Path(__file__).parent / "callbacks"),
            "ANSIBLE_CALLBACKS_ENABLED": "results",
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_RETRY_FILES_ENABLED": "false",
            "RESULTS_PATH": str(results),
            **more,
        }
