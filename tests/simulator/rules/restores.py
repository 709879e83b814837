# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table that a restore makes of another one, and what a backup tells of its table (control_plane.md, 2, "Restore").

The texts are those of the findings DDB-TABLE-273, 279 and 463.
"""

from __future__ import annotations

from .. import answers
from ..clock import moment
from ..refusal import invalid, unmeasured, wrong
from ..setting import Resolve
from ..settings import all_settings
from ..state import NOTHING, PAY_PER_REQUEST, PROVISIONED, Index, Part, Place, Table
from .units import check_maximums
from .vectors import needs_on_demand

INDEXES = (("GlobalSecondaryIndexOverride", "global_indexes"), ("LocalSecondaryIndexOverride", "local_indexes"))


def check_point(request: Part, account: str) -> None:
    """DDB-TABLE-100 and 272: what is judged of a restore to a point in time before its source is looked for."""
    named = [member for member in ("SourceTableArn", "SourceTableName") if member in request]
    if len(named) > 1:
        raise invalid("Must provide exactly one of: sourceTableArn, sourceTableName")
    if not named:
        raise invalid("The parameter 'TableName' is required")
    latest, given = request.get("UseLatestRestorableTime", False), "RestoreDateTime" in request
    if latest and given:
        text = "Both RestoreDateTime and UseLatestRestorableTime cannot be set for point-in-time restore request."
        raise invalid(f"Invalid Request: {text}")
    if not latest and not given:
        text = "Either one of RestoreDateTime or UseLatestRestorableTime must be specified, but not both"
        raise invalid(f"Invalid Request: {text}")
    if "SourceTableArn" not in request:
        return
    parts = request["SourceTableArn"].split(":", 5)
    if len(parts) < 6:
        raise invalid("sourceTableArn is not a valid ARN")
    if parts[4] != account:
        raise invalid("This action is only supported by accounts that match the resource owner's account.")


def check_elsewhere(request: Part, arn: str, region: str) -> None:
    """L-274: a restore of a source whose ARN has another Region names the encryption."""
    if arn.split(":")[3] != region and "SSESpecificationOverride" not in request:
        raise invalid("Invalid Request: sseSpecificationOverride must be provided for cross-region restores")


def restored_table(source: Table, request: Part, place: Place, table_id: str, resolve: Resolve) -> Table:
    """2, Restore: encryption, billing and maximums stay; streams, TTL, recovery, tags, protection, policy, class go."""
    mode = request.get("BillingModeOverride", source.billing_mode)
    table = Table(
        name=request["TargetTableName"],
        arn=place.arn("dynamodb", f"table/{request['TargetTableName']}"),
        table_id=table_id,
        attributes=dict(source.attributes),
        keys=list(source.keys),
        billing_mode=mode,
        was_on_demand=mode == PAY_PER_REQUEST,
        throughput=_throughput(source, request, mode),
    )
    for setting in all_settings():
        setting.restore(source, table, request, resolve)
    table.on_demand_units = _units(source, request, mode)
    for member, field in INDEXES:
        setattr(table, field, _indexes(getattr(source, field), request, member))
    _fit_indexes(table)
    table.vectors = _vectors(source, request, table)
    table.forget_unused_attributes()
    return table


def _throughput(source: Table, request: Part, mode: str) -> Part:
    given: Part | None = request.get("ProvisionedThroughputOverride")
    if given and mode != PROVISIONED:
        raise invalid("Cannot override ProvisionedThroughput unless BillingMode is PROVISIONED")
    if request.get("BillingModeOverride") == PROVISIONED and not given:
        raise invalid("Must override ProvisionedThroughput if BillingMode is overridden to PROVISIONED")
    return dict(given or (source.throughput if mode == PROVISIONED else NOTHING))


def _units(source: Table, request: Part, mode: str) -> Part:
    given: Part | None = request.get("OnDemandThroughputOverride")
    check_maximums(given or {}, mode, new=True)
    if given is not None:
        return dict(given)
    return dict(source.on_demand_units) if mode == PAY_PER_REQUEST else {}


def _indexes(there: dict[str, Index], request: Part, member: str) -> dict[str, Index]:
    """2, Restore: an empty list drops all, no list keeps all; another name is fine, another index is not."""
    if member not in request:
        return {name: Index(**vars(index)) for name, index in there.items()}
    known = [(index.keys, _attributes(index.projection)) for index in there.values()]
    for part in request[member]:
        if "WarmThroughput" in part:
            raise wrong(f"WarmThroughput cannot be specified for index: {part['IndexName']} in a restore")
        if (part["KeySchema"], _attributes(part["Projection"])) not in known:
            text = f"Index {part['IndexName']} does not match a secondary index that existed in the source table"
            raise invalid(f"{text} and cannot be created during the restore operation")
    return {part["IndexName"]: Index.made_from(part) for part in request[member]}


def _attributes(projection: Part) -> tuple[str, list[str]]:
    """L-366: the attributes of a projection come back sorted, so their order cannot matter."""
    return projection["ProjectionType"], sorted(projection.get("NonKeyAttributes", ()))


def _vectors(source: Table, request: Part, table: Table) -> dict[str, Part]:
    """As other indexes; with which words is not known."""
    there = source.vectors
    if "VectorIndexOverride" in request:
        asked = request["VectorIndexOverride"]
        if any(part not in there.values() for part in asked):
            raise unmeasured("A vector index of a restore is one of the source")
        there = {part["IndexName"]: part for part in asked}
    if there and not table.on_demand:
        raise needs_on_demand()
    return dict(there)


def _fit_indexes(table: Table) -> None:
    """An index goes with the billing mode of its table."""
    for index in table.global_indexes.values():
        if table.on_demand:
            index.throughput = None
        elif not index.throughput:
            raise wrong(f"ProvisionedThroughput is not specified for index: {index.name}")


def source_details(table: Table) -> Part:
    """Keys, billing and throughput; tags, recovery, class, protection and policy are not in a backup (2, Restore)."""
    return {
        "TableName": table.name,
        "TableId": table.table_id,
        "TableArn": table.arn,
        "TableSizeBytes": 0,
        "KeySchema": list(table.keys),
        "TableCreationDateTime": moment(table.made_at),
        "ProvisionedThroughput": dict(table.throughput),
        "ItemCount": 0,
        "BillingMode": table.billing_mode,
        **({"OnDemandThroughput": dict(table.on_demand_units)} if table.on_demand_units else {}),
    }


def source_features(table: Table) -> Part:
    """Streams, time to live, encryption, indexes: each only where there is one."""
    whole = answers.table_description(table)
    answer: Part = {}
    if table.global_indexes:
        answer["GlobalSecondaryIndexes"] = [_index(index, True) for index in table.global_indexes.values()]
    if table.local_indexes:
        answer["LocalSecondaryIndexes"] = [_index(index, False) for index in table.local_indexes.values()]
    if table.vectors:
        shown = ("IndexStatus", "IndexSizeBytes", "ItemCount", "IndexArn")
        answer["VectorIndexes"] = [
            {member: value for member, value in vector.items() if member not in shown}
            for vector in whole["VectorIndexes"]
        ]
    for setting in all_settings():
        answer |= setting.in_backup(table)
    return answer


def _index(index: Index, capacity: bool) -> Part:
    units = index.throughput or {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0}
    return {
        "IndexName": index.name,
        "KeySchema": list(index.keys),
        "Projection": dict(index.projection),
        **({"ProvisionedThroughput": dict(units)} if capacity else {}),
    }
