# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What the kinds of indexes have in common: all of them their names, secondary indexes a key, too."""

from __future__ import annotations

import typing as t

from .key_schema import Schema, names_of, ordered_keys, schema_from_aws, schema_from_options, schema_to_options
from .setting import Change, Setting, bare
from .throughput import Throughput, throughput_from_aws, throughput_from_options, throughput_to_options
from .violations import NAME_LIMIT, RESOURCE_NAME, Violation, duplicates

if t.TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from .setting import Answer, Options
    from .settings import Settings

PROJECTION_TYPE = "PROJECTION_TYPE_"
INCLUDE_LIMIT = 20
INCLUDE_TOTAL = 100


class Projection(t.NamedTuple):
    """The attributes that an index copies; ``non_key_attributes`` apply to INCLUDE only, and their order is free."""

    type: str
    non_key_attributes: tuple[str, ...] = ()

    def copied(self, keys: Collection[str]) -> tuple[str, frozenset[str]]:
        """Return the projection in a form that is equal if the same attributes are copied (AWS sorts the list).

        ``keys`` are the key attributes of the index and of the table. Every index copies these, listed or not, and AWS
        keeps them in the list if they were listed (L-366).
        """
        names = frozenset(self.non_key_attributes) - frozenset(keys)
        only_keys = self.type == "INCLUDE" and self.non_key_attributes and not names
        return ("KEYS_ONLY" if only_keys else self.type), names


class Index(t.NamedTuple):
    """A global or local secondary index; only global indexes have their own throughput."""

    name: str
    keys: Schema
    projection: Projection
    throughput: Throughput | None = None

    def copies(self, table: Schema | None) -> tuple[str, frozenset[str]]:
        """Return what the index copies, in a form to compare; ``table`` is the key schema of the table."""
        return self.projection.copied({*names_of(self.keys), *names_of(table or ())})


Indexes = tuple[Index, ...]


class Shaped(t.Protocol):
    """An index of any kind."""

    @property
    def name(self) -> str:
        """The name of the index."""

    @property
    def projection(self) -> Projection:
        """What the index copies."""


S = t.TypeVar("S", bound=Shaped)


class NamedSetting(Setting[tuple[S, ...]]):
    """The common part of the settings for indexes of all kinds: no two indexes of a table have the same name."""

    option: t.ClassVar[str]

    def together(self, settings: Settings) -> Iterator[Violation]:
        """Judge all indexes of the table together (V3, V26); only the first kind that exists reports violations."""
        kinds = [(each, value) for each, value in settings.items() if isinstance(each, NamedSetting) and value]
        if kinds and kinds[0][0] is self:
            secondary = [index for each, value in kinds if isinstance(each, IndexSetting) for index in value]
            yield from _one_name_each(self.option, [index.name for _each, value in kinds for index in value])
            yield from _few_included(secondary)


class IndexSetting(NamedSetting[Index]):
    """The common part of the settings for global and for local secondary indexes."""

    new = ()

    def to_options(self, value: Indexes) -> Options:
        """Return the indexes as options, sorted by name because their order means nothing to AWS."""
        return {self.option: [{"name": index.name, **index_to_options(index)} for index in sorted(value, key=name_of)]}

    def ordered(self, value: Indexes) -> Indexes:
        return tuple(index._replace(keys=ordered_keys(index.keys)) for index in value)

    def key_attributes(self, value: Indexes) -> list[str]:
        return [name for index in value for name in names_of(index.keys)]


def from_options(items: Iterable[Mapping[str, t.Any]] | None, billing_mode: str | None) -> Indexes | None:
    """Return the indexes that options give; ``None`` if the option is left out."""
    return None if items is None else tuple(_from_options(item, billing_mode) for item in items)


def _from_options(item: Mapping[str, t.Any], billing_mode: str | None) -> Index:
    return Index(
        name=item.get("name") or "",
        keys=schema_from_options(item.get("key_schema")),
        projection=projection_from_options(item.get("projection")),
        throughput=throughput_from_options(item.get("provisioned_throughput"), billing_mode),
    )


def projection_from_options(item: Mapping[str, t.Any] | None) -> Projection:
    """Return the projection that options give."""
    projection = item or {}
    names = tuple(name or "" for name in projection.get("non_key_attributes") or ())
    return Projection(bare(projection.get("type"), PROJECTION_TYPE) or "", names)


def name_of(index: Shaped) -> str:
    """Return the name of an index, for sorting."""
    return index.name


def index_to_options(index: Index) -> Options:
    """Return an index as options, without its name."""
    options: Options = {
        "key_schema": schema_to_options(index.keys),
        "projection": projection_to_options(index.projection),
    }
    if index.throughput:
        options["provisioned_throughput"] = throughput_to_options(index.throughput)
    return options


def projection_to_options(projection: Projection) -> Options:
    """Return a projection as options; the list of attributes is sorted, and left out if it is empty."""
    options: Options = {"type": projection.type}
    if projection.non_key_attributes:
        options["non_key_attributes"] = sorted(projection.non_key_attributes)
    return options


