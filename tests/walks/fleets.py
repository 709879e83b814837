# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fleets on the engine's clock: every thread of a fleet takes turns with the others, and time is virtual."""

from __future__ import annotations

import collections
from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.amazon.aws.plugins.module_utils.retries import RetryingBotoClientWrapper
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.api import TableApi
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.clock import Clock
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.connecting import ONCE, no_retry
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.inline import Inline
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.pacing import Pacer
from ansible_collections.planton.dynamodb.plugins.module_utils._run.converge import Converger
from ansible_collections.planton.dynamodb.plugins.module_utils._run.fleet import Fleet, share_answers, with_listing
from ansible_collections.planton.dynamodb.plugins.module_utils._run.fleet_result import fleet_result
from ansible_collections.planton.dynamodb.plugins.module_utils._run.jobs import Job
from ansible_collections.planton.dynamodb.plugins.module_utils._run.progress import snapshot
from ansible_collections.planton.dynamodb.plugins.module_utils._run.run import Rules
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import desired_from_options
from ansible_collections.planton.dynamodb.tests.simulator.engine import DEFAULT_REGION
from ansible_collections.planton.dynamodb.tests.walks.account import WIRE
from ansible_collections.planton.dynamodb.tests.walks.turns import Shared, Turns
from botocore.config import Config

# No more threads than these are ever at work, so none waits for a place while it has the turn.
CONCURRENCY = 1000


class TurnQueue:
    """Lets the others go on until something arrives."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._items: collections.deque[Job] = collections.deque()

    def put(self, item: Job, /) -> None:
        self._items.append(item)

    def get(self) -> Job:
        while not self._items:
            self._turns.pause(0.01)
        return self._items.popleft()

    def empty(self) -> bool:
        return not self._items


def check_endings(jobs: list[Job], result: dict[str, Any]) -> None:
    """People who watched were told of each table what its result says."""
    told = snapshot(jobs, Pacer(Clock(), 1), 0.0)["over"]
    for name, table in result["tables"].items():
        assert told[name] == ("failed" if table["failed"] else "changed" if table["changed"] else "ok")


class FleetAccount(Shared):
    """An account with a fleet of tables."""

    def connect(self, service: str, *, repeats: bool = True, region: str = "") -> Any:
        return RetryingBotoClientWrapper(
            WIRE.client(service, Config(retries=ONCE), region=region or DEFAULT_REGION), no_retry
        )

    def fleet(self, specs: Iterable[Mapping[str, Any]], *, tagging: bool = False, **rules: Any) -> dict[str, Any]:
        """Carry out a fleet; return what the module would. With ``tagging``, tags are read from the tagging API."""
        jobs = [
            Job(spec["name"], f"tables[{number}]", desired_from_options(spec), Rules(**rules))
            for number, spec in enumerate(specs)
        ]
        with self.taking_turns(calls_take_time=False) as turns:
            (listing,) = turns.take([lambda: self._run(turns, jobs, tagging)])
        result = with_listing(fleet_result(jobs), listing)
        check_endings(jobs, result)
        return result

    def _run(self, turns: Turns, jobs: list[Job], tagging: bool) -> Any:
        pacer = Pacer(self.clock, CONCURRENCY)
        api = TableApi(self.connect, pacer)
        share_answers(api, jobs, pacer, tagging=tagging)
        converger = Converger(api, self.clock, Inline(), turns.pool)
        Fleet(converger, pacer, self.clock, turns.pool, TurnQueue(turns)).run(jobs)
        return api.listing
