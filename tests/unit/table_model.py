# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One table behind the operations of the API. Whatever takes time on the service is over at once here."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.planton.dynamodb.tests.simulator import answers
from ansible_collections.planton.dynamodb.tests.simulator.behaviour import Behaviour
from ansible_collections.planton.dynamodb.tests.simulator.clock import VirtualClock
from ansible_collections.planton.dynamodb.tests.simulator.operations import autoscaling
from ansible_collections.planton.dynamodb.tests.simulator.operations.disassociation import PROTECTION, change_protection
from ansible_collections.planton.dynamodb.tests.simulator.operations.keys import add_key
from ansible_collections.planton.dynamodb.tests.simulator.operations.members import check_group_deletion, replica_answer
from ansible_collections.planton.dynamodb.tests.simulator.operations.multi_account import SOURCE_ARN
from ansible_collections.planton.dynamodb.tests.simulator.operations.replica_checks import check_settings_mode
from ansible_collections.planton.dynamodb.tests.simulator.operations.replica_rules import check_replicas
from ansible_collections.planton.dynamodb.tests.simulator.operations.replicas import apply_replicas
from ansible_collections.planton.dynamodb.tests.simulator.operations.targets import targets_of
from ansible_collections.planton.dynamodb.tests.simulator.operations.update import SETTINGS_MODE
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError, invalid, no_table
from ansible_collections.planton.dynamodb.tests.simulator.rules.combinations import check_combination, check_not_empty
from ansible_collections.planton.dynamodb.tests.simulator.rules.creation import check_creation, made_table
from ansible_collections.planton.dynamodb.tests.simulator.rules.imports import check_import
from ansible_collections.planton.dynamodb.tests.simulator.rules.quotas import Quotas, check_quotas
from ansible_collections.planton.dynamodb.tests.simulator.rules.restores import (
    check_elsewhere,
    check_point,
    restored_table,
)
from ansible_collections.planton.dynamodb.tests.simulator.rules.update import update_table
from ansible_collections.planton.dynamodb.tests.simulator.settings import (
    all_settings,
    insights,
    kinesis,
    policy,
    recovery,
    tags,
    ttl,
)
from ansible_collections.planton.dynamodb.tests.simulator.shapes import check_shape
from ansible_collections.planton.dynamodb.tests.simulator.state import Part, Place, Table
from ansible_collections.planton.dynamodb.tests.simulator.world import World

MANAGED_KEY = "alias/aws/dynamodb"
MANAGED_KEY_ID = "00000000-0000-0000-0000-0000000000aa"
SCALING = {name: call for name, call in autoscaling.HANDLERS.items() if "Scal" in name or "Scheduled" in name}
# What a table in another account has, of which this one is made as a replica.
OF_SOURCE: Part = {
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST",
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
}
WRITES: dict[str, Callable[[Table, Part], None]] = {
    **{name: write for setting in all_settings() for name, write in setting.writes.items()},
}