def from_aws(items: Sequence[Answer] | None, mode: str) -> Indexes:
    """Return the indexes in an answer of AWS, without those that are being deleted; ``mode`` is the billing mode."""
    found = []
    for item in items or ():
        if item.get("IndexStatus") != "DELETING":
            units = throughput_from_aws(item, mode)
            found.append(Index(item["IndexName"], schema_from_aws(item), projection_from_aws(item), units))
    return tuple(found)


def projection_from_aws(item: Answer) -> Projection:
    """Return the projection of an index in an answer of AWS."""
    projection = item.get("Projection") or {}
    return Projection(projection.get("ProjectionType", "ALL"), tuple(projection.get("NonKeyAttributes") or ()))


def changes(option: str, before: Indexes, after: Indexes, table: Schema | None) -> Iterator[Change]:
    """Return the changes between two sets of indexes; ``table`` is the key schema of the table."""
    old, new = {index.name: index for index in before}, {index.name: index for index in after}
    for name in sorted({*old, *new}):
        if name not in old or name not in new:
            sides = (index_to_options(side[name]) if name in side else None for side in (old, new))
            yield Change((option, name), *sides)
        else:
            yield from _one((option, name), old[name], new[name], table)


def _one(path: tuple[str, ...], before: Index, after: Index, table: Schema | None) -> Iterator[Change]:
    if before.keys != after.keys:
        yield Change((*path, "key_schema"), schema_to_options(before.keys), schema_to_options(after.keys))
    if before.copies(table) != after.copies(table):
        yield Change((*path, "projection"), *(projection_to_options(side.projection) for side in (before, after)))
    if before.throughput != after.throughput:
        capacities = (side.throughput and throughput_to_options(side.throughput) for side in (before, after))
        yield Change((*path, "provisioned_throughput"), *capacities)


def shape_violations(path: str, index: Shaped) -> Iterator[Violation]:
    """Judge the name and the projection of an index (V2, V21 to V25)."""
    if not RESOURCE_NAME.fullmatch(index.name):
        message = f"'{index.name}' is not 3 to 255 characters of a-z, A-Z, 0-9, '_', '.' and '-'"
        yield Violation("V2", f"{path}.name", message, "rename the index")
    kind, names = index.projection
    listed = f"{path}.projection.non_key_attributes"
    if kind not in ("ALL", "KEYS_ONLY", "INCLUDE"):
        message = f"'{kind}' is no projection type" if kind else f"the index '{index.name}' has no projection type"
        yield Violation("V21", f"{path}.projection.type", message, "use ALL, KEYS_ONLY or INCLUDE")
    elif kind == "INCLUDE" and not 1 <= len(names) <= INCLUDE_LIMIT:
        message = f"INCLUDE needs 1 to {INCLUDE_LIMIT} attributes and has {len(names)}"
        yield Violation("V22", listed, message, "list the attributes to copy, or use ALL or KEYS_ONLY")
    elif kind != "INCLUDE" and names:
        yield Violation("V23", listed, f"{kind} takes no list of attributes", "remove the list, or use INCLUDE")
    for name in duplicates(names):
        yield Violation("V24", listed, f"attribute '{name}' is listed more than once", "list it once")
    if any(not 1 <= len(name) <= NAME_LIMIT for name in names):
        yield Violation("V25", listed, "an attribute name has 1 to 255 characters", "shorten or remove it")


def _one_name_each(option: str, names: Iterable[str]) -> Iterator[Violation]:
    for name in duplicates(names):
        yield Violation("V3", option, f"the index name '{name}' is used more than once", "rename one of them")


def _few_included(indexes: Iterable[Index]) -> Iterator[Violation]:
    total = sum(len(index.projection.non_key_attributes) for index in indexes if index.projection.type == "INCLUDE")
    if total > INCLUDE_TOTAL:
        message = f"the INCLUDE lists of all indexes name {total} attributes together; AWS allows {INCLUDE_TOTAL}"
        yield Violation("V26", "global_secondary_indexes", message, "shorten the lists, or use ALL for one index")


def projected_twice(option: str, own: Indexes, present: Indexes, key: Schema | None) -> Iterator[str]:
    """Warn about key attributes in a projection (V27): every index copies them anyway, and AWS keeps the list (L-366).

    There is no warning about an index that does not change: following the advice would mean a rebuild.
    """
    there = {index.name: index for index in present}
    for position, index in enumerate(own):
        old = there.get(index.name)
        if old and old.keys == ordered_keys(index.keys) and old.copies(key) == index.copies(key):
            continue
        keys = {*names_of(index.keys)}
        for name in sorted((keys | {*names_of(key or ())}) & {*index.projection.non_key_attributes}):
            what, path = "the index" if name in keys else "the table", f"{option}[{position}]"
            yield f"{path}.projection.non_key_attributes: '{name}' is a key of {what} and copied anyway [V27]"
