# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""AWS::DynamoDB::GlobalTable as options: what all regions share, and what each region has of its own."""

from __future__ import annotations

import functools
import typing as t

from .notes import Options
from .options import INDEXES, PROVISIONED, Draft, capacity, maximum, put, said
from .places import Place
from .properties import (
    NO_OPTION,
    kinesis,
    leave_tags,
    policy,
    put_tags,
    read_keys,
    read_stream,
    recovery,
    tags,
    ttl,
    warm,
)
from .reading import Part
from .scaling import READ, WRITE, Policy, Scaling, Target, band, put_band
from .template_table import put_all_insights, read_billing


def read_global_table(draft: Draft, part: Part, of_stack: dict[str, str] | None) -> None:
    """Put the options of a table and of its replicas; ``of_stack`` are the tags of its stack, if they are known."""
    attempt = draft.notes.attempt
    part.skip("TableName", "TableId", "TableType")
    read_billing(draft, part)
    replicas = part.parts("Replicas")
    regions = attempt(lambda: [each.text("Region") for each in replicas])
    home = _home(draft, part, replicas, regions or [])
    _read_shared(draft, part)
    _read_capacity(draft, part, home)
    leave_tags(read_stream(draft, part))
    draft.put("server_side_encryption", attempt(lambda: _encryption(part, home)))
    for each in replicas:
        if each is home:
            _read_home(draft, each, of_stack)
        elif home and regions:
            _read_replica(draft, each, part)


def _home(draft: Draft, part: Part, replicas: t.Sequence[Part], regions: t.Sequence[str]) -> Part | None:
    """Return the entry of the region of the stack, where the table is described."""
    if len(replicas) == 1 and len(regions) == 1:
        draft.region = draft.region or regions[0]
        return replicas[0]
    found = next((each for each, region in zip(replicas, regions, strict=False) if region == draft.region), None)
    if found is None:
        message = (
            "tell no entry of the stack's own region" if draft.region else "do not tell which region is the stack's"
        )
        draft.notes.leave(part.at("Replicas"), message, "give region")
        for each in replicas:
            each.skip_all()
    return found


def _read_shared(draft: Draft, part: Part) -> None:
    attempt = draft.notes.attempt
    draft.put("warm_throughput", attempt(lambda: warm(part)))
    draft.put("ttl", attempt(lambda: ttl(part)))
    for name, option in (
        ("MultiRegionConsistency", "multi_region_consistency"),
        ("GlobalTableSourceArn", "global_table_source_arn"),
    ):
        draft.put(option, attempt(functools.partial(part.text, name)) or None)
    witnesses = attempt(lambda: [each.text("Region") for each in part.parts("GlobalTableWitnesses")])
    if witnesses:
        draft.put("global_table_witness", {"region_name": witnesses[0]})


def _read_capacity(draft: Draft, part: Part, home: Part | None) -> None:
    """Put capacity, maximum and scaling: writes are shared by all regions, reads are those of the stack's own."""
    own = {each.text("IndexName"): each for each in (home.parts("GlobalSecondaryIndexes") if home else ())}

    def throughput(index: Options, shared: Part) -> None:
        put(index, "warm_throughput", warm(shared))
        _put_throughput(draft, index, shared, own.get(str(index["name"])))

    indexes = read_keys(draft, part, throughput)
    found: Options = {}
    draft.notes.attempt(lambda: _put_throughput(draft, found, part, home))
    draft.options.update(found)
    if home:
        named = [(each.text("IndexName"), each) for each in own.values()] if indexes else []
        put_all_insights(Place(draft, draft.options, True), [("", home), *named])


def _put_throughput(draft: Draft, options: Options, shared: Part, own: Part | None) -> None:
    """Put what a table or an index may use: what is said of the region itself takes precedence."""
    sources = [each for each in (own, shared) if each]
    read = next(filter(None, (each.part("ReadProvisionedThroughputSettings") for each in sources)), None)
    written = shared.part("WriteProvisionedThroughputSettings")
    reads, writes = _scaling(read, READ), _scaling(written, WRITE)
    if draft.billing_mode == PROVISIONED:
        units = capacity(_units(read, READ), _units(written, WRITE))
        put(options, "provisioned_throughput", units)
        for direction, part in ((READ, reads), (WRITE, writes)):
            if part and (found := _band(draft, part)):
                put_band(options, direction, found)
    limits = [each.part("ReadOnDemandThroughputSettings") for each in sources]
    reading = next(filter(None, limits), None)
    writing = shared.part("WriteOnDemandThroughputSettings")
    put(
        options,
        "on_demand_throughput",
        maximum(
            reading.whole("MaxReadRequestUnits") if reading else None,
            writing.whole("MaxWriteRequestUnits") if writing else None,
        ),
    )


def _scaling(settings: Part | None, direction: str) -> Part | None:
    return settings.part(f"{direction.title()}CapacityAutoScalingSettings") if settings else None


