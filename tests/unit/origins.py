# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a table can come into being from: a table, a backup, or a bucket, and what the service says of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.planton.dynamodb.plugins.module_utils._aws.errors import ServiceError
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.origins.origin import (
    Missing,
    Origin,
    Place,
)
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.setting import Unknown
from ansible_collections.planton.dynamodb.tests.simulator.answers import table_description
from ansible_collections.planton.dynamodb.tests.simulator.clock import moment
from ansible_collections.planton.dynamodb.tests.simulator.rules.restores import source_details, source_features
from ansible_collections.planton.dynamodb.tests.simulator.settings import recovery
from ansible_collections.planton.dynamodb.tests.simulator.state import Part, Table
from ansible_collections.planton.dynamodb.tests.simulator.state import Place as EnginePlace
from botocore import xform_name

# When what is described is looked at: the first of March 2026.
NOW = 1_772_323_200.0
DAY = 86_400.0
# The reads, each with the member of its answer.
MEMBERS = {
    "DescribeBackup": "BackupDescription",
    "DescribeTable": "Table",
    "DescribeContinuousBackups": "ContinuousBackupsDescription",
    "DescribeKey": "KeyMetadata",
    "DescribeImport": "ImportTableDescription",
    "ListImports": "ImportSummaryList",
}
OPERATIONS = {xform_name(operation): operation for operation in (*MEMBERS, "HeadBucket")}


@dataclasses.dataclass(frozen=True)
class Source:
    """What there is beside the table: ``table`` are the options of the source table, as for a table that exists.

    ``backup`` is the type of the backup that is made of it, if there is one. ``gone`` means that the table is not there
    any more, ``again`` that another one has its name. ``manager`` is who manages the KMS key of the source. ``imports``
    are what ListImports lists, ``last`` is what DescribeImport says. ``missing`` and ``unknown`` are operations that
    find nothing, or are denied.
    """

    table: Mapping[str, Any] | None = None
    name: str = "orders_old"
    region: str = "eu-central-1"
    backup: str = ""
    gone: bool = False
    again: bool = False
    manager: str = "CUSTOMER"
    imports: list[Part] = dataclasses.field(default_factory=list)
    last: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def made(self, model: Any, make: Any) -> Table | None:
        """Return the source table; ``model`` is an empty model, ``make`` makes a table in it."""
        if self.table is None:
            return None
        model.place = EnginePlace(region=self.region)
        found: Table = make(model, self.name, self.table).table
        found.made_at = NOW - 20 * DAY
        return found

    def answers(self, origin: Origin, place: Place, source: Table | None) -> dict[str, Any]:
        """Return the answers to all reads of an origin, as the collection asks for them."""
        found: dict[str, Any] = {}
        while more := {key: ask for key, ask in origin.asks(place, found).items() if key not in found}:
            found |= {key: self.answer(ask.operation, ask.request, source) for key, ask in more.items()}
        return found

    def answer(self, operation: str, request: Mapping[str, Any], source: Table | None) -> Any:
        """Return the answer to one read, without the member around it."""
        if operation in self.unknown:
            return Unknown(f"{operation} is denied")
        if operation in self.missing or (operation == "DescribeTable" and self.gone):
            return Missing("NotFoundException: not found")
        if operation in ("ListImports", "DescribeImport", "HeadBucket"):
            return {"ListImports": self.imports, "DescribeImport": self.last, "HeadBucket": {}}[operation]
        if operation == "DescribeKey":
            return {"Arn": request["KeyId"], "KeyManager": self.manager}
        assert source
        if operation == "DescribeContinuousBackups":
            return recovery.described(source, NOW)
        if operation == "DescribeTable":
            return table_description(source, NOW) | ({"TableId": "another"} if self.again else {})
        return self._backup(source, request["BackupArn"])

    def _backup(self, source: Table, arn: str) -> Part:
        details = {"BackupArn": arn, "BackupType": self.backup, "BackupStatus": "AVAILABLE"}
        return {
            "BackupDetails": {**details, "BackupCreationDateTime": moment(NOW)},
            "SourceTableDetails": source_details(source),
            "SourceTableFeatureDetails": {} if self.backup == "SYSTEM" else source_features(source),
        }


class SourceClient:
    """A client that reads what a table comes into being from: an import is over at once."""

    def __init__(self, source: Source, model: Any) -> None:
        self._source = source
        self._model = model

    def __getattr__(self, name: str) -> Callable[..., Part]:
        operation = OPERATIONS[name]

        def call(aws_retry: bool, **request: Any) -> Part:
            assert aws_retry
            if operation == "DescribeImport" and not self._source.last:
                return {MEMBERS[operation]: {"ImportStatus": "COMPLETED", "ImportArn": request["ImportArn"]}}
            answer = self._source.answer(operation, request, self._model.source)
            if isinstance(answer, (Missing, Unknown)):
                code = "AccessDeniedException" if isinstance(answer, Unknown) else "ResourceNotFoundException"
                raise ServiceError(operation, code, answer.reason)
            return {MEMBERS[operation]: answer} if operation in MEMBERS else answer

        return call
