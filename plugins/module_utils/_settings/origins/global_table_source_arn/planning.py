# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The call that makes a replica of a table in another account, and the table that comes out of it."""

from __future__ import annotations

import typing as t

from ...resource_policy.setting import RESOURCE_POLICY
from ...states import ACTIVE, CREATING
from ...tags.setting import TAGS
from ...violations import Violation
from ..origin import First, OriginPlanning
from .names import OPTION

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ...setting import Answer, Part
    from ..origin import Own, Place
    from .origin import GlobalTableSource

# The members of CreateTable that the new table has for itself.
TAKEN = ("DeletionProtectionEnabled", "SSESpecification", "Tags", "ResourcePolicy")
# What AWS checks beside CreateTable: here, and in the policy of the source.
ACTIONS = ("dynamodb:AssociateTableReplica", "iam:CreateServiceLinkedRole")
ALSO = {"Tags": "dynamodb:TagResource", "ResourcePolicy": "dynamodb:PutResourcePolicy"}
GRANTS = ("kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey")
MODE = {"GlobalTableSettingsReplicationMode": "ENABLED"}


class GlobalTableSourcePlanning(OriginPlanning):
    """Plans the replica. All that both tables share comes from the source, and nothing of it is known here."""

    rule = "V88"

    def __init__(self, origin: GlobalTableSource, place: Place, own: Own) -> None:
        self._origin = origin
        self._place = place
        self._own = own
        # The account is not known before the table is there.
        self.stand_in = f"arn:aws:dynamodb:{place.region}:ACCOUNT:table/{place.name}"

    def refusals(self) -> Iterator[Violation]:
        """Judge by V88: the source has the name of the table."""
        name = self._origin.place[2]
        if name != self._place.name:
            message = f"the source is called {name}, and this table {self._place.name}"
            yield Violation(self.rule, OPTION, message, "give both the same name, as AWS wants it")

    def source(self) -> Answer:
        return {
            "TableName": self._place.name,
            "TableArn": self.stand_in,
            "TableStatus": CREATING,
            "Replicas": [
                {"RegionName": self._origin.place[0], "ReplicaStatus": ACTIVE, "ReplicaArn": self._origin.arn}
            ],
            "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
            **MODE,
        }

    def first(self, wanted: Part, source: Part) -> First:
        own = {member: wanted[member] for member in TAKEN if wanted.get(member)}
        key = own.get("SSESpecification") or {}
        shown: dict[str, t.Any] = {}
        if key.get("Enabled"):
            named = {"KMSMasterKeyArn": key["KMSMasterKeyId"]} if key.get("KMSMasterKeyId") else {}
            shown["SSEDescription"] = {"Status": "ENABLED", "SSEType": "KMS", **named}
        if own.get("DeletionProtectionEnabled"):
            shown["DeletionProtectionEnabled"] = True
        reads: dict[str, t.Any] = {}
        if "Tags" in own:
            reads[TAGS.name] = {tag["Key"]: tag["Value"] for tag in own["Tags"]}
        if "ResourcePolicy" in own:
            reads[RESOURCE_POLICY.name] = {"Policy": own["ResourcePolicy"]}
        actions = [*ACTIONS, *(action for member, action in ALSO.items() if member in own)]
        return First(
            "CreateTable",
            {"TableName": self._place.name, OF_SOURCE: self._origin.arn, **MODE, **own},
            f"create the table as a replica of {self._origin.arn}",
            {**self.source(), **shown},
            (*actions, *(GRANTS if key.get("KMSMasterKeyId") else ())),
            reads=reads,
        )

    def only_another(self, path: str, message: str) -> Violation:
        return Violation(self.rule, path, message, f"remove it, or {OPTION}")


OF_SOURCE = "GlobalTableSourceArn"
