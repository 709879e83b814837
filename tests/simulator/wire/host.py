# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An engine as something that is called over a wire: requests logged, faults met, the service's own protocols."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from ..engine import Caller, Engine
from ..operations.giving_up import give_up
from ..refusal import RefusedError
from ..state import Part
from .faults import DROP_AFTER, GIVE_UP, LOSE, READS, DroppedError, FaultBook, denied
from .protocol import (
    Reply,
    addressed,
    bucket_of,
    caller_of,
    failure,
    is_request,
    not_understood,
    of_bucket,
    parsed,
    success,
)

__all__ = ["Entry", "Host", "Reply"]


@dataclasses.dataclass
class Entry:
    """One call: when (virtual seconds), what, for whom, and what came of it (``code`` is empty where it succeeded).

    ``status`` is that of the HTTP answer, 0 where the connection was closed instead. ``carried_out`` tells whether the
    engine saw it.
    """

    number: int
    at: float
    service: str
    operation: str
    request: Part
    caller: Caller
    status: int = 0
    code: str = ""
    text: str = ""
    carried_out: bool = False
    faults: tuple[str, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether it would change something."""
        return not self.operation.startswith(READS)


class Host:
    """An engine with its log of calls and its faults."""

    def __init__(self, engine: Engine, seed: int = 0) -> None:
        self.engine = engine
        self.calls: list[Entry] = []
        self.faults = FaultBook(seed)
        # Told of each call before it is carried out and after: a test can end a process there, or let another go on.
        self.watch: Callable[[Entry, bool], None] = lambda _call, _carried_out: None

    def reset(self) -> None:
        """Forget every table, call and fault."""
        with self.engine.lock:
            self.engine.reset()
            self.calls.clear()
            self.faults.clear()

    def look_at_bucket(self, headers: Mapping[str, str], path: str) -> Reply:
        """Answer one HEAD: whether there is a bucket. Raises :class:`DroppedError` where there is no answer."""
        given = {name.lower(): value for name, value in headers.items()}
        request = bucket_of(given, path)
        if request is None:
            return not_understood()
        try:
            self.call("s3", "HeadBucket", request, caller_of(given))
        except RefusedError as error:
            return of_bucket(error.status)
        return of_bucket(200)

    def answer(self, headers: Mapping[str, str], body: bytes) -> Reply:
        """Answer one POST; header names are in any case. Raises :class:`DroppedError` where there is no answer."""
        given = {name.lower(): value for name, value in headers.items()}
        if not is_request(given, body):
            return not_understood()
        sent = addressed(given, body)
        try:
            request = sent.form if sent.form is not None else parsed(body)
            return success(sent, self.call(sent.service, sent.operation, request, caller_of(given)))
        except RefusedError as error:
            return failure(sent, error)

    def call(self, service: str, operation: str, request: Part, caller: Caller) -> Part:
        """Carry out one call, as :meth:`answer` does with what came over a wire; raises what refuses it."""
        with self.engine.lock:
            now = self.engine.clock.now()
            entry = Entry(len(self.calls), now, service, operation, request, caller)
            self.calls.append(entry)
        return self._carry_out(entry, caller)

    def _carry_out(self, entry: Entry, caller: Caller) -> Part:
        try:
            answer = self._with_faults(entry, caller)
        except RefusedError as error:
            entry.status, entry.code, entry.text = error.status, error.code, error.text
            raise
        entry.status = 200
        return answer

    def _with_faults(self, entry: Entry, caller: Caller) -> Part:
        now = self.engine.clock.now()
        with self.engine.lock:
            met = self.faults.meet(entry.operation, entry.request, caller, now)
        entry.faults = tuple(met.faults)
        if met.seconds:
            self.engine.pass_time(met.seconds)
        resource = _resource(entry.request, self.engine.world(caller.account, caller.region).table_arn)
        met.raise_first(entry.operation, entry.service, caller, resource)
        self._check_elsewhere(entry, caller)
        if LOSE in met.faults:
            return {}
        self.watch(entry, False)
        answer = self.engine.call(entry.service, entry.operation, entry.request, caller)
        entry.carried_out = True
        if GIVE_UP in met.faults:
            self._give_up(entry, caller)
        self.watch(entry, True)
        if DROP_AFTER in met.faults:
            raise DroppedError(carried_out=True)
        return answer

    def _give_up(self, entry: Entry, caller: Caller) -> None:
        """L-310: a replica that was added, and does not come about."""
        created = [update["Create"] for update in entry.request.get("ReplicaUpdates") or () if "Create" in update]
        with self.engine.lock:
            for part in created:
                there = self.engine.world(caller.account, part["RegionName"])
                give_up(there, str(entry.request["TableName"]).rpartition("/")[2])

    def _check_elsewhere(self, entry: Entry, caller: Caller) -> None:
        """Refuse a replica in a Region where the caller lacks a permission, as if IAM was asked there."""
        for region, operation in _needed_elsewhere(entry.request) if entry.operation == "UpdateTable" else ():
            there = caller._replace(region=region)
            with self.engine.lock:
                refused = self.faults.denies(operation, entry.request, there)
            if refused:
                arn = self.engine.world(caller.account, region).table_arn
                raise denied(operation, "dynamodb", there, _resource(entry.request, arn))


# What a caller must be allowed in the Region of a replica that is added or removed: documented; that Scan is told first
# was found (L-223).
ADDING = (
    *("Scan", "Query", "UpdateItem", "PutItem", "GetItem", "DeleteItem", "BatchWriteItem"),
    *("CreateTable", "CreateTableReplica", "UpdateTimeToLive"),
)
REMOVING = ("DeleteTable", "DeleteTableReplica")


def _needed_elsewhere(request: Part) -> list[tuple[str, str]]:
    """The permissions that UpdateTable needs in other Regions: each with its Region."""
    found: list[tuple[str, str]] = []
    for update in request.get("ReplicaUpdates") or ():
        for action, needed in (("Create", ADDING), ("Delete", REMOVING)):
            region = (update.get(action) or {}).get("RegionName", "")
            found += [(region, operation) for operation in needed if region]
    return found


def _resource(request: Part, arn: Any) -> str:
    name = str(request.get("ResourceArn") or request.get("TableName") or "*")
    return name if name == "*" or name.startswith("arn:") else str(arn(name))
