# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CreateTable, DescribeTable, ListTables and DeleteTable."""

from __future__ import annotations

from .. import flights as kinds
from ..answers import grown, table_description
from ..group import is_moving, others
from ..refusal import RefusedError, being_created, in_use
from ..rules.admission import DELETE_TABLE, Concern, check_admission, while_replicating
from ..rules.creation import check_creation, made_table
from ..rules.quotas import Quotas, check_account, check_quotas
from ..settings import all_settings
from ..state import Part, Table
from ..world import World
from .kms import resolve
from .members import check_group_deletion, described
from .multi_account import SOURCE_ARN, create_from_source
from .phases import replicating, restoring
from .replicas import remove
from .targets import note_all

TABLES = 2500
PAGE = 100


def create_table(world: World, request: Part) -> Part:
    """The request by itself, then whether the name is free (6.1: key schema before "Table already exists")."""
    if SOURCE_ARN in request:
        return create_from_source(world, request)
    check_creation(request)
    name = world.name_of(request["TableName"])
    there = world.holder(name)
    if there is not None:
        if restoring(world, there):
            raise in_use(f"Table is being used: {name}")
        if there.flights.find(world.now(), kinds.CREATING):
            # L-005: this state alone has a text of its own.
            raise being_created(name)
        raise RefusedError("ResourceInUseException", f"Table already exists: {name}")
    if len(world.tables) >= TABLES:
        raise RefusedError("LimitExceededException", f"Subscriber limit exceeded: Tables are limited to {TABLES}")
    for setting in all_settings():
        setting.check_new_here(world, name, request)
    identifier = world.behaviour.identifier()
    table = made_table({**request, "TableName": name}, world.place, identifier, lambda key: resolve(world, key))
    check_quotas(table, Quotas(), new=True)
    check_account(list(world.tables.values()), table)
    world.charge()
    _begin(world, table, request)
    world.tables[name] = table
    note_all(world, table)
    return {"TableDescription": _fresh(table, world.now(), request)}


def _begin(world: World, table: Table, request: Part) -> None:
    now = world.now()
    seconds = world.draw(_length(table))
    table.made_at = now
    table.flights.begin(kinds.CREATING, now, seconds)
    if table.on_demand:
        table.on_demand_at = now
    _begin_warmth(table, request, seconds)
    for setting in all_settings():
        setting.begin_new(world, table, seconds, request)


def _begin_warmth(table: Table, request: Part, seconds: float) -> None:
    """A warm throughput that was asked for is UPDATING as long as its table or index is CREATING (L-032, L-134)."""
    parts = [("", table.warm, table.throughput)] if request.get("WarmThroughput") else []
    parts += [(name, index.warm, index.throughput or {}) for name, index in table.global_indexes.items() if index.warm]
    for name, warm, units in parts:
        table.flights.begin(kinds.WARM, table.made_at, seconds, name, shows=grown(warm, units, table.was_on_demand))


def _length(table: Table) -> str:
    if table.vectors:
        return "create_with_vectors"
    return "create_with_indexes" if table.global_indexes else "create"


def _fresh(table: Table, now: float, request: Part) -> Part:
    """1.2: no warm throughput unless sent, never of indexes, these from behind; of the mode only its name (L-138)."""
    answer = table_description(table, now, status="CREATING")
    if not request.get("WarmThroughput"):
        answer.pop("WarmThroughput")
    if "GlobalSecondaryIndexes" in answer:
        indexes = reversed(answer["GlobalSecondaryIndexes"])
        answer["GlobalSecondaryIndexes"] = [
            {member: value for member, value in index.items() if member != "WarmThroughput"} for index in indexes
        ]
    if "BillingModeSummary" in answer:
        answer["BillingModeSummary"] = {"BillingMode": table.billing_mode}
    return answer


def describe_table(world: World, request: Part) -> Part:
    """Always what was written last (4.1)."""
    table = world.table(request["TableName"], "DescribeTable")
    return {"Table": described(table, world.now())}


def list_tables(world: World, request: Part) -> Part:
    """By name, byte by byte; the last page names no last table (1.2)."""
    after = request.get("ExclusiveStartTableName", "")
    names = sorted(name for name in list(world.tables) if world.find(name) is not None and name > after)
    limit = request.get("Limit", PAGE)
    page = names[:limit]
    return {"TableNames": page, **({"LastEvaluatedTableName": page[-1]} if len(names) > limit else {})}


def delete_table(world: World, request: Part) -> Part:
    """Protected, busy or being deleted already: refused."""
    table = world.table(request["TableName"], "DeleteTable")
    now = world.now()
    _check_replica(world, table)
    if not table.flights.find(now, kinds.CREATING, kinds.DELETING):
        for setting in all_settings():
            if others(table, now):
                setting.check_removal(table, table.region)
            setting.check_deletion(table)
    if not table.flights.find(now, kinds.GROUP, kinds.CREATING, kinds.DELETING):
        # L-266: told while a replica goes, unless this table is UPDATING too.
        check_group_deletion(table, now)
    check_admission(table, [Concern(DELETE_TABLE)], now, world.behaviour.unknown)
    for setting in all_settings():
        setting.check_deletion_meanwhile(table, now)
    world.charge()
    if others(table, now):
        answer = {**described(table, now), "TableStatus": "DELETING"}
        remove(world, table, table.region)
        return {"TableDescription": _farewell(answer)}
    for setting in all_settings():
        setting.begin_deletion(world, table)
    flight = table.flights.begin(kinds.DELETING, now, world.draw("delete"))
    table.deleted_at = flight.until
    return {"TableDescription": _farewell(table_description(table, now, status="DELETING"))}


def _check_replica(world: World, table: Table) -> None:
    """L-298: a replica that is CREATING; L-266: one that goes, while the others still list it."""
    if replicating(world, table):
        raise in_use(f"Table: {table.name} is being used.")
    if table.flights.find(world.now(), kinds.DELETING) and is_moving(table, world.now()):
        raise while_replicating()


def _farewell(whole: Part) -> Part:
    """1.2: without keys, definitions, indexes, warm throughput and date (L-363)."""
    dropped = {
        "KeySchema",
        "AttributeDefinitions",
        "GlobalSecondaryIndexes",
        "LocalSecondaryIndexes",
        "VectorIndexes",
        "CreationDateTime",
        "WarmThroughput",
    }
    return {member: value for member, value in whole.items() if member not in dropped}


HANDLERS = {
    "CreateTable": create_table,
    "DescribeTable": describe_table,
    "ListTables": list_tables,
    "DeleteTable": delete_table,
}
