# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures of the module tests: the modules, run as processes against each engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.modules import ModuleHost, ModuleRunner, module_host
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Recorder
from ansible_collections.planton.dynamodb.tests.integration.support.tables import Tables


@pytest.fixture(scope="session")
def _host() -> Iterator[ModuleHost]:
    with module_host() as host:
        yield host


@pytest.fixture
def table(tmp_path: Path, _host: ModuleHost, recorder: Recorder) -> Tables:
    """Runs dynamodb_table and dynamodb_table_info against the engine, through the recorder."""
    return Tables(ModuleRunner(tmp_path, _host, recorder))
