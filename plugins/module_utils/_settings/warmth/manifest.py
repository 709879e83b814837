# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Warm throughput in manifests: only the newer shape has it."""

from __future__ import annotations

import typing as t

from ..._fields.kinds import WholeOrNone
from ..._fields.manifest import Field
from ..._fields.parts import Part
from ..._fields.told import Told
from ..manifest import ManifestFields
from ..maximums.manifest import told_inside
from .setting import WARMTH
from .values import NAMES, ON_DEMAND

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..._fields.manifest import Manifest
    from ..setting import Options
    from ..setting import Part as Item

KIND: t.Final = Part({name: WholeOrNone(least or 0) for name, least in zip(NAMES.options, ON_DEMAND, strict=True)})


def asked(given: Item | None) -> Item:
    """Return a message as an option; upstream ignores zero."""
    found = {name: number for name, number in (given or {}).items() if number}
    return {NAMES.option: found} if found else {}


def field(item: Mapping[str, t.Any]) -> Item:
    """Return the option of a table or an index as a message; upstream has none for less than an on-demand table has."""
    given = item.get(NAMES.option) or {}
    least = dict(zip(NAMES.options, ON_DEMAND, strict=True))
    found = {name: number for name, number in given.items() if number >= (least[name] or 0)}
    return {NAMES.option: found} if found else {}


class WarmthFields(ManifestFields):
    """AWS never lowers a warm throughput, so a manifest without one leaves it alone."""

    setting = WARMTH
    newer: t.ClassVar[Mapping[str, Field]] = {NAMES.option: Field(61, KIND)}
    same: t.ClassVar = {"int64.gte": {"V35"}}

    def to_options(self, manifest: Manifest) -> Options:
        return asked(manifest.spec[NAMES.option]) if manifest.newer else {}

    def from_options(self, options: Mapping[str, t.Any], newer: bool) -> Item:
        return field(options) if newer else {}

    def untold(self, options: Mapping[str, t.Any], spec: Mapping[str, t.Any], newer: bool) -> Iterator[Told]:
        if not newer:
            yield from told_inside(options, NAMES.option, Told(47, "the warm throughput", ""))


MANIFEST = WarmthFields()
