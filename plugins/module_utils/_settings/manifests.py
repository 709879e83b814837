# Written by scripts/generate from the folders of settings that have a file manifest.py.
# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What each setting is in manifests."""

from __future__ import annotations

import typing as t

from .auto_scaling import manifest as auto_scaling
from .capacity import manifest as capacity
from .encryption import manifest as encryption
from .indexes import manifest as indexes
from .insights import manifest as insights
from .keys import manifest as keys
from .kinesis import manifest as kinesis
from .local_indexes import manifest as local_indexes
from .maximums import manifest as maximums
from .origins.import_from import manifest as import_from
from .origins.restore_from import manifest as restore_from
from .protection import manifest as protection
from .recovery import manifest as recovery
from .replicas import manifest as replicas
from .resource_policy import manifest as resource_policy
from .stream import manifest as stream
from .table_class import manifest as table_class
from .tags import manifest as tags
from .ttl import manifest as ttl
from .warmth import manifest as warmth

if t.TYPE_CHECKING:
    from .manifest import ManifestFields

MANIFESTS: tuple[ManifestFields, ...] = (
    capacity.MANIFEST,
    keys.MANIFEST,
    indexes.MANIFEST,
    maximums.MANIFEST,
    warmth.MANIFEST,
    local_indexes.MANIFEST,
    stream.MANIFEST,
    table_class.MANIFEST,
    encryption.MANIFEST,
    protection.MANIFEST,
    ttl.MANIFEST,
    recovery.MANIFEST,
    insights.MANIFEST,
    auto_scaling.MANIFEST,
    kinesis.MANIFEST,
    tags.MANIFEST,
    resource_policy.MANIFEST,
    replicas.MANIFEST,
    restore_from.MANIFEST,
    import_from.MANIFEST,
)
