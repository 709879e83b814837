# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What no option describes is told in comments."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.plugins.filter.to_manifest import to_manifest
from ansible_collections.planton.dynamodb.plugins.filter.to_role_variables import to_role_variables
from ansible_collections.planton.dynamodb.plugins.module_utils._adopting.adoption import adopted

Words = dict[str, Any]
ARN = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders"
SPEC: Words = {
    "name": "orders",
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [{"name": "id", "type": "N"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}


def found(table: Words | None = None, unmanaged: Words | None = None, **spec: Any) -> Words:
    """What dynamodb_table_info returns."""
    described = {"table_arn": ARN, "table_status": "ACTIVE", **(table or {})}
    return {"table": described, "spec": {**SPEC, **spec}, "unmanaged": unmanaged or {}}


NOTES: list[tuple[str, Words, list[str]]] = [
    ("nothing", {}, []),
    (
        "warm as it comes",
        {"table": {"warm_throughput": {"read_units_per_second": 12_000, "write_units_per_second": 4_000}}},
        [],
    ),
    (
        "warm as its capacity",
        {
            "table": {
                "provisioned_throughput": {"read_capacity_units": 5, "write_capacity_units": 4},
                "warm_throughput": {"read_units_per_second": 5, "write_units_per_second": 4},
            }
        },
        [],
    ),
    (
        "warm since it was on demand",
        {
            "table": {
                "billing_mode_summary": {"billing_mode": "PROVISIONED"},
                "provisioned_throughput": {"read_capacity_units": 5, "write_capacity_units": 9_000},
                "warm_throughput": {"read_units_per_second": 12_000, "write_units_per_second": 9_000},
            }
        },
        [],
    ),
    (
        "warm from a capacity that was lowered",
        {
            "table": {
                "provisioned_throughput": {
                    "read_capacity_units": 5,
                    "write_capacity_units": 5,
                    "last_decrease_date_time": "2026-01-01T00:00:00",
                },
                "warm_throughput": {"read_units_per_second": 500, "write_units_per_second": 5},
                "global_secondary_indexes": [
                    {
                        "index_name": "by_id",
                        "provisioned_throughput": {
                            "read_capacity_units": 1,
                            "write_capacity_units": 1,
                            "last_decrease_date_time": "2026-01-01T00:00:00",
                        },
                        "warm_throughput": {"read_units_per_second": 1, "write_units_per_second": 500},
                    }
                ],
            }
        },
        [],
    ),
    ("replicas, which are an option", {"table": {"replicas": [{"region_name": "us-west-2"}]}}, []),
    (
        "the tables of replicas, which are not read",
        {"replicas": [{"region_name": "us-east-1"}, {"region_name": "us-west-2"}]},
        ["what the tables in us-east-1, us-west-2 have of their own, such as recovery, deletion protection and tags"],
    ),
    (
        "the settings of a global table in one account",
        {
            "table": {
                "replicas": [{"region_name": "us-west-2"}],
                "global_table_settings_replication_mode": "ENABLED_WITH_OVERRIDES",
                "disassociation_protection_enabled": True,
            }
        },
        [],
    ),
    (
        "an older global table",
        {"table": {"global_table_version": "2017.11.29"}},
        ["place in a global table of version 2017.11.29, which does not show its replicas here"],
    ),
    ("a global table", {"table": {"global_table_version": "2019.11.21"}}, []),
    (
        "settings of global tables, which are options",
        {"table": {"global_table_settings_replication_mode": "ENABLED", "disassociation_protection_enabled": False}},
        [],
    ),
    (
        "archived",
        {"table": {"archival_summary": {"archival_backup_arn": f"{ARN}/backup/1"}}},
        [f"the table was archived to the backup {ARN}/backup/1"],
    ),
    ("archived without a backup", {"table": {"archival_summary": {"archival_reason": "key"}}}, []),
    (
        "a stack",
        {
            "table": {
                "tags": {
                    "aws:cloudformation:stack-name": "shop",
                    "aws:cloudformation:logical-id": "Orders",
                    "aws:servicecatalog:productArn": "x",
                    "team": "shop",
                }
            }
        },
        [
            "the CloudFormation stack shop owns the table: its next update may undo what is changed here",
            "tags of AWS itself: aws:servicecatalog:productArn=x",
        ],
    ),
    (
        "tags of a stack without its name",
        {"table": {"tags": {"aws:cloudformation:logical-id": "Orders"}}},
        ["tags of AWS itself: aws:cloudformation:logical-id=Orders"],
    ),
    (
        "auto scaling",
        {
            "auto_scaling": {"read": {"min_capacity": 5, "max_capacity": 50, "target_value": 70}},
            "global_secondary_indexes": [
                {
                    "name": "by_id",
                    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
                    "projection": {"type": "ALL"},
                    "auto_scaling": {"write": {"min_capacity": 1, "max_capacity": 9}},
                }
            ],
        },
        [
            "the read capacity of the table is scaled: the number below is of the moment",
            "the write capacity of index by_id is scaled: the number below is of the moment",
        ],
    ),
    (
        "two modes",
        {"contributor_insights_enabled": True, "contributor_insights_indexes": ["by_id"]},
        ["contributor insights of the table and of its indexes have different modes"],
    ),
]


@pytest.mark.parametrize(("parts", "notes"), [pytest.param(*rest, id=name) for name, *rest in NOTES])
def test_what_no_option_describes_is_told(parts: Words, notes: list[str]) -> None:
    it = found(**parts)
    assert list(adopted(it).notes) == notes
    for text in (to_role_variables(it), to_role_variables([it]), to_manifest(it)):
        assert comments(text) == notes
        assert ("it is left alone" in text) == bool(notes)


def comments(text: str) -> list[str]:
    lines = (line.strip() for line in text.splitlines())
    return [line.removeprefix("# - ") for line in lines if line.startswith("# - ")]


def test_a_comment_stays_a_comment() -> None:
    it = found(table={"unknown": {"tags": "denied\nstate: absent\x85name: other"}})
    for text in (to_role_variables(it), to_role_variables([it]), to_manifest(it)):
        assert "# - tags could not be read: denied state: absent name: other" in text
        assert "state" not in yaml.safe_load(text)
