# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UpdateTable against the table as it is: what is there already, what is missing, what comes of it."""

from __future__ import annotations

from collections.abc import Sequence

from .. import flights as kinds
from ..answers import grown
from ..refusal import NO_CAPACITY, RefusedError, invalid, no_index, wrong
from ..setting import Resolve
from ..settings import all_settings, named_in
from ..state import NOTHING, PAY_PER_REQUEST, PROVISIONED, Index, Part, Table
from .combinations import UPDATES, VECTORS, index_actions
from .quotas import REFER
from .schema import check_added_capacity, check_global_keys, check_included, check_projection
from .units import check_maximums, check_new_warmth, check_warmth, merged_maximums, unknown_index
from .vectors import apply_vector_update, check_no_vector, check_vector_update

ON_DEMAND_INDEX = "The only Updates for index: {} when TableThroughputMode is PAY_PER_REQUEST can be to"


def update_table(table: Table, request: Part, resolve: Resolve, now: float = 0.0) -> None:
    """Judge every part of the call, then make the change: a refused call changes nothing."""
    mode = request.get("BillingMode", table.billing_mode)
    actions = index_actions(request.get(UPDATES, ()))
    _check_billing(table, request, mode, actions)
    for action, part in actions:
        CHECKS[action](table, request, part, mode, now)
    for setting in named_in(request):
        setting.check_change(table, request)
    for update in request.get(VECTORS, ()):
        check_vector_update(table, request, update)
    check_maximums(request.get("OnDemandThroughput") or {}, mode)
    check_warmth(_shown_warmth(table, "", now), request.get("WarmThroughput") or {})
    _apply_capacity(table, request, mode)
    for action, part in actions:
        _apply_action(table, request, action, part)
    for update in request.get(VECTORS, ()):
        apply_vector_update(table, request, update)
    for setting in named_in(request):
        setting.change(table, request, resolve)


def _shown_warmth(table: Table, what: str, now: float) -> Part:
    """L-049: what DescribeTable shows counts, not what is on its way."""
    flight = table.flights.find(now, kinds.WARM, subject=what)
    if flight:
        return flight.shows
    part = table.global_indexes[what] if what else table
    return grown(part.warm, part.throughput or {}, table.was_on_demand)


def _check_billing(table: Table, request: Part, mode: str, actions: Sequence[tuple[str, Part]]) -> None:
    units = request.get("ProvisionedThroughput")
    if units and mode == PAY_PER_REQUEST:
        raise wrong(NO_CAPACITY)
    switch = mode == PROVISIONED and table.on_demand
    if switch:
        updated = {part["IndexName"] for action, part in actions if action == "Update"}
        left = [name for name in table.global_indexes if name not in updated]
        if left:
            raise wrong(f"ProvisionedThroughput must be specified for index: {','.join(left)}")
    if units and not switch and units == table.throughput:
        raise _unchanged("the table", "the table", units)


def _unchanged(what: str, named: str, units: Part) -> RefusedError:
    read, write = units["ReadCapacityUnits"], units["WriteCapacityUnits"]
    return invalid(
        f"The provisioned throughput for {what} will not change. The requested value equals the current value."
        f" Current ReadCapacityUnits provisioned for {named}: {read}. Requested ReadCapacityUnits: {read}."
        f" Current WriteCapacityUnits provisioned for {named}: {write}. Requested WriteCapacityUnits: {write}."
        f" {REFER}"
    )


def _check_index_update(table: Table, _request: Part, part: Part, mode: str, now: float) -> None:
    name, units = part["IndexName"], part.get("ProvisionedThroughput")
    index = table.global_indexes.get(name)
    if name in table.local_indexes:
        raise invalid(f"Cannot update an index that is not a GlobalSecondaryIndex: {name}")
    if index is None:
        raise unknown_index(part) or no_index(name, table.name)
    check_maximums(part.get("OnDemandThroughput") or {}, mode, name)
    check_warmth(_shown_warmth(table, name, now), part.get("WarmThroughput") or {}, name)
    if units is None:
        if part.get("OnDemandThroughput") or part.get("WarmThroughput"):
            return
        if mode != PAY_PER_REQUEST:
            raise wrong(f"ProvisionedThroughput must be specified for index: {name}")
    if mode == PAY_PER_REQUEST:
        raise wrong(ON_DEMAND_INDEX.format(name) + " OnDemandThroughput, WarmThroughput")
    if units is not None and units == index.throughput:
        raise _unchanged(f"the index {name}", f"index {name}", units)


