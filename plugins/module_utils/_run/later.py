# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The plan of another Region from the table as the calls for all Regions will make it."""

from __future__ import annotations

import dataclasses
import typing as t

from .._plan.early import early_calls
from .._plan.planner import make_plan
from .._settings.violations import InvalidSpecError
from .step import Step

if t.TYPE_CHECKING:
    from collections.abc import Collection

    from .._settings.observed import Observed
    from .elsewhere import Region
    from .run import Run


def plan_for_later(region: Region, run: Run, observed: Observed, lost: Collection[str] = ()) -> None:
    """Plan a Region from the table as the calls for all Regions will make it, such as with an index that is new.

    If that makes a difference, the Region follows. ``lost`` are the indexes that go.
    """
    now, region.follows = run.plan.operations, True
    try:
        plan = make_plan(run.desired, observed, observed.region)
    except InvalidSpecError as error:
        run.errors = error.violations
        return
    region.early = early_calls(plan.operations, now, run.desired.name, lost)
    if not run.errors and plan.operations == now:
        region.follows = False
        return
    steps = [Step(operation) for operation in plan.operations]
    run.plan, run.errors, run.warnings = plan, (), plan.warnings
    run.outcome = dataclasses.replace(run.outcome, steps=steps, settled=run.outcome.settled and not steps)
