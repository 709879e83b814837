# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Interleaved rounds: in each of them every case, and in each case every variant, another one first each time."""

from __future__ import annotations

import dataclasses
import statistics
import sys
from collections.abc import Iterable, Sequence

from . import specs
from .cases import (
    BARE,
    CREATE,
    LOOPS,
    NO_CHANGE,
    OWNER,
    PLAYBOOKS,
    TABLE_LEVEL,
    TABLES,
    WAYS,
    Case,
    stages_of,
    tasks_of,
)
from .engine import QUICK, Desk
from .plays import BenchmarkError, Workplace

WORKERS = (4, 8, 16, 32, 64)
# One table has fewer calls than that.
FEW = 8
PREPARING = 16


@dataclasses.dataclass(frozen=True)
class Sample:
    """One run: the seconds of its tasks or of its process, and the calls that the engine counted."""

    case: Case
    variant: str
    round: int
    seconds: float
    calls: dict[str, int]


@dataclasses.dataclass(frozen=True)
class Plan:
    """What to run: loops take part in the first ``loop_rounds`` rounds, with ``loop_most`` full tables at most."""

    cases: Sequence[Case]
    variants: Sequence[str]
    rounds: int
    loop_rounds: int
    loop_most: int

    def variants_of(self, case: Case, number: int) -> list[str]:
        """The variants of one case in one round, each time starting with another."""
        spared: set[str] = set()
        if case.scenario == TABLE_LEVEL or number >= self.loop_rounds or case.tables > self.loop_most:
            spared.update(LOOPS)
        if case.changes or case.tables == 1:
            spared.update(WAYS)
        chosen = [variant for variant in self.variants if variant not in spared]
        first = number % len(chosen)
        return chosen[first:] + chosen[:first]


class Bench:
    """Runs cases on an engine, each with tables of its own."""

    def __init__(self, desk: Desk, workplace: Workplace, tries: int = 3) -> None:
        self._tries = tries
        self.desk = desk
        self.workplace = workplace
        self.interrupted = False
        self.workers: dict[tuple[int, float], int] = {}
        self._accounts: dict[tuple[str, int], str] = {}
        desk.behave(QUICK)

    def run(self, plan: Plan) -> list[Sample]:
        """Carry out a plan. Whoever interrupts it gets what was measured until then."""
        samples: list[Sample] = []
        try:
            for number in range(plan.rounds):
                for case in plan.cases:
                    for variant in plan.variants_of(case, number):
                        samples.append(self.sample(case, variant, number))
                        _tell(samples[-1])
        except KeyboardInterrupt:
            self.interrupted = True
        return samples

    def sample(self, case: Case, variant: str, number: int) -> Sample:
        """Run one variant once."""
        account = self.account(case)
        # Another owner each time is a change each time.
        owner = f"{variant} {number} {case.latency:g}" if case.changes else OWNER
        workers = self.best_workers(case) if variant == BARE else 0
        self.desk.add_latency(case.latency)
        self.desk.forget_calls()
        if variant == BARE:
            seconds = self.workplace.bare(account, stages_of(case, account, owner), workers)
        else:
            seconds = self._play(case, variant, account, owner)
        return Sample(case, variant, number, seconds, self.desk.calls())

    def _play(self, case: Case, variant: str, account: str, owner: str) -> float:
        tasks, variables = tasks_of(variant, case, account, owner)
        durations = self.workplace.play(account, tasks, variables, PLAYBOOKS.get(variant, ""))
        changed = any(duration.changed for duration in durations)
        if variant in (TABLES, *WAYS, *LOOPS) and changed != case.changes:
            raise BenchmarkError(f"{variant}: changed is {changed} in {case}")
        return sum(duration.seconds for duration in durations)

    def memory(self, case: Case) -> float:
        """The most memory that a process of dynamodb_tables had, in MiB."""
        account = self.account(case)
        self.desk.add_latency(case.latency)
        return self.workplace.peak_memory(
            account, *tasks_of(TABLES, case, account, "memory" if case.changes else OWNER)
        )

    def account(self, case: Case) -> str:
        """The account of a case: with its tables, made by bare calls, or where they are to be created a new one."""
        if case.scenario == CREATE:
            return self.desk.new_account()
        if case.place not in self._accounts:
            account = self._accounts[case.place] = self.desk.new_account()
            self.desk.add_latency(0)
            stages = [specs.creations(specs.names(case.tables), account, OWNER)]
            self.workplace.bare(account, stages, PREPARING)
        return self._accounts[case.place]

    def best_workers(self, case: Case) -> int:
        """How many bare calls at a time read so many tables the fastest; tried out before the first round of each."""
        if case.tables == 1:
            return FEW
        key = (case.tables, case.latency)
        if key not in self.workers:
            read = Case(NO_CHANGE, *key)
            account = self.account(read)
            self.desk.add_latency(case.latency)
            stages = stages_of(read, account, OWNER)
            times: dict[int, list[float]] = {number: [] for number in WORKERS}
            for number in WORKERS * self._tries:
                times[number].append(self.workplace.bare(account, stages, number))
            self.workers[key] = min(times, key=lambda number: statistics.median(times[number]))
        return self.workers[key]


def _tell(sample: Sample) -> None:
    case, calls = sample.case, sum(sample.calls.values())
    print(
        f"round {sample.round + 1}: {case.scenario}, {case.tables} tables, {case.latency:g} ms:"
        f" {sample.variant} {sample.seconds:.2f} s, {calls} calls",
        file=sys.stderr,
        flush=True,
    )


def of(samples: Iterable[Sample], case: Case, variant: str) -> dict[int, Sample]:
    """The samples of one variant of a case by their round."""
    return {sample.round: sample for sample in samples if (sample.case, sample.variant) == (case, variant)}
