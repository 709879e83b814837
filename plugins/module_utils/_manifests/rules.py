# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""The rules that manifests have upstream, by upstream's ids, each told at the field that breaks it.

What could not be read is not judged. Rules about what is not supported yet are not needed: it is refused by name.
"""

from __future__ import annotations

import typing as t

from .._fields.manifest import Rule, broken
from .._settings.manifests import MANIFESTS
from .reading import SHARED_VERSION

if t.TYPE_CHECKING:
    from .._fields.manifest import Manifest
    from .._fields.model import Fault


def _region(manifest: Manifest) -> t.Iterator[Fault]:
    """Manifests have a region since apiVersion aws.planton.dev; older ones may have one."""
    written = isinstance(manifest.raw["spec"].get("region"), str)
    needed = manifest.version.startswith(SHARED_VERSION) or manifest.newer or written
    if needed and not manifest.spec["region"] and manifest.sound("region"):
        yield broken("string.min_len", ("region",), "there is no region", "name the region of the table")


_OF_SETTINGS = (rule for each in MANIFESTS for rule in each.rules)
RULES = sorted([Rule(0, _region), *_OF_SETTINGS], key=lambda rule: rule.place)


def judge(manifest: Manifest) -> None:
    """Write down every broken rule."""
    for rule in RULES:
        if manifest.newer or not rule.only_newer:
            manifest.notes.faults += rule.judge(manifest)
