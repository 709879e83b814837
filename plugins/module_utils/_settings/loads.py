# Written by scripts/generate from _settings/*/options.yml: change the entries there.
# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Loads a setting, or a way into being, where it is needed."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from .origins.origin import Origin
    from .setting import Setting


def capacity() -> Setting[t.Any]:
    from .capacity.setting import CAPACITY

    return CAPACITY


def keys() -> Setting[t.Any]:
    from .keys.setting import KEYS

    return KEYS


def indexes() -> Setting[t.Any]:
    from .indexes.setting import INDEXES

    return INDEXES


def maximums() -> Setting[t.Any]:
    from .maximums.setting import MAXIMUMS

    return MAXIMUMS


def warmth() -> Setting[t.Any]:
    from .warmth.setting import WARMTH

    return WARMTH


def local_indexes() -> Setting[t.Any]:
    from .local_indexes.setting import LOCAL_INDEXES

    return LOCAL_INDEXES


def vector_indexes() -> Setting[t.Any]:
    from .vector_indexes.setting import VECTOR_INDEXES

    return VECTOR_INDEXES


def stream() -> Setting[t.Any]:
    from .stream.setting import STREAM

    return STREAM


def table_class() -> Setting[t.Any]:
    from .table_class.setting import TABLE_CLASS

    return TABLE_CLASS


def encryption() -> Setting[t.Any]:
    from .encryption.setting import ENCRYPTION

    return ENCRYPTION


def protection() -> Setting[t.Any]:
    from .protection.setting import PROTECTION

    return PROTECTION


def ttl() -> Setting[t.Any]:
    from .ttl.setting import TTL

    return TTL


def recovery() -> Setting[t.Any]:
    from .recovery.setting import RECOVERY

    return RECOVERY


def insights() -> Setting[t.Any]:
    from .insights.setting import INSIGHTS

    return INSIGHTS


def auto_scaling() -> Setting[t.Any]:
    from .auto_scaling.setting import AUTO_SCALING

    return AUTO_SCALING


def kinesis() -> Setting[t.Any]:
    from .kinesis.setting import KINESIS

    return KINESIS


def tags() -> Setting[t.Any]:
    from .tags.setting import TAGS

    return TAGS


def resource_policy() -> Setting[t.Any]:
    from .resource_policy.setting import RESOURCE_POLICY

    return RESOURCE_POLICY


def stream_resource_policy() -> Setting[t.Any]:
    from .stream_resource_policy.setting import STREAM_RESOURCE_POLICY

    return STREAM_RESOURCE_POLICY


def replicas() -> Setting[t.Any]:
    from .replicas.setting import REPLICAS

    return REPLICAS


def restore_from(given: Mapping[str, t.Any]) -> Origin:
    from .origins.restore_from.origin import from_options

    return from_options(given)


def import_from(given: Mapping[str, t.Any]) -> Origin:
    from .origins.import_from.origin import from_options

    return from_options(given)
