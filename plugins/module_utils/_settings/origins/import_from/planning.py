# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The call that imports a table, and the table that comes out of it."""

from __future__ import annotations

import typing as t

from ...violations import Violation
from ..described import described
from ..origin import First, Missing, OriginPlanning
from .making import BUCKET, OPTION, making_of

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...setting import Part
    from ..origin import Place, Sources
    from .origin import ImportFrom

# The members of CreateTable that ImportTable takes.
TAKEN = (
    "AttributeDefinitions",
    "KeySchema",
    "BillingMode",
    "ProvisionedThroughput",
    "OnDemandThroughput",
    "SSESpecification",
    "GlobalSecondaryIndexes",
    "VectorIndexes",
)
# It is raised after the import.
LATER = "WarmThroughput"
# AWS reads the objects and writes its log with the permissions of the caller.
ACTIONS = (
    "dynamodb:DescribeImport",
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:DescribeLogGroups",
    "logs:DescribeLogStreams",
    "logs:PutLogEvents",
    "logs:PutRetentionPolicy",
    "s3:GetObject",
    "s3:ListBucket",
)
GRANTS = ("kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey")


class ImportPlanning(OriginPlanning):
    """Plans an import. Its table is as specified, as far as ImportTable can make it."""

    rule = "V63"

    def __init__(self, origin: ImportFrom, place: Place, found: Sources) -> None:
        self._origin = origin
        self._place = place
        self._found = found
        # The account is not known before the table is there.
        self.stand_in = f"arn:aws:dynamodb:{place.region}:ACCOUNT:table/{place.name}"

    def refusals(self) -> Iterator[Violation]:
        """Judge by V87: the bucket is there. Where that cannot be read, ImportTable tells."""
        bucket = self._found.get(BUCKET)
        if isinstance(bucket, Missing):
            message = f"there is no bucket '{self._origin.s3_bucket}'"
            if self._origin.s3_bucket_owner:
                message += f" of account {self._origin.s3_bucket_owner}"
            yield Violation("V87", f"{OPTION}.s3_bucket", message, "check its name, and s3_bucket_owner")

    def first(self, wanted: Part, source: Part) -> First:
        request = {member: wanted[member] for member in TAKEN if wanted.get(member)}
        indexes = [_plain(index) for index in request.get("GlobalSecondaryIndexes", ())]
        request |= {"GlobalSecondaryIndexes": indexes} if indexes else {}
        named = (wanted.get("SSESpecification") or {}).get("KMSMasterKeyId")
        return First(
            "ImportTable",
            {**self._request(), "TableCreationParameters": {"TableName": self._place.name, **request}},
            self._reason(),
            described(self._place.name, self.stand_in, request),
            (*ACTIONS, *(GRANTS if named else ())),
            makes=making_of,
            token="ClientToken",
        )

    def _request(self) -> Part:
        origin = self._origin
        members = {"S3Bucket": origin.s3_bucket, "S3BucketOwner": origin.s3_bucket_owner}
        prefix = {"S3KeyPrefix": origin.s3_key_prefix}
        source = {member: value for member, value in {**members, **prefix}.items() if value}
        csv: Part = {"Delimiter": origin.delimiter} if origin.delimiter else {}
        csv |= {"HeaderList": [*origin.header_list]} if origin.header_list else {}
        kind = {"InputCompressionType": origin.input_compression_type} if origin.input_compression_type else {}
        options = {"InputFormatOptions": {"Csv": csv}} if csv else {}
        return {"S3BucketSource": source, "InputFormat": origin.input_format, **options, **kind}

    def _reason(self) -> str:
        place = f"s3://{self._origin.s3_bucket}/{self._origin.s3_key_prefix}"
        return f"create the table by importing {self._origin.input_format} from {place}"

    def only_another(self, path: str, message: str) -> Violation:
        hint = "leave the local indexes out, or create the table without import_from and write the items yourself"
        return Violation(self.rule, path, message, hint)


def _plain(index: Mapping[str, t.Any]) -> Part:
    return {member: value for member, value in index.items() if member != LATER}
