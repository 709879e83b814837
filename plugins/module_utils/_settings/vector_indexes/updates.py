# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!
"""The parts of UpdateTable that build and delete vector indexes."""

from __future__ import annotations

import typing as t

from ..calls import Effect, Update, update_table
from ..conditions import TABLE_ACTIVE
from ..index_conditions import IndexGone, SlotFree
from ..index_states import IndexBuilt
from ..keys.setting import KEYS, is_retyped
from ..requests import definitions_to_request, projection_to_request
from .setting import VECTOR_INDEXES

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..calls import Operation
    from ..comparison import Comparison
    from ..keys.setting import Attribute
    from ..observed import Observed
    from ..planning import Planning
    from ..setting import Part
    from .setting import VectorIndex

# AWS builds or deletes one index of a table at a time, whatever its kind, so all of them share a lane.
LANE = "indexes"
UPDATES = "VectorIndexUpdates"


class VectorWork(t.NamedTuple):
    """The names of the vector indexes to delete and to build."""

    delete: tuple[str, ...]
    build: tuple[str, ...]

    @property
    def rebuilt(self) -> tuple[str, ...]:
        """The indexes that change: they are deleted and built again under the same name."""
        return tuple(name for name in self.build if name in self.delete)


def retyped_names(comparison: Comparison) -> set[str]:
    """Return the attributes that get another type."""
    return {change.path[1] for change in comparison.of(KEYS) if is_retyped(change)}


def retypes_a_searched(comparison: Comparison) -> bool:
    """Tell whether an attribute of a search schema gets another type, so that its index must be built anew."""
    used = VECTOR_INDEXES.key_attributes(comparison.wanted.of(VECTOR_INDEXES) or ())
    return not retyped_names(comparison).isdisjoint(used)


def vector_work(comparison: Comparison) -> VectorWork:
    """Return which indexes must be deleted and built."""
    touched, retyped = comparison.of(VECTOR_INDEXES), retyped_names(comparison)
    new = [change.path[1] for change in touched if len(change.path) == 2 and change.before is None]
    gone = [change.path[1] for change in touched if len(change.path) == 2 and change.after is None]
    changed = {change.path[1] for change in touched if len(change.path) == 3}
    for index in comparison.wanted.of(VECTOR_INDEXES) or ():
        if index.name not in new and not retyped.isdisjoint(index.searched):
            changed.add(index.name)
    return VectorWork((*gone, *sorted(changed)), (*new, *sorted(changed)))


def to_request(index: VectorIndex) -> Part:
    """Return an index for CreateTable or for Create of UpdateTable; AWS accepts no empty search schema."""
    schema = [{"AttributeName": name, "SearchSchemaElementType": kind} for name, kind in index.schema or ()]
    return {
        "IndexName": index.name,
        "VectorAttribute": {"AttributeName": index.attribute},
        "Dimensions": index.dimensions,
        "DistanceFunction": index.distance,
        "Projection": projection_to_request(index.projection),
        **({"SearchSchema": schema} if schema else {}),
    }


class VectorEffect(t.NamedTuple):
    """What a call asks for: ``wanted`` is the index that it builds, or ``None`` if it deletes the one of that name.

    ``types`` are the types of the searched attributes.
    """

    name: str
    wanted: VectorIndex | None
    types: Mapping[str, str]

    def shown(self, observed: Observed, planned: Observed | None) -> bool:
        """Tell whether ``observed`` shows the effect; ``planned`` is the table that the plan was made from."""
        index = _index(self.name, observed)
        if self.wanted is None:
            return index is None or (planned is not None and _shape(index, observed) != _planned(self.name, planned))
        return index is not None and _shape(index, observed) == _shape(self.wanted, observed, self.types)


def _index(name: str, observed: Observed) -> VectorIndex | None:
    return next((index for index in observed.of(VECTOR_INDEXES) or () if index.name == name), None)


def _planned(name: str, planned: Observed) -> object:
    index = _index(name, planned)
    return index and _shape(index, planned)


def _shape(index: VectorIndex, observed: Observed, types: Mapping[str, str] | None = None) -> object:
    """Return all that an index is, with the types of the searched attributes: a difference means another index."""
    keys = observed.of(KEYS)
    known = types if types is not None else keys.types if keys else {}
    copied, named = index.copies(observed.settings), [known.get(name) for name in index.searched]
    return index.attribute, index.dimensions, index.distance, index.schema, copied, named


class VectorUpdates:
    """Makes the changes of vector indexes for one comparison."""

    def __init__(self, comparison: Comparison, planning: Planning[t.Any]) -> None:
        self._planning = planning
        self._wanted = comparison.wanted
        self._name = comparison.observed.name
        self._work = vector_work(comparison)
        self._own = {index.name: index for index in comparison.own.of(VECTOR_INDEXES) or ()}
        self._indexes = {index.name: index for index in self._wanted.of(VECTOR_INDEXES) or ()}
        keys = self._wanted.of(KEYS)
        self._attributes = (keys.attributes if keys else None) or ()

    def all(self) -> Iterator[Update]:
        """Return the deletions, then the builds."""
        for name in self._work.delete:
            yield Update("vector index gone", self._delete(name))
        for name in self._work.build:
            yield Update("vector index", self._build(name))

    def _delete(self, name: str) -> Operation:
        reason = f"delete vector index {name}" + (" to build it anew" if name in self._work.rebuilt else "")
        effect = VectorEffect(name, None, {})
        order = {"needs": (TABLE_ACTIVE, SlotFree(name)), "settles": (IndexGone(name),), "destructive": True}
        return self._call(effect, {UPDATES: [{"Delete": {"IndexName": name}}]}, reason, key=f"delete {name}", **order)

    def _build(self, name: str) -> Operation:
        """Return the call that builds an index, with the definitions if it has a search schema."""
        index = self._indexes[name]
        effect = VectorEffect(name, index, {item.name: item.type for item in self._attributes})
        body: Part = {UPDATES: [{"Create": to_request(index)}]}
        if index.searched:
            body["AttributeDefinitions"] = definitions_to_request(self._defined(name))
        kept = index.searched and name in self._work.rebuilt and self._own[name].schema is None
        order = {
            "needs": (TABLE_ACTIVE, IndexGone(name), SlotFree(name)),
            "settles": (IndexBuilt(name),),
            # A search schema that the specification leaves out goes with the old index.
            "only_copy_after": frozenset({f"delete {name}"} if kept else ()),
        }
        return self._call(effect, body, f"build vector index {name}", key=f"build {name}", **order)

    def _defined(self, name: str) -> Iterator[Attribute]:
        """Return the definitions of all keys and searched attributes that are there when the index is built.

        AWS reads only those of the new index. The others are sent for local engines, which forget what is left out.
        """
        later = self._work.build[self._work.build.index(name) + 1 :]
        present = (index for index in self._indexes.values() if index.name not in later)
        needed = {*self._wanted.key_attributes(without=VECTOR_INDEXES.name)}
        needed |= {attribute for index in present for attribute in index.searched}
        return (item for item in self._attributes if item.name in needed)

    def _call(self, effect: VectorEffect, body: Part, reason: str, **order: t.Any) -> Operation:
        target = f"{self._name}/index/{effect.name}"
        effects = (Effect(self._planning, effect),)
        return update_table(self._name, body, reason, effects=effects, target=target, lane=LANE, **order)
