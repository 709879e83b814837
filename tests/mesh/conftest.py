# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One run of a fleet over a mesh: three slices on three nodes, one of which is lost half-way."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.mesh.support.fleet import TABLES, TARGETS, Place, inventory, sliced
from ansible_collections.planton.dynamodb.tests.mesh.support.jobs import Job, Slice, launch, make_project
from ansible_collections.planton.dynamodb.tests.mesh.support.ledger import Ledger
from ansible_collections.planton.dynamodb.tests.mesh.support.nodes import Node
from devkit.engines import running
from devkit.environments import Environment, ensure

SLICES = 3
# A minute of the engine in a second: fast, and a table still takes a while to be made.
SCALE = 60.0
JOB_SECONDS = 160
TAKE_OFF_SECONDS = 90


@dataclass
class Mesh:
    """The nodes, the control side, and the engine that stands in for AWS."""

    runner: Environment
    ledger: Ledger
    slices: list[Slice]
    nodes: list[Node]
    jobs: list[Job] = field(default_factory=list)

    def launch(self, slice_: Slice, node: Node, ident: str, check: bool = False) -> Job:
        job = launch(slice_, node, ident, self.runner, check)
        self.jobs.append(job)
        return job

    def end(self) -> None:
        for node in self.nodes:
            node.stop()
        for job in self.jobs:
            job.abandon()


@pytest.fixture(scope="session")
def mesh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mesh]:
    """Three nodes and three slices; ends whatever is left of them."""
    place: Path = tmp_path_factory.mktemp("mesh")
    runner = ensure("mesh")
    project = make_project(place / "project")
    with ExitStack() as stack:
        engine = stack.enter_context(running("strict", scale=SCALE))
        whole = inventory(engine.url)
        slices = [
            Slice(number, sliced(whole, number, SLICES), place / f"slice-{number}", project)
            for number in range(1, SLICES + 1)
        ]
        for slice_ in slices:
            slice_.prepare()
        nodes = [Node(name, place / name, runner) for name in ("east", "west", "north")]
        made = Mesh(runner, Ledger(engine, SCALE), slices, nodes)
        stack.callback(made.end)
        yield made


@dataclass
class Story:
    """What happened: the first tries, the one that was lost, its second try, and the drift check afterwards."""

    finished: list[Job]
    lost: Job
    again: Job
    ended_processes: int
    made_at_stop: Counter[Place]
    made: Counter[Place]
    tables: dict[Place, dict[str, Any]]
    drift: list[Job]
    drift_writes: list[dict[str, Any]]
    seconds: dict[str, float]


@pytest.fixture(scope="session")
def story(mesh: Mesh) -> Story:
    """The whole run, once; the tests ask what came of it."""
    began = time.monotonic()
    lost, *finished = [mesh.launch(slice_, node, "first") for slice_, node in zip(mesh.slices, mesh.nodes, strict=True)]
    _until_half_way(mesh, lost)
    ended = lost.node.stop()
    made_at_stop = mesh.ledger.made()
    stopped = time.monotonic()
    mesh.ledger.go_on()
    lost.wait(JOB_SECONDS)
    again = mesh.launch(lost.slice_, finished[0].node, "second")
    for job in [*finished, again]:
        job.wait(JOB_SECONDS)
    converged = time.monotonic()

    mesh.ledger.settle()
    made, tables, so_far = mesh.ledger.made(), mesh.ledger.tables(), len(mesh.ledger.calls())
    # The node that was lost is back.
    drift = [
        mesh.launch(slice_, node, "drift", check=True) for slice_, node in zip(mesh.slices, mesh.nodes, strict=True)
    ]
    for job in drift:
        job.wait(JOB_SECONDS)
    seconds = {
        "until the stop": stopped - began,
        "after it": converged - stopped,
        "drift check": time.monotonic() - converged,
    }
    writes = mesh.ledger.writes(since=so_far)
    return Story(finished, lost, again, ended, made_at_stop, made, tables, drift, writes, seconds)


def _until_half_way(mesh: Mesh, job: Job) -> None:
    """Until some hosts of a job are done and some half-way, which the engine's clock then keeps them at."""
    targets = [target for target in TARGETS if target.host in job.slice_.hosts]
    deadline = time.monotonic() + TAKE_OFF_SECONDS
    standing = False
    while time.monotonic() < deadline and not job.ended:
        made = mesh.ledger.made()
        counts = [
            sum(1 for account, region, _name in made if (account, region) == (target.account, target.region))
            for target in targets
        ]
        if not standing and counts.count(len(TABLES)) >= 2:
            mesh.ledger.stand_still()
            standing = True
        if standing and any(0 < count < len(TABLES) for count in counts):
            return
        time.sleep(0.05)
    raise AssertionError(f"the node was never half-way; tables made for each host: {counts}\n{job.log}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The figures that a test recorded, where a run of the stage looks for them."""
    for report in terminalreporter.getreports("passed"):
        if "tests/mesh/" in report.nodeid and report.user_properties:
            told = ", ".join(f"{name}: {value}" for name, value in report.user_properties)
            terminalreporter.write_line(f"figures of {report.nodeid.partition('::')[2]}: {told}")
