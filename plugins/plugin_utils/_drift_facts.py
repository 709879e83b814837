# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Facts about one table from the answers of AWS: its protection, its contents, and what costs money needlessly."""

from __future__ import annotations

import typing as t

from ..module_utils._fields.told import in_order
from ..module_utils._settings.drift import Cost, holds_data
from ..module_utils._settings.drifts import DRIFTS

Words = dict[str, t.Any]

ON, OFF, UNKNOWN = "on", "off", "unknown"
KMS, OWNED = "kms", "owned"


def protection(spec: t.Mapping[str, t.Any], table: t.Mapping[str, t.Any]) -> Words:
    """Return the protection of a table; a setting that could not be read is unknown, never off."""
    encryption = spec.get("server_side_encryption")
    key = (table.get("sse_description") or {}).get("kms_master_key_arn", "")
    encrypted = UNKNOWN if encryption is None else KMS if encryption.get("enabled") else OWNED
    return {
        "recovery": _switch(spec.get("point_in_time_recovery_enabled")),
        "recovery_days": spec.get("recovery_period_in_days"),
        "deletion": _switch(spec.get("deletion_protection_enabled")),
        "encryption": encrypted,
        "key": key if encrypted == KMS else "",
    }


def _switch(value: bool | None) -> str:
    return UNKNOWN if value is None else ON if value else OFF


def holdings(spec: t.Mapping[str, t.Any], table: t.Mapping[str, t.Any]) -> Words:
    """Return the contents of a table, and how it is billed."""
    throughput = table.get("provisioned_throughput") or {}
    return {
        "items": table.get("item_count", 0),
        "bytes": table.get("table_size_bytes", 0),
        "billing_mode": spec.get("billing_mode", ""),
        "read_units": throughput.get("read_capacity_units", 0),
        "write_units": throughput.get("write_capacity_units", 0),
        "table_class": spec.get("table_class", ""),
        "indexes": len(table.get("global_secondary_indexes") or []),
        "stream": bool(spec.get("stream_enabled")),
        "status": table.get("table_status", ""),
    }


def gaps(spec: t.Mapping[str, t.Any], table: t.Mapping[str, t.Any]) -> list[Words]:
    """Return the kinds of protection that a table with data lacks; encryption with the AWS owned key is no gap."""
    if not holds_data(table):
        return []
    found = in_order(*(each.gaps(spec) for each in DRIFTS))
    return [Cost(told.what, "table", told.detail)._asdict() for told in found]


def costs(spec: t.Mapping[str, t.Any], table: t.Mapping[str, t.Any]) -> list[Words]:
    """Return what costs money although the table has little or no data, as far as the answers show it."""
    return [cost._asdict() for each in DRIFTS for cost in each.costs(spec, table)]
