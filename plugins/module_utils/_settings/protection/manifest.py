# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""Protection against deletion in manifests."""

from __future__ import annotations

import typing as t

from ..._fields.kinds import Flag
from ..._fields.manifest import Field
from ..manifest import ManifestFields
from .setting import OPTION, PROTECTION

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from ..._fields.manifest import Manifest
    from ..setting import Options


class ProtectionFields(ManifestFields):
    """One field."""

    setting = PROTECTION
    older: t.ClassVar[Mapping[str, Field]] = {OPTION: Field(160, Flag())}
    newer = older

    def to_options(self, manifest: Manifest) -> Options:
        return {OPTION: manifest.spec[OPTION]}


MANIFEST = ProtectionFields()
