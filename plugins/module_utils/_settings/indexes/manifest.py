# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""Global secondary indexes in manifests."""

from __future__ import annotations

import typing as t

from ..._fields.manifest import Field, Rule, broken, given, listed
from ..._fields.parts import Many, Part
from ..._fields.told import Told
from ..capacity.manifest import MODE, THROUGHPUT, capacity_faults
from ..capacity.setting import UNITS
from ..index_fields import (
    DECLARED,
    NAME,
    NEWER_PROJECTION,
    OLDER_PROJECTION,
    SAME,
    has_newer_projection,
    projection_faults,
    to_option,
)
from ..key_fields import NEWER_KEYS, SCHEMA, count, counted, is_simple, names, older_keys, undeclared
from ..key_schema import HASH, RANGE
from ..manifest import ManifestFields
from ..maximums import manifest as maximums
from ..warmth import manifest as warmth
from .setting import GLOBAL, INDEXES, KEYS_OF_A_KIND

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..._fields.manifest import Manifest
    from ..._fields.model import Fault, Path
    from ..setting import Options
    from ..setting import Part as Item

# What indexes of both shapes have, and what only those of the newer shape have. Neither can be scaled.
ALWAYS = ("name", SCHEMA, "projection", UNITS)
ONLY_NEWER = ("on_demand_throughput", "warm_throughput")
MATCHES, SHAPE = "gsi_throughput_matches_billing", "gsi_key_schema_shape"


def _units(manifest: Manifest) -> Iterator[Fault]:
    for position, index in enumerate(manifest.spec[GLOBAL] if manifest.sound(MODE) else ()):
        path = (GLOBAL, position, UNITS)
        if manifest.sound(*path):
            yield from capacity_faults(manifest, MATCHES, index[UNITS], path)


def _each(manifest: Manifest) -> Iterator[Fault]:
    for position, index in enumerate(manifest.spec[GLOBAL]):
        yield from projection_faults(manifest, index, (GLOBAL, position))
        if manifest.sound(GLOBAL, position, SCHEMA):
            yield from _keys(manifest, index[SCHEMA], (GLOBAL, position, SCHEMA))


def _keys(manifest: Manifest, keys: list[Item], path: Path) -> Iterator[Fault]:
    hashes, ranges = count(keys, HASH), count(keys, RANGE)
    if manifest.newer:
        if not 1 <= hashes <= KEYS_OF_A_KIND or ranges > KEYS_OF_A_KIND or keys[0]["key_type"] != HASH:
            yield broken(SHAPE, path, counted(keys), "give 1 to 4 HASH keys, then up to 4 RANGE keys")
    elif not is_simple(keys):
        yield broken(SHAPE, path, counted(keys), "give one HASH key, and one RANGE key or none")


def _declared(manifest: Manifest) -> Iterator[Fault]:
    indexes = enumerate(manifest.spec[GLOBAL])
    used = (each for position, index in indexes for each in names(index[SCHEMA], (GLOBAL, position, SCHEMA)))
    return undeclared(manifest, DECLARED, used)


def _newer_index(index: t.Any) -> bool:
    """Tell an index with several attributes of one kind in its key, or with a throughput of the newer kinds."""
    kinds = [str(given(item, "key_type")) for item in listed(index, SCHEMA)]
    several = any(kinds.count(kind) > 1 for kind in (HASH, RANGE))
    return several or any(given(index, name) is not None for name in ONLY_NEWER)


class IndexesFields(ManifestFields):
    """An index has a capacity where the table has one."""

    setting = INDEXES
    older: t.ClassVar[Mapping[str, Field]] = {
        GLOBAL: Field(
            80, Many(Part({"name": NAME, SCHEMA: older_keys(), "projection": OLDER_PROJECTION, UNITS: THROUGHPUT}))
        ),
    }
    newer: t.ClassVar[Mapping[str, Field]] = {
        GLOBAL: Field(
            80,
            Many(
                Part(
                    {
                        "name": NAME,
                        "projection": NEWER_PROJECTION,
                        SCHEMA: NEWER_KEYS,
                        UNITS: THROUGHPUT,
                        "on_demand_throughput": maximums.KIND,
                        "warm_throughput": warmth.KIND,
                    }
                )
            ),
        ),
    }
    rules = (Rule(20, _units), Rule(40, _each), Rule(60, _declared, only_newer=True))
    same: t.ClassVar = {**SAME, MATCHES: {"V30", "V31"}, SHAPE: {"V12"}, "int64.gte": {"V30"}}
    key_fields = (GLOBAL,)

    def means_newer(self, spec: Mapping[t.Any, t.Any]) -> bool:
        return any(has_newer_projection(index) or _newer_index(index) for index in listed(spec, GLOBAL))

    def to_options(self, manifest: Manifest) -> Options:
        return {GLOBAL: [_option(item, manifest) for item in manifest.spec[GLOBAL]]}

    def from_options(self, options: Mapping[str, t.Any], newer: bool) -> Item:
        items = [
            {
                **{name: value for name, value in item.items() if name in ALWAYS},
                **({name: item[name] for name in ONLY_NEWER[:1] if name in item} if newer else {}),
                **(warmth.field(item) if newer else {}),
            }
            for item in options.get(GLOBAL) or ()
        ]
        return {GLOBAL: items} if GLOBAL in options else {}

    def refusals(self, options: Mapping[str, t.Any], spec: Mapping[str, t.Any], newer: bool) -> Iterator[Told]:
        for index in () if newer else options.get(GLOBAL) or ():
            kinds = [key["key_type"] for key in index["key_schema"]]
            if kinds not in ([HASH], [HASH, RANGE]):
                yield Told(10, f"index {index['name']} has several attributes in a part of its key")


def _option(item: Item, manifest: Manifest) -> Item:
    units = item[UNITS] or {}
    more = {**maximums.option(manifest, item.get(ONLY_NEWER[0])), **warmth.asked(item.get(ONLY_NEWER[1]))}
    return {**to_option(item, item[SCHEMA]), **({UNITS: units} if any(units.values()) else {}), **more}


MANIFEST = IndexesFields()
