# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures of the integration tests: each local engine, a recorder in front of it, playbooks run against it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import boto3
import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import CREDENTIALS, PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Recorder, recording
from devkit.engines import KINDS, Engine, running

# An index is there in an eighth of a second, and the half hour between two changes of time to live is over before the
# next task of a playbook. How the shorter windows are met is shown where time is virtual, in tests/walks.
STRICT_SCALE = 4000.0
EVERYWHERE = ("test_five", "test_engines")
# What takes longest in one piece goes first, so that the other processes have something to do meanwhile.
LONGEST = ("test_tutorial.py", "test_engine_installed.py")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With ONE_ENGINE set, each test runs on one of its engines alone, if it can on the strict one; a few run on all.

    What the others make of a module is known from the scenarios too, which go through the same modules.
    """
    items.sort(key=lambda item: item.path.name not in LONGEST)
    if "ONE_ENGINE" not in os.environ:
        return
    engines: dict[pytest.Item, tuple[object, object]] = {item: _test_and_engine(item) for item in items}
    chosen: dict[object, object] = {}
    for test, engine in engines.values():
        if engine == "strict" or test not in chosen:
            chosen[test] = engine
    left_out = [item for item, (test, engine) in engines.items() if chosen[test] != engine]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def _test_and_engine(item: pytest.Item) -> tuple[object, object]:
    """Return what tells a test from others whatever its engine, and its engine, if it is to run on one alone."""
    if not (isinstance(item, pytest.Function) and hasattr(item, "callspec")) or item.path.name.startswith(EVERYWHERE):
        return item, None
    params = dict(item.callspec.params)
    engine = params.pop("engine", None)
    return (item.nodeid.partition("[")[0], repr(sorted(params.items(), key=repr))), engine


@pytest.fixture(scope="session")
def _engines() -> Iterator[dict[str, Engine]]:
    """The engines of this process by name, started when first asked for."""
    with ExitStack() as stack:

        class Engines(dict[str, Engine]):
            def __missing__(self, name: str) -> Engine:
                scale = STRICT_SCALE if KINDS[name].clock else None
                self[name] = stack.enter_context(running(name, scale=scale))
                return self[name]

        yield Engines()


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, _engines: dict[str, Engine]) -> Engine:
    """Each engine in turn, without any table."""
    engine = _engines[request.param]
    engine.reset()
    return engine


@pytest.fixture
def recorder(engine: Engine) -> Iterator[Recorder]:
    """A proxy in front of the engine that counts calls and can inject faults."""
    with recording(engine.url) as recorder:
        yield recorder


@pytest.fixture
def playbook(tmp_path: Path, recorder: Recorder) -> PlaybookRunner:
    """Runs playbooks against the engine, through the recorder."""
    return PlaybookRunner(tmp_path, recorder)


def make_client(url: str, service: str = "dynamodb", region: str = CREDENTIALS["AWS_REGION"]) -> Any:
    return boto3.client(
        service,
        endpoint_url=url,
        region_name=region,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    )


@pytest.fixture
def client(engine: Engine) -> Any:
    """A DynamoDB client that goes to the engine itself, to arrange a test and to look at what came of it.

    What it asks for is there when its call returns, whatever time the engine would take.
    """
    made = make_client(engine.url)
    made.meta.events.register("after-call.dynamodb.*", lambda **_answer: engine.settle())
    return made


@pytest.fixture
def recorded_client(recorder: Recorder) -> Any:
    """A DynamoDB client whose calls are recorded."""
    return make_client(recorder.url)
