# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What a table has and no option describes: one line each, for people."""

from __future__ import annotations

import typing as t

from .._fields.told import in_order
from .._settings.adoptings import ADOPTINGS
from .._settings.beside import LEGACY_GLOBAL
from .._settings.kept import ON_DEMAND_WARMTH

Words = t.Mapping[str, t.Any]
Lines = t.Iterator[str]

OF_AWS = "aws:"
STACK = "aws:cloudformation:stack-name"
OF_STACKS = "aws:cloudformation:"
# How a replica is that needs no further word.
WELL = ("ACTIVE", None)


def beyond_options(found: Words) -> Lines:
    """Return the lines of one table that dynamodb_table_info found."""
    table = found.get("table") or {}
    yield from _owners(table.get("tags") or {})
    yield from (told.what for told in in_order(*(each.notes(found["spec"]) for each in ADOPTINGS)))
    for item, name in throughputs(table):
        yield from _on_demand(item, name)
        yield from _warm(table, item, name)
    yield from _global_table(table)
    backup = (table.get("archival_summary") or {}).get("archival_backup_arn")
    if backup:
        yield f"the table was archived to the backup {backup}"
    names = [index.get("index_name") for index in table.get("vector_indexes") or ()]
    if names:
        yield f"vector indexes: {listed(names)}"
    yield from _unmanaged(found.get("unmanaged") or {})


def owning_stack(tags: Words) -> str:
    """Return the name of the CloudFormation stack that made a table, by the tags of the table; empty if none did."""
    return str(tags.get(STACK) or "")


def _owners(tags: Words) -> Lines:
    """Tell of the tags that AWS itself has set: nobody else can write them, and a stack owns what it has tagged."""
    stack = owning_stack(tags)
    if stack:
        yield f"the CloudFormation stack {stack} owns the table: its next update may undo what is changed here"
    others = [key for key in tags if key.lower().startswith(OF_AWS) and not (stack and key.startswith(OF_STACKS))]
    if others:
        yield f"tags of AWS itself: {listed(f'{key}={tags[key]}' for key in others)}"


def throughputs(table: Words) -> t.Iterator[tuple[Words, str]]:
    """Return what has a throughput, the table and its global indexes, each with how a sentence calls it."""
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


def _warm(table: Words, item: Words, name: str) -> Lines:
    """Tell of warm throughput beyond what comes by itself.

    It comes with the capacity, and stays when that is lowered. It comes with on-demand mode, and stays when a table,
    which shows that for ever after by its summary, goes back.
    """
    warm, capacity = item.get("warm_throughput") or {}, item.get("provisioned_throughput") or {}
    own = (capacity.get("read_capacity_units") or 0, capacity.get("write_capacity_units") or 0)
    if any(own) and capacity.get("last_decrease_date_time"):
        return
    free = ON_DEMAND_WARMTH if not any(own) or table.get("billing_mode_summary") else (0, 0)
    reads, writes = warm.get("read_units_per_second") or 0, warm.get("write_units_per_second") or 0
    if reads > max(own[0], free[0]) or writes > max(own[1], free[1]):
        yield f"warm throughput of {name}: {reads} reads and {writes} writes a second"


def _global_table(table: Words) -> Lines:
    consistency = " with strong consistency" if table.get("multi_region_consistency") == "STRONG" else ""
    own = [*str(table.get("table_arn") or "").split(":"), *[""] * 4][3]
    # AWS may list the Region of the table itself among its replicas.
    others = [replica for replica in table.get("replicas") or () if replica.get("region_name") != own]
    if others:
        yield f"replicas in {listed(map(_replica, others))}{consistency}"
    witnesses = [witness.get("region_name") for witness in table.get("global_table_witnesses") or ()]
    if witnesses:
        yield f"witness of the global table in {listed(witnesses)}"
    if table.get("global_table_version") == LEGACY_GLOBAL:
        yield f"place in a global table of version {LEGACY_GLOBAL}, which does not show its replicas here"
    mode = table.get("global_table_settings_replication_mode")
    if mode not in (None, "DISABLED"):
        yield f"replication of settings to the replicas in other accounts: {mode}"
    if table.get("disassociation_protection_enabled"):
        yield "protection against being disassociated from the global table"


def _replica(replica: Words) -> str:
    status = replica.get("replica_status")
    return f"{replica.get('region_name')}{'' if status in WELL else f' ({status})'}"


def _unmanaged(unmanaged: Words) -> Lines:
    """Tell of what belongs to a table and has an API of its own."""
    policy = unmanaged.get("resource_policy")
    if policy:
        statements = policy.get("Statement") or []
        count = len(statements) if isinstance(statements, (list, tuple)) else 1
        yield f"resource policy with {count} statement{'' if count == 1 else 's'}"
    for target in unmanaged.get("auto_scaling") or ():
        units, place = target["dimension"], target["index"]
        name = f"index {place}" if place else "the table"
        bounds = f"{target['least']} to {target['most']}"
        yield f"auto scaling of the {units} capacity of {name} from {bounds} units: what is below is of the moment"


def listed(names: t.Iterable[t.Any]) -> str:
    """Return names as a sentence has them, sorted."""
    return ", ".join(sorted(str(name) for name in names))
