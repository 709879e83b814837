# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the read APIs say of a table, with everything that is peculiar about it."""

from __future__ import annotations

import datetime

from .state import NOTHING, Index, Part, Table

MOMENT = datetime.datetime(2026, 3, 1, 12, 0, tzinfo=datetime.timezone.utc)
ON_DEMAND_WARMTH = {"ReadUnitsPerSecond": 12000, "WriteUnitsPerSecond": 4000, "Status": "ACTIVE"}


def table_description(table: Table, status: str = "ACTIVE") -> Part:
    """DescribeTable: what was never set is absent, not empty."""
    answer: Part = {
        "AttributeDefinitions": [
            {"AttributeName": name, "AttributeType": kind} for name, kind in sorted(table.attributes.items())
        ],
        "TableName": table.name,
        "KeySchema": list(table.keys),
        "TableStatus": status,
        "CreationDateTime": MOMENT,
        "ProvisionedThroughput": {"NumberOfDecreasesToday": 0, **table.throughput},
        "TableSizeBytes": 0,
        "ItemCount": 0,
        "TableArn": table.arn,
        "TableId": table.table_id,
        "WarmThroughput": _warmth(table.was_on_demand, table.throughput),
        "DeletionProtectionEnabled": table.protected,
    }
    if table.was_on_demand:
        answer["BillingModeSummary"] = _billing(table)
    if table.global_indexes:
        # In no order that could be relied on.
        answer["GlobalSecondaryIndexes"] = [
            _global_index(table, index) for index in reversed(table.global_indexes.values())
        ]
    if table.local_indexes:
        answer["LocalSecondaryIndexes"] = [_index(table, index) for index in table.local_indexes.values()]
    return answer | _stream(table) | _encryption(table) | _class(table)


def _billing(table: Table) -> Part:
    """There for ever once the table was on demand, absent before, also if PROVISIONED was asked for in words."""
    since = {"LastUpdateToPayPerRequestDateTime": MOMENT}
    return {"BillingMode": table.billing_mode, **since}


def _warmth(on_demand: bool, throughput: Part) -> Part:
    if on_demand:
        return dict(ON_DEMAND_WARMTH)
    read, write = throughput["ReadCapacityUnits"], throughput["WriteCapacityUnits"]
    return {"ReadUnitsPerSecond": read, "WriteUnitsPerSecond": write, "Status": "ACTIVE"}


def _index(table: Table, index: Index) -> Part:
    projection = dict(index.projection)
    if "NonKeyAttributes" in projection:
        projection["NonKeyAttributes"] = sorted(projection["NonKeyAttributes"])
    return {
        "IndexName": index.name,
        "KeySchema": list(index.keys),
        "Projection": projection,
        "IndexSizeBytes": 0,
        "ItemCount": 0,
        "IndexArn": f"{table.arn}/index/{index.name}",
    }


def _global_index(table: Table, index: Index) -> Part:
    units = index.throughput or NOTHING
    return {
        **_index(table, index),
        "IndexStatus": "ACTIVE",
        "ProvisionedThroughput": {"NumberOfDecreasesToday": 0, **units},
        "WarmThroughput": _warmth(table.was_on_demand, units),
    }


def _stream(table: Table) -> Part:
    """The ARN of the last stream stays when the stream is off; the specification does not."""
    answer: Part = {}
    if table.stream:
        answer["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": table.stream}
    if table.streams_made:
        label = f"2026-03-01T12:00:{table.streams_made:02}.000"
        answer |= {"LatestStreamLabel": label, "LatestStreamArn": f"{table.arn}/stream/{label}"}
    return answer


def _encryption(table: Table) -> Part:
    """Absent with the key that AWS owns, and after a return to it; the key is always shown by its ARN."""
    if table.encryption_key is None:
        return {}
    key = {"KMSMasterKeyArn": table.encryption_key}
    return {"SSEDescription": {"Status": "ENABLED", "SSEType": "KMS", **key}}


def _class(table: Table) -> Part:
    if table.table_class is None:
        return {}
    changed = {"LastUpdateDateTime": MOMENT} if table.class_changed else {}
    return {"TableClassSummary": {"TableClass": table.table_class, **changed}}


def time_to_live(table: Table) -> Part:
    """DescribeTimeToLive: turned off and never turned on look alike."""
    if table.ttl is None:
        return {"TimeToLiveStatus": "DISABLED"}
    return {"TimeToLiveStatus": "ENABLED", "AttributeName": table.ttl}


def continuous_backups(table: Table) -> Part:
    """DescribeContinuousBackups: the outer status is ENABLED for every table."""
    recovery: Part = {"PointInTimeRecoveryStatus": "DISABLED"}
    if table.recovery_days is not None:
        recovery = {
            "PointInTimeRecoveryStatus": "ENABLED",
            "RecoveryPeriodInDays": table.recovery_days,
            "EarliestRestorableDateTime": MOMENT,
            "LatestRestorableDateTime": MOMENT,
        }
    return {"ContinuousBackupsStatus": "ENABLED", "PointInTimeRecoveryDescription": recovery}


def contributor_insights(table: Table) -> list[Part]:
    """ListContributorInsights: what is off is not listed."""
    return [
        {
            "TableName": table.name,
            **({"IndexName": index} if index else {}),
            "ContributorInsightsStatus": "ENABLED",
            "ContributorInsightsMode": mode,
        }
        for index, mode in sorted(table.insights.items())
    ]
