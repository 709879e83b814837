# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures of the module tests: the modules, run as processes against each engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.modules import (
    ModuleHost,
    ModuleRun,
    ModuleRunner,
    module_host,
)
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Recorder
from ansible_collections.planton.dynamodb.tests.integration.support.specs import ON_DEMAND
from ansible_collections.planton.dynamodb.tests.integration.support.tables import NAME, Tables


@pytest.fixture(scope="session")
def _host() -> Iterator[ModuleHost]:
    with module_host() as host:
        yield host


@pytest.fixture
def table(tmp_path: Path, _host: ModuleHost, recorder: Recorder) -> Tables:
    """Runs dynamodb_table and dynamodb_table_info against the engine, through the recorder."""
    return Tables(ModuleRunner(tmp_path, _host, recorder))


@pytest.fixture(params=["check mode", "in earnest", "info"])
def failing(request: pytest.FixtureRequest, table: Tables) -> Callable[..., ModuleRun]:
    """Runs a module that fails: dynamodb_table in check mode and in earnest, dynamodb_table_info."""

    def run(environ: dict[str, str | None], **options: Any) -> ModuleRun:
        if request.param == "info":
            return table.info(fails=True, environ=environ, names=[NAME], **options)
        return table(fails=True, check=request.param == "check mode", environ=environ, **ON_DEMAND, **options)

    return run
