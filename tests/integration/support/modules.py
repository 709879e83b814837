# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a module of the collection as a process, many times a second where a playbook takes seconds for each."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .playbooks import CREDENTIALS
from .recorder import Call, Recorder

MODULES = ("dynamodb_table", "dynamodb_table_info", "dynamodb_tables", "write_files")
# How long a module may take before it counts as hanging.
SECONDS = 60


@dataclass
class ModuleRun:
    """What one run of a module returned and printed, and the calls it made."""

    code: int
    stdout: str
    stderr: str
    result: dict[str, Any]
    calls: list[Call] = field(default_factory=list)

    def __getitem__(self, key: str) -> Any:
        return self.result[key]

    @property
    def failed(self) -> bool:
        return bool(self.result.get("failed"))

    @property
    def operations(self) -> list[str]:
        return [call.operation for call in self.calls]

    @property
    def writes(self) -> list[str]:
        return [call.operation for call in self.calls if call.writes]

    @property
    def planned(self) -> list[str]:
        """What the plan holds, as its reasons."""
        return [step["reason"] for step in self.result["plan"]["operations"]]

    @property
    def statuses(self) -> list[tuple[str, str]]:
        """The operations of the plan, and what became of each."""
        return [(step["operation"], step["status"]) for step in self.result["plan"]["operations"]]

    @property
    def warnings(self) -> str:
        return "\n".join(str(text) for text in self.result.get("warnings", ()))


class ModuleHost:
    """The process that holds everything imported and starts each module from there."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._module = 0
        self._runs = threading.Event()

    def kill(self) -> None:
        """End the module that runs, so that it cannot do anything more, from another thread."""
        assert self._runs.wait(SECONDS)
        os.kill(self._module, signal.SIGKILL)

    def run(
        self, place: Path, module: str, options: dict[str, Any], environ: dict[str, str], seconds: int
    ) -> ModuleRun:
        arguments, stdout, stderr = (place / name for name in ("arguments.json", "stdout", "stderr"))
        arguments.write_text(json.dumps({"ANSIBLE_MODULE_ARGS": options}))
        job = {
            "module": module,
            "arguments": str(arguments),
            "stdout": str(stdout),
            "stderr": str(stderr),
            "environ": environ,
            "seconds": seconds,
        }
        assert self._process.stdin and self._process.stdout
        print(json.dumps(job), file=self._process.stdin, flush=True)
        self._module = int(self._process.stdout.readline())
        self._runs.set()
        code = int(self._process.stdout.readline())
        self._runs.clear()
        printed = stdout.read_text()
        result = json.loads(printed.splitlines()[-1]) if printed.strip() else {}
        return ModuleRun(code, printed, stderr.read_text(), result)


@contextmanager
def module_host() -> Iterator[ModuleHost]:
    """A host for as long as the block runs."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
    environ["PYTHONPATH"] = os.environ["ANSIBLE_COLLECTIONS_PATH"]
    command = [sys.executable, str(Path(__file__).with_name("module_host.py")), *MODULES]
    with subprocess.Popen(command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield ModuleHost(process)
        finally:
            if process.stdin:
                process.stdin.close()


@dataclass
class ModuleRunner:
    """Runs the modules against one engine, through a recorder."""

    directory: Path
    host: ModuleHost
    recorder: Recorder

    def __call__(
        self,
        module: str,
        options: dict[str, Any],
        check: bool = False,
        environ: dict[str, str | None] | None = None,
        seconds: int = SECONDS,
    ) -> ModuleRun:
        """Run a module; a variable of environ that is None is taken out of the environment."""
        place = self.directory / f"module-{sum(1 for _run in self.directory.glob('module-*'))}"
        place.mkdir()
        before = len(self.recorder.calls)
        options = {**options, "_ansible_check_mode": check, "_ansible_diff": False, "_ansible_tmpdir": str(place)}
        run = self.host.run(place, module, options, self._environ(environ or {}), seconds)
        run.calls = self.recorder.calls[before:]
        return run

    def _environ(self, more: dict[str, str | None]) -> dict[str, str]:
        environ: dict[str, str | None] = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.directory),
            **CREDENTIALS,
            "AWS_URL": self.recorder.url,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            **more,
        }
        return {name: value for name, value in environ.items() if value is not None}
