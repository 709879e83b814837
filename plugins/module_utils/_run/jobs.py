# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The options of dynamodb_tables to jobs: every table's own faults, and those of the tables beside each other."""

from __future__ import annotations

import dataclasses
import typing as t

from .._aws.pacing import CHANGES
from .._item_options import ItemOptions
from .._plan.rules import violations
from .._settings.desired import desired_from_options
from .._settings.violations import Violation
from .run import NOT_APPROVED, Rules, Run

if t.TYPE_CHECKING:
    from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

    from .._aws.errors import ServiceError
    from .._settings.desired import Desired
    from .._texts.facts import Facts

ANYHOW = Rules()


@dataclasses.dataclass
class Job:
    """One table of a fleet: what is asked for, or what is wrong with that, and what came of it.

    ``looked_at`` is when the table was read, by the clock; ``begun`` tells that its work is under way, ``over`` that
    nothing is left of it; ``crash`` is the traceback of a fault of the collection's own.
    """

    name: str
    path: str
    desired: Desired | None = None
    rules: Rules = ANYHOW
    violations: list[Violation] = dataclasses.field(default_factory=list)
    validate_only: bool = False
    run: Run | None = None
    error: ServiceError | None = None
    crash: str = ""
    looked_at: float = 0.0
    begun: bool = False
    over: bool = False

    @property
    def sound(self) -> bool:
        """The specification can be carried out, as far as that can be told without a look."""
        return self.desired is not None and not self.violations

    @property
    def has_work(self) -> bool:
        """There is something left to do after the look."""
        run = self.run
        return bool(self.rules.apply and run and not run.errors and not run.outcome.settled)

    @property
    def stands_in_line(self) -> bool:
        """The table was read, and its work waits for its turn."""
        return self.has_work and not (self.begun or self.over)

    @property
    def changes(self) -> bool:
        """Some of its work is of the kind that AWS admits about once a second in an account."""
        return bool(self.run and any(step.operation.operation in CHANGES for step in self.run.outcome.steps))


def jobs_of(module: AnsibleAWSModule) -> list[Job]:
    """Return a job for each item of ``tables``; nothing is called for this."""
    checker = ItemOptions()
    jobs = [_job(module, checker, number, item) for number, item in enumerate(module.params["tables"])]
    _compare(jobs)
    if module.params["concurrency"] < 1:
        fault = Violation("options", "concurrency", "no call could be made at all", "give 1 or more, or leave it out")
        for job in jobs:
            job.violations.append(fault)
    return jobs


def _job(module: AnsibleAWSModule, checker: ItemOptions, number: int, item: Facts) -> Job:
    path = f"tables[{number}]"
    options, wrong = checker.check(item)
    name = str(options.get("name") or path)
    if wrong:
        return Job(name, path, violations=[fault._replace(path=_below(path, fault.path)) for fault in wrong])
    desired = desired_from_options(options)
    only = options["validate_only"]
    found = violations(desired, None if only else module.region)
    placed = [fault._replace(path=_below(path, fault.path)) for fault in found]
    rules = Rules.of(module, options)
    approved = module.params["expected_plans"]
    if approved is not None and not rules.expected_plan:
        rules = rules._replace(expected_plan=str(approved.get(name) or NOT_APPROVED))
    return Job(name, path, desired, rules, placed, only)


def _below(path: str, rest: str) -> str:
    return f"{path}.{rest}" if rest else path


def _compare(jobs: list[Job]) -> None:
    """Refuse a name that is there twice: nobody can tell which specification is meant."""
    by_name: dict[str, list[Job]] = {}
    for job in jobs:
        by_name.setdefault(job.name, []).append(job)
    for name, same in by_name.items():
        for job in same if len(same) > 1 else ():
            others = ", ".join(other.path for other in same if other is not job)
            text = f"the table {name} is named by {others} too"
            job.violations.append(Violation("unique_names", f"{job.path}.name", text, "keep one of them"))


def look_alikes(jobs: list[Job]) -> list[str]:
    """Return a warning for each name that only its case tells from another: AWS keeps both."""
    first: dict[str, str] = {}
    pairs = ((first.setdefault(job.name.casefold(), job.name), job.name) for job in jobs if job.sound)
    return [f"{one} and {other} differ in case only: AWS keeps two tables" for one, other in pairs if one != other]
