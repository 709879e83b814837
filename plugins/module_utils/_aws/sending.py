# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Sends the calls of plans. Only a run that has something to do imports this."""

from __future__ import annotations

import typing as t

from ansible_collections.amazon.aws.plugins.module_utils.botocore import is_boto3_error_code

from .errors import not_empty
from .sdk_errors import translate

try:
    from botocore import xform_name
    from botocore.exceptions import BotoCoreError, ClientError
    from botocore.validate import ParamValidator
except ImportError:
    pass  # Handled by AnsibleAWSModule

if t.TYPE_CHECKING:
    from .api import Answer, TableApi

Request = t.Mapping[str, t.Any]
DYNAMODB = "dynamodb"


class Sender:
    """Makes the calls of plans, with the clients of ``api``; all of them raise ``ServiceError``."""

    def __init__(self, api: TableApi) -> None:
        self._api = api

    def _writing(self, service: str = DYNAMODB) -> t.Any:
        """Return the client for the writes of a service."""
        return self._api.client(service, repeats=False)

    def send(self, operation: str, request: Request) -> Answer:
        """Make a planned call once, without retries: whether to repeat it depends on the state of the table."""
        return self._send(self._api.dynamodb if operation == "Scan" else self._writing(), operation, request)

    def send_to(self, service: str, operation: str, request: Request) -> Answer:
        """Make a planned call of another service, once too."""
        return self._send(self._writing(service), operation, request)

    def _send(self, client: t.Any, operation: str, request: Request) -> Answer:

        def send() -> Answer:
            answer: Answer = getattr(client, xform_name(operation))(**request)
            return answer

        return self._api.carry(operation, send, repeat=False)

    def delete_if_empty(self, request: Request, scan: Request) -> Answer:
        """Delete the table if a Scan just before finds no item."""

        def delete() -> Answer:
            if self._holds_items(scan):
                raise not_empty()
            answer: Answer = self._writing().delete_table(**request)
            return answer

        return self._api.carry("DeleteTable", delete, repeat=False)

    def _holds_items(self, scan: Request) -> bool:
        """Tell whether the table has items, without waiting for another turn; a table that is gone has none."""
        try:
            return bool(self._api.dynamodb.scan(**scan)["Count"])
        except is_boto3_error_code("ResourceNotFoundException"):
            return False
        except (BotoCoreError, ClientError) as failure:
            raise translate("Scan", failure) from failure

    def is_empty(self, name: str) -> bool:
        """Tell whether the table has no items, with a Scan, because ItemCount is up to six hours old."""
        request = {"TableName": name, "Limit": 1, "Select": "COUNT", "ConsistentRead": True}
        answer = self._api.offered("Scan", lambda: self._api.dynamodb.scan(aws_retry=True, **request))
        return not answer["Count"]

    def backup_status(self, arn: str) -> str:
        """Return the status of a backup: CREATING, DELETED or AVAILABLE."""

        def read() -> Answer:
            answer: Answer = self._api.dynamodb.describe_backup(aws_retry=True, BackupArn=arn)["BackupDescription"]
            return answer

        return str(self._api.offered("DescribeBackup", read)["BackupDetails"]["BackupStatus"])

    def unknown_to_sdk(self, operation: str, request: Request, service: str = DYNAMODB) -> str:
        """Return which parts of a request the installed botocore does not know; empty if it can send the request."""
        client = self._api.dynamodb if service == DYNAMODB else self._writing(service)
        shape = client.meta.service_model.operation_model(operation).input_shape
        report = ParamValidator().validate(request, shape)
        return str(report.generate_report()) if report.has_errors() else ""
