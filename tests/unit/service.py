# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The API as the runs see it, over the model of the table, with a clock that only moves when somebody sleeps.

What takes seconds on the service takes as many of that clock; what is refused meanwhile is refused here in the
service's own words.
"""

from __future__ import annotations

import collections
import contextlib
import dataclasses
import datetime
from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.planton.dynamodb.plugins.module_utils._aws.clock import Clock
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.errors import ServiceError, not_empty
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.read import Read
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.simulator.settings.table_class import TableClass
from ansible_collections.planton.dynamodb.tests.unit.origins import Source, SourceClient
from ansible_collections.planton.dynamodb.tests.unit.table_model import TableModel
from ansible_collections.planton.dynamodb.tests.unit.there import There

Part = dict[str, Any]
# The calls that make a table.
CREATING = ("CreateTable", "RestoreTableFromBackup", "RestoreTableToPointInTime", "ImportTable")
IN_USE = "Attempt to change a resource which is still in use: "
START = 1000.0
MIDNIGHT = datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc)
DEFAULT_SECONDS = {"CreateTable": 5.0, "DeleteTable": 4.0, "UpdateTable": 2.0, "index": 500.0, "encryption": 22.0}


class FakeClock(Clock):
    """Time that passes in no time."""

    def __init__(self) -> None:
        self.time = START
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def today(self) -> datetime.datetime:
        return MIDNIGHT + datetime.timedelta(seconds=self.time)

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.slept.append(seconds)
        self.time += seconds


@dataclasses.dataclass
class Resources:
    """The reads of ``Resources`` of the collection."""

    service: FakeService

    def read(self, _way: Read, _table: Mapping[str, Any], *, again: bool) -> dict[str, list[Part]]:
        self.service.looks["scaling again" if again else "scaling"] += 1
        if "scaling" in self.service.reads:
            raise self.service.reads["scaling"]
        return self.service.model.scaling()


@dataclasses.dataclass
class FakeService:
    """The calls of ``TableApi``; ``refusals`` are what the next calls of an operation meet, ``reads`` what reads meet.

    ``sent`` lists the writes that were made, accepted or not, each with its moment.
    """

    model: TableModel
    clock: FakeClock
    seconds: Mapping[str, float] = dataclasses.field(default_factory=lambda: DEFAULT_SECONDS)
    refusals: dict[str, list[Exception]] = dataclasses.field(default_factory=dict)
    reads: dict[str, Exception] = dataclasses.field(default_factory=dict)
    sent: list[tuple[float, str, Part]] = dataclasses.field(default_factory=list)
    looks: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    insights: dict[str, Part] = dataclasses.field(default_factory=dict)
    destinations: list[Part] | None = None
    backups: list[str] = dataclasses.field(default_factory=lambda: ["CREATING", "AVAILABLE"])
    before_send: Callable[[str], None] = lambda _operation: None
    region: str = "eu-central-1"
    unsendable: str = ""
    listing: None = None
    source: Source = dataclasses.field(default_factory=Source)
    # What reads of a source use: every client is the same one, which needs no connecting.
    connecting: Any = dataclasses.field(default_factory=contextlib.nullcontext)
    clients: dict[tuple[str, str], Any] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        self._status: tuple[str, float] = ("ACTIVE", 0.0)
        self._index: dict[str, float] = {}
        self._encrypted = 0.0
        # What is shown instead of a class or a key that is changing, and until when.
        self._old_class: tuple[Part | None, float] = (None, 0.0)
        self._old_key: tuple[Part | None, float] = (None, 0.0)
        self._leaving: Part | None = None

    # Reading.

    def describe_table(self, _name: str) -> Part | None:
        self._look("table")
        status, until = self._status
        busy = self.clock.now() < until
        if self.model.table is None:
            return {**self._leaving, "TableStatus": "DELETING"} if self._leaving and busy else None
        answer = self.model.describe(status if busy else "ACTIVE")
        assert answer is not None
        for index in answer.get("GlobalSecondaryIndexes", ()):
            if self.clock.now() < self._index.get(index["IndexName"], 0.0):
                index |= {"IndexStatus": "CREATING", "Backfilling": not busy}
        if self.clock.now() < self._encrypted:
            old = self._old_key[0] if self.clock.now() < self._old_key[1] else None
            answer["SSEDescription"] = {**answer.get("SSEDescription", {}), **(old or {}), "Status": "UPDATING"}
        if self.clock.now() < self._old_class[1]:
            answer["TableClassSummary"] = self._old_class[0] or {"TableClass": "STANDARD"}
        return answer

    def there(self, region: str) -> There:
        """The same in another Region."""
        return There(self.model, region)

    def _look(self, what: str) -> None:
        self.looks[what] += 1
        if what in self.reads:
            raise self.reads[what]

    def read(self, read: Read, table: Mapping[str, Any], **more: Any) -> Any:
        name = table.get("TableName", "")
        calls: dict[str, Callable[[], Any]] = {
            "DescribeTimeToLive": lambda: self.describe_ttl(name),
            "DescribeContinuousBackups": lambda: self.describe_recovery(name),
            "ListContributorInsights": lambda: self.list_insights(name),
            "DescribeContributorInsights": lambda: self.describe_insights(name, more.get("IndexName", "")),
            "ListTagsOfResource": lambda: self.list_tags(table["TableArn"]),
            "GetResourcePolicy": lambda: self.resource_policy(table[read.arn]),
            "DescribeKinesisStreamingDestination": lambda: self.kinesis_destinations(name),
        }
        return calls[read.operation]()

    @property
    def resources(self) -> Resources:
        """What Application Auto Scaling has about the table."""
        return Resources(self)

    def describe_ttl(self, _name: str) -> Part:
        self._look("ttl")
        return self.model.time_to_live()

    def describe_recovery(self, _name: str) -> Part:
        self._look("recovery")
        return self.model.continuous_backups()

    def list_insights(self, _name: str) -> list[Part]:
        self._look("insights")
        return self.model.contributor_insights()

    def describe_insights(self, _name: str, index: str) -> Part:
        self._look("insight")
        return self.insights.get(index, {"ContributorInsightsStatus": "ENABLED"})

    def list_tags(self, _arn: str) -> dict[str, str]:
        self._look("tags")
        return self.model.tags()

    def describe_key(self, key: str) -> str:
        self._look("keys")
        return self.model.resolve(key)

    @property
    def dynamodb(self) -> SourceClient:
        return SourceClient(self.source, self.model)

    def client(self, _service: str, *, region: str) -> SourceClient:
        assert region
        return self.dynamodb

    def offered(self, operation: str, call: Callable[[], Any]) -> Any:
        self._look(operation)
        return call()

    def resource_policy(self, arn: str) -> Part:
        self._look("policy")
        return self.model.policy(arn)

    def kinesis_destinations(self, _name: str) -> list[Part]:
        self._look("destinations")
        return self.model.kinesis_destinations() if self.destinations is None else self.destinations

    def is_empty(self, _name: str) -> bool:
        self._look("empty")
        return not (self.model.table and self.model.table.items)

    def backup_status(self, _arn: str) -> str:
        self._look("backup")
        return self.backups.pop(0) if len(self.backups) > 1 else self.backups[0]

    def unknown_to_sdk(self, _operation: str, _request: Mapping[str, Any], _service: str = "dynamodb") -> str:
        return self.unsendable

    # Writing.

    @property
    def sender(self) -> FakeService:
        return self

    def delete_if_empty(self, request: Mapping[str, Any], scan: Mapping[str, Any]) -> Part:
        self.before_send("Scan")
        if not self.is_empty(scan["TableName"]):
            raise not_empty()
        return self.send("DeleteTable", request)

    def send_to(self, _service: str, operation: str, request: Mapping[str, Any]) -> Part:
        return self.send(operation, request)

    def send(self, operation: str, request: Mapping[str, Any]) -> Part:
        self.before_send(operation)
        self.sent.append((self.clock.now(), operation, dict(request)))
        if self.refusals.get(operation):
            raise self.refusals[operation].pop(0)
        self._admit(operation, request)
        before = self.model.describe() or {}
        if operation == "DeleteTable":
            self._leaving = before
        try:
            answer = self.model.send(operation, request)
        except RefusedError as error:
            raise ServiceError(operation, error.code, error.text) from error
        self._begin(operation, request, before)
        return answer

    def operations(self) -> list[str]:
        """The writes by name, in order."""
        return [operation for _moment, operation, _request in self.sent]

    def _admit(self, operation: str, request: Mapping[str, Any]) -> None:
        """Refuse what has to wait."""
        status, until = self._status
        busy = self.clock.now() < until
        if busy and status == "CREATING" and operation not in CREATING:
            raise refusal(operation, "ResourceInUseException", f"{IN_USE}Table is being created: orders")
        if busy and status == "DELETING":
            raise refusal(operation, "ResourceInUseException", f"{IN_USE}Table is being deleted: orders")
        free = {"DeletionProtectionEnabled", "SSESpecification"} & {*request} or _warms(request)
        if busy and operation in ("UpdateTable", "DeleteTable") and not free:
            raise refusal(operation, "ResourceInUseException", f"{IN_USE}Table is being used: orders")
        building = any(self.clock.now() < moment for moment in self._index.values())
        changes = [change for change in request.get("GlobalSecondaryIndexUpdates", ()) if "Update" not in change]
        if building and changes:
            text = "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table"
            raise refusal(operation, "LimitExceededException", text)
        if operation == "DeleteTable" and (building or self.clock.now() < self._encrypted):
            raise refusal(operation, "ResourceInUseException", f"{IN_USE}Table is being used: orders")

    def _begin(self, operation: str, request: Mapping[str, Any], before: Part) -> None:
        """Start the transition that the call leads to."""
        now = self.clock.now()
        if "TableClass" in request and operation == "UpdateTable":
            self._old_class = (before.get("TableClassSummary"), now + self.seconds[operation])
        for change in request.get("GlobalSecondaryIndexUpdates", ()):
            if "Create" in change:
                self._index[change["Create"]["IndexName"]] = now + self.seconds["index"]
        if "SSESpecification" in request and operation == "UpdateTable":
            self._encrypted = now + self.seconds["encryption"]
            self._old_key = (before.get("SSEDescription"), now + 8.0)
            if now < self._old_class[1] and self.model.table:
                # A change of key makes the service lose a change of class that is under way.
                self.model.table.of(TableClass).table_class = (self._old_class[0] or {}).get("TableClass")
        elif operation in CREATING:
            self._status = ("CREATING", now + self.seconds["CreateTable"])
        elif operation == "DeleteTable":
            self._status = ("DELETING", now + self.seconds[operation])
        elif operation == "UpdateTable" and "DeletionProtectionEnabled" not in request and not _warms(request):
            self._status = ("UPDATING", now + self.seconds[operation])


def _warms(request: Mapping[str, Any]) -> bool:
    """Tell whether a call raises a warm throughput, beside which the table stays ACTIVE."""
    indexes = (change.get("Update", {}) for change in request.get("GlobalSecondaryIndexUpdates", ()))
    return any("WarmThroughput" in part for part in (request, *indexes))


def refusal(operation: str, code: str, text: str, *, retried: bool = False) -> ServiceError:
    """What the service says no with."""
    return ServiceError(operation, code, text, retried)
