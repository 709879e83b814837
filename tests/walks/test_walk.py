# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random walks over specifications on the strict engine, every step checked in every way (see checks.py)."""

from __future__ import annotations

import os

import pytest
from ansible_collections.planton.dynamodb.tests.walks.account import Account
from ansible_collections.planton.dynamodb.tests.walks.checks import Figures, take
from ansible_collections.planton.dynamodb.tests.walks.steps import steps
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

# So many steps in all, six a walk; the same ones in every run, unless somebody asks for more.
STEPS = int(os.environ.get("WALK_STEPS", "360"))
LENGTH = 6
# On AWS a vector index takes up to twenty minutes, in which a run looks some three hundred times. What may be done
# meanwhile does not depend on how long it takes.
QUICKER = {"vector_backfill": 60.0}
walking = settings(
    derandomize="WALK_STEPS" not in os.environ,
    max_examples=max(1, STEPS // LENGTH // 2),
    deadline=None,
    database=None,
    # To shrink a walk takes minutes: for whoever looks into a breach.
    phases=[Phase.generate, *([Phase.shrink] if "WALK_SHRINK" in os.environ else [])],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("unknown", [False, True], ids=["what is unknown is refused", "what is unknown is admitted"])
def test_walk(unknown: bool, record_property: pytest.RecordProperty) -> None:
    figures = Figures()

    @walking
    @given(data=st.data())
    def walk(data: st.DataObject) -> None:
        account = Account(data.draw(st.integers(0, 10_000), "seed"), unknown=unknown, lengths=QUICKER)
        before = None
        for _number in range(LENGTH):
            step = data.draw(steps(before), "step")
            take(account, before, step, figures)
            before = step.after

    walk()
    for name, value in figures.told().items():
        record_property(name, value)
    assert figures.steps >= STEPS // 2 - LENGTH
