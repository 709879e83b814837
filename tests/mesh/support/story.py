# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One run of a fleet over a mesh: three slices on three nodes, one of which is lost half-way."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from devkit.environments import Environment

from .fleet import TABLES, TARGETS, Place
from .jobs import Job, Slice, launch
from .ledger import Ledger
from .nodes import Node

JOB_SECONDS = 160
CALM_SECONDS = 2.0
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


def run(mesh: Mesh) -> Story:
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
    last: list[int] = []
    since = 0.0
    while time.monotonic() < deadline and not job.ended:
        made = mesh.ledger.made()
        counts = [
            sum(1 for account, region, _name in made if (account, region) == (target.account, target.region))
            for target in targets
        ]
        if not standing and counts.count(len(TABLES)) >= 2:
            mesh.ledger.stand_still()
            standing = True
        if counts != last:
            last, since = counts, time.monotonic()
        # What the rate had saved up is used up first.
        calm = standing and time.monotonic() - since > CALM_SECONDS
        if calm and any(0 < count < len(TABLES) for count in counts):
            return
        time.sleep(0.05)
    raise AssertionError(f"the node was never half-way; tables made for each host: {counts}\n{job.log}")
