# Written by scripts/generate from _settings/*/options.yml: change the entries there.
# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""How long calls usually take, by operation, member and value."""

from __future__ import annotations

SECONDS = {
    "CreateBackup": 5,
    "CreateTable": 6,
    "CreateTable.GlobalSecondaryIndexes": 22,
    "CreateTable.LocalSecondaryIndexes": 22,
    "CreateTable.VectorIndexes": 20,
    "DeleteTable": 6,
    "EnableKinesisStreamingDestination": 7,
    "ImportTable": 111,
    "RegisterScalableTarget": 1,
    "RestoreTableFromBackup": 767,
    "RestoreTableToPointInTime": 721,
    "UpdateContributorInsights": 16,
    "UpdateKinesisStreamingDestination": 152,
    "UpdateTable.BillingMode.PAY_PER_REQUEST": 172,
    "UpdateTable.BillingMode.PROVISIONED": 98,
    "UpdateTable.DisassociationProtectionEnabled": 35,
    "UpdateTable.GlobalSecondaryIndexUpdates.Create": 539,
    "UpdateTable.GlobalSecondaryIndexUpdates.Delete": 5,
    "UpdateTable.GlobalSecondaryIndexUpdates.Update": 4,
    "UpdateTable.ProvisionedThroughput": 2,
    "UpdateTable.ReplicaUpdates": 60,
    "UpdateTable.SSESpecification": 23,
    "UpdateTable.StreamSpecification": 7,
    "UpdateTable.TableClass": 6,
    "UpdateTable.VectorIndexUpdates.Create": 840,
    "UpdateTable.VectorIndexUpdates.Delete": 5,
    "UpdateTable.WarmThroughput": 514,
}
# Other calls for the table go on while these take effect.
BESIDE_OTHERS = (
    "UpdateTable.GlobalSecondaryIndexUpdates.Create",
    "UpdateTable.WarmThroughput",
    "UpdateTable.VectorIndexUpdates.Create",
)
