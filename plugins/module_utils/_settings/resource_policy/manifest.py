# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The resource policy in manifests: JSON text in the newer shape; the older shape has none."""

from __future__ import annotations

import typing as t

from ..._fields.kinds import Text
from ..._fields.manifest import Field
from ..._fields.told import Told
from ..._texts.flow import flow
from ..documents import text_of
from ..manifest import ManifestFields
from .setting import RESOURCE_POLICY

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..._fields.manifest import Manifest
    from ..._fields.model import Path
    from ..setting import Options
    from ..setting import Part as Item

FIELD = "resource_policy"


class ResourcePolicyFields(ManifestFields):
    """A text. Upstream keeps the policy beside the table, and removes none that it has not made."""

    setting = RESOURCE_POLICY
    newer: t.ClassVar[Mapping[str, Field]] = {FIELD: Field(180, Text())}
    left_alone: t.ClassVar = {FIELD: "the resource policy"}

    def to_options(self, manifest: Manifest) -> Options:
        given = manifest.spec[FIELD] if manifest.newer else ""
        return {FIELD: given} if given.strip() else {}

    def place(self, text: str, newer: bool) -> Path:
        """A manifest has no fields inside the text."""
        return ("spec", FIELD)

    def from_options(self, options: Mapping[str, t.Any], newer: bool) -> Item:
        given = options.get(FIELD)
        return {FIELD: text_of(given)} if newer and given else {}

    def untold(self, options: Mapping[str, t.Any], spec: Mapping[str, t.Any], newer: bool) -> Iterator[Told]:
        if options.get(FIELD) and not newer:
            yield Told(40, "the resource policy", flow(options[FIELD]))


MANIFEST = ResourcePolicyFields()
