# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What a table has and no option describes, and what is not known of it: one line each, for people."""

from __future__ import annotations

import typing as t

Words = t.Mapping[str, t.Any]
Lines = t.Iterator[str]

# What every on-demand table is warm for, and the table whose capacity it is where there is none.
WARM = (12_000, 4_000)


def beyond_options(found: Words) -> Lines:
    """Return the lines of one table that dynamodb_table_info found."""
    table = found.get("table") or {}
    yield from _state(table)
    yield from _insights(found["spec"])
    for item, name in _throughputs(table):
        yield from _on_demand(item, name)
        yield from _warm(item, name)
    yield from _replicas(table)
    names = [index.get("index_name") for index in table.get("vector_indexes") or ()]
    if names:
        yield f"vector indexes: {_listed(names)}"
    yield from _unmanaged(found.get("unmanaged") or {})


def _state(table: Words) -> Lines:
    status = table.get("table_status") or "ACTIVE"
    if status != "ACTIVE":
        yield f"the table was {status}, so some of this may not be final"
    for aspect, reason in (table.get("unknown") or {}).items():
        yield f"{aspect} could not be read: {reason}"


def _insights(spec: Words) -> Lines:
    if mixed_modes(spec):
        yield "contributor insights of the table and of its indexes have different modes"


def mixed_modes(spec: Words) -> bool:
    """Tell whether contributor insights are on in more than one mode, which no specification can say."""
    on = spec.get("contributor_insights_enabled") or spec.get("contributor_insights_indexes")
    return bool(on) and not spec.get("contributor_insights_mode")


def _throughputs(table: Words) -> t.Iterator[tuple[Words, str]]:
    yield table, "the table"
    for index in table.get("global_secondary_indexes") or ():
        yield index, f"index {index.get('index_name')}"


def _on_demand(item: Words, name: str) -> Lines:
    limits = item.get("on_demand_throughput") or {}
    reads, writes = limits.get("max_read_request_units", -1), limits.get("max_write_request_units", -1)
    if reads > 0 or writes > 0:
        yield f"on-demand throughput of {name}: at most {_limit(reads)} read and {_limit(writes)} write units a second"


def _limit(units: int) -> str:
    return str(units) if units > 0 else "any number of"


def _warm(item: Words, name: str) -> Lines:
    """Tell of warm throughput beyond what comes by itself: with on-demand mode, and with the capacity."""
    warm, capacity = item.get("warm_throughput") or {}, item.get("provisioned_throughput") or {}
    own = (capacity.get("read_capacity_units") or 0, capacity.get("write_capacity_units") or 0)
    usual = own if any(own) else WARM
    reads, writes = warm.get("read_units_per_second") or 0, warm.get("write_units_per_second") or 0
    if reads > usual[0] or writes > usual[1]:
        yield f"warm throughput of {name}: {reads} reads and {writes} writes a second"


def _replicas(table: Words) -> Lines:
    consistency = " with strong consistency" if table.get("multi_region_consistency") == "STRONG" else ""
    regions = [replica.get("region_name") for replica in table.get("replicas") or ()]
    if regions:
        yield f"replicas in {_listed(regions)}{consistency}"
    witnesses = [witness.get("region_name") for witness in table.get("global_table_witnesses") or ()]
    if witnesses:
        yield f"witness of the global table in {_listed(witnesses)}"


def _unmanaged(unmanaged: Words) -> Lines:
    """Tell of what belongs to a table and has an API of its own."""
    policy = unmanaged.get("resource_policy")
    if policy:
        statements = policy.get("Statement") or []
        count = len(statements) if isinstance(statements, (list, tuple)) else 1
        yield f"resource policy with {count} statement{'' if count == 1 else 's'}"
    for destination in unmanaged.get("kinesis_destinations") or ():
        yield f"Kinesis destination {destination.get('stream_arn')}"
    for target in unmanaged.get("auto_scaling") or ():
        units, place = target["dimension"], target["index"]
        name = f"index {place}" if place else "the table"
        bounds = f"{target['least']} to {target['most']}"
        yield f"auto scaling of the {units} capacity of {name} from {bounds} units: what is below is of the moment"
    for aspect, reason in (unmanaged.get("unknown") or {}).items():
        yield f"{aspect} could not be read: {reason}"


def _listed(names: t.Iterable[t.Any]) -> str:
    return ", ".join(sorted(str(name) for name in names))
