# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CreateTable."""

from __future__ import annotations

from ..answers import grown
from ..refusal import NO_CAPACITY, wrong
from ..setting import Resolve
from ..settings import all_settings
from ..state import NOTHING, PAY_PER_REQUEST, PROVISIONED, Index, Part, Place, Table
from .schema import (
    LOCAL_LIMIT,
    check_definitions,
    check_global_keys,
    check_included,
    check_index_names,
    check_local_keys,
    check_new_capacity,
    check_projection,
    check_table_keys,
)
from .units import check_maximums, check_new_warmth
from .vectors import check_new_vectors, search_attributes

INDEX_LISTS = ("GlobalSecondaryIndexes", "LocalSecondaryIndexes", "VectorIndexes")


def check_creation(request: Part) -> None:
    """Judge a CreateTable request by itself."""
    check_table_keys(request["KeySchema"])
    global_indexes = _indexes(request, "GlobalSecondaryIndexes")
    local_indexes = _indexes(request, "LocalSecondaryIndexes")
    indexes = [*global_indexes, *local_indexes]
    keys = [key["AttributeName"] for key in request["KeySchema"]]
    index_keys = [name for index in indexes for name in index.attributes]
    searched = [name for vector in request.get("VectorIndexes", ()) for name in search_attributes(vector)]
    # L-127: this one before everything about indexes.
    check_definitions(request["AttributeDefinitions"], keys, index_keys, searched)
    _check_indexes(request, global_indexes, local_indexes)
    check_new_vectors(request)
    check_index_names([*_names(request, *INDEX_LISTS)])
    _check_capacity(request, global_indexes)
    for setting in all_settings():
        setting.check_new(request)


def _indexes(request: Part, member: str) -> list[Index]:
    if request.get(member) == []:
        raise wrong(f"List of {member} is empty")
    return [Index.made_from(part) for part in request.get(member, ())]


def _names(request: Part, *members: str) -> list[str]:
    return [part["IndexName"] for member in members for part in request.get(member, ())]


def _check_indexes(request: Part, global_indexes: list[Index], local_indexes: list[Index]) -> None:
    if len(local_indexes) > LOCAL_LIMIT:
        raise wrong(f"Number of LocalSecondaryIndexes exceeds per-table limit of {LOCAL_LIMIT}")
    indexes = [*global_indexes, *local_indexes]
    for index in global_indexes:
        check_global_keys(index.keys)
    for index in local_indexes:
        check_local_keys(index, request["KeySchema"])
    for index in indexes:
        check_projection(index.projection)
    check_included(indexes)


def _check_capacity(request: Part, indexes: list[Index]) -> None:
    mode, units = request.get("BillingMode", PROVISIONED), request.get("ProvisionedThroughput")
    if mode == PAY_PER_REQUEST and units:
        raise wrong(NO_CAPACITY)
    if mode == PROVISIONED and not units:
        text = "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"
        raise wrong(text)
    for index in indexes:
        check_new_capacity(index, mode)
        check_maximums(index.on_demand_units, mode, index.name, new=True)
        check_new_warmth(index.warm, index.throughput, mode, index.name)
    check_maximums(request.get("OnDemandThroughput") or {}, mode, new=True)
    check_new_warmth(request.get("WarmThroughput") or {}, units, mode)


def made_table(request: Part, place: Place, table_id: str, resolve: Resolve) -> Table:
    """The table that a CreateTable request describes; ``resolve`` turns the name of a key into its ARN."""
    mode = request.get("BillingMode", PROVISIONED)
    globals_, locals_ = (
        {part["IndexName"]: Index.made_from(part) for part in request.get(member, ())}
        for member in ("GlobalSecondaryIndexes", "LocalSecondaryIndexes")
    )
    table = Table(
        name=request["TableName"],
        arn=place.arn("dynamodb", f"table/{request['TableName']}"),
        table_id=table_id,
        attributes={item["AttributeName"]: item["AttributeType"] for item in request["AttributeDefinitions"]},
        keys=list(request["KeySchema"]),
        billing_mode=mode,
        was_on_demand=mode == PAY_PER_REQUEST,
        throughput=dict(request.get("ProvisionedThroughput") or NOTHING),
        global_indexes=globals_,
        local_indexes=locals_,
        vectors={part["IndexName"]: part for part in request.get("VectorIndexes", ())},
        settings_mode=request.get("GlobalTableSettingsReplicationMode"),
        on_demand_units=dict(request.get("OnDemandThroughput") or {}),
        warm=grown(
            request.get("WarmThroughput") or {}, request.get("ProvisionedThroughput") or {}, mode == PAY_PER_REQUEST
        ),
    )
    for setting in all_settings():
        setting.create(table, request, resolve)
    return table
