# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Tables of other Regions that leave the global table, before all else that a run does."""

from __future__ import annotations

import dataclasses
import typing as t

from .._aws.pace import poll_interval
from .._plan.remaining import remaining
from .carrying import carry_out_there

if t.TYPE_CHECKING:
    from .converge import Converger
    from .run import Rules, Run

# The table at home is looked at for so long until it shows no replica there any more.
LAG_LIMIT = 10.0


def leave(converger: Converger, run: Run, rules: Rules, deadline: float) -> None:
    """Let the tables leave, one after the other as AWS takes it; then look at the table at home once more.

    A Region that fails holds up nothing else: what is left there is told, and no difference of the table at home.
    """
    clock, wanted = converger.clock, converger.wanted_of(run.desired)._replace(again=True)
    regions = [region for region in run.elsewhere.values() if region.leaves]
    for region in regions:
        run.wait_for(f"the table in {region.name} to leave the global table", clock.now())
        carry_out_there(converger, region, rules, deadline)
    begun, options = clock.now(), {region.option for region in regions}
    changes = tuple(change for change in run.plan.changes if change.path not in options)
    run.plan = dataclasses.replace(run.plan, changes=changes)
    while True:
        run.reading = converger.read_compared(run.desired, wanted)[0]
        run.outcome = converger.untouched(run.plan, run.reading)
        left = [change for change in remaining(run.desired, run.reading.observed) if change.path in options]
        waits = left and all(region.converged for region in regions)
        if not waits or clock.now() - begun > LAG_LIMIT:
            run.differs = left if waits else []
            return
        clock.sleep(poll_interval(clock.now() - begun))
