# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One target, an account in a Region: how long runs of the collection take there, beside the least that AWS admits.

The fleets are those of the collection, with its threads, its pacer and its plans; the service is the strict engine, and
time is that of the engine's clock. Processors cost no time here: what is measured is what the pace of AWS decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ansible_collections.planton.dynamodb.plugins.module_utils._run.jobs import Job
from ansible_collections.planton.dynamodb.plugins.module_utils._run.run import Rules
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import desired_from_options
from ansible_collections.planton.dynamodb.tests.sharding.direct import Direct
from ansible_collections.planton.dynamodb.tests.simulator.budgets import BURST, RATE
from ansible_collections.planton.dynamodb.tests.simulator.engine import DEFAULT_ACCOUNT, DEFAULT_REGION, Caller
from ansible_collections.planton.dynamodb.tests.walks.fleets import FleetAccount

Options = dict[str, Any]
HOUR = 3600.0
TOO_FAST = "ThrottlingException"
PLAIN: Options = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
    "table_class": "STANDARD",
    "deletion_protection_enabled": False,
}
# AWS has a hundred rules of contributor insights in a Region, so tables by the hundreds have none (L-337).
FULL: Options = {
    **PLAIN,
    "ttl": {"enabled": True, "attribute_name": "until"},
    "point_in_time_recovery_enabled": True,
    "tags": {"team": "shop"},
}
KINDS: Mapping[str, Options] = {"plain": PLAIN, "full": FULL}


class Measured(NamedTuple):
    """What runs over one target took: seconds, the least that is possible, calls, those of them refused as too fast.

    ``left`` is how many tables were not confirmed to be as specified, because AWS refused a call for too long.
    """

    seconds: float
    bound: float
    calls: int
    refused: int
    left: int = 0

    @property
    def ratio(self) -> float:
        return self.seconds / self.bound


class Target(FleetAccount):
    """An account in a Region, which only the runs of a test work on."""

    def connect(self, service: str, *, repeats: bool = True, region: str = "") -> Any:
        return Direct(self.host, service, Caller(DEFAULT_ACCOUNT, region or DEFAULT_REGION))

    def measured(self, runs: Sequence[Sequence[Options]], *, new: bool = False) -> Measured:
        """Make these runs at once, each as a process of its own would; ``new`` tells that their tables are not there.

        Raises ``AssertionError`` if a table fails for another reason than the pace.
        """
        first, began = len(self.host.calls), self.clock.now()
        jobs = [
            [Job(spec["name"], "", desired_from_options(spec), Rules(wait_timeout=HOUR)) for spec in run]
            for run in runs
        ]
        with self.taking_turns(calls_take_time=False) as turns:
            turns.take([lambda each=each: self._run(turns, each, tagging=False) for each in jobs])
        left = [job for each in jobs for job in each if not _is_done(job)]
        calls = self.calls_since(first)
        refused = sum(call.code == TOO_FAST for call in calls)
        number = sum(map(len, runs))
        seconds = self.clock.now() - began
        return Measured(seconds, self.bound(number, new=new), len(calls), refused, len(left))

    def bound(self, number: int, *, new: bool) -> float:
        """Return the least seconds for so many tables, from the rates of the engine alone.

        Of a bucket that is full at first, the last of n calls is admitted after (n - burst) / rate. Each table is read
        once by each limited read that its specification needs; one that is new, after it was made.
        """
        buckets = self.engine.world().buckets.values()
        reading = max((max(0.0, number - bucket.burst) / bucket.rate for bucket in buckets), default=0.0)
        made = max(0.0, number - BURST) / RATE
        return self.lengths["create"] + max(made, reading) if new else reading


def _is_done(job: Job) -> bool:
    """Tell whether a table is as specified."""
    error = job.error or (job.run and job.run.outcome.error)
    assert not job.crash and (error is None or error.code == TOO_FAST), job.crash or error
    return bool(job.run and job.run.converged and not job.error)


def tables(kind: str, number: int) -> list[Options]:
    """Specifications of so many tables of a kind."""
    return [{"name": f"table-{index:04}", **KINDS[kind]} for index in range(number)]


def cut(specs: Sequence[Options], parts: int) -> list[Sequence[Options]]:
    """The tables of one target as several hosts would have them: every n-th one each."""
    return [specs[part::parts] for part in range(parts)]


def simulate(kind: str, number: int, parts: int = 1, seed: int = 0) -> dict[str, Measured]:
    """Create the tables of a target with so many runs at once, then run again when all are as specified."""
    target = Target(seed)
    runs = cut(tables(kind, number), parts)
    created = target.measured(runs, new=True)
    target.later(HOUR)
    return {"create": created, "at rest": target.measured(runs)}
