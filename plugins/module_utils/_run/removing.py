# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Where a replica is removed: what outlives its table ends there first, and what guards the table is lifted."""

from __future__ import annotations

import dataclasses
import typing as t

from .._aws.errors import ServiceError
from .._aws.reading import OUTLIVING, Wanted
from .._plan.plan import Plan
from .._plan.removing import before_it_goes, regions_removed
from .._settings.desired import Desired
from .._settings.violations import InvalidSpecError, Violation
from .carrying import execute, executor_of
from .elsewhere import Region, each_of
from .outcome import Outcome
from .run import Run
from .step import Step

if t.TYPE_CHECKING:
    from .converge import Converger
    from .run import Rules

WANTED = Wanted(OUTLIVING)


def look_where_replicas_go(converger: Converger, run: Run) -> None:
    """Plan what ends in the Regions whose replica the plan removes; a Region may be guarded against its removal.

    A Region that is denied or does not answer loses its replica all the same: a warning tells that nobody looked there.
    """
    looks = each_of(lambda name: _look(converger, run, name), regions_removed(run.plan.operations), converger.threads)
    found = [region for region, _refusals in looks]
    run.elsewhere |= {region.name: region for region in found}
    run.errors = (*run.errors, *(refusal for _region, refusals in looks for refusal in refusals))
    plans = {region.name: region.told for region in found if region.told and region.told.operations}
    warnings = [f"{each.name}: {text}" for each in found if each.told for text in each.told.warnings]
    warnings += [
        f"{each.name}: what outlives the replica there is unknown: {each.error}" for each in found if each.error
    ]
    run.plan = dataclasses.replace(run.plan, elsewhere={**run.plan.elsewhere, **plans})
    run.warnings = (*run.warnings, *warnings)


def _look(converger: Converger, run: Run, name: str) -> tuple[Region, list[Violation]]:
    here, desired = converger.there(name), Desired(run.desired.name)
    region = Region(name, desired)
    try:
        reading = here.read(desired, WANTED)
        calls, warnings = before_it_goes(reading.observed, run.desired) if reading.observed else ((), ())
    except ServiceError as error:
        region.error = error
        return region, []
    except InvalidSpecError as error:
        return region, [fault._replace(message=f"{name}: {fault.message}") for fault in error.violations]
    region.told = Plan(desired.name, tuple(calls), warnings=tuple(warnings))
    outcome = Outcome([Step(call) for call in calls], observed=reading.observed, settled=not calls)
    region.run = there = Run(desired, region.told, reading, outcome, WANTED)

    def end(rules: Rules, deadline: float) -> None:
        there.applied, there.waited = True, rules.wait
        execute(here, there, executor_of(here, there, rules, deadline), rules, WANTED)

    region.end = end
    return region, []
