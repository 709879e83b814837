# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""Tags and manifests: no field gives a table tags, and upstream makes some from the metadata."""

from __future__ import annotations

import typing as t

from ..._fields.manifest import KIND
from ..._fields.told import Told
from ..manifest import ManifestFields
from .setting import TAGS

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..._fields.manifest import Manifest
    from ..._fields.model import Path
    from ..setting import Options
    from ..setting import Part as Item

DOMAIN = "planton.ai/"
PULUMI, TERRAFORM, PLANTON = "pulumi", "terraform", "planton"
CHOICES = (PULUMI, TERRAFORM, PLANTON)
# Which of the metadata a tag is made of.
SOURCES = {f"{DOMAIN}organization": "org", f"{DOMAIN}environment": "env", f"{DOMAIN}resource-id": "id", "Name": "name"}


class TagsFields(ManifestFields):
    """A table has the tags of upstream where the user wants them, and those that it has besides."""

    setting = TAGS

    def to_options(self, manifest: Manifest) -> Options:
        if not manifest.upstream_tags or not manifest.notes.sound("metadata"):
            return {}
        return {"tags": _upstream_tags(manifest), "purge_tags": False}

    def place(self, text: str, newer: bool) -> Path:
        """A key may have dots and brackets, so the path is not taken apart."""
        key = text.removeprefix("tags.")
        if key == text:
            return ("metadata",)
        return ("metadata", SOURCES[key]) if key in SOURCES else ("metadata", "labels", key)

    def from_options(self, options: Mapping[str, t.Any], newer: bool) -> Item:
        return {}

    def untold(self, options: Mapping[str, t.Any], spec: Mapping[str, t.Any], newer: bool) -> Iterator[Told]:
        if "tags" in options:
            yield Told(10, "tags", ", ".join(f"{key}={value}" for key, value in options["tags"].items()))


def _upstream_tags(manifest: Manifest) -> dict[str, str]:
    """Return the tags as one of upstream's modules sets them; true stands for what fits the shape of the manifest.

    ``pulumi`` and ``terraform`` are the modules for the older shape, ``planton`` those for the newer one.
    """
    wanted = manifest.upstream_tags
    kind = (PLANTON if manifest.newer else PULUMI) if wanted is True else wanted
    if kind == TERRAFORM:
        return {"Name": manifest.name, **manifest.metadata["labels"]}
    named = {"Name": manifest.name} if kind == PLANTON else {}
    return {
        **named,
        f"{DOMAIN}resource": "true",
        f"{DOMAIN}organization": manifest.metadata["org"],
        f"{DOMAIN}environment": manifest.metadata["env"],
        f"{DOMAIN}resource-kind": KIND,
        f"{DOMAIN}resource-id": manifest.metadata["id"],
    }


MANIFEST = TagsFields()
