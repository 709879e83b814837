# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Settings in the words of the specification: what results, diffs and adopted specs are made of."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from .model import Encryption, Index, Key, Projection, Settings, Throughput, Ttl

Words = dict[str, t.Any]


def settings_words(settings: Settings) -> Words:
    """Return the settings as options, without those that are left out or were not read."""
    words: Words = {
        "billing_mode": settings.billing_mode,
        "attribute_definitions": attribute_words(settings),
        "key_schema": _optional(settings.keys, key_words),
        "provisioned_throughput": _optional(settings.throughput, throughput_words),
        "global_secondary_indexes": _optional(settings.global_indexes, _indexes),
        "local_secondary_indexes": _optional(settings.local_indexes, _indexes),
        "ttl": _optional(settings.ttl, ttl_words),
        "server_side_encryption": _optional(settings.encryption, encryption_words),
        "table_class": settings.table_class,
        "deletion_protection_enabled": settings.deletion_protection,
        "tags": _optional(settings.tags, dict),
    }
    words.update(_flat(settings))
    return {name: value for name, value in words.items() if value is not None}


def _flat(settings: Settings) -> Words:
    """Return the aspects that the specification spells as several options side by side."""
    words: Words = {}
    if settings.stream:
        words |= {"stream_enabled": settings.stream.enabled, "stream_view_type": settings.stream.view_type}
    if settings.recovery:
        words["point_in_time_recovery_enabled"] = settings.recovery.enabled
        words["recovery_period_in_days"] = settings.recovery.days
    if settings.insights:
        words["contributor_insights_enabled"] = settings.insights.enabled
        words["contributor_insights_mode"] = settings.insights.mode
        words["contributor_insights_indexes"] = _optional(settings.insights.indexes, sorted)
    return words


def attribute_words(settings: Settings) -> list[Words] | None:
    """Return the attribute definitions sorted by name: their order means nothing to AWS."""
    if settings.attributes is None:
        return None
    return [{"name": name, "type": kind} for name, kind in sorted(settings.attributes)]


def key_words(keys: tuple[Key, ...]) -> list[Words]:
    """Return a key schema as options."""
    return [{"attribute_name": key.attribute_name, "key_type": key.key_type} for key in keys]


def throughput_words(throughput: Throughput) -> Words:
    """Return a capacity as options."""
    return {"read_capacity_units": throughput.read, "write_capacity_units": throughput.write}


def projection_words(projection: Projection) -> Words:
    """Return a projection as options; the attribute list is sorted and there for INCLUDE only."""
    words: Words = {"type": projection.type}
    if projection.non_key_attributes:
        words["non_key_attributes"] = sorted(projection.non_key_attributes)
    return words


def index_words(index: Index) -> Words:
    """Return an index as options, without its name."""
    words: Words = {"key_schema": key_words(index.keys), "projection": projection_words(index.projection)}
    if index.throughput:
        words["provisioned_throughput"] = throughput_words(index.throughput)
    return words


def ttl_words(ttl: Ttl) -> Words:
    """Return the time to live as options."""
    return {"enabled": True, "attribute_name": ttl.attribute_name} if ttl.enabled else {"enabled": False}


def encryption_words(encryption: Encryption) -> Words:
    """Return the encryption as options; the key is there only where one is named."""
    words: Words = {"enabled": encryption.enabled}
    if encryption.kms_key:
        words["kms_key_arn"] = encryption.kms_key
    return words


def _indexes(indexes: tuple[Index, ...]) -> list[Words]:
    return [{"name": index.name, **index_words(index)} for index in sorted(indexes, key=lambda index: index.name)]


_T = t.TypeVar("_T")


def _optional(value: _T | None, build: t.Callable[[_T], t.Any]) -> t.Any:
    return None if value is None else build(value)
