# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What both sources make options of: keys, indexes, capacity, and a table in the making."""

from __future__ import annotations

import dataclasses
import typing as t

from .notes import Notes, Options

HASH, RANGE = "HASH", "RANGE"
PROVISIONED, PAY_PER_REQUEST = "PROVISIONED", "PAY_PER_REQUEST"
INDEXES = "global_secondary_indexes"
# What AWS gives every table and index by itself.
WARM = {"read_units_per_second": 12000, "write_units_per_second": 4000}
# The order in which options are written.
ORDER = (
    *("name", "billing_mode", "provisioned_throughput", "on_demand_throughput", "warm_throughput", "auto_scaling"),
    *("attribute_definitions", "key_schema", INDEXES, "local_secondary_indexes", "vector_indexes"),
    *("stream_enabled", "stream_view_type", "table_class", "server_side_encryption", "deletion_protection_enabled"),
    *("ttl", "point_in_time_recovery_enabled", "recovery_period_in_days"),
    *("contributor_insights_enabled", "contributor_insights_mode", "contributor_insights_indexes"),
    *("kinesis_streaming_destinations", "resource_policy", "stream_resource_policy"),
    *("confirm_remove_self_resource_access", "multi_region_consistency", "global_table_witness", "replicas"),
    *("global_table_settings_replication_mode", "disassociation_protection_enabled", "global_table_source_arn"),
    *("tags", "propagate_tags", "purge_tags"),
)
# What an entry of replicas has, in its order.
OF_REPLICAS = ("region_name", "kms_key_arn", "table_class", "read_capacity_units", "max_read_request_units")


@dataclasses.dataclass
class Draft:
    """A table in the making, and the places of what was carried over into it."""

    name: str
    region: str
    notes: Notes
    options: Options = dataclasses.field(default_factory=dict)
    replicas: dict[str, Options] = dataclasses.field(default_factory=dict)
    billing_mode: str = ""

    def put(self, name: str, value: t.Any) -> None:
        """Set an option, if there is something to say."""
        put(self.options, name, value)

    def written(self) -> Options:
        """Return all options in their order."""
        options = dict(self.options)
        entries = [entry for region, entry in sorted(self.replicas.items()) if region != self.region]
        put(options, "replicas", [ordered(entry, (*OF_REPLICAS, *ORDER)) for entry in entries] or None)
        return ordered({"name": self.name, **options}, ORDER)


def put(options: Options, name: str, value: t.Any) -> None:
    """Set an option, if there is something to say."""
    if value is not None:
        options[name] = value


def said(**options: t.Any) -> Options:
    """Return the options that say something."""
    return {name: value for name, value in options.items() if value is not None}


def ordered(options: Options, order: t.Sequence[str]) -> Options:
    """Return options in an order."""
    return {name: options[name] for name in order if name in options}


def keys(hashes: t.Iterable[str], ranges: t.Iterable[str]) -> list[Options]:
    """Return a key schema; nothing is no key."""
    named = [*((name, HASH) for name in hashes), *((name, RANGE) for name in ranges)]
    return [{"attribute_name": name, "key_type": kind} for name, kind in named if name]


def projection(kind: str, attributes: t.Sequence[str]) -> Options:
    """Return the projection of an index."""
    return {"type": kind, **({"non_key_attributes": list(attributes)} if attributes else {})}


def capacity(read: int | None, write: int | None) -> Options | None:
    """Return a capacity, none where there is none."""
    found = said(read_capacity_units=read or None, write_capacity_units=write or None)
    return found or None


def maximum(read: int | None, write: int | None) -> Options | None:
    """Return the maximum on demand, none where there is none: AWS writes that as -1."""
    units = {"max_read_request_units": read, "max_write_request_units": write}
    return {name: value for name, value in units.items() if value and value > 0} or None


def warmed(read: int | None, write: int | None, own: t.Mapping[str, int | None] | None = None) -> Options | None:
    """Return the warm throughput beyond what comes by itself, which is at least the table's own capacity."""
    units = {"read_units_per_second": read, "write_units_per_second": write}
    floors = {name: max(units, (own or {}).get(name) or 0) for name, units in WARM.items()}
    return {name: value for name, value in units.items() if value and value > floors[name]} or None


def key_names(options: Options) -> set[str]:
    """Return the attributes that the keys of a table and of its indexes use."""
    schemas = [options.get("key_schema") or []]
    for name in (INDEXES, "local_secondary_indexes"):
        schemas += [index["key_schema"] for index in options.get(name) or []]
    vectors = [index.get("search_schema") or [] for index in options.get("vector_indexes") or []]
    return {each["attribute_name"] for schema in (*schemas, *vectors) for each in schema}


def used_attributes(options: Options, path: str, notes: Notes) -> None:
    """Take out attributes that no key uses: AWS refuses them, and so would the table."""
    used = key_names(options)
    defined = options.get("attribute_definitions") or []
    for each in defined:
        if each["name"] not in used:
            notes.leave(path, f"no key uses the attribute {each['name']}", "nothing: AWS keeps no such attribute")
    options["attribute_definitions"] = [each for each in defined if each["name"] in used]
