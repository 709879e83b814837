# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A change of one member of a global table in the other Regions: what all share, and how long all are held by it.

DDB-TABLE-251, 294, 295, 296, 297 and 317; what belongs to a setting stands in its file (``Setting.share``).
"""

from __future__ import annotations

import copy

from ..group import others, tables_of
from ..rules.combinations import UPDATES, index_actions
from ..settings import all_settings, named_in
from ..state import NOTHING, Index, Part, Table
from ..world import World
from .group_scaling import scale_index
from .holding import hold
from .kms import resolve
from .replica_checks import check_scaled
from .replica_tables import copied_index, show_as_before
from .targets import scales_reads
from .transitions import begin

READS, WRITES = "ReadCapacityUnits", "WriteCapacityUnits"
MAXIMUM = "MaxReadRequestUnits"
# What a call may change that is of one Region alone, and what does not make the tables UPDATING (L-295).
REGIONAL = {"TableName", "DeletionProtectionEnabled"}
UNHELD = {"TableName", "SSESpecification"}


def check_spread(world: World, table: Table, request: Part) -> None:
    """Judge a change for the other Regions too."""
    shared = tables_of(table, world.now())
    if not others(table, world.now()):
        return
    if request.get(UPDATES):
        check_scaled(world, table)
    for setting in named_in(request):
        setting.check_shared(table, request, shared, world.now())


def spread(world: World, before: Table, table: Table, request: Part) -> None:
    """Carry a change to the other Regions, which are held somewhat longer than this one."""
    now = world.now()
    if not others(table, now):
        return
    seconds = 0.0 if {*request} <= UNHELD or world.behaviour.instant else world.draw("group_change")
    shared = {member: value for member, value in request.items() if member not in REGIONAL}
    for other in tables_of(table, now).values():
        there = world.home_of(other)
        old, after = copy.deepcopy(other), copy.deepcopy(other)
        _share(world, before, table, after)
        for gone in {*old.global_indexes} - {*after.global_indexes}:
            for setting in all_settings():
                setting.forget_index(after, gone)
        for setting in named_in(shared):
            setting.share(before, table, after, shared, lambda key, there=there: resolve(there, key))  # type: ignore[misc]
        if after != old or "SSESpecification" in shared:
            begin(there, old, after, shared)
        other.__dict__.update(after.__dict__)
        show_as_before(other, old, seconds, now)
    hold(world, table, seconds)
    for action, part in index_actions(request.get(UPDATES, ())):
        if action == "Create" and not table.on_demand:
            scale_index(world, table, part["IndexName"])


def _share(world: World, before: Table, table: Table, other: Table) -> None:
    """Billing, capacity, indexes and definitions; for reads a Region may have something else, and keeps it."""
    other.attributes = dict(table.attributes)
    other.was_on_demand = table.was_on_demand
    switched = before.billing_mode != table.billing_mode
    other.billing_mode = table.billing_mode
    if switched:
        other.throughput, other.on_demand_units = dict(table.throughput), dict(table.on_demand_units)
    else:
        own = scales_reads(world, table.name)
        other.throughput = _units(before.throughput, table.throughput, other.throughput, own)
        other.on_demand_units = _maximums(before.on_demand_units, table.on_demand_units, other.on_demand_units)
    other.warm = _warmest(other.warm, table.warm)
    other.vectors = copy.deepcopy(table.vectors)
    other.global_indexes = {name: _index(world, before, table, other, name, switched) for name in table.global_indexes}


def _index(world: World, before: Table, table: Table, other: Table, name: str, switched: bool) -> Index:
    index, old, there = (one.global_indexes.get(name) for one in (table, before, other))
    assert index is not None
    if old is None or there is None:
        return copied_index(index)
    if switched or index.throughput is None:
        there.throughput = None if index.throughput is None else dict(index.throughput)
    else:
        own = scales_reads(world, table.name, name)
        there.throughput = _units(old.throughput or NOTHING, index.throughput, there.throughput or NOTHING, own)
    there.on_demand_units = _maximums(old.on_demand_units, index.on_demand_units, there.on_demand_units)
    there.warm = _warmest(there.warm, index.warm)
    return there


def _units(before: Part, after: Part, theirs: Part, scaled: bool) -> Part:
    """L-251: reads and writes go along; L-321: reads that are scaled, or that a Region overrides, stay in theirs."""
    if before == after:
        return theirs
    kept = scaled or theirs[READS] != before[READS]
    return {READS: theirs[READS] if kept else after[READS], WRITES: after[WRITES]}


def _maximums(before: Part, after: Part, theirs: Part) -> Part:
    """The maximum for writes goes along; that for reads where it is the same."""
    if before == after:
        return theirs
    kept = theirs.get(MAXIMUM) != before.get(MAXIMUM)
    own = {MAXIMUM: theirs[MAXIMUM]} if kept and MAXIMUM in theirs else {}
    return {**{member: value for member, value in after.items() if not kept or member != MAXIMUM}, **own}


def _warmest(one: Part, other: Part) -> Part:
    return {member: max(one.get(member, 0), other.get(member, 0)) for member in {**one, **other}}
