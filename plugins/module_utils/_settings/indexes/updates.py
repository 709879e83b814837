# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The parts of UpdateTable that build, delete and resize global secondary indexes."""

from __future__ import annotations

import typing as t

from ..beside import indexes
from ..calls import Effect, Update, update_table
from ..capacity.setting import CAPACITY
from ..conditions import TABLE_ACTIVE
from ..decreases import maybe_put_off
from ..index import Indexes
from ..index_conditions import IndexGone, SlotFree
from ..index_states import IndexBuilt
from ..key_schema import names_of
from ..keys.setting import KEYS
from ..requests import definitions_to_request, index_to_request, throughput_to_request
from ..scaled import scaled_units
from ..setting import Inner
from ..throughput import PROVISIONED
from .effect import UPDATES, IndexEffect
from .setting import INDEXES
from .work import index_work

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..calls import Operation
    from ..comparison import Comparison
    from ..decreases import Decrease
    from ..index import Index
    from ..observed import Observed
    from ..planning import Planning
    from ..setting import Part
    from ..settings import Settings
    from ..throughput import Throughput

LANE = "indexes"


class IndexUpdates:
    """Makes the index changes of UpdateTable for one comparison."""

    def __init__(self, comparison: Comparison, planning: Planning[Indexes]) -> None:
        self._planning = planning
        self._comparison = comparison
        self._wanted = comparison.wanted
        self._name = comparison.observed.name
        self._work = index_work(comparison)
        self._indexes = {index.name: index for index in self._wanted.of(INDEXES) or ()}
        self._switch = bool(comparison.option("billing_mode"))
        # A capacity that a change of the billing mode sets does not count as a decrease.
        self._decreases = {} if self._switch else decreases_of(comparison)

    def all(self) -> Iterator[Update]:
        """Return the deletions, the changes of capacity, and the builds, in this order."""
        for name in self._work.delete:
            yield Update("index gone", self._delete(name))
        if is_provisioned(self._wanted):
            yield from self._capacities()
        for name in self._work.build:
            yield Update("index", self._build(name), leads=True)

    def _target(self, index: str) -> str:
        return f"{self._name}/index/{index}"

    def _delete(self, name: str) -> Operation:
        reason = f"delete index {name}" + (" to build it anew" if name in self._work.rebuilt else "")
        return self._call(
            [{"Delete": {"IndexName": name}}],
            reason,
            lane=LANE,
            key=f"delete {name}",
            target=self._target(name),
            needs=(TABLE_ACTIVE, SlotFree(name)),
            settles=(IndexGone(name),),
            destructive=True,
        )

    def _call(self, parts: list[Part], reason: str, more: Part | None = None, **order: t.Any) -> Operation:
        keys = self._wanted.of(KEYS)
        types = keys.types if keys else {}
        effects = (
            Effect(self._planning, IndexEffect(kind, body, types, self._scaled(kind, body)))
            for part in parts
            for kind, body in part.items()
        )
        return update_table(self._name, {**(more or {}), UPDATES: parts}, reason, effects=tuple(effects), **order)

    def _scaled(self, kind: str, body: Part) -> tuple[str, ...]:
        return scaled_units(body["IndexName"], self._wanted) if kind == "Update" else ()

    def _capacities(self) -> Iterator[Update]:
        """Return the changes of capacity; a change to PROVISIONED must include every index that exists at that time."""
        stay = sorted(name for name in self._indexes if name not in self._work.build)
        resized = [self._indexes[name] for name in stay if self._switch or name in self._work.resize]
        now = {index.name: self._now(index) for index in resized}
        at_once = {name: units for name, units in now.items() if units or name not in self._decreases}
        if at_once:
            yield Update("index units", self._resize(at_once))
        for index in (each for each in resized if each.name in self._decreases):
            yield Update("index units", self._resize({index.name: index.throughput}), put_off=True)

    def _now(self, index: Index) -> Throughput | None:
        """Return the capacity that AWS admits at once: if a decrease may be put off, only the increases."""
        decrease = self._decreases.get(index.name)
        return decrease.admitted if decrease else index.throughput

    def _resize(self, units: dict[str, Throughput | None]) -> Operation:
        parts = [{"Update": {"IndexName": name, **throughput_to_request(each)}} for name, each in units.items()]
        settles = (TABLE_ACTIVE, *(IndexBuilt(name) for name in units))
        return self._call(parts, f"set capacity of index(es) {', '.join(units)}", settles=settles, blocks=False)

    def _build(self, name: str) -> Operation:
        """Return the call that builds an index.

        AWS reads only the definitions that the new index uses. The others are sent for local engines, which forget the
        definitions that a call leaves out.
        """
        later = self._work.build[self._work.build.index(name) + 1 :]
        present = [index for index in self._indexes.values() if index.name not in later]
        needed = {*self._wanted.key_attributes(without=INDEXES.name)}
        needed |= {key for index in present for key in names_of(index.keys)}
        keys = self._wanted.of(KEYS)
        attributes = [item for item in (keys.attributes if keys else None) or () if item.name in needed]
        replaced = self._comparison.observed if name in self._work.rebuilt else None
        more = given_to_index(name, self._wanted, replaced)
        return self._call(
            [{"Create": index_to_request(self._indexes[name], more.members)}],
            f"build index {name}{more.kept}",
            {"AttributeDefinitions": definitions_to_request(attributes)},
            lane=LANE,
            key=f"build {name}",
            target=self._target(name),
            needs=(TABLE_ACTIVE, IndexGone(name), SlotFree(name)),
            settles=(IndexBuilt(name),),
            only_copy_after=frozenset({f"delete {name}"} if more.kept else ()),
        )


def given_to_index(name: str, table: Settings, replaced: Observed | None) -> Inner:
    """Return what all settings together give to a new index, with what it keeps as the end of a reason."""
    found = [setting.in_index(value, name, table, replaced) for setting, value in table.items()]
    members = {member: value for each in found for member, value in each.members.items()}
    kept = " and ".join(each.kept for each in found if each.kept)
    return Inner(members, f" with {kept}" if kept else "")


def is_provisioned(settings: Settings) -> bool:
    capacity = settings.of(CAPACITY)
    return capacity is not None and capacity.mode == PROVISIONED


def decreases_of(comparison: Comparison) -> dict[str, Decrease]:
    """Return by index name the decreases of capacity that AWS may put off."""
    before = {index.name: index.throughput for index in comparison.there(INDEXES) or ()}
    after = {index.name: index.throughput for index in comparison.wanted.of(INDEXES) or ()}
    items = indexes(comparison.observed.table)
    found = {
        item["IndexName"]: maybe_put_off(item, before.get(item["IndexName"]), after.get(item["IndexName"]))
        for item in items
    }
    return {name: decrease for name, decrease in found.items() if decrease}
