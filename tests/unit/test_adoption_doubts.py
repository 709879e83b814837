# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was not sure of a table when it was read is told in comments, and nothing that a table has is lost."""

from __future__ import annotations

import botocore.session
import pytest
from ansible_collections.planton.dynamodb.plugins.filter import adoption_files as adoption
from ansible_collections.planton.dynamodb.plugins.filter.to_manifest import to_manifest
from ansible_collections.planton.dynamodb.plugins.filter.to_role_variables import to_role_variables
from ansible_collections.planton.dynamodb.plugins.module_utils._adopting.adoption import adopted
from ansible_collections.planton.dynamodb.tests.unit.test_adoption_notes import Words, comments, found

DOUBTS: list[tuple[str, Words, list[str]]] = [
    (
        "on its way",
        {"table": {"table_status": "UPDATING"}},
        ["the table was UPDATING, so some of this may not be final"],
    ),
    (
        "being created with an index",
        {
            "table": {
                "table_status": "CREATING",
                "warm_throughput": {"status": "UPDATING"},
                "global_secondary_indexes": [{"index_name": "by_id", "index_status": "CREATING"}],
            }
        },
        ["the table was CREATING, so some of this may not be final"],
    ),
    (
        "a key that is changing",
        {"table": {"sse_description": {"status": "UPDATING", "kms_master_key_arn": "arn:aws:kms:x:1:key/y"}}},
        ["encryption was UPDATING: the key may be the one before"],
    ),
    (
        "a key that is going",
        {"table": {"sse_description": {"status": "DISABLING", "kms_master_key_arn": "arn:aws:kms:x:1:key/y"}}},
        ["encryption was DISABLING: the key may be the one before"],
    ),
    (
        "no key yet",
        {"table": {"sse_description": {"status": "UPDATING"}, "unknown": {"encryption": "it is UPDATING"}}},
        ["encryption could not be read: it is UPDATING"],
    ),
    ("a key", {"table": {"sse_description": {"status": "ENABLED", "kms_master_key_arn": "arn:aws:kms:x:1:key/y"}}}, []),
    (
        "time to live that is going",
        {"table": {"time_to_live_description": {"time_to_live_status": "DISABLING"}}},
        ["time to live was DISABLING"],
    ),
    ("time to live", {"table": {"time_to_live_description": {"time_to_live_status": "ENABLED"}}}, []),
    (
        "warming up",
        {
            "table": {
                "warm_throughput": {"status": "UPDATING"},
                "global_secondary_indexes": [
                    {"index_name": "by_id", "warm_throughput": {"status": "UPDATING"}},
                    {"index_name": "by_name", "warm_throughput": {"status": "ACTIVE"}},
                ],
            }
        },
        ["warm throughput of the table was UPDATING", "warm throughput of index by_id was UPDATING"],
    ),
    (
        "indexes on their way",
        {
            "table": {
                "global_secondary_indexes": [
                    {"index_name": "a", "index_status": "ACTIVE", "backfilling": False},
                    {"index_name": "b", "index_status": "ACTIVE", "backfilling": True},
                    {"index_name": "c", "index_status": "CREATING", "backfilling": True},
                    {"index_name": "d", "index_status": "UPDATING"},
                    {"index_name": "e", "index_status": "DELETING"},
                ],
            }
        },
        [
            "index b was still being filled",
            "index c was CREATING",
            "index d was UPDATING",
            "index e was DELETING, and is left out",
        ],
    ),
    (
        "insights on their way, and failed",
        {
            "table": {
                "contributor_insights_summaries": [
                    {"contributor_insights_status": "FAILED"},
                    {"index_name": "by_id", "contributor_insights_status": "FAILED"},
                    {"index_name": "by_name", "contributor_insights_status": "DISABLING"},
                    {"index_name": "by_date", "contributor_insights_status": "ENABLED"},
                ]
            }
        },
        [
            "contributor insights of the table had FAILED, and are told as off",
            "contributor insights of index by_id had FAILED, and are told as off",
            "contributor insights of index by_name were DISABLING",
        ],
    ),
    (
        "Kinesis destinations on their way, and failed",
        {
            "table": {
                "kinesis_data_stream_destinations": [
                    {"stream_arn": "one", "destination_status": "ENABLE_FAILED"},
                    {
                        "stream_arn": "two",
                        "destination_status": "ENABLE_FAILED",
                        "destination_status_description": "no permission",
                    },
                    {"stream_arn": "three", "destination_status": "DISABLING"},
                    {"stream_arn": "four", "destination_status": "ACTIVE"},
                    {"stream_arn": "five", "destination_status": "DISABLED"},
                ]
            }
        },
        [
            "Kinesis destination one had failed, and is left out: no reason given",
            "Kinesis destination two had failed, and is left out: no permission",
            "Kinesis destination three was DISABLING",
        ],
    ),
    (
        "policies of what was deleted",
        {
            "table": {
                "resource_policy": {"Statement": {"Principal": {"AWS": ["AROAEXAMPLE0123456789", "123456789012"]}}},
                "stream_resource_policy": {"Statement": [{"Principal": {"AWS": "AIDAEXAMPLE0123456789"}}]},
            }
        },
        [
            "resource_policy: AROAEXAMPLE0123456789 was deleted, so it has no access, and AWS takes no policy that"
            " names it",
            "stream_resource_policy: AIDAEXAMPLE0123456789 was deleted, so it has no access, and AWS takes no policy"
            " that names it",
        ],
    ),
    ("unknown", {"table": {"unknown": {"ttl": "denied"}}}, ["ttl could not be read: denied"]),
    (
        "denied",
        {"unmanaged": {"unknown": {"resource_policy": "denied"}}},
        ["resource_policy could not be read: denied"],
    ),
]


