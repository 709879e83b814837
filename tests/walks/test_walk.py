# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random walks over specifications on the strict engine, every step checked in every way (see checks.py)."""

from __future__ import annotations

import os
import statistics

import pytest
from ansible_collections.planton.dynamodb.tests.walks.account import Account
from ansible_collections.planton.dynamodb.tests.walks.checks import Figures, take
from ansible_collections.planton.dynamodb.tests.walks.steps import steps
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

# So many steps in all, six a walk; the same ones in every run, unless somebody asks for more.
STEPS = int(os.environ.get("WALK_STEPS", "360"))
LENGTH = 6
walking = settings(
    derandomize="WALK_STEPS" not in os.environ,
    max_examples=max(1, STEPS // LENGTH // 2),
    deadline=None,
    database=None,
    # To shrink a walk takes minutes: for whoever looks into a breach.
    phases=[Phase.generate, *([Phase.shrink] if "WALK_SHRINK" in os.environ else [])],
    suppress_health_check=list(HealthCheck),
)
FIGURES = {False: Figures(), True: Figures()}


@pytest.mark.parametrize("unknown", [False, True], ids=["what is unknown is refused", "what is unknown is admitted"])
@walking
@given(data=st.data())
def test_walk(unknown: bool, data: st.DataObject) -> None:
    account = Account(data.draw(st.integers(0, 10_000), "seed"), unknown=unknown)
    before = None
    for _number in range(LENGTH):
        step = data.draw(steps(before), "step")
        take(account, before, step, FIGURES[unknown])
        before = step.after


@pytest.mark.parametrize("unknown", [False, True])
def test_figures(unknown: bool, record_property: pytest.RecordProperty) -> None:
    """Enough was walked, and what the page in docs/ says of it is true of this run."""
    figures = FIGURES[unknown]
    if not figures.steps:
        pytest.skip("the walk ran elsewhere")
    assert figures.steps >= STEPS // 2 - LENGTH
    ratios = sorted(figures.ratios)
    told = {
        "steps": figures.steps,
        "calls": figures.calls,
        "refused for a while": figures.refused,
        "median of time over the least": round(statistics.median(ratios), 3),
        "worst of time over the least": round(ratios[-1], 3),
    }
    for name, value in told.items():
        record_property(name, value)
    print(f"walk, unknown {'admitted' if unknown else 'refused'}: {told}")
