# Written by scripts/generate from _settings/*/options.yml: change the entries there.
# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What is imported by its name, by ``entry.py`` and ``plannings.py``.

Ansible sends to a host what import statements name, also those that never run. These never run.
"""

from __future__ import annotations

import typing as t

from .auto_scaling import planning as auto_scaling_planning
from .auto_scaling import setting as auto_scaling_setting
from .capacity import planning as capacity_planning
from .capacity import setting as capacity_setting
from .encryption import planning as encryption_planning
from .encryption import setting as encryption_setting
from .indexes import planning as indexes_planning
from .indexes import setting as indexes_setting
from .insights import planning as insights_planning
from .insights import setting as insights_setting
from .keys import planning as keys_planning
from .keys import setting as keys_setting
from .kinesis import planning as kinesis_planning
from .kinesis import setting as kinesis_setting
from .local_indexes import planning as local_indexes_planning
from .local_indexes import setting as local_indexes_setting
from .maximums import planning as maximums_planning
from .maximums import setting as maximums_setting
from .origins.global_table_source_arn import origin as global_table_source_arn_origin
from .origins.import_from import origin as import_from_origin
from .origins.restore_from import origin as restore_from_origin
from .protection import planning as protection_planning
from .protection import setting as protection_setting
from .recovery import planning as recovery_planning
from .recovery import setting as recovery_setting
from .replicas import planning as replicas_planning
from .replicas import setting as replicas_setting
from .resource_policy import planning as resource_policy_planning
from .resource_policy import setting as resource_policy_setting
from .settings_replication import planning as settings_replication_planning
from .settings_replication import setting as settings_replication_setting
from .stream import planning as stream_planning
from .stream import setting as stream_setting
from .stream_resource_policy import planning as stream_resource_policy_planning
from .stream_resource_policy import setting as stream_resource_policy_setting
from .table_class import planning as table_class_planning
from .table_class import setting as table_class_setting
from .tags import planning as tags_planning
from .tags import setting as tags_setting
from .ttl import planning as ttl_planning
from .ttl import setting as ttl_setting
from .vector_indexes import planning as vector_indexes_planning
from .vector_indexes import setting as vector_indexes_setting
from .warmth import planning as warmth_planning
from .warmth import setting as warmth_setting

if t.TYPE_CHECKING:
    from collections.abc import Callable

    from .origins.origin import Origin
    from .planning import Planning
    from .setting import Setting

SETTINGS: tuple[Setting[t.Any], ...] = (
    capacity_setting.CAPACITY,
    keys_setting.KEYS,
    indexes_setting.INDEXES,
    maximums_setting.MAXIMUMS,
    warmth_setting.WARMTH,
    local_indexes_setting.LOCAL_INDEXES,
    vector_indexes_setting.VECTOR_INDEXES,
    stream_setting.STREAM,
    table_class_setting.TABLE_CLASS,
    encryption_setting.ENCRYPTION,
    protection_setting.PROTECTION,
    ttl_setting.TTL,
    recovery_setting.RECOVERY,
    insights_setting.INSIGHTS,
    auto_scaling_setting.AUTO_SCALING,
    kinesis_setting.KINESIS,
    tags_setting.TAGS,
    resource_policy_setting.RESOURCE_POLICY,
    stream_resource_policy_setting.STREAM_RESOURCE_POLICY,
    settings_replication_setting.SETTINGS_REPLICATION,
    replicas_setting.REPLICAS,
)
PLANNINGS: tuple[Planning[t.Any], ...] = (
    capacity_planning.PLANNING,
    keys_planning.PLANNING,
    indexes_planning.PLANNING,
    maximums_planning.PLANNING,
    warmth_planning.PLANNING,
    local_indexes_planning.PLANNING,
    vector_indexes_planning.PLANNING,
    stream_planning.PLANNING,
    table_class_planning.PLANNING,
    encryption_planning.PLANNING,
    protection_planning.PLANNING,
    ttl_planning.PLANNING,
    recovery_planning.PLANNING,
    insights_planning.PLANNING,
    auto_scaling_planning.PLANNING,
    kinesis_planning.PLANNING,
    tags_planning.PLANNING,
    resource_policy_planning.PLANNING,
    stream_resource_policy_planning.PLANNING,
    settings_replication_planning.PLANNING,
    replicas_planning.PLANNING,
)
ORIGINS: tuple[Callable[..., Origin], ...] = (
    restore_from_origin.from_options,
    import_from_origin.from_options,
    global_table_source_arn_origin.from_options,
)