def _check_index_create(table: Table, request: Part, part: Part, mode: str, _now: float) -> None:
    index = Index.made_from(part)
    check_global_keys(index.keys)
    check_projection(index.projection)
    if "AttributeDefinitions" not in request:
        raise wrong(f"AttributeDefinitions is not specified for index: {index.name}")
    new = {item["AttributeName"]: item["AttributeType"] for item in request["AttributeDefinitions"]}
    undefined = [name for name in index.attributes if name not in new]
    if undefined:
        raise wrong(
            "Some index key attributes are not defined in AttributeDefinitions."
            f" Keys: {undefined}, AttributeDefinitions: {sorted(new)}"
        )
    if index.name in {*table.vectors, *(other.name for other in table.indexes())}:
        raise invalid("Attempting to create an index which already exists")
    check_no_vector(table, index.attributes)
    if any(table.attributes.get(name, new[name]) != new[name] for name in index.attributes):
        raise wrong(
            "Attributes cannot be redefined. Please check that your attribute has the same type as previously"
            f" defined. Existing schema: {table.attributes} New schema: {new}"
        )
    check_added_capacity(index, mode)
    check_maximums(index.on_demand_units, mode, index.name, new=True)
    check_new_warmth(index.warm, index.throughput, mode, index.name)
    check_included([*table.indexes(), index])


def _check_index_delete(table: Table, _request: Part, part: Part, _mode: str, _now: float) -> None:
    name = part["IndexName"]
    if name in table.local_indexes:
        raise invalid(f"Cannot delete an index that is not a GlobalSecondaryIndex: {name}")
    if name not in table.global_indexes:
        raise no_index(name, table.name)


CHECKS = {"Update": _check_index_update, "Create": _check_index_create, "Delete": _check_index_delete}


def _apply_capacity(table: Table, request: Part, mode: str) -> None:
    table.billing_mode = mode
    table.was_on_demand = table.was_on_demand or mode == PAY_PER_REQUEST
    if "ProvisionedThroughput" in request:
        table.throughput = dict(request["ProvisionedThroughput"])
    if mode == PAY_PER_REQUEST:
        table.throughput = dict(NOTHING)
        for index in table.global_indexes.values():
            index.throughput = None
        table.on_demand_units = merged_maximums(table.on_demand_units, request.get("OnDemandThroughput") or {})
    else:
        # A change to PROVISIONED takes the maximums along.
        table.on_demand_units = {}
        for index in table.global_indexes.values():
            index.on_demand_units = {}
    table.warm = {**grown(table.warm, table.throughput, table.was_on_demand), **(request.get("WarmThroughput") or {})}


def _apply_action(table: Table, request: Part, action: str, part: Part) -> None:
    name = part["IndexName"]
    if action == "Update":
        _apply_index_update(table.global_indexes[name], part, table.was_on_demand)
    elif action == "Delete":
        del table.global_indexes[name]
        for setting in all_settings():
            setting.forget_index(table, name)
        table.forget_unused_attributes()
    else:
        index = Index.made_from(part)
        table.global_indexes[name] = index
        # Read for the new index only: other definitions, also wrong ones, are passed over in silence.
        defined = {item["AttributeName"]: item["AttributeType"] for item in request["AttributeDefinitions"]}
        table.attributes |= {attribute: defined[attribute] for attribute in index.attributes}


def _apply_index_update(index: Index, part: Part, on_demand: bool) -> None:
    if part.get("ProvisionedThroughput"):
        index.throughput = dict(part["ProvisionedThroughput"])
    index.on_demand_units = merged_maximums(index.on_demand_units, part.get("OnDemandThroughput") or {})
    index.warm = {**grown(index.warm, index.throughput or {}, on_demand), **(part.get("WarmThroughput") or {})}
