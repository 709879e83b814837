# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The rules that manifests have upstream, by upstream's ids, each told at the field that breaks it.

What could not be read is not judged. Rules about what is not supported yet are not needed: it is refused by name.
"""

from __future__ import annotations

import typing as t

from .._settings.key_schema import HASH, RANGE
from .._settings.throughput import PROVISIONED
from .reading import SHARED_VERSION, Manifest, implied_mode, on_demand

if t.TYPE_CHECKING:
    from .model import Path

Item = dict[str, t.Any]
GLOBAL, LOCAL = "global_secondary_indexes", "local_secondary_indexes"


def judge(manifest: Manifest) -> None:
    """Write down every broken rule."""
    for rules in (_region, _billing, _table_keys, _indexes, _together, _stream, _ttl):
        rules(manifest)
    if manifest.newer:
        for rules in (_declared, _recovery, _encryption, _insights):
            rules(manifest)


def _sound(manifest: Manifest, *fields: str) -> bool:
    return all(manifest.notes.sound("spec", field) for field in fields)


def _fault(manifest: Manifest, rule: str, path: Path, message: str, hint: str) -> None:
    manifest.notes.fault(rule, ("spec", *path), message, hint)


def _region(manifest: Manifest) -> None:
    """Manifests have a region since apiVersion aws.planton.dev; older ones may have one."""
    written = isinstance(manifest.raw["spec"].get("region"), str)
    needed = manifest.version.startswith(SHARED_VERSION) or manifest.newer or written
    if needed and not manifest.spec["region"] and _sound(manifest, "region"):
        _fault(manifest, "string.min_len", ("region",), "there is no region", "name the region of the table")


def _units(capacity: Item | None) -> tuple[int, int]:
    return (capacity["read_capacity_units"], capacity["write_capacity_units"]) if capacity else (0, 0)


def _billing(manifest: Manifest) -> None:
    if not _sound(manifest, "billing_mode"):
        return
    if not implied_mode(manifest):
        _fault(
            manifest,
            "billing_mode_set",
            ("billing_mode",),
            "there is no billing mode",
            "use PROVISIONED or PAY_PER_REQUEST",
        )
    forbidden = "on_demand_forbids_provisioned_throughput" if manifest.newer else "provisioned_requires_throughput"
    rule = forbidden if on_demand(manifest) else "provisioned_requires_throughput"
    if _sound(manifest, "provisioned_throughput"):
        _capacity(manifest, rule, manifest.spec["provisioned_throughput"], ("provisioned_throughput",))
    for position, index in enumerate(manifest.spec[GLOBAL]):
        path = (GLOBAL, position, "provisioned_throughput")
        if manifest.notes.sound("spec", *path):
            _capacity(manifest, "gsi_throughput_matches_billing", index["provisioned_throughput"], path)


def _capacity(manifest: Manifest, rule: str, capacity: Item | None, path: Path) -> None:
    if implied_mode(manifest) == PROVISIONED:
        if min(_units(capacity)) <= 0:
            hint = "give readCapacityUnits and writeCapacityUnits, or change billingMode"
            _fault(manifest, rule, path, "PROVISIONED needs read and write capacity above zero here", hint)
    elif any(_units(capacity)) or (manifest.newer and capacity is not None):
        hint = "remove it, or use billingMode PROVISIONED"
        _fault(manifest, rule, path, "capacity is for PROVISIONED tables only", hint)


def _count(keys: list[Item], kind: str) -> int:
    return sum(key["key_type"] == kind for key in keys)


def _simple_key(keys: list[Item]) -> bool:
    return _count(keys, HASH) == 1 and _count(keys, RANGE) <= 1 and len(keys) <= 2


def _table_keys(manifest: Manifest) -> None:
    keys = manifest.spec["key_schema"]
    if not _sound(manifest, "key_schema"):
        return
    hint = "give one HASH key, and one RANGE key or none"
    if manifest.newer and not keys:
        _fault(manifest, "key_schema_required_unless_restored", ("key_schema",), "the table has no key", hint)
    elif not _simple_key(keys):
        message = f"{_count(keys, HASH)} HASH and {_count(keys, RANGE)} RANGE keys in {len(keys)} elements"
        _fault(manifest, "table_key_schema_shape", ("key_schema",), message, hint)
    elif manifest.newer and keys[0]["key_type"] != HASH:
        hint = "put it first"
        _fault(manifest, "table_key_schema_shape", ("key_schema",), "the HASH key is not the first", hint)


def _indexes(manifest: Manifest) -> None:
    for option in (GLOBAL, LOCAL):
        for position, index in enumerate(manifest.spec[option]):
            if manifest.notes.sound("spec", option, position, "projection"):
                _projection(manifest, index["projection"], (option, position, "projection"))
            if manifest.notes.sound("spec", option, position, "key_schema"):
                _index_keys(manifest, index.get("key_schema"), (option, position))


def _projection(manifest: Manifest, projection: Item | None, path: Path) -> None:
    kind, names = (projection["type"], projection["non_key_attributes"]) if projection else ("", [])
    if (kind == "INCLUDE") != bool(names):
        message = (
            "INCLUDE lists no attributes" if kind == "INCLUDE" else f"{kind or 'no type'} takes no list of attributes"
        )
        hint = "nonKeyAttributes go with type INCLUDE, and it needs them"
        _fault(manifest, "include_requires_attributes", (*path, "non_key_attributes"), message, hint)


def _index_keys(manifest: Manifest, keys: list[Item] | None, path: Path) -> None:
    if keys is None:  # the local index of the newer shape, which has a range key alone
        return
    hashes, ranges = _count(keys, HASH), _count(keys, RANGE)
    message = f"{hashes} HASH and {ranges} RANGE keys in {len(keys)} elements"
    where = (*path, "key_schema")
    if path[0] == LOCAL:
        if (hashes, ranges, len(keys)) != (1, 1, 2):
            _fault(manifest, "lsi_key_schema_shape", where, message, "give one HASH and one RANGE key")
    elif manifest.newer:
        if not 1 <= hashes <= 4 or ranges > 4 or keys[0]["key_type"] != HASH:
            hint = "give 1 to 4 HASH keys, then up to 4 RANGE keys"
            _fault(manifest, "gsi_key_schema_shape", where, message, hint)
    elif not _simple_key(keys):
        _fault(manifest, "gsi_key_schema_shape", where, message, "give one HASH key, and one RANGE key or none")


def _together(manifest: Manifest) -> None:
    """Judge what the newer shape says of indexes beside the table's attributes."""
    if not manifest.newer or not _sound(manifest, "attribute_definitions"):
        return
    declared = {item["name"] for item in manifest.spec["attribute_definitions"]}
    for option in (GLOBAL, LOCAL):
        for position, index in enumerate(manifest.spec[option]):
            places: list[tuple[Path, str]] = [((option, position, "range_key"), index.get("range_key", ""))]
            for number, key in enumerate(index.get("key_schema", ())):
                places.append(((option, position, "key_schema", number, "attribute_name"), key["attribute_name"]))
            for path, name in places:
                _declares(manifest, "index_key_attributes_declared", path, name, declared)


