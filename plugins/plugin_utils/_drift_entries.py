# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Makes the entry of one table in the report, from its specification and the table that exists."""

from __future__ import annotations

import typing as t

from ..module_utils._adopting.adoption import place_of as arn_place
from . import _drift_changes as changes
from . import _drift_facts as facts
from ._drift_kinds import (
    COSTLY,
    DESTRUCTIVE,
    DRIFTED,
    FAILED,
    IN_ORDER,
    LOST_PROTECTION,
    MISSING,
    SECTIONS,
    SETTLING,
    UNPROTECTED,
    UNSPECIFIED,
)
from ._drift_protection import lost_protections

Words = dict[str, t.Any]


class Place(t.NamedTuple):
    """One Region of one host: the tables there by name, or ``error`` if they could not be read.

    ``named`` has the names of the tables that a manifest assigns to this Region.
    """

    host: str
    region: str
    account: str
    tables: dict[str, Words]
    named: frozenset[str]
    error: str = ""


def place_of(host: str, read: t.Mapping[str, t.Any]) -> Place:
    """Return the place that one run of dynamodb_table_info has read."""
    found, error = read.get("tables"), str(read.get("msg") or "")
    if found is None and not error:
        error = "The tables could not be read, and no reason was given."
    tables = {str(table["outputs"]["table_name"]): table for table in found or []}
    item = read.get("item") or {}
    region, account = str(item.get("region") or ""), ""
    for table in tables.values():
        region, account = arn_place(str(table["outputs"]["table_arn"]))
        break
    named = frozenset(str(table.get("name")) for table in item.get("tables") or [])
    return Place(host, region, account, tables, named, error)


def specified(name: str, result: t.Mapping[str, t.Any], place: Place) -> Words:
    """Return the entry of a table that a specification names."""
    found = place.tables.get(name)
    arn = str((result.get("outputs") or {}).get("table_arn") or "")
    entry = _entry(name, place, found or (result if arn else None), arn)
    differing, plan = result.get("changes") or [], result.get("plan") or {}
    entry |= {
        "specified": True,
        "failure": changes.failure(result),
        "operations": changes.operations(plan),
        "differences": changes.differences(differing),
        "lost": lost_protections(differing),
        "plan_id": str(plan.get("id") or ""),
        "settling": not result.get("failed") and not result.get("changed") and not result.get("converged"),
    }
    # If nothing could be read of a table, it is unknown whether the table exists.
    if result.get("failed") and not entry["exists"] and (place.error or not result.get("errors")):
        entry["exists"] = None
    return _judged(entry)


def unspecified(name: str, place: Place) -> Words:
    """Return the entry of a table that no specification names."""
    return _judged(_entry(name, place, place.tables[name], ""))


def _entry(name: str, place: Place, found: t.Mapping[str, t.Any] | None, arn: str) -> Words:
    arn = arn or str((found or {}).get("outputs", {}).get("table_arn") or "")
    region, account = arn_place(arn) if arn else (place.region, place.account)
    entry: Words = {
        "name": name,
        "host": place.host,
        "account": account,
        "region": region,
        "arn": arn,
        "exists": found is not None,
        "specified": False,
        "settling": False,
        "failure": None,
        "operations": [],
        "differences": [],
        "lost": [],
        "plan_id": "",
        **_facts(found),
    }
    return entry


def _facts(found: t.Mapping[str, t.Any] | None) -> Words:
    if found is None:
        return {"protection": None, "holds": None, "gaps": [], "costs": [], "unknown": {}}
    spec, table = found["spec"], found["table"]
    protects, holds = facts.protection(spec, table), facts.holdings(spec, table)
    return {
        "protection": protects,
        "holds": holds,
        "gaps": facts.gaps(spec, table),
        "costs": facts.costs(spec, table),
        "unknown": {str(aspect): str(reason) for aspect, reason in sorted((table.get("unknown") or {}).items())},
    }


def _judged(entry: Words) -> Words:
    """Return the entry with its flags, the most important first, and its section, which is the first flag."""
    checks = {
        MISSING: changes.creates(entry["operations"]),
        LOST_PROTECTION: entry["lost"],
        FAILED: entry["failure"],
        DESTRUCTIVE: any(step["destructive"] for step in entry["operations"]),
        DRIFTED: entry["operations"],
        SETTLING: entry["settling"],
        UNPROTECTED: entry["gaps"],
        COSTLY: entry["costs"],
        UNSPECIFIED: not entry["specified"],
    }
    flags = [flag for flag in SECTIONS if checks.get(flag)]
    return {**entry, "flags": flags, "section": flags[0] if flags else IN_ORDER}
