# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""On-demand maximums in manifests: only the newer shape has them."""

from __future__ import annotations

import typing as t

from ..._fields.kinds import Whole
from ..._fields.manifest import Field, Rule, broken
from ..._fields.parts import Part
from ..._fields.told import Told
from ..capacity.manifest import MODE, implied_mode
from ..manifest import ManifestFields
from ..places import LISTED
from ..throughput import PROVISIONED
from .setting import MAXIMUMS, NAMES, UNLIMITED

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..._fields.manifest import Manifest
    from ..._fields.model import Fault, Path
    from ..setting import Options
    from ..setting import Part as Item

KIND: t.Final = Part({name: Whole(UNLIMITED) for name in NAMES.options})
RULE = "on_demand_throughput_needs_on_demand"


def limits(given: Item | None) -> Item:
    """Return a message as an option: what is left out, and zero, means no limit."""
    return {name: (given or {}).get(name) or UNLIMITED for name in NAMES.options}


def option(manifest: Manifest, given: Item | None) -> Item:
    """Return what a manifest says of the table or of an index; a provisioned one has no limits."""
    without = not manifest.newer or implied_mode(manifest) == PROVISIONED
    return {} if without and not given else {NAMES.option: limits(given)}


def _judge(manifest: Manifest) -> Iterator[Fault]:
    if not manifest.sound(MODE) or implied_mode(manifest) != PROVISIONED:
        return
    items: list[tuple[Path, t.Any]] = [((NAMES.option,), manifest.spec[NAMES.option])]
    items += [((LISTED, place, NAMES.option), item[NAMES.option]) for place, item in enumerate(manifest.spec[LISTED])]
    for path, given in items:
        if manifest.sound(*path) and any(number != UNLIMITED for number in limits(given).values()):
            hint = "remove it, or use billingMode PAY_PER_REQUEST"
            yield broken(RULE, path, "an on-demand maximum is for PAY_PER_REQUEST tables only", hint)


class MaximumsFields(ManifestFields):
    """A manifest describes the whole resource, so a table of the newer shape without a maximum has no limit."""

    setting = MAXIMUMS
    newer: t.ClassVar[Mapping[str, Field]] = {NAMES.option: Field(60, KIND)}
    rules = (Rule(15, _judge, only_newer=True),)
    same: t.ClassVar = {RULE: {"V32"}, "int64.gte": {"V33"}}

    def to_options(self, manifest: Manifest) -> Options:
        return option(manifest, manifest.spec[NAMES.option] if manifest.newer else None)

    def from_options(self, options: Mapping[str, t.Any], newer: bool) -> Item:
        return super().from_options(options, newer) if newer else {}

    def untold(self, options: Mapping[str, t.Any], spec: Mapping[str, t.Any], newer: bool) -> Iterator[Told]:
        if not newer:
            yield from told_inside(options, NAMES.option, Told(46, "the on-demand maximum", ""))


def told_inside(options: Mapping[str, t.Any], option: str, told: Told) -> Iterator[Told]:
    """Return what the older shape leaves alone of the table and of its indexes."""
    for item in (options, *(options.get(LISTED) or ())):
        if item.get(option):
            numbers = ", ".join(f"{name} {number}" for name, number in item[option].items())
            of = f" of index {item['name']}" if item is not options else ""
            yield told._replace(what=f"{told.what}{of}", detail=numbers)


MANIFEST = MaximumsFields()
