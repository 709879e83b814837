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


def table_info_argument_spec() -> Spec:
    """Return all options of dynamodb_table_info, without those that every AWS module has."""
    return {
        "names": {"type": "list", "elements": "str", "aliases": ["name"]},
        "prefix": {"type": "str"},
        "unmanaged": {"type": "bool", "default": False},
    }


def files_argument_spec() -> Spec:
    """Return the options of write_files."""
    text = {"type": "str", "required": True}
    file = {"path": text, "content": text, "tables": {"type": "list", "elements": "str"}}
    return {
        "directory": {"type": "path", "required": True},
        "files": {"type": "list", "elements": "dict", "required": True, "options": file},
    }


# Below this line, written by scripts/generate from _settings: change the options there.
_PROVISIONED_THROUGHPUT: Spec = {
    "type": "dict",
    "options": {"read_capacity_units": {"type": "int"}, "write_capacity_units": {"type": "int"}},
}
_ON_DEMAND_THROUGHPUT: Spec = {
    "type": "dict",
    "options": {"max_read_request_units": {"type": "int"}, "max_write_request_units": {"type": "int"}},
}
_WARM_THROUGHPUT: Spec = {
    "type": "dict",
    "options": {"read_units_per_second": {"type": "int"}, "write_units_per_second": {"type": "int"}},
}
_KEY_SCHEMA: Spec = {
    "type": "list",
    "elements": "dict",
    "options": {"attribute_name": {"type": "str"}, "key_type": {"type": "str"}},
    "no_log": False,
}
_PROJECTION: Spec = {
    "type": "dict",
    "options": {"type": {"type": "str"}, "non_key_attributes": {"type": "list", "elements": "str", "no_log": False}},
}
_SCHEDULED_ACTIONS: Spec = {
    "type": "list",
    "elements": "dict",
    "options": {
        "name": {"type": "str", "required": True},
        "schedule": {"type": "str"},
        "timezone": {"type": "str"},
        "start_time": {"type": "str"},
        "end_time": {"type": "str"},
        "min_capacity": {"type": "int"},
        "max_capacity": {"type": "int"},
    },
}
_READ: Spec = {
    "type": "dict",
    "options": {
        "enabled": {"type": "bool", "default": True},
        "min_capacity": {"type": "int"},
        "max_capacity": {"type": "int"},
        "target_value": {"type": "float"},
        "scale_in_cooldown": {"type": "int"},
        "scale_out_cooldown": {"type": "int"},
        "disable_scale_in": {"type": "bool"},
        "scheduled_actions": _SCHEDULED_ACTIONS,
    },
}
_AUTO_SCALING: Spec = {"type": "dict", "options": {"read": _READ, "write": _READ}}
TABLE_OPTIONS: Spec = {
    "name": {"type": "str", "required": True, "aliases": ["table_name"]},
    "state": {"type": "str", "default": "present", "choices": ["present", "absent"]},
    "billing_mode": {"type": "str"},
    "provisioned_throughput": _PROVISIONED_THROUGHPUT,
    "attribute_definitions": {
        "type": "list",
        "elements": "dict",
        "options": {"name": {"type": "str"}, "type": {"type": "str"}},
    },
    "key_schema": _KEY_SCHEMA,
    "global_secondary_indexes": {
        "type": "list",
        "elements": "dict",
        "options": {
            "name": {"type": "str"},
            "key_schema": _KEY_SCHEMA,
            "projection": _PROJECTION,
            "provisioned_throughput": _PROVISIONED_THROUGHPUT,
            "on_demand_throughput": _ON_DEMAND_THROUGHPUT,
            "warm_throughput": _WARM_THROUGHPUT,
            "auto_scaling": _AUTO_SCALING,
        },
    },
    "on_demand_throughput": _ON_DEMAND_THROUGHPUT,
    "warm_throughput": _WARM_THROUGHPUT,
    "local_secondary_indexes": {
        "type": "list",
        "elements": "dict",
        "options": {"name": {"type": "str"}, "key_schema": _KEY_SCHEMA, "projection": _PROJECTION},
    },
    "vector_indexes": {
        "type": "list",
        "elements": "dict",
        "options": {
            "name": {"type": "str"},
            "vector_attribute": {"type": "str"},
            "dimensions": {"type": "int"},
            "distance_function": {"type": "str"},
            "search_schema": {
                "type": "list",
                "elements": "dict",
                "options": {"attribute_name": {"type": "str"}, "type": {"type": "str"}},
                "no_log": False,
            },
            "projection": _PROJECTION,
        },
    },
    "stream_enabled": {"type": "bool"},
    "stream_view_type": {"type": "str"},
    "table_class": {"type": "str"},
    "server_side_encryption": {
        "type": "dict",
        "options": {"enabled": {"type": "bool", "required": True}, "kms_key_arn": {"type": "str", "no_log": False}},
    },
    "deletion_protection_enabled": {"type": "bool"},
    "ttl": {
        "type": "dict",
        "options": {"enabled": {"type": "bool", "required": True}, "attribute_name": {"type": "str"}},
    },
    "point_in_time_recovery_enabled": {"type": "bool"},
    "recovery_period_in_days": {"type": "int"},
    "contributor_insights_enabled": {"type": "bool"},
    "contributor_insights_mode": {"type": "str"},
    "contributor_insights_indexes": {"type": "list", "elements": "str"},
    "auto_scaling": _AUTO_SCALING,
    "kinesis_streaming_destinations": {
        "type": "list",
        "elements": "dict",
        "options": {
            "stream_arn": {"type": "str", "required": True},
            "approximate_creation_date_time_precision": {"type": "str"},
        },
    },
    "tags": {"type": "dict", "aliases": ["resource_tags"]},
    "purge_tags": {"type": "bool", "default": True},
    "resource_policy": {"type": "json"},
    "confirm_remove_self_resource_access": {"type": "bool", "default": False},
    "stream_resource_policy": {"type": "json"},
    "replicas": {
        "type": "list",
        "elements": "dict",
        "options": {
            "region_name": {"type": "str", "required": True},
            "kms_key_arn": {"type": "str", "no_log": False},
            "table_class": {"type": "str"},
            "read_capacity_units": {"type": "int"},
            "max_read_request_units": {"type": "int"},
            "global_secondary_indexes": {
                "type": "list",
                "elements": "dict",
                "options": {
                    "name": {"type": "str", "required": True},
                    "read_capacity_units": {"type": "int"},
                    "max_read_request_units": {"type": "int"},
                },
            },
        },
    },
    "multi_region_consistency": {"type": "str", "choices": ["EVENTUAL", "STRONG"]},
    "global_table_witness": {"type": "dict", "options": {"region_name": {"type": "str", "required": True}}},
    "restore_from": {
        "type": "dict",
        "options": {
            "backup_arn": {"type": "str"},
            "source_table_name": {"type": "str"},
            "source_table_arn": {"type": "str"},
            "date_time": {"type": "str"},
            "to_latest_time": {"type": "bool"},
        },
    },
    "import_from": {
        "type": "dict",
        "options": {
            "s3_bucket": {"type": "str", "required": True},
            "s3_bucket_owner": {"type": "str"},
            "s3_key_prefix": {"type": "str", "no_log": False},
            "input_format": {"type": "str", "required": True, "choices": ["DYNAMODB_JSON", "ION", "CSV"]},
            "input_compression_type": {"type": "str", "choices": ["GZIP", "ZSTD", "NONE"]},
            "csv": {
                "type": "dict",
                "options": {"delimiter": {"type": "str"}, "header_list": {"type": "list", "elements": "str"}},
            },
        },
    },
    "wait": {"type": "bool", "default": True},
    "wait_timeout": {"type": "int", "default": 1800},
    "replacement": {"type": "str", "default": "never", "choices": ["never", "when_empty", "backup_and_replace"]},
    "force": {"type": "bool", "default": False},
    "backup_before_delete": {"type": "bool", "default": False},
    "replica_removal": {"type": "str", "default": "never", "choices": ["never", "delete"]},
    "expected_plan": {"type": "str"},
    "validate_only": {"type": "bool", "default": False},
}
LIST_OPTIONS: Spec = {
    "tables": {"type": "list", "elements": "dict", "required": True},
    "concurrency": {"type": "int", "default": 32},
    "expected_plans": {"type": "dict"},
}
