# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""The shapes that AwsDynamodb manifests have had since August 2025, put together from the fields of each setting.

The older shape (generations 1 to 3) has enumerations by name or number; the newer one (4 and 5) has text, with AWS's
own names, and more fields. What belongs to no setting stands here: the envelope, the region, and the fields that are
refused, because they had another shape before or because the collection cannot bring about what they say.
"""

from __future__ import annotations

import typing as t

from .._fields.kinds import Text
from .._fields.manifest import Field
from .._fields.parts import Anything, Many, Part, Words
from .._settings.manifests import MANIFESTS

if t.TYPE_CHECKING:
    from .._fields.kinds import Kind

    Fields = dict[str, Kind]

# What the shape of before August 2025 calls its fields, and what to write instead.
LEGACY: dict[str, str] = {
    "table": "put its fields directly below spec",
    "tableName": "the name of the table is metadata.name",
    "awsRegion": "write spec.region",
    "hashKey": "write keySchema, with keyType HASH, and attributeDefinitions",
    "rangeKey": "write keySchema, with keyType RANGE, and attributeDefinitions",
    "partitionKeyName": "write keySchema, with keyType HASH, and attributeDefinitions",
    "partitionKeyType": "write attributeDefinitions",
    "sortKeyName": "write keySchema, with keyType RANGE, and attributeDefinitions",
    "sortKeyType": "write attributeDefinitions",
    "attributes": "write attributeDefinitions",
    "autoScale": "capacity is provisionedThroughput; scale it with the option auto_scaling",
    "replicaRegionNames": "write replicas in a manifest of the newest generation",
}


def _spec(newer: bool) -> Part:
    """Return the spec in one of the shapes, its fields in the order of their places."""
    found = {"region": Field(0, Text())}
    hints = dict(LEGACY)
    for each in MANIFESTS:
        found |= each.fields(newer)
        hints |= each.hints if newer else {}
    ordered = sorted(found.items(), key=lambda item: item[1].place)
    return Part({name: field.kind for name, field in ordered}, hints)


def _envelope() -> Part:
    relation = {name: Text() for name in ("kind", "env", "name", "type", "group")}
    metadata: Fields = {name: Text() for name in ("name", "slug", "id", "org", "env", "group")}
    more: Fields = {
        "labels": Words(),
        "annotations": Words(),
        "tags": Many(Text()),
        "relationships": Many(Part(relation)),
    }
    return Part(
        {
            "api_version": Text(),
            "kind": Text(),
            "metadata": Part({**metadata, **more}, required=True),
            "spec": Anything(),
            "status": Anything(),
        }
    )


OLDER: t.Final = _spec(newer=False)
NEWER: t.Final = _spec(newer=True)
NEWER_ONLY: t.Final = tuple(name for name in NEWER.fields if name not in OLDER.fields)
ENVELOPE: t.Final = _envelope()