def _units(settings: Part | None, direction: str) -> int | None:
    """Return the capacity that is said, or else the one with which scaling begins."""
    if not settings:
        return None
    scaled = _scaling(settings, direction)
    if scaled:
        return scaled.whole("SeedCapacity") or scaled.whole("MinCapacity")
    return settings.whole(f"{direction.title()}CapacityUnits")


def _band(draft: Draft, part: Part) -> Options | None:
    tracking = part.part("TargetTrackingScalingPolicyConfiguration")
    scaling = Scaling([Target(part.path, part.whole("MinCapacity"), part.whole("MaxCapacity"))])
    if tracking:
        scaling.policies.append(tracked(tracking))
    return band(scaling, draft.notes)


def tracked(part: Part) -> Policy:
    """Return the policy of a target tracking configuration."""
    return Policy(
        part.path,
        part.number("TargetValue"),
        part.whole("ScaleInCooldown"),
        part.whole("ScaleOutCooldown"),
        part.flag("DisableScaleIn"),
    )


def _encryption(part: Part, home: Part | None) -> Options | None:
    found = part.part("SSESpecification")
    if not found:
        return None
    found.skip("SSEType")
    key = home.part("SSESpecification") if home else None
    arn = key.text("KMSMasterKeyId") if key else ""
    if not found.flag("SSEEnabled"):
        return {"enabled": False}
    return {"enabled": True, **said(kms_key_arn=arn or None)}


def _regional(draft: Draft, part: Part) -> Options:
    """Return what an entry says in the same words for the stack's own region and for others."""
    attempt = draft.notes.attempt
    stream = part.part("ReplicaStreamSpecification")
    leave_tags(stream)
    found = said(
        table_class=attempt(lambda: part.text("TableClass")) or None,
        deletion_protection_enabled=attempt(lambda: part.flag("DeletionProtectionEnabled")),
        disassociation_protection_enabled=attempt(lambda: part.flag("DisassociationProtectionEnabled")),
        kinesis_streaming_destinations=attempt(lambda: kinesis(part)),
        resource_policy=attempt(lambda: policy(part)),
        stream_resource_policy=attempt(lambda: policy(stream)),
    )
    return {**found, **(attempt(lambda: recovery(part)) or {})}


def _read_home(draft: Draft, part: Part, of_stack: dict[str, str] | None) -> None:
    part.skip("Region", "SSESpecification")
    draft.options.update(_regional(draft, part))
    mode = draft.notes.attempt(lambda: part.text("GlobalTableSettingsReplicationMode"))
    draft.put("global_table_settings_replication_mode", mode or None)
    put_tags(draft, tags(part, draft.notes), of_stack)


def _read_replica(draft: Draft, part: Part, shared: Part) -> None:
    attempt = draft.notes.attempt
    part.leave("GlobalTableSettingsReplicationMode", "is for the stack's own region", NO_OPTION)
    entry: Options = {"region_name": part.text("Region"), **_regional(draft, part)}
    key = part.part("SSESpecification")
    put(entry, "kms_key_arn", attempt(lambda: key.text("KMSMasterKeyId")) or None if key else None)
    found = attempt(lambda: _own_reads(draft, part, shared))
    entry.update(found or {})
    _read_own_indexes(draft, part, shared, entry)
    own = tags(part, draft.notes)
    if own.tags and own.complete:
        entry["tags"] = own.tags
    draft.replicas[entry["region_name"]] = entry


def _own_reads(draft: Draft, part: Part, shared: Part) -> Options:
    """Return what a region reads differently from the stack's own, if it says so."""
    options: Options = {}
    _put_throughput(draft, options, shared, part)
    units = options.get("provisioned_throughput") or {}
    reads = (options.get("auto_scaling") or {}).get(READ)
    limit = (options.get("on_demand_throughput") or {}).get("max_read_request_units")
    return said(
        read_capacity_units=None if reads else units.get("read_capacity_units"),
        max_read_request_units=limit,
        auto_scaling={READ: reads} if reads else None,
    )


def _read_own_indexes(draft: Draft, part: Part, shared: Part, entry: Options) -> None:
    common = {each.text("IndexName"): each for each in shared.parts("GlobalSecondaryIndexes")}
    indexes = part.parts("GlobalSecondaryIndexes")
    place = Place(draft, entry, False)
    known = {index["name"] for index in place.indexes()}
    of_indexes = []
    for each in indexes:
        name = each.text("IndexName")
        if name not in known or name not in common:
            draft.notes.leave(each.path, f"is about {name}, which is no index that is carried over", "correct it there")
            each.skip_all()
            continue
        found = draft.notes.attempt(functools.partial(_own_reads, draft, each, common[name]))
        if found:
            entry.setdefault(INDEXES, []).append({"name": name, **found})
        of_indexes.append((name, each))
    put_all_insights(place, [("", part), *of_indexes])
