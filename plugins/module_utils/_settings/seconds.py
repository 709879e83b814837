# Written by scripts/generate from _settings/*/options.yml: change the entries there.
"""How long calls usually take, by operation, member and value."""

from __future__ import annotations

SECONDS = {
    "CreateBackup": 5,
    "CreateTable": 6,
    "CreateTable.GlobalSecondaryIndexes": 22,
    "CreateTable.LocalSecondaryIndexes": 22,
    "DeleteTable": 6,
    "UpdateContributorInsights": 16,
    "UpdateTable.BillingMode.PAY_PER_REQUEST": 172,
    "UpdateTable.BillingMode.PROVISIONED": 98,
    "UpdateTable.GlobalSecondaryIndexUpdates.Create": 539,
    "UpdateTable.GlobalSecondaryIndexUpdates.Delete": 5,
    "UpdateTable.GlobalSecondaryIndexUpdates.Update": 4,
    "UpdateTable.ProvisionedThroughput": 2,
    "UpdateTable.SSESpecification": 23,
    "UpdateTable.StreamSpecification": 7,
    "UpdateTable.TableClass": 6,
    "UpdateTable.WarmThroughput": 514,
}
# Other calls for the table go on while these take effect.
BESIDE_OTHERS = ("UpdateTable.GlobalSecondaryIndexUpdates.Create",)
