# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The fields of AwsDynamodb manifests, in the two shapes they have had since August 2025.

The older shape (generations 1 to 3) has enumerations by name or number; the newer one (4 and 5) has text, with AWS's
own names, and more fields.
"""

from __future__ import annotations

import typing as t

from .._settings.insights.setting import MODES as INSIGHTS_MODES
from .._settings.key_schema import HASH, RANGE
from .._settings.stream.setting import VIEW_TYPES
from .._settings.table_class.setting import CLASSES as TABLE_CLASSES
from .._settings.throughput import PAY_PER_REQUEST, PROVISIONED
from .kinds import Choice, Flag, Text, Whole, Word
from .parts import Anything, Many, Part, Referable, Unbuilt, Words

if t.TYPE_CHECKING:
    from .kinds import Kind

    Fields = dict[str, Kind]

MODES = (PROVISIONED, PAY_PER_REQUEST)
TYPES = ("S", "N", "B")
PROJECTIONS = ("ALL", "KEYS_ONLY", "INCLUDE")
CAPACITY: dict[str, Kind] = {"read_capacity_units": Whole(), "write_capacity_units": Whole()}

# What the shape of before August 2025 calls its fields, and what to write instead.
LEGACY: dict[str, str] = {
    "table": "put its fields directly below spec",
    "tableName": "the name of the table is metadata.name",
    "awsRegion": "write spec.region",
    "hashKey": "write keySchema, with keyType HASH, and attributeDefinitions",
    "rangeKey": "write keySchema, with keyType RANGE, and attributeDefinitions",
    "partitionKeyName": "write keySchema, with keyType HASH, and attributeDefinitions",
    "partitionKeyType": "write attributeDefinitions",
    "sortKeyName": "write keySchema, with keyType RANGE, and attributeDefinitions",
    "sortKeyType": "write attributeDefinitions",
    "attributes": "write attributeDefinitions",
    "autoScale": "capacity is provisionedThroughput; auto scaling is not supported yet",
    "replicaRegionNames": "replicas are not supported yet",
}
# The fields that one shape has and the other has not, with what to write there.
OLDER_ONLY: dict[str, str] = {
    "pointInTimeRecoveryEnabled": "write pointInTimeRecovery: {enabled: true} in this generation of manifests",
    "contributorInsightsEnabled": "write contributorInsights: {enabled: true} in this generation of manifests",
}
UNBUILT = (
    "on_demand_throughput",
    "warm_throughput",
    "resource_policy",
    "kinesis_streaming_destination",
    "replicas",
    "global_table_witness",
    "restore_source_name",
    "restore_source_table_arn",
    "restore_date_time",
    "restore_to_latest_time",
    "restore_backup_arn",
    "import_table",
)
NEWER_ONLY = ("point_in_time_recovery", "contributor_insights", *UNBUILT)


def _older_keys(least: int = 1) -> Many:
    element: Fields = {"attribute_name": Text(1), "key_type": Choice("KEY_TYPE_", (HASH, RANGE))}
    return Many(Part(element), least)


def _older_spec() -> Part:
    keys_only = (("KEYS_ONLY_PROJECTION", "KEYS_ONLY"),)
    kind = Choice("PROJECTION_TYPE_", PROJECTIONS, keys_only)
    projection = Part({"type": kind, "non_key_attributes": Many(Text(), unique=True)})
    index: Fields = {"name": Text(1), "key_schema": _older_keys(), "projection": projection}
    attribute: Fields = {"name": Text(1), "type": Choice("ATTRIBUTE_TYPE_", TYPES)}
    return Part(
        {
            "region": Text(),
            "billing_mode": Choice("BILLING_MODE_", MODES),
            "provisioned_throughput": Part(CAPACITY),
            "attribute_definitions": Many(Part(attribute), 1),
            "key_schema": _older_keys(),
            "global_secondary_indexes": Many(Part({**index, "provisioned_throughput": Part(CAPACITY)})),
            "local_secondary_indexes": Many(Part({**index, "key_schema": _older_keys(2)})),
            "ttl": Part({"enabled": Flag(), "attribute_name": Text()}),
            "stream_enabled": Flag(),
            "stream_view_type": Choice("STREAM_VIEW_TYPE_", VIEW_TYPES),
            "point_in_time_recovery_enabled": Flag(),
            "server_side_encryption": Part({"enabled": Flag(), "kms_key_arn": Text()}),
            "table_class": Choice("TABLE_CLASS_", TABLE_CLASSES),
            "deletion_protection_enabled": Flag(),
            "contributor_insights_enabled": Flag(),
        },
        LEGACY,
    )


def _newer_spec() -> Part:
    keys = Many(Part({"attribute_name": Text(1), "key_type": Word((HASH, RANGE), required=True)}))
    projection: Fields = {"type": Word(PROJECTIONS, required=True), "non_key_attributes": Many(Text(), unique=True)}
    index: Fields = {"name": Text(1), "projection": Part(projection, required=True)}
    throughput: Fields = {
        "provisioned_throughput": Part(CAPACITY),
        "on_demand_throughput": Unbuilt(),
        "warm_throughput": Unbuilt(),
    }
    days = Whole(0, 35, "int32.gte_lte")
    insights: Fields = {
        "enabled": Flag(),
        "mode": Word(INSIGHTS_MODES),
        "gsi_index_names": Many(Text(), unique=True),
    }
    return Part(
        {
            "region": Text(),
            "billing_mode": Word(MODES),
            "attribute_definitions": Many(Part({"name": Text(1), "type": Word(TYPES, required=True)})),
            "key_schema": keys,
            **throughput,
            "global_secondary_indexes": Many(Part({**index, "key_schema": keys, **throughput})),
            "local_secondary_indexes": Many(Part({**index, "range_key": Text(1)})),
            "ttl": Part({"enabled": Flag(), "attribute_name": Text()}),
            "stream_enabled": Flag(),
            "stream_view_type": Word(VIEW_TYPES),
            "point_in_time_recovery": Part({"enabled": Flag(), "recovery_period_in_days": days}),
            "server_side_encryption": Part(
                {"enabled": Flag(), "kms_key_arn": Referable("AwsKmsKey", "status.outputs.key_arn")}
            ),
            "table_class": Word(TABLE_CLASSES),
            "deletion_protection_enabled": Flag(),
            "contributor_insights": Part(insights),
            **{name: Unbuilt() for name in UNBUILT},
        },
        {**LEGACY, **OLDER_ONLY},
    )


def _envelope() -> Part:
    relation = {name: Text() for name in ("kind", "env", "name", "type", "group")}
    metadata: Fields = {name: Text() for name in ("name", "slug", "id", "org", "env", "group")}
    more: Fields = {
        "labels": Words(),
        "annotations": Words(),
        "tags": Many(Text()),
        "relationships": Many(Part(relation)),
    }
    return Part(
        {
            "api_version": Text(),
            "kind": Text(),
            "metadata": Part({**metadata, **more}, required=True),
            "spec": Anything(),
            "status": Anything(),
        }
    )


OLDER: t.Final = _older_spec()
NEWER: t.Final = _newer_spec()
ENVELOPE: t.Final = _envelope()
