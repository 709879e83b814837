# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Makes jobs from the options of dynamodb_tables, and finds violations within each table and between tables."""

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
    """One table of a fleet: its specification or the violations in it, and its run.

    ``looked_at`` is when the table was read, by the clock. ``begun`` means that its plan is being carried out, ``over``
    that the job is finished. ``crash`` is the traceback of an unexpected exception.
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
        """Whether the specification breaks no rule, as far as that is known before the table is read."""
        return self.desired is not None and not self.violations

    @property
    def has_work(self) -> bool:
        """Whether something is left to do after the table was read."""
        run = self.run
        return bool(self.rules.apply and run and not run.errors and not run.settled)

    @property
    def stands_in_line(self) -> bool:
        """Whether the table was read and its plan is not begun yet."""
        return self.has_work and not (self.begun or self.over)

    @property
    def changes(self) -> bool:
        """Whether its plan has calls of the kind that AWS admits about once a second in an account."""
        return bool(self.run and any(step.operation in CHANGES for step in self.run.plan.every_operation))


def jobs_of(module: AnsibleAWSModule) -> list[Job]:
    """Return a job for each item of ``tables``, without any call to AWS."""
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
    """Add a violation to each job whose table name occurs more than once."""
    by_name: dict[str, list[Job]] = {}
    for job in jobs:
        by_name.setdefault(job.name, []).append(job)
    for name, same in by_name.items():
        for job in same if len(same) > 1 else ():
            others = ", ".join(other.path for other in same if other is not job)
            text = f"the table {name} is named by {others} too"
            job.violations.append(Violation("unique_names", f"{job.path}.name", text, "keep one of them"))


def look_alikes(jobs: list[Job]) -> list[str]:
    """Return a warning for each pair of names that differ in case only: AWS treats them as two tables."""
    first: dict[str, str] = {}
    pairs = ((first.setdefault(job.name.casefold(), job.name), job.name) for job in jobs if job.sound)
    return [f"{one} and {other} differ in case only: AWS keeps two tables" for one, other in pairs if one != other]