@pytest.mark.parametrize(("parts", "doubts"), [pytest.param(*rest, id=name) for name, *rest in DOUBTS])
def test_what_was_not_sure_is_told(parts: Words, doubts: list[str]) -> None:
    it = found(**parts)
    table = adopted(it)
    assert [*table.unsettled, *table.unread] == doubts
    assert table.notes == ()
    for text in (to_role_variables(it), to_role_variables([it]), to_manifest(it)):
        # What could not be read keeps a manifest from being written.
        if text or not parts["table"]["unknown"]:
            assert comments(text) == doubts
            assert ("this was not sure" in text) == bool(doubts)


def test_what_is_of_no_setting_is_told_in_its_place_among_the_settings() -> None:
    table = {
        "vector_indexes": [{"index_name": "near", "index_status": "DELETING"}, {"index_name": "far"}],
        "global_secondary_indexes": [{"index_name": "b", "index_status": "DELETING"}],
        "warm_throughput": {"status": "UPDATING"},
        "contributor_insights_summaries": [{"contributor_insights_status": "ENABLING"}],
        "time_to_live_description": {"time_to_live_status": "ENABLING"},
        "sse_description": {"status": "UPDATING", "kms_master_key_arn": "arn:aws:kms:x:1:key/y"},
    }
    assert adopted(found(table=table)).unsettled == (
        "encryption was UPDATING: the key may be the one before",
        "time to live was ENABLING",
        "warm throughput of the table was UPDATING",
        "index b was DELETING, and is left out",
        "vector index near was DELETING, and is left out",
        "contributor insights of the table were ENABLING",
    )


def test_files_of_tables_that_a_stack_owns_or_that_were_changing_are_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(adoption.Display, "warning", lambda _self, text: said.append(text))
    owned = found(table={"tags": {"aws:cloudformation:stack-name": "shop"}})
    moving = found(table={"table_status": "UPDATING"})
    moving["spec"]["name"] = "carts"
    adoption.adoption_files([owned, moving])
    assert said == [
        "when a table was read, something of it was changing or had failed; its file says what (tables: carts)",
        "a CloudFormation stack owns a table: change it there, not here (tables: orders)",
    ]


def test_each_member_of_a_table_is_read_or_told_or_means_nothing_to_whoever_has_the_file() -> None:
    """A member that a newer SDK knows shows here, so that it is not lost without a word."""
    model = botocore.session.get_session().get_service_model("dynamodb")
    assert set(model.shape_for("TableDescription").members) <= READ | TOLD | WITHOUT_MEANING


# What becomes options, or decides how they are read.
READ = {
    "AttributeDefinitions",
    "BillingModeSummary",
    "DeletionProtectionEnabled",
    "GlobalSecondaryIndexes",
    "KeySchema",
    "LocalSecondaryIndexes",
    "ProvisionedThroughput",
    "SSEDescription",
    "StreamSpecification",
    "TableArn",
    "TableClassSummary",
    "TableName",
    "TableStatus",
    "VectorIndexes",
}
TOLD = {
    "ArchivalSummary",
    "DisassociationProtectionEnabled",
    "GlobalTableSettingsReplicationMode",
    "GlobalTableVersion",
    "GlobalTableWitnesses",
    "MultiRegionConsistency",
    "OnDemandThroughput",
    "Replicas",
    "WarmThroughput",
}
# Where it came from, what it is called and how much is in it.
WITHOUT_MEANING = {
    "CreationDateTime",
    "ItemCount",
    "LatestStreamArn",
    "LatestStreamLabel",
    "RestoreSummary",
    "TableId",
    "TableSizeBytes",
}
