# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gives each test room for deep calls, and shows the figures of the walks at the end of a run."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.walks.room import with_room


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, pytest.Function) and item.path.is_relative_to(Path(__file__).parent):
            item.obj = _roomy(item.obj)


def _roomy(test: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(test)
    def run(**arguments: Any) -> Any:
        return with_room(lambda: test(**arguments))

    return run


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for report in terminalreporter.getreports("passed"):
        if "tests/walks/" in report.nodeid and report.user_properties:
            told = ", ".join(f"{name}: {value}" for name, value in report.user_properties)
            terminalreporter.write_line(f"figures of {report.nodeid.partition('::')[2]}: {told}")
