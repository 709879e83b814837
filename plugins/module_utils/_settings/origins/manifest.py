# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What the ways into being are in manifests: fields of the newer shape, as those of a setting."""

from __future__ import annotations

import typing as t

from ..entry import Entry
from ..manifest import ManifestFields

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from ..._fields.manifest import Manifest
    from ..setting import Part

# The fields that say what a table is restored from.
RESTORED = ("restore_source_name", "restore_source_table_arn", "restore_backup_arn")
IMPORTED = "import_table"


class OriginFields(ManifestFields):
    """The fields of one way into being. A table that is adopted does not tell where it came from."""

    option: t.ClassVar[str]

    @property
    def entry(self) -> Entry:
        """The facts that the readers of manifests need: the option."""
        return Entry(self.option, {self.option: None})

    def from_options(self, options: Mapping[str, t.Any], newer: bool) -> Part:
        return {}


def is_restored(manifest: Manifest) -> bool:
    """Tell whether the table is restored, so that its key may be left out."""
    return any(manifest.spec.get(name) for name in RESTORED)
