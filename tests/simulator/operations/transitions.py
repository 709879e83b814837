# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UpdateTable: what a change sets on its way, and what shows until it has arrived (control_plane.md, 4.2)."""

from __future__ import annotations

from .. import flights as kinds
from ..answers import grown, table_description
from ..rules.combinations import UPDATES, VECTORS, index_actions
from ..rules.vectors import search_attributes
from ..settings import all_settings, named_in
from ..state import Part, Table
from ..world import World


def begin(world: World, table: Table, after: Table, request: Part) -> None:
    """Start the transitions of 4.2."""
    if "WarmThroughput" in request:
        begin_warmth(world, after, "", grown(table.warm, table.throughput, table.was_on_demand), after.warm)
    for setting in named_in(request):
        setting.begin(world, table, after, request)
    _begin_capacity(world, table, after, request)
    for action, part in index_actions(request.get(UPDATES, ())):
        BEGINNINGS[action](world, table, after, part)
    for update in request.get(VECTORS, ()):
        for action, part in update.items():
            VECTOR_BEGINNINGS[action](world, table, after, part)


def begin_warmth(world: World, after: Table, what: str, old: Part, new: Part) -> None:
    """The first rise takes minutes, further ones and the same again some seconds; what is in flight wins at its end.

    L-121, L-179, L-459: a second request in flight neither begins anew nor lasts longer, its values are the last.
    """
    now = world.now()
    if after.flights.find(now, kinds.WARM, subject=what):
        return
    again = what in after.warmed or old == new
    after.warmed |= set() if old == new else {what}
    after.flights.begin(kinds.WARM, now, world.draw("warm_again" if again else "warm"), what, shows=old)


def _begin_capacity(world: World, table: Table, after: Table, request: Part) -> None:
    now = world.now()
    if table.billing_mode != after.billing_mode:
        _begin_switch(world, table, after)
    elif table.throughput != after.throughput:
        old, new = (table_description(part, now)["ProvisionedThroughput"] for part in (table, after))
        shows: Part = {"ProvisionedThroughput": _with_new_times(old, new)}
        after.flights.begin(kinds.CAPACITY, now, world.draw("capacity"), shows=shows)
    cleared = {member: -1 for member, value in (request.get("OnDemandThroughput") or {}).items() if value == -1}
    if cleared:
        # 2: -1 is echoed for about a second.
        shown = {"OnDemandThroughput": {**after.on_demand_units, **cleared}}
        after.flights.begin(kinds.LAG, now, world.draw("cleared_units"), shows=shown)


def _with_new_times(old: Part, new: Part) -> Part:
    """L-060 and L-184: the old units and the old count, with the time of this change."""
    return {**old, **{member: value for member, value in new.items() if member.startswith("Last")}}


def _begin_switch(world: World, table: Table, after: Table) -> None:
    """Mode and capacity are the new ones at once, also of indexes; warm throughput and the time follow at the end.

    L-064, L-152, L-165, L-452.
    """
    now = world.now()
    kind = "to_provisioned"
    if after.on_demand:
        kind = "to_on_demand_again" if table.was_on_demand else "to_on_demand"
    flight = after.flights.begin(kinds.BILLING, now, world.draw(kind))
    if after.on_demand:
        flight.shows["since"] = table.on_demand_at
        after.on_demand_at = flight.until
    parts = {"": (table.warm, table.throughput)}
    parts |= {name: (index.warm, index.throughput or {}) for name, index in table.global_indexes.items()}
    for name, (warm, units) in parts.items():
        if after.on_demand and not after.flights.find(now, kinds.WARM, subject=name):
            shows = grown(warm, units, table.was_on_demand)
            after.flights.begin(kinds.OLD_WARMTH, now, flight.until - now, name, shows=shows)
        elif name:
            after.flights.begin(kinds.INDEX_SWITCH, now, world.draw("index_switch"), name)


def _begin_creation(world: World, _table: Table, after: Table, part: Part) -> None:
    _build(world, after, part["IndexName"], "index_backfill")


def _begin_vector_creation(world: World, _table: Table, after: Table, part: Part) -> None:
    _build(world, after, part["IndexName"], "vector_backfill")


def _build(world: World, after: Table, name: str, backfill: str) -> None:
    now, allocated = world.now(), world.draw("index_allocation")
    after.flights.begin(kinds.ALLOCATION, now, allocated, name)
    filled = after.flights.begin(kinds.BACKFILL, now + allocated, world.draw(backfill), name)
    for setting in all_settings():
        setting.begin_index(world, after, name, filled.until)
    index = after.global_indexes.get(name)
    if index is not None and index.warm:
        shows = grown(index.warm, index.throughput or {}, after.was_on_demand)
        after.flights.begin(kinds.WARM, now, filled.until - now, name, shows=shows)


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
    for setting in all_settings():
        shows |= setting.shown_of_leaving(table, name)
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
        later = {index["IndexName"]: index for index in table_description(after, now)["GlobalSecondaryIndexes"]}[name]
        block = _with_new_times(shown["ProvisionedThroughput"], later["ProvisionedThroughput"])
        shows = {"ProvisionedThroughput": block}
        after.flights.begin(kinds.INDEX_UPDATE, now, world.draw("index_capacity"), name, shows=shows)
    if part.get("WarmThroughput"):
        begin_warmth(world, after, name, grown(old.warm, old.throughput or {}, table.was_on_demand), new.warm)


BEGINNINGS = {"Create": _begin_creation, "Delete": _begin_deletion, "Update": _begin_update}
VECTOR_BEGINNINGS = {"Create": _begin_vector_creation, "Delete": _begin_vector_deletion}
