# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""From a manifest to module options. A manifest describes the whole resource: what it leaves out is off."""

from __future__ import annotations

import typing as t

from .._settings.insights.setting import DEFAULT_MODE
from .._settings.key_schema import HASH, RANGE
from .._settings.table_class.setting import STANDARD
from .._settings.throughput import PROVISIONED
from .reading import Manifest, implied_mode

Options = dict[str, t.Any]
Item = dict[str, t.Any]
# How long AWS keeps what recovery needs where nobody says otherwise.
DEFAULT_DAYS = 35
# The fields of the newer shape that are several options, or have another name.
NESTED = {
    "point_in_time_recovery_enabled": ("point_in_time_recovery", "enabled"),
    "recovery_period_in_days": ("point_in_time_recovery", "recovery_period_in_days"),
    "contributor_insights_enabled": ("contributor_insights", "enabled"),
    "contributor_insights_mode": ("contributor_insights", "mode"),
    "contributor_insights_indexes": ("contributor_insights", "gsi_index_names"),
}


def options_of(manifest: Manifest) -> Options:
    """Return the options, without name, region and tags."""
    spec, mode = manifest.spec, implied_mode(manifest)
    provisioned = mode == PROVISIONED
    options: Options = {
        "billing_mode": mode,
        # Upstream makes a string of an attribute without a type.
        "attribute_definitions": [{**item, "type": item["type"] or "S"} for item in spec["attribute_definitions"]],
        "key_schema": spec["key_schema"],
        "global_secondary_indexes": [_index(item, item["key_schema"]) for item in spec["global_secondary_indexes"]],
        "local_secondary_indexes": [
            _index(item, _local_keys(item, spec["key_schema"])) for item in spec["local_secondary_indexes"]
        ],
        "ttl": _without_empty(spec["ttl"] or {"enabled": False}),
        "stream_enabled": spec["stream_enabled"],
        "server_side_encryption": _without_empty(spec["server_side_encryption"] or {"enabled": False}),
        "table_class": spec["table_class"] or STANDARD,
        "deletion_protection_enabled": spec["deletion_protection_enabled"],
    }
    # Zero capacity is none; that it is there at all is judged by the rules of manifests.
    if provisioned or any((spec["provisioned_throughput"] or {}).values()):
        options["provisioned_throughput"] = spec["provisioned_throughput"] or {}
    if spec["stream_view_type"]:
        options["stream_view_type"] = spec["stream_view_type"]
    return options | (_newer(spec) if manifest.newer else _older(spec))


def _without_empty(item: Item) -> Item:
    return {name: value for name, value in item.items() if value != ""}


def _index(item: Item, keys: list[Item]) -> Item:
    """Return one index; upstream projects everything where no type is given."""
    projection = item["projection"] or {"type": "", "non_key_attributes": []}
    words: Item = {"type": projection["type"] or "ALL"}
    if projection["non_key_attributes"]:
        words["non_key_attributes"] = projection["non_key_attributes"]
    index = {"name": item["name"], "key_schema": keys, "projection": words}
    throughput = item.get("provisioned_throughput") or {}
    return {**index, "provisioned_throughput": throughput} if any(throughput.values()) else index


def _local_keys(item: Item, table: list[Item]) -> list[Item]:
    """Return the key of a local index; in the newer shape it names the RANGE key alone."""
    if "key_schema" in item:
        return list(item["key_schema"])
    hashes = [key for key in table if key["key_type"] == HASH][:1]
    return [*hashes, {"attribute_name": item["range_key"], "key_type": RANGE}]


def _older(spec: Item) -> Options:
    """Return what the older shape says of recovery and insights, which is whether they are on."""
    names = ("point_in_time_recovery_enabled", "contributor_insights_enabled")
    return {name: spec[name] for name in names}


def _newer(spec: Item) -> Options:
    recovery = spec["point_in_time_recovery"] or {"enabled": False, "recovery_period_in_days": 0}
    insights = spec["contributor_insights"] or {"enabled": False, "mode": "", "gsi_index_names": []}
    options: Options = {
        "point_in_time_recovery_enabled": recovery["enabled"],
        "contributor_insights_enabled": insights["enabled"],
        "contributor_insights_indexes": insights["gsi_index_names"],
    }
    if recovery["enabled"] or recovery["recovery_period_in_days"]:
        options["recovery_period_in_days"] = recovery["recovery_period_in_days"] or DEFAULT_DAYS
    if insights["enabled"] or insights["mode"]:
        options["contributor_insights_mode"] = insights["mode"] or DEFAULT_MODE
    return options
