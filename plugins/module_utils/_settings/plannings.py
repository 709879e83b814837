# Written by scripts/generate from _settings/*/options.yml: change the entries there.
# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What is needed of each setting where something is to be done, loaded only then."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Callable

    from .planning import Planning
    from .setting import Setting


def planning_of(setting: Setting[t.Any]) -> Planning[t.Any]:
    """Return what is needed of a setting."""
    return _LOADS[setting.name]()


def _capacity() -> Planning[t.Any]:
    from .capacity.planning import PLANNING

    return PLANNING


def _keys() -> Planning[t.Any]:
    from .keys.planning import PLANNING

    return PLANNING


def _indexes() -> Planning[t.Any]:
    from .indexes.planning import PLANNING

    return PLANNING


def _maximums() -> Planning[t.Any]:
    from .maximums.planning import PLANNING

    return PLANNING


def _warmth() -> Planning[t.Any]:
    from .warmth.planning import PLANNING

    return PLANNING


def _local_indexes() -> Planning[t.Any]:
    from .local_indexes.planning import PLANNING

    return PLANNING


def _vector_indexes() -> Planning[t.Any]:
    from .vector_indexes.planning import PLANNING

    return PLANNING


def _stream() -> Planning[t.Any]:
    from .stream.planning import PLANNING

    return PLANNING


def _table_class() -> Planning[t.Any]:
    from .table_class.planning import PLANNING

    return PLANNING


def _encryption() -> Planning[t.Any]:
    from .encryption.planning import PLANNING

    return PLANNING


def _protection() -> Planning[t.Any]:
    from .protection.planning import PLANNING

    return PLANNING


def _ttl() -> Planning[t.Any]:
    from .ttl.planning import PLANNING

    return PLANNING


def _recovery() -> Planning[t.Any]:
    from .recovery.planning import PLANNING

    return PLANNING


def _insights() -> Planning[t.Any]:
    from .insights.planning import PLANNING

    return PLANNING


def _auto_scaling() -> Planning[t.Any]:
    from .auto_scaling.planning import PLANNING

    return PLANNING


def _kinesis() -> Planning[t.Any]:
    from .kinesis.planning import PLANNING

    return PLANNING


def _tags() -> Planning[t.Any]:
    from .tags.planning import PLANNING

    return PLANNING


def _resource_policy() -> Planning[t.Any]:
    from .resource_policy.planning import PLANNING

    return PLANNING


def _stream_resource_policy() -> Planning[t.Any]:
    from .stream_resource_policy.planning import PLANNING

    return PLANNING


def _replicas() -> Planning[t.Any]:
    from .replicas.planning import PLANNING

    return PLANNING


_LOADS: dict[str, Callable[[], Planning[t.Any]]] = {
    "capacity": _capacity,
    "keys": _keys,
    "indexes": _indexes,
    "maximums": _maximums,
    "warmth": _warmth,
    "local_indexes": _local_indexes,
    "vector_indexes": _vector_indexes,
    "stream": _stream,
    "table_class": _table_class,
    "encryption": _encryption,
    "protection": _protection,
    "ttl": _ttl,
    "recovery": _recovery,
    "insights": _insights,
    "auto_scaling": _auto_scaling,
    "kinesis": _kinesis,
    "tags": _tags,
    "resource_policy": _resource_policy,
    "stream_resource_policy": _stream_resource_policy,
    "replicas": _replicas,
}
