# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Execution nodes: each has a directory and an environment of its own, and work reaches it through pipes alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from devkit.environments import Environment

MARK = "MESH_NODE"


@dataclass
class Node:
    """A machine of the mesh: whatever runs on it carries its mark in the environment, so that all of it can end."""

    name: str
    place: Path
    runner: Environment
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)

    def __post_init__(self) -> None:
        for part in ("home", "tmp", "work"):
            (self.place / part).mkdir(parents=True, exist_ok=True)

    def start(self, ident: str, stream: IO[bytes]) -> subprocess.Popen[bytes]:
        """Start what AWX has receptor start on a node; it takes the job from the stream, its output is the result."""
        directory = self.place / "work" / ident
        command = [self.runner.tool("ansible-runner"), "worker", "--private-data-dir", str(directory), "--delete"]
        # The output is a stream of JSON lines, which a warning on the same channel would break.
        with (self.place / "worker.log").open("ab") as log:
            return subprocess.Popen(
                command,
                env=self._environ(),
                cwd=self.place,
                stdin=stream,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )

    def _environ(self) -> dict[str, str]:
        """What an execution environment gives: Ansible and amazon.aws, but not this collection."""
        return {
            MARK: self.mark,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/local/bin", "/usr/bin", "/bin"]),
            "HOME": str(self.place / "home"),
            "TMPDIR": str(self.place / "tmp"),
            "LC_ALL": "C.UTF-8",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def processes(self) -> list[int]:
        """All that runs on the node; ansible-playbook has a session of its own, so a process group would not do."""
        mark = f"{MARK}={self.mark}".encode()
        found = []
        for environ in Path("/proc").glob("[0-9]*/environ"):
            try:
                marked = mark in environ.read_bytes().split(b"\0")
            except OSError:  # it ended while we looked
                continue
            if marked:
                found.append(int(environ.parent.name))
        return found

    def stop(self, seconds: float = 10) -> int:
        """Pull the plug: nothing on the node gets to clean up. Returns how many processes that took."""
        ended: set[int] = set()
        deadline = time.monotonic() + seconds
        while running := self.processes():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.name} still runs {running}")
            for pid in running:
                ended.add(pid)
                _kill(pid)
            time.sleep(0.01)
        return len(ended)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
