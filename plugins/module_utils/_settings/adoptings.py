# Written by scripts/generate from the folders of settings that have a file adopting.py.
# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What settings tell of a table that is adopted."""

from __future__ import annotations

import typing as t

from .auto_scaling import adopting as auto_scaling
from .encryption import adopting as encryption
from .indexes import adopting as indexes
from .insights import adopting as insights
from .kinesis import adopting as kinesis
from .replicas import adopting as replicas
from .resource_policy import adopting as resource_policy
from .stream_resource_policy import adopting as stream_resource_policy
from .ttl import adopting as ttl
from .vector_indexes import adopting as vector_indexes
from .warmth import adopting as warmth

if t.TYPE_CHECKING:
    from .adopting import Adopting

ADOPTINGS: tuple[Adopting, ...] = (
    indexes.ADOPTING,
    warmth.ADOPTING,
    vector_indexes.ADOPTING,
    encryption.ADOPTING,
    ttl.ADOPTING,
    insights.ADOPTING,
    auto_scaling.ADOPTING,
    kinesis.ADOPTING,
    resource_policy.ADOPTING,
    stream_resource_policy.ADOPTING,
    replicas.ADOPTING,
)
