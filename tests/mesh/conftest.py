# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures of the mesh, and its one run, which is asked by many tests what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from ansible_collections.planton.dynamodb.tests.mesh.support.fleet import inventory, sliced
from ansible_collections.planton.dynamodb.tests.mesh.support.jobs import Slice, make_project
from ansible_collections.planton.dynamodb.tests.mesh.support.ledger import Ledger
from ansible_collections.planton.dynamodb.tests.mesh.support.nodes import Node
from ansible_collections.planton.dynamodb.tests.mesh.support.story import Mesh, Story, run
from devkit.engines import running
from devkit.environments import ensure

SLICES = 3
# A minute of the engine in a second: fast, and a table still takes a while to be made.
SCALE = 60.0


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


@pytest.fixture(scope="session")
def story(mesh: Mesh) -> Story:
    """The whole run, once."""
    return run(mesh)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The figures that a test recorded, where a run of the stage looks for them."""
    for report in terminalreporter.getreports("passed"):
        if "tests/mesh/" in report.nodeid and report.user_properties:
            told = ", ".join(f"{name}: {value}" for name, value in report.user_properties)
            terminalreporter.write_line(f"figures of {report.nodeid.partition('::')[2]}: {told}")
