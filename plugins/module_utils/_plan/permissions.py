# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The IAM actions behind each call, for the plan to name and the documentation to list."""

from __future__ import annotations

import typing as t

# The read behind each aspect; the table itself is read by DescribeTable.
READS = {
    "ttl": "dynamodb:DescribeTimeToLive",
    "recovery": "dynamodb:DescribeContinuousBackups",
    "insights": "dynamodb:ListContributorInsights",
    "tags": "dynamodb:ListTagsOfResource",
    "keys": "kms:DescribeKey",
}
# What a table that is replaced is also looked at for, so that nothing is lost that has an API of its own.
GUARDS = {
    "resource policy": "dynamodb:GetResourcePolicy",
    "resource policy of its stream": "dynamodb:GetResourcePolicy",
    "Kinesis destination": "dynamodb:DescribeKinesisStreamingDestination",
}


def write_actions(operation: str, request: t.Mapping[str, t.Any]) -> list[str]:
    """Return the IAM actions that one call needs.

    A tag given to CreateTable needs TagResource too, and a customer's key needs the grants that DynamoDB makes with it.
    """
    actions = [f"dynamodb:{operation}"]
    if operation == "CreateTable" and "Tags" in request:
        actions.append("dynamodb:TagResource")
    if (request.get("SSESpecification") or {}).get("KMSMasterKeyId"):
        actions += ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey"]
    if operation == "UpdateContributorInsights":
        actions.append("dynamodb:DescribeContributorInsights")
    if operation == "CreateBackup":
        actions.append("dynamodb:DescribeBackup")
    return actions
