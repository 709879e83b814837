# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The resource aws_dynamodb_table of Terraform as options."""

from __future__ import annotations

import typing as t

from .notes import Options
from .options import (
    INDEXES,
    PAY_PER_REQUEST,
    PROVISIONED,
    Draft,
    capacity,
    keys,
    maximum,
    projection,
    put,
    said,
    used_attributes,
    warmed,
)
from .reading import Part

DAYS = 35
STANDARD, STRONG = "STANDARD", "STRONG"
MADE_SO = "says how the table was made, and the table is there"
TOGETHER = "keys, attributes and indexes depend on each other, so all of them are left out"
Indexes = t.Mapping[str, Part]


def read_table(draft: Draft, part: Part, apart: Indexes) -> None:
    """Put the options of a table; ``apart`` are its indexes that are resources of their own, by name."""
    part.skip("name", "id", "arn", "region", "stream_arn", "stream_label")
    _read_capacity(draft, part)
    _read_keys(draft, part, apart)
    _read_stream(draft, part)
    _read_protection(draft, part)
    draft.put("tags", draft.notes.attempt(lambda: _tags(part)) or None)
    _read_replicas(draft, part)
    part.leave("import_table", MADE_SO, "to make it anew from S3, use the option import_from")
    for name in ("source_name", "source_table_arn", "date_time", "to_latest_time", "backup_arn"):
        part.leave(f"restore_{name}", MADE_SO, "to make it anew from a backup, use the option restore_from")
    part.leave("timeouts", "is how long Terraform waits", "use the option wait_timeout")


def _read_capacity(draft: Draft, part: Part) -> None:
    attempt = draft.notes.attempt
    read, write = part.whole("read_capacity"), part.whole("write_capacity")
    draft.billing_mode = part.text("billing_mode") or (PROVISIONED if read and write else "")
    if draft.billing_mode:
        draft.put("billing_mode", draft.billing_mode)
    else:
        message = "is said nowhere, and neither is a capacity"
        draft.notes.warn(part.at("billing_mode"), message, "give billing_mode, if the table may have to be made anew")
    if draft.billing_mode == PROVISIONED:
        draft.put("provisioned_throughput", capacity(read, write))
    elif read or write:
        part.leave("read_capacity", "an on-demand table has no capacity", "nothing: AWS does not keep it")
        part.leave("write_capacity", "an on-demand table has no capacity", "nothing: AWS does not keep it")
    own = {"read_units_per_second": read, "write_units_per_second": write}
    draft.put("on_demand_throughput", attempt(lambda: on_demand(part)))
    draft.put("warm_throughput", attempt(lambda: warm(part, own)))


def on_demand(part: Part) -> Options | None:
    """Return the maximum on demand of a table or index."""
    block = part.block("on_demand_throughput")
    return maximum(block.whole("max_read_request_units"), block.whole("max_write_request_units")) if block else None


def warm(part: Part, own: t.Mapping[str, int | None] | None = None) -> Options | None:
    """Return the warm throughput of a table or index; the state has it whether somebody has set it or not."""
    block = part.block("warm_throughput")
    return warmed(block.whole("read_units_per_second"), block.whole("write_units_per_second"), own) if block else None


def _read_keys(draft: Draft, part: Part, apart: Indexes) -> None:
    found = draft.notes.attempt(lambda: _keys(draft, part, apart))
    if found is None:
        draft.notes.leave(part.path, TOGETHER, "correct what is told of them, and go on from there")
        return
    draft.options.update(found)


def _keys(draft: Draft, part: Part, apart: Indexes) -> Options:
    own = part.text("hash_key")
    schema = keys([own], [part.text("range_key")])
    defined = {each.text("name"): each.text("type") for each in part.parts("attribute")}
    indexes = {each.text("name"): _index(draft, each) for each in part.parts("global_secondary_index")}
    for name, resource in apart.items():
        indexes[name] = _index_apart(draft, resource, defined)
    local = [_local(each, own) for each in part.parts("local_secondary_index")]
    options = {
        "attribute_definitions": [{"name": name, "type": kind} for name, kind in sorted(defined.items())],
        "key_schema": schema,
        **said(local_secondary_indexes=sorted(local, key=_name) or None),
    }
    put(options, INDEXES, sorted(indexes.values(), key=_name) or None)
    if not schema:
        draft.notes.fault(part.at("hash_key"), "is missing", "a table has a key: give the whole state")
    used_attributes(options, part.at("attribute"), draft.notes)
    return options


def _name(index: Options) -> str:
    return str(index["name"])


def _index(draft: Draft, part: Part) -> Options:
    """Return an index that is a block of the table; several attributes of its key are blocks of their own."""
    hashes, ranges = [part.text("hash_key")], [part.text("range_key")]
    if several := part.parts("key_schema"):
        named = [(each.text("attribute_name"), each.text("key_type")) for each in several]
        hashes = [name for name, kind in named if kind != "RANGE"]
        ranges = [name for name, kind in named if kind == "RANGE"]
    read, write = part.whole("read_capacity"), part.whole("write_capacity")
    index = {
        "name": part.text("name"),
        "key_schema": keys(hashes, ranges),
        "projection": projection(part.text("projection_type"), sorted(part.texts("non_key_attributes"))),
    }
    return _with_throughput(draft, index, part, capacity(read, write))


