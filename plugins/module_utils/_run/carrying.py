# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Carries out the plan of a table in one Region. Only runs that have something to do import this."""

from __future__ import annotations

import typing as t

from .._aws.errors import ServiceError
from .executor import Executor, Patience
from .replan import Replanner
from .verify import Verifier

if t.TYPE_CHECKING:
    from .converge import Converger
    from .run import Rules, Run


def executor_of(converger: Converger, run: Run, rules: Rules, deadline: float) -> Executor:
    """Return the executor of a run."""
    patience = Patience(rules.wait, deadline)
    return Executor(converger.api, converger.clock, converger.pool, patience, run.wait_for)


def execute(converger: Converger, run: Run, executor: Executor, rules: Rules, deadline: float) -> None:
    """Make the calls of the plan, read the table again, and make those that this shows to be left."""
    wanted = converger.wanted(run.desired)._replace(again=True)
    verifier = Verifier(converger.api, converger.clock, converger.pool)
    replanner = Replanner(
        lambda: converger.read(run.desired, wanted)[0], converger.api.region, converger.clock, deadline
    )
    try:
        run.outcome = executor.run(run.plan, run.reading.observed, run.source and run.source.making)
        run.wait_for("all to read back as specified", converger.clock.now())
        verifier.look_again(run, wanted, deadline)
        while not rules.expected_plan and (plan := replanner.plan(run)):
            run.outcome = run.outcome.followed_by(executor.run(plan, run.reading.observed))
            verifier.look_again(run, wanted, deadline)
    except ServiceError as error:
        run.outcome.stop(error)
