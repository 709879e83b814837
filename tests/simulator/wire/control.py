# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine's own interface, beside those of the services: time, manners, faults, log, and what there is."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

from ..behaviour import SECONDS
from ..clock import stamp
from ..operations import autoscaling, kms, targets
from ..operations.buckets import buckets_of
from ..operations.members import described
from ..operations.principals import delete_principal, make_principal
from ..settings import all_settings
from ..state import Part, Table
from ..world import World
from .faults import KINDS, check_names, check_setting
from .host import Entry, Host

ROOT = "/_simulator/"
# What a table is made of that plain values cannot stand for.
PARTS = {"flights", "budgets", "global_indexes", "local_indexes", "states", "group"}
ACCOUNT, REGION = "123456789012", "eu-central-1"


def health(host: Host, _request: Part) -> Part:
    """GET health: that it runs, and its time."""
    return {"status": "running", "engine": "strict", **clock(host, {})}


def clock(host: Host, request: Part) -> Part:
    """GET clock; POST clock {advance: seconds, scale: factor}."""
    check_names("field", request, ("scale", "advance"))
    for name, value in request.items():
        check_setting(name, value, int, float)
    if "scale" in request:
        host.engine.clock.run_at(float(request["scale"]))
    if "advance" in request:
        host.engine.clock.advance(float(request["advance"]))
    now = host.engine.clock.now()
    return {"now": now, "date": stamp(now), "scale": host.engine.clock.scale}


def behaviour(host: Host, request: Part) -> Part:
    """GET behaviour; POST behaviour {unknown, budgets, limiter, lags, instant, seconds: {kind: [least, most]}}."""
    manners = host.engine.behaviour
    switches = {field.name for field in dataclasses.fields(manners)} - {"seconds", "seed"}
    check_names("setting", request, {*switches, "seconds"})
    lengths = _lengths(request.get("seconds", {}))
    for name in switches & {*request}:
        check_setting(name, request[name], bool)
    for name in switches & {*request}:
        setattr(manners, name, request[name])
    manners.seconds.update(lengths)
    return {name: getattr(manners, name) for name in sorted(switches | {"seconds", "seed"})}


def _lengths(asked: Any) -> dict[str, tuple[float, float]]:
    check_setting("seconds", asked, dict)
    check_names("transition", asked, SECONDS)
    for kind, pair in asked.items():
        if not isinstance(pair, list) or len(pair) != 2:
            raise ValueError(f"{kind} is [least, most], not {pair!r}")
        for value in pair:
            check_setting(kind, value, int, float)
    return {kind: (float(pair[0]), float(pair[1])) for kind, pair in asked.items()}


def reset(host: Host, _request: Part) -> Part:
    """POST reset: forget every table, call and fault."""
    host.reset()
    return {}


def settle(host: Host, _request: Part) -> Part:
    """POST settle: end everything that is on its way, at once."""
    now = host.engine.clock.now()
    for world in host.engine.worlds():
        for table in list(world.tables.values()):
            _settle(table, now)
    return {}


def _settle(table: Table, now: float) -> None:
    for flight in table.flights.pending(now):
        flight.until = now
    table.hidden_until = min(table.hidden_until, now)
    if table.group is not None:
        table.group.settle(now)
    if table.on_demand_at is not None:
        table.on_demand_at = min(table.on_demand_at, now)
    if table.deleted_at is not None:
        table.deleted_at = now


def faults(host: Host, request: Part) -> Part:
    """GET faults; POST faults {kind, operation, ...} adds one; POST faults {clear: true} ends all."""
    if request.pop("clear", False):
        host.faults.clear()
    if request and "kind" not in request:
        raise ValueError(f"a fault has a kind, one of {', '.join(KINDS)}")
    if request:
        host.faults.add(**request)
    return {"faults": [dataclasses.asdict(fault) for fault in host.faults.faults]}


def calls(host: Host, request: Part) -> Part:
    """GET calls: every call with its virtual time; POST calls {since: number} those from there on, {clear: true}."""
    check_names("field", request, ("since", "clear"))
    if request.get("clear"):
        host.calls.clear()
    return {"calls": [_entry(entry) for entry in host.calls if entry.number >= int(request.get("since", 0))]}


def _entry(entry: Entry) -> Part:
    return {**dataclasses.asdict(entry), "caller": entry.caller._asdict(), "date": stamp(entry.at)}


