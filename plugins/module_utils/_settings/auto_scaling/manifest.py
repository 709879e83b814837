# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!
"""Manifests have no fields for scaling, which they leave alone."""

from __future__ import annotations

import typing as t

from ..._fields.told import Told
from ..manifest import ManifestFields
from ..places import given_by_place, named
from .setting import AUTO_SCALING
from .targets import OPTION

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..._fields.manifest import Manifest
    from ..setting import Options, Part


class AutoScalingFields(ManifestFields):
    """The capacity of the moment is in a manifest; where scaling sets it, no run changes it."""

    setting = AUTO_SCALING

    def to_options(self, manifest: Manifest) -> Options:
        return {}

    def from_options(self, options: Mapping[str, t.Any], newer: bool) -> Part:
        return {}

    def untold(self, options: Mapping[str, t.Any], spec: Mapping[str, t.Any], newer: bool) -> Iterator[Told]:
        for place, given in given_by_place(options, OPTION).items():
            for unit, target in (given or {}).items():
                bounds = f"{target['min_capacity']} to {target['max_capacity']}"
                yield Told(45, f"scaling of the {unit} capacity of {named(place)}", bounds)


MANIFEST = AutoScalingFields()
