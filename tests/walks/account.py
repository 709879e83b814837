# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An account on the strict engine in this process: whole runs of the collection, with real clients and no real time."""

from __future__ import annotations

import contextlib
import datetime
import functools
import random
import types
from collections.abc import Iterator, Mapping
from typing import Any
from unittest import mock

import botocore.endpoint
from ansible_collections.amazon.aws.plugins.module_utils import cloud
from ansible_collections.amazon.aws.plugins.module_utils.retries import RetryingBotoClientWrapper
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.api import TableApi
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.clock import Clock
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.connecting import ONCE, READ_RETRY, RETRIES
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.errors import ServiceError
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.inline import Inline
from ansible_collections.planton.dynamodb.plugins.module_utils._run.converge import Converger, Rules, Run
from ansible_collections.planton.dynamodb.plugins.module_utils._run.failure import failure, service_failure
from ansible_collections.planton.dynamodb.plugins.module_utils._run.result import run_result, run_warnings
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import desired_from_options
from ansible_collections.planton.dynamodb.tests.settings.names import KEY_ONE, KEY_TWO
from ansible_collections.planton.dynamodb.tests.simulator.behaviour import SECONDS, Behaviour
from ansible_collections.planton.dynamodb.tests.simulator.clock import VirtualClock, moment
from ansible_collections.planton.dynamodb.tests.simulator.engine import DEFAULT_REGION, Engine
from ansible_collections.planton.dynamodb.tests.simulator.operations.due import run_due
from ansible_collections.planton.dynamodb.tests.simulator.operations.kms import add_key
from ansible_collections.planton.dynamodb.tests.simulator.state import Table
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Entry, Host
from ansible_collections.planton.dynamodb.tests.simulator.wire.transport import Wire, client
from ansible_collections.planton.dynamodb.tests.unit import literal
from ansible_collections.planton.dynamodb.tests.unit.literal_scaling import service_of
from botocore.config import Config

NAME = "orders"
DAY = 86_400.0
# Longer than any cooldown and any budget's memory.
LONG = 40 * DAY
# Scaling has changed a capacity, and the change is complete, after so many seconds.
ACTS_WITHIN = 600.0
# To make a client takes longer than most runs, so all accounts share theirs.
WIRE = Wire()


