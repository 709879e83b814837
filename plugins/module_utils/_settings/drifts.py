# Written by scripts/generate from the folders of settings that have a file drift.py.
# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What settings tell in a drift report."""

from __future__ import annotations

import typing as t

from .capacity import drift as capacity
from .encryption import drift as encryption
from .insights import drift as insights
from .kinesis import drift as kinesis
from .protection import drift as protection
from .recovery import drift as recovery
from .replicas import drift as replicas
from .resource_policy import drift as resource_policy
from .stream_resource_policy import drift as stream_resource_policy
from .table_class import drift as table_class
from .ttl import drift as ttl

if t.TYPE_CHECKING:
    from .drift import Drift

DRIFTS: tuple[Drift, ...] = (
    capacity.DRIFT,
    table_class.DRIFT,
    encryption.DRIFT,
    protection.DRIFT,
    ttl.DRIFT,
    recovery.DRIFT,
    insights.DRIFT,
    kinesis.DRIFT,
    resource_policy.DRIFT,
    stream_resource_policy.DRIFT,
    replicas.DRIFT,
)
