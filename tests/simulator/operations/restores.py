# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""RestoreTableFromBackup and RestoreTableToPointInTime: two more ways to make a table (control_plane.md, 2, "Restore").

The page gives what a restore keeps and drops and how its target behaves; the texts are those of the same measurements
(findings DDB-TABLE-100, 219, 272 to 275 and 463).
"""

from __future__ import annotations

from .. import answers
from .. import flights as kinds
from ..clock import moment
from ..refusal import RefusedError, invalid, limited, table_not_found, unmeasured, wrong
from ..rules.units import check_maximums
from ..rules.vectors import needs_on_demand
from ..settings import all_settings
from ..settings.recovery import Recovery
from ..settings.recovery import described as continuous_backups
from ..state import NOTHING, PAY_PER_REQUEST, PROVISIONED, Index, Part, Table
from ..world import World
from .data import copy_items
from .kms import resolve
from .phases import RESTORE, forgotten, restoring, unknown
from .snapshots import find_backup, seconds_of, state_of, targets_of

RESTORES = 50
INDEXES = (("GlobalSecondaryIndexOverride", "global_indexes"), ("LocalSecondaryIndexOverride", "local_indexes"))


def restore_from_backup(world: World, request: Part) -> Part:
    """One backup feeds one restore at a time; the backup may outlive its table."""
    arn = request["BackupArn"]
    backup = find_backup(world, arn)
    if arn.split(":")[3] != world.place.region and "SSESpecificationOverride" not in request:
        raise invalid("Invalid Request: sseSpecificationOverride must be provided for cross-region restores")
    source = state_of(world, backup)
    target = _target(world, source, request)
    _check_name(world, target.name, backup.arn)
    if targets_of(world, backup.arn) or world.now() < backup.ready_at:
        raise RefusedError("BackupInUseException", f"Backup is being used to restore another table: {backup.arn}")
    summary = {"SourceBackupArn": backup.arn, "SourceTableArn": source.arn}
    answer = _begin(world, target, backup.arn, {**summary, "RestoreDateTime": moment(backup.made_at)})
    if request.get("OnDemandThroughputOverride") == {}:
        # DDB-TABLE-463: refused, although the restore has begun.
        raise _being_restored(target.name, backup.arn)
    return answer


def restore_to_point_in_time(world: World, request: Part) -> Part:
    """DDB-TABLE-100: the request's shape, then recovery, then the time, then the target."""
    source = _source(world, request)
    if source.of(Recovery).recovery_days is None:
        text = f"Point in time recovery is not enabled for table '{source.name}'"
        raise RefusedError("PointInTimeRecoveryUnavailableException", text)
    at = _time(world, source, request)
    target = _target(world, source, request)
    _check_name(world, target.name, source.arn)
    return _begin(world, target, source.table_id, {"SourceTableArn": source.arn, "RestoreDateTime": moment(at)})


def _source(world: World, request: Part) -> Table:
    named = [request[member] for member in ("SourceTableArn", "SourceTableName") if member in request]
    if len(named) > 1:
        raise invalid("Must provide exactly one of: sourceTableArn, sourceTableName")
    if not named:
        raise invalid("The parameter 'TableName' is required")
    _check_times(request)
    if "SourceTableArn" in request:
        _check_source_arn(world, request["SourceTableArn"])
    table = world.find(named[0])
    if table is None or unknown(world, table) or forgotten(world, table):
        raise table_not_found(world.name_of(named[0]))
    return table


def _check_source_arn(world: World, arn: str) -> None:
    parts = arn.split(":", 5)
    if len(parts) < 6:
        raise invalid("sourceTableArn is not a valid ARN")
    if parts[4] != world.place.account:
        raise invalid("This action is only supported by accounts that match the resource owner's account.")