class EngineClock(Clock):
    """The engine's time as the collection's own: whoever sleeps moves it on."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now()

    def today(self) -> datetime.datetime:
        return moment(self._clock.now())

    def sleep(self, seconds: float) -> None:
        self._clock.advance(seconds)


@contextlib.contextmanager
def libraries_sleep(clock: Clock) -> Iterator[None]:
    """Have the retries of the client libraries sleep on that clock."""
    time = types.SimpleNamespace(sleep=clock.sleep, monotonic=clock.now, time=clock.now)
    with mock.patch.object(botocore.endpoint, "time", time), mock.patch.object(cloud, "time", time):
        yield


@functools.cache
def shared_client(service: str, repeats: bool, region: str) -> Any:
    """Return the client that every account uses; where its requests go is decided when they are made."""
    made = WIRE.client(service, Config(retries=RETRIES if repeats else ONCE), region=region)
    return RetryingBotoClientWrapper(made, READ_RETRY)


class Account:
    """One account: its engine, and runs of dynamodb_table against it.

    ``lengths`` are those of the transitions, one each, drawn with the seed from what was measured.
    """

    def __init__(self, seed: int = 0, *, lengths: Mapping[str, float] | None = None, **behaviour: Any) -> None:
        # What the collection leaves to chance, such as pauses, is the same for the same seed too.
        random.seed(seed)
        draw = random.Random(seed)
        drawn = {kind: round(draw.uniform(*pair), 2) for kind, pair in SECONDS.items()}
        self.lengths: dict[str, float] = {**drawn, **(lengths or {})}
        pairs = {kind: (length, length) for kind, length in self.lengths.items()}
        self.engine = Engine(Behaviour(seconds=pairs, seed=seed, **behaviour), VirtualClock())
        self.host = Host(self.engine, seed)
        self.clock = EngineClock(self.engine.clock)
        add_key(self.engine.world(), KEY_ONE.rpartition("/")[2], "alias/one")
        add_key(self.engine.world(), KEY_TWO.rpartition("/")[2], "alias/two")

    def connect(self, service: str, *, repeats: bool = True, region: str = "") -> Any:
        """Return a client made as the collection makes it, on the engine."""
        return shared_client(service, repeats, region or DEFAULT_REGION)

    def boto(self, service: str = "dynamodb") -> Any:
        """Return a plain client, to arrange a test with."""
        return client(self.host, service, Config(retries={"max_attempts": 0}))

    def client_in(self, region: str) -> Any:
        """Return a plain client for another Region."""
        return client(self.host, "dynamodb", Config(retries={"max_attempts": 0}), region=region)

    def run(self, options: Mapping[str, Any], name: str = NAME, **rules: Any) -> Run:
        """Converge once, from the first look to the last; raises ``ServiceError`` when the table cannot be read."""
        desired = desired_from_options({"name": name, **options})
        WIRE.host = self.host
        with libraries_sleep(self.clock):
            return Converger(TableApi(self.connect), self.clock, Inline()).run(desired, Rules(**rules))

    def result(self, options: Mapping[str, Any], name: str = NAME, **rules: Any) -> dict[str, Any]:
        """Return what the module would: a failure if there is a ``msg``."""
        try:
            run = self.run(options, name, **rules)
        except ServiceError as error:
            return {"changed": False, "converged": False, "plan": {"operations": []}, **service_failure(error)}
        return {**run_result(run), "warnings": run_warnings(run), **(failure(run) or {})}

    def arrange(self, options: Mapping[str, Any], name: str = NAME) -> None:
        """Make a table by the service's own calls, as somebody else would, long ago."""
        self.engine.call("dynamodb", "CreateTable", literal.create_table(name, options))
        self.later(60.0)
        for operation, request in literal.sub_resources(name, options):
            self.engine.call(service_of(operation), operation, request)
            if "ReplicaUpdates" in request:
                self.later(300.0)
        table = self.engine.call("dynamodb", "DescribeTable", {"TableName": name})["Table"]
        for operation, request in literal.policies(table, options):
            self.engine.call("dynamodb", operation, request)
        self.later(LONG)

    def table(self, name: str = NAME) -> Table | None:
        """Return what the engine holds."""
        return self.engine.world().find(name)

    def elsewhere(self, name: str = NAME) -> dict[str, Table]:
        """Return the tables of that name in other Regions."""
        worlds = {region: world for region, world in self.engine.world().regions.items() if region != DEFAULT_REGION}
        return {region: table for region, world in sorted(worlds.items()) if (table := world.find(name)) is not None}

    def later(self, seconds: float) -> None:
        """Let time pass; of a long time the end is left for what scaling does then."""
        if seconds > ACTS_WITHIN:
            self.engine.clock.advance(seconds - ACTS_WITHIN)
            for world in (self.engine.world(), *self.engine.world().regions.values()):
                run_due(world)
            seconds = ACTS_WITHIN
        self.engine.clock.advance(seconds)

    def wait_until(self, date: str) -> None:
        """Let time pass until the moment that a result names."""
        self.later(datetime.datetime.fromisoformat(date).timestamp() - self.clock.now())

    def calls_since(self, number: int) -> list[Entry]:
        """Return the calls of the log from there on."""
        return self.host.calls[number:]


def writes(calls: list[Entry], *, carried_out: bool = True) -> list[Entry]:
    """Return the calls that change something; those that the engine accepted, unless told otherwise."""
    return [call for call in calls if call.writes and (call.status == 200 or not carried_out)]
