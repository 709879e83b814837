# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Makes the drift report: an entry for each table that the hosts have read, sorted by importance, and a summary."""

from __future__ import annotations

import typing as t

from ._drift_entries import Place, place_of, specified, unspecified
from ._drift_kinds import COSTLY, DESTRUCTIVE, DRIFTED, IN_ORDER, LEVELS, LOST_PROTECTION, SECTIONS, UNPROTECTED
from ._drift_plain import harmless
from ._drift_words import headline, remarks

Words = dict[str, t.Any]

VERSION = 1
UNHEARD = "The host could not be reached, or failed before its tables were read."


def drift_report(seen: t.Sequence[t.Mapping[str, t.Any]], generated: str, asked: t.Sequence[str] = ()) -> Words:
    """Return the report on what the hosts have read (``seen``); the same input gives the same report.

    A host that was ``asked`` but is not in ``seen`` gets a fault in the report.
    """
    seen = [*seen, *_unheard(seen, asked)]
    targets: list[Words] = []
    faults: list[Words] = []
    named: list[Words] = []
    places: list[Place] = []
    for host in sorted(seen, key=lambda host: str(host["host"])):
        its_places = [place_of(str(host["host"]), read) for read in host.get("reads") or []]
        entries = _specified(host, its_places)
        named += entries
        places += its_places
        faults += _faults(host, its_places)
        targets += _targets(str(host["host"]), its_places, entries)
    tables = sorted([*named, *_unspecified(places, named)], key=_order)
    report: Words = harmless(_told(generated, targets, faults, tables))
    return report


def _unheard(seen: t.Sequence[t.Mapping[str, t.Any]], asked: t.Sequence[str]) -> list[Words]:
    heard = {str(host["host"]) for host in seen}
    return [{"host": str(name), "faults": [UNHEARD]} for name in asked if str(name) not in heard]


def _specified(host: t.Mapping[str, t.Any], places: list[Place]) -> list[Words]:
    nowhere = Place(str(host["host"]), "", "", {}, frozenset())
    # A table that no manifest assigns to a Region is in the role's own Region, which comes first.
    usual = next((place for place in places if not place.named), nowhere)
    at = {name: place for place in places for name in place.named}
    return [specified(name, result, at.get(name, usual)) for name, result in (host.get("results") or {}).items()]


def _unspecified(places: list[Place], named: list[Words]) -> t.Iterator[Words]:
    """Return an entry for each table that no specification names; several hosts may have read the same table."""
    known = {entry["arn"] for entry in named if entry["arn"]}
    for place in places:
        for name, table in place.tables.items():
            arn = table["outputs"]["table_arn"]
            if arn not in known:
                known.add(arn)
                yield unspecified(name, place)


def _faults(host: t.Mapping[str, t.Any], places: list[Place]) -> list[Words]:
    name = str(host["host"])
    whole = [{"host": name, "region": "", "text": str(text)} for text in host.get("faults") or []]
    texts = {fault["text"] for fault in whole}
    unread = [
        {"host": name, "region": place.region, "text": place.error}
        for place in places
        if place.error and place.error not in texts
    ]
    return whole + unread


def _targets(host: str, places: list[Place], entries: list[Words]) -> list[Words]:
    if not places:
        return [{"host": host, "region": "", "account": "", "tables": 0, "read": False}]
    return [
        {
            "host": host,
            "region": place.region,
            "account": place.account,
            "tables": len(place.tables),
            "read": not place.error,
        }
        for place in places
    ]


def _order(entry: Words) -> tuple[t.Any, ...]:
    holds = entry["holds"] or {"bytes": 0, "items": 0}
    weights = {
        LOST_PROTECTION: (-len(entry["lost"]), -holds["bytes"], -holds["items"]),
        DESTRUCTIVE: (-sum(step["destructive"] for step in entry["operations"]),),
        DRIFTED: (-len(entry["operations"]),),
        UNPROTECTED: (-len(entry["gaps"]), -holds["bytes"], -holds["items"]),
        COSTLY: (-sum(cost["units"] for cost in entry["costs"]),),
    }
    section = entry["section"]
    place = (entry["account"], entry["region"], entry["host"], entry["name"])
    return (SECTIONS.index(section), weights.get(section, ()), place)


def _told(generated: str, targets: list[Words], faults: list[Words], tables: list[Words]) -> Words:
    sections = {name: sum(entry["section"] == name for entry in tables) for name in SECTIONS}
    counts = _counts(targets, faults, tables)
    level, text = headline(sections, counts)
    return {
        "version": VERSION,
        "generated": generated,
        "level": level,
        "headline": text,
        "remarks": remarks(counts),
        "counts": counts,
        "coverage": _coverage(tables),
        "sections": [{"name": name, "count": count, "level": LEVELS[name]} for name, count in sections.items()],
        "targets": targets,
        "faults": faults,
        "tables": tables,
    }


def _counts(targets: list[Words], faults: list[Words], tables: list[Words]) -> dict[str, int]:
    """Return the counts of the report; a table counts for each of its flags."""
    flags = {name: sum(name in entry["flags"] for entry in tables) for name in SECTIONS if name != IN_ORDER}
    return {
        "targets": len(targets),
        "faults": len(faults),
        "tables": len(tables),
        **flags,
        IN_ORDER: sum(not entry["flags"] for entry in tables),
    }


def _coverage(tables: list[Words]) -> dict[str, dict[str, int]]:
    """Return how many existing tables have each kind of protection."""
    states = {"recovery": ("on", "off", "unknown"), "deletion": ("on", "off", "unknown")}
    states["encryption"] = ("kms", "owned", "unknown")
    there = [entry["protection"] for entry in tables if entry["protection"]]
    return {
        kind: {state: sum(protects[kind] == state for protects in there) for state in known}
        for kind, known in states.items()
    }
