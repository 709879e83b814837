# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Facts about one table from the answers of AWS: its protection, its contents, and what costs money needlessly."""

from __future__ import annotations

import typing as t

Words = dict[str, t.Any]

ON, OFF, UNKNOWN = "on", "off", "unknown"
KMS, OWNED = "kms", "owned"
# Below this size, in bytes, the cheaper storage of the class saves less than its dearer requests cost.
SMALL = 1024**3


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
        "indexes": len(_indexes(table)),
        "stream": bool(spec.get("stream_enabled")),
        "status": table.get("table_status", ""),
    }


def has_data(holds: t.Mapping[str, t.Any]) -> bool:
    """Tell whether a table had items when AWS last counted them."""
    return bool(holds["items"] or holds["bytes"])


def gaps(protects: t.Mapping[str, t.Any], holds: t.Mapping[str, t.Any]) -> list[Words]:
    """Return the kinds of protection that a table with data lacks; encryption with the AWS owned key is no gap."""
    if not has_data(holds):
        return []
    texts = {"recovery": "no point-in-time recovery", "deletion": "no deletion protection"}
    return [_finding(kind, "table", text) for kind, text in texts.items() if protects[kind] == OFF]


def costs(spec: t.Mapping[str, t.Any], table: t.Mapping[str, t.Any], holds: t.Mapping[str, t.Any]) -> list[Words]:
    """Return what costs money although the table has little or no data, as far as the answers show it."""
    found = [*_idle_capacity(spec, table, holds)]
    if holds["table_class"] == "STANDARD_INFREQUENT_ACCESS" and holds["bytes"] < SMALL:
        text = "With the class STANDARD_INFREQUENT_ACCESS requests cost more, and less than 1 GiB of storage costs less"
        found.append(_finding("class", "table", text))
    if spec.get("contributor_insights_enabled") and not has_data(holds):
        found.append(_finding("insights", "table", "Contributor Insights is on, and the table holds no items"))
    return found


def _idle_capacity(
    spec: t.Mapping[str, t.Any], table: t.Mapping[str, t.Any], holds: t.Mapping[str, t.Any]
) -> t.Iterator[Words]:
    if spec.get("billing_mode") != "PROVISIONED":
        return
    if not has_data(holds):
        yield _idle("table", "the table", table)
    for index in _indexes(table):
        if not (index.get("item_count") or index.get("index_size_bytes")):
            yield _idle(index["index_name"], "the index", index)


def _idle(where: str, what: str, described: t.Mapping[str, t.Any]) -> Words:
    throughput = described.get("provisioned_throughput") or {}
    read, write = throughput.get("read_capacity_units", 0), throughput.get("write_capacity_units", 0)
    text = f"{read} read and {write} write units are provisioned, and {what} holds no items"
    return {**_finding("capacity", where, text), "units": read + write}


def _indexes(table: t.Mapping[str, t.Any]) -> list[Words]:
    return sorted(table.get("global_secondary_indexes") or [], key=lambda index: str(index["index_name"]))


def _finding(kind: str, where: str, text: str) -> Words:
    return {"kind": kind, "where": where, "text": text, "units": 0}
