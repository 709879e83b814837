# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Carries out a run: tables that leave first, then the table itself, then its replicas in other Regions.

Most runs find nothing to do, and imports take most of their time: so they do not import this.
"""

from __future__ import annotations

import typing as t

from .._aws.errors import ServiceError
from .executor import Executor, Patience
from .replan import Replanner
from .verify import Verifier

if t.TYPE_CHECKING:
    from .._aws.reading import Wanted
    from .converge import Converger
    from .run import Rules, Run


def carry_out(converger: Converger, run: Run, rules: Rules, deadline: float) -> None:
    """Carry out the plan of a run, in all Regions."""
    if run.plan.leaving:
        from .departing import leave

        leave(converger, run, rules, deadline)
    if not run.outcome.settled and all(region.ended(rules, deadline) for region in run.elsewhere.values()):
        execute(converger, run, converger.wanted_of(run.desired), rules, deadline)
    if run.elsewhere:
        from .elsewhere import carry_out_elsewhere

        carry_out_elsewhere(converger, run, rules, deadline)


def execute(converger: Converger, run: Run, wanted: Wanted, rules: Rules, deadline: float) -> None:
    """Carry out the plan, and read the table again; ``wanted`` is what to read."""
    api, clock, pool = converger.api, converger.clock, converger.pool
    wanted = wanted._replace(again=True)
    executor = Executor(api, clock, pool, Patience(rules.wait, deadline), run.wait_for)
    verifier = Verifier(api, clock, pool)
    replanner = Replanner(lambda: converger.read_compared(run.desired, wanted)[0], api.region, clock, deadline)
    try:
        run.outcome = executor.run(run.plan, run.reading.observed, run.source and run.source.making)
        run.wait_for("all to read back as specified", clock.now())
        verifier.look_again(run, wanted, deadline)
        while not rules.expected_plan and (plan := replanner.plan(run)):
            run.outcome = run.outcome.followed_by(executor.run(plan, run.reading.observed))
            verifier.look_again(run, wanted, deadline)
    except ServiceError as error:
        run.outcome.stop(error)
