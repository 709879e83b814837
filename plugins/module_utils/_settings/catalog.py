# Written by scripts/generate from _settings/*/options.yml: change the entries there.
# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The settings of a table, in the order of differences and messages; each is imported where it is needed.

Then the ways in which a table comes into being, other than CreateTable. Every run has all of this, so it is short.
"""

from __future__ import annotations

from .entry import Entry, OriginEntry

ENTRIES = (
    Entry(
        "capacity",
        {"billing_mode": None, "provisioned_throughput": None},
        ("BillingModeSummary", "ProvisionedThroughput"),
        judged_anyway=True,
    ),
    Entry(
        "keys",
        {"attribute_definitions": None, "key_schema": None},
        ("KeySchema", "AttributeDefinitions"),
        judged_anyway=True,
    ),
    Entry("indexes", {"global_secondary_indexes": []}, ("GlobalSecondaryIndexes",), judged_anyway=True),
    Entry(
        "maximums",
        {"on_demand_throughput": None},
        ("OnDemandThroughput", "GlobalSecondaryIndexes.OnDemandThroughput"),
        inside=(("global_secondary_indexes", "on_demand_throughput"),),
    ),
    Entry(
        "warmth",
        {"warm_throughput": None},
        ("WarmThroughput", "GlobalSecondaryIndexes.WarmThroughput"),
        inside=(("global_secondary_indexes", "warm_throughput"),),
        ordinary={"WarmThroughput": {"ReadUnitsPerSecond": 12000, "WriteUnitsPerSecond": 4000, "Status": "ACTIVE"}},
    ),
    Entry("local_indexes", {"local_secondary_indexes": []}, ("LocalSecondaryIndexes",), judged_anyway=True),
    Entry("vector_indexes", {"vector_indexes": []}, ("VectorIndexes",)),
    Entry(
        "stream",
        {"stream_enabled": False, "stream_view_type": None},
        ("StreamSpecification",),
        outputs={"stream_arn": "", "stream_label": ""},
    ),
    Entry("table_class", {"table_class": "STANDARD"}, ("TableClassSummary",)),
    Entry("encryption", {"server_side_encryption": {"enabled": False}}, ("SSEDescription",)),
    Entry("protection", {"deletion_protection_enabled": False}, ("DeletionProtectionEnabled",)),
    Entry("ttl", {"ttl": {"enabled": False}}),
    Entry(
        "recovery",
        {"point_in_time_recovery_enabled": False, "recovery_period_in_days": None},
        usual={"recovery_period_in_days": 35},
    ),
    Entry(
        "insights",
        {"contributor_insights_enabled": False, "contributor_insights_mode": None, "contributor_insights_indexes": []},
        usual={"contributor_insights_mode": "ACCESSED_AND_THROTTLED_KEYS"},
    ),
    Entry(
        "auto_scaling", {"auto_scaling": None}, inside=(("global_secondary_indexes", "auto_scaling"),), outlives=True
    ),
    Entry(
        "kinesis",
        {"kinesis_streaming_destinations": []},
        outputs={"kinesis_stream_arns": []},
        named_by={"kinesis_streaming_destinations": "stream_arn"},
    ),
    Entry("tags", {"tags": {}}),
    Entry("resource_policy", {"resource_policy": {}}, outputs={"policy_revision_id": ""}),
    Entry("stream_resource_policy", {"stream_resource_policy": {}}, outputs={"stream_policy_revision_id": ""}),
    Entry(
        "settings_replication",
        {"global_table_settings_replication_mode": None},
        ("GlobalTableSettingsReplicationMode",),
        ordinary={"GlobalTableSettingsReplicationMode": "DISABLED"},
    ),
    Entry(
        "replicas",
        {
            "replicas": [],
            "multi_region_consistency": None,
            "global_table_witness": None,
            "disassociation_protection_enabled": None,
        },
        ("Replicas", "GlobalTableWitnesses"),
        outputs={"replicas": {}},
        named_by={"replicas": "region_name"},
    ),
)
BY_NAME = {entry.name: entry for entry in ENTRIES}
ORIGINS = (
    OriginEntry("restore_from", operations=("RestoreTableFromBackup", "RestoreTableToPointInTime")),
    OriginEntry("import_from", operations=("ImportTable",), outputs={"import_arn": ""}),
    OriginEntry("global_table_source_arn", operations=("CreateTable",)),
)
