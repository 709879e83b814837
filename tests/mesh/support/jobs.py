# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs: a slice with its private data directory, sent to a node and processed here, as AWX does it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from devkit.environments import ROOT, Environment, clean_environ

from .nodes import Node

FORKS = 4
PLAYBOOK = "converge.yml"
# The runner on the node ends a job that takes longer, even if nobody is there any more to stop it.
JOB_SECONDS = 150


def make_project(place: Path) -> Path:
    """A project as AWX checks it out: the playbook of the example, and the collection that it names beside it."""
    place.mkdir()
    shutil.copy2(ROOT / "examples" / "fleet" / PLAYBOOK, place)
    (place / "ansible.cfg").write_text("[defaults]\ncollections_path = collections\n")
    galaxy = str(Path(sys.executable).with_name("ansible-galaxy"))
    install = [galaxy, "collection", "install", str(ROOT), "--no-deps", "--force", "-p", str(place / "collections")]
    subprocess.run(install, env=clean_environ(), check=True, capture_output=True, timeout=120)
    return place


@dataclass
class Slice:
    """One slice of a sliced job: its number, its inventory, and where the control side keeps it."""

    number: int
    inventory: dict[str, Any]
    place: Path
    project: Path

    @property
    def hosts(self) -> list[str]:
        return sorted(self.inventory["_meta"]["hostvars"])

    def prepare(self) -> None:
        """Write the private data directory. AWX too writes the inventory as a script that prints it."""
        data = self.place / "data"
        for part in ("env", "inventory"):
            (data / part).mkdir(parents=True)
        shutil.copytree(self.project, data / "project")
        script = data / "inventory" / "hosts"
        script.write_text(f"#!/usr/bin/env python3\nprint({json.dumps(self.inventory)!r})\n")
        script.chmod(0o700)
        (data / "env" / "extravars").write_text(json.dumps({"aws_dynamodb_hosts": "all"}))
        (data / "env" / "settings").write_text(json.dumps({"job_timeout": JOB_SECONDS}))


@dataclass
class Job:
    """One try of a slice on a node: transmit here, worker there, process here, with pipes between them."""

    slice_: Slice
    node: Node
    ident: str
    parts: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def artifacts(self) -> Path:
        return self.slice_.place / "artifacts" / self.ident

    def wait(self, seconds: float) -> None:
        """Until the control side has processed the last of the stream, whatever became of the node."""
        deadline = time.monotonic() + seconds
        for part in reversed(self.parts):
            part.wait(max(0.1, deadline - time.monotonic()))

    @property
    def ended(self) -> bool:
        return any(part.poll() is not None for part in self.parts[1:])

    @property
    def log(self) -> str:
        """What ansible-playbook and the runner said, for those who look for a fault."""
        said = self.slice_.place / f"{self.ident}.log", self.node.place / "worker.log"
        return "\n".join(path.read_text(errors="replace")[-4000:] for path in said)

    def abandon(self) -> None:
        """End what still runs here; the node is stopped by itself."""
        for part in self.parts:
            if part.poll() is None:
                part.kill()
            part.wait(10)

    @property
    def code(self) -> int | None:
        """The exit code of ansible-playbook; none if the node never told."""
        path = self.artifacts / "rc"
        return int(path.read_text()) if path.exists() else None

    def events(self, kind: str) -> Iterator[dict[str, Any]]:
        """The job events of one kind, in their order."""
        paths = (self.artifacts / "job_events").glob("*.json")
        for path in sorted(paths, key=lambda path: int(path.name.partition("-")[0])):
            event = json.loads(path.read_text())
            if event["event"] == kind:
                yield event["event_data"]

    def results(self) -> dict[str, dict[str, Any]]:
        """The fact aws_dynamodb_results of each host: the result of each of its tables."""
        facts = ((event["host"], event["res"].get("ansible_facts", {})) for event in self.events("runner_on_ok"))
        return {host: found["aws_dynamodb_results"] for host, found in facts if "aws_dynamodb_results" in found}

    def stats(self) -> dict[str, dict[str, int]]:
        """The closing counts of hosts, empty if the job never came so far."""
        return next(self.events("playbook_on_stats"), {})


def launch(slice_: Slice, node: Node, ident: str, runner: Environment, check: bool = False) -> Job:
    """Send a slice to a node and return while it runs."""
    tool = runner.tool("ansible-runner")
    data, kept = str(slice_.place / "data"), str(slice_.place)
    send = [tool, "transmit", data, "-p", PLAYBOOK, "--ident", ident, "--forks", str(FORKS)]
    send += ["--cmdline=--check"] if check else []
    control: dict[str, Any] = {"env": clean_environ(), "cwd": slice_.place}
    with (slice_.place / f"{ident}.log").open("wb") as log:
        transmit = subprocess.Popen(send, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, **control)
        worker = node.start(ident, _piped(transmit))
        receive = [tool, "process", kept, "--ident", ident]
        process = subprocess.Popen(receive, stdin=_piped(worker), stdout=log, stderr=log, **control)
    # Only the two ends may hold a pipe: then the reader sees its end when the writer is gone.
    for part in (transmit, worker):
        _piped(part).close()
    return Job(slice_, node, ident, [transmit, worker, process])


def _piped(part: subprocess.Popen[bytes]) -> Any:
    return part.stdout
