# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random walks over specifications on the strict engine, every step checked in every way (see checks.py)."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from ansible_collections.planton.dynamodb.tests.settings.names import Options
from ansible_collections.planton.dynamodb.tests.walks.account import Account
from ansible_collections.planton.dynamodb.tests.walks.checks import Figures, take
from ansible_collections.planton.dynamodb.tests.walks.in_regions import RegionsAccount
from ansible_collections.planton.dynamodb.tests.walks.steps import Step, steps, steps_in_regions
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

# So many steps in all, six a walk; the same ones in every run, unless somebody asks for more.
STEPS = int(os.environ.get("WALK_STEPS", "360"))
LENGTH = 6
# On AWS a vector index takes up to twenty minutes, in which a run looks some three hundred times. What may be done
# meanwhile does not depend on how long it takes.
QUICKER = {"vector_backfill": 60.0}
Way = Callable[[Options | None], st.SearchStrategy[Step]]
KINDS = {
    "what is unknown is refused": (Account, steps, False),
    "what is unknown is admitted": (Account, steps, True),
    "in several Regions": (RegionsAccount, steps_in_regions, False),
}
walking = settings(
    derandomize="WALK_STEPS" not in os.environ,
    max_examples=max(1, STEPS // LENGTH // len(KINDS)),
    deadline=None,
    database=None,
    # To shrink a walk takes minutes: for whoever looks into a breach.
    phases=[Phase.generate, *([Phase.shrink] if "WALK_SHRINK" in os.environ else [])],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize(("kind", "way", "unknown"), KINDS.values(), ids=KINDS)
def test_walk(kind: type[Account], way: Way, unknown: bool, record_property: pytest.RecordProperty) -> None:
    figures = Figures()

    @walking
    @given(data=st.data())
    def walk(data: st.DataObject) -> None:
        account = kind(data.draw(st.integers(0, 10_000), "seed"), unknown=unknown, lengths=QUICKER)
        before = None
        for _number in range(LENGTH):
            step = data.draw(way(before), "step")
            take(account, before, step, figures)
            before = step.after

    walk()
    for name, value in figures.told().items():
        record_property(name, value)
    assert figures.steps >= STEPS // len(KINDS) - LENGTH
