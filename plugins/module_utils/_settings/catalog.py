# Written by scripts/generate from _settings/*/options.yml: change the entries there.
# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The settings of a table, in the order of differences and messages; each is loaded where it is needed.

Then the ways in which a table comes into being, other than CreateTable.
"""

from __future__ import annotations

import typing as t

from .setting import Entry, OriginEntry, Read

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from .origins.origin import Origin
    from .setting import Setting


def _capacity() -> Setting[t.Any]:
    from .capacity.setting import CAPACITY

    return CAPACITY


def _keys() -> Setting[t.Any]:
    from .keys.setting import KEYS

    return KEYS


def _indexes() -> Setting[t.Any]:
    from .indexes.setting import INDEXES

    return INDEXES


def _maximums() -> Setting[t.Any]:
    from .maximums.setting import MAXIMUMS

    return MAXIMUMS


def _warmth() -> Setting[t.Any]:
    from .warmth.setting import WARMTH

    return WARMTH


def _local_indexes() -> Setting[t.Any]:
    from .local_indexes.setting import LOCAL_INDEXES

    return LOCAL_INDEXES


def _vector_indexes() -> Setting[t.Any]:
    from .vector_indexes.setting import VECTOR_INDEXES

    return VECTOR_INDEXES


def _stream() -> Setting[t.Any]:
    from .stream.setting import STREAM

    return STREAM


def _table_class() -> Setting[t.Any]:
    from .table_class.setting import TABLE_CLASS

    return TABLE_CLASS


def _encryption() -> Setting[t.Any]:
    from .encryption.setting import ENCRYPTION

    return ENCRYPTION


def _protection() -> Setting[t.Any]:
    from .protection.setting import PROTECTION

    return PROTECTION


def _ttl() -> Setting[t.Any]:
    from .ttl.setting import TTL

    return TTL


def _recovery() -> Setting[t.Any]:
    from .recovery.setting import RECOVERY

    return RECOVERY


def _insights() -> Setting[t.Any]:
    from .insights.setting import INSIGHTS

    return INSIGHTS


def _auto_scaling() -> Setting[t.Any]:
    from .auto_scaling.setting import AUTO_SCALING

    return AUTO_SCALING


def _kinesis() -> Setting[t.Any]:
    from .kinesis.setting import KINESIS

    return KINESIS


def _tags() -> Setting[t.Any]:
    from .tags.setting import TAGS

    return TAGS


def _restore_from(given: Mapping[str, t.Any]) -> Origin:
    from .origins.restore_from.origin import from_options

    return from_options(given)


def _import_from(given: Mapping[str, t.Any]) -> Origin:
    from .origins.import_from.origin import from_options

    return from_options(given)


ENTRIES = (
    Entry(
        "capacity",
        _capacity,
        ("billing_mode", "provisioned_throughput"),
        shown_in=("BillingModeSummary", "ProvisionedThroughput"),
        judged_anyway=True,
    ),
    Entry(
        "keys",
        _keys,
        ("attribute_definitions", "key_schema"),
        shown_in=("KeySchema", "AttributeDefinitions"),
        judged_anyway=True,
    ),
    Entry(
        "indexes",
        _indexes,
        ("global_secondary_indexes",),
        shown_in=("GlobalSecondaryIndexes",),
        absent={"global_secondary_indexes": []},
        judged_anyway=True,
    ),
    Entry(
        "maximums",
        _maximums,
        ("on_demand_throughput",),
        inside=(("global_secondary_indexes", "on_demand_throughput"),),
        shown_in=("OnDemandThroughput", "GlobalSecondaryIndexes.OnDemandThroughput"),
    ),
    Entry(
        "warmth",
        _warmth,
        ("warm_throughput",),
        inside=(("global_secondary_indexes", "warm_throughput"),),
        shown_in=("WarmThroughput", "GlobalSecondaryIndexes.WarmThroughput"),
        ordinary={
            "WarmThroughput": {"ReadUnitsPerSecond": 12000, "WriteUnitsPerSecond": 4000, "Status": "ACTIVE"},
            "GlobalSecondaryIndexes.WarmThroughput": {
                "ReadUnitsPerSecond": 12000,
                "WriteUnitsPerSecond": 4000,
                "Status": "ACTIVE",
            },
        },
    ),
    Entry(
        "local_indexes",
        _local_indexes,
        ("local_secondary_indexes",),
        shown_in=("LocalSecondaryIndexes",),
        absent={"local_secondary_indexes": []},
        judged_anyway=True,
    ),
    Entry(
        "vector_indexes",
        _vector_indexes,
        ("vector_indexes",),
        shown_in=("VectorIndexes",),
        absent={"vector_indexes": []},
    ),
    Entry(
        "stream",
        _stream,
        ("stream_enabled", "stream_view_type"),
        shown_in=("StreamSpecification",),
        absent={"stream_enabled": False},
        outputs={"stream_arn": "", "stream_label": ""},
    ),
    Entry(
        "table_class",
        _table_class,
        ("table_class",),
        shown_in=("TableClassSummary",),
        absent={"table_class": "STANDARD"},
    ),
    Entry(
        "encryption",
        _encryption,
        ("server_side_encryption",),
        shown_in=("SSEDescription",),
        absent={"server_side_encryption": {"enabled": False}},
    ),
    Entry(
        "protection",
        _protection,
        ("deletion_protection_enabled",),
        shown_in=("DeletionProtectionEnabled",),
        absent={"deletion_protection_enabled": False},
    ),
    Entry(
        "ttl",
        _ttl,
        ("ttl",),
        read=Read("DescribeTimeToLive", member="TimeToLiveDescription", new={}, slow=True),
        absent={"ttl": {"enabled": False}},
    ),
    Entry(
        "recovery",
        _recovery,
        ("point_in_time_recovery_enabled", "recovery_period_in_days"),
        read=Read("DescribeContinuousBackups", member="ContinuousBackupsDescription", new={}),
        absent={"point_in_time_recovery_enabled": False},
        usual={"recovery_period_in_days": 35},
    ),
    Entry(
        "insights",
        _insights,
        ("contributor_insights_enabled", "contributor_insights_mode", "contributor_insights_indexes"),
        read=Read("ListContributorInsights", member="ContributorInsightsSummaries", form="pages", new=()),
        absent={"contributor_insights_enabled": False, "contributor_insights_indexes": []},
        usual={"contributor_insights_mode": "ACCESSED_AND_THROTTLED_KEYS"},
    ),
    Entry(
        "auto_scaling",
        _auto_scaling,
        ("auto_scaling",),
        inside=(("global_secondary_indexes", "auto_scaling"),),
        read=Read(
            "DescribeScalableTargets",
            service="application-autoscaling",
            member="ScalableTargets",
            form="resources",
            further=("DescribeScalingPolicies.ScalingPolicies", "DescribeScheduledActions.ScheduledActions"),
            new={},
            outlives=True,
        ),
    ),
    Entry(
        "kinesis",
        _kinesis,
        ("kinesis_streaming_destinations",),
        read=Read("DescribeKinesisStreamingDestination", member="KinesisDataStreamDestinations", form="list", new=()),
        absent={"kinesis_streaming_destinations": []},
        outputs={"kinesis_stream_arns": []},
        named_by={"kinesis_streaming_destinations": "stream_arn"},
    ),
    Entry(
        "tags",
        _tags,
        ("tags",),
        read=Read("ListTagsOfResource", member="Tags", by="ResourceArn", form="dict", restored={}, late=True, lag=1.25),
        absent={"tags": {}},
    ),
)
BY_NAME = {entry.name: entry for entry in ENTRIES}
ORIGINS = (
    OriginEntry("restore_from", _restore_from, operations=("RestoreTableFromBackup", "RestoreTableToPointInTime")),
    OriginEntry("import_from", _import_from, operations=("ImportTable",), outputs={"import_arn": ""}),
)