@dataclasses.dataclass
class TableModel:
    """One table, or the place for one.

    ``keys`` are the KMS aliases of the account with the ARNs of their keys. ``idle`` lists what was asked for and
    accepted although it was so already: the service counts some of that against a quota. ``source`` is what the table
    can be restored from.
    """

    place: Place = dataclasses.field(default_factory=Place)
    quotas: Quotas = dataclasses.field(default_factory=Quotas)
    keys: Mapping[str, str] = dataclasses.field(default_factory=dict)
    table: Table | None = None
    source: Table | None = None
    created: int = 0
    idle: list[str] = dataclasses.field(default_factory=list)
    # Application Auto Scaling, whose targets outlive the table.
    scaler: World = dataclasses.field(init=False)
    backups: list[str] = dataclasses.field(default_factory=list)

    def __post_init__(self) -> None:
        self.scaler = World(self.place, VirtualClock(), Behaviour(instant=True, documented=True))
        add_key(self.scaler, MANAGED_KEY_ID, MANAGED_KEY, manager="AWS")

    def send(self, operation: str, request: Mapping[str, Any]) -> Part:
        """Carry out one write as the service does, or raise :class:`RefusedError`; a refused one changes nothing."""
        body = copy.deepcopy(dict(request))
        if operation in SCALING:
            return self._scale(operation, body)
        check_shape(operation, body)
        if operation == "CreateTable":
            return self._create(body)
        if operation in ("RestoreTableFromBackup", "RestoreTableToPointInTime"):
            return self._restore(body)
        if operation == "ImportTable":
            check_import(body)
            self._create(body["TableCreationParameters"])
            return {"ImportTableDescription": {"ImportArn": f"{self._existing().arn}/import/1"}}
        if operation == "UpdateTable":
            check_combination(body)
            check_not_empty(body)
        table = self._table(operation, body)
        if operation in ("DeleteTable", "CreateBackup", "Scan"):
            return self._whole(operation, table, body)
        if {"ReplicaUpdates", PROTECTION, SETTINGS_MODE} & {*body}:
            return self._replicate(body)
        after = copy.deepcopy(table)
        self._change(operation, after, body)
        check_quotas(after, self.quotas, new=False)
        if after == table:
            self.idle.append(f"{operation} {body}")
        self.table = after
        # The old values: what was changed is to be read.
        return (
            {"TableDescription": answers.table_description(table, status="UPDATING")}
            if operation == "UpdateTable"
            else {}
        )

    def _replicate(self, request: Part) -> Part:
        """Change what belongs to a global table. The keys that replicas are to have are there."""
        world, table = self._world(), self._existing()
        if SETTINGS_MODE in request:
            check_settings_mode(table, request, world.now())
            table.settings_mode = request[SETTINGS_MODE]
        elif PROTECTION in request:
            change_protection(world, table, request)
        else:
            self._change_replicas(world, table, request)
        return {"TableDescription": answers.table_description(table, status="UPDATING")}

    def _change_replicas(self, world: World, table: Table, request: Part) -> None:
        for update in request["ReplicaUpdates"]:
            for part in update.values():
                if "KMSMasterKeyId" in part:
                    add_key(world.reach(part["RegionName"]), part["KMSMasterKeyId"].rpartition("/")[2])
        check_replicas(request, self.place.region, admitted=True)
        apply_replicas(world, table, request)

    def _scale(self, operation: str, request: Part) -> Part:
        check_shape(operation, request, "application-autoscaling")
        world = self._world()
        before = copy.deepcopy(self._scaled())
        answer = SCALING[operation](world, request)
        if before == self._scaled():
            self.idle.append(f"{operation} {request}")
        return answer

    def _world(self) -> World:
        self.scaler.tables = {self.table.name: self.table} if self.table else {}
        return self.scaler

    def _scaled(self) -> list[object]:
        """What is scaled, also of what is gone, and how the table and its indexes are scaled."""
        table, targets = self.table, sorted(targets_of(self.scaler))
        here = [] if table is None else [table.scaled, *(index.scaled for index in table.global_indexes.values())]
        return [*targets, *here]

    def scaling(self) -> dict[str, list[Part]]:
        """The answers of Application Auto Scaling about the table."""
        name = self._existing().name
        found = {}
        for member in ("ScalableTargets", "ScalingPolicies", "ScheduledActions"):
            items = SCALING[f"Describe{member}"](self._world(), {"ServiceNamespace": "dynamodb"})[member]
            found[member] = [item for item in items if item["ResourceId"].split("/")[1] == name]
        return found

    def _table(self, operation: str, request: Part) -> Table:
        if "ResourceArn" in request:
            tags.check_resource(self.table, request["ResourceArn"].partition("/stream/")[0])
        elif self.table is None or request["TableName"] not in (self.table.name, self.table.arn):
            raise no_table(request["TableName"], operation)
        assert self.table is not None
        return self.table

    def _create(self, request: Part) -> Part:
        if SOURCE_ARN in request:
            request = {**OF_SOURCE, **{name: value for name, value in request.items() if name != SOURCE_ARN}}
        check_creation(request)
        if self.table is not None:
            raise RefusedError("ResourceInUseException", f"Table already exists: {request['TableName']}")
        return self._made(made_table(request, self.place, self._next_id(), self.resolve))

    def _restore(self, request: Part) -> Part:
        if self.table is not None:
            raise RefusedError("TableAlreadyExistsException", f"Table already exists: {request['TargetTableName']}")
        if "BackupArn" not in request:
            check_point(request, self.place.account)
        elif "/backup/" not in request["BackupArn"]:
            raise invalid("Invalid Backup ARN")
        assert self.source
        check_elsewhere(request, self.source.arn, self.place.region)
        return self._made(restored_table(self.source, request, self.place, self._next_id(), self.resolve))

    def _next_id(self) -> str:
        return f"00000000-0000-0000-0000-{self.created + 1:012}"

    def _made(self, table: Table) -> Part:
        check_quotas(table, self.quotas, new=True)
        self.created += 1
        self.table = table
        return {"TableDescription": answers.table_description(table, status="CREATING")}

    def _change(self, operation: str, table: Table, request: Part) -> None:
        if operation == "UpdateTable":
            update_table(table, request, self.resolve)
        else:
            WRITES[operation](table, request)

    def _whole(self, operation: str, table: Table, request: Part) -> Part:
        """What is about the table as a whole."""
        if operation == "DeleteTable":
            for setting in all_settings():
                setting.check_deletion(table)
            check_group_deletion(table, self.scaler.now())
            self.table = None
            return {"TableDescription": {"TableName": table.name, "TableStatus": "DELETING"}}
        if operation == "CreateBackup":
            self.backups.append(request["BackupName"])
            arn = f"{table.arn}/backup/{len(self.backups):014}"
            return {"BackupDetails": {"BackupArn": arn, "BackupStatus": "CREATING"}}
        return {"Count": min(table.items, request.get("Limit", table.items)), "ScannedCount": table.items}

    def resolve(self, name: str | None) -> str:
        """Return the ARN of the KMS key that a name, an id or an ARN means; nothing means the one AWS manages."""
        key = name or MANAGED_KEY
        if key in self.keys:
            return self.keys[key]
        if key.startswith("arn:"):
            parts = key.split(":", 5)
            if parts[3] != self.place.region:
                raise invalid(f"KMS validation error: NotFoundException: Invalid arn {parts[3]}")
            key = parts[5]
        key = key.removeprefix("key/")
        if key == MANAGED_KEY:
            return self.place.arn("kms", f"key/{MANAGED_KEY_ID}")
        if not key.startswith("alias/"):
            return self.place.arn("kms", f"key/{key}")
        if key in self.keys:
            return self.keys[key]
        raise invalid(f"KMS validation error: NotFoundException: Alias {self.place.arn('kms', key)} is not found.")

    def describe(self, status: str = "ACTIVE") -> Part | None:
        """DescribeTable; ``None`` if there is no table."""
        if self.table is None:
            return None
        return answers.table_description(self.table, status=status) | replica_answer(self.table, self.scaler.now())

    def time_to_live(self) -> Part:
        """DescribeTimeToLive."""
        return ttl.described(self._existing())

    def continuous_backups(self) -> Part:
        """DescribeContinuousBackups."""
        return recovery.described(self._existing())

    def contributor_insights(self) -> list[Part]:
        """ListContributorInsights."""
        return insights.listed(self._existing())

    def kinesis_destinations(self) -> list[Part]:
        """DescribeKinesisStreamingDestination."""
        return kinesis.listed(self._existing())

    def tags(self) -> dict[str, str]:
        """ListTagsOfResource."""
        return dict(self._existing().of(tags.Tags).tags)

    def policy(self, arn: str) -> Part:
        """GetResourcePolicy."""
        return policy.shown(self._existing(), arn)

    def _existing(self) -> Table:
        if self.table is None:
            raise no_table("this", "DescribeTable")
        return self.table
