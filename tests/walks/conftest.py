# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows the figures of the walks at the end of a run."""

from __future__ import annotations

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for report in terminalreporter.getreports("passed"):
        if "tests/walks/" in report.nodeid and report.user_properties:
            told = ", ".join(f"{name}: {value}" for name, value in report.user_properties)
            terminalreporter.write_line(f"figures of {report.nodeid.partition('::')[2]}: {told}")
