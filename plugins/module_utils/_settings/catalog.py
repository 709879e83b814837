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

from . import loads
from .entry import Entry, OriginEntry, Read

ENTRIES = (
    Entry(
        "capacity",
        loads.capacity,
        ("billing_mode", "provisioned_throughput"),
        shown_in=("BillingModeSummary", "ProvisionedThroughput"),
        judged_anyway=True,
    ),
    Entry(
        "keys",
        loads.keys,
        ("attribute_definitions", "key_schema"),
        shown_in=("KeySchema", "AttributeDefinitions"),
        judged_anyway=True,
    ),
    Entry(
        "indexes",
        loads.indexes,
        ("global_secondary_indexes",),
        shown_in=("GlobalSecondaryIndexes",),
        absent={"global_secondary_indexes": []},
        judged_anyway=True,
    ),
    Entry(
        "maximums",
        loads.maximums,
        ("on_demand_throughput",),
        inside=(("global_secondary_indexes", "on_demand_throughput"),),
        shown_in=("OnDemandThroughput", "GlobalSecondaryIndexes.OnDemandThroughput"),
    ),
    Entry(
        "warmth",
        loads.warmth,
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
        loads.local_indexes,
        ("local_secondary_indexes",),
        shown_in=("LocalSecondaryIndexes",),
        absent={"local_secondary_indexes": []},
        judged_anyway=True,
    ),
    Entry(
        "vector_indexes",
        loads.vector_indexes,
        ("vector_indexes",),
        shown_in=("VectorIndexes",),
        absent={"vector_indexes": []},
    ),
    Entry(
        "stream",
        loads.stream,
        ("stream_enabled", "stream_view_type"),
        shown_in=("StreamSpecification",),
        absent={"stream_enabled": False},
        outputs={"stream_arn": "", "stream_label": ""},
    ),
    Entry(
        "table_class",
        loads.table_class,
        ("table_class",),
        shown_in=("TableClassSummary",),
        absent={"table_class": "STANDARD"},
    ),
    Entry(
        "encryption",
        loads.encryption,
        ("server_side_encryption",),
        shown_in=("SSEDescription",),
        absent={"server_side_encryption": {"enabled": False}},
    ),
    Entry(
        "protection",
        loads.protection,
        ("deletion_protection_enabled",),
        shown_in=("DeletionProtectionEnabled",),
        absent={"deletion_protection_enabled": False},
    ),
    Entry(
        "ttl",
        loads.ttl,
        ("ttl",),
        read=Read("DescribeTimeToLive", member="TimeToLiveDescription", new={}, slow=True),
        absent={"ttl": {"enabled": False}},
    ),
    Entry(
        "recovery",
        loads.recovery,
        ("point_in_time_recovery_enabled", "recovery_period_in_days"),
        read=Read("DescribeContinuousBackups", member="ContinuousBackupsDescription", new={}),
        absent={"point_in_time_recovery_enabled": False},
        usual={"recovery_period_in_days": 35},
    ),
    Entry(
        "insights",
        loads.insights,
        ("contributor_insights_enabled", "contributor_insights_mode", "contributor_insights_indexes"),
        read=Read("ListContributorInsights", member="ContributorInsightsSummaries", form="pages", new=()),
        absent={"contributor_insights_enabled": False, "contributor_insights_indexes": []},
        usual={"contributor_insights_mode": "ACCESSED_AND_THROTTLED_KEYS"},
    ),
    Entry(
        "auto_scaling",
        loads.auto_scaling,
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
        loads.kinesis,
        ("kinesis_streaming_destinations",),
        read=Read("DescribeKinesisStreamingDestination", member="KinesisDataStreamDestinations", form="list", new=()),
        absent={"kinesis_streaming_destinations": []},
        outputs={"kinesis_stream_arns": []},
        named_by={"kinesis_streaming_destinations": "stream_arn"},
    ),
    Entry(
        "tags",
        loads.tags,
        ("tags",),
        read=Read("ListTagsOfResource", member="Tags", by="ResourceArn", form="dict", restored={}, late=True, lag=1.25),
        absent={"tags": {}},
    ),
    Entry(
        "resource_policy",
        loads.resource_policy,
        ("resource_policy",),
        read=Read(
            "GetResourcePolicy",
            member="Policy",
            by="ResourceArn",
            form="json",
            none=("PolicyNotFoundException",),
            restored={},
            late=True,
            lag=1.0,
        ),
        absent={"resource_policy": {}},
        outputs={"policy_revision_id": ""},
    ),
    Entry(
        "stream_resource_policy",
        loads.stream_resource_policy,
        ("stream_resource_policy",),
        read=Read(
            "GetResourcePolicy",
            member="Policy",
            by="ResourceArn",
            arn="LatestStreamArn",
            part="StreamSpecification",
            form="json",
            none=("PolicyNotFoundException", "ResourceNotFoundException"),
            new={},
            lag=1.0,
        ),
        absent={"stream_resource_policy": {}},
        outputs={"stream_policy_revision_id": ""},
    ),
    Entry(
        "replicas",
        loads.replicas,
        ("replicas", "multi_region_consistency", "global_table_witness"),
        shown_in=("Replicas", "GlobalTableWitnesses"),
        absent={"replicas": []},
        outputs={"replicas": {}},
        named_by={"replicas": "region_name"},
    ),
)
BY_NAME = {entry.name: entry for entry in ENTRIES}
ORIGINS = (
    OriginEntry("restore_from", loads.restore_from, operations=("RestoreTableFromBackup", "RestoreTableToPointInTime")),
    OriginEntry("import_from", loads.import_from, operations=("ImportTable",), outputs={"import_arn": ""}),
)