def _declared(manifest: Manifest) -> None:
    if not _sound(manifest, "attribute_definitions"):
        return
    declared = {item["name"] for item in manifest.spec["attribute_definitions"]}
    for number, key in enumerate(manifest.spec["key_schema"]):
        path = ("key_schema", number, "attribute_name")
        _declares(manifest, "key_attributes_declared", path, key["attribute_name"], declared)


def _declares(manifest: Manifest, rule: str, path: Path, name: str, declared: set[str]) -> None:
    if name and name not in declared:
        hint = "add it to attributeDefinitions with its type"
        _fault(manifest, rule, path, f"key attribute '{name}' has no definition", hint)


def _stream(manifest: Manifest) -> None:
    enabled, view = manifest.spec["stream_enabled"], manifest.spec["stream_view_type"]
    if enabled != bool(view) and _sound(manifest, "stream_enabled", "stream_view_type"):
        message = (
            "an enabled stream needs a view type" if enabled else "a view type is set and the stream is not enabled"
        )
        hint = "set streamEnabled: true and streamViewType, or neither"
        _fault(manifest, "stream_view_requires_enabled", ("stream_view_type",), message, hint)


def _ttl(manifest: Manifest) -> None:
    ttl = manifest.spec["ttl"]
    if ttl and ttl["enabled"] != bool(ttl["attribute_name"]) and _sound(manifest, "ttl"):
        on = ttl["enabled"]
        message = (
            "an enabled time to live needs an attribute" if on else "an attribute is named and time to live is off"
        )
        hint = "set enabled: true and attributeName, or neither"
        _fault(manifest, "ttl_attribute_when_enabled", ("ttl", "attribute_name"), message, hint)


def _recovery(manifest: Manifest) -> None:
    recovery = manifest.spec["point_in_time_recovery"]
    if recovery and recovery["recovery_period_in_days"] and not recovery["enabled"]:
        path = ("point_in_time_recovery", "recovery_period_in_days")
        message = "a recovery period goes with point-in-time recovery only"
        _fault(manifest, "recovery_period_requires_enabled", path, message, "set enabled: true")


def _encryption(manifest: Manifest) -> None:
    encryption = manifest.spec["server_side_encryption"]
    if encryption and encryption["kms_key_arn"] and not encryption["enabled"]:
        path = ("server_side_encryption", "kms_key_arn")
        message = "a key is named and encryption with it is off"
        _fault(manifest, "kms_key_requires_enabled", path, message, "set enabled: true, or remove it")


def _insights(manifest: Manifest) -> None:
    insights = manifest.spec["contributor_insights"]
    if not insights:
        return
    given = [name for name in ("mode", "gsi_index_names") if insights[name]]
    if given and not insights["enabled"]:
        message = "contributor insights are not enabled"
        _fault(
            manifest,
            "insights_fields_require_enabled",
            ("contributor_insights", given[0]),
            message,
            "set enabled: true",
        )
    known = {index["name"] for index in manifest.spec[GLOBAL]}
    for position, name in enumerate(insights["gsi_index_names"]):
        if name not in known and _sound(manifest, GLOBAL):
            path = ("contributor_insights", "gsi_index_names", position)
            _fault(
                manifest,
                "insights_indexes_exist",
                path,
                f"'{name}' is no global secondary index",
                "name one of the table's",
            )
