# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the read APIs say of a table, with everything that is peculiar about it (control_plane.md, 2, "Read-back")."""

from __future__ import annotations

from typing import Any

from . import flights as kinds
from .clock import moment
from .flights import Flight
from .settings import all_settings
from .state import NOTHING, Index, Part, Table

ON_DEMAND_WARMTH = {"ReadUnitsPerSecond": 12000, "WriteUnitsPerSecond": 4000}


def table_description(table: Table, now: float = 0.0, status: str | None = None) -> Part:
    """DescribeTable: what was never set is absent, not empty; what is on its way shows as it was."""
    shown = status or table.status(now)
    answer: Part = {
        "AttributeDefinitions": _definitions(table, now),
        "TableName": table.name,
        "KeySchema": list(table.keys),
        "TableStatus": shown,
        "CreationDateTime": moment(table.made_at),
        "ProvisionedThroughput": _capacity(table, "", table.throughput, now),
        "TableSizeBytes": 0,
        "ItemCount": 0,
        "TableArn": table.arn,
        "TableId": table.table_id,
        "WarmThroughput": _warmth(table, table.warm, table.throughput, now, ""),
    }
    if table.was_on_demand:
        answer["BillingModeSummary"] = _billing(table, now)
    parts = (
        _indexes(table, now),
        _units(table.on_demand_units),
    )
    for part in parts:
        answer |= part
    for setting in all_settings():
        answer |= setting.described(table, now)
    for flight in table.flights.at(now, kinds.LAG, kinds.CAPACITY, subject=""):
        answer |= flight.shows
    return answer


def _definitions(table: Table, now: float) -> list[Part]:
    """Sorted by name; those of an index that is being deleted are still there."""
    known = dict(table.attributes)
    for flight in table.flights.at(now, kinds.INDEX_DELETE):
        known = {**flight.shows["attributes"], **known}
    return [{"AttributeName": name, "AttributeType": kind} for name, kind in sorted(known.items())]


def _billing(table: Table, now: float) -> Part:
    """There for ever once the table was on demand, absent before, also if PROVISIONED was asked for in words.

    The mode is the new one at once, the time is that of the end of the last switch to on demand (L-064, L-452).
    """
    switch = table.flights.find(now, kinds.BILLING)
    since = switch.shows.get("since", table.on_demand_at) if switch else table.on_demand_at
    return {
        "BillingMode": table.billing_mode,
        **({} if since is None else {"LastUpdateToPayPerRequestDateTime": moment(since)}),
    }


def _capacity(table: Table, what: str, units: Part, now: float) -> Part:
    """0/0 on demand; the decreases of this UTC day are counted, and stay counted on demand (L-055, L-153)."""
    budgets = table.budgets
    answer: Part = {"NumberOfDecreasesToday": budgets.decreases_today(what, now), **units}
    switch = table.flights.find(now, kinds.BILLING)
    if budgets.decreases.get(what):
        answer["LastDecreaseDateTime"] = moment(budgets.decreases[what][-1])
    if switch and not what and table.on_demand:
        # L-064: a decrease is shown on the way to on demand, and neither counted nor shown afterwards.
        answer["LastDecreaseDateTime"] = moment(switch.since)
    if what in budgets.increases:
        answer["LastIncreaseDateTime"] = moment(budgets.increases[what])
    return answer


def _warmth(table: Table, warm: Part, units: Part, now: float, what: str) -> Part:
    """Always there: 12000/4000 once on demand, else the highest capacity ever, or what was asked for."""
    flight = table.flights.find(now, kinds.WARM, subject=what)
    if flight:
        return {**flight.shows, "Status": "UPDATING"}
    before = table.flights.find(now, kinds.OLD_WARMTH, subject=what)
    if before:
        return {**before.shows, "Status": "ACTIVE"}
    return {**grown(warm, units, table.was_on_demand), "Status": "ACTIVE"}


