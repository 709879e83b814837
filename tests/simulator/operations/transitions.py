# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UpdateTable: what a change sets on its way, and what shows until it has arrived (control_plane.md, 4.2)."""

from __future__ import annotations

from .. import flights as kinds
from ..answers import grown, stream_label, table_description
from ..flights import Flight
from ..rules.combinations import UPDATES, VECTORS, index_actions
from ..rules.vectors import search_attributes
from ..state import Part, Table
from ..world import World


def begin(world: World, table: Table, after: Table, request: Part) -> None:
    """Start the transitions of 4.2."""
    now = world.now()
    flights = after.flights
    if "StreamSpecification" in request:
        detail = "ENABLE" if request["StreamSpecification"]["StreamEnabled"] else "DISABLE"
        after.stream_made_at = now if detail == "ENABLE" else table.stream_made_at
        shows = {"label": stream_label(after)}
        flights.begin(kinds.STREAM, now, world.draw("stream"), detail=detail, shows=shows)
    if "TableClass" in request:
        flights.begin(
            kinds.CLASS, now, world.draw("class"), shows=_shown_class(table, now), detail=request["TableClass"]
        )
    if "SSESpecification" in request:
        _begin_encryption(world, table, after)
    if "WarmThroughput" in request and after.warm != grown(table.warm, table.throughput, table.was_on_demand):
        shows = grown(table.warm, table.throughput, table.was_on_demand)
        flights.begin(kinds.WARM, now, world.draw("warm"), shows=shows)
    _begin_capacity(world, table, after, request)
    for action, part in index_actions(request.get(UPDATES, ())):
        BEGINNINGS[action](world, table, after, part)
    for update in request.get(VECTORS, ()):
        for action, part in update.items():
            VECTOR_BEGINNINGS[action](world, table, after, part)


def _shown_class(table: Table, now: float) -> Part:
    summary = table_description(table, now).get("TableClassSummary")
    return {"TableClassSummary": summary} if summary else {}


def _begin_encryption(world: World, table: Table, after: Table) -> None:
    now = world.now()
    shows = {"key": table.encryption_key, "until": now + world.draw("key_lag")}
    after.flights.begin(kinds.ENCRYPTION, now, world.draw("encryption"), shows=shows)
    class_change = after.flights.find(now, kinds.CLASS)
    if class_change:
        after.flights.begin("class_hazard", now, class_change.until - now)
        after.flights.end(class_change, now)


def _begin_capacity(world: World, table: Table, after: Table, request: Part) -> None:
    now = world.now()
    shows: Part = {"ProvisionedThroughput": table_description(table, now)["ProvisionedThroughput"]}
    if table.billing_mode != after.billing_mode:
        kind = "to_provisioned"
        if after.on_demand:
            kind = "to_on_demand_again" if table.was_on_demand else "to_on_demand"
        flight = after.flights.begin(kinds.BILLING, now, world.draw(kind), shows=shows)
        _keep_index_capacity(table, after, flight)
    elif table.throughput != after.throughput:
        after.flights.begin(kinds.CAPACITY, now, world.draw("capacity"), shows=shows)
    cleared = {member: -1 for member, value in (request.get("OnDemandThroughput") or {}).items() if value == -1}
    if cleared:
        # 2: -1 is echoed for about a second.
        shown = {"OnDemandThroughput": {**after.on_demand_units, **cleared}}
        after.flights.begin(kinds.LAG, now, world.draw("cleared_units"), shows=shown)


def _keep_index_capacity(table: Table, after: Table, flight: Flight) -> None:
    """Indexes show the capacity of the old mode as long as the table does."""
    for index in table_description(table, flight.since).get("GlobalSecondaryIndexes", ()):
        shows = {"ProvisionedThroughput": index["ProvisionedThroughput"]}
        seconds = flight.until - flight.since
        after.flights.begin(kinds.LAG, flight.since, seconds, index["IndexName"], shows=shows)


def _begin_creation(world: World, _table: Table, after: Table, part: Part) -> None:
    _build(world, after, part["IndexName"], "index_backfill")


def _begin_vector_creation(world: World, _table: Table, after: Table, part: Part) -> None:
    _build(world, after, part["IndexName"], "vector_backfill")


def _build(world: World, after: Table, name: str, backfill: str) -> None:
    now, allocated = world.now(), world.draw("index_allocation")
    after.flights.begin(kinds.ALLOCATION, now, allocated, name)
    after.flights.begin(kinds.BACKFILL, now + allocated, world.draw(backfill), name)


def _begin_deletion(world: World, table: Table, after: Table, part: Part) -> None:
    index = table.global_indexes[part["IndexName"]]
    _take_down(world, table, after, index.name, {"index": index}, index.attributes)
    after.budgets.decreases.pop(index.name, None)
    after.budgets.increases.pop(index.name, None)


def _begin_vector_deletion(world: World, table: Table, after: Table, part: Part) -> None:
    vector = table.vectors[part["IndexName"]]
    _take_down(world, table, after, part["IndexName"], {"vector": vector}, search_attributes(vector))


def _take_down(world: World, table: Table, after: Table, name: str, shown: Part, attributes: list[str]) -> None:
    """Until an index is gone it shows, and the definitions that only it used do."""
    now = world.now()
    for flight in after.flights.pending(now):
        # Also one that has yet to begin.
        if flight.subject == name:
            after.flights.end(flight, now)
    shows = {**shown, "attributes": {attribute: table.attributes[attribute] for attribute in attributes}}
    after.flights.begin(kinds.INDEX_DELETE, now, world.draw("index_delete"), name, shows=shows)


def _begin_update(world: World, table: Table, after: Table, part: Part) -> None:
    """A new capacity shows when it is reached; a new warm throughput takes minutes of its own."""
    now, name = world.now(), part["IndexName"]
    old, new = table.global_indexes[name], after.global_indexes[name]
    shown = {index["IndexName"]: index for index in table_description(table, now).get("GlobalSecondaryIndexes", ())}[
        name
    ]
    # A change to PROVISIONED brings the capacity of its indexes along.
    switched = table.billing_mode != after.billing_mode
    if (old.throughput != new.throughput and not switched) or old.on_demand_units != new.on_demand_units:
        shows = {"ProvisionedThroughput": shown["ProvisionedThroughput"]}
        after.flights.begin(kinds.INDEX_UPDATE, now, world.draw("index_capacity"), name, shows=shows)
    warm = grown(old.warm, old.throughput or {}, table.was_on_demand)
    if part.get("WarmThroughput") and new.warm != warm:
        after.flights.begin(kinds.WARM, now, world.draw("warm"), name, shows=warm)


BEGINNINGS = {"Create": _begin_creation, "Delete": _begin_deletion, "Update": _begin_update}
VECTOR_BEGINNINGS = {"Create": _begin_vector_creation, "Delete": _begin_vector_deletion}
