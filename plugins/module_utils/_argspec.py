# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The argument specifications of the modules; each option is described once.

Enumerations of the specification have no ``choices``: both spellings are accepted, and validation reports a wrong value
with the id of its rule, together with all other violations.
"""

from __future__ import annotations

import typing as t

Spec = dict[str, t.Any]


def table_argument_spec() -> Spec:
    """Return the options that dynamodb_table and each item of dynamodb_tables have in common."""
    return {**TABLE_OPTIONS}


def one_table_argument_spec() -> Spec:
    """Return all options of dynamodb_table, without those that every AWS module has."""
    return {**TABLE_OPTIONS, "progress_file": {"type": "path"}}


def tables_argument_spec() -> Spec:
    """Return all options of dynamodb_tables, without those that every AWS module has.

    The items of ``tables`` are checked one by one against the options of dynamodb_table: an error names the place of
    its item, and the other items are still carried out.
    """
    return {**LIST_OPTIONS, "progress_file": {"type": "path"}}


def _dict(more: Spec | None = None, /, **options: Spec) -> Spec:
    """Return an option that is a dictionary with these options; ``more`` is what else is said of it."""
    return {"type": "dict", "options": options, **(more or {})}


def _dicts(more: Spec | None = None, /, **options: Spec) -> Spec:
    """Return an option that is a list of dictionaries with these options; ``more`` is what else is said of it."""
    return {"type": "list", "elements": "dict", "options": options, **(more or {})}


_STR: Spec = {"type": "str"}
_INT: Spec = {"type": "int"}
_FLOAT: Spec = {"type": "float"}
_BOOL: Spec = {"type": "bool"}
# Below this line, written by scripts/generate from _settings: change the options there.
_PROVISIONED_THROUGHPUT: Spec = _dict(read_capacity_units=_INT, write_capacity_units=_INT)
_WARM_THROUGHPUT: Spec = _dict(read_units_per_second=_INT, write_units_per_second=_INT)
_ON_DEMAND_THROUGHPUT: Spec = _dict(max_read_request_units=_INT, max_write_request_units=_INT)
_PROJECTION: Spec = _dict(type=_STR, non_key_attributes={"type": "list", "elements": "str", "no_log": False})
_KEY_SCHEMA: Spec = _dicts({"no_log": False}, attribute_name=_STR, key_type=_STR)
_KINESIS_STREAMING_DESTINATIONS: Spec = _dicts(
    stream_arn={"type": "str", "required": True}, approximate_creation_date_time_precision=_STR
)
_SCHEDULED_ACTIONS: Spec = _dicts(
    name={"type": "str", "required": True},
    schedule=_STR,
    timezone=_STR,
    start_time=_STR,
    end_time=_STR,
    min_capacity=_INT,
    max_capacity=_INT,
)
_READ: Spec = _dict(
    enabled={"type": "bool", "default": True},
    min_capacity=_INT,
    max_capacity=_INT,
    target_value=_FLOAT,
    scale_in_cooldown=_INT,
    scale_out_cooldown=_INT,
    disable_scale_in=_BOOL,
    scheduled_actions=_SCHEDULED_ACTIONS,
)
_AUTO_SCALING: Spec = _dict(read=_READ, write=_READ)
TABLE_OPTIONS: Spec = {
    "name": {"type": "str", "required": True, "aliases": ["table_name"]},
    "state": {"type": "str", "default": "present", "choices": ["present", "absent"]},
    "billing_mode": _STR,
    "provisioned_throughput": _PROVISIONED_THROUGHPUT,
    "attribute_definitions": _dicts(name=_STR, type=_STR),
    "key_schema": _KEY_SCHEMA,
    "global_secondary_indexes": _dicts(
        name=_STR,
        key_schema=_KEY_SCHEMA,
        projection=_PROJECTION,
        provisioned_throughput=_PROVISIONED_THROUGHPUT,
        on_demand_throughput=_ON_DEMAND_THROUGHPUT,
        warm_throughput=_WARM_THROUGHPUT,
        auto_scaling=_AUTO_SCALING,
    ),
    "on_demand_throughput": _ON_DEMAND_THROUGHPUT,
    "warm_throughput": _WARM_THROUGHPUT,
    "local_secondary_indexes": _dicts(name=_STR, key_schema=_KEY_SCHEMA, projection=_PROJECTION),
    "vector_indexes": _dicts(
        name=_STR,
        vector_attribute=_STR,
        dimensions=_INT,
        distance_function=_STR,
        search_schema=_dicts({"no_log": False}, attribute_name=_STR, type=_STR),
        projection=_PROJECTION,
    ),
    "stream_enabled": _BOOL,
    "stream_view_type": _STR,
    "table_class": _STR,
    "server_side_encryption": _dict(
        enabled={"type": "bool", "required": True}, kms_key_arn={"type": "str", "no_log": False}
    ),
    "deletion_protection_enabled": _BOOL,
    "ttl": _dict(enabled={"type": "bool", "required": True}, attribute_name=_STR),
    "point_in_time_recovery_enabled": _BOOL,
    "recovery_period_in_days": _INT,
    "contributor_insights_enabled": _BOOL,
    "contributor_insights_mode": _STR,
    "contributor_insights_indexes": {"type": "list", "elements": "str"},
    "auto_scaling": _AUTO_SCALING,
    "kinesis_streaming_destinations": _KINESIS_STREAMING_DESTINATIONS,
    "tags": {"type": "dict", "aliases": ["resource_tags"]},
    "purge_tags": {"type": "bool", "default": True},
    "resource_policy": {"type": "json"},
    "confirm_remove_self_resource_access": {"type": "bool", "default": False},
    "stream_resource_policy": {"type": "json"},
    "global_table_settings_replication_mode": _STR,
    "replicas": _dicts(
        region_name={"type": "str", "required": True},
        kms_key_arn={"type": "str", "no_log": False},
        table_class=_STR,
        read_capacity_units=_INT,
        max_read_request_units=_INT,
        global_secondary_indexes=_dicts(
            name={"type": "str", "required": True},
            read_capacity_units=_INT,
            max_read_request_units=_INT,
            auto_scaling=_dict(read=_READ),
        ),
        auto_scaling=_dict(read=_READ),
        point_in_time_recovery_enabled=_BOOL,
        recovery_period_in_days=_INT,
        deletion_protection_enabled=_BOOL,
        disassociation_protection_enabled=_BOOL,
        contributor_insights_enabled=_BOOL,
        contributor_insights_mode=_STR,
        contributor_insights_indexes={"type": "list", "elements": "str"},
        kinesis_streaming_destinations=_KINESIS_STREAMING_DESTINATIONS,
        resource_policy={"type": "json"},
        stream_resource_policy={"type": "json"},
        tags={"type": "dict"},
        propagate_tags=_BOOL,
    ),
    "multi_region_consistency": {"type": "str", "choices": ["EVENTUAL", "STRONG"]},
    "global_table_witness": _dict(region_name={"type": "str", "required": True}),
    "disassociation_protection_enabled": _BOOL,
    "restore_from": _dict(
        backup_arn=_STR, source_table_name=_STR, source_table_arn=_STR, date_time=_STR, to_latest_time=_BOOL
    ),
    "import_from": _dict(
        s3_bucket={"type": "str", "required": True},
        s3_bucket_owner=_STR,
        s3_key_prefix={"type": "str", "no_log": False},
        input_format={"type": "str", "required": True, "choices": ["DYNAMODB_JSON", "ION", "CSV"]},
        input_compression_type={"type": "str", "choices": ["GZIP", "ZSTD", "NONE"]},
        csv=_dict(delimiter=_STR, header_list={"type": "list", "elements": "str"}),
    ),
    "global_table_source_arn": _STR,
    "wait": {"type": "bool", "default": True},
    "wait_timeout": {"type": "int", "default": 1800},
    "replacement": {"type": "str", "default": "never", "choices": ["never", "when_empty", "backup_and_replace"]},
    "force": {"type": "bool", "default": False},
    "backup_before_delete": {"type": "bool", "default": False},
    "replica_removal": {"type": "str", "default": "never", "choices": ["never", "delete", "disassociate"]},
    "expected_plan": _STR,
    "validate_only": {"type": "bool", "default": False},
}
LIST_OPTIONS: Spec = {
    "tables": {"type": "list", "elements": "dict", "required": True},
    "concurrency": {"type": "int", "default": 32},
    "detail": {"type": "str", "default": "changed", "choices": ["changed", "all"]},
    "tags_from": {"type": "str", "default": "table", "choices": ["table", "tagging_api"]},
    "expected_plans": {"type": "dict"},
}
