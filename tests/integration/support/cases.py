# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the module tests share: a change of one table as a value, and what is true of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from devkit.engines import Engine

from .capabilities import lacks, requires
from .modules import ModuleRun
from .tables import Tables

Options = dict[str, Any]
# Longer than the time to live must be left alone.
DAY = 86_400.0

# For tests of what comes before any answer of an engine, or instead of one.
one_engine = pytest.mark.parametrize("engine", ["ministack"], indirect=True)


@dataclass
class Case:
    """A table, the options that change it, and what must come of it: the plan as its reasons, and the whole diff.

    ``reads`` is what is read back beside the options themselves; None stands for nothing.
    """

    name: str
    start: Options
    options: Options
    planned: list[str]
    before: Options
    after: Options
    reads: Options = field(default_factory=dict)
    needs: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


def check_change(case: Case, table: Tables, engine: Engine) -> ModuleRun:
    """Make the change. What the options do not name must read back as before."""
    requires(engine, *case.needs)
    table(**case.start)
    engine.later(DAY)
    before = table.spec()
    run = table.converge(**case.options)
    assert run.planned == case.planned
    expected = {**before, **case.options, **case.reads}
    diff = {"before": dict(case.before), "after": dict(case.after)}
    if lacks(engine.name, "recovery_period"):
        expected["recovery_period_in_days"] = None
        for side in diff.values():
            side.pop("recovery_period_in_days", None)
    assert run["diff"] == diff
    assert table.spec() == {option: value for option, value in expected.items() if value is not None}
    return run
