# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Global indexes, with their capacities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ansible_collections.planton.dynamodb.tests.settings.names import GLOBAL
from ansible_collections.planton.dynamodb.tests.settings.truths import (
    Atom,
    Difference,
    Facts,
    Options,
    Units,
    index_facts,
    index_words,
    read_units,
    units_to_set,
)
from ansible_collections.planton.dynamodb.tests.simulator.state import Table
from ansible_collections.planton.dynamodb.tests.walks import bound_rules as rules

OFF = {GLOBAL: []}


def facts(options: Options) -> Facts:
    return index_facts(GLOBAL, options[GLOBAL])


def of_table(table: Table) -> dict[str, Any]:
    return {GLOBAL: [index_words(index) for index in table.global_indexes.values()]}


class Index(NamedTuple):
    """A global index. All but the units can only be changed by building it anew (page 2, "GSI: keys, projection")."""

    keys: tuple[tuple[str, str, str], ...]
    projection: str
    others: frozenset[str]
    units: Units | None

    @property
    def shape(self) -> tuple[Any, ...]:
        """What a rebuild is needed for; NonKeyAttributes "compare as a set" (page 2)."""
        return self[:3]

    @property
    def types(self) -> dict[str, str]:
        """The types of its key attributes."""
        return {name: kind for name, kind, _role in self.keys}


def read(options: Options) -> dict[str, Index]:
    types = {item["name"]: item["type"] for item in options["attribute_definitions"]}
    return {item["name"]: _index(item, types) for item in options[GLOBAL]}


def _index(options: Options, types: Mapping[str, str]) -> Index:
    names = [(item["attribute_name"], item["key_type"]) for item in options["key_schema"]]
    projection = options["projection"]
    others = frozenset(projection.get("non_key_attributes") or ())
    keys = tuple((name, types[name], role) for name, role in names)
    return Index(keys, projection["type"], others, read_units(options))


def staying(difference: Difference) -> set[str]:
    """Indexes that need no rebuild."""
    old, new = difference.of("indexes")
    return {name for name in old if name in new and old[name].shape == new[name].shape}


def deleted(difference: Difference) -> set[str]:
    return {*difference.before["indexes"]} - staying(difference)


def created(difference: Difference) -> set[str]:
    return {*difference.after["indexes"]} - staying(difference)


def atoms(difference: Difference) -> Iterator[Atom]:
    old, new = difference.of("indexes")
    yield from (Atom(rules.DELETE, name) for name in deleted(difference))
    yield from (Atom(rules.CREATE, name) for name in created(difference))
    for name in staying(difference):
        if new[name].units and units_to_set(difference, name, old[name].units, new[name].units) is not None:
            yield Atom(rules.INDEX_UNITS, name)


def needs(difference: Difference) -> dict[Atom, frozenset[Atom]]:
    """Before each creation, the deletions without which it is refused or goes wrong."""
    return {
        Atom(rules.CREATE, name): frozenset(Atom(rules.DELETE, other) for other in _blockers(difference, name))
        for name in created(difference)
    }


def _blockers(difference: Difference, name: str) -> set[str]:
    """Indexes that must be gone before this one can be made.

    The one of the same name ("Delete, wait gone, Create same name", page 2), and those that hold a key attribute
    with another type: "a changed type in AttributeDefinitions is silently ignored" (L-162) until the last use of
    the attribute is deleted ("auto-pruned", L-151).
    """
    old, new = difference.of("indexes")
    types, gone = new[name].types, deleted(difference)
    holds = {other for other in gone if any(types.get(k, v) != v for k, v in old[other].types.items())}
    return holds | ({name} & gone)