def state(host: Host, request: Part) -> Part:
    """GET state: all there is. POST state {account, region, keys: {id: alias or null}, tables: {name: {...}}, buckets}.

    It also takes missing_streams: [ARN, ...], the streams of Kinesis that are not there; all others are; and disabled:
    true for a Region that the account has not enabled.

    A table that is named must be there; its fields are those of ``state.Table`` and of what settings hold of it: lost,
    items, tags and the like. ``buckets`` are those of S3, by their names: of each, the text of the objects by their
    keys.
    """
    check_names("field", request, ("account", "region", "disabled", "keys", "missing_streams", "tables", "buckets"))
    if request:
        world = host.engine.world(request.get("account", ACCOUNT), request.get("region", REGION))
        for key, alias in request.get("keys", {}).items():
            kms.add_key(world, key, alias)
        if "missing_streams" in request:
            check_setting("missing_streams", request["missing_streams"], list)
            world.stores["missing_streams"] = set(request["missing_streams"])
        if "disabled" in request:
            check_setting("disabled", request["disabled"], bool)
            world.disabled = request["disabled"]
        for name, objects in request.get("buckets", {}).items():
            check_setting(name, objects, dict)
            buckets_of(world)[name] = {key: str(text) for key, text in objects.items()}
        for name, fields in request.get("tables", {}).items():
            _change(world.table(name, "DescribeTable"), fields)
    return {"worlds": [_world(world) for world in host.engine.worlds()]}


def scaling(host: Host, request: Part) -> Part:
    """POST scaling {table, index, unit: read or write, units}: have Application Auto Scaling set a capacity now.

    The target must be there, and take the value; the table may refuse the call that it sends, as it does others.
    """
    check_names("field", request, ("account", "region", "table", "index", "unit", "units"))
    world = host.engine.world(request.get("account", ACCOUNT), request.get("region", REGION))
    index, unit = request.get("index", ""), str(request["unit"])
    resource = f"table/{request['table']}/index/{index}" if index else f"table/{request['table']}"
    kind = "index" if index else "table"
    target = targets.targets_of(world).get(targets.Id(resource, f"dynamodb:{kind}:{unit.title()}CapacityUnits"))
    if target is None or not target.least <= int(request["units"]) <= target.most:
        raise ValueError(f"nothing scales the {unit} capacity of {resource} to {request['units']}")
    return {"set": autoscaling.set_capacity(world, target, int(request["units"]))}


def _change(table: Table, fields: Part) -> None:
    holders: dict[str, Any] = {field.name: table for field in dataclasses.fields(table) if field.name not in PARTS}
    holders |= {field.name: held for held, field in _held(table) if "budget" not in field.metadata}
    check_names("field of a table", fields, holders)
    for name, value in fields.items():
        old = getattr(holders[name], name)
        if old is not None and value is not None:
            check_setting(name, value, type(old))
    for name, value in fields.items():
        setattr(holders[name], name, value)


def _held(table: Table) -> Iterator[tuple[Any, dataclasses.Field[Any]]]:
    """What settings hold of a table, field by field."""
    for setting in all_settings():
        if setting.state is not None:
            held = table.of(setting.state)
            yield from ((held, field) for field in dataclasses.fields(held))


def _marked(table: Table, mark: str) -> Part:
    return {field.name: getattr(held, field.name) for held, field in _held(table) if mark in field.metadata}


def _world(world: World) -> Part:
    now = world.now()
    tables = {name: _table(table, now) for name in sorted(world.tables) if (table := world.find(name)) is not None}
    return {"account": world.place.account, "region": world.place.region, "tables": tables}


def _table(table: Table, now: float) -> Part:
    flights = [*table.flights.pending(now), *(table.group.flights.pending(now) if table.group else ())]
    moving = [
        {"kind": flight.kind, "of": flight.subject, "begins": stamp(flight.since), "ends": stamp(flight.until)}
        for flight in flights
    ]
    return {
        "description": described(table, now),
        **_marked(table, "told"),
        "in_flight": moving,
        "budgets": {**dataclasses.asdict(table.budgets), **_marked(table, "budget")},
    }


def principals(host: Host, request: Part) -> Part:
    """POST principals {account, deleted: [ARN], made: [ARN]}: roles and users of IAM go, and come again."""
    check_names("field", request, ("account", "deleted", "made"))
    account = request.get("account", ACCOUNT)
    # Before the first call there is no world yet, and a test may begin with this.
    worlds = [world for world in host.engine.worlds() if world.place.account == account]
    if not worlds and account == ACCOUNT:
        worlds = [host.engine.world(account)]
    for name in ("deleted", "made"):
        check_setting(name, request.get(name, []), list)
    ids = {arn: delete_principal(world, arn) for world in worlds for arn in request.get("deleted", ())}
    for world in worlds:
        for arn in request.get("made", ()):
            make_principal(world, arn)
    return {"ids": ids}


ACTIONS: dict[str, Callable[[Host, Part], Any]] = {
    action.__name__: action
    for action in (health, clock, behaviour, reset, settle, faults, calls, scaling, state, principals)
}
