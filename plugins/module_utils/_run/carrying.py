# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Carries out the plan of a table in one Region.

Most runs find nothing to do, and imports take most of their time: so they do not import this.
"""

from __future__ import annotations

import typing as t

from .._aws.errors import ServiceError
from .._settings.stand_ins import ACCOUNT, STREAM_ARN, arns_of
from .._settings.violations import Violation
from .executor import Executor, Patience
from .replan import Replanner
from .verify import Verifier

if t.TYPE_CHECKING:
    from .._aws.reading import Wanted
    from .converge import Converger
    from .elsewhere import Region
    from .run import Rules, Run


def executor_of(converger: Converger, run: Run, rules: Rules, deadline: float) -> Executor:
    """Return the executor of a run."""
    patience = Patience(rules.wait, deadline)
    return Executor(converger.api, converger.clock, converger.pool, patience, run.wait_for)


def execute(converger: Converger, run: Run, executor: Executor, rules: Rules, wanted: Wanted | None = None) -> None:
    """Make the calls of the plan, read the table again, and make those that this shows to be left.

    ``wanted`` is what to read, if that is not what the specification needs.
    """
    wanted = (wanted or converger.wanted_of(run.desired))._replace(again=True)
    api, clock, deadline = converger.api, converger.clock, executor.patience.deadline
    verifier = Verifier(api, clock, converger.pool)
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


def carry_out_there(converger: Converger, region: Region, rules: Rules, deadline: float) -> None:
    """Plan again in one Region from what AWS shows there now, and carry that out; an error is noted."""
    here = converger.there(region.name)
    try:
        region.error, region.run = None, here.look(region.desired, rules._replace(expected_plan=""), again=True)
        if rules.expected_plan:
            _refuse_what_was_not_told(region)
        if not region.run.errors:
            here.carry_out(region.run, rules, deadline)
    except ServiceError as error:
        region.error = error


def _refuse_what_was_not_told(region: Region) -> None:
    """Refuse calls that were not in the approved plan, which could not know how the new replica would be."""
    if region.run is None:
        return
    told = {_call(step.operation, step.request, region) for step in (region.told.operations if region.told else ())}
    news = [step for step in region.run.plan.operations if _call(step.operation, step.request, region) not in told]
    if news:
        reasons = "; ".join(step.reason for step in news)
        message = f"the table in {region.name} needs calls that were not approved: {reasons}"
        region.run.errors = (
            Violation("expected_plan", "expected_plan", message, "review the plan and approve its id"),
        )


def _call(operation: str, request: t.Mapping[str, t.Any], region: Region) -> str:
    """Return a call as a text, with the ARNs that were unknown when the plan was told."""
    text = f"{operation} {sorted(request.items())}"
    observed = region.run.reading.observed if region.run else None
    if observed is None:
        return text
    stream = arns_of(observed.table)[STREAM_ARN] or STREAM_ARN
    return text.replace(ACCOUNT, observed.arn.split(":")[4]).replace(STREAM_ARN, stream)
