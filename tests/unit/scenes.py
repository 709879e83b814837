# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of the executor and of whole runs are set in: a table, what is wanted of it, and the service."""

from __future__ import annotations

import datetime
from typing import Any

from ansible_collections.planton.dynamodb.plugins.module_utils._aws.inline import Inline
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.plan import Plan
from ansible_collections.planton.dynamodb.plugins.module_utils._run.converge import Converger, Rules, Run
from ansible_collections.planton.dynamodb.plugins.module_utils._run.executor import Executor, Patience
from ansible_collections.planton.dynamodb.plugins.module_utils._run.outcome import Outcome
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import desired_from_options
from ansible_collections.planton.dynamodb.tests.unit.literal import make
from ansible_collections.planton.dynamodb.tests.unit.looking import Overrides, look, planned
from ansible_collections.planton.dynamodb.tests.unit.service import (
    IN_USE,
    MIDNIGHT,
    START,
    FakeClock,
    FakeService,
    refusal,
)
from ansible_collections.planton.dynamodb.tests.unit.table_model import TableModel

NAME = "orders"
SIMPLE: dict[str, Any] = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
BY_ID = {"name": "by_id", "key_schema": SIMPLE["key_schema"], "projection": {"type": "ALL"}}
BY_ID_TOO = {**BY_ID, "name": "by_id_too"}
STREAM = {"stream_enabled": True, "stream_view_type": "NEW_IMAGE"}
TTL = {"ttl": {"enabled": True, "attribute_name": "expires"}}
RECOVERY = {"point_in_time_recovery_enabled": True}
TAGS = {"tags": {"team": "payments"}}
CLASS = {"table_class": "STANDARD_INFREQUENT_ACCESS"}
ENCRYPTED = {"server_side_encryption": {"enabled": True}}
PROTECTED = {"deletion_protection_enabled": True}
PROVISIONED = {
    "billing_mode": "PROVISIONED",
    "provisioned_throughput": {"read_capacity_units": 5, "write_capacity_units": 5},
}
UNITS = {"provisioned_throughput": {"read_capacity_units": 1, "write_capacity_units": 1}}
TO_CLASS, TO_STREAM, TO_KEY = (
    "change table class to STANDARD_INFREQUENT_ACCESS",
    "enable the stream with NEW_IMAGE",
    "encrypt with the AWS managed key",
)
BUSY = ("ResourceInUseException", f"{IN_USE}Table is being used: orders")
LOCKED = ("LimitExceededException", "Subscriber limit exceeded: Table tags are being updated: orders")
LOST = ("ConnectionClosedError", "Connection was closed before we received a valid response")
INTERVAL = "Time to live has been modified multiple times within a fixed interval"
REPLACED = {
    "attribute_definitions": [{"name": "number", "type": "S"}],
    "key_schema": [{"attribute_name": "number", "key_type": "HASH"}],
}


def after(seconds: float) -> str:
    """The date so long after the start."""
    when = MIDNIGHT + datetime.timedelta(seconds=START + seconds)
    return f"{when:%Y-%m-%dT%H:%M:%SZ}"


class Scene:
    """A table, what is wanted of it, and the service that it lives in."""

    def __init__(self, exists: dict[str, Any] | None, spec: dict[str, Any], **answers: Any) -> None:
        self.model = TableModel() if exists is None else make(TableModel(), NAME, {**SIMPLE, **exists})
        self.clock = FakeClock()
        self.service = FakeService(self.model, self.clock)
        self.overrides = Overrides(**answers)
        self.desired, self.plan = planned(NAME, spec, self.model, self.overrides)
        self.seen = look(self.model, self.desired, self.overrides)

    def run(self, *, wait: bool = True, timeout: float = 1800.0, pool: Any = None, plan: Plan | None = None) -> Outcome:
        """Carry the plan out."""
        patience = Patience(wait, self.clock.now() + timeout)
        executor = Executor(self.service, self.clock, pool or Inline(), patience)  # type: ignore[arg-type]
        return executor.run(plan or self.plan, self.seen)

    def refuse(self, operation: str, *errors: tuple[str, str], times: int = 1) -> None:
        """Refuse the next calls of the operation: for each error so many times, in their order."""
        self.service.refusals[operation] = [refusal(operation, *error) for error in errors for _once in range(times)]

    def took(self) -> float:
        """How many seconds have passed since the start."""
        return self.clock.now() - START

    def moments(self) -> dict[str, float]:
        """How many seconds after the start each write was made, by the last of each name."""
        return {operation: moment - START for moment, operation, _request in self.service.sent}

    def reasons(self) -> dict[str, float]:
        """How many seconds after the start each operation was last tried, by its reason."""
        found = {}
        for moment, operation, request in self.service.sent:
            (step,) = (step for step in self.plan.operations if (step.operation, step.request) == (operation, request))
            found[step.reason] = moment - START
        return found


def statuses(outcome: Outcome) -> dict[str, str]:
    """What became of each operation, by its reason."""
    return {step.operation.reason: step.status for step in outcome.steps}


def only(outcome: Outcome) -> str:
    """What became of the one operation there is."""
    (status,) = statuses(outcome).values()
    return status


EVERYTHING: dict[str, Any] = {
    **SIMPLE,
    **STREAM,
    **TTL,
    **TAGS,
    "point_in_time_recovery_enabled": True,
    "contributor_insights_enabled": True,
    "server_side_encryption": {"enabled": True, "kms_key_arn": "alias/orders"},
    "table_class": "STANDARD_INFREQUENT_ACCESS",
    "deletion_protection_enabled": True,
}
KEYS = {"alias/orders": "arn:aws:kms:eu-central-1:123456789012:key/11111111-1111-1111-1111-111111111111"}


def service_of(exists: dict[str, Any] | None) -> FakeService:
    model = TableModel(keys=KEYS)
    return FakeService(model if exists is None else make(model, "orders", exists), FakeClock())


def run(service: FakeService, spec: dict[str, Any], name: str = "orders", **rules: Any) -> Run:
    desired = desired_from_options({"name": name, **spec})
    converger = Converger(service, service.clock, Inline())  # type: ignore[arg-type]
    return converger.run(desired, Rules(**rules))
