# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the files truth.py have in common: how facts and differences are written down, and what indexes share.

"Page" in these files is shared/reference/control_plane.md, which says how AWS was measured to behave; C10 and the like
are its rules. None of them may use the planner, the executor or the settings of the collection, which they judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ansible_collections.planton.dynamodb.tests.settings.scaling_truths import (
    UNIT,
    read_scaling,
    scaling_facts,
    scaling_words,
    stays,
)
from ansible_collections.planton.dynamodb.tests.simulator.state import Index

Options = Mapping[str, Any]
Seconds = Mapping[str, float]
Path = tuple[str, ...]
Facts = dict[Path, Any]
# What the bound knows of a table: by setting, what its truth.py reads from a whole specification.
Table = Mapping[str, Any]


class Difference(NamedTuple):
    """Two tables: the one there is and the one there is to be."""

    before: Table
    after: Table

    def of(self, setting: str) -> tuple[Any, Any]:
        """What that setting is before and after."""
        return self.before[setting], self.after[setting]


class Atom(NamedTuple):
    """One difference, which one call of UpdateTable settles whole; the name is that of the index."""

    kind: str
    name: str = ""


def told(options: Options, *names: str) -> Facts:
    """The options of these names as facts, as they are."""
    return {(name,): options.get(name) for name in names}


def keys_of(items: list[Options]) -> tuple[tuple[str, str], ...]:
    """A key schema whose order does not count."""
    pairs = [(item["attribute_name"], item["key_type"]) for item in items]
    return tuple(sorted(pairs, key=lambda pair: pair[1]))


def units_of(path: Path, item: Options) -> Facts:
    """The capacity of a table or of an index; where it is scaled, it may be any, so it is no fact."""
    units, scaled = item.get("provisioned_throughput") or {}, read_scaling(item)
    free = {f"{unit}_capacity_units" for unit, found in scaled.items() if found}
    return {(*path, "provisioned_throughput", member): value for member, value in units.items() if member not in free}


def index_facts(option: str, items: list[Options]) -> Facts:
    """The facts of all indexes of a list."""
    return {path: value for item in items for path, value in _index_facts((option, item["name"]), item)}


def _index_facts(path: Path, item: Options) -> Iterator[tuple[Path, Any]]:
    yield (*path, "key_schema"), keys_of(item["key_schema"])
    yield from projection_facts(path, item["projection"])
    yield from units_of(path, item).items()
    yield from numbers_of(path, item, "on_demand_throughput").items()
    yield from numbers_of(path, item, "warm_throughput").items()
    yield from scaling_facts(path, item).items()


def projection_facts(path: Path, projection: Options) -> Iterator[tuple[Path, Any]]:
    """The facts of a projection, whose list has no order."""
    yield (*path, "projection", "type"), projection["type"]
    if projection.get("non_key_attributes"):
        yield (*path, "projection", "non_key_attributes"), tuple(sorted(projection["non_key_attributes"]))


def numbers_of(path: Path, item: Options, option: str) -> Facts:
    """The numbers of an option of a table or of an index; -1 means none."""
    found = (item.get(option) or {}).items()
    return {(*path, option, name): value for name, value in found if value not in (None, -1)}


def maximum_words(units: Options) -> dict[str, dict[str, int]]:
    """An on-demand maximum of the engine as options have it."""
    names = {"MaxReadRequestUnits": "max_read_request_units", "MaxWriteRequestUnits": "max_write_request_units"}
    return {"on_demand_throughput": {names[member]: value for member, value in units.items()}}


def warmth_words(warm: Options) -> dict[str, dict[str, int]]:
    """A warm throughput of the engine as options have it, as far as it does not come by itself (page 2)."""
    names = {"ReadUnitsPerSecond": "read_units_per_second", "WriteUnitsPerSecond": "write_units_per_second"}
    least = {"ReadUnitsPerSecond": 12_000, "WriteUnitsPerSecond": 4_000}
    more = {names[member]: value for member, value in warm.items() if value > least[member]}
    return {"warm_throughput": more} if more else {}


def key_words(keys: list[Options]) -> list[dict[str, str]]:
    """A key schema of the engine as options have it."""
    return [{"attribute_name": key["AttributeName"], "key_type": key["KeyType"]} for key in keys]


def unit_words(units: Options) -> dict[str, dict[str, int]]:
    """A capacity of the engine as options have it."""
    words = {"read_capacity_units": units["ReadCapacityUnits"], "write_capacity_units": units["WriteCapacityUnits"]}
    return {"provisioned_throughput": words}


def index_words(index: Index) -> dict[str, Any]:
    """An index of the engine as options have it."""
    projection = projection_words(index.projection)
    words = {"name": index.name, "key_schema": key_words(index.keys), "projection": projection}
    more = {**maximum_words(index.on_demand_units), **warmth_words(index.warm), **scaling_words(index.scaled)}
    return {**words, **more, **(unit_words(index.throughput) if index.throughput else {})}


def projection_words(projection: Options) -> dict[str, Any]:
    """A projection of the engine as options have it."""
    names = projection.get("NonKeyAttributes")
    return {"type": projection["ProjectionType"], **({"non_key_attributes": list(names)} if names else {})}


Units = tuple[int, int]


def read_units(options: Options) -> Units | None:
    """The capacity of a table or of an index, for the bound."""
    given = options.get("provisioned_throughput")
    return (given["read_capacity_units"], given["write_capacity_units"]) if given else None


def units_to_set(difference: Difference, place: str, before: Units | None, after: Units | None) -> Units | None:
    """The capacity that has to be set, ``None`` if it may stay: scaling sets what it scales, and takes what is within
    its bounds when it begins."""
    if before is None or after is None:
        return None if before == after else after
    old, new = difference.of("auto_scaling")
    kept = [
        stays(old.get((place, unit)), new.get((place, unit)), units) for unit, units in zip(UNIT, before, strict=True)
    ]
    wanted = tuple(now if left else then for left, now, then in zip(kept, before, after, strict=True))
    return None if wanted == before else (wanted[0], wanted[1])
