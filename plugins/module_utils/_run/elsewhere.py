# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The table in other Regions: reads it there, plans there, and carries that out when its replicas are there."""

from __future__ import annotations

import dataclasses
import typing as t

from .._aws.errors import ServiceError
from .._plan.early import HOLDING
from .._plan.elsewhere import (
    as_it_will_be,
    desired_there,
    expected,
    placed,
    shared_settings,
    with_elsewhere,
)
from .._plan.planner import make_plan
from .._settings.violations import InvalidSpecError, Violation
from .outcome import PENDING, PLANNED
from .step import Step

if t.TYPE_CHECKING:
    from .._plan.plan import Plan
    from .._settings.calls import Operation
    from .._settings.desired import Desired
    from .._settings.elsewhere import Elsewhere
    from .._settings.settings import Settings
    from .._texts.facts import Facts
    from .converge import Converger, Threads
    from .run import Rules, Run


_T = t.TypeVar("_T")
_R = t.TypeVar("_R")


@dataclasses.dataclass
class Region:
    """The table in one other Region: what is wanted there, and what is known of it.

    ``option`` is where the outputs have it. ``told`` is the plan that was made before anything was done. ``run`` is the
    run there, ``None`` as long as the replica is not there, or if it cannot be read: then ``error`` says why. ``left``
    means that the replica did not come in time. The run there ``follows`` that of the table if what is to be done there
    depends on changes of the table that are still to come. A table that ``leaves`` the global table does so before all
    else. Where the replica is to be removed, ``end`` carries out what comes before. ``early`` are calls that need not
    wait for those for the table, and ``begun`` are those of them that were made.
    """

    name: str
    desired: Desired
    option: tuple[str, ...] = ()
    told: Plan | None = None
    run: Run | None = None
    error: ServiceError | None = None
    left: bool = False
    follows: bool = False
    leaves: bool = False
    end: t.Callable[[Rules, float], None] | None = None
    early: tuple[Operation, ...] = ()
    begun: list[Step] = dataclasses.field(default_factory=list)

    @property
    def matters(self) -> bool:
        """Whether something is wanted there, so that an error there is one of the run."""
        return bool(self.desired.settings.values or (self.end and not self.error))

    @property
    def stays(self) -> bool:
        """Whether the table there is a replica afterwards too, so that it is worked on beside the table or after it."""
        return not self.leaves and self.end is None

    @property
    def quiet(self) -> bool:
        """Whether all its calls are of its Region alone, so that they may be made while the table is changed."""
        operations = self.told.operations if self.told else ()
        return not self.follows and not any(step.operation == HOLDING for step in operations)

    def ended(self, rules: Rules, deadline: float) -> bool:
        """Carry out what comes before the replica is removed, if it is; return whether nothing of that is left."""
        if self.end and self.run and not self.settled:
            self.end(rules, deadline)
        return self.end is None or self.settled

    @property
    def steps(self) -> list[Step]:
        """The calls there, with their status, in the order of the plan."""
        told, made = self.told.operations if self.told else (), [step.operation for step in self.begun]
        if self.run and self.run.applied and not self.run.errors:
            rest = self.run.outcome.steps
        else:
            status = PENDING if self.error or self.left else PLANNED
            rest = [Step(step, status) for step in told if step not in made]
        if not self.begun:
            return rest
        return sorted([*self.begun, *rest], key=lambda step: _place(step, told))

    @property
    def settled(self) -> bool:
        """Whether there is nothing to do, as nothing is wanted there or all is as specified."""
        return not self.matters or (self.error is None and bool(self.run and self.run.outcome.settled))

    @property
    def converged(self) -> bool:
        """Whether the table there is as specified."""
        return not self.matters or (self.error is None and bool(self.run and self.run.converged))

    @property
    def changed(self) -> bool:
        """Whether something was changed there."""
        return bool(self.begun or (self.run and self.run.applied and self.run.changed))


def _place(step: Step, plan: t.Sequence[Operation]) -> int:
    return plan.index(step.operation) if step.operation in plan else len(plan)


class Home(t.NamedTuple):
    """The run in the table's own Region, the Regions that have a replica, and what all Regions will share, and lose."""

    run: Run
    rules: Rules
    there: set[str]
    shared: Settings
    lost: t.Sequence[str]