def _check_times(request: Part) -> None:
    latest, given = request.get("UseLatestRestorableTime", False), "RestoreDateTime" in request
    if latest and given:
        text = "Both RestoreDateTime and UseLatestRestorableTime cannot be set for point-in-time restore request."
        raise invalid(f"Invalid Request: {text}")
    if not latest and not given:
        text = "Either one of RestoreDateTime or UseLatestRestorableTime must be specified, but not both"
        raise invalid(f"Invalid Request: {text}")


def _time(world: World, source: Table, request: Part) -> float:
    description = continuous_backups(source, world.now())["PointInTimeRecoveryDescription"]
    earliest, latest = (
        description[member].timestamp() for member in ("EarliestRestorableDateTime", "LatestRestorableDateTime")
    )
    at = seconds_of(request.get("RestoreDateTime", latest))
    if not earliest <= at <= latest:
        raise RefusedError(
            "InvalidRestoreTimeException",
            f"RestoreDateTime '{_shown(at)}' must be within EarliestRestorableDateTime '{_shown(earliest)}' and"
            f" LatestRestorableDateTime '{_shown(latest)}'",
        )
    return at


def _shown(seconds: float) -> str:
    return moment(seconds).strftime("%Y-%m-%dT%H:%M:%SZ")


def _check_name(world: World, name: str, source: str) -> None:
    there = world.find(name)
    if there is not None and restoring(world, there):
        raise _being_restored(name, source)
    if there is not None:
        raise RefusedError("TableAlreadyExistsException", f"Table already exists: {name}")
    if len(targets_of(world, "")) >= RESTORES:
        raise limited(f"Only {RESTORES} restore operations can be done simultaneously")


def _being_restored(name: str, source: str) -> RefusedError:
    return RefusedError("TableInUseException", f"Table: {name} is already being restored from backup: {source}")


def _target(world: World, source: Table, request: Part) -> Table:
    """2, Restore: encryption, billing and maximums stay; streams, TTL, recovery, tags, protection, policy, class go."""
    mode = request.get("BillingModeOverride", source.billing_mode)
    table = Table(
        name=request["TargetTableName"],
        arn=world.table_arn(request["TargetTableName"]),
        table_id=world.behaviour.identifier(),
        attributes=dict(source.attributes),
        keys=list(source.keys),
        billing_mode=mode,
        was_on_demand=mode == PAY_PER_REQUEST,
        throughput=_throughput(source, request, mode),
    )
    for setting in all_settings():
        setting.restore(source, table, request, lambda key: resolve(world, key))
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
    known = [(index.keys, index.projection) for index in there.values()]
    for part in request[member]:
        if "WarmThroughput" in part:
            raise wrong(f"WarmThroughput cannot be specified for index: {part['IndexName']} in a restore")
        if (part["KeySchema"], part["Projection"]) not in known:
            text = f"Index {part['IndexName']} does not match a secondary index that existed in the source table"
            raise invalid(f"{text} and cannot be created during the restore operation")
    return {part["IndexName"]: Index.made_from(part) for part in request[member]}


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


def _begin(world: World, table: Table, items: str, summary: Part) -> Part:
    """CREATING for minutes; RestoreSummary is there as long as that, and nothing tells of it afterwards."""
    now, seconds = world.now(), world.draw("restore")
    table.made_at = now
    table.on_demand_at = now if table.on_demand else None
    shows = {"RestoreSummary": {**summary, "RestoreInProgress": True}}
    table.flights.begin(kinds.CREATING, now, seconds, detail=RESTORE, shows={"source": items})
    table.flights.begin(kinds.LAG, now, seconds, shows=shows)
    for setting in all_settings():
        setting.begin_new(world, table, seconds, {})
    table.items = copy_items(world, items, table.table_id)
    world.tables[table.name] = table
    return {"TableDescription": answers.table_description(table, now, status="CREATING")}


HANDLERS = {
    "RestoreTableFromBackup": restore_from_backup,
    "RestoreTableToPointInTime": restore_to_point_in_time,
}
