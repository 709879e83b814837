# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine: accounts and regions, and every operation by its service and name."""

from __future__ import annotations

import threading
import time
from typing import NamedTuple

from .behaviour import Behaviour
from .clock import VirtualClock
from .operations import (
    autoscaling,
    backups,
    buckets,
    data,
    imports,
    kms,
    limits,
    replica_scaling,
    restores,
    scaling,
    sts,
    tables,
    tagging,
    update,
)
from .operations.due import run_due
from .refusal import RefusedError
from .setting import Handler
from .settings import all_settings
from .shapes import check_shape, known_members
from .state import Part, Place
from .world import World

DYNAMODB = (tables, update, backups, restores, imports, replica_scaling, data, limits)
OPERATIONS: dict[str, dict[str, Handler]] = {
    "dynamodb": {
        **{name: handler for module in DYNAMODB for name, handler in module.HANDLERS.items()},
        **{name: handler for setting in all_settings() for name, handler in setting.handlers.items()},
    },
    "application-autoscaling": {**autoscaling.HANDLERS, **scaling.HANDLERS},
    "kms": dict(kms.HANDLERS),
    "sts": dict(sts.HANDLERS),
    "s3": dict(buckets.HANDLERS),
    "resourcegroupstaggingapi": dict(tagging.HANDLERS),
}


DEFAULT_ACCOUNT, DEFAULT_REGION = "123456789012", "eu-central-1"


class Caller(NamedTuple):
    """Who calls, and where: the account, the region and the access key of a request."""

    account: str = DEFAULT_ACCOUNT
    region: str = DEFAULT_REGION
    access_key: str = "test"


class Engine:
    """All accounts and regions; calls are judged one after the other, as if by one service."""

    def __init__(self, behaviour: Behaviour | None = None, clock: VirtualClock | None = None) -> None:
        self.behaviour = behaviour or Behaviour()
        self.clock = clock or VirtualClock()
        self._accounts: dict[str, dict[str, World]] = {}
        self.lock = threading.RLock()

    def world(self, account: str = DEFAULT_ACCOUNT, region: str = DEFAULT_REGION) -> World:
        """Return what there is of an account in a region."""
        with self.lock:
            regions = self._accounts.setdefault(account, {})
            if region not in regions:
                place = Place(region=region, account=account)
                World(place, self.clock, self.behaviour, regions=regions, accounts=self._accounts)
            return regions[region]

    def worlds(self) -> list[World]:
        """Return every account and region that was called, or named by a global table."""
        return [world for regions in self._accounts.values() for world in regions.values()]

    def reset(self) -> None:
        """Forget everything but the time and the manners."""
        with self.lock:
            self._accounts.clear()

    def pass_time(self, seconds: float) -> None:
        """Let a call take its time: the clock is waited for where it runs, and moved where it stands."""
        if self.clock.scale:
            time.sleep(seconds / self.clock.scale)
        else:
            self.clock.advance(seconds)

    def call(self, service: str, operation: str, request: Part, caller: Caller | None = None) -> Part:
        """Carry out one request, or raise :class:`RefusedError` with what the service would say."""
        who = caller or Caller()
        handlers = OPERATIONS.get(service, {})
        if operation not in handlers:
            raise RefusedError("UnknownOperationException", "")
        body = known_members(service, operation, request)
        check_shape(operation, body, service)
        with self.lock, self.clock.held():
            world = self.world(who.account, who.region)
            if world.disabled:
                # In which words was not measured; the code is the one of a key that a Region does not know.
                raise RefusedError(
                    "UnrecognizedClientException", "The security token included in the request is invalid."
                )
            for one in self.worlds():
                run_due(one)
            if service == "dynamodb":
                user = f"arn:{world.place.partition}:iam::{who.account}:user/{who.access_key}"
                for setting in all_settings():
                    setting.check_allowed(world, operation, body, user)
            return handlers[operation](world, body)
