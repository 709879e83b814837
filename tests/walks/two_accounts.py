# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A global table of two accounts, as AWS documents it: who they are, and what the policies of their tables allow."""

from __future__ import annotations

import functools
from typing import Any

from ansible_collections.amazon.aws.plugins.module_utils.retries import RetryingBotoClientWrapper
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.connecting import ONCE, READ_RETRY, RETRIES
from ansible_collections.planton.dynamodb.tests.walks.account import WIRE, Account
from botocore.config import Config

HOME, NEAR = "eu-central-1", "eu-west-1"
OURS, THEIRS = "123456789012", "210987654321"
SOURCE = f"arn:aws:dynamodb:{HOME}:{OURS}:table/orders"
REPLICA = f"arn:aws:dynamodb:{NEAR}:{THEIRS}:table/orders"
MODE = {"global_table_settings_replication_mode": "ENABLED"}


def policy(own: str, *joining: str) -> dict[str, Any]:
    """What AWS documents: all members may replicate, and an account may join."""
    names = {"aws:SourceAccount": [OURS, THEIRS], "aws:SourceArn": [SOURCE, REPLICA]}
    replicate = {
        "Sid": "Replicate",
        "Effect": "Allow",
        "Principal": {"Service": "replication.dynamodb.amazonaws.com"},
        "Action": [
            "dynamodb:ReadDataForReplication",
            "dynamodb:WriteDataForReplication",
            "dynamodb:ReplicateSettings",
        ],
        "Resource": own,
        "Condition": {"StringEquals": names},
    }
    join = {
        "Sid": "Join",
        "Effect": "Allow",
        "Principal": {"AWS": [*joining]},
        "Action": "dynamodb:AssociateTableReplica",
        "Resource": own,
    }
    return {"resource_policy": {"Version": "2012-10-17", "Statement": [replicate, *([join] if joining else [])]}}


@functools.cache
def their_client(service: str, repeats: bool, region: str) -> Any:
    made = WIRE.client(service, Config(retries=RETRIES if repeats else ONCE), region=region, account=THEIRS)
    return RetryingBotoClientWrapper(made, READ_RETRY)


class Theirs(Account):
    """The same engine and the same time, as the other account in its Region."""

    def __init__(self, ours: Account) -> None:
        self.engine, self.host, self.clock, self.lengths = ours.engine, ours.host, ours.clock, ours.lengths

    def connect(self, service: str, *, repeats: bool = True, region: str = "") -> Any:
        return their_client(service, repeats, region or NEAR)