def grown(warm: Part, units: Part, on_demand: bool) -> Part:
    """Return the warm throughput that a table or an index has at least."""
    least = ON_DEMAND_WARMTH if on_demand else {}
    pairs = (("ReadUnitsPerSecond", "ReadCapacityUnits"), ("WriteUnitsPerSecond", "WriteCapacityUnits"))
    return {member: max(warm.get(member, 0), units.get(unit, 0), least.get(member, 0)) for member, unit in pairs}


def _projection(projection: Part) -> Part:
    """The attributes come back sorted."""
    names = projection.get("NonKeyAttributes")
    return dict(projection) if names is None else {**projection, "NonKeyAttributes": sorted(names)}


def _index(table: Table, index: Index) -> Part:
    return {
        "IndexName": index.name,
        "KeySchema": list(index.keys),
        "Projection": _projection(index.projection),
        "IndexSizeBytes": 0,
        "ItemCount": 0,
        "IndexArn": f"{table.arn}/index/{index.name}",
    }


def _indexes(table: Table, now: float) -> Part:
    """Absent where there are none; in the order in which they were asked for (L-125)."""
    leaving = table.flights.at(now, kinds.INDEX_DELETE)
    answer: Part = {}
    indexes = [*table.global_indexes.values(), *_of(leaving, "index")]
    if indexes:
        answer["GlobalSecondaryIndexes"] = [_global_index(table, index, now) for index in indexes]
    if table.local_indexes:
        answer["LocalSecondaryIndexes"] = [_index(table, index) for index in table.local_indexes.values()]
    vectors = [*table.vectors.values(), *_of(leaving, "vector")]
    if vectors:
        answer["VectorIndexes"] = [_vector(table, vector, now) for vector in vectors]
    return answer


def _of(flights: list[Flight], what: str) -> list[Any]:
    return [flight.shows[what] for flight in flights if what in flight.shows]


def _vector(table: Table, vector: Part, now: float) -> Part:
    name = vector["IndexName"]
    state = {"IndexSizeBytes": 0, "ItemCount": 0, "IndexArn": f"{table.arn}/index/{name}"}
    shown = {**vector, "Projection": _projection(vector["Projection"])}
    return {**shown, **index_status(table, name, now), **state}


def _global_index(table: Table, index: Index, now: float) -> Part:
    units = index.throughput or NOTHING
    answer = {
        **_index(table, index),
        **index_status(table, index.name, now),
        "ProvisionedThroughput": _capacity(table, index.name, units, now),
        "WarmThroughput": _warmth(table, index.warm, units, now, index.name),
        **_units(index.on_demand_units),
    }
    for flight in table.flights.at(now, kinds.LAG, kinds.INDEX_UPDATE, subject=index.name):
        answer |= flight.shows
    return answer


def index_status(table: Table, name: str, now: float) -> Part:
    """IndexStatus, and Backfilling: absent where the index came with its table, else false, true, absent."""
    if table.flights.find(now, kinds.CREATING):
        return {"IndexStatus": "CREATING"}
    states = (
        (kinds.INDEX_DELETE, {"IndexStatus": "DELETING"}),
        (kinds.ALLOCATION, {"IndexStatus": "CREATING", "Backfilling": False}),
        (kinds.BACKFILL, {"IndexStatus": "CREATING", "Backfilling": True}),
        (kinds.INDEX_UPDATE, {"IndexStatus": "UPDATING"}),
        (kinds.INDEX_SWITCH, {"IndexStatus": "UPDATING"}),
    )
    found = (state for kind, state in states if table.flights.find(now, kind, subject=name))
    # L-175: a change of the class is one of the indexes too.
    moving = table.flights.find(now, kinds.CLASS)
    return dict(next(found, {"IndexStatus": "UPDATING" if moving else "ACTIVE"}))


def _units(units: Part) -> Part:
    return {"OnDemandThroughput": dict(units)} if units else {}
