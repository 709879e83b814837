# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""dynamodb_tables against the rates of the account, on the engine as the service was measured.

The bounds come from the settings of the engine alone: a bucket that is full at first and fills at its rate admits the
last of n calls after (n - burst) / rate, and what it starts takes its time. Nobody can be faster, whatever he plans.
"""

from __future__ import annotations

from typing import NamedTuple

from tests.simulator.behaviour import SECONDS
from tests.simulator.budgets import BURST, RATE

from . import specs
from .cases import OWNER, TABLES
from .engine import QUICK, REAL
from .measuring import PREPARING, Bench
from .plays import Task

# The engine's bucket for DescribeTimeToLive, see tests/simulator/operations/settings.py.
TTL_BURST, TTL_RATE = 4.0, 0.5


class Limited(NamedTuple):
    """A task whose length a rate decides: the seconds it took, the least that anybody can take, and its calls."""

    title: str
    seconds: float
    bound: float
    calls: int
    refused: int

    @property
    def ratio(self) -> float:
        return self.seconds / self.bound


def creating(bench: Bench, number: int) -> Limited:
    """Tables with two indexes each; the last one takes the shortest time that such a creation takes."""
    account = bench.desk.new_account()
    bound = max(0.0, number - BURST) / RATE + SECONDS["create_with_indexes"][0]
    options = [specs.indexed(name) for name in specs.names(number)]
    return _limited(bench, f"creating {number} tables with two indexes each", account, options, bound)


def reading(bench: Bench, number: int) -> Limited:
    """Full tables with nothing to do, where AWS admits one DescribeTimeToLive in two seconds."""
    account, names = bench.desk.new_account(), specs.names(number)
    bench.desk.add_latency(0)
    bench.workplace.bare(account, [specs.creations(names, account, OWNER)], PREPARING)
    bound = max(0.0, number - TTL_BURST) / TTL_RATE
    options = [specs.full(name, account, OWNER) for name in names]
    return _limited(bench, f"no change of {number} full tables, reads limited", account, options, bound)


def _limited(bench: Bench, title: str, account: str, options: list[specs.Options], bound: float) -> Limited:
    task: Task = {"name": TABLES, "planton.dynamodb.dynamodb_tables": {"tables": "{{ tables }}"}}
    bench.desk.add_latency(0)
    bench.desk.behave(REAL)
    bench.desk.forget_calls()
    try:
        (duration,) = bench.workplace.play(account, [task], {"tables": options})
        log = bench.desk.log()
    finally:
        bench.desk.behave(QUICK)
    refused = sum(entry["code"] == "ThrottlingException" for entry in log)
    return Limited(title, duration.seconds, bound, len(log), refused)
