# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One table in the words of everybody who is measured: our options, those of community.aws, the calls of the API.

A full table has every option that costs a read, and two indexes. ``owner`` is the value of a tag: another one is the
change of the scenario "one change", for it is the one setting beside capacity that all of them can change.
"""

from __future__ import annotations

import math
from typing import Any

Options = dict[str, Any]
# A call of the SDK by its method's name, with its parameters.
Call = tuple[str, dict[str, Any]]

REGION = "eu-central-1"
# So many tables and indexes are in a page of insights.
PAGE = 100
KEY_ID = "11111111-1111-1111-1111-111111111111"
KEY_ALIAS = "alias/benchmark"
EXPIRES = "expires"
ATTRIBUTES = {"pk": "S", "sk": "S", "customer": "S", "date": "N"}
TYPES = {"S": "STRING", "N": "NUMBER"}
CLASS = "STANDARD_INFREQUENT_ACCESS"


def names(number: int) -> list[str]:
    """So many names of tables."""
    return [f"bench-{index:04}" for index in range(number)]


def table_arn(account: str, name: str) -> str:
    return f"arn:aws:dynamodb:{REGION}:{account}:table/{name}"


def key_arn(account: str) -> str:
    return f"arn:aws:kms:{REGION}:{account}:key/{KEY_ID}"


def tags(owner: str) -> dict[str, str]:
    return {"team": "shop", "stage": "production", "owner": owner}


def indexed(name: str) -> Options:
    """A table with two indexes and nothing beside: its options are all of the table itself."""
    return {
        "name": name,
        "billing_mode": "PAY_PER_REQUEST",
        "attribute_definitions": [{"name": attribute, "type": kind} for attribute, kind in ATTRIBUTES.items()],
        "key_schema": [_element("pk", "HASH"), _element("sk", "RANGE")],
        "global_secondary_indexes": [
            {
                "name": "by_customer",
                "key_schema": [_element("customer", "HASH"), _element("date", "RANGE")],
                "projection": {"type": "ALL"},
            },
            {
                "name": "by_date",
                "key_schema": [_element("date", "HASH")],
                "projection": {"type": "INCLUDE", "non_key_attributes": ["total"]},
            },
        ],
    }


def table_level(name: str) -> Options:
    """Every option that one DescribeTable answers."""
    return {
        **indexed(name),
        "stream_enabled": True,
        "stream_view_type": "NEW_AND_OLD_IMAGES",
        "table_class": CLASS,
        "deletion_protection_enabled": False,
    }


def full(name: str, account: str, owner: str) -> Options:
    """A table with everything."""
    return {
        **table_level(name),
        "server_side_encryption": {"enabled": True, "kms_key_arn": key_arn(account)},
        "ttl": {"enabled": True, "attribute_name": EXPIRES},
        "point_in_time_recovery_enabled": True,
        "contributor_insights_enabled": True,
        "tags": tags(owner),
    }


def _element(name: str, kind: str) -> dict[str, str]:
    return {"attribute_name": name, "key_type": kind}


def community_table(name: str, owner: str) -> Options:
    """What community.aws.dynamodb_table has of it: no stream, recovery, encryption, protection or insights."""
    return {
        "name": name,
        "billing_mode": "PAY_PER_REQUEST",
        **_community_key("pk", "sk"),
        "indexes": [
            {"name": "by_customer", "type": "global_all", **_community_key("customer", "date")},
            {"name": "by_date", "type": "global_include", **_community_key("date"), "includes": ["total"]},
        ],
        "table_class": CLASS,
        "tags": tags(owner),
    }


def community_ttl(name: str) -> Options:
    """The options of community.aws.dynamodb_ttl."""
    return {"state": "enable", "table_name": name, "attribute_name": EXPIRES}


def _community_key(partition: str, sort: str = "") -> dict[str, str]:
    key = {"hash_key_name": partition, "hash_key_type": TYPES[ATTRIBUTES[partition]]}
    return {**key, **({"range_key_name": sort, "range_key_type": TYPES[ATTRIBUTES[sort]]} if sort else {})}


def look(name: str) -> Call:
    """The call that reads a table itself."""
    return ("describe_table", {"TableName": name})


def rest(name: str, account: str) -> list[Call]:
    """The calls that read the rest of a full table, without its insights."""
    return [
        ("describe_time_to_live", {"TableName": name}),
        ("describe_continuous_backups", {"TableName": name}),
        ("list_tags_of_resource", {"ResourceArn": table_arn(account, name)}),
    ]


def insights(names: list[str]) -> list[Call]:
    """The calls that read the insights of full tables: of a single table, or the pages about all tables.

    A page tells of a hundred tables and indexes. Each of these calls asks for the first one, which takes as long.
    """
    if len(names) == 1:
        return [("list_contributor_insights", {"TableName": names[0]})]
    return [("list_contributor_insights", {"MaxResults": PAGE})] * pages(len(names))


def pages(tables: int) -> int:
    """How many pages tell of the insights of so many full tables, which have two indexes each."""
    return math.ceil(3 * tables / PAGE)


def creation(name: str, account: str, owner: str) -> list[Call]:
    """The calls that make a full table."""
    return [
        ("create_table", _create_request(name, account, owner)),
        ("update_time_to_live", {"TableName": name, "TimeToLiveSpecification": _ttl()}),
        (
            "update_continuous_backups",
            {"TableName": name, "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}},
        ),
        ("update_contributor_insights", {"TableName": name, "ContributorInsightsAction": "ENABLE"}),
    ]


def creations(tables: list[str], account: str, owner: str) -> list[list[Call]]:
    """The calls that make full tables, a chain for each."""
    return [creation(name, account, owner) for name in tables]


def change(name: str, account: str, owner: str) -> Call:
    """The call that gives a table another owner."""
    return ("tag_resource", {"ResourceArn": table_arn(account, name), "Tags": [{"Key": "owner", "Value": owner}]})


def _ttl() -> dict[str, Any]:
    return {"Enabled": True, "AttributeName": EXPIRES}


def _create_request(name: str, account: str, owner: str) -> dict[str, Any]:
    return {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": key, "AttributeType": kind} for key, kind in ATTRIBUTES.items()],
        "KeySchema": _schema("pk", "sk"),
        "GlobalSecondaryIndexes": [
            {"IndexName": "by_customer", "KeySchema": _schema("customer", "date"), "Projection": _projection("ALL")},
            {"IndexName": "by_date", "KeySchema": _schema("date"), "Projection": _projection("INCLUDE", "total")},
        ],
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        "TableClass": CLASS,
        "SSESpecification": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key_arn(account)},
        "Tags": [{"Key": key, "Value": value} for key, value in tags(owner).items()],
    }


def _schema(*attributes: str) -> list[dict[str, str]]:
    kinds = ("HASH", "RANGE")
    return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(attributes, kinds, strict=False)]


def _projection(kind: str, *attributes: str) -> dict[str, Any]:
    return {"ProjectionType": kind, **({"NonKeyAttributes": list(attributes)} if attributes else {})}
