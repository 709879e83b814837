# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The tags that upstream gives a table."""

from __future__ import annotations

import typing as t

from .reading import KIND

if t.TYPE_CHECKING:
    from .model import Path
    from .reading import Manifest

DOMAIN = "planton.ai/"
PULUMI, TERRAFORM, PLANTON = "pulumi", "terraform", "planton"
CHOICES = (PULUMI, TERRAFORM, PLANTON)
# Which of the metadata a tag is made of.
SOURCES = {f"{DOMAIN}organization": "org", f"{DOMAIN}environment": "env", f"{DOMAIN}resource-id": "id", "Name": "name"}


def upstream_tags(manifest: Manifest, which: str | bool) -> dict[str, str]:
    """Return the tags as one of upstream's modules sets them; true stands for what fits the shape of the manifest.

    ``pulumi`` and ``terraform`` are the modules for the older shape, ``planton`` those for the newer one.
    """
    kind = (PLANTON if manifest.newer else PULUMI) if which is True else which
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


def tag_source(key: str) -> Path:
    """Return where in a manifest the value of a tag comes from."""
    return ("metadata", SOURCES[key]) if key in SOURCES else ("metadata", "labels", key)
