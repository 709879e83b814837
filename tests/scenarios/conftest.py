# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures of the scenarios: each local engine, or the one other endpoint that the environment names."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.modules import MODULES, ModuleHost, ModuleRunner
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import recording
from ansible_collections.planton.dynamodb.tests.integration.support.tables import Tables
from ansible_collections.planton.dynamodb.tests.scenarios.support import fast_host
from ansible_collections.planton.dynamodb.tests.scenarios.support.endpoint import (
    Sweep,
    WrongEnvironmentError,
    connected,
    endpoint,
    left_out,
)
from ansible_collections.planton.dynamodb.tests.scenarios.support.estimate import estimate
from ansible_collections.planton.dynamodb.tests.scenarios.support.needs import lacking
from ansible_collections.planton.dynamodb.tests.scenarios.support.subjects import (
    OTHER,
    Subject,
    local,
    local_names,
    run_at,
)
from devkit.engines import KINDS, Engine, running

# Exit codes of their own, for scripts/scenarios.
REFUSED, UNCONFIRMED = 6, 7

ENDPOINT, WRONG = None, ""
try:
    ENDPOINT = endpoint(os.environ)
except WrongEnvironmentError as error:
    WRONG = str(error)
SUBJECTS = [OTHER] if ENDPOINT else local_names()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Say what a run on another endpoint costs, and go no further unless that was confirmed."""
    if WRONG:
        pytest.exit(WRONG, returncode=REFUSED)
    if ENDPOINT is None or session.config.option.collectonly:
        return
    if hasattr(session.config, "workerinput"):
        raise pytest.UsageError("SCENARIO_ENDPOINT goes with one process: leave -n out")
    parameters = [item.callspec.params for item in session.items if hasattr(item, "callspec")]
    asked = [found["scenario"] for found in parameters if found.get("subject") == OTHER and "scenario" in found]
    possible = [scenario for scenario in asked if left_out(scenario, ENDPOINT) is None]
    print("\n" + "\n".join(estimate(ENDPOINT, possible, len(asked) - len(possible))), flush=True)
    if possible and not ENDPOINT.confirmed:
        pytest.exit("SCENARIO_CONFIRM=yes is not set: nothing was done", returncode=UNCONFIRMED)


def _cleaned(sweep: Sweep) -> Callable[[], None]:
    """The clean-up, which runs once, whatever comes first."""
    done = []

    def clean() -> None:
        if not done:
            left = sweep()
            print(f"\nClean-up: {'could not delete ' + ', '.join(left) if left else 'nothing is left'}", flush=True)
            done.append(True)

    return clean


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


@pytest.fixture(scope="session")
def _other(pytestconfig: pytest.Config) -> Iterator[Subject]:
    """The other endpoint; what was made there is deleted at the end, be it an interrupt or an error."""
    assert ENDPOINT
    subject, sweep = connected(ENDPOINT)
    if strangers := sweep.strangers():
        why = "If an earlier run with this prefix was killed and left them, set SCENARIO_LEFTOVERS=delete."
        told = f"There are tables that this run did not make: {', '.join(strangers)}. Nothing was done. {why}"
        pytest.exit(told, returncode=REFUSED)
    clean = _cleaned(sweep)
    atexit.register(clean)
    signal.signal(signal.SIGTERM, _interrupt)
    capture = pytestconfig.pluginmanager.getplugin("capturemanager")
    try:
        yield subject
    finally:
        with capture.global_and_fixture_disabled():
            clean()


@pytest.fixture(scope="session")
def _local() -> Iterator[Callable[[str], Engine]]:
    """The engines of this process by name, started when first asked for."""
    with ExitStack() as stack:
        started: dict[str, Engine] = {}

        def start(name: str) -> Engine:
            if name not in started:
                started[name] = stack.enter_context(running(name))
            return started[name]

        yield start


@pytest.fixture(params=SUBJECTS)
def subject(request: pytest.FixtureRequest) -> Subject:
    """Each engine in turn. Scenarios have tables of their own, so nothing is forgotten in between."""
    scenario = request.getfixturevalue("scenario") if "scenario" in request.fixturenames else None
    reason = None
    if scenario:
        reason = left_out(scenario, ENDPOINT) if ENDPOINT else lacking(request.param, scenario)
    if reason:
        pytest.skip(reason)
    if request.param == OTHER:
        found: Subject = request.getfixturevalue("_other")
        return found
    return local(request.param, request.getfixturevalue("_local")(request.param).url)


@pytest.fixture(scope="session")
def _host() -> Iterator[ModuleHost]:
    environ = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
    environ["PYTHONPATH"] = os.environ["ANSIBLE_COLLECTIONS_PATH"]
    command = [sys.executable, fast_host.__file__, *MODULES]
    with subprocess.Popen(command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        with process.stdin:
            yield ModuleHost(process)


@pytest.fixture
def tables(tmp_path: Path, subject: Subject, _host: ModuleHost) -> Iterator[Tables]:
    """Runs the modules against a local engine, through a recorder."""
    assert subject.url
    if KINDS[subject.name].clock:
        run_at(subject.url, fast_host.SCALE)
    with recording(subject.url) as recorder:
        yield Tables(ModuleRunner(tmp_path, _host, recorder))