def look_elsewhere(
    converger: Converger, run: Run, wanted: t.Mapping[str, Elsewhere], rules: Rules, lost: t.Sequence[str] = ()
) -> None:
    """Read the table in the other Regions that a specification names, and add their plans to that of the run.

    A Region that cannot be read holds nothing else up: the error is told, and its part is left. ``lost`` are indexes
    that the run deletes, for good or to build them anew.
    """
    home = Home(run, rules, regions_of(run), shared_settings(run.desired, run.reading.observed), lost)

    def look(name: str) -> tuple[Region, list[Violation]]:
        region = Region(name, desired_there(run.desired, wanted[name]), wanted[name].option, leaves=wanted[name].leaves)
        return region, _look(converger.there(name), home, region, wanted[name])

    found = each_of(look, [*wanted], converger.threads)
    run.elsewhere = {region.name: region for region, _faults in found}
    run.errors = (*run.errors, *(fault for _region, faults in found for fault in faults))
    plans = {name: region.told for name, region in run.elsewhere.items() if region.told}
    run.plan = with_elsewhere(run.plan, wanted, plans, home.there)
    told = [f"{each.name}: {each.error}" for each in run.elsewhere.values() if each.error and not each.matters]
    run.warnings = (*run.plan.warnings, *told)


def each_of(function: t.Callable[[_T], _R], items: t.Sequence[_T], threads: Threads | None) -> list[_R]:
    """Return what a function makes of each item, in turn or in threads: Regions do not depend on each other."""
    if threads is None or len(items) <= 1:
        return [function(item) for item in items]
    with threads(len(items)) as pool:
        futures = [pool.submit(function, item) for item in items]
    return [future.result() for future in futures]


def _look(converger: Converger, home: Home, region: Region, wanted: Elsewhere) -> list[Violation]:
    """Read and plan one Region; return why the specification cannot be carried out there."""
    is_replica, run, table = region.name in home.there, home.run, home.run.reading.observed
    try:
        if not is_replica:
            _refuse_other_tables(converger, region, wanted)
        elif home.lost and not region.leaves:
            from .anew import look_where_indexes_go

            look_where_indexes_go(converger, region, home)
            return [placed(fault, wanted) for fault in _faults(region)]
        elif region.matters:
            rules = home.rules._replace(expected_plan="")
            region.run = converger.look(region.desired, rules, again=run.looked_at.again)
            if run.plan.operations and region.run.reading.observed and not region.leaves:
                from .later import plan_for_later

                later = as_it_will_be(region.desired, region.run.reading.observed, home.shared)
                plan_for_later(region, region.run, later)
            region.told = region.run.plan
            return [placed(fault, wanted) for fault in _faults(region)]
    except InvalidSpecError as error:
        return list(error.violations)
    except ServiceError as error:
        region.error = error
    if region.matters and not is_replica:
        here = table.region if table else str(run.plan.start.get("region", ""))
        planned_from = expected(run.desired.name, region.name, table, wanted.shows, here)
        try:
            later = as_it_will_be(region.desired, planned_from, home.shared, wanted.shows)
            region.told = make_plan(region.desired, later, region.name)
        except InvalidSpecError as error:
            return [placed(fault, wanted) for fault in error.violations]
    return []


def _faults(region: Region) -> t.Sequence[Violation]:
    """Return why the specification cannot be carried out in a Region that has a replica."""
    if region.run is None or not region.leaves:
        return region.run.errors if region.run else ()
    if region.run.reading.observed is None:
        message = f"the table here has a replica in {region.name}, and there is none that these credentials can see"
        return (Violation("V91", "replica_removal", message, "look there, or list the Region"),)
    return [fault._replace(message=f"{region.name}: {fault.message}") for fault in region.run.errors]


def _refuse_other_tables(converger: Converger, region: Region, wanted: Elsewhere) -> None:
    """Judge by V84: a table of that name that is no replica yet belongs to somebody else."""
    if converger.api.describe_table(region.desired.name) is not None:
        message = f"there is a table of that name in {region.name}, and it is no replica of this one"
        hint = "delete or rename it there, or list another Region: AWS takes no table that is there as a replica"
        raise InvalidSpecError([Violation("V84", f"{wanted.path}.region_name", message, hint)])


def regions_of(run: Run) -> set[str]:
    """Return the Regions in which the table has a replica by the last look."""
    observed = run.reading.observed
    return {*observed.beside.replicas} if observed else set()


def add_elsewhere(run: Run, result: Facts, plan_facts: t.Callable[[Run], Facts]) -> None:
    """Add to the result of a run the calls in other Regions, their IAM actions, and the outputs there."""
    plan = result["plan"]
    first: list[Facts] = []
    for region in run.elsewhere.values():
        steps = region.steps
        told = first if region.leaves or region.end else plan["operations"]
        told += [{**step.facts(), "region": region.name} for step in steps]
        actions = {action for step in steps for action in step.operation.actions}
        actions |= {*plan_facts(region.run)["iam_actions"]} if region.run else set()
        plan["iam_actions"] = sorted({*plan["iam_actions"], *actions})
        observed, place = region.run.reading.observed if region.run else None, result["outputs"]
        for name in region.option:
            place = place.get(name, {})
        if observed and place and region.option:
            place |= {name: value for name, value in observed.outputs().items() if name in place}
    plan["operations"] = [*first, *plan["operations"]]
