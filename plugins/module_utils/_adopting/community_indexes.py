# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Keys, capacity and indexes as community.aws.dynamodb_table has them, as ours."""

from __future__ import annotations

import typing as t

from .._fields.kinds import nearest
from .._settings.key_schema import HASH, RANGE
from .._settings.throughput import PAY_PER_REQUEST

Arguments = t.Mapping[str, t.Any]
Options = dict[str, t.Any]

TYPES = {"STRING": "S", "NUMBER": "N", "BINARY": "B"}
GLOBAL = "global_"
PROJECTIONS = {"all": "ALL", "include": "INCLUDE", "keys_only": "KEYS_ONLY"}
INDEX_TYPES = (*(GLOBAL + name for name in PROJECTIONS), *PROJECTIONS)
INDEX = {
    *("name", "type", "hash_key_name", "hash_key_type", "range_key_name", "range_key_type", "includes"),
    *("read_capacity", "write_capacity"),
}
UNITS = {"read_capacity": "read_capacity_units", "write_capacity": "write_capacity_units"}


class Refusal(t.NamedTuple):
    """An argument that cannot be translated, why, and what to do."""

    path: str
    message: str
    hint: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}; {self.hint}"


def unknown(given: t.Iterable[str], known: set[str], place: str = "") -> t.Iterator[Refusal]:
    """Refuse names that there are not."""
    for name in given:
        if name not in known:
            close = nearest(str(name), known)
            yield Refusal(f"{place}{name}", "is no option there", f"did you mean {close}?" if close else "remove it")


def keys(item: Arguments) -> list[Options]:
    """Return a key schema."""
    named = ((item.get(f"{kind.lower()}_key_name"), kind) for kind in (HASH, RANGE))
    return [{"attribute_name": name, "key_type": kind} for name, kind in named if name]


def attributes(given: Arguments, refusals: list[Refusal]) -> list[Options]:
    """Return the attributes of all keys; there, one without a type is a string."""
    found: dict[str, str] = {}
    for place, item in [("", given), *_numbered(given.get("indexes"))]:
        for kind in ("hash", "range"):
            name = item.get(f"{kind}_key_name")
            if name:
                written = str(item.get(f"{kind}_key_type") or "STRING")
                _add(found, str(name), written, f"{place}{kind}_key_type", refusals)
    return [{"name": name, "type": kind} for name, kind in found.items()]


def _numbered(items: t.Any) -> list[tuple[str, Arguments]]:
    """Return the indexes with their places, none where there is no list of them."""
    listed = items if isinstance(items, list) else []
    return [(f"indexes[{number}].", item) for number, item in enumerate(listed) if isinstance(item, t.Mapping)]


def _add(found: dict[str, str], name: str, written: str, path: str, refusals: list[Refusal]) -> None:
    kind = TYPES.get(written, "")
    if not kind:
        refusals.append(Refusal(path, f"'{written}' is no type there", f"use {', '.join(TYPES)}"))
    elif found.setdefault(name, kind) != kind:
        message = f"attribute {name} is of type {kind} here and of type {found[name]} before"
        refusals.append(Refusal(path, message, "an attribute has one type; without one it is a STRING"))


def capacity(item: Arguments, place: str, defaults: bool, refusals: list[Refusal]) -> Options | None:
    """Return a capacity; there, one that is left out or zero is one unit when the table or index is made."""
    given = {name: item[name] for name in UNITS if item.get(name) is not None}
    for name, value in given.items():
        if not str(value).isdecimal():
            refusals.append(Refusal(f"{place}{name}", f"'{value}' is no number of units", "give a whole number"))
            return None
    units = {ours: int(given.get(name, 0)) or 1 for name, ours in UNITS.items()}
    if defaults or len(given) == len(UNITS):
        return units
    if given:
        (missing,) = UNITS.keys() - given.keys()
        hint = f"give {missing} too: here a capacity is given as a whole"
        refusals.append(Refusal(place + next(iter(given)), "is half a capacity", hint))
    return None


def index_options(items: t.Any, mode: str | None, defaults: bool, refusals: list[Refusal]) -> Options:
    """Return the two lists of indexes, none where there would be an empty one: that would remove all indexes."""
    if not isinstance(items, list) or not all(isinstance(item, t.Mapping) for item in items):
        refusals.append(Refusal("indexes", "is no list of dictionaries", "correct it"))
        return {}
    lists: dict[str, list[Options]] = {"global_secondary_indexes": [], "local_secondary_indexes": []}
    for place, item in _numbered(items):
        _check(item, place, refusals)
        kind = str(item.get("type") or "").lower()
        index = {"name": item.get("name"), "key_schema": keys(item), "projection": _projection(item, kind)}
        if not kind.startswith(GLOBAL):
            lists["local_secondary_indexes"].append(index)
            continue
        units = None if mode == PAY_PER_REQUEST else capacity(item, place, defaults, refusals)
        lists["global_secondary_indexes"].append({**index, **({"provisioned_throughput": units} if units else {})})
    return {name: found for name, found in lists.items() if found}


def _projection(item: Arguments, kind: str) -> Options:
    includes = list(item.get("includes") or ())
    words: Options = {"type": PROJECTIONS.get(kind.removeprefix(GLOBAL), "")}
    return {**words, **({"non_key_attributes": includes} if includes else {})}


def _check(item: Arguments, place: str, refusals: list[Refusal]) -> None:
    """Tell what keeps an index from being translated."""
    kind = str(item.get("type") or "").lower()
    refusals += unknown(item, INDEX, place)
    if kind not in INDEX_TYPES:
        refusals.append(Refusal(f"{place}type", f"'{kind}' is no type of index", f"use {', '.join(INDEX_TYPES)}"))
    hints = {
        "name": "give it",
        "hash_key_name": "give the key that the index has: here an index is described as a whole",
    }
    for name, hint in hints.items():
        if not item.get(name):
            refusals.append(Refusal(f"{place}{name}", "is missing", hint))
    if item.get("includes") and not kind.endswith("include"):
        hint = f"use type {GLOBAL if kind.startswith(GLOBAL) else ''}include, or remove it"
        refusals.append(Refusal(f"{place}includes", f"is not for indexes of type {kind}", hint))