def _index_apart(draft: Draft, part: Part, defined: dict[str, str]) -> Options:
    """Return an index that is a resource of its own, and defines its attributes itself."""
    part.skip("arn", "id", "index_name", "region", "table_name")
    hashes: list[str] = []
    ranges: list[str] = []
    for each in part.parts("key_schema"):
        name = each.text("attribute_name")
        defined.setdefault(name, each.text("attribute_type"))
        (ranges if each.text("key_type") == "RANGE" else hashes).append(name)
    projected = part.block("projection")
    kind = projected.text("projection_type") if projected else ""
    attributes = sorted(projected.texts("non_key_attributes")) if projected else []
    units = part.block("provisioned_throughput")
    index = {
        "name": part.text("index_name"),
        "key_schema": keys(hashes, ranges),
        "projection": projection(kind, attributes),
    }
    part.leave("timeouts", "is how long Terraform waits", "use the option wait_timeout")
    own = capacity(units.whole("read_capacity_units"), units.whole("write_capacity_units")) if units else None
    return _with_throughput(draft, index, part, own)


def _with_throughput(draft: Draft, index: Options, part: Part, units: Options | None) -> Options:
    own = units or {}
    floors = {
        "read_units_per_second": own.get("read_capacity_units"),
        "write_units_per_second": own.get("write_capacity_units"),
    }
    put(index, "provisioned_throughput", units if draft.billing_mode != PAY_PER_REQUEST else None)
    put(index, "on_demand_throughput", on_demand(part))
    put(index, "warm_throughput", warm(part, floors))
    return index


def _local(part: Part, hash_key: str) -> Options:
    return {
        "name": part.text("name"),
        "key_schema": keys([hash_key], [part.text("range_key")]),
        "projection": projection(part.text("projection_type"), sorted(part.texts("non_key_attributes"))),
    }


def _read_stream(draft: Draft, part: Part) -> None:
    view = part.text("stream_view_type")
    if part.flag("stream_enabled"):
        draft.options.update(said(stream_enabled=True, stream_view_type=view or None))


def _read_protection(draft: Draft, part: Part) -> None:
    """Put what is on; what is off says nothing, because the state does not tell it from what was never said."""
    attempt = draft.notes.attempt
    kind = part.text("table_class")
    draft.put("table_class", kind if kind not in ("", STANDARD) else None)
    draft.put("deletion_protection_enabled", part.flag("deletion_protection_enabled") or None)
    draft.put("server_side_encryption", attempt(lambda: _encryption(part)))
    draft.put("ttl", attempt(lambda: _ttl(part)))
    draft.options.update(attempt(lambda: _recovery(part)) or {})


def _encryption(part: Part) -> Options | None:
    block = part.block("server_side_encryption")
    if not block or not block.flag("enabled"):
        return None
    return {"enabled": True, **said(kms_key_arn=block.text("kms_key_arn") or None)}


def _ttl(part: Part) -> Options | None:
    block = part.block("ttl")
    name = block.text("attribute_name") if block else ""
    return {"enabled": True, "attribute_name": name} if block and block.flag("enabled") else None


def _recovery(part: Part) -> Options | None:
    block = part.block("point_in_time_recovery")
    days = block.whole("recovery_period_in_days") if block else None
    if not block or not block.flag("enabled"):
        return None
    period = days if days != DAYS else None
    return {"point_in_time_recovery_enabled": True, **said(recovery_period_in_days=period or None)}


def _tags(part: Part) -> dict[str, str]:
    """Return the tags with those that the provider gives every resource, as ``tags_all`` has them."""
    own = part.pairs("tags")
    return {**own, **part.pairs("tags_all")}


def _read_replicas(draft: Draft, part: Part) -> None:
    found = draft.notes.attempt(lambda: [_replica(each) for each in part.parts("replica")])
    for entry, consistency in found or ():
        draft.replicas[entry["region_name"]] = entry
        draft.put("multi_region_consistency", consistency)
    witness = part.block("global_table_witness")
    if witness:
        draft.put("global_table_witness", said(region_name=witness.text("region_name") or None) or None)


def _replica(part: Part) -> tuple[Options, str | None]:
    part.skip("arn", "stream_arn", "stream_label")
    entry = replica(part, part.text("region_name"))
    put(entry, "propagate_tags", part.flag("propagate_tags") or None)
    return entry, STRONG if part.text("consistency_mode") == STRONG else None


def replica(part: Part, region: str) -> Options:
    """Return what a block of the table, and a replica that is a resource of its own, say in the same words."""
    entry: Options = {"region_name": region}
    put(entry, "kms_key_arn", part.text("kms_key_arn") or None)
    put(entry, "deletion_protection_enabled", part.flag("deletion_protection_enabled") or None)
    put(entry, "point_in_time_recovery_enabled", part.flag("point_in_time_recovery") or None)
    return entry
